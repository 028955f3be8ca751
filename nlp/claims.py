"""The claims of a hearing note: how it could be cut, and which pieces look like opinions."""

from __future__ import annotations

import re

from nlp.cutting import pieces_of
from nlp.items import items_of
from nlp.opinion import looks_like_opinion
from nlp.types import Claim
from nlp.wrapping import unwrapped

# 伝聞の結び（ここから後は記録者の言葉）と、発言の後の短い添え書き
_REPORTED = re.compile(
    r"(?:という|との)(?:こと|話|点|提案|意見|要望|指摘|声|説明)(?![がをに]多)[^。]{0,30}。.{0,20}$|とも。.{0,20}$|、$"
)
_AFTERWORD = re.compile(r"(?<=。)[（(][^（()）]{1,8}[）)]$")
# 短い発言から「とのこと。」だけを外すと、言葉の足りない切れ端に見える
_LARGEST_TAIL = 1 / 6


def claims_of(note: str) -> list[Claim]:
    """How a note could be cut: an item whole or, where it says several things, in parts; in order, without overlap.

    Spans are of the note as given, without bullet marks, speaker marks and surrounding blanks.
    """
    text, is_broken = unwrapped(note)
    claims = []
    for item in items_of(text.content, is_broken=is_broken):
        content = text.content[item.start : item.end]
        pieces = pieces_of(content, item)
        for first, last in pieces:
            start, end = _said(content, first, last, is_prose=not (item.sign or item.speaker))
            if start < end:
                is_opinion = looks_like_opinion(content[start:end], item, is_whole=len(pieces) == 1)
                claims.append(Claim(*text.span(item.start + start, item.start + end), is_opinion))
    return claims


def _said(content: str, start: int, end: int, *, is_prose: bool) -> tuple[int, int]:
    """The piece without surrounding blanks and without what the recorder added at its end."""
    piece = content[start:end].rstrip()
    tail = (_REPORTED if is_prose else _AFTERWORD).search(piece)
    if tail and tail.start() and (not is_prose or len(tail.group()) <= _LARGEST_TAIL * len(piece)):
        piece = piece[: tail.start()].rstrip()
    return end - len(content[start:end].lstrip()), start + len(piece)
