"""How many lines a text takes in a box, without asking any face: counted on the careful side, so that nothing runs over.

A slide, unlike a page, does not grow with its text. PowerPoint sets the slide in a face of the reader's machine, so a
character is taken as wide as the widest that an office has: a Japanese one is 1, a Latin one by its kind (in widths of
the type size). A word of Latin letters goes to the next line whole, and what may not begin a line takes one with it.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

# 行頭禁則で送られる文字の分
PUSHED_OUT = 2.0
# What an office program puts between Japanese and Latin letters, on both sides of a word.
AROUND_LATIN = 0.5
WIDE_LATIN = frozenset("MWm@%")
UNBROKEN = re.compile(r"[!-~]+")
NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
SENTENCE_ENDS = "。！？\n"


def width_of(character: str) -> float:
    if unicodedata.category(character) in NO_WIDTH:
        return 0.0
    if not character.isascii():
        return 0.55 if unicodedata.east_asian_width(character) == "H" else 1.0
    if character in WIDE_LATIN:
        return 1.0
    return 0.8 if character.isupper() else 0.65


def line_count(text: str, width: float) -> int:
    """Lines that the text takes; an empty text takes one."""
    return 1 + sum(1 for _ in _line_starts(text, width))


def fits(text: str, width: float, lines: int) -> bool:
    """Whether that many lines hold the text; of a long one no more is read than that."""
    return next(islice(_line_starts(text, width), lines - 1, None), None) is None


def first_part(text: str, width: float, lines: int) -> str:
    """As much of the text as `lines` hold; up to the end of a sentence where that keeps more than half of it."""
    for number, start in enumerate(_line_starts(text, width), start=1):
        if number == lines:
            return text[: _good_end(text, start)]
    return text


def parts(text: str, width: float, lines: int) -> Iterator[str]:
    """The whole text in parts that `lines` hold each, but for a line break at their end; joined they are the text again."""
    while text:
        part = first_part(text, width, lines)
        yield part
        text = text[len(part) :]


def _line_starts(text: str, width: float) -> Iterator[int]:
    """Where each line after the first begins."""
    room = max(1.0, width - PUSHED_OUT)
    used = 0.0
    for start, end in _pieces(text):
        if text[start] == "\n":
            used = 0.0
            yield end
            continue
        wide = sum(map(width_of, text[start:end])) + (AROUND_LATIN if UNBROKEN.match(text[start]) else 0.0)
        if used and used + wide > room:
            yield start
            used = 0.0
        if wide <= room:
            used += wide
            continue
        for place in range(start, end):
            if used + width_of(text[place]) > room:
                yield place
                used = 0.0
            used += width_of(text[place])


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """What stays together: a word of Latin letters, else a character."""
    place = 0
    while place < len(text):
        word = UNBROKEN.match(text, place)
        end = word.end() if word else place + 1
        yield place, end
        place = end


def _good_end(text: str, most: int) -> int:
    end = max(text.rfind(mark, 0, most) for mark in SENTENCE_ENDS) + 1
    if end > most // 2:
        return end
    # What has no width belongs to the character before it.
    while most > 1 and most < len(text) and not width_of(text[most]):
        most -= 1
    return most
