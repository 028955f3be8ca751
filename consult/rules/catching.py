"""What the rules catch among the newest opinions, as the pages show it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from consult import rule_gateway, strategy_gateway
from consult.domain.vocabulary import Facet, RuleStrength
from consult.models import CodingRule, TopicPlace
from consult.plan_codes import PlanCode, PlanCodes
from consult.rule_gateway import ADDED, OF_PLAN, STANDING, Caught, RuleEntry, Strategy
from consult.rules import queries
from consult.rules.queries import Newest

WORDS_SHOWN = 60
# A word that one person used once says nothing about what the rules lack.
LEAST_OPINIONS = 2


@dataclass(frozen=True)
class Sentence:
    """An opinion with the places where a rule holds, in code points; `by` are the keys of those that hold."""

    opinion_id: int
    wording: str
    spans: list[list[int]]
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeFigures:
    """A code of the plan: how many rules speak for it, by origin, and how many opinions they catch."""

    code: PlanCode
    standing: int
    of_plan: int
    added: int
    caught: int


@dataclass(frozen=True)
class LooseWord:
    """A word that no rule catches, as people write it, and in how many opinions it stands."""

    surface: str
    opinions: int


@dataclass(frozen=True)
class Catch:
    """The rules of one state of the plan, tried on the newest opinions."""

    strategy: Strategy
    newest: Newest
    by_opinion: Mapping[int, Caught]

    @classmethod
    def now(cls) -> "Catch":
        return cls.of(strategy_gateway.strategy_in_force(), queries.newest_opinions())

    @classmethod
    def of(cls, strategy: Strategy, newest: Newest) -> "Catch":
        return cls(strategy, newest, rule_gateway.catches(strategy, newest.texts))

    @cached_property
    def entries(self) -> tuple[RuleEntry, ...]:
        return rule_gateway.rulebook_for(self.strategy).entries

    @cached_property
    def hiding(self) -> frozenset[str]:
        """The keys of rules that take words away from their code."""
        rules = enumerate(self.strategy.rules)
        return frozenset(key_of(n) for n, rule in rules if rule.strength == RuleStrength.HIDES.value)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many opinions each rule catches, by its key."""
        return Counter(key for caught in self.by_opinion.values() for key in caught.by)

    def entries_of(self, facet: Facet, code: str) -> list[RuleEntry]:
        return [entry for entry in self.entries if (facet.value, code) in entry.codes]

    def speaking_for(self, facet: Facet, code: str) -> frozenset[str]:
        """The keys of the rules that speak for a code."""
        return frozenset(entry.key for entry in self.entries_of(facet, code)) - self.hiding

    def sentences(self, keys: Collection[str]) -> list[Sentence]:
        """The opinions that any of the rules catches, the newest first."""
        return [
            Sentence(
                opinion_id,
                self.newest.texts[opinion_id],
                spans,
                tuple(key for key in caught.by if key in keys),
            )
            for opinion_id, caught in self.by_opinion.items()
            if (spans := [[e.start, e.end] for key in keys for e in caught.by.get(key, ())])
        ]

    def figures(self, code: PlanCode) -> CodeFigures:
        entries = self.entries_of(code.facet, code.code)
        origins = Counter(entry.origin for entry in entries)
        speaking = self.speaking_for(code.facet, code.code)
        caught = sum(not speaking.isdisjoint(each.by) for each in self.by_opinion.values())
        return CodeFigures(code, origins[STANDING], origins[OF_PLAN], origins[ADDED], caught)

    def loose_words(self) -> list[LooseWord]:
        """The content words in most opinions that no rule catches."""
        opinions: Counter[str] = Counter()
        surfaces: dict[str, str] = {}
        for form, surface in self._loose_by_opinion():
            opinions[form] += 1
            surfaces.setdefault(form, surface)
        common = sorted(opinions.items(), key=lambda pair: (-pair[1], pair[0]))
        found = [LooseWord(surfaces[form], count) for form, count in common if count >= LEAST_OPINIONS]
        return found[:WORDS_SHOWN]

    def _loose_by_opinion(self) -> Iterator[tuple[str, str]]:
        for opinion_id, caught in self.by_opinion.items():
            text = self.newest.texts[opinion_id]
            yield from {form: text[span.start : span.end] for form, span in caught.loose}.items()


@dataclass(frozen=True)
class RuleLine:
    """A rule that a person added, and how many opinions it catches."""

    rule: CodingRule
    key: str
    caught: int


def added_lines(catch: Catch, rules: Sequence[CodingRule], facet: Facet, code: str) -> list[RuleLine]:
    """The rules in force of one code; `rules` are all of them, in the strategy's order."""
    return [
        RuleLine(rule, key_of(position), catch.counts[key_of(position)])
        for position, rule in enumerate(rules)
        if (rule.facet, rule.code) == (facet, code)
    ]


def places_at_work(plan: PlanCodes, places: Mapping[str, TopicPlace]) -> dict[str, TopicPlace]:
    """Without those whose every code went with an older plan: the tagger leaves these topics to the plan's words."""
    return {
        topic: place
        for topic, place in places.items()
        if not place.codes or any(plan.find(Facet.of(facet), code) for facet, code in place.codes)
    }


def key_of(position: int) -> str:
    return f"{ADDED}:{position}"
