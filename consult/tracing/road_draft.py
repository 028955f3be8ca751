"""The way back from a draft: passage by passage, the released opinions that lead to it, and what was changed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import link_standing
from consult.domain.vocabulary import LinkKind, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget, targets_of_section
from consult.models import Consultation, DraftDocument, LinkDecision, Publication
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
    sections = {each.key: each for each in text.sections}
    leads_to: dict[LinkTarget, set[int]] = defaultdict(set)
    for each in decisions:
        if section := sections.get(each.section_key):
            leads_to[passage_in(section, each)].add(each.opinion_id)
    by_id = voices_of(sorted({each.opinion_id for each in decisions}))
    for section in text.sections:
        for target in targets_of_section(section):
            if ids := leads_to.get(target):
                said = sorted((by_id[each] for each in ids if each in by_id), key=lambda voice: voice.code)
                shown = said[:SHOWN_OF_A_PASSAGE]
                yield PassageRoad(target, tuple(shown), len(ids) - len(shown))
