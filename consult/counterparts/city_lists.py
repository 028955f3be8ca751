"""The city's own words for where bodies are and what they are: 地区 and 市の区分."""

from collections.abc import Mapping

from flask import abort
from sqlalchemy import func, select

from consult.extensions import db
from consult.models import Counterpart, District, OwnSector

# By their names in addresses.
LISTS: Mapping[str, type[District] | type[OwnSector]] = {"districts": District, "own-sectors": OwnSector}


def list_or_404(name: str) -> type[District] | type[OwnSector]:
    return LISTS.get(name) or abort(404)


def uses(kind: type[District] | type[OwnSector]) -> dict[int, int]:
    """How many bodies have each word."""
    column = Counterpart.district_id if kind is District else Counterpart.own_sector_id
    rows = db.session.execute(
        select(column, func.count())
        .where(column.is_not(None), Counterpart.merged_into_id.is_(None))
        .group_by(column)
    )
    return {entry_id: count for entry_id, count in rows if entry_id is not None}
