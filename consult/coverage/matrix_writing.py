"""A matrix as a file: the table as it stands on the page, one line a cell with what chance would leave there, the gaps."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import BinaryIO

from consult.coverage.editions import Editions
from consult.coverage.matrix import Count, Matrix
from consult.coverage.matrix_axes import Value
from consult.coverage.matrix_words import NOTES, PER_LINE, rule_in_words
from consult.opinion_records import OpinionRecord
from consult.spreadsheets import csv_writing, opinion_table, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet

ALL, REAL, TIMES, TEXTS = "すべて", "合計（実）", "延べ", "実質（同じ文章を1件）"


def as_csv(matrix: Matrix) -> BinaryIO:
    return csv_writing.write_csv(_line_header(matrix), _cell_lines(matrix))


def as_xlsx(matrix: Matrix) -> BinaryIO:
    columns = [Column(heading, 30 if n == 0 else 14) for n, heading in enumerate(_table_header(matrix))]
    lines = [Column(heading, 30 if n < 2 else 14) for n, heading in enumerate(_line_header(matrix))]
    gaps = [Column(matrix.rows.label, 40), Column("声のない" + matrix.columns.label, 60)]
    return xlsx_writing.write_xlsx(
        [
            Sheet("対応表", columns, _table_lines(matrix)),
            Sheet("欄ごと", lines, _cell_lines(matrix)),
            Sheet("声のない欄", gaps, _gap_lines(matrix)),
            Sheet("読み方", [], ([line] for line in (*NOTES, rule_in_words(matrix)))),
        ],
        title=f"{matrix.rows.label}と{matrix.columns.label}の対応表",
    )


def uncovered(lines: Iterable[tuple[str, OpinionRecord]], *, is_excel: bool) -> BinaryIO:
    """Opinions that no package covers, each with the word of its group."""
    columns = [Column("組の語", 16), *opinion_table.COLUMNS]
    rows = ([word, *opinion_table.cells(record)] for word, record in lines)
    return _file("意見", columns, rows, is_excel=is_excel)


def editions(beside: Editions | None, matrix: Matrix, *, is_excel: bool) -> BinaryIO:
    columns = [
        Column("前の期のパッケージ", 40),
        Column("今の期のパッケージ", 40),
        *(Column(f"{column.label}（件）") for column in matrix.columns.values),
        Column("合計（件）"),
        Column("うち確認済み（件）", 18),
    ]
    return _file("前の期と今の期", columns, _edition_lines(beside, matrix), is_excel=is_excel)


def _edition_lines(beside: Editions | None, matrix: Matrix) -> Iterator[list[Cell]]:
    for line in beside.lines if beside else ():
        before = f"{line.before.code} {line.before.name}" if line.before else None
        if line.now is None:
            yield [before, *([None] * (len(matrix.columns.values) + 3))]
            continue
        now = line.now
        cells = [matrix.cell(now, column).opinions for column in matrix.columns.values]
        yield [before, now.label, *cells, *_counted(matrix.of_row(now))]


def _file(name: str, columns: list[Column], rows: Iterable[list[Cell]], *, is_excel: bool) -> BinaryIO:
    if is_excel:
        return xlsx_writing.write_xlsx([Sheet(name, columns, rows)], title=name)
    return csv_writing.write_csv([column.heading for column in columns], rows)


def _table_header(matrix: Matrix) -> list[str]:
    return [matrix.rows.label, *(column.label for column in matrix.columns.values), TIMES, REAL, TEXTS]


def _table_lines(matrix: Matrix) -> Iterator[list[Cell]]:
    columns = matrix.columns.values
    for row in matrix.rows.values:
        cells = [matrix.cell(row, column).opinions for column in columns]
        of_row = matrix.of_row(row)
        yield [row.label, *cells, matrix.times_of_row(row), of_row.opinions, of_row.texts]
    yield [TIMES, *map(matrix.times_of_column, columns), matrix.times, None, None]
    of_columns = [matrix.of_column(column) for column in columns]
    yield [REAL, *(each.opinions for each in of_columns), None, matrix.whole.opinions, None]
    yield [TEXTS, *(each.texts for each in of_columns), None, None, matrix.whole.texts]


def _line_header(matrix: Matrix) -> list[str]:
    return [matrix.rows.label, matrix.columns.label, *PER_LINE]


def _cell_lines(matrix: Matrix) -> Iterator[list[Cell]]:
    """Every cell, and each total as a line of its own: 実 does not add up, so nobody should add it."""
    for row in matrix.rows.values:
        for column in matrix.columns.values:
            yield [
                row.label,
                column.label,
                *_counted(cell := matrix.cell(row, column)),
                *_expected(matrix, row, column),
                cell.texts,
            ]
        yield _total_line(row.label, ALL, matrix.of_row(row))
    for column in matrix.columns.values:
        yield _total_line(ALL, column.label, matrix.of_column(column))
    yield _total_line(ALL, ALL, matrix.whole)


def _total_line(row: str, column: str, count: Count) -> list[Cell]:
    return [row, column, *_counted(count), None, None, None, count.texts]


def _counted(count: Count) -> list[Cell]:
    return [count.opinions, count.reviewed]


def _expected(matrix: Matrix, row: Value, column: Value) -> list[Cell]:
    margins = matrix.margins.get((row.code, column.code))
    if margins is None:
        return [None, None, None]
    residual, mark = margins.residual, matrix.departure(row, column)
    return [
        Decimal(f"{margins.expected:.1f}"),
        None if residual is None else Decimal(f"{residual:.2f}"),
        mark.value if mark else None,
    ]


def _gap_lines(matrix: Matrix) -> Iterator[list[Cell]]:
    for row in matrix.silent_rows:
        yield [row.label, ALL]
    for column in matrix.silent_columns:
        yield [ALL, column.label]
    for gap in matrix.gaps:
        for column in gap.columns:
            yield [gap.row.label, column.label]
