"""Packages or measures, and what they are crossed with: themes, sectors, ways in, districts, months, models.

Each value knows how the filter of the register asks for it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, func, type_coerce

from consult import standing
from consult.coverage.charts import month_in_words, short_month
from consult.domain.counting import WAYS_IN
from consult.domain.months import every_month, month_days
from consult.domain.vocabulary import Facet, OpinionSource, Sector
from consult.measure_links import measures_in_force, name_of
from consult.models import Counterpart, Hearing, Opinion, Submission
from consult.opinion_districts import UNKNOWN, district_choices, district_code
from consult.opinion_filter import NONE
from consult.plan_codes import PlanCode, PlanCodes

# Moments are stored in UTC; a month is a month in Japan.
TO_JAPAN = "+9 hours"


@dataclass(frozen=True)
class Value:
    """One line of an axis. `args` narrow the register to it; a rest (分類なし, 不明) takes what no other value covers."""

    code: str
    label: str
    args: Mapping[str, str]
    is_rest: bool = False
    mark: str = ""
    # What a narrow heading says.
    short: str = ""
    # The package of the strategy in force whose page tells of it; none for a former package.
    package: str = ""


@dataclass(frozen=True)
class Axis:
    """The values in order; `is_multiple` when one opinion may have several."""

    name: str
    label: str
    values: tuple[Value, ...]
    is_multiple: bool = False

    @property
    def kept(self) -> tuple[Value, ...]:
        return tuple(value for value in self.values if not value.is_rest)

    @property
    def rest(self) -> tuple[Value, ...]:
        return tuple(value for value in self.values if value.is_rest)


@dataclass(frozen=True)
class AxisKind:
    """How an axis is read: a facet of tags, a column of which an opinion has one value, or else links. `fields` of the filter of
    the page give way to it; `values` are told which codes were found, so that nothing found is left out."""

    name: str
    label: str
    fields: tuple[str, ...]
    values: Callable[[PlanCodes, Collection[str]], tuple[Value, ...]]
    facet: Facet | None = None
    # What an opinion has when it stands on a value of it.
    having: str = ""
    column: ColumnElement[Any] | None = field(default=None, compare=False)

    def axis(self, codes: PlanCodes, found: Collection[str]) -> Axis:
        return Axis(self.name, self.label, self.values(codes, found), self.column is None)


def _tag_values(facet: Facet, rest: str) -> Callable[[PlanCodes, Collection[str]], tuple[Value, ...]]:
    def values(codes: PlanCodes, found: Collection[str]) -> tuple[Value, ...]:
        known = codes.of(facet)
        # An earlier plan had them, and decisions on them stand.
        former = sorted({code for code in found if code != NONE} - {each.code for each in known})
        listed = [*known, *(codes.known(facet, code) for code in former)]
        name = facet.value
        return (
            *(_of_code(name, each, is_known=each in known) for each in listed),
            Value(NONE, rest, {name: NONE}, is_rest=True),
        )

    return values


def _of_code(name: str, each: PlanCode, *, is_known: bool) -> Value:
    has_own_code = name != Facet.THEME.value and each.label != each.code
    label = f"{each.code} {each.label}" if has_own_code else each.label
    package = each.code if is_known and each.facet is Facet.PACKAGE else ""
    return Value(each.code, label, {name: each.code}, mark=each.mark, package=package)


def _sectors(_codes: PlanCodes, _found: Collection[str]) -> tuple[Value, ...]:
    """Of the body heard; what was sent, and what the city has published, has none."""
    sources = (OpinionSource.SUBMISSION, OpinionSource.PUBLISHED_PAGE)
    return (
        *(
            Value(each.value, each.label, {"sector": each.value}, is_rest=each is Sector.UNKNOWN)
            for each in Sector
        ),
        *(Value(each.value, each.label, {"origin": each.value}, is_rest=True) for each in sources),
    )


def _ways(_codes: PlanCodes, _found: Collection[str]) -> tuple[Value, ...]:
    return tuple(Value(way.code, way.label, {"channel": way.code}) for way in WAYS_IN)


def _districts(_codes: PlanCodes, _found: Collection[str]) -> tuple[Value, ...]:
    return tuple(
        Value(code, label, {"district": code}, is_rest=code == UNKNOWN) for code, label in district_choices()
    )


def _measures(_codes: PlanCodes, _found: Collection[str]) -> tuple[Value, ...]:
    listed = (
        Value(str(each.id), name_of(each), {"measure": str(each.id)}, package=each.package.code)
        for each in measures_in_force()
    )
    return (*listed, Value(NONE, "どの施策にも結びついていない", {"measure": NONE}, is_rest=True))


def _months(_codes: PlanCodes, found: Collection[str]) -> tuple[Value, ...]:
    months = tuple(
        Value(month, month_in_words(month), month_days(month), short=short_month(month))
        for month in every_month(code for code in found if code != NONE)
    )
    return (*months, Value(NONE, "日付なし", {"dated": "no"}, is_rest=True))


PACKAGES = AxisKind(
    "package",
    "政策パッケージ",
    ("package",),
    _tag_values(Facet.PACKAGE, "どの政策パッケージにもない"),
    facet=Facet.PACKAGE,
    having="政策パッケージの分類があるもの",
)
MEASURES = AxisKind(
    "measure", "主な施策", ("measure",), _measures, having="施策への結びつきが確定しているもの"
)
ROWS = (PACKAGES, MEASURES)
KINDS = (
    AxisKind(
        "theme", "テーマ", ("theme",), _tag_values(Facet.THEME, "テーマの分類がない"), facet=Facet.THEME
    ),
    AxisKind(
        "sector",
        "相手方の区分",
        ("sector", "origin"),
        _sectors,
        column=func.coalesce(
            type_coerce(Counterpart.__table__.c.sector, String), type_coerce(Opinion.source, String)
        ),
    ),
    AxisKind("channel", "受け付けた方法", ("channel",), _ways, column=standing.way_in()),
    AxisKind("district", "地区", ("district",), _districts, column=district_code()),
    AxisKind(
        "month",
        "月",
        ("dated",),
        _months,
        column=func.coalesce(
            func.strftime("%Y-%m", Hearing.held_on),
            func.strftime("%Y-%m", Submission.received_at, TO_JAPAN),
        ),
    ),
    AxisKind(
        "model",
        "重点推進モデル",
        ("model",),
        _tag_values(Facet.MODEL, "モデルの分類がない"),
        facet=Facet.MODEL,
    ),
)


def kind_of(name: str) -> AxisKind:
    """What stands in the columns: themes unless another is named."""
    return next((kind for kind in KINDS if kind.name == name), KINDS[0])


def rows_of(name: str) -> AxisKind:
    """What stands in the rows: packages unless measures are named."""
    return next((kind for kind in ROWS if kind.name == name), PACKAGES)
