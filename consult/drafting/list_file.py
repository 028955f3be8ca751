"""意見一覧: every confirmed opinion of the board, with the numbers that the slide gives to the chosen ones (D6)."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from consult.documents.opinions_list import TITLE, ListedTheme
from consult.documents.opinions_paper import NO_HEADLINE, OpinionsPaper, PaperBand
from consult.documents.results_paper import CountTable
from consult.domain.vocabulary import Facet
from consult.drafting.queries import Band, confirmed_records
from consult.opinion_records import OpinionRecord
from consult.plan_codes import PlanCodes
from consult.spreadsheets import opinion_table
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx

LONG_TEXTS = "Excelの行は高さに限りがあるため、1,000字ほどより長い文は途中までしか印刷されません。セルには全文があります。"
# What is printed comes first, the rest is for sorting and counting.
PRINTED = ("意見番号", "要旨", "原文", "出典", "確定政策パッケージ")
ORDER = sorted(range(len(opinion_table.HEADER)), key=lambda n: opinion_table.HEADER[n] not in PRINTED)
COLUMNS = (Column("テーマ", 9), Column("代表意見", 10), *(opinion_table.COLUMNS[n] for n in ORDER))


def list_xlsx(bands: Sequence[Band], codes: PlanCodes, paper: OpinionsPaper) -> BinaryIO:
    sheets = [
        Sheet(TITLE, COLUMNS, _rows(bands, codes, paper), printed=2 + len(PRINTED)),
        *(_figures(table) for table in paper.counts),
        Sheet("読み方", [], ([line] for line in _reading(paper))),
    ]
    return write_xlsx(sheets, title=f"{paper.title}　{TITLE}")


def listed_themes(bands: Sequence[Band], codes: PlanCodes, paper: OpinionsPaper) -> Iterator[ListedTheme]:
    for band, in_paper in zip(bands, paper.bands, strict=True):
        rows = (_texts(key, record) for key, record in _records(band, codes, in_paper))
        heading = f"{in_paper.mark} {in_paper.label}　{in_paper.figures}"
        yield ListedTheme(heading, tuple(rows))


def _rows(bands: Sequence[Band], codes: PlanCodes, paper: OpinionsPaper) -> Iterator[list[Cell]]:
    for band, in_paper in zip(bands, paper.bands, strict=True):
        for key, record in _records(band, codes, in_paper):
            cells = opinion_table.cells(record)
            yield [in_paper.label, key, *(cells[n] for n in ORDER)]


def _records(band: Band, codes: PlanCodes, in_paper: PaperBand) -> Iterator[tuple[str, OpinionRecord]]:
    keys = {each.opinion_id: each.key for each in in_paper.quotations}
    for _place, record in confirmed_records(band.theme, codes):
        yield keys.get(record.opinion_id, ""), record


def _texts(key: str, record: OpinionRecord) -> tuple[str, ...]:
    said = f"{record.gist}（要旨）" if record.gist else record.wording
    packages = "、".join(record.confirmed_labels(Facet.PACKAGE)) or "未確定"
    return key, str(record.opinion_id), said, record.source.text, packages


def _figures(table: CountTable) -> Sheet:
    """The figures of a paper as numbers."""
    widest = 2 * max(len(row[0]) for row in table.rows)
    columns = [Column(heading, 14 if n else widest) for n, heading in enumerate(table.headings)]
    return Sheet(table.title, columns, map(_with_numbers, table.rows))


def _with_numbers(row: Sequence[str]) -> list[Cell]:
    return [row[0], *(int(figure.replace(",", "")) for figure in row[1:])]


def _reading(paper: OpinionsPaper) -> Iterator[str]:
    yield from (each for each in (paper.occasion, paper.paper_number, paper.footer) if each)
    yield from (f"{band.mark}{band.label}：{band.headline or NO_HEADLINE}" for band in paper.bands)
    yield from paper.rules
    yield LONG_TEXTS
    yield from (table.note for table in paper.counts if table.note)
