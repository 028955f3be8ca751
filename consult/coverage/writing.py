"""The tables of coverage as files: figures with their totals, and a version for outside without telling cells."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from consult import formatting
from consult.coverage.counting import UNKNOWN_MONTH, Axis, Table, cube, tables_of
from consult.coverage.not_heard import NotHeard
from consult.coverage.queries import HeardOnce
from consult.domain.suppression import hidden_cells, shows_total
from consult.spreadsheets import csv_writing, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet

ALL, UNKNOWN, HIDDEN = "合計", "不明（日付要確認）", "非表示"
CUBE_HEADER = ("実施月", "実施月（和暦）", "種別", "区分", "延べ（回）", "実（者）")
OUTSIDE, INSIDE = "outside", "inside"
NOTES = (
    "延べ（回）は、縦にも横にも足すと合計になります。",
    "実（者）は、同じ相手方を2回以上聴いていると、足しても合計になりません。合計は、重なりを除いて数え直した数です。",
    "日付を読み取れないヒアリングは「不明（日付要確認）」に入れています。取り消したヒアリングは入っていません。",
)
NOTES_FOR_OUTSIDE = (
    "数は、聴いた相手方の実の数（者）です。",
    "5者に満たない欄と、差し引きでそれが分かってしまう欄は「非表示」です。",
)


def counts_as_csv(heard: Sequence[HeardOnce]) -> BinaryIO:
    """Each month, kind and sector, and every total as a line of its own: 実 does not add up, so nobody should add it."""
    return csv_writing.write_csv(CUBE_HEADER, _cube_lines(heard))


def counts_as_xlsx(heard: Sequence[HeardOnce]) -> BinaryIO:
    """The three tables as they stand on the page, each in 延べ and in 実, the cube, and how to read them."""
    sheets = [sheet for table in tables_of(heard) for sheet in _sheets_of(table)]
    cube_sheet = Sheet("すべて", [Column(name, 18) for name in CUBE_HEADER], _cube_lines(heard))
    return xlsx_writing.write_xlsx([*sheets, cube_sheet, _notes(NOTES)], title="ヒアリングの集計")


def not_heard_as_csv(table: NotHeard, *, audience: str) -> BinaryIO:
    return csv_writing.write_csv(_places(table, audience), _lines(table, audience))


def not_heard_as_xlsx(table: NotHeard, *, audience: str) -> BinaryIO:
    columns = [Column(name, 18 if n == 0 else 12) for n, name in enumerate(_places(table, audience))]
    sheets = [Sheet("区分と地区", columns, _lines(table, audience))]
    sheets += [_notes(NOTES_FOR_OUTSIDE)] if audience == OUTSIDE else []
    return xlsx_writing.write_xlsx(sheets, title="聴いた相手方の区分と地区")


def month_cells(month: str | None) -> list[Cell]:
    if month is None:
        return [ALL, ALL]
    if month == UNKNOWN_MONTH:
        return [UNKNOWN, UNKNOWN]
    return [month, formatting.month(month)]


def _cube_lines(heard: Sequence[HeardOnce]) -> Iterator[list[Cell]]:
    for month, kind, sector, times, bodies in cube(heard):
        yield [*month_cells(month), _label(kind), _label(sector), times, bodies]


def _sheets_of(table: Table) -> Iterator[Sheet]:
    for name, unit in (("times", "延べ（回）"), ("bodies", "実（者）")):
        columns = [
            Column(table.rows.label, 22),
            *(Column(_on(table.columns, each)) for each in table.columns.values),
        ]
        rows = _lines_of(table, name)
        title = f"{table.rows.label}×{table.columns.label} {unit[:-3]}"
        yield Sheet(title, [*columns, Column(f"{ALL} {unit}", 16)], rows)


def _lines_of(table: Table, name: str) -> Iterator[list[Cell]]:
    crossing = table.crossing
    for row in table.rows.values:
        figures = [*(crossing.cell(row, column) for column in table.columns.values), crossing.of_row(row)]
        yield [_on(table.rows, row), *(getattr(figure, name) for figure in figures)]
    totals = [*(crossing.of_column(column) for column in table.columns.values), crossing.whole]
    yield [ALL, *(getattr(figure, name) for figure in totals)]


def _on(axis: Axis, value: Any) -> str:
    return str(month_cells(value)[1]) if axis.name == "month" else value.label


def _label(value: Any) -> str:
    return ALL if value is None else value.label


def _notes(lines: Iterable[str]) -> Sheet:
    return Sheet("読み方", [], ([line] for line in lines))


def _places(table: NotHeard, audience: str) -> list[str]:
    places = ["区分", *(place.label for place in table.places)]
    return places if audience == OUTSIDE else [*places, ALL]


def _lines(table: NotHeard, audience: str) -> Iterator[list[Cell]]:
    return _outside_lines(table) if audience == OUTSIDE else _inside_lines(table)


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
