"""A change of the draft stands in the answer to every opinion that it was made because of, whenever that answer is made (D5).

The stage of answers writes changes, the one of grouping moves opinions, the one of links decides: they meet here.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, tuple_, update

from consult.domain.answering import WRITABLE
from consult.domain.vocabulary import Outcome
from consult.extensions import db
from consult.link_standing import counts_as
from consult.models import LinkDecision, OfficialResponse, Opinion, Revision, RevisionGroup, Submission

Pair = tuple[int, int]
AT_ONCE = 5_000


def follow_into_groups(opinion_ids: Sequence[int]) -> list[Pair]:
    """Changes made because of these opinions stand in the answers to the groups they are in now; which (change, group)
    were added.

    An answer that is approved or waits for it does not change (R37): the page of the passage names what it misses. Flushes."""
    wanted: set[Pair] = set()
    for at in range(0, len(opinion_ids), AT_ONCE):
        wanted.update(_pairs(opinion_ids[at : at + AT_ONCE]))
    groups = {group_id for _, group_id in wanted}
    linked = select(RevisionGroup.revision_id, RevisionGroup.answer_group_id).where(
        RevisionGroup.answer_group_id.in_(groups)
    )
    added = sorted(wanted - set(db.session.execute(linked).tuples()))
    db.session.add_all(RevisionGroup(revision_id=each, answer_group_id=group) for each, group in added)
    _say_changed({group for _, group in added})
    return added


def take_back(pairs: Sequence[Pair]) -> None:
    """What came by itself goes by itself, when the act that brought it is undone."""
    if pairs:
        named = tuple_(RevisionGroup.revision_id, RevisionGroup.answer_group_id)
        db.session.execute(delete(RevisionGroup).where(named.in_(list(pairs))))
        _say_changed({group for _, group in pairs})


def _pairs(opinion_ids: Collection[int]) -> Sequence[Pair]:
    rows = (
        select(LinkDecision.revision_id, Opinion.answer_group_id)
        .join(Opinion, Opinion.id == LinkDecision.opinion_id)
        .join(Revision, Revision.id == LinkDecision.revision_id)
        .join(OfficialResponse, OfficialResponse.answer_group_id == Opinion.answer_group_id)
        .join(Submission, Submission.id == Opinion.submission_id)
        .where(
            LinkDecision.opinion_id.in_(opinion_ids),
            counts_as(Outcome.CONFIRMED),
            Revision.removed_at.is_(None),
            Revision.consultation_id == Submission.consultation_id,
            OfficialResponse.state.in_(WRITABLE),
        )
        .distinct()
    )
    return [(change, group) for change, group in db.session.execute(rows) if change and group]


def _say_changed(group_ids: Collection[int]) -> None:
    """Whoever has the answer open will notice (TW1)."""
    db.session.flush()
    db.session.execute(
        update(OfficialResponse)
        .where(OfficialResponse.answer_group_id.in_(group_ids))
        .values(version=OfficialResponse.version + 1)
        .execution_options(synchronize_session="fetch")
    )
