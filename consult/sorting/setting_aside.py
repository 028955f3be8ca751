"""Submissions that were sent unlike a person sends (TS8): a person looks, sets aside with a reason, puts back. Kept always."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, update
from sqlalchemy.orm import joinedload

from consult import audit, clock, paging
from consult.answer_standing import check_not_frozen
from consult.domain.errors import EditConflict, SortingRefused
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AuditAction, FormSignal
from consult.extensions import db
from consult.models import Consultation, Opinion, StaffMember, Submission
from consult.paging import Page
from consult.sorting import acts

LONGEST_REASON = 500
STATES = {
    "waiting": "確かめていないもの",
    "flood": "一度に多く届いたもの",
    "set_aside": "受付の対象から外したもの",
    "": "すべて",
}
CHANGED_MEANWHILE = "その間に、ほかの人がこの提出を扱いました。いまの様子を見てください。"


@dataclass(frozen=True)
class Signalled:
    submission: Submission
    signals: tuple[str, ...]
    opinions: tuple[Opinion, ...]


def signalled_page(consultation_id: int, state: str, number: int) -> Page:
    """Three queries besides the count."""
    listed = (
        select(Submission)
        .options(joinedload(Submission.consultation))
        .where(Submission.consultation_id == consultation_id, _state_is(state))
        .order_by(Submission.id)
    )
    page = paging.paged(listed, number)
    ids = [each.id for each in page.rows]
    opinions: dict[int, list[Opinion]] = {}
    rows = select(Opinion).where(Opinion.submission_id.in_(ids), Opinion.superseded_at.is_(None))
    for opinion in db.session.scalars(rows.order_by(Opinion.position, Opinion.id)):
        opinions.setdefault(opinion.submission_id or 0, []).append(opinion)
    lines = [
        Signalled(each, tuple(map(signal_words, each.signals)), tuple(opinions.get(each.id, ())))
        for each in page.rows
    ]
    return Page(lines, page.number, page.size, page.total)


def numbers_of(consultation_id: int) -> dict[str, int]:
    """How many submissions stand in each state, in one query."""
    states = [state for state in STATES if state]
    counted = select(*(func.count().filter(_state_is(state)) for state in (*states, "")))
    row = db.session.execute(counted.where(Submission.consultation_id == consultation_id)).one()
    return dict(zip((*states, ""), row, strict=True))


def signal_words(code: str) -> str:
    """A fact in words; a code that this version does not know is told as it is."""
    try:
        return FormSignal.of(code).label
    except ValueError:
        return f"そのほか（{code}）"


def set_aside(submission: Submission, reason: str, *, by: StaffMember) -> None:
    """It stays, in a line of its own, and asks for no answer any more."""
    reason = reason.strip()
    if is_blank(reason):
        raise SortingRefused("対象から外す理由を書いてください。", field="reason")
    if len(reason) > LONGEST_REASON:
        raise SortingRefused(f"理由は{LONGEST_REASON}字までです（いま{len(reason)}字）。", field="reason")
    check_not_frozen(_opinion_ids(submission))
    _change(
        submission,
        Submission.set_aside_at.is_(None),
        set_aside_at=clock.now(),
        set_aside_by_id=by.id,
        set_aside_reason=reason,
    )
    acts.record(AuditAction.SET_ASIDE, submission, submission.consultation_id or 0)


def put_back(submission: Submission) -> None:
    """It counts again, in the answer groups where its opinions stood. That it was looked at stays known."""
    check_not_frozen(_opinion_ids(submission))
    _change(
        submission,
        Submission.set_aside_at.is_not(None),
        set_aside_at=None,
        set_aside_by_id=None,
        set_aside_reason="",
    )
    acts.record(AuditAction.PUT_BACK, submission, submission.consultation_id or 0)


def keep(submission: Submission) -> None:
    """A person looked and lets it stand; what was told of it stays with it."""
    _change(submission, _waits(), signals_seen_at=clock.now())
    acts.record(AuditAction.SORTED, submission, submission.consultation_id or 0)


def keep_flood(consultation: Consultation) -> int:
    """All that nothing else is known of stand as they are, in one press; how many."""
    rows = select(Submission).where(Submission.consultation_id == consultation.id, _state_is("flood"))
    found = db.session.scalars(rows).all()
    for submission in found:
        submission.signals_seen_at = clock.now()
        submission.version += 1
    db.session.flush()
    audit.record_each(AuditAction.SORTED, [(each, {"case": consultation.id}) for each in found])
    return len(found)


def _state_is(state: str) -> ColumnElement[bool]:
    has_signals = func.json_array_length(Submission.signals) > 0
    is_apart = Submission.set_aside_at.is_not(None)
    if state == "set_aside":
        return is_apart
    if state == "flood":
        return and_(_waits(), _is_flood_alone())
    if state == "waiting":
        # What a flood brought stands by itself: it hides nothing that was noticed otherwise (TS7).
        return and_(_waits(), not_(_is_flood_alone()))
    return or_(has_signals, is_apart)


def _is_flood_alone() -> ColumnElement[bool]:
    """Nothing is known of it but that its case got very many at once."""
    signals = Submission.signals
    first = func.json_extract(signals, "$[0]")
    return and_(func.json_array_length(signals) == 1, first == FormSignal.CASE_FLOODED.value)


def _waits() -> ColumnElement[bool]:
    return and_(
        func.json_array_length(Submission.signals) > 0,
        Submission.signals_seen_at.is_(None),
        Submission.set_aside_at.is_(None),
        Submission.withdrawn_at.is_(None),
    )


def _change(submission: Submission, stands: ColumnElement[bool], **values: object) -> None:
    changed = db.session.execute(
        update(Submission)
        .where(Submission.id == submission.id, stands)
        .values(version=Submission.version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise EditConflict(CHANGED_MEANWHILE)
    db.session.expire(submission)


def _opinion_ids(submission: Submission) -> list[int]:
    standing = Opinion.submission_id == submission.id, Opinion.superseded_at.is_(None)
    return list(db.session.scalars(select(Opinion.id).where(*standing)))
