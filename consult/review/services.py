"""Writes: a person's decisions. Earlier reviews stay as history; suggestions are only read here."""

from dataclasses import dataclass

from sqlalchemy import select

from consult import audit, clock
from consult.domain.errors import HeldForBlindCoding, NotUndoable
from consult.domain.vocabulary import AuditAction, Facet, Outcome
from consult.extensions import db
from consult.models import Opinion, Review, StaffMember, Tag, TagDecision
from consult.review import queries
from consult.review.decision import Decision, TagName


@dataclass(frozen=True)
class Decided:
    """The review that now counts; `overtaken` is somebody else's that came while this form was open."""

    review: Review
    overtaken: Review | None = None


def decide(opinion: Opinion, decision: Decision, *, by: StaffMember) -> Decided:
    """Keep the decision as the opinion's current review. Nothing decided earlier is lost or changed.

    The same form sent twice by the same person is one review (a double press of Enter).
    """
    decision.check()
    if queries.is_held(opinion):
        raise HeldForBlindCoding("この意見は、候補を見ない分類が済むまで、確認できません。")
    earlier = queries.current_review(opinion.id)
    was_open_meanwhile = earlier is not None and earlier.id != decision.review_seen
    rows = _decisions(decision, _suggested(opinion))
    if earlier and was_open_meanwhile and earlier.staff_member_id == by.id and _same(earlier, rows):
        return Decided(earlier)
    if earlier:
        earlier.is_current = False
        # One current review per opinion is a unique index: the old one steps down first.
        db.session.flush()
    review = Review(
        opinion_id=opinion.id,
        staff_member_id=by.id,
        decided_at=clock.now(),
        decisions=rows,
        seconds_taken=decision.seconds_taken,
    )
    db.session.add(review)
    db.session.flush()
    _record(opinion, review, by)
    is_by_other = was_open_meanwhile and earlier is not None and earlier.staff_member_id != by.id
    return Decided(review, earlier if is_by_other else None)


def undo(review: Review, *, by: StaffMember) -> Review | None:
    """Take back one's own current review; the newest earlier one that was not taken back counts again."""
    if review.staff_member_id != by.id or not review.is_current:
        raise NotUndoable("この決定はすでに取り消されたか、ほかの決定に置き換えられています。")
    review.is_current = False
    review.undone_at = clock.now()
    review.undone_by_id = by.id
    db.session.flush()
    restored = _newest_before(review)
    if restored:
        restored.is_current = True
        db.session.flush()
    audit.record(
        AuditAction.UNDID,
        review.opinion,
        by=by,
        review=review.id,
        restored_review=restored.id if restored else None,
    )
    return restored


def _suggested(opinion: Opinion) -> set[TagName]:
    rows = select(Tag.facet, Tag.code).where(Tag.opinion_id == opinion.id)
    return {(facet, code) for facet, code in db.session.execute(rows)}


def _decisions(decision: Decision, suggested: set[TagName]) -> list[TagDecision]:
    """確定 for what is ticked, 却下 for a suggestion that stood on the page and was left unticked.

    A suggestion that a re-run added meanwhile was not seen, so it is not rejected.
    """
    seen = decision.shown & suggested
    ordered = sorted(decision.confirmed | seen, key=lambda tag: (tag[0].value, tag[1]))
    return [
        TagDecision(
            facet=facet,
            code=code,
            outcome=Outcome.CONFIRMED if (facet, code) in decision.confirmed else Outcome.REJECTED,
            is_main=(facet, code) == (Facet.THEME, decision.main),
            was_suggested=(facet, code) in seen,
        )
        for facet, code in ordered
    ]


def _same(review: Review, rows: list[TagDecision]) -> bool:
    def content(decisions: list[TagDecision]) -> set[tuple[TagName, Outcome, bool]]:
        return {((row.facet, row.code), row.outcome, row.is_main) for row in decisions}

    return content(review.decisions) == content(rows)


def _newest_before(review: Review) -> Review | None:
    earlier = select(Review).where(
        Review.opinion_id == review.opinion_id, Review.undone_at.is_(None), Review.id < review.id
    )
    return db.session.scalar(earlier.order_by(Review.id.desc()).limit(1))


def _record(opinion: Opinion, review: Review, by: StaffMember) -> None:
    for action, outcome in (
        (AuditAction.CONFIRMED, Outcome.CONFIRMED),
        (AuditAction.REJECTED, Outcome.REJECTED),
    ):
        count = sum(row.outcome is outcome for row in review.decisions)
        # 該当なし confirms nothing, and is a decision all the same.
        if count or action is AuditAction.CONFIRMED:
            audit.record(action, opinion, by=by, review=review.id, tags=count)
