"""Lines of a note that were broken by their width, put together again; positions are remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nlp.bullets import bullet_at, is_heading
from nlp.speakers import speaker_at
from nlp.types import Text

LINE = re.compile("[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_ENDS, _CLOSING = "。！？!?", "」』）)】〉》]］〕"
# 日本語の行はこれらの字では始まらない
_CANNOT_START = re.compile(r"[、。，．）」』】ーぁぃぅぇぉっゃゅょんァィゥェォッャュョンを々]")
# これらで始まる行は、言い終わっていない前の行を受けている
_LEANS_BACK = re.compile(
    r"(?:ので|のに|のは|のが|のも|のだ|ため|けど|けれど|から|こと|もの|よう|そう|ところ|わけ|はず|だけ|ほど|くらい|ぐらい|まで|より|など|ない|なく"
    r"|ます|です|でし|ませ|たい|ほしい|欲しい|して|した|する|しな|され|られ|れば|なら|たら|という|といっ|と思|と言|って|いる|いな|いた|ある|あっ|ください|いただ|べき"
    r"|が、|し、|も、|は、|に、|で、|て、|と、|[がはもにでとへの][^ぁ-ん])"
)
# 平仮名でも、ここから新しく言い始める語
_STARTS_ANEW = re.compile(
    r"(?:あと|それ|また|でも|ただ|この|その|ここ|そこ|こう|もう|もっと|みんな|うち|いま|まだ|お|ご|いろ|やは|やっ|なお|しか|だか|せめ|ちょ|きの|よそ|ほか)"
)
_PARTICLE = tuple("をにがはのへや、，")
_LOOSE_PARTICLE = tuple("とでもてりくればしさ")
_FINISHED = tuple("いるただうんねよすなか")
# 「会員数　約300」のように、語と空白で始まる行は新しい
_LABELLED = re.compile(r"[^\s。、]{2,8}\u3000")
_KANJI, _KATAKANA, _HIRAGANA = re.compile("[一-鿿々]"), re.compile("[ァ-ヶー]"), re.compile("[ぁ-ん]")
_SHORTEST, _LONGEST, _LONGEST_TITLE = 12, 46, 30
_ENOUGH = 2.0


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: int  # 字下げと印を除いた始まり
    indent: int
    sign: str
    has_speaker: bool


def unwrapped(note: str) -> tuple[Text, bool]:
    """The note with every line that a width broke on one line, without the indents of its pieces.

    And whether a sentence was broken anywhere: its writer did not look after lines.
    """
    lines = [_line(note, *match.span()) for match in LINE.finditer(note) if match.group().strip()]
    widths = {_length(upper) for upper, lower in _neighbours(note, lines) if _flow(note, upper, lower) >= 2.5}
    cuts: list[tuple[int, int, str]] = []
    opener: _Line | None = None
    for upper, lower in _neighbours(note, lines):
        if not cuts or cuts[-1][1] != upper.words:
            opener = upper
        if opener and _goes_on(note, opener, upper, lower, widths):
            cuts.append((upper.end, lower.words, ""))
    is_broken = any(note[start - 1] not in _ENDS + _CLOSING for start, _, _ in cuts)
    return Text.of(note).edited(cuts), is_broken


def _line(note: str, start: int, end: int) -> _Line:
    indent = start
    while note[indent] in " \t\u3000":
        indent += 1
    while note[end - 1].isspace():
        end -= 1
    bullet = bullet_at(note, start, end)
    words = min(bullet.end(), end) if bullet else indent
    sign = bullet.group().strip() if bullet else ""
    return _Line(start, end, words, indent - start, sign, bool(speaker_at(note, words, end, frozenset())))


def _neighbours(note: str, lines: list[_Line]) -> Iterator[tuple[_Line, _Line]]:
    """Each line with the next one, where that has no mark of its own and no empty line is between them."""
    for upper, lower in pairwise(lines):
        between = note[upper.end : lower.start]
        if not lower.sign and not lower.has_speaker and len(_LINE_END.findall(between)) == 1:
            yield upper, lower


def _length(line: _Line) -> int:
    return line.end - line.start


def _goes_on(note: str, opener: _Line, upper: _Line, lower: _Line, widths: set[int]) -> bool:
    """Whether the lower line continues the item that `opener` began, or the sentence of the upper line."""
    is_item = bool(opener.sign or opener.has_speaker)
    is_deeper = lower.indent > opener.indent
    if is_heading(note[lower.words : lower.end], "") and note[lower.words] in "（(【<＜[［":
        return False
    if note[upper.end - 1] in _ENDS + _CLOSING:
        return is_item and is_deeper and lower.indent > 0
    points = _flow(note, upper, lower) + 2.0 * is_deeper + 0.5 * is_item
    if any(abs(_length(upper) - width) <= 2 for width in widths):
        points += 1.5
    points -= 2.0 * (_length(upper) < _SHORTEST) + 1.5 * (_length(upper) > _LONGEST and not widths)
    # 記録の一行目は見出しで、短いまま終わる
    points -= 2.0 * (upper.start == 0 and not is_item and _length(upper) < _LONGEST_TITLE)
    return points >= _ENOUGH


def _flow(note: str, upper: _Line, lower: _Line) -> float:
    """How much the end of one line asks for the beginning of the next."""
    last, first = note[upper.end - 1], note[lower.words]
    rest = note[lower.words : lower.words + 6]
    if last in _ENDS + _CLOSING or _length(upper) < _SHORTEST:
        return -2.0
    if _CANNOT_START.match(rest):
        return 4.0
    if _LABELLED.match(note, lower.words, lower.end):
        return -1.0
    if last in _PARTICLE:
        return 2.5
    if _HIRAGANA.match(first) and not _STARTS_ANEW.match(rest):
        if _KANJI.match(last) or _LEANS_BACK.match(rest):
            return 3.0
        return 1.5
    if last in _LOOSE_PARTICLE:
        return 1.5
    if _KATAKANA.match(last) and _KATAKANA.match(first):
        return 2.5
    if last in _FINISHED:
        return -0.5
    return 1.5 if _KANJI.match(last) and _KANJI.match(first) else 0.5
