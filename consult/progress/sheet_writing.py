"""The yearly check as files for the committee and the council: one line a package and division, one line a KPI."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from consult.domain.achievement import RULE
from consult.kpi_standing import KpiStanding
from consult.progress.sheets import SheetLine
from consult.progress.writing import KPI_COLUMNS, kpi_line, number
from consult.spreadsheets import csv_writing, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet

NO_ANSWER = "回答なし"
COLUMNS = (
    Column("年度", 8),
    Column("政策パッケージ", 28),
    Column("主な施策", 36),
    Column("戦略の前に寄せられた意見（件）", 14),
    Column("戦略の期間に寄せられた意見（件）", 14),
    Column("年度の後の意見（件）", 12),
    Column("日付の分からない意見（件）", 14),
    Column("担当課", 16),
    Column("評価の区分", 16),
    Column("取組の状況", 50),
    Column("評価と課題", 50),
    Column("今後の対応", 50),
)
NOTES = (
    "意見の数は、政策パッケージに確定した意見だけを数えています。候補は数えません。1つの意見が2つのパッケージに入ることがあるため、足しても全体の数にはなりません。",
    "回答のない担当課は「回答なし」です。",
    "「最新の値」、進み具合、判定は、この年度までに報告された値によります。",
    *RULE,
)


def as_csv(lines: Sequence[SheetLine], year: int) -> BinaryIO:
    return csv_writing.write_csv([column.heading for column in COLUMNS], _rows(lines, year))


def as_xlsx(lines: Sequence[SheetLine], year: int) -> BinaryIO:
    standings = [each for line in lines for each in line.kpis]
    value = (Column(f"{year}年度の値", 12), Column(f"{year}年度の参照年", 14))
    kpis = ([*kpi_line(each), *_of_year(each, year)] for each in standings)
    sheets = [
        Sheet("効果検証", COLUMNS, _rows(lines, year)),
        Sheet("KPI", [*KPI_COLUMNS, *value], kpis),
        Sheet("読み方", [], ([line] for line in NOTES)),
    ]
    return xlsx_writing.write_xlsx(sheets, title=f"{year}年度の効果検証")


def _of_year(standing: KpiStanding, year: int) -> list[Cell]:
    figure = standing.figure(year)
    return [number(standing.terms, figure.value), figure.reference] if figure else [None, ""]


def _rows(lines: Sequence[SheetLine], year: int) -> Iterator[list[Cell]]:
    for line in lines:
        package, voices = line.package, line.voices
        head: list[Cell] = [
            year,
            f"{package.code} {package.name}",
            "\n".join(measure.name for measure in package.measures),
            voices.asked,
            voices.since,
            voices.later,
            voices.undated,
        ]
        if not line.assessments:
            yield [*head, "", NO_ANSWER, "", "", ""]
        for said in line.assessments:
            pace = said.pace.label if said.pace else ""
            yield [*head, said.division.name, pace, said.done, said.assessment, said.next_step]
