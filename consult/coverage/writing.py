"""The tables of coverage as files: figures with their totals, and a version for outside without telling cells."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from consult.coverage.counting import UNKNOWN_MONTH, cube
from consult.coverage.not_heard import NotHeard
from consult.coverage.queries import HeardOnce
from consult.domain.dates import wareki_year
from consult.domain.suppression import hidden_cells, shows_total
from consult.spreadsheets import csv_writing
from consult.spreadsheets.csv_writing import Cell

ALL, UNKNOWN, HIDDEN = "合計", "不明（日付要確認）", "非表示"
CUBE_HEADER = ("実施月", "実施月（和暦）", "種別", "区分", "延べ（回）", "実（者）")


def counts_as_csv(heard: Sequence[HeardOnce]) -> BinaryIO:
    """Each month, kind and sector, and every total as a line of its own: 実 does not add up, so nobody should add it."""
    rows = (
        [*month_cells(month), _label(kind), _label(sector), times, bodies]
        for month, kind, sector, times, bodies in cube(heard)
    )
    return csv_writing.write_csv(CUBE_HEADER, rows)


def not_heard_as_csv(table: NotHeard, *, for_outside: bool) -> BinaryIO:
    header = ["区分", *(place.label for place in table.places)]
    if for_outside:
        return csv_writing.write_csv(header, _outside_lines(table))
    return csv_writing.write_csv([*header, ALL], _inside_lines(table))


def month_cells(month: str | None) -> list[Cell]:
    if month is None:
        return [ALL, ALL]
    if month == UNKNOWN_MONTH:
        return [UNKNOWN, UNKNOWN]
    year, number = month.split("-")
    return [month, f"{wareki_year(int(year))}年{int(number)}月"]


def _label(value: Any) -> str:
    return ALL if value is None else value.label


def _inside_lines(table: NotHeard) -> Iterator[list[Cell]]:
    crossing = table.crossing
    for sector in crossing.rows:
        cells = [crossing.cell(sector, code).bodies for code in crossing.columns]
        yield [sector.label, *cells, crossing.of_row(sector).bodies]
    yield [ALL, *(crossing.of_column(code).bodies for code in crossing.columns), crossing.whole.bodies]


def _outside_lines(table: NotHeard) -> Iterator[list[Cell]]:
    crossing = table.crossing
    figures = [[crossing.cell(sector, code).bodies for code in crossing.columns] for sector in crossing.rows]
    hidden = hidden_cells(figures)
    for row, sector in enumerate(crossing.rows):
        yield [sector.label, *_shown(figures[row], [(row, c) in hidden for c in range(len(figures[row]))])]
    if shows_total(figures):
        yield ["すべての区分と地区の実（者）", crossing.whole.bodies]


def _shown(figures: Iterable[int], hidden: Iterable[bool]) -> list[Cell]:
    return [HIDDEN if is_hidden else figure for figure, is_hidden in zip(figures, hidden, strict=True)]
