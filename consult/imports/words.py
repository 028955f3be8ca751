"""What the words of a workbook mean (`words.yaml`): compared without width, case, blanks and brackets."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from consult.spreadsheets.columns import folded

# What is longer is a sentence and no word of a list.
LONGEST = 60
FILE = Path(__file__).with_name("words.yaml")


@cache
def _all() -> dict[str, dict[str, tuple[str, ...]]]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: {code: tuple(words) for code, words in group.items()} for name, group in read.items()}


def headings(key: str, group: str = "headings") -> tuple[str, ...]:
    """Headings that mean a field."""
    return _all()[group].get(key, ())


def meaning(group: str, typed: str) -> str:
    """The code that a word stands for, "" for an unknown one. The longest word within decides: 庁内（書面） is 庁内."""
    key = folded(typed[:LONGEST])
    codes = _codes(group)
    if key in codes:
        return codes[key]
    within = [word for word in codes if len(word) > 1 and word in key]
    return codes[max(within, key=len)] if within else ""


def exact(group: str, typed: str) -> str:
    """The same for whole words only."""
    return _codes(group).get(folded(typed[:LONGEST]), "")


def share(group: str, typed: list[str]) -> float:
    """How many of these cells hold a word of the group; whole words, so that a sentence is none."""
    return sum(bool(exact(group, each)) for each in typed) / len(typed) if typed else 0.0


@cache
def _codes(group: str) -> dict[str, str]:
    return {folded(word): code for code, words in _all()[group].items() for word in words}
