"""Each figure opens to its list: hearings in the register, or the bodies of a sector in a place."""

from typing import Any

from flask import url_for

from consult.coverage.counting import UNKNOWN_MONTH, Table
from consult.coverage.queries import Asked
from consult.domain.months import month_days
from consult.domain.vocabulary import HearingKind, Sector


def hearings_address(asked: Asked, **values: Any) -> str:
    """The register narrowed to what is counted; `month`, `kind` and `sector` as given, None for all of them."""
    args: dict[str, Any] = asked.as_args()
    for name in ("kind", "sector"):
        if values.get(name) is not None:
            args[name] = values[name].value
    month = values.get("month")
    if month == UNKNOWN_MONTH:
        args["state"] = "undated"
    elif month:
        days = month_days(month)
        args |= {"from": days["since"], "to": days["until"]}
    return url_for("staff.hearings.index", **args)


def cell_address(asked: Asked, table: Table, row: Any, column: Any) -> str:
    """None as a row or a column is the line of totals."""
    return hearings_address(asked, **{table.rows.name: row, table.columns.name: column})


def bodies_address(kind: HearingKind | None, sector: Sector | None, place: str | None) -> str:
    given = {
        "kind": kind.value if kind else None,
        "sector": sector.value if sector else None,
        "district": place,
        "heard": "yes",
    }
    args: dict[str, Any] = {name: value for name, value in given.items() if value}
    return url_for("staff.counterparts.index", **args)
