"""Sentences of a text, and the claims of a hearing note."""

from __future__ import annotations

import re

from nlp.opinion import looks_like_opinion
from nlp.types import Claim

# Sudachi は長い入力を拒むので、文の終わりが無くてもこの長さで切る
LONGEST_SENTENCE = 1000
_OPENING, _CLOSING = "「『（(【〈《[［〔", "」』）)】〉》]］〕"
_ENDS = "。！？!?"
_DIGITS = "0123456789０１２３４５６７８９"

_SPACE = r"[ \t\u3000]"
_BULLET = re.compile(
    rf"""{_SPACE}*(?:
        [・･●○◎■□◆◇▲△▼▽★☆◯＊*→⇒➡♪✓✔▪•‣※＞>]
      | [-－‐−–—ー~〜](?![0-9０-９])
      | [（(][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{{1,2}}[）)]
      | [①-⑳⑴-⒇❶-❿]
      | [0-9０-９]{{1,2}}(?:[.．、)）:：]|{_SPACE}+)(?![0-9０-９])
      | [一二三四五六七八九十]{{1,2}}(?:[、.．)）]|{_SPACE}+)
      | [QAＱＡ](?:[:：.．]|{_SPACE}+)
      | [⇒→]
    ){_SPACE}*""",
    re.VERBOSE,
)
_SPEAKER = re.compile(
    rf"{_SPACE}*(?:[（(](?P<round>[^（()）\n]{{1,12}})[）)]|(?P<colon>[^\s。、「」（()）:：]{{1,10}})[:：])(?=.)"
)
_BARE_SPEAKER = re.compile(rf"(?P<bare>[^\s。、「」（()）:：]{{1,5}}){_SPACE}+(?=\S{{8,}})")


def sentences_of(content: str) -> list[tuple[int, int]]:
    """Spans that cover every visible character once, in order; never cut inside 「」 or a number."""
    spans: list[tuple[int, int]] = []
    start, depth = 0, 0
    for index, char in enumerate(content):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING and depth:
            depth -= 1
        if _ends_here(content, start, index, depth):
            spans.append((start, index + 1))
            start, depth = index + 1, 0
    spans.append((start, len(content)))
    trimmed = (_trimmed(content, *span) for span in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _ends_here(content: str, start: int, index: int, depth: int) -> bool:
    char, following = content[index], content[index + 1 : index + 2]
    if char == "\n" or index + 1 - start >= LONGEST_SENTENCE:
        return True
    if following and (following in _ENDS or following in _CLOSING):
        return False
    return depth == 0 and (char in _ENDS or (char in _CLOSING and content[index - 1 : index] in tuple(_ENDS)))


def _trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    inner = content[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def claims_of(note: str) -> list[Claim]:
    """How a note could be cut: bullets whole, prose by sentence; in order, without overlap.

    Spans are of the note as given, without bullet marks, speaker marks and surrounding blanks.
    """
    claims: list[Claim] = []
    has_bullets = any(_BULLET.match(note, start) for start, _ in _lines(note))
    for block in _blocks(note):
        claims.extend(_claims_of_block(note, block, has_bullets))
    return claims


class _Block(tuple[int, int, str, bool]):
    """(start, end, speaker, is_bullet) of a bullet or line with the lines that continue it."""


def _lines(note: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\r\n]+", note)]


def _blocks(note: str) -> list[_Block]:
    blocks: list[_Block] = []
    margin = ""
    for start, end in _lines(note):
        if not note[start:end].strip():
            continue
        mark = _BULLET.match(note, start, end)
        indent = note[start:end][: len(note[start:end]) - len(note[start:end].lstrip(" \t\u3000"))]
        if not mark and blocks and blocks[-1][3] and len(indent) > len(margin):
            previous = blocks[-1]
            blocks[-1] = _Block((previous[0], end, previous[2], True))
            continue
        margin = indent
        content_start, speaker, has_speaker = _after_marks(note, mark.end() if mark else start, end)
        sign = mark.group().strip() if mark else ""
        blocks.append(_Block((content_start, end, speaker or sign, bool(mark) or has_speaker)))
    return blocks


def _after_marks(note: str, start: int, end: int) -> tuple[int, str, bool]:
    match = _SPEAKER.match(note, start, end)
    if match:
        return match.end(), match.group("round") or match.group("colon"), True
    return start, "", False


def _claims_of_block(note: str, block: _Block, has_bullets: bool) -> list[Claim]:
    start, end, speaker, is_bullet = block
    if is_bullet:
        pieces = [_trimmed(note, start, end)]
    else:
        pieces = [_trimmed(note, start + s, start + e) for s, e in sentences_of(note[start:end])]
    return [
        Claim(s, e, looks_like_opinion(note[s:e], speaker, is_bullet or not has_bullets))
        for s, e in pieces
        if s < e
    ]
