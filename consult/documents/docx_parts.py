"""What a Word file says beside its text: which styles are headings, how lists are numbered, what the notes are."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from consult.documents.docx_package import Attributes, Silent

LEVELS = 9
_HEADING = re.compile(r"(?:heading|見出し) ?([1-6])")
_CONTENTS = re.compile(r"(?:toc|目次) ?[1-9]")


@dataclass
class Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    numbering: str = ""
    depth: int = 0


class Styles(Silent):
    """word/styles.xml: heading level, numbering and contents by style, its parents asked too."""

    def __init__(self) -> None:
        self.known: dict[str, Style] = {}
        self._here = Style()

    def start(self, name: str, given: Attributes) -> None:
        value = given.get("val", "")
        if name == "style":
            self._here = self.known.setdefault(given.get("styleId", ""), Style())
        elif name == "name":
            self._here.name = value.lower()
        elif name == "basedOn":
            self._here.based_on = value
        elif name == "outlineLvl":
            self._here.outline = _whole(value)
        elif name == "numId":
            self._here.numbering = value
        elif name == "ilvl":
            self._here.depth = _whole(value) or 0

    def level(self, style: str) -> int | None:
        """1–6 for a heading."""
        for each in self._line(style):
            if match := _HEADING.fullmatch(each.name):
                return int(match[1])
            if each.outline is not None:
                return each.outline + 1 if each.outline < 6 else None
        return None

    def is_contents(self, style: str) -> bool:
        return any(_CONTENTS.fullmatch(each.name) for each in self._line(style))

    def numbering(self, style: str) -> tuple[str, int]:
        found = next((each for each in self._line(style) if each.numbering), Style())
        return found.numbering, found.depth

    def _line(self, style: str) -> list[Style]:
        """The style and those it is based on; a circle of them ends."""
        found: list[Style] = []
        while (each := self.known.get(style)) and each not in found and len(found) < 20:
            found.append(each)
            style = each.based_on
        return found


@dataclass
class NumberLevel:
    kind: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass
class Numbering(Silent):
    """word/numbering.xml, and the counters as the text is read."""

    _abstract: dict[str, dict[int, NumberLevel]] = field(default_factory=dict)
    _of_number: dict[str, str] = field(default_factory=dict)
    _counters: dict[str, list[int]] = field(default_factory=dict)
    _levels: dict[int, NumberLevel] = field(default_factory=dict)
    _level: NumberLevel = field(default_factory=NumberLevel)
    _number: str = ""

    def start(self, name: str, given: Attributes) -> None:
        value = given.get("val", "")
        if name == "abstractNum":
            self._levels = self._abstract.setdefault(given.get("abstractNumId", ""), {})
        elif name == "lvl":
            self._level = self._levels.setdefault(_whole(given.get("ilvl", "")) or 0, NumberLevel())
        elif name == "start":
            self._level.start = _whole(value) or 0
        elif name == "numFmt":
            self._level.kind = value
        elif name == "lvlText":
            self._level.pattern = value[:40]
        elif name == "num":
            self._number = given.get("numId", "")
        elif name == "abstractNumId" and self._number:
            self._of_number[self._number] = value

    def mark(self, number: str, depth: int) -> tuple[str, bool]:
        """What Word draws before the paragraph, counted on; and whether it is a bullet."""
        abstract = self._of_number.get(number, "")
        level = self._abstract.get(abstract, {}).get(depth)
        if level is None or not 0 <= depth < LEVELS:
            return "", False
        if level.kind == "bullet":
            return "・", True
        counters = self._counters.setdefault(abstract, [])
        levels = self._abstract[abstract]
        while len(counters) <= depth:
            counters.append(levels.get(len(counters), NumberLevel()).start - 1)
        counters[depth] += 1
        del counters[depth + 1 :]

        def drawn(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = levels.get(at, NumberLevel())
            # A level that no paragraph has used yet counts as begun.
            count = counters[at] if at < len(counters) else shown.start
            return _written(max(count, shown.start), shown.kind)

        return re.sub(r"%([1-9])", drawn, level.pattern), False


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalEnclosedCircle": lambda n: chr(0x245F + n) if n <= 20 else f"({n})",
    "aiueoFullWidth": lambda n: (
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"[
            (n - 1) % 46
        ]
    ),
    "lowerLetter": lambda n: chr(ord("a") + (n - 1) % 26),
    "upperLetter": lambda n: chr(ord("A") + (n - 1) % 26),
    "none": lambda n: "",
}
_FORMS["aiueo"] = _FORMS["aiueoFullWidth"]


def _written(number: int, kind: str) -> str:
    if number < 1:
        return str(number)
    if "japanese" in kind.lower() or "chinese" in kind.lower() or kind == "ideographDigital":
        return _kanji(number)
    return _FORMS.get(kind, str)(number)


def _kanji(number: int) -> str:
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = ["", *"一二三四五六七八九"]
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + digits[ones]


class Notes(Silent):
    """word/footnotes.xml: the notes' texts by their numbers."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._here = ""
        self._is_text = False

    def start(self, name: str, given: Attributes) -> None:
        if name in ("footnote", "endnote"):
            self._here = "" if given.get("type", "normal") != "normal" else given.get("id", "")
        self._is_text = name == "t"

    def end(self, name: str) -> None:
        self._is_text = False

    def text(self, words: str) -> None:
        if self._is_text and self._here:
            self.known[self._here] = (self.known.get(self._here, "") + words)[:2_000]


def _whole(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
