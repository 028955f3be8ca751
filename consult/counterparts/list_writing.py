"""The list of bodies as a table: no persons, no contacts, and a date in both ways of writing."""

from collections.abc import Iterable
from typing import BinaryIO

from consult.counterparts.queries import Heard
from consult.domain.dates import wareki
from consult.models import Counterpart
from consult.spreadsheets import csv_writing, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet

HEADER = (
    "相手方",
    "区分",
    "市の区分",
    "市内・市外",
    "地区",
    "延べ（回）",
    "最後に聴いた日",
    "最後に聴いた日（和暦）",
    "ほかの書き方",
)
WIDTHS = (36, 20, 18, 12, 14, 10, 16, 22, 36)


def as_xlsx(bodies: Iterable[tuple[Counterpart, Heard, list[str]]]) -> BinaryIO:
    columns = [Column(name, width) for name, width in zip(HEADER, WIDTHS, strict=True)]
    sheet = Sheet("相手方", columns, (_cells(*each) for each in bodies))
    return xlsx_writing.write_xlsx([sheet], title="相手方の一覧")


def as_csv(bodies: Iterable[tuple[Counterpart, Heard, list[str]]]) -> BinaryIO:
    return csv_writing.write_csv(HEADER, (_cells(*each) for each in bodies))


def _cells(body: Counterpart, heard: Heard, spellings: list[str]) -> list[Cell]:
    return [
        body.shown_name,
        body.sector.label,
        body.own_sector.name if body.own_sector else "",
        body.reach.label,
        body.district.name if body.district else "",
        heard.times,
        heard.last_on.isoformat() if heard.last_on else None,
        wareki(heard.last_on) if heard.last_on else None,
        "、".join(spellings),
    ]
