"""Reads opinions with people's labels: what the tagger learns from and is measured on.

A line is `{"id", "text", "themes", "packages", "models"}`. A facet is a list of codes, main first (one coder), or
`{"a": […], "b": […], "agreed": […]}` (two coders who did not see each other's answer; what both gave is the default of
`agreed`). A hearing's line holds `remarks`, each with `wording` (or `text`) and the facets; its id or number stands
for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.errors import InputUnreadable
from nlp.lines import is_broken, naming, read_rows

KEY_OF_FACET = {"theme": "themes", "package": "packages", "model": "models"}
HALVES = ("all", "learning", "evaluation")
# 末尾の文字で二つに分ける。見る前に決めておけば、あとから都合のよい側を選べない
_EVALUATION_ENDINGS = frozenset("13579bdf")

Codes = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An opinion with its labels; `group` is shared by opinions that must not be split (one hearing)."""

    id: str
    group: str
    text: str
    coders: tuple[Codes, ...]
    agreed: Codes


def read_labelled(source: str, half: str = "all") -> list[Labelled]:
    """The labelled opinions of a file ("-": standard input), or of one half of it.

    Raises InputUnreadable naming the line at fault; every line must bear the same number of coders.
    """
    found: list[Labelled] = []
    with naming(source):
        for number, row in read_rows(source):
            group = _identity(row, number)
            if half == "all" or (group[-1:] in _EVALUATION_ENDINGS) == (half == "evaluation"):
                found.extend(_opinions(row, group, number))
        if len({len(one.coders) for one in found}) > 1:
            raise InputUnreadable("一人が付けた行と二人が付けた行が混ざっています。")
    return found


def _identity(row: Any, number: int) -> str:
    identity = row.get("id", row.get("number")) if isinstance(row, dict) else None
    if isinstance(identity, bool) or not isinstance(identity, str | int) or identity == "":
        raise InputUnreadable(f"{number} 行目に id（文字列か整数）がありません。")
    if is_broken(str(identity)):
        raise InputUnreadable(f"{number} 行目の id に対になっていないサロゲートがあります。")
    return str(identity)


def _opinions(row: dict[str, Any], group: str, number: int) -> Iterator[Labelled]:
    remarks = row.get("remarks")
    if remarks is None:
        yield _opinion(row, group, group, number)
        return
    if not isinstance(remarks, list) or not all(isinstance(remark, dict) for remark in remarks):
        raise InputUnreadable(f"{number} 行目の remarks の形が違います。")
    for count, remark in enumerate(remarks, start=1):
        yield _opinion(remark, f"{group}-{count}", group, number)


def _opinion(row: dict[str, Any], identity: str, group: str, number: int) -> Labelled:
    text = row.get("text", row.get("wording"))
    if not isinstance(text, str) or is_broken(text):
        raise InputUnreadable(f"{number} 行目に text（文字列）がありません。")
    per_facet = {facet: _coders(row.get(key), key, number) for facet, key in KEY_OF_FACET.items()}
    most = max(len(coders) for coders, _ in per_facet.values())
    if any(len(coders) not in (most, 0) for coders, _ in per_facet.values()) or not most:
        raise InputUnreadable(f"{number} 行目に themes・packages・models の分類がそろっていません。")
    coders = tuple(
        {facet: each[coder] if each else () for facet, (each, _) in per_facet.items()}
        for coder in range(most)
    )
    return Labelled(
        identity, group, text, coders, {facet: agreed for facet, (_, agreed) in per_facet.items()}
    )


def _coders(value: Any, key: str, number: int) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """What each coder gave on a facet, and what all of them gave; no coder at all when the key is absent."""
    if value is None:
        return (), ()
    if isinstance(value, list):
        codes = _codes(value, key, number)
        return (codes,), codes
    if not isinstance(value, dict) or "a" not in value or "b" not in value:
        raise InputUnreadable(f"{number} 行目の {key} が符号の並びでも、a と b の組でもありません。")
    one, other = _codes(value["a"], key, number), _codes(value["b"], key, number)
    both = tuple(code for code in one if code in other)
    return (one, other), _codes(value.get("agreed", both), key, number)


def _codes(value: Any, key: str, number: int) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
        raise InputUnreadable(f"{number} 行目の {key} が符号（文字列）の並びではありません。")
    return tuple(dict.fromkeys(value))


def unknown_codes(labelled: Sequence[Labelled], known: Codes) -> list[str]:
    """Codes in the labels that the strategy does not have, in code point order."""
    given = {
        code
        for one in labelled
        for codes in (*one.coders, one.agreed)
        for facet, wanted in codes.items()
        for code in wanted
        if code not in known[facet]
    }
    return sorted(given)
