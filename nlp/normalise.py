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
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ANY_BLANK = re.compile(r"\s")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_AT_LINE_END = re.compile(r"(?<=\n) | (?=\n)")


def normalise(wording: str) -> Text:
    """The wording in one width, without invisible characters, with wrapped lines joined; idempotent."""
    text = Text.of(wording)
    for repair in (unify_line_ends, drop_invisible, unify_width, collapse_spaces, join_wrapped_lines):
        text = repair(text)
    return text


def unify_line_ends(text: Text) -> Text:
    """Every line ends with one LF, however it was typed."""
    return text.edited(_replaced(text.content, _LINE_END, "\n"))


def drop_invisible(text: Text) -> Text:
    """Control, zero-width and formatting characters, variation selectors and lone surrogates go."""
    # 目に見える文字だけの文が大半である。異体字の選択子だけは、見える文字に数えられている
    if text.content.isprintable() and not _SELECTOR.search(text.content):
        return text
    gone = {char for char in set(text.content) if _is_invisible(char)}
    return text.edited((at, at + 1, "") for at, char in enumerate(text.content) if char in gone)


def unify_width(text: Text) -> Text:
    """NFKC, cluster by cluster: ｶﾞ becomes ガ, Ａ becomes A, か + ゛ becomes が."""
    if unicodedata.is_normalized("NFKC", text.content):
        return text
    return text.edited(_clusters(text.content))


def collapse_spaces(text: Text) -> Text:
    """A run of blanks becomes one space; blanks around a line end and at both ends go."""
    if not _ANY_BLANK.search(text.content):
        return text
    squeezed = text.edited(_replaced(text.content, _BLANKS, " "))
    return _stripped(squeezed.edited(_replaced(squeezed.content, _BLANK_AT_LINE_END, "")))


def join_wrapped_lines(text: Text) -> Text:
    """A line broken in the middle of a sentence by its width continues on the next line."""
    if "\n" not in text.content:
        return text
    return text.edited((at, at + 1, "") for at in _wrapped_ends(text.content))


def _wrapped_ends(content: str) -> Iterator[int]:
    line_start, at = 0, content.find("\n")
    while at >= 0:
        if _is_wrapped(content, line_start, at):
            yield at
        else:
            line_start = at + 1
        at = content.find("\n", at + 1)


def _is_wrapped(content: str, line_start: int, line_end: int) -> bool:
    following = content[line_end + 1 : line_end + 12]
    if line_end - line_start < _SHORTEST_WRAPPED_LINE or content[line_end - 1] in _SENTENCE_END:
        return False
    is_latin = content[line_end - 1].isascii() or following[:1].isascii()
    return bool(following) and following[0] != "\n" and not is_latin and not _OPENS_A_LINE.match(following)


def _stripped(text: Text) -> Text:
    size = len(text.content)
    first, last = size - len(text.content.lstrip()), len(text.content.rstrip())
    outer = ((0, first, ""), (last, size, "")) if first < last else ((0, size, ""),)
    return text.edited(edit for edit in outer if edit[0] < edit[1])


def _replaced(content: str, pattern: re.Pattern[str], replacement: str) -> Iterator[tuple[int, int, str]]:
    for match in pattern.finditer(content):
        if match.group() != replacement:
            yield match.start(), match.end(), replacement


def _clusters(content: str) -> Iterator[tuple[int, int, str]]:
    """The clusters that NFKC changes or whose characters belong together; what joins goes with what it joins."""
    joining = {char for char in set(content) if _joins_previous(char)}
    changing = {char for char in set(content) if _changes(char)} | joining
    end = 0
    for index in [index for index, char in enumerate(content) if char in changing]:
        if index < end:
            continue
        start = index - 1 if content[index] in joining and index > end else index
        end = index + 1
        while content[end : end + 1] in joining:
            end += 1
        yield start, end, unicodedata.normalize("NFKC", content[start:end])


@lru_cache(maxsize=4096)
def _changes(char: str) -> bool:
    return not unicodedata.is_normalized("NFKC", char)


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
