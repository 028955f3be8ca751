"""Keys that carry a year in their name (`target_2020`, `versus_2015_percent`): lifted to one name and `of_year`."""

import re
from typing import Any


def lift_year(given: Any, name: str, *, suffix: str = "") -> Any:
    """`{"target_2020": {"value": 5}}` → `{"target": {"value": 5, "of_year": 2020}}`.

    With a suffix the value is a bare number: `{"versus_2015_percent": -5}` → `{"versus": {"percent": -5, …}}`.
    A second such key, or the bare name itself, stays in the way it is not known by, and is refused.
    """
    if not isinstance(given, dict):
        return given
    lifted = {(f"{key} " if key == name else key): value for key, value in given.items()}
    ending = f"_{suffix}" if suffix else ""
    found = next((m for key in given if (m := re.fullmatch(rf"{name}_(\d{{4}}){ending}", key))), None)
    if found is not None:
        value = lifted.pop(found[0])
        inner = {suffix: value} if suffix else value
        lifted[name] = {**inner, "of_year": int(found[1])} if isinstance(inner, dict) else inner
    return lifted


def key_in_file(key: str, siblings: list[str]) -> str | None:
    """The key that the file has for a lifted name: `target` → `target_2020`; None when there is none."""
    return next((each for each in siblings if re.match(rf"{re.escape(key)}_\d{{4}}", each)), None)
