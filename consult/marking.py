"""Wording cut into parts for display: evidence marked, invisible characters named. Never changes the wording (TU5)."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from flask import Flask

LINE_MARKS = "\n\r\t"
# Fillers that a page shows as nothing although Unicode calls them letters.
FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
ZERO_WIDTH_JOINER = "\u200d"
NAMES = {
    "\u200b": "ゼロ幅空白",
    "\u200c": "ゼロ幅非接合子",
    "\u200d": "ゼロ幅接合子",
    "\u2060": "単語結合子",
    "\ufeff": "ゼロ幅空白（BOM）",
    "\u00ad": "ソフトハイフン",
    "\u200e": "左から右への記号",
    "\u200f": "右から左への記号",
    "\u061c": "アラビア文字の方向記号",
    **{chr(code): "文字の向きを変える制御文字" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
    **dict.fromkeys(FILLERS, "見えない文字"),
}


@dataclass(frozen=True)
class Piece:
    """Text to show as it is, or (with a `name`) one invisible character to show as a mark."""

    text: str
    name: str = ""

    @property
    def code_point(self) -> str:
        return f"U+{ord(self.text[0]):04X}"


@dataclass(frozen=True)
class Part:
    """A stretch of the wording, and what it is evidence for: `labels` in the order of the spans."""

    text: str
    is_marked: bool = False
    labels: tuple[str, ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        return visible_pieces(self.text)

    @property
    def hint(self) -> str:
        return "・".join(self.labels)


def bind(app: Flask) -> None:
    app.jinja_env.globals["marked_parts"] = marked_parts
    app.jinja_env.globals["visible_pieces"] = visible_pieces


def marked_parts(wording: str, spans: Iterable[Sequence[Any]]) -> list[Part]:
    """Cut `wording` at its evidence; the parts joined are the wording.

    A span is (start, end) or (start, end, label) in code points. Spans may overlap; what lies outside is clipped.
    """
    clipped = [(max(0, span[0]), min(len(wording), span[1]), *span[2:3]) for span in spans]
    real = [span for span in clipped if span[0] < span[1]]
    cuts = sorted({0, len(wording), *(edge for span in real for edge in span[:2])})
    parts: list[Part] = []
    for start, end in pairwise(cuts):
        covering = [span for span in real if span[0] <= start and end <= span[1]]
        labels = tuple(dict.fromkeys(span[2] for span in covering if len(span) > 2))
        _append(parts, Part(wording[start:end], bool(covering), labels))
    return parts


def _append(parts: list[Part], part: Part) -> None:
    """Join a part to its neighbour when both are evidence for the same, so that one mark reads as one."""
    if parts and (parts[-1].is_marked, parts[-1].labels) == (part.is_marked, part.labels):
        part = Part(parts.pop().text + part.text, part.is_marked, part.labels)
    parts.append(part)


def visible_pieces(text: str) -> list[Piece]:
    """Runs of plain text, and every invisible or direction-changing character by itself; joined they are `text`."""
    if not any(map(_may_hide, set(text).difference(LINE_MARKS))):
        return [Piece(text)] if text else []
    pieces: list[Piece] = []
    run_from = 0
    for position, character in enumerate(text):
        if not _is_hidden(text, position):
            continue
        if run_from < position:
            pieces.append(Piece(text[run_from:position]))
        pieces.append(Piece(character, NAMES.get(character, "制御文字")))
        run_from = position + 1
    if run_from < len(text):
        pieces.append(Piece(text[run_from:]))
    return pieces


def _is_hidden(text: str, position: int) -> bool:
    character = text[position]
    if character in LINE_MARKS:
        return False
    if character == ZERO_WIDTH_JOINER and _joins_symbols(text, position):
        return False
    return _may_hide(character)


@lru_cache(maxsize=65_536)
def _may_hide(character: str) -> bool:
    """Whether it is hidden wherever it does not mark a line or join symbols; no character of most texts is."""
    return character in FILLERS or unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cn")


def _joins_symbols(text: str, position: int) -> bool:
    """A joiner inside an emoji family is part of one picture, not something hidden."""
    before = text[:position].rstrip("\ufe0f")[-1:]
    after = text[position + 1 : position + 2]
    kinds = {unicodedata.category(each) for each in (before, after) if each}
    return bool(before and after) and kinds <= {"So", "Sk"}
