"""The report on tags: what is measured blind, what the review shows, how long it takes. Blank where nobody has acted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from consult import clock
from consult.domain.vocabulary import Facet
from consult.evaluation import queries
from consult.evaluation.queries import Anchored, AnchoredSet, BlindSet, Release, Seconds
from consult.learning_gateway import ENOUGH_GROUPS, Report, report_on
from consult.plan_codes import PlanCode, PlanCodes

# Fewer coded opinions give intervals that say nearly nothing; the page then says so.
FEW = 30


class Figure(Protocol):
    """A share with its interval, as the text side hands it over; all None where nothing was there to measure."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


@dataclass(frozen=True)
class Plain:
    """A figure without an interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


BLANK = Plain(None)


@dataclass(frozen=True)
class Row:
    """One measure: `key` for machines, `name` for people, a figure per facet.

    `is_share`: so many of a hundred opinions or tags. `is_count`: whole places.
    """

    key: str
    name: str
    figures: dict[Facet, Figure]
    is_share: bool = False
    is_count: bool = False


@dataclass(frozen=True)
class CodeRow:
    """One code: how often people and the machine gave it, and how well they agree. None, not 0, while unmeasured."""

    code: PlanCode
    cases: float | None
    suggested: int | None
    precision: Figure
    recall: Figure
    f1: Figure
    people_f1: Figure


@dataclass(frozen=True)
class Chance:
    """Suggestions whose probability lay between two bounds: their number, mean probability, and share that was right."""

    facet: Facet
    low: float
    high: float
    count: int
    mean_probability: float
    share_right: float

    @property
    def between(self) -> str:
        return f"{self.low * 100:.0f}％〜{self.high * 100:.0f}％"


@dataclass(frozen=True)
class TagReport:
    made_at: datetime
    blind: BlindSet
    groups: int
    rows: tuple[Row, ...]
    codes: dict[Facet, tuple[CodeRow, ...]]
    chances: tuple[Chance, ...]
    anchored: AnchoredSet
    anchored_codes: dict[Facet, tuple[tuple[PlanCode, Anchored], ...]]
    releases: tuple[Release, ...]
    review_seconds: Seconds
    blind_seconds: Seconds

    @property
    def measured(self) -> int:
        return len(self.blind.measured)

    @property
    def why_blank(self) -> str:
        """The sentence beside the blanks; "" where there are figures."""
        if self.measured:
            return ""
        if self.blind.outdated:
            return "二人が分類した意見の候補は、新しい機械で付け直している途中です。済むと数字が出ます。"
        if self.blind.drawn:
            return (
                "二人の分類がそろった意見がまだないため、空欄です。そろうと数字が出ます。推測では埋めません。"
            )
        if self.blind.share_percent:
            return "候補を見ない分類の対象がまだ選ばれていないため、空欄です。推測では埋めません。"
        return "候補を見ない分類の割合が0％のため、空欄です。推測では埋めません。"

    @property
    def caution(self) -> str:
        """What a reader should know before quoting a figure."""
        if not self.measured:
            return ""
        if self.groups < ENOUGH_GROUPS:
            return f"独立なまとまりが{ENOUGH_GROUPS}に満たないため、区間を出しません。数字はまだ何の証拠にもなりません。"
        if self.measured < FEW:
            return f"分類がそろった意見が{FEW}件に満たないため、区間が広く、ほとんど何も言えません。"
        return ""


def tag_report(codes: PlanCodes) -> TagReport:
    """Made anew whenever somebody asks: nothing is kept, nothing is filled in."""
    blind = queries.blind_set()
    anchored = queries.anchored_set()
    found = report_on(blind.measured, {facet: [each.code for each in codes.of(facet)] for facet in Facet})
    return TagReport(
        made_at=clock.now(),
        blind=blind,
        groups=found.groups,
        rows=tuple(_rows(found, blind)),
        codes={facet: _code_rows(found, facet, codes) for facet in Facet},
        chances=tuple(_chances(found)),
        anchored=anchored,
        anchored_codes={
            facet: tuple(
                (code, anchored.by_code[facet, code.code])
                for code in codes.of(facet)
                if (facet, code.code) in anchored.by_code
            )
            for facet in Facet
        },
        releases=tuple(queries.releases()),
        review_seconds=queries.review_seconds(),
        blind_seconds=queries.blind_seconds(),
    )


def _rows(found: Report, blind: BlindSet) -> Iterator[Row]:
    """Every measure stands in the report, also while it is blank: what will be measured is told beforehand."""
    by_facet = {Facet.of(each.facet): each for each in found.facets}

    def row(key: str, name: str, attribute: str, *, only: Facet | None = None, **kind: bool) -> Row:
        figures: dict[Facet, Figure] = {}
        for facet in Facet:
            is_known = facet in by_facet and only in (None, facet)
            value = getattr(by_facet[facet], attribute) if is_known else None
            figures[facet] = _figure(value)
        return Row(key, name, figures, **kind)

    yield row("f1", "F1（機械と人）", "micro_f1")
    yield row("people_f1", "F1（人と人）", "people_micro_f1")
    yield row("precision", "適合率：候補のうち、人も付けた割合", "micro_precision", is_share=True)
    yield row("recall", "再現率：人が付けたうち、候補にあった割合", "micro_recall", is_share=True)
    yield row("alpha", "一致度 α（機械と人）", "alpha")
    yield row("people_alpha", "一致度 α（人と人）", "people_alpha")
    yield row("macro_f1", "F1の平均（10件以上の分類、機械と人）", "macro_f1")
    yield row("people_macro_f1", "F1の平均（10件以上の分類、人と人）", "people_macro_f1")
    yield row("none_by_people", "人が何も付けなかった割合", "none_by_people", is_share=True)
    yield row("none_by_machine", "機械が判断を控えた割合", "none_by_machine", is_share=True)
    yield row("none_kept_empty", "人が何も付けない意見で、機械も控えた割合", "none_kept_empty", is_share=True)
    yield row(
        "first_three",
        "人の主な分類が、上位三つの候補にある割合",
        "first_three",
        only=Facet.PACKAGE,
        is_share=True,
    )
    yield row("rank_shift", "件数の順位のずれ（最大、位）", "rank_shift", is_count=True)
    yield row("calibration_error", "候補の確からしさのずれ（ECE）", "calibration_error_suggested")


def _figure(value: Figure | float | None) -> Figure:
    return Plain(value) if value is None or isinstance(value, float | int) else value


def _code_rows(found: Report, facet: Facet, codes: PlanCodes) -> tuple[CodeRow, ...]:
    of_facet = next((each.codes for each in found.facets if each.facet == facet.value), ())
    by_code = {each.code: each for each in of_facet}
    return tuple(
        CodeRow(
            code,
            each.cases,
            each.suggested,
            each.precision,
            each.recall,
            each.f1,
            each.people_f1,
        )
        if (each := by_code.get(code.code))
        else CodeRow(code, None, None, BLANK, BLANK, BLANK, BLANK)
        for code in codes.of(facet)
    )


def _chances(found: Report) -> Iterator[Chance]:
    for each in found.facets:
        for row in each.reliability:
            yield Chance(
                Facet.of(each.facet), row.low, row.high, row.count, row.mean_probability, row.share_right
            )
