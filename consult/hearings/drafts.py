"""Drafts that save themselves: exactly what was typed, for its author alone (TP3)."""

from datetime import timedelta
from typing import Any

from flask import abort
from sqlalchemy import delete, select

from consult import clock
from consult.domain.errors import EditConflict, HearingRefused
from consult.extensions import db
from consult.models import Hearing, HearingDraft, StaffMember

# Far above what a hearing may hold: a draft refuses only what no person types.
DRAFT_LIMIT = 1_000_000
KEPT_AFTER_DISCARD = timedelta(days=30)


def draft_or_404(draft_id: int, *, owner: StaffMember) -> HearingDraft:
    """The owner's own draft; another's is not there."""
    draft = db.session.get(HearingDraft, draft_id)
    if draft is None or draft.staff_member_id != owner.id:
        abort(404)
    return draft


def draft_of_page(form_token: str, *, owner: StaffMember) -> HearingDraft | None:
    return db.session.scalar(
        select(HearingDraft).where(
            HearingDraft.staff_member_id == owner.id, HearingDraft.form_token == form_token
        )
    )


def save_draft(form_token: str, fields: dict[str, Any], *, version: int, owner: StaffMember) -> HearingDraft:
    """Keep what a page holds. EditConflict when the draft was saved from another window since `version`."""
    if db.session.scalar(select(Hearing.id).where(Hearing.form_token == form_token)):
        raise HearingRefused("この入力は登録済みです。")
    if sum(len(str(value)) for value in fields.values()) > DRAFT_LIMIT:
        raise HearingRefused(f"下書きは合わせて{DRAFT_LIMIT:,}字までです。", field="notes")
    draft = draft_of_page(form_token, owner=owner)
    if draft is None:
        draft = HearingDraft(
            staff_member_id=owner.id, form_token=form_token, version=0, created_at=clock.now()
        )
        db.session.add(draft)
    elif is_conflict(draft, fields, version):
        raise EditConflict("この下書きは、別の画面で先に保存されています。")
    draft.fields, draft.saved_at, draft.discarded_at = fields, clock.now(), None
    draft.version += 1
    db.session.flush()
    return draft


def is_conflict(draft: HearingDraft, fields: dict[str, Any], version: int) -> bool:
    """True when saving would put out of sight what another window saved."""
    return draft.version != version and draft.fields != fields


def discard(draft: HearingDraft) -> None:
    """Out of the list, back on request for thirty days; older discarded ones go for good."""
    draft.discarded_at = clock.now()
    db.session.execute(
        delete(HearingDraft).where(
            HearingDraft.staff_member_id == draft.staff_member_id,
            HearingDraft.discarded_at < clock.now() - KEPT_AFTER_DISCARD,
        )
    )
    db.session.flush()


def restore(draft: HearingDraft) -> None:
    draft.discarded_at = None
    db.session.flush()
