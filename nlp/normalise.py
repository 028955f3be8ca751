"""Width, invisible characters, wrapped lines and spaces: one small repair each, positions remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from nlp.types import Text

# 半角の濁点・半濁点は結合文字ではないが、前の仮名と一つになる
_HALF_VOICE_MARKS = "\uff9e\uff9f"
_SENTENCE_END = "。！？!?.」』）)】:：;"
# 行頭がこれらで始まる行は箇条書きや話者の交替であって、折返しの続きではない
_OPENS_A_LINE = re.compile(
    r"[\s・●○◎■□◆◇▲△▼▽★☆◯※＊*→⇒♪\-－—–~〜「『（(【<＜\[［]|[0-9０-９]{1,2}[\s.)．）、:：]|[①-⑳]|[^\s。、]{1,8}[：:]"
)
_SHORTEST_WRAPPED_LINE = 18
_ANY_BLANK = re.compile(r"\s")


def normalise(wording: str) -> Text:
    """The wording in one width, without invisible characters, with wrapped lines joined; idempotent."""
    text = Text.of(wording)
    for repair in (unify_line_ends, drop_invisible, unify_width, collapse_spaces, join_wrapped_lines):
        text = repair(text)
    return text


def unify_line_ends(text: Text) -> Text:
    """Every line ends with one LF, however it was typed."""
    if not any(mark in text.content for mark in "\r\x0b\x0c\x85\u2028\u2029"):
        return text
    return text.rebuilt(_replaced(text.content, re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]"), "\n"))


def drop_invisible(text: Text) -> Text:
    """Control, zero-width and formatting characters, variation selectors and lone surrogates go."""
    if not any(map(_is_invisible, set(text.content))):
        return text
    return text.rebuilt((c, i, i + 1) for i, c in enumerate(text.content) if not _is_invisible(c))


def unify_width(text: Text) -> Text:
    """NFKC, cluster by cluster: ｶﾞ becomes ガ, Ａ becomes A, か + ゛ becomes が."""
    if unicodedata.is_normalized("NFKC", text.content):
        return text
    return text.rebuilt(_clusters(text.content))


def collapse_spaces(text: Text) -> Text:
    """A run of blanks becomes one space; blanks around a line end and at both ends go."""
    if not _ANY_BLANK.search(text.content):
        return text
    squeezed = text.rebuilt(_replaced(text.content, re.compile(r"[^\S\n]+"), " "))
    trimmed = squeezed.rebuilt(_replaced(squeezed.content, re.compile(r"(?<=\n) | (?=\n)"), ""))
    return _stripped(trimmed)


def join_wrapped_lines(text: Text) -> Text:
    """A line broken in the middle of a sentence by its width continues on the next line."""
    if "\n" not in text.content:
        return text
    pieces: list[tuple[str, int, int]] = []
    line_start = 0
    for index, char in enumerate(text.content):
        if char != "\n":
            pieces.append((char, index, index + 1))
        elif _is_wrapped(text.content, line_start, index):
            continue
        else:
            pieces.append((char, index, index + 1))
            line_start = index + 1
    return text.rebuilt(pieces)


def _is_wrapped(content: str, line_start: int, line_end: int) -> bool:
    following = content[line_end + 1 : line_end + 12]
    if line_end - line_start < _SHORTEST_WRAPPED_LINE or content[line_end - 1] in _SENTENCE_END:
        return False
    is_latin = content[line_end - 1].isascii() or following[:1].isascii()
    return bool(following) and following[0] != "\n" and not is_latin and not _OPENS_A_LINE.match(following)


def _stripped(text: Text) -> Text:
    inner = text.content.strip()
    if len(inner) == len(text.content):
        return text
    start = len(text.content) - len(text.content.lstrip())
    return text.rebuilt((c, start + i, start + i + 1) for i, c in enumerate(inner))


def _replaced(content: str, pattern: re.Pattern[str], replacement: str) -> Iterator[tuple[str, int, int]]:
    last = 0
    for match in pattern.finditer(content):
        yield from ((content[i], i, i + 1) for i in range(last, match.start()))
        if replacement:
            yield replacement, match.start(), match.end()
        last = match.end()
    yield from ((content[i], i, i + 1) for i in range(last, len(content)))


def _clusters(content: str) -> Iterator[tuple[str, int, int]]:
    start = 0
    for index in range(1, len(content) + 1):
        if index < len(content) and _joins_previous(content[index]):
            continue
        yield unicodedata.normalize("NFKC", content[start:index]), start, index
        start = index


@lru_cache(maxsize=4096)
def _joins_previous(char: str) -> bool:
    return unicodedata.combining(char) != 0 or char in _HALF_VOICE_MARKS


@lru_cache(maxsize=4096)
def _is_invisible(char: str) -> bool:
    if char in "\n\t":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") or unicodedata.name(char, "").startswith(
        "VARIATION SEL"
    )
