"""A KPI as the results page reads it: its sentence, its chart, its rows with the years as the source heads them."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.domain.dates import wareki_year
from consult.line_charts import LineChart, development, line_chart
from consult.models import Kpi, KpiValue, SupportRatioPoint


@dataclass(frozen=True)
class KpiRow:
    """One reporting year. `value` and `increment` are "" when blank: a blank is not 0 (D7)."""

    year: str
    heading: str
    value: str
    reference: str
    reference_text: str
    increment: str


@dataclass(frozen=True)
class KpiReading:
    kpi: Kpi
    chart: LineChart | None
    rows: list[KpiRow]
    target: str
    target_heading: str


def read_kpi(kpi: Kpi, columns: Sequence[str]) -> KpiReading:
    """`columns` are the source's headings, each beginning with its year."""
    headings = {column[:4]: column for column in columns}
    return KpiReading(
        kpi=kpi,
        chart=_chart(kpi),
        rows=[_row(kpi, value, headings) for value in kpi.values],
        target=_number(kpi, kpi.target_value),
        target_heading=headings.get(str(kpi.target_year), ""),
    )


def _chart(kpi: Kpi) -> LineChart | None:
    series = [(value.reporting_year, value.value) for value in kpi.values]
    title = development(kpi.name, series, unit=kpi.unit, decimals=kpi.decimals)
    if kpi.target_value is not None:
        title += f"。{kpi.target_year}年の目標は{_number(kpi, kpi.target_value)}{kpi.unit or ''}です"
    return line_chart(
        series, title=title, unit=kpi.unit or "", decimals=kpi.decimals, target=kpi.target_value
    )


def _row(kpi: Kpi, value: KpiValue, headings: dict[str, str]) -> KpiRow:
    return KpiRow(
        year=wareki_year(value.reporting_year),
        heading=headings.get(str(value.reporting_year), ""),
        value=_number(kpi, value.value),
        reference=value.reference or "",
        reference_text=value.reference_text or "",
        increment=_number(kpi, value.increment),
    )


def read_support_ratio(
    points: Sequence[SupportRatioPoint], *, label: str, unit: str | None
) -> LineChart | None:
    series = [(point.year, point.value) for point in points]
    decimals = places(points)
    title = development(label, series, unit=unit, decimals=decimals)
    return line_chart(series, title=title, unit=unit or "", decimals=decimals)


def places(points: Sequence[SupportRatioPoint]) -> int:
    """As many decimal places as the finest of the values has."""
    return next(n for n in range(16) if all(round(point.value, n) == point.value for point in points))


def _number(kpi: Kpi, value: float | None) -> str:
    return "" if value is None else f"{value:,.{kpi.decimals}f}"
