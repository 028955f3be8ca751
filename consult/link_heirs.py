"""What people confirmed on an opinion before it was split or its typing corrected, for the opinions in its place (D4).

The link was decided on the whole, and nobody has said which part it is about: so a part gets it as a suggestion, first
of all and with its reason; the decision stays with the whole, and counts again when the parts are joined.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from consult.domain.vocabulary import Outcome
from consult.extensions import db
from consult.link_standing import has_target, is_in_force
from consult.link_targets import LinkTarget, target_of
from consult.models import LinkDecision, LinkLook, Opinion


@dataclass(frozen=True)
class Inherited:
    """A link that was confirmed; `revision_id` is the change that was made because of it."""

    target: LinkTarget
    words: tuple[str, ...]
    revision_id: int | None
    outcome: Outcome


def inherited(came_from: Mapping[int, int | None]) -> dict[int, list[Inherited]]:
    """By opinion what is confirmed on those it came from, the nearest word of theirs on each target; two queries for each
    level of splitting. `came_from`: by opinion the one that it was cut from."""
    above = {opinion_id: whole for opinion_id, whole in came_from.items() if whole}
    known: dict[int, dict[LinkTarget, Inherited]] = {each: {} for each in above}
    while above:
        decided = _decided(above.values())
        for opinion_id, whole in above.items():
            for each in decided[whole]:
                known[opinion_id].setdefault(each.target, each)
        parents = _parents(above.values())
        above = {each: parents[whole] for each, whole in above.items() if whole in parents}
    return {
        opinion_id: [each for each in found.values() if each.outcome is Outcome.CONFIRMED]
        for opinion_id, found in known.items()
    }


def inherited_revision(opinion: Opinion, target: LinkTarget) -> int | None:
    """The change that was made because of what the opinion was cut from, of the link to this target."""
    found = inherited({opinion.id: opinion.split_from_id}).get(opinion.id, ())
    return next((each.revision_id for each in found if each.target == target), None)


def look_again(opinion_ids: Iterable[int]) -> None:
    """Parts that come back with their history: meanwhile the whole may have been linked otherwise."""
    db.session.execute(delete(LinkLook).where(LinkLook.opinion_id.in_(list(opinion_ids))))


def _decided(wholes: Iterable[int]) -> dict[int, list[Inherited]]:
    rows = select(LinkDecision).where(LinkDecision.opinion_id.in_(set(wholes)), is_in_force(), has_target())
    found: dict[int, list[Inherited]] = defaultdict(list)
    for each in db.session.scalars(rows.order_by(LinkDecision.id)):
        if target := target_of(each):
            words = tuple(each.words)
            found[each.opinion_id].append(Inherited(target, words, each.revision_id, each.outcome))
    return found


def _parents(ids: Iterable[int]) -> dict[int, int]:
    rows = select(Opinion.id, Opinion.split_from_id).where(
        Opinion.id.in_(set(ids)), Opinion.split_from_id.is_not(None)
    )
    return {row.id: row.split_from_id for row in db.session.execute(rows)}
