"""Sector × district: who was heard, and the gaps by name (D9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.coverage.queries import HeardThere
from consult.domain.crossing import Crossing, crossed
from consult.domain.vocabulary import Reach, Sector
from consult.models import District

# Columns beside the districts; a body with neither district nor 市外 is 不明.
OUTSIDE, UNKNOWN = "outside", "none"


@dataclass(frozen=True)
class Place:
    """A column: a district, outside the city, or not noted."""

    code: str
    label: str

    @property
    def is_district(self) -> bool:
        return self.code not in (OUTSIDE, UNKNOWN)


@dataclass(frozen=True)
class Gap:
    """A sector and the districts where nobody of it was heard; `is_whole` when nobody was heard at all."""

    sector: Sector
    places: tuple[Place, ...]
    is_whole: bool


@dataclass(frozen=True)
class NotHeard:
    places: tuple[Place, ...]
    crossing: Crossing[Sector, str]
    gaps: tuple[Gap, ...]
    empty_places: tuple[Place, ...]

    @property
    def without_place(self) -> int:
        """Bodies (者) of which nobody noted where they are: they may fill a gap."""
        return self.crossing.of_column(UNKNOWN).bodies


def not_heard(heard: Sequence[HeardThere], districts: Sequence[District]) -> NotHeard:
    places = (
        *(Place(str(each.id), each.name) for each in districts),
        Place(OUTSIDE, Reach.OUTSIDE.label),
        Place(UNKNOWN, Reach.UNKNOWN.label),
    )
    crossing = crossed(
        ((each.sector, _place_of(each), each.body) for each in heard),
        tuple(Sector),
        tuple(place.code for place in places),
    )
    in_city = [place for place in places if place.is_district]
    gaps = [
        Gap(sector, tuple(empty), not crossing.of_row(sector).times)
        for sector in Sector
        if sector is not Sector.UNKNOWN
        if (empty := [place for place in in_city if not crossing.cell(sector, place.code).times])
        or not crossing.of_row(sector).times
    ]
    silent = tuple(place for place in in_city if not crossing.of_column(place.code).times)
    return NotHeard(places, crossing, tuple(gaps), silent)


def _place_of(each: HeardThere) -> str:
    if each.district_id is not None:
        return str(each.district_id)
    return OUTSIDE if each.reach is Reach.OUTSIDE else UNKNOWN
