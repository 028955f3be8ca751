"""Sentences of a text, and the claims of a hearing note."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.opinion import Surroundings, looks_like_opinion
from nlp.types import Claim

# Sudachi は長い入力を拒むので、文の終わりが無くてもこの長さで切る
LONGEST_SENTENCE = 1000
_LONGEST_QUOTE = 300
_OPENING, _CLOSING = "「『（(【〈《[［〔", "」』）)】〉》]］〕"
_ENDS = "。！？!?"
# 閉じ括弧の後にこれらが続けば、引用は文の途中である（「…。」と言う）
_QUOTED_ON = tuple("とがをはにのもへでや、，")

# 文が終わりうるのはこれらの字だけなので、ほかの字は見ない
_MAY_CUT = re.compile(f"[\n{re.escape(_ENDS + _OPENING + _CLOSING)}]")

# 一行に並んだ「①…。②…」は、丸数字ごとに一行とみる
_LINE = re.compile(r"(?:(?!(?<=。)[①-⑳⑴-⒇])[^\r\n])+")
_SPACE = r"[ \t\u3000]"
# ワードの箇条書きを貼ると、記号は私用領域（U+F0xx）の文字か、「l」「Ø」「ü」などの一字とタブになる
_BULLET = re.compile(
    rf"""{_SPACE}*(?:
        [・･●○◎■□◆◇▲△▼▽★☆◯＊*→⇒➡♪✓✔▪•‣※＞>➢➤❖⬤⚫⚪◦∙·⁃\uf020-\uf0ff]
      | [a-zA-ZØü§](?=\t)
      | [-－‐−–—ー~〜](?![0-9０-９])
      | [（(][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{{1,2}}[）)]
      | [①-⑳⑴-⒇❶-❿]
      | [0-9０-９]{{1,2}}(?:[.．、)）:：]|{_SPACE}+)(?![0-9０-９])
      | [一二三四五六七八九十]{{1,2}}(?:[、.．)）]|{_SPACE}+)
      | [QAＱＡ](?:[:：.．]|{_SPACE}+)
    ){_SPACE}*""",
    re.VERBOSE,
)
_SPEAKER = re.compile(
    rf"{_SPACE}*(?:[（(](?P<round>[^（()）\n]{{1,12}})[）)]|(?P<colon>[^\s。、「」（()）:：]{{1,10}})[:：])(?=.)"
)
# 「運輸　荷物はあるのに…」のように、空白だけで区切った短い話者。一つの記録に二度以上現れて初めて話者とみる
_SPACED_SPEAKER = re.compile(r"(?P<spaced>[^\s。、「」（()）0-9０-９]{1,5})\u3000(?=[^\s→]{8,})")
# 伝聞の結び（ここから後は記録者の言葉）と、発言の後の短い添え書き
_REPORTED = re.compile(
    r"(?:という|との)(?:こと|話|点|提案|意見|要望|指摘|声|説明)(?![がをに]多)[^。]{0,30}。.{0,20}$|とも。.{0,20}$|、$"
)
_AFTERWORD = re.compile(r"(?<=。)[（(][^（()）]{1,8}[）)]$")
_SENTENCES_OF_ONE_CLAIM = 2
# これより短い行の折返しは、折返しではなく箇条の終わりとみる
_NARROWEST = 24


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


def claims_of(note: str) -> list[Claim]:
    """How a note could be cut: a bullet whole, prose by line or sentence; in order, without overlap.

    Spans are of the note as given, without bullet marks, speaker marks and surrounding blanks.
    """
    blocks = _blocks(note)
    has_list = any(block.sign or block.speaker for block in blocks)
    return [claim for block in blocks for claim in _claims_of_block(note, block, has_list)]


@dataclass(frozen=True, slots=True)
class _Block:
    """A bullet, or a line of prose, together with the indented lines that continue it."""

    start: int
    end: int
    sign: str
    speaker: str


def _blocks(note: str) -> list[_Block]:
    spaced = len(_SPACED_SPEAKER.findall(_without_bullets(note))) > 1
    width = _wrapping_width(note)
    blocks: list[_Block] = []
    margin = 0
    for match in _LINE.finditer(note):
        start, end = match.span()
        if not match.group().strip():
            continue
        indent = len(match.group()) - len(match.group().lstrip(" \t\u3000"))
        bullet = _BULLET.match(note, start, end)
        if not bullet and blocks and _goes_on(note, blocks[-1], indent - margin, width):
            blocks[-1] = replace(blocks[-1], end=end)
            continue
        margin = indent
        blocks.append(_block(note, bullet.end() if bullet else start, end, sign=bullet, spaced=spaced))
    return blocks


def _goes_on(note: str, block: _Block, deeper: int, width: int) -> bool:
    """Whether the next line, which has no mark of its own, belongs to the block before it."""
    if block.sign or block.speaker:
        return deeper > 0 or _is_cut_off(note, block.end, width)
    return _is_cut_off(note, block.end, width)


def _is_cut_off(note: str, line_end: int, width: int) -> bool:
    line_start = max(note.rfind("\n", 0, line_end), note.rfind("\r", 0, line_end)) + 1
    return line_end - line_start >= width and note[line_end - 1] not in _ENDS + _CLOSING


def _wrapping_width(note: str) -> int:
    """The length at which lines of this note were wrapped; larger than any line if they were not."""
    lengths = sorted((len(line.rstrip()) for line in note.splitlines()), reverse=True)
    if len(lengths) < 3 or lengths[0] < _NARROWEST or lengths[0] - lengths[1] > 3:
        return len(note) + 1
    return lengths[0] - 3


def _without_bullets(note: str) -> str:
    lines = note.splitlines()
    return "\n".join(line[match.end() :] for line in lines if (match := _BULLET.match(line)))


def _block(note: str, start: int, end: int, *, sign: re.Match[str] | None, spaced: bool) -> _Block:
    mark = sign.group().strip() if sign else ""
    speaker = _SPEAKER.match(note, start, end)
    if not speaker and sign and spaced:
        speaker = _SPACED_SPEAKER.match(note, start, end)
    if not speaker:
        return _Block(start, end, mark, "")
    name = next(name for name in speaker.groups() if name)
    return _Block(speaker.end(), end, mark, name)


def _claims_of_block(note: str, block: _Block, has_list: bool) -> list[Claim]:
    is_listed = bool(block.sign or block.speaker)
    around = Surroundings(block.speaker, block.sign, is_listed or not has_list)
    pieces = [(block.start, block.end)] if is_listed else _prose(note, block.start, block.end)
    claims = []
    for start, end in pieces:
        start, end = _trimmed(note, start, _said_until(note, start, end, is_listed))
        if start < end:
            claims.append(Claim(start, end, looks_like_opinion(note[start:end], around)))
    return claims


def _prose(note: str, start: int, end: int) -> list[tuple[int, int]]:
    """A short line is one piece; a paragraph is cut by sentence."""
    # 折返しは文の終わりではない
    sentences = sentences_of(note[start:end].replace("\r", " ").replace("\n", " "))
    if len(sentences) <= _SENTENCES_OF_ONE_CLAIM:
        return [(start, end)]
    return [(start + first, start + last) for first, last in sentences]


def _said_until(note: str, start: int, end: int, is_listed: bool) -> int:
    """The end of what was said: what the recorder added after it stays outside."""
    tail = (_AFTERWORD if is_listed else _REPORTED).search(note[start:end].rstrip())
    return start + tail.start() if tail and tail.start() else end
