"""The board as a table: each theme's confirmed opinions, the chosen ones first and numbered (D6: nothing hidden)."""

from collections.abc import Iterable, Iterator

from consult.drafting.queries import Band, confirmed_records
from consult.plan_codes import PlanCodes
from consult.spreadsheets import opinion_table
from consult.spreadsheets.csv_writing import Cell

HEADER = ("テーマ", "見出し", "代表意見の順", *opinion_table.HEADER)


def rows(bands: Iterable[Band], codes: PlanCodes) -> Iterator[list[Cell]]:
    """An opinion confirmed on two themes stands under both. A blank place: confirmed, and not chosen."""
    for band in bands:
        headline = band.headline.text if band.headline else None
        for place, record in confirmed_records(band.theme, codes):
            yield [band.theme.label, headline, place, *opinion_table.cells(record)]
