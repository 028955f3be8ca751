"""Which opinions count and how each stands, said once in SQL for every page that counts.

- An opinion **counts** only while neither it nor its submission is withdrawn (R24) or set aside, nor its hearing
  removed, and while no parts or whole of it stand in its place (a split, a split undone).
- 確定 on a tag: the opinion's current review has a CONFIRMED decision on it. Nothing else is a published figure.
- 候補 on a tag: the opinion has no current review and carries a suggestion of it.
- 未確認: no current review. 分類なし: neither confirmed nor suggested on anything.
- An opinion of a case **asks for an answer** while it counts, came in time and is not 対象外 (R23, R33, R35).
- An opinion of the blind sample is **held** until two people have coded it, or it is released (decision 0080), and so
  is every copy of its text: nobody is shown a suggestion for it, and nobody decides on it. It is 未確認 and carries no
  候補.

Each function returns a condition for a statement that selects from Opinion.
"""

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, not_, or_, select, type_coerce
from sqlalchemy.orm import aliased

from consult import clock
from consult.domain.answering import NOT_ANSWERED
from consult.domain.vocabulary import Facet, Outcome
from consult.models import (
    Hearing,
    Opinion,
    OpinionFlag,
    Review,
    SampledOpinion,
    ShadowLook,
    Submission,
    Submitter,
    Tag,
    TagDecision,
)


def counts() -> ColumnElement[bool]:
    gone = _there_is(
        Submission.id == Opinion.submission_id,
        or_(Submission.withdrawn_at.is_not(None), Submission.set_aside_at.is_not(None)),
    )
    removed = _there_is(Hearing.id == Opinion.hearing_id, Hearing.removed_at.is_not(None))
    return and_(Opinion.withdrawn_at.is_(None), Opinion.superseded_at.is_(None), not_(gone), not_(removed))


def counts_as_sent() -> ColumnElement[bool]:
    """The same of an opinion of a submission, in a statement that joins Submission: no look-up for each of a flood."""
    return and_(
        Opinion.withdrawn_at.is_(None),
        Opinion.superseded_at.is_(None),
        Submission.withdrawn_at.is_(None),
        Submission.set_aside_at.is_(None),
    )


def is_set_aside() -> ColumnElement[bool]:
    """Its submission was set aside by a person (TS8), and nobody had withdrawn it."""
    apart = _there_is(
        Submission.id == Opinion.submission_id,
        Submission.withdrawn_at.is_(None),
        Submission.set_aside_at.is_not(None),
    )
    return and_(Opinion.withdrawn_at.is_(None), Opinion.superseded_at.is_(None), apart)


def asks_for_answer() -> ColumnElement[bool]:
    """Of a submission, in time, and no person found it to be off the topic, blank or illegible."""
    in_time = _there_is(Submission.id == Opinion.submission_id, Submission.is_late.is_(False))
    has_no_place = _there_is(
        OpinionFlag.opinion_id == Opinion.id,
        OpinionFlag.lifted_at.is_(None),
        OpinionFlag.kind.in_(NOT_ANSWERED),
    )
    return and_(counts(), in_time, not_(has_no_place))


def is_reviewed() -> ColumnElement[bool]:
    return _there_is(Review.opinion_id == Opinion.id, Review.is_current.is_(True))


def is_held() -> ColumnElement[bool]:
    """In the blind sample, or a copy of a text that is in it, and the suggestions are not open yet.

    A drawn opinion that was withdrawn is coded by nobody: it holds itself on, and no copy.
    """
    drawn, sent_with = aliased(Opinion), aliased(Submission)
    withdrawn = exists().where(
        sent_with.id == drawn.submission_id,
        or_(sent_with.withdrawn_at.is_not(None), sent_with.set_aside_at.is_not(None)),
    )
    heard = aliased(Hearing)
    removed = exists().where(heard.id == drawn.hearing_id, heard.removed_at.is_not(None))
    waits_for_codes = and_(
        drawn.withdrawn_at.is_(None),
        drawn.superseded_at.is_(None),
        not_(withdrawn.correlate(drawn)),
        not_(removed.correlate(drawn)),
    )
    return _there_is(
        SampledOpinion.text_digest == Opinion.text_digest,
        is_not_open(),
        drawn.id == SampledOpinion.opinion_id,
        or_(drawn.id == Opinion.id, waits_for_codes),
    )


