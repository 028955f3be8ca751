"""The way back from a draft: passage by passage, the released opinions that lead to it, and what was changed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import link_standing
from consult.domain.vocabulary import LinkKind, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget, targets_of_section
from consult.models import Consultation, DraftDocument, LinkDecision, Publication, RoadCode
from consult.tracing import released
from consult.tracing.road_voices import Changed, Voice, changes_of, passage_in, published_text, voices_of

SHOWN_OF_A_PASSAGE = 20


@dataclass(frozen=True)
class PassageRoad:
    """A passage as citizens read it; `more`: opinions that lead to it beside those shown."""

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
    decisions = db.session.scalars(
        select(LinkDecision).where(
            LinkDecision.kind == LinkKind.PASSAGE,
            LinkDecision.consultation_id == text.consultation_id,
            link_standing.counts_as(Outcome.CONFIRMED),
            LinkDecision.opinion_id.in_(released.released_ids()),
        )
    ).all()
    leads_to = _leads_to(text, decisions)
    # Those with a code have words; whichever are shown, their order is no order of arrival (TP10).
    codes = _codes(text.consultation_id)
    first = {
        target: sorted(ids & codes.keys(), key=lambda each: codes[each])[:SHOWN_OF_A_PASSAGE]
        for target, ids in leads_to.items()
    }
    by_id = voices_of(sorted({each for ids in first.values() for each in ids}))
    for section in text.sections:
        for target in targets_of_section(section):
            if ids := leads_to.get(target):
                shown = tuple(by_id[each] for each in first[target] if each in by_id)
                yield PassageRoad(target, shown, len(ids) - len(shown))


def _leads_to(text: DraftDocument, decisions: Sequence[LinkDecision]) -> dict[LinkTarget, set[int]]:
    """Thousands of opinions lead to one passage: where it stands in this text is looked up once."""
    sections = {each.key: each for each in text.sections}
    places: dict[tuple[str, int, str], LinkTarget] = {}
    found: dict[LinkTarget, set[int]] = defaultdict(set)
    for each in decisions:
        section = sections.get(each.section_key)
        if section is None:
            continue
        said = (each.section_key, each.passage, each.target_text)
        if said not in places:
            places[said] = passage_in(section, each)
        found[places[said]].add(each.opinion_id)
    return found


def _codes(consultation_id: int) -> dict[int, str]:
    """Opinion id to the name in public, of those that are linked to a passage of the case."""
    linked = select(LinkDecision.opinion_id).where(
        LinkDecision.consultation_id == consultation_id, link_standing.is_in_force()
    )
    rows = select(RoadCode.opinion_id, RoadCode.code).where(RoadCode.opinion_id.in_(linked))
    return dict(db.session.execute(rows).tuples().all())
