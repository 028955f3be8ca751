"""The picture of the road in tables: every flow between two neighbouring columns, and the total of every place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.domain.flows import Band, Flows
from consult.extensions import db
from consult.models import Consultation, DraftDocument, Publication
from consult.spreadsheets.csv_writing import Cell
from consult.tracing import released
from consult.tracing.road_flows import COLUMN_NAMES

HEADER = ("から（種類）", "から", "へ（種類）", "へ", "意見（件）")
PACKAGES = COLUMN_NAMES.index("政策パッケージ")


@dataclass(frozen=True)
class Origin:
    """One place, all that is there, and where it goes on to."""

    label: str
    total: int
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class StepTable:
    """From one column of the picture to the next. Its rows add up to the totals, and these to the whole."""

    from_name: str
    to_name: str
    origins: tuple[Origin, ...]


def tables_of(flows: Flows) -> list[StepTable]:
    """One for each two neighbouring columns; the places of the last column have their totals in `ends_of`."""
    return [
        StepTable(COLUMN_NAMES[n], COLUMN_NAMES[n + 1], tuple(_origins(flows, n)))
        for n in range(len(COLUMN_NAMES) - 1)
    ]


def _origins(flows: Flows, column: int) -> Iterator[Origin]:
    for place, total in flows.totals[column]:
        if total:
            bands = (each for each in flows.bands if each.column == column and each.from_place == place)
            yield Origin(place.label, total, tuple(bands))


def ends_of(flows: Flows) -> list[tuple[str, int]]:
    """(label, opinions) of each place of the last column."""
    return [(place.label, count) for place, count in flows.totals[-1] if count]


def rows_of(flows: Flows) -> list[Sequence[Cell]]:
    """Column by column; the rows of one pair of columns add up to the total."""
    return [
        (
            COLUMN_NAMES[band.column],
            band.from_place.label,
            COLUMN_NAMES[band.column + 1],
            band.to_place.label,
            band.count,
        )
        for band in flows.bands
    ]


def package_numbers(flows: Flows) -> Iterator[tuple[str, int]]:
    """(code, opinions) of each place of the packages' column, those without any, too."""
    for place, count in flows.totals[PACKAGES]:
        yield place.code, count


def cases() -> list[tuple[int, str, bool]]:
    """(id, title, whether its text can be read) of each case with results, the newest first."""
    has_text = (
        select(DraftDocument.id)
        .where(DraftDocument.consultation_id == Consultation.id, DraftDocument.released_at.is_not(None))
        .exists()
    )
    rows = db.session.execute(
        select(Consultation.id, Consultation.title, has_text)
        .join(Publication, Publication.consultation_id == Consultation.id)
        .where(Publication.id.in_(released.newest_publications()))
        .order_by(Publication.published_at.desc(), Consultation.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]
