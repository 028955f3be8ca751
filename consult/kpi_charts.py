"""One line chart a KPI, with gaps where a year has no value: small multiples at the desk, and the citizens' pages."""

from collections.abc import Sequence

from consult.kpi_standing import KpiStanding
from consult.line_charts import LineChart, development, line_chart


def chart_of(standing: KpiStanding, years: Sequence[int]) -> LineChart | None:
    """None with fewer than two values. The title is a sentence that says what the figures say."""
    terms = standing.terms
    by_year = {figure.year: figure.value for figure in standing.figures}
    series = [(year, by_year.get(year)) for year in years]
    title = development(standing.kpi.name, series, unit=terms.unit, decimals=terms.decimals)
    if terms.target_value is not None:
        when = f"{terms.target_year}年の" if terms.target_year else ""
        title += f"。{when}目標は{terms.shown(terms.target_value)}{terms.unit}です"
    return line_chart(
        series, title=title, unit=terms.unit, decimals=terms.decimals, target=terms.target_value
    )
