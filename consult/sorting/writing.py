"""The list of sorting as a table: one opinion a row, its text as it may leave the house, nothing about who sent it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from consult import draft_places
from consult.clock import JAPAN
from consult.group_voices import text_that_leaves
from consult.sorting.queries import Row
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column

BATCH = 250
SEPARATOR = "、"
COLUMNS = (
    Column("意見番号", 10),
    Column("受付日", 12),
    Column("提出方法", 14),
    Column("対象の箇所", 26),
    Column("意見（非公表の箇所を除く）", 70),
    Column("同じ文章（件）", 12),
    Column("印", 18),
    Column("未整理", 8),
    Column("伏せる候補", 10),
    Column("期限後", 8),
    Column("分けた元の意見", 14),
)
HEADER = tuple(column.heading for column in COLUMNS)


def cells(rows: Iterable[Row]) -> Iterator[list[Cell]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        texts = text_that_leaves([(row.opinion.id, row.opinion.wording) for row in batch])
        places = draft_places.labels_of(row.opinion for row in batch)
        for row in batch:
            yield _cells(row, texts[row.opinion.id], places[row.opinion.id])


def _cells(row: Row, text: str, place: str) -> list[Cell]:
    submission = row.opinion.submission
    assert submission is not None  # the list holds opinions of submissions
    return [
        row.opinion.id,
        submission.received_at.astimezone(JAPAN).date(),
        submission.channel.label,
        place,
        text,
        row.same,
        SEPARATOR.join(flag.label for flag in row.flags),
        "未整理" if row.waits_for_sorting else "",
        "あり" if row.waits_for_masking else "",
        "期限後" if submission.is_late else "",
        row.opinion.split_from_id,
    ]
