"""The worker's part in links: what each opinion shares words or a topic with, once per state of plan, drafts and dictionary.

The words of an opinion are those of the search index; nothing is read with the dictionary but the targets.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, delete, insert, select

from consult import audit, link_anchors, standing
from consult.database import reading
from consult.domain.shared_topics import SharedTopics
from consult.domain.shared_words import SharedWords
from consult.domain.vocabulary import AuditAction, LinkKind
from consult.extensions import db
from consult.link_targets import LinkTarget, Targets, all_targets, cases_with_text
from consult.models import DraftSection, LinkLook, LinkSuggestion, Opinion, SearchEntry, Submission
from consult.search.tables import OPINIONS
from consult.search_gateway import (
    Language,
    WordReader,
    language_in_force,
    reader_for,
    standing_topics,
    topics_version,
)

# How links are found; part of the version.
FORMAT = "3"
NAMED_SCORE = 100.0
MOST = 3


@dataclass(frozen=True)
class Sources:
    """What links are made of. `being_written`: cases whose draft hearings may still change."""

    language: Language
    targets: Targets
    being_written: tuple[int, ...]

    @property
    def version(self) -> str:
        texts = [(each.value, each.text) for each in self.targets.listed]
        parts = [FORMAT, self.language.version, topics_version(), self.being_written, texts]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Found:
    target: LinkTarget
    words: tuple[str, ...]
    score: float
    is_named: bool = False


def sources_in_force() -> Sources:
    cases = cases_with_text()
    return Sources(language_in_force(), all_targets(cases), tuple(cases_with_text(being_written=True)))


class _Compared:
    """Targets of one kind that opinions are compared with, by their words and by the topics that they are filed under."""

    def __init__(self, targets: Iterable[LinkTarget], reader: WordReader) -> None:
        listed = list(targets)
        self._order = {each: n for n, each in enumerate(listed)}
        self._words = SharedWords({each: reader.telling_words(each.text) for each in listed})
        in_order = {each: [word.form for word in reader.words(each.text)] for each in listed}
        self._topics = SharedTopics(in_order, standing_topics(), reader.forms)

    def best(self, words: Sequence[str]) -> Iterator[Found]:
        """At most three, the best first; of equal ones the earlier."""
        reasons: dict[LinkTarget, list[str]] = {}
        scores: dict[LinkTarget, float] = defaultdict(float)
        for shared in self._words.shared(words):
            reasons[shared.key] = list(shared.words)
            scores[shared.key] += shared.score
        for led in self._topics.led_to(words):
            word = led.name if led.said == led.name else f"{led.said}→{led.name}"
            reasons.setdefault(led.key, []).append(word)
            scores[led.key] += led.weight
        best = sorted(reasons, key=lambda each: (-scores[each], self._order[each]))[:MOST]
        return (Found(each, tuple(dict.fromkeys(reasons[each])), round(scores[each], 6)) for each in best)


class LinkFinder:
    """What opinions share words or topics with. Asks the database nothing."""

    def __init__(self, sources: Sources) -> None:
        self._targets = sources.targets
        reader = reader_for(sources.language)
        listed = sources.targets.of
        passages = [each for each in listed(LinkKind.PASSAGE) if each.passage]
        self._of_plan = [_Compared(listed(kind), reader) for kind in (LinkKind.MEASURE, LinkKind.KPI)]
        self._of_case = {
            case: _Compared([each for each in passages if each.row_id == case], reader)
            for case in {each.row_id for each in passages}
        }
        written = set(sources.being_written)
        self._of_drafts = _Compared([each for each in passages if each.row_id in written], reader)

    def links_of(self, row: Row) -> list[Found]:
        """Of a row of `_waiting`: what it names itself first, then at most three of each kind."""
        named = self._named(row)
        found = [Found(named, (), NAMED_SCORE, is_named=True)] if named else []
        drafts = self._of_drafts if row.consultation_id is None else self._of_case.get(row.consultation_id)
        words = row.words.split(" ")
        for compared in (*self._of_plan, *([drafts] if drafts else [])):
            found += [each for each in compared.best(words) if each.target != named]
        return found

    def _named(self, row: Row) -> LinkTarget | None:
        if not row.section_key or row.consultation_id is None:
            return None
        wanted = LinkTarget(LinkKind.PASSAGE, row.consultation_id, row.section_key, row.about_passage or 0)
        whole = LinkTarget(LinkKind.PASSAGE, row.consultation_id, row.section_key)
        return self._targets.known(wanted) or self._targets.known(whole)


def look_at_waiting(limit: int, *, batch: int) -> int:
    """Look at the opinions that wait, at most `limit`, a batch per transaction; how many were looked at. Commits."""
    with reading():
        sources = sources_in_force()
        db.session.commit()
    if link_anchors.follow_passages(sources.targets):
        db.session.commit()
    finder, seen, version = None, 0, sources.version
    while sources.targets.listed and seen < limit:
        with reading():
            rows = _waiting(version, sources.language.version, min(batch, limit - seen))
            db.session.commit()
        if not rows:
            break
        finder = finder or LinkFinder(sources)
        keep({row.id: finder.links_of(row) for row in rows}, made_with=version)
        db.session.commit()
        seen += len(rows)
    return seen


def _waiting(version: str, language: str, limit: int) -> list[Row]:
    """The newest first. Those whose words are not in the index yet come with a later look."""
    looked = select(LinkLook.id).where(LinkLook.opinion_id == Opinion.id, LinkLook.made_with == version)
    index = OPINIONS.clause
    return list(
        db.session.execute(
            select(
                *(Opinion.id, index.c.words, Submission.consultation_id),
                *(Opinion.about_passage, DraftSection.key.label("section_key")),
            )
            .join(
                SearchEntry,
                (SearchEntry.subject == OPINIONS.subject) & (SearchEntry.subject_id == Opinion.id),
            )
            .join(index, index.c.rowid == Opinion.id)
            .outerjoin(Submission, Submission.id == Opinion.submission_id)
            .outerjoin(DraftSection, DraftSection.id == Opinion.about_section_id)
            .where(SearchEntry.made_with == language, standing.counts(), ~looked.exists())
            .order_by(Opinion.id.desc())
            .limit(limit)
        )
    )


def keep(found: Mapping[int, list[Found]], *, made_with: str) -> None:
    """In the place of earlier suggestions, where they differ; decisions stay. A few statements for a batch."""
    ids = set(db.session.scalars(select(Opinion.id).where(Opinion.id.in_(list(found)))))
    wanted = {opinion_id: list(_rows(opinion_id, found[opinion_id])) for opinion_id in ids}
    now = _suggested(ids)
    changed = [opinion_id for opinion_id in ids if now.get(opinion_id, []) != _comparable(wanted[opinion_id])]
    db.session.execute(delete(LinkSuggestion).where(LinkSuggestion.opinion_id.in_(changed)))
    rows = [row for opinion_id in sorted(changed) for row in wanted[opinion_id]]
    if rows:
        db.session.execute(insert(LinkSuggestion), rows)
    db.session.execute(delete(LinkLook).where(LinkLook.opinion_id.in_(ids)))
    if ids:
        looks = [{"opinion_id": each, "made_with": made_with} for each in sorted(ids)]
        db.session.execute(insert(LinkLook), looks)
    if changed:
        audit.record(AuditAction.SUGGESTED, LinkLook, opinions=len(changed), suggestions=len(rows))


_COMPARED = ("kind", "measure_id", "kpi_id", "consultation_id", "section_key", "passage")
_COMPARED_TOO = ("words", "score", "is_named")


def _rows(opinion_id: int, found: list[Found]) -> Iterator[dict[str, object]]:
    for each in found:
        reason = {"words": list(each.words), "score": each.score, "is_named": each.is_named}
        yield {"opinion_id": opinion_id, **each.target.columns, **reason}


def _comparable(rows: list[dict[str, object]]) -> list[list[object]]:
    return [[row[name] for name in (*_COMPARED, *_COMPARED_TOO)] for row in rows]


def _suggested(ids: Collection[int]) -> dict[int, list[list[object]]]:
    columns = [getattr(LinkSuggestion, name) for name in (*_COMPARED, *_COMPARED_TOO)]
    rows = select(LinkSuggestion.opinion_id, *columns).where(LinkSuggestion.opinion_id.in_(ids))
    found: dict[int, list[list[object]]] = {}
    for opinion_id, *values in db.session.execute(rows.order_by(LinkSuggestion.id)):
        found.setdefault(opinion_id, []).append(values)
    return found
