"""What links are made of, and how the worker finds them: what an opinion shares words or topics with.

Drafts are read, and the words of what can be linked to taken, only when plan, drafts or dictionary changed; else what the
worker made of them is still at hand.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import current_app
from sqlalchemy import Row, select

from consult.domain.shared_topics import Placed, SharedTopics
from consult.domain.shared_words import SharedWords
from consult.domain.vocabulary import LinkKind
from consult.extensions import db
from consult.link_heirs import Inherited
from consult.link_targets import LinkTarget, Targets, cases_with_text, passage_targets, plan_targets
from consult.models import DraftDocument
from consult.search_gateway import (
    Language,
    WordReader,
    forms_of_figures,
    language_in_force,
    reader_for,
    standing_topics,
    topics_version,
)

# How links are found; part of the version.
FORMAT = "5"
NAMED_SCORE, INHERITED_SCORE = 100.0, 90.0
# Where precision and recall of the labelled remarks together are best (decision 0166).
MOST = {LinkKind.MEASURE: 2, LinkKind.KPI: 1, LinkKind.PASSAGE: 1}


@dataclass(frozen=True)
class State:
    """What a few small queries tell. A draft is known by the version that each change of it counts up."""

    language: Language
    plan: tuple[tuple[LinkTarget, str, str], ...]
    drafts: tuple[tuple[int, int], ...]
    being_written: tuple[int, ...]


def state_in_force() -> State:
    return State(
        language_in_force(),
        tuple((each, each.text, each.within) for each in plan_targets()),
        _drafts(),
        tuple(cases_with_text(being_written=True)),
    )


def _drafts() -> tuple[tuple[int, int], ...]:
    """(document, its version)."""
    standing = select(DraftDocument.id, DraftDocument.version).where(DraftDocument.discarded_at.is_(None))
    return tuple(db.session.execute(standing.order_by(DraftDocument.id)).tuples())


class Sources:
    """What links are made of. `being_written`: cases whose draft hearings may still change."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.language = state.language
        self.being_written = state.being_written
        self.targets = Targets([*(target for target, *_ in state.plan), *passage_targets(cases_with_text())])
        # Whether decided links have been led on to where their passages stand now.
        self.are_followed = False

    @cached_property
    def version(self) -> str:
        texts = [(each.value, each.text, each.within) for each in self.targets.listed]
        parts = [FORMAT, self.language.version, topics_version(), self.being_written, texts]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @cached_property
    def finder(self) -> "LinkFinder":
        return LinkFinder(self)


def sources_in_force() -> Sources:
    """The same ones as before, unless something changed."""
    state = state_in_force()
    known: Sources | None = current_app.extensions.get("link_sources")
    if known is None or known.state != state:
        known = current_app.extensions["link_sources"] = Sources(state)
    return known


@dataclass(frozen=True)
class Found:
    target: LinkTarget
    words: tuple[str, ...]
    score: float
    is_named: bool = False
    is_inherited: bool = False


class _Compared:
    """Targets of one kind that opinions are compared with, by their words and by the topics that they are filed under."""

    def __init__(self, kind: LinkKind, targets: Iterable[LinkTarget], reader: WordReader) -> None:
        self._most = MOST[kind]
        listed = list(targets)
        self._order = {each: n for n, each in enumerate(listed)}
        self._words = SharedWords({each: reader.telling_words(each.text) for each in listed})
        placed = {each: Placed(reader.forms(each.text), reader.forms(each.within)) for each in listed}
        self._topics = SharedTopics(placed, standing_topics(), reader.forms)

    def best(self, words: Sequence[str]) -> Iterator[Found]:
        """The best first; of equal ones the earlier."""
        reasons: dict[LinkTarget, list[str]] = {}
        scores: dict[LinkTarget, float] = defaultdict(float)
        for shared in self._words.shared(words):
            reasons[shared.key] = list(shared.words)
            scores[shared.key] += shared.score
        for led in self._topics.led_to(words):
            word = led.name if led.said == led.name else f"{led.said}→{led.name}"
            reasons.setdefault(led.key, []).append(word)
            scores[led.key] += led.weight
        best = sorted(reasons, key=lambda each: (-scores[each], self._order[each]))[: self._most]
        return (Found(each, tuple(dict.fromkeys(reasons[each])), round(scores[each], 6)) for each in best)


class LinkFinder:
    """What opinions share words or topics with. Asks the database nothing."""

    def __init__(self, sources: Sources) -> None:
        self._targets = sources.targets
        reader = reader_for(sources.language)
        listed = sources.targets.of
        named = {each.text for kind in (LinkKind.MEASURE, LinkKind.KPI) for each in listed(kind)}
        # What only lists measures says no more than they do.
        passages = [
            each
            for each in listed(LinkKind.PASSAGE)
            if each.passage and not named.issuperset(each.text.splitlines())
        ]
        self._measures, self._kpis = (
            _Compared(kind, listed(kind), reader) for kind in (LinkKind.MEASURE, LinkKind.KPI)
        )
        self._of_case = {
            case: _Compared(LinkKind.PASSAGE, [each for each in passages if each.row_id == case], reader)
            for case in {each.row_id for each in passages}
        }
        written = set(sources.being_written)
        self._of_drafts = _Compared(
            LinkKind.PASSAGE, [each for each in passages if each.row_id in written], reader
        )

    def links_of(self, row: Row, inherited: Iterable[Inherited] = ()) -> list[Found]:
        """Of a row that waits: what it names itself first, what was confirmed before it was split, then what is
        found by words and topics; a KPI only where the opinion speaks of what is counted."""
        named = self._named(row)
        found = [Found(named, (), NAMED_SCORE, is_named=True)] if named else []
        found += self._still_there(inherited, named)
        known = {each.target for each in found}
        drafts = self._of_drafts if row.consultation_id is None else self._of_case.get(row.consultation_id)
        words = row.words.split(" ")
        kpis = self._kpis if not forms_of_figures().isdisjoint(words) else None
        for compared in filter(None, (self._measures, kpis, drafts)):
            found += [each for each in compared.best(words) if each.target not in known]
        return found

    def _still_there(self, inherited: Iterable[Inherited], named: LinkTarget | None) -> Iterator[Found]:
        for each in inherited:
            target = self._targets.known(each.target)
            if target and target != named:
                yield Found(target, each.words, INHERITED_SCORE, is_inherited=True)

    def _named(self, row: Row) -> LinkTarget | None:
        if not row.section_key or row.consultation_id is None:
            return None
        wanted = LinkTarget(LinkKind.PASSAGE, row.consultation_id, row.section_key, row.about_passage or 0)
        whole = LinkTarget(LinkKind.PASSAGE, row.consultation_id, row.section_key)
        return self._targets.known(wanted) or self._targets.known(whole)
