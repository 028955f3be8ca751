"""The table of answers as a file: one header row, one answer a row, in the order of the screen."""

from collections.abc import Sequence
from typing import BinaryIO

from consult.domain.dates import wareki
from consult.official_response.papers import Paper, place_of
from consult.spreadsheets import csv_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx

COLUMNS = (
    Column("回答番号", 8),
    Column("意見の概要", 50),
    Column("件数", 8),
    Column("市の考え方", 60),
    Column("反映区分", 18),
    Column("理由", 30),
    Column("修正箇所", 24),
    Column("修正前", 30),
    Column("修正後", 30),
    Column("担当課", 16),
    Column("期限", 12),
    Column("期限（和暦）", 16),
    Column("状態", 12),
)


def written(papers: Sequence[Paper], *, title: str, is_excel: bool) -> BinaryIO:
    rows = map(_cells, papers)
    if is_excel:
        return write_xlsx([Sheet("回答", COLUMNS, rows)], title=f"回答の表：{title}")
    return csv_writing.write_csv([column.heading for column in COLUMNS], rows)


def _cells(paper: Paper) -> list[Cell]:
    response, group = paper.response, paper.group
    return [
        group.number,
        group.summary,
        paper.opinions,
        response.wording,
        response.result_class.label if response.result_class else "",
        response.reason,
        "\n".join(map(place_of, paper.revisions)),
        "\n".join(each.before for each in paper.revisions),
        "\n".join(each.after for each in paper.revisions),
        group.division.name if group.division else "",
        group.due_on,
        wareki(group.due_on) if group.due_on else None,
        response.state.label,
    ]
