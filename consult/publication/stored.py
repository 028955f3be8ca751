"""Publications in their tables: written once from a snapshot, read back as the same snapshot."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from consult import road_codes
from consult.bulk import add_in_one
from consult.domain.period import JAPAN
from consult.domain.results import Breakdown, Line
from consult.domain.vocabulary import PublishedOutcome, ResultAxis
from consult.extensions import db
from consult.models import Publication, PublishedAnswer, PublishedCount, PublishedOpinion
from consult.publication import readings
from consult.publication.snapshot import Answer, ChangedPlace, Fate, Snapshot, canonical_digest


def version_digest(publication: Publication, snapshot: Snapshot) -> str:
    """SHA-256 of everything that this version says: its number, kind, day and note, and the whole content."""
    return canonical_digest(version_content(publication, snapshot))


def version_content(publication: Publication, snapshot: Snapshot) -> dict[str, Any]:
    return {
        "number": publication.number,
        "kind": publication.kind.value,
        "published_on": published_on(publication).isoformat(),
        "note": publication.note,
        **snapshot.content,
    }


def published_on(publication: Publication) -> date:
    return publication.published_at.astimezone(JAPAN).date()


def keep(publication: Publication, snapshot: Snapshot) -> None:
    """Writes all of it beside the publication, in a few statements whatever its size. Flushes."""
    publication.facts = snapshot.facts
    publication.digest = version_digest(publication, snapshot)
    db.session.add(publication)
    db.session.flush()
    answers = [_answer_row(publication, n, each) for n, each in enumerate(snapshot.answers, start=1)]
    add_in_one(answers)
    ids = {each.group_number: each.id for each in answers}
    counts = list(_count_values(publication, snapshot.counts))
    fates = [_fate_values(publication, each, ids) for each in snapshot.fates]
    for table, values in ((PublishedCount, counts), (PublishedOpinion, fates)):
        if values:
            db.session.execute(insert(table), values)
    readings.keep(publication)
    road_codes.give(each.opinion_id for each in snapshot.fates if each.wording is not None)


def _answer_row(publication: Publication, position: int, answer: Answer) -> PublishedAnswer:
    return PublishedAnswer(
        publication_id=publication.id,
        position=position,
        group_number=answer.group_number,
        about=answer.about,
        summary=answer.summary,
        opinions=answer.opinions,
        committee_opinions=answer.committee_opinions,
        wording=answer.wording,
        reason=answer.reason,
        class_label=answer.class_label,
        disposition=answer.disposition,
        division=answer.division,
        revisions=[
            {"place": each.place, "key": each.key, "before": each.before, "after": each.after}
            for each in answer.revisions
        ],
    )


def _count_values(publication: Publication, counts: Iterable[Breakdown]) -> Iterable[dict[str, Any]]:
    for breakdown in counts:
        for position, line in enumerate(breakdown.lines, start=1):
            yield {
                "publication_id": publication.id,
                "axis": breakdown.axis.value,
                "position": position,
                "code": line.code,
                "label": line.label,
                "opinions": line.opinions,
                "submitters": line.submitters,
            }


def _fate_values(publication: Publication, fate: Fate, ids: dict[int, int]) -> dict[str, Any]:
    return {
        "publication_id": publication.id,
        "opinion_id": fate.opinion_id,
        "published_answer_id": ids.get(fate.group_number or 0),
        "outcome": fate.outcome,
        "wording": fate.wording,
    }


def stored_snapshot(publication: Publication) -> Snapshot:
    """What the tables hold, and nothing from anywhere else. Three queries, whatever its size."""
    voices: dict[int, list[str]] = defaultdict(list)
    spoken = select(PublishedOpinion.published_answer_id, PublishedOpinion.wording).where(
        PublishedOpinion.publication_id == publication.id,
        PublishedOpinion.wording.is_not(None),
        PublishedOpinion.outcome == PublishedOutcome.ANSWERED,
    )
    for answer_id, wording in db.session.execute(spoken):
        voices[answer_id or 0].append(wording or "")
    answers = tuple(_answer(each, tuple(voices[each.id])) for each in publication.answers)
    return Snapshot(publication.facts, answers, tuple(_breakdowns(publication)))


def _answer(row: PublishedAnswer, voices: tuple[str, ...]) -> Answer:
    return Answer(
        group_number=row.group_number,
        about=row.about,
        summary=row.summary,
        opinions=row.opinions,
        committee_opinions=row.committee_opinions,
        wording=row.wording,
        reason=row.reason,
        class_label=row.class_label,
        disposition=row.disposition,
        division=row.division,
        revisions=tuple(ChangedPlace(**each) for each in row.revisions),
        voices=voices,
    )


def _breakdowns(publication: Publication) -> Iterable[Breakdown]:
    lines: dict[str, list[Line]] = defaultdict(list)
    for each in publication.counts:
        lines[each.axis].append(Line(each.code, each.label, each.opinions, each.submitters))
    # The order of the axes is the vocabulary's, before release as after.
    return [Breakdown(axis, tuple(lines[axis.value])) for axis in ResultAxis if axis.value in lines]
