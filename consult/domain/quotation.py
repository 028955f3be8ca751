"""A 要旨 that invents nothing: the opinion's own words, some left out, 「…」 where something was.

How it begins and what it asks for: the first clause and the last one, then as much before the last as there is room
for, up to the beginning of its sentence, then as much after the first. Every piece is a slice of the wording.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

CUT = "…"
LIMIT = 80
# A clause ends with its mark, or where the words are broken off by anything but a single blank.
CLAUSE = re.compile(r"[^、。！？!?\s]+(?: [^、。！？!?\s]+)*[、。！？!?]*[」』）)]*")
SENTENCE_END = re.compile(r"[。！？!?][」』）)]*$")
BULLET = re.compile(r"^[・●○■□◆◇※→\-*]+")


@dataclass(frozen=True)
class Quotation:
    """`pieces` are (start, end) in the wording, in order, apart from each other."""

    wording: str
    pieces: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        words = CUT.join(self.wording[start:end] for start, end in self.pieces)
        before = CUT if self.wording[: self.pieces[0][0]].strip(" \u3000\t\n・") else ""
        after = CUT if self.wording[self.pieces[-1][1] :].strip() else ""
        return f"{before}{words}{after}"


def shortened(wording: str, limit: int = LIMIT) -> Quotation | None:
    """At most `limit` characters; None when the wording is short already, or has no place where it may be cut."""
    clauses = _clauses(wording)
    if len(clauses) < 2 or len(" ".join(wording.split())) <= limit:
        return None
    first, last = 0, len(clauses) - 1
    if not _fits(wording, clauses, [first, last], limit):
        return _quotation(wording, clauses, [last]) if _fits(wording, clauses, [last], limit) else None
    head, tail = [first], [last]
    while tail[0] - 1 > head[-1] and not _ends_sentence(wording, clauses[tail[0] - 1]):
        if not _fits(wording, clauses, [*head, tail[0] - 1, *tail], limit):
            break
        tail.insert(0, tail[0] - 1)
    while head[-1] + 1 < tail[0] and _fits(wording, clauses, [*head, head[-1] + 1, *tail], limit):
        head.append(head[-1] + 1)
    return _quotation(wording, clauses, [*head, *tail])


def _clauses(wording: str) -> list[tuple[int, int]]:
    found = []
    for match in CLAUSE.finditer(wording):
        bullet = BULLET.match(match.group())
        start = match.start() + (bullet.end() if bullet else 0)
        if start < match.end():
            found.append((start, match.end()))
    return found


def _quotation(wording: str, clauses: Sequence[tuple[int, int]], chosen: Sequence[int]) -> Quotation:
    """Neighbours become one piece when nothing, or one blank, stands between them."""
    pieces: list[tuple[int, int]] = []
    for n in chosen:
        start, end = clauses[n]
        if pieces and wording[pieces[-1][1] : start] in ("", " "):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return Quotation(wording, tuple(pieces))


def _fits(wording: str, clauses: Sequence[tuple[int, int]], chosen: Sequence[int], limit: int) -> bool:
    return len(_quotation(wording, clauses, chosen).text) <= limit


def _ends_sentence(wording: str, clause: tuple[int, int]) -> bool:
    return bool(SENTENCE_END.search(wording[clause[0] : clause[1]]))
