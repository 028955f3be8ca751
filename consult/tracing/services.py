"""A person confirms or rejects a link, or adds one. Each act is a row of its own; undoing it deletes nothing."""

from dataclasses import dataclass

from sqlalchemy import select

from consult import audit, clock, standing
from consult.domain.errors import EditConflict, NotLinkable
from consult.domain.vocabulary import AuditAction, Outcome
from consult.extensions import db
from consult.link_heirs import inherited_revision
from consult.link_standing import is_in_force, points_to
from consult.link_targets import LinkTarget
from consult.models import LinkDecision, LinkSuggestion, Opinion, StaffMember
from consult.revision_causes import follow_into_groups

ACTIONS = {Outcome.CONFIRMED: AuditAction.CONFIRMED, Outcome.REJECTED: AuditAction.REJECTED}
DECIDED_MEANWHILE = "その間に、ほかの人がこの結びつきを決めました。いまの状態を確かめてください。"


@dataclass(frozen=True)
class Wanted:
    """One decision; `target` with its text. `seen` is the id of the decision in force that the person saw, 0 for none."""

    opinion_id: int
    target: LinkTarget
    outcome: Outcome
    seen: int = 0


def decide(wanted: Wanted, *, by: StaffMember) -> LinkDecision:
    """Over what the person saw; EditConflict when somebody decided otherwise meanwhile (TW1)."""
    _check_linkable(wanted.opinion_id)
    now = decision_in_force(wanted.opinion_id, wanted.target)
    if now is not None:
        if now.outcome is wanted.outcome:
            return now
        if now.id != wanted.seen:
            raise EditConflict(DECIDED_MEANWHILE)
        _end(now, by=by)
    suggestion = _suggestion(wanted.opinion_id, wanted.target)
    decision = LinkDecision(
        opinion_id=wanted.opinion_id,
        **wanted.target.columns,
        target_text=wanted.target.text,
        target_place=wanted.target.place,
        outcome=wanted.outcome,
        was_suggested=suggestion is not None,
        words=suggestion.words if suggestion else [],
        staff_member_id=by.id,
        decided_at=clock.now(),
    )
    if suggestion and suggestion.is_inherited and wanted.outcome is Outcome.CONFIRMED:
        decision.revision_id = inherited_revision(
            db.session.get_one(Opinion, wanted.opinion_id), wanted.target
        )
    db.session.add(decision)
    db.session.flush()
    if decision.revision_id:
        follow_into_groups([wanted.opinion_id])
    details = {"opinion": wanted.opinion_id, "link": wanted.target.value}
    audit.record(ACTIONS[wanted.outcome], decision, by=by, **details)
    return decision


def undo(decision: LinkDecision, *, by: StaffMember) -> None:
    """The link waits again where it is suggested, and counts nowhere."""
    if decision.undone_at is not None:
        raise EditConflict("この決定は、もう取り消されています。")
    _end(decision, by=by)
    audit.record(AuditAction.UNDID, decision, by=by, opinion=decision.opinion_id)


def record_export(table: type, args: dict[str, str], *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, table, by=by, filter=sorted(args))


def decision_in_force(opinion_id: int, target: LinkTarget) -> LinkDecision | None:
    return db.session.scalar(
        select(LinkDecision).where(
            LinkDecision.opinion_id == opinion_id, points_to(LinkDecision, target), is_in_force()
        )
    )


def _end(decision: LinkDecision, *, by: StaffMember) -> None:
    decision.undone_at, decision.undone_by_id = clock.now(), by.id
    db.session.flush()


def _suggestion(opinion_id: int, target: LinkTarget) -> LinkSuggestion | None:
    return db.session.scalar(
        select(LinkSuggestion).where(
            LinkSuggestion.opinion_id == opinion_id, points_to(LinkSuggestion, target)
        )
    )


def _check_linkable(opinion_id: int) -> None:
    states = select(standing.counts(), standing.is_held()).where(Opinion.id == opinion_id)
    row = db.session.execute(states).one_or_none()
    if row is None or not row[0]:
        raise NotLinkable("取り下げられた意見は結べません。")
    if row[1]:
        raise NotLinkable("候補を見ない分類を待っている意見です。二人が分類するまで結べません。")
