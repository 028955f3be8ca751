"""What a drafter does on the theme board and takes from it. Every act leaves an audit event; no act touches tags or decisions."""

from sqlalchemy import func, select

from consult import audit, clock, redactions, standing
from consult.domain.errors import NotCleared, NotConfirmed
from consult.domain.vocabulary import AuditAction, Facet
from consult.drafting import ordered
from consult.drafting.ordered import Direction
from consult.extensions import db
from consult.models import ChosenOpinion, Opinion, PolicyPackage, StaffMember
from consult.plan_codes import PlanCode


def choose(theme: str, opinion_id: int, *, by: StaffMember, position: int | None = None) -> None:
    """Put a confirmed opinion on the board, last or at `position`; one that stands there already stays.

    Raises NotConfirmed for an opinion that does not count as confirmed on the theme, NotCleared for one that may not
    leave the house: the board is printed.
    """
    chosen = _chosen(theme)
    if ordered.place_of(chosen, opinion_id):
        return
    if not is_confirmed(Facet.THEME, theme, opinion_id):
        raise NotConfirmed("このテーマに確定した意見だけを、代表意見に選べます。先に分類を確定してください。")
    check_it_may_leave(db.session.get_one(Opinion, opinion_id))
    row = ChosenOpinion(
        theme=theme, opinion_id=opinion_id, position=0, staff_member_id=by.id, chosen_at=clock.now()
    )
    db.session.add(row)
    ordered.put_in(chosen, row, position)
    audit.record(AuditAction.CHOSE, row, by=by, theme=theme, opinion_id=opinion_id)


def remove(theme: str, opinion_id: int, *, by: StaffMember) -> int | None:
    """Take an opinion off the board; returns the place it had, None when it was not there."""
    chosen = _chosen(theme)
    place = ordered.place_of(chosen, opinion_id)
    if place is None:
        return None
    row = chosen.pop(place - 1)
    audit.record(AuditAction.REMOVED, row, by=by, theme=theme, opinion_id=opinion_id)
    db.session.delete(row)
    ordered.number(chosen)
    return place


def move(theme: str, opinion_id: int, direction: Direction, *, by: StaffMember) -> None:
    """One place up or down; at the end of the band nothing happens."""
    moved = ordered.exchange(_chosen(theme), opinion_id, direction)
    if moved:
        audit.record(AuditAction.CHANGED, moved, by=by, theme=theme, fields=["position"])


def record_export(rows: int, *, by: StaffMember, file: str = "") -> None:
    """`file`: which of the papers, none for the board's CSV. Never what was typed for it."""
    told = {"file": file} if file else {}
    audit.record(AuditAction.EXPORTED, ChosenOpinion, by=by, rows=rows, **told)


def record_packages_export(rows: int, *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, PolicyPackage, by=by, rows=rows)


def record_reading_export(about: PlanCode, rows: int, *, minutes: int, by: StaffMember) -> None:
    named = {about.facet.value: about.code}
    audit.record(AuditAction.EXPORTED, Opinion, by=by, rows=rows, minutes=minutes, **named)


def _chosen(theme: str) -> list[ChosenOpinion]:
    of_theme = select(ChosenOpinion).where(ChosenOpinion.theme == theme)
    return list(db.session.scalars(of_theme.order_by(ChosenOpinion.position, ChosenOpinion.id)))


def check_it_may_leave(opinion: Opinion) -> None:
    if redactions.passages_of({opinion.id: opinion.wording})[opinion.id].undecided:
        raise NotCleared(
            f"意見{opinion.id}は、個人情報の確認が済んでいません。意見のページの「個人情報を確かめる・伏せる」で決めると、選べます。"
        )
    if opinion.hearing is not None and not opinion.hearing.consent.lets_content_out:
        raise NotCleared(
            f"意見{opinion.id}のヒアリングは、公表の承諾が「{opinion.hearing.consent.label}」です。"
            "ヒアリングのページで承諾を確かめると、選べます。"
        )


def is_confirmed(facet: Facet, code: str, opinion_id: int) -> bool:
    """Of an opinion that counts."""
    asked = select(func.count()).select_from(Opinion).where(Opinion.id == opinion_id, standing.counts())
    return bool(db.session.scalar(asked.where(standing.is_confirmed(facet, code))))
