"""Throwing away a version that was never released, and taking that back. Nobody but staff has read it."""

from datetime import datetime

from sqlalchemy import select, update

from consult import audit
from consult.domain.draft_text import shown_heading
from consult.domain.errors import DraftRefused, EditConflict
from consult.domain.vocabulary import AuditAction
from consult.draft_texts import queries, services
from consult.extensions import db
from consult.models import DraftDocument, Revision, StaffMember


def discard(document: DraftDocument, *, version: int, by: StaffMember, at: datetime) -> None:
    """It stands in no list and is compared with nothing. EditConflict when somebody changed it since `version`."""
    services.refuse_changed(document, version)
    document.discarded_at = at
    document.version += 1
    db.session.flush()
    _lead_revisions_on(document)
    audit.record(AuditAction.REMOVED, document, by=by, number=document.number)


def put_back(document: DraftDocument, *, by: StaffMember) -> None:
    if document.discarded_at is None:
        raise EditConflict("この版は、もう元に戻されています。")
    services.refuse_second(document.consultation)
    latest = queries.latest_version(document.consultation)
    if latest and latest.number > document.number:
        raise DraftRefused(
            f"この版より新しい第{latest.number}版があります。元に戻す代わりに、写しを作って直してください。"
        )
    document.discarded_at = None
    document.version += 1
    db.session.flush()
    audit.record(AuditAction.PUT_BACK, document, by=by, number=document.number)


def _lead_revisions_on(document: DraftDocument) -> None:
    """A revision that pointed into it points to the same section of the version that stands, or keeps its place in words."""
    latest = queries.latest_version(document.consultation)
    standing = {each.key: each.id for each in latest.sections} if latest else {}
    pointed_to = select(Revision.draft_section_id).where(
        Revision.draft_section_id.in_([each.id for each in document.sections])
    )
    used = set(db.session.scalars(pointed_to))
    for section in document.sections:
        if section.id not in used:
            continue
        points_here = Revision.draft_section_id == section.id
        target = standing.get(section.key)
        if target is None:
            unnamed = update(Revision).where(points_here, Revision.place == "")
            db.session.execute(unnamed.values(place=shown_heading(section.heading)))
        db.session.execute(update(Revision).where(points_here).values(draft_section_id=target))
