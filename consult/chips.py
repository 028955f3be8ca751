"""Chips of a list: each filter in force, with the address of the same list without it."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for


def chips(
    in_force: Iterable[tuple[str, str]], args: Mapping[str, str], *, endpoint: str = ".index"
) -> list[tuple[str, str]]:
    """(words, address) of each; `in_force` are (name in the address, words), `args` what the list was asked with."""
    return [(words, _without(endpoint, args, name)) for name, words in in_force]


def _without(endpoint: str, args: Mapping[str, str], name: str) -> str:
    kept: dict[str, Any] = {key: value for key, value in args.items() if key != name}
    return url_for(endpoint, **kept)
