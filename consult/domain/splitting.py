"""Where the wording of one opinion is cut into several: each part is a slice of it, and together they hold all its ink (R30).

Positions are code points. Blanks at a cut belong to neither part.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from consult.domain.claims import Cut
from consult.domain.errors import SplitRefused
from consult.domain.plain_text import is_blank
from consult.domain.spans import Span

# Where a reader would look for the end of a point: after a sentence or a line.
ENDS = re.compile(r"[。！？!?]+[」』）)]*|\n")
MOST_PARTS = 100
JOINERS = "\u200d"


def parts_of(wording: str, cuts: Iterable[int]) -> list[Span]:
    """The slices between the cuts; SplitRefused where a place cannot be cut at, or nothing would be cut."""
    places = sorted(set(cuts))
    if not places:
        raise SplitRefused("分けるところを1か所以上選んでください。", field="at")
    if not all(can_cut(wording, at) for at in places):
        raise SplitRefused(
            "そこでは分けられません。前後のどちらにも文が残るところを選んでください。", field="at"
        )
    spans = [
        _trimmed(wording, start, end)
        for start, end in zip([0, *places], [*places, len(wording)], strict=True)
    ]
    if any(is_blank(wording[start:end]) for start, end in spans):
        raise SplitRefused("文のない意見ができてしまいます。分けるところを減らしてください。", field="at")
    if len(spans) > MOST_PARTS:
        raise SplitRefused(f"一度に分けられるのは{MOST_PARTS}件までです。", field="at")
    return spans


def can_cut(wording: str, at: int) -> bool:
    """Never inside what is read as one character, nor where nothing would stand on one side."""
    if not 0 < at < len(wording) or is_blank(wording[:at]) or is_blank(wording[at:]):
        return False
    return not _clings(wording[at]) and wording[at - 1] not in JOINERS


def places_to_cut(wording: str) -> list[int]:
    """Where each sentence and line begins, but the first."""
    found = (_where_ink_begins(wording, match.end()) for match in ENDS.finditer(wording))
    return [at for at in dict.fromkeys(found) if can_cut(wording, at)]


def proposed_cuts(wording: str, pieces: Sequence[Cut]) -> list[int]:
    """Between the points that `nlp` sees. What is no point itself (a heading, a remark) goes with the point after it
    where it begins a line, else with the one before; a greeting goes with the first, a farewell with the last."""
    points = [n for n, piece in enumerate(pieces) if piece.is_opinion]
    cuts = []
    for before, after in pairwise(points):
        ends = [pieces[n].end for n in range(before, after)]
        starts_line = (
            end for n, end in enumerate(ends, before) if "\n" in wording[end : pieces[n + 1].start]
        )
        cuts.append(next(starts_line, ends[-1]))
    return [at for each in cuts if can_cut(wording, at := _where_ink_begins(wording, each))]


def cut_before(wording: str, words: str) -> int:
    """Where the words begin with which the next opinion begins; SplitRefused when they do not stand there."""
    wanted = words.strip()
    at = wording.find(wanted) if wanted else -1
    if at < 0:
        raise SplitRefused("この言葉は原文に見つかりません。原文からそのまま写してください。", field="before")
    if not can_cut(wording, at):
        raise SplitRefused(
            "この言葉の前では分けられません。2件目のはじめの言葉を写してください。", field="before"
        )
    return at


def _where_ink_begins(wording: str, at: int) -> int:
    """The same cut, said in one way: blanks at it belong to neither side."""
    return len(wording) - len(wording[at:].lstrip())


def _trimmed(wording: str, start: int, end: int) -> Span:
    text = wording[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))


def _clings(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf") or character in "\u3099\u309a"
