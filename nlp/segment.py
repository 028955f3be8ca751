"""Sentences of a text, cut where a reader would pause for good."""

from __future__ import annotations

import re

# Sudachi は長い入力を拒むので、文の終わりが無くてもこの長さで切る
LONGEST_SENTENCE = 1000
_LONGEST_QUOTE = 300
_OPENING, _CLOSING = "「『（(【〈《[［〔", "」』）)】〉》]］〕"
_ENDS = "。！？!?"
# 閉じ括弧の後にこれらが続けば、引用は文の途中である（「…。」と言う）
_QUOTED_ON = tuple("とがをはにのもへでや、，")

# 文が終わりうるのはこれらの字だけなので、ほかの字は見ない
_MAY_CUT = re.compile(f"[\n{re.escape(_ENDS + _OPENING + _CLOSING)}]")


def sentences_of(content: str) -> list[tuple[int, int]]:
    """Spans that cover every visible character once, in order; never cut inside 「」 or a number."""
    spans: list[tuple[int, int]] = []
    start, depth = 0, 0
    for match in _MAY_CUT.finditer(content):
        index, char = match.start(), match.group()
        while index - start >= LONGEST_SENTENCE:
            spans.append((start, start + LONGEST_SENTENCE))
            start, depth = start + LONGEST_SENTENCE, 0
        if char in _OPENING and _is_closed(content, index):
            depth += 1
        elif char in _CLOSING and depth:
            depth -= 1
        if _ends_here(content, start, index, depth):
            spans.append((start, index + 1))
            start, depth = index + 1, 0
    spans.extend((at, at + LONGEST_SENTENCE) for at in range(start, len(content), LONGEST_SENTENCE))
    trimmed = (_trimmed(content, *span) for span in spans)
    return [span for span in trimmed if span[0] < span[1]]


def _is_closed(content: str, index: int) -> bool:
    """Whether a bracket that opens here closes again; a forgotten one must not swallow the rest."""
    partner = _CLOSING[_OPENING.index(content[index])]
    return content.find(partner, index, index + _LONGEST_QUOTE) >= 0


def _ends_here(content: str, start: int, index: int, depth: int) -> bool:
    char, following = content[index], content[index + 1 : index + 2]
    if char == "\n" or index + 1 - start >= LONGEST_SENTENCE:
        return True
    if following and (following in _ENDS or following in _CLOSING):
        return False
    is_quote_end = (
        char in _CLOSING and content[index - 1 : index] in tuple(_ENDS) and following not in _QUOTED_ON
    )
    return depth == 0 and (char in _ENDS or is_quote_end)


def _trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    inner = content[start:end]
    end = start + len(inner)
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
