"""Each figure of a matrix opens to its opinions in the register, under the filter of the page; its rows lead to packages."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from consult.coverage.matrix_axes import Value


def opinions_address(asked: Mapping[str, str], *values: Value | None) -> str:
    """The register of opinions with the filter of a page, narrowed to values of its axes; None is the line of totals."""
    args: dict[str, Any] = dict(asked)
    for value in values:
        for name, narrowed in (value.args if value else {}).items():
            args[name] = _narrower(name, args.get(name), narrowed)
    return url_for("staff.opinions.index", **args)


def desk_address(value: Value) -> str:
    """The page of a package, or the line of a measure on it; empty for what has no such page."""
    if not value.package:
        return ""
    line = f"measure-{value.args['measure']}" if "measure" in value.args else None
    return url_for("staff.drafting.package", code=value.package, _anchor=line)


def _narrower(name: str, before: str | None, narrowed: str) -> str:
    """Of two days the one that leaves less; days are written so that they sort as texts."""
    if before and name in ("since", "until"):
        return max(before, narrowed) if name == "since" else min(before, narrowed)
    return narrowed
