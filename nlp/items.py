"""The items of a note: its bullets, speakers' turns, headings and lines of prose, each with what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.bullets import bullet_at, is_answer, is_heading, is_question
from nlp.speakers import is_city, spaced_speakers, speaker_at
from nlp.wrapping import LINE

# 一行に並んだ「①…。②…」「・…。・…」（表の一つの欄に書かれたもの）は、印ごとに一行とみる。「○○地区」の丸は印ではない
_ENUMERATED = re.compile(r"(?<=[。　 ])(?=[①-⑳⑴-⒇])|(?<=[。！？])(?=[　 ]*(?:[・･●◎■□◆◇▪•]|[○◯](?![○◯〇])))")
_FACTS_FOLLOW = re.compile(
    r"現状|近況|概要|説明|事実|確認|実績|データ|数字|件数|日程|予定|次回|連絡|あいさつ|挨拶|所感|雑感|感想|参考|資料|出席|参加者|その他|市(から|より|側)|質問|報告|経緯|基礎"
)
_GOES_ON = re.compile(r"。[^）)」\s]")
_SENTENCE_LIKE = re.compile(r"[をがは]|[0-9０-９]")
_RUNS_ON = 80
_OPINIONS_FOLLOW = re.compile(r"意見|要望|課題|考え|提案|発言|声|期待|望|困|希望|思い|論点")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the unwrapped note without its marks, and how it stands there."""

    start: int
    end: int
    sign: str = ""
    speaker: str = ""
    indent: int = 0
    is_city: bool = False
    is_heading: bool = False
    is_listed: bool = True  # has a mark or a speaker, or the note has no list at all
    after_city: bool = False
    section: str = ""  # facts, opinions, or nothing known
    in_long_list: bool = False  # the items of this note mostly hold several sentences
    in_tidy_note: bool = False  # its writer gave each point a line of its own

    @property
    def is_question(self) -> bool:
        return is_question(self.sign)

    @property
    def is_answer(self) -> bool:
        return is_answer(self.sign)


def items_of(content: str, *, is_broken: bool) -> list[Item]:
    """The items of an unwrapped note, in order. `is_broken`: a width had broken sentences of it."""
    lines = [line for match in LINE.finditer(content) for line in _split(content, *match.span())]
    marks = [_mark(content, *line) for line in lines]
    spaced = spaced_speakers(content[words:end] for (_, end), (words, _) in zip(lines, marks, strict=True))
    found = [
        _item(content, line, mark, spaced)
        for line, mark in zip(lines, marks, strict=True)
        if content[line[0] : line[1]].strip()
    ]
    return list(_surrounded(content, found, is_tidy=not is_broken and _is_a_list(content, found)))


def _split(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _ENUMERATED.finditer(content, start + 1, end):
        yield start, match.start()
        start = match.start()
    yield start, end


def _mark(content: str, start: int, end: int) -> tuple[int, str]:
    bullet = bullet_at(content, start, end)
    return (min(bullet.end(), end), bullet.group().strip()) if bullet else (start, "")


def _item(content: str, line: tuple[int, int], mark: tuple[int, str], spaced: frozenset[str]) -> Item:
    start, end = line
    words, sign = mark
    indent = len(content[start:end]) - len(content[start:end].lstrip())
    speaker = speaker_at(content, words, end, spaced)
    if not speaker:
        named = is_heading(content[words:end].strip(), sign)
        return Item(words, end, sign, indent=indent, is_heading=named)
    # 「Ｑ　」「問」は印と話者のどちらにも現れる
    return Item(speaker[1], end, sign, speaker[0], indent)


def _surrounded(content: str, found: list[Item], *, is_tidy: bool) -> Iterator[Item]:
    has_list = any(item.sign or item.speaker for item in found)
    has_city = any(is_city(item.speaker) or item.is_question for item in found)
    in_long_list = _is_long_list(content, found)
    section, city_indent, after_city = "", -1, False
    for item in found:
        name = content[item.start : item.end].rstrip("：: \u3000\t") if item.is_heading else item.speaker
        spoken = bool(name) and is_city(name, has_city=has_city)
        inherited = 0 <= city_indent < item.indent and not item.speaker
        listed = bool(item.sign or item.speaker) or not has_list
        item = replace(
            item,
            is_city=spoken or inherited,
            section=section,
            is_listed=listed,
            after_city=after_city,
            in_long_list=in_long_list,
            in_tidy_note=is_tidy,
        )
        yield item
        if item.is_heading and (named := _section(content, item)) is not None:
            section = named
        if not inherited:
            city_indent = item.indent if spoken else -1
        after_city = item.is_city or item.is_question


def _section(content: str, heading: Item) -> str | None:
    """What a heading announces; None for a line that is only short."""
    name = content[heading.start : heading.end].strip()
    if _SENTENCE_LIKE.search(name) or len(name) > 16:
        return None
    if _OPINIONS_FOLLOW.search(name):
        return "opinions"
    return "facts" if _FACTS_FOLLOW.search(name) else ""


def _is_long_list(content: str, found: list[Item]) -> bool:
    """Whether a mark of this note usually opens several sentences: then its writer means one point by each."""
    marked = [content[item.start : item.end] for item in found if item.sign or item.speaker]
    several = sum(bool(_GOES_ON.search(wording)) for wording in marked)
    return several > 2 and 2 * several > sum("。" in wording for wording in marked)


def _is_a_list(content: str, found: list[Item]) -> bool:
    """Whether nothing was left to run on: whoever makes a list of everything makes one point by each mark."""
    marked = sum(bool(item.sign or item.speaker) for item in found)
    loose = (content[item.start : item.end] for item in found if not (item.sign or item.speaker))
    return marked > 2 and not any(len(wording) > _RUNS_ON for wording in loose)
