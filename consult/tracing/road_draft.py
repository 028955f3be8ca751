"""The way back from a draft: passage by passage, the released opinions that lead to it, and what was changed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import abort
from sqlalchemy import Subquery, func, select, union_all
from sqlalchemy.orm import joinedload

from consult.domain.vocabulary import LinkKind
from consult.extensions import db
from consult.link_targets import LinkTarget, targets_of_section
from consult.models import Consultation, DraftDocument, LinkDecision, Publication, PublishedLink, RoadCode
from consult.tracing import released
from consult.tracing.road_voices import Changed, Voice, changes_of, passage_in, published_text, voices_of

SHOWN_OF_A_PASSAGE = 20


@dataclass(frozen=True)
class PassageRoad:
    """A passage as citizens read it, under the heading of its section; `more`: opinions that lead to it beside those shown."""

    heading: str
    target: LinkTarget
    voices: tuple[Voice, ...]
    more: int


@dataclass(frozen=True)
class DraftRoad:
    consultation: Consultation
    text: DraftDocument
    passages: tuple[PassageRoad, ...]
    changes: tuple[Changed, ...]


def draft_road_or_404(consultation_id: int) -> DraftRoad:
    """Only passages that an opinion leads to. Nothing while the case has no text or no results that citizens may see."""
    text = published_text(consultation_id) or abort(404)
    publication = db.session.scalars(
        select(Publication)
        .options(joinedload(Publication.consultation))
        .where(
            Publication.consultation_id == consultation_id,
            Publication.id.in_(released.newest_publications()),
        )
    ).one()
    changes = changes_of(publication.answers)
    return DraftRoad(publication.consultation, text, tuple(_passages(text)), changes)


def _passages(text: DraftDocument) -> Iterator[PassageRoad]:
    leads_to = _leads_to(text)
    by_id = voices_of(sorted({each for place in leads_to.values() for each in place.first()}))
    for section in text.sections:
        whole, *passages = targets_of_section(section)
        for target in (whole, *passages):
            if place := leads_to.get(target):
                shown = tuple(by_id[each] for each in place.first() if each in by_id)
                yield PassageRoad(whole.text, target, shown, place.count - len(shown))


@dataclass
class _Place:
    """How many opinions lead to a passage, and those with words, by their names in public."""

    count: int = 0
    named: dict[str, int] = field(default_factory=dict)

    def first(self) -> list[int]:
        """Whichever are shown, their order is no order of arrival (TP10)."""
        return [opinion_id for _, opinion_id in sorted(self.named.items())[:SHOWN_OF_A_PASSAGE]]


def _leads_to(text: DraftDocument) -> dict[LinkTarget, _Place]:
    """Thousands of opinions lead to one passage: they are counted in SQL, and the first of them read."""
    sections = {each.key: each for each in text.sections}
    targets: dict[tuple[str, int, str], LinkTarget] = {}
    found: dict[LinkTarget, _Place] = defaultdict(_Place)
    links = _links_to(text)
    place = (links.c.section_key, links.c.passage, links.c.target_text)
    for key, passage, said, count in db.session.execute(select(*place, func.count()).group_by(*place)):
        if key in sections:
            targets[key, passage, said] = target = passage_in(sections[key], said, passage)
            found[target].count += count
    number = func.row_number().over(partition_by=place, order_by=RoadCode.code)
    named = (
        select(*place, RoadCode.code, RoadCode.opinion_id, number.label("number"))
        .join(RoadCode, RoadCode.opinion_id == links.c.opinion_id)
        .subquery()
    )
    for *at, code, opinion_id, _ in db.session.execute(
        select(named).where(named.c.number <= SHOWN_OF_A_PASSAGE)
    ):
        if target_there := targets.get(tuple(at)):
            found[target_there].named[code] = opinion_id
    return found


def _links_to(text: DraftDocument) -> Subquery:
    """Links to passages of the case, from its own opinions and from what the city printed."""
    return union_all(
        released.kept_links().where(
            PublishedLink.kind == LinkKind.PASSAGE, PublishedLink.consultation_id == text.consultation_id
        ),
        released.printed_links().where(
            LinkDecision.kind == LinkKind.PASSAGE, LinkDecision.consultation_id == text.consultation_id
        ),
    ).subquery()
