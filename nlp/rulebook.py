"""The rules of a plan as a person reads them: what each says, where it comes from, and what it catches in texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from nlp.features import Seen
from nlp.lexicon import Topic
from nlp.mapping import map_topics
from nlp.plan_reader import PlanReader
from nlp.storage import load_starter
from nlp.tokenise import Tokeniser
from nlp.types import Evidence, Strategy, Text

# 標準の例文の 2% ほどより多くに出る語と、例文には少なくても意見や行政の文に広く出る語は、ありふれた語とみる
_ORDINARY = 5.0
ORDINARY_WORDS = Path(__file__).parent / "resources" / "ordinary.txt"
WORDS_OF_EVERY_PLAN = Path(__file__).parent / "resources" / "of_every_plan.txt"
WORDS_OF_FIGURES = Path(__file__).parent / "resources" / "of_figures.txt"
STANDING, OF_PLAN, ADDED = "topic", "plan", "rule"
Codes = tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Words that stand in opinions whatever they speak about."""
    return _listed(ORDINARY_WORDS)


@lru_cache(maxsize=1)
def words_of_every_plan() -> frozenset[str]:
    """Words that stand in plans whatever they speak about."""
    return _listed(WORDS_OF_EVERY_PLAN)


@lru_cache(maxsize=1)
def words_of_figures() -> frozenset[str]:
    """Words that tell that a text speaks of what is counted."""
    return _listed(WORDS_OF_FIGURES)


def _listed(source: Path) -> frozenset[str]:
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule: a standing topic (`topic:…`), a word of the plan (`plan:…`) or an added rule (`rule:` its position)."""

    key: str
    label: str
    words: tuple[str, ...]
    hints: tuple[str, ...]
    hidden_by: tuple[str, ...]
    codes: Codes

    @property
    def origin(self) -> str:
        return self.key.partition(":")[0]

    @property
    def name(self) -> str:
        """The key without its origin."""
        return self.key.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Caught:
    """What rules catch in one text, by their keys, and the content words that none of them catches.

    Words that people use whatever they speak about (「必要」「感じる」) are left out of `loose`.
    """

    by: Mapping[str, tuple[Evidence, ...]]
    loose: tuple[tuple[str, Evidence], ...]


class Rulebook:
    """All rules of one state of a plan. A rule that hides is shown by what it finds; nothing is hidden here."""

    def __init__(self, strategy: Strategy, cache_dir: Path | None = None) -> None:
        open_rules = tuple(replace(rule, strength="strong") for rule in strategy.rules)
        shown = replace(strategy, rules=open_rules)
        known = load_starter().vocabulary
        rarity = zip(known.words, known.rarity, strict=True)
        self._ordinary = frozenset(word for word, rare in rarity if rare < _ORDINARY) | ordinary_words()
        self._reader = PlanReader.for_strategy(shown, known.words, cache_dir)
        plan, local = self._reader.plan, self._reader.local
        codes = [(target.facet, target.code) for target in plan.targets]
        filed = [tuple(codes[n] for n in numbers) for numbers in plan.targets_of_topic]
        self.entries = (
            *(_entry(f"{STANDING}:{topic.code}", topic, at) for topic, at in self._placed(filed)),
            *(_entry(word.topic.code, word.topic, (codes[word.target],)) for word in local),
        )
        proposed = map_topics(
            replace(strategy, filings=()),
            self._reader.topics,
            Tokeniser(strategy.vocabulary, cache_dir, strategy.synonyms),
        )
        # Where the plan's own words put each standing topic, whatever a person says.
        self.proposed: dict[str, Codes] = {
            topic.code: tuple(codes[n] for n in numbers)
            for topic, numbers in zip(self._reader.topics, proposed.targets_of_topic, strict=True)
        }

    def _placed(self, filed: Sequence[Codes]) -> Iterable[tuple[Topic, Codes]]:
        return zip(self._reader.topics, filed, strict=True)

    def catch(self, texts: Sequence[str]) -> list[Caught]:
        """What the rules catch in each text, in order; spans index the text as it was given."""
        return [self._caught(text, seen) for text, seen in self._reader.reader.read(texts)]

    def _caught(self, text: Text, seen: Seen) -> Caught:
        by: dict[str, set[tuple[int, int]]] = {}
        covered: set[int] = set()
        for number, strength, spans in seen.hits:
            if not strength:
                continue
            by.setdefault(self.entries[number].key, set()).update(spans)
            for start, end in spans:
                covered.update(range(start, end))
        loose = [
            (form, text.span(start, end))
            for form, (start, end) in seen.words
            # 隣り合う語の組（「足 無い」）は語ではない
            if " " not in form and form not in self._ordinary and start not in covered
        ]
        return Caught(
            {key: tuple(text.span(*span) for span in sorted(spans)) for key, spans in by.items()},
            tuple(loose),
        )


def _entry(key: str, topic: Topic, codes: Codes) -> RuleEntry:
    return RuleEntry(key, topic.label, topic.words, topic.hints, topic.hidden_by, codes)