def is_not_open() -> ColumnElement[bool]:
    """Of a row of the blind sample: two people have not coded it yet, or an answer may still be taken back."""
    return or_(SampledOpinion.opens_at.is_(None), SampledOpinion.opens_at > clock.now())


def awaits_review() -> ColumnElement[bool]:
    """Counts, nobody has decided on it, and it is not held: what the queue of the review holds."""
    return and_(counts(), not_(is_reviewed()), not_(is_held()))


def shadow_differs() -> ColumnElement[bool]:
    """A tagger in shadow would suggest something else for it: a decision here teaches most (learning)."""
    return _there_is(ShadowLook.opinion_id == Opinion.id, ShadowLook.is_different.is_(True))


def may_teach() -> ColumnElement[bool]:
    """Whether a tagger may learn from decisions on it: never from the blind sample, nor from a copy of its text.

    A tagger that has learnt from an opinion on which it is measured later shows a figure that is not true.
    """
    return not_(_there_is(SampledOpinion.text_digest == Opinion.text_digest))


def is_confirmed(facet: Facet | None = None, code: str = "") -> ColumnElement[bool]:
    """Confirmed on one tag, on any of a facet, or on anything when none is named."""
    # Listed once and looked up, not asked again for each opinion: ten thousand are ten thousand either way.
    decided = (
        select(Review.opinion_id)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(Review.is_current, TagDecision.outcome == Outcome.CONFIRMED, *_names(TagDecision, facet, code))
        .correlate(None)
    )
    return Opinion.id.in_(decided)


def is_suggested(facet: Facet | None = None, code: str = "") -> ColumnElement[bool]:
    """A suggestion that nobody has decided on yet: of one tag, of any of a facet, or of anything when none is named."""
    carries = _there_is(Tag.opinion_id == Opinion.id, *_names(Tag, facet, code))
    return and_(not_(is_reviewed()), not_(is_held()), carries)


def is_untagged() -> ColumnElement[bool]:
    return not_(or_(is_confirmed(), is_suggested()))


def way_in() -> ColumnElement[str]:
    """The code of the opinion's way in (domain.counting); the statement joins Submission and Hearing outside."""
    # Three vocabularies meet in one column: read as plain codes, not as members of the first.
    codes = (type_coerce(column, String) for column in (Submission.channel, Hearing.kind, Opinion.source))
    return func.coalesce(*codes)


def person() -> ColumnElement[int]:
    """Who sent it, for counting 名: who sent again is one (R42). The statement joins Submitter."""
    return func.coalesce(Submitter.same_as_id, Submitter.id)


def confirmed_codes(facet: Facet) -> Select[tuple[str, int]]:
    """(code, opinion id) of every code of the facet that is confirmed for an opinion that counts."""
    return (
        select(TagDecision.code, Opinion.id)
        .join(Review, Review.id == TagDecision.review_id)
        .join(Opinion, Opinion.id == Review.opinion_id)
        .where(
            Review.is_current.is_(True),
            TagDecision.facet == facet,
            TagDecision.outcome == Outcome.CONFIRMED,
        )
        .where(counts())
    )


def suggested_codes(facet: Facet) -> Select[tuple[str, int]]:
    """(code, opinion id) of every code that is suggested for an opinion that counts and has no current review."""
    return (
        select(Tag.code, Opinion.id)
        .join(Opinion, Opinion.id == Tag.opinion_id)
        .where(Tag.facet == facet, not_(is_reviewed()), not_(is_held()))
        .where(counts())
    )


def _there_is(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    # Only the opinion is the outer statement's: whatever else that joins is not what is asked about here.
    return exists().where(*conditions).correlate(Opinion)


def _names(table: type[Tag] | type[TagDecision], facet: Facet | None, code: str) -> list[ColumnElement[bool]]:
    if facet is None:
        return []
    return [table.facet == facet, *([table.code == code] if code else [])]
