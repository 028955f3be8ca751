"""No key is dropped: whichever kind of value changes in the file, the tables change with it.

Texts that stand once in the file are looked up in the tables one by one (test_loading); here are the others, such as
numbers and units, which one would find in some table by chance.
"""

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from consult.extensions import db
from consult.plan.services import load_content
from consult.plan.strategy_schema import StrategyContent
from tests.consult.plan import content
from tests.consult.plan.content import Path

# Where any other value would be refused: another one that fits.
FITTING = {
    "channel": lambda old: "review" if old != "review" else "analysis",
    "direction": lambda old: "up" if old != "up" else "down",
    "start": lambda old: "2019-02",
    "end": lambda old: "2022-12",
    "source_timeline": lambda old: "T4",
    "same_name_as_phase1": lambda old: "1-2",
    "decimals": lambda old: old + 1,
}
# Codes that other parts of the file name: they change together with what names them, in test_loading.
NAMED_ELSEWHERE = {
    ("themes", "label"),
    ("themes", "code"),
    ("phase2", "goals", "number"),
    ("phase2", "packages", "code"),
    ("phase1", "packages", "code"),
    ("main_opinions", "themes", "theme"),
}


def shapes() -> Iterator[tuple[tuple[str, ...], Path, Any]]:
    """One leaf of each kind: paths that differ only in their numbers and years are one kind."""
    seen: set[tuple[str, ...]] = set()
    leaves = list(content.leaves(without_notes(content.shipped_content())))
    often = Counter(value for _, value in leaves)
    for path, value in leaves:
        if isinstance(value, str) and often[value] == 1:
            continue
        shape = tuple(
            "year" if str(step).isdigit() else str(step) for step in path if not isinstance(step, int)
        )
        if shape not in seen and shape not in NAMED_ELSEWHERE:
            seen.add(shape)
            yield shape, path, value


def without_notes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_notes(inner) for key, inner in value.items() if not content.is_note(key)}
    return [without_notes(inner) for inner in value] if isinstance(value, list) else value


def other(path: Path, value: Any) -> Any:
    key = next(step for step in reversed(path) if isinstance(step, str))
    if key in FITTING:
        return FITTING[key](value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return round(value + 0.1, 2)
    return f"{value}x"


def changed(given: Any, path: Path, value: Any) -> Any:
    given = copy.deepcopy(given)
    place = given
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return given


@pytest.mark.usefixtures("database")
def test_every_kind_of_value_reaches_the_tables() -> None:
    given = without_notes(content.shipped_content())
    load_content(StrategyContent.model_validate(given))
    found = list(shapes())
    assert len(found) > 50
    dropped = []
    for shape, path, value in found:
        with db.session.begin_nested() as savepoint:
            report = load_content(StrategyContent.model_validate(changed(given, path, other(path, value))))
            if not report.changed_anything:
                dropped.append(shape)
            savepoint.rollback()
        db.session.expire_all()
    assert dropped == []
