"""The door to what learns and measures in `nlp`: fitting a tagger from decisions, and how good one is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from consult.domain.vocabulary import Facet, Vocabulary
from consult.nlp_gateway import LearnedFile, PlanTagger
from nlp import Strategy, TagResult, TagSuggestion
from nlp import fit as nlp_fit
from nlp.compare import ENOUGH_BLIND, LARGEST_LOSS, SLIGHT_LOSS, FacetComparison, compare
from nlp.errors import ModelMismatch
from nlp.evaluate import Report, evaluate
from nlp.fitted import digest_of_strategy, load_fitted
from nlp.labelled import Labelled
from nlp.learn import Lesson
from nlp.report import ENOUGH_GROUPS, quotable
from nlp.storage import Archive

__all__ = [
    "ENOUGH_BLIND",
    "ENOUGH_GROUPS",
    "LARGEST_LOSS",
    "SLIGHT_LOSS",
    "Comparison",
    "Condition",
    "Labelled",
    "Lesson",
    "Measured",
    "Report",
    "compared",
    "condition_of",
    "fit",
    "is_same_plan",
    "report_on",
]


class Condition(Vocabulary):
    """Whether a learned file can be used here, and why not."""

    USABLE = "usable", "使えます。"
    MISSING = "missing", "学習結果のファイルがありません。"
    DAMAGED = "damaged", "学習結果のファイルの中身が、作ったときと違います。"
    OTHER_PLAN = "other_plan", "学んだあとに、戦略が変わりました。"
    OTHER_PROGRAM = "other_program", "学んだときと、辞書かプログラムの版が違います。"


def condition_of(learned: LearnedFile, strategy: Strategy) -> Condition:
    if not learned.is_there:
        return Condition.MISSING
    if not learned.is_intact:
        return Condition.DAMAGED
    try:
        load_fitted(learned.path, strategy)
    except ModelMismatch:
        return _why_not(learned.path, strategy)
    return Condition.USABLE


def is_same_plan(one: Strategy, other: Strategy) -> bool:
    """Whether what is learned for one can be used for the other."""
    return digest_of_strategy(one) == digest_of_strategy(other)


def _why_not(path: Path, strategy: Strategy) -> Condition:
    try:
        of_this_plan = Archive.read(path).meta.get("strategy") == digest_of_strategy(strategy)
    except ModelMismatch:
        return Condition.DAMAGED
    return Condition.OTHER_PROGRAM if of_this_plan else Condition.OTHER_PLAN


def fit(strategy: Strategy, lessons: Sequence[Lesson], path: Path) -> str:
    """Learn, and write the file; its hash. Takes seconds, and asks the database nothing. OSError: no room."""
    cache = current_app.config["DATA_DIR"] / "dictionary"
    return nlp_fit.fit(strategy, lessons, path, cache).digest


@dataclass(frozen=True)
class Comparison:
    """A paired comparison on `labels` blind opinions. Too few of them say nothing: then `facets` is empty."""

    labels: int
    facets: tuple[FacetComparison, ...] = ()

    @property
    def is_enough(self) -> bool:
        return self.labels >= ENOUGH_BLIND

    @property
    def shows_no_facet_worse(self) -> bool:
        return self.is_enough and bool(self.facets) and not any(row.is_worse for row in self.facets)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """As rows that a table can keep."""
        return [
            {
                "facet": row.facet,
                "current": row.current,
                "new": row.new,
                "difference": row.difference.value,
                "low": row.difference.low,
                "high": row.difference.high,
                "is_worse": row.is_worse,
            }
            for row in self.facets
        ]


def compared(labelled: Sequence[Labelled], current: PlanTagger, new: PlanTagger) -> Comparison:
    """The new tagger beside the current one, on opinions that two people coded without seeing either."""
    if len(labelled) < ENOUGH_BLIND:
        return Comparison(len(labelled))
    texts = [one.text for one in labelled]
    rows = compare(labelled, current.results(texts), new.results(texts), new.tagger.codes)
    return Comparison(len(labelled), rows)


@dataclass(frozen=True)
class Measured:
    """One opinion without its text: what two people gave it unseen (main first), and what stood there as suggestions.

    Opinions of one `group` are not independent of each other, so intervals keep them together.
    """

    opinion_id: int
    group: str
    coders: tuple[Mapping[Facet, Sequence[str]], ...]
    suggested: Mapping[tuple[Facet, str], float]
    ranked_packages: Sequence[str]


def report_on(measured: Sequence[Measured], codes: Mapping[Facet, Sequence[str]]) -> Report:
    """Precision, recall, F1 with intervals, agreement of machine and people and of people among themselves.

    Only suggestions are handed in, so what needs the probability of every code (the calibration over all codes, the
    first three of themes and models) is not to be read from this report.
    """
    labelled = [
        Labelled(str(each.opinion_id), each.group, "", tuple(map(_plain, each.coders)), {})
        for each in measured
    ]
    plan_codes = {facet.value: tuple(given) for facet, given in codes.items()}
    return quotable(evaluate(labelled, [_as_result(each) for each in measured], plan_codes))


def _plain(coder: Mapping[Facet, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {facet.value: tuple(coder[facet]) for facet in Facet}


def _as_result(each: Measured) -> TagResult:
    probable_first = sorted(each.suggested.items(), key=lambda item: -item[1])
    suggestions = tuple(
        TagSuggestion(facet.value, code, probability, (), ()) for (facet, code), probability in probable_first
    )
    chances = {(facet.value, code): probability for (facet, code), probability in probable_first}
    return TagResult(suggestions, tuple(each.ranked_packages), chances)
