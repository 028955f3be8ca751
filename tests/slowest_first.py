"""Files that take a processor longest go first, so that no worker ends alone with one of them."""

import pytest

# By the seconds of processor time of the whole file, the slowest first (2026-11). The order of all others stays.
SLOWEST = (
    "journeys/test_every_page_is_accessible.py",
    "consult/learning/",
    "nlp/",
    "journeys/",
    "consult/operation/",
    "consult/rules/",
    "consult/hearings/",
)


def in_order(items: list[pytest.Item]) -> None:
    """Stable: the tests of one file stay together and in their order."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    path = item.nodeid.split("::")[0].removeprefix("tests/")
    return next((at for at, start in enumerate(SLOWEST) if path.startswith(start)), len(SLOWEST))
