"""What crosses the border of `nlp`: frozen dataclasses, and tuples for what every text has dozens of.

Spans index the text as it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Evidence(NamedTuple):
    """A half-open span of code points in the original text."""

    start: int
    end: int


class Reason(NamedTuple):
    """One contribution to a score, in log-odds, with the words that caused it (none for a remainder)."""

    label: str
    weight: float
    spans: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TagSuggestion:
    """A proposed tag. `bias` and the weights of `reasons` add up to `score`, of which `probability` is a rising map.

    Below the score `threshold` it would not be proposed, the other codes of its facet being as they are.
    """

    facet: str
    code: str
    probability: float
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    score: float = 0.0
    bias: float = 0.0
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class TagResult:
    """What the tagger says about one opinion; `suggestions` are in order facet by facet, main first."""

    suggestions: tuple[TagSuggestion, ...]
    ranked_packages: tuple[str, ...]
    probabilities: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def codes(self, facet: str) -> list[str]:
        """Codes suggested on a facet ("theme", "package", "model"), main first."""
        return [s.code for s in self.suggestions if s.facet == facet]

    def probability_of(self, facet: str, code: str) -> float:
        """The probability of any code of the plan, suggested or not; 0 for one the plan does not have."""
        return self.probabilities.get((facet, code), 0.0)

    def ranked(self, facet: str) -> list[str]:
        """All codes of a facet, most likely first."""
        if facet == "package":
            return list(self.ranked_packages)
        codes = [code for of, code in self.probabilities if of == facet]
        return sorted(codes, key=lambda code: (-self.probabilities[facet, code], code))


@dataclass(frozen=True, slots=True)
class Claim:
    """A contiguous piece of a hearing note that may become one opinion."""

    start: int
    end: int
    is_opinion: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text under repair: every character knows where it stood in the original."""

    original: str
    content: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, original: str) -> Text:
        count = len(original)
        return cls(original, original, range(count), range(1, count + 1))

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Text:
        """The text with each (start, end, replacement) of its content put in; in order, without overlap.

        Every character of a replacement stands where the whole piece that it replaces stood.
        """
        content: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        kept = 0
        for start, end, replacement in edits:
            content += (self.content[kept:start], replacement)
            starts += self.starts[kept:start]
            ends += self.ends[kept:start]
            starts += [self.starts[start]] * len(replacement)
            ends += [self.ends[end - 1]] * len(replacement)
            kept = end
        if not content:
            return self
        content.append(self.content[kept:])
        starts += self.starts[kept:]
        ends += self.ends[kept:]
        return Text(self.original, "".join(content), starts, ends)

    def span(self, start: int, end: int) -> Evidence:
        """Where content[start:end] stands in the original."""
        return Evidence(self.starts[start], self.ends[end - 1])


class PersonalItem(NamedTuple):
    """A half-open span of code points that likely tells who somebody is, and of what kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class PlanTheme:
    code: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class PlanPackage:
    code: str
    name: str
    includes: str = ""
    excludes: str = ""
    descriptions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanModel:
    """A priority promotion model; `items` are the names and entries of its blocks."""

    code: str
    name: str
    description: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanWord:
    surface: str
    reading: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class CodedRule:
    """A rule that somebody added for one code, in the language of nlp.rules; `strength` is strong, weak or hides."""

    facet: str
    code: str
    wording: str
    strength: str = "strong"
    label: str = ""


@dataclass(frozen=True, slots=True)
class TopicFiling:
    """Under which codes a person files a standing topic, instead of those that the plan's words propose."""

    topic: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Strategy:
    """What the tagger needs of a city's plan: its themes, packages, models and local words, and what people added.

    `synonyms` are pairs (variant, the word it stands for).
    """

    themes: tuple[PlanTheme, ...]
    packages: tuple[PlanPackage, ...]
    models: tuple[PlanModel, ...] = field(default=())
    vocabulary: tuple[PlanWord, ...] = field(default=())
    synonyms: tuple[tuple[str, str], ...] = field(default=())
    rules: tuple[CodedRule, ...] = field(default=())
    filings: tuple[TopicFiling, ...] = field(default=())

    @property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """The codes of each facet, in the plan's order."""
        return {
            "theme": tuple(theme.code for theme in self.themes),
            "package": tuple(package.code for package in self.packages),
            "model": tuple(model.code for model in self.models),
        }

    @classmethod
    def from_yaml(cls, path: str) -> Strategy:
        """Read a plan file; keys the tagger does not use are ignored (StrategyUnreadable says what is wrong)."""
        from nlp.strategy import read_strategy

        return read_strategy(path)
