"""A draft's text cut into sections by its headings, and its sections put together into chapters.

Two ways of writing are read: Markdown, where `#` begins a heading, and what Japanese plans are written like: 第1章, 第1節,
1　…, (1) …. A text with one `#` heading is Markdown. Nothing of a text is lost: its lines are the sections' lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from consult.domain.draft_blocks import blocks_of, reads_like_heading
from consult.domain.errors import DraftRefused
from consult.domain.plain_text import is_blank, unix_newlines
from consult.domain.vocabulary import DraftSource

MAX_CHARACTERS = 300_000
MAX_SECTIONS = 500
MAX_BLOCKS = 5_000
MAX_HEADING = 300
LOWEST_LEVEL = 6
# How a section without a heading of its own is called on screen.
NO_HEADING = "（前文）"

_HASH = re.compile(r" {0,3}(#{1,6}|＃{1,6})[ \t　]+(\S.*)")
# 第2章　取り組むこと………12: a line of a table of contents.
_LISTED = re.compile(r".*(?:[…‥・.．]{2}|\t)[…‥・.．\t 　]*[0-9０-９]{1,3}")
_DIGITS = "[0-9０-９一二三四五六七八九十百]{1,4}"
# In the order of their rank.
_CONVENTIONS = (
    re.compile(rf"第{_DIGITS}[編部](?:[ \t　:：.．].*|)"),
    re.compile(rf"第{_DIGITS}章(?:[ \t　:：.．].*|)"),
    re.compile(rf"第{_DIGITS}節(?:[ \t　:：.．].*|)"),
    re.compile(r"[0-9０-９]{1,2}(?:[.．](?![0-9０-９])|[ \t　])[ \t　]*\S.*"),
    re.compile(r"[0-9０-９]{1,2}[-－.．][0-9０-９]{1,2}[ \t　.．][ \t　]*\S.*"),
    re.compile(r"[(（][0-9０-９]{1,2}[)）][ \t　]*\S.*"),
)
# From here on a rank is also how lists are numbered: such a line stands alone, or it is a point of a list.
_LIKE_LISTS = 3


@dataclass(frozen=True)
class Cut:
    """A heading and what stands below it, up to the next one. `heading` is "" before the first heading."""

    level: int
    heading: str
    body: str


class Levelled(Protocol):
    @property
    def level(self) -> int: ...


def cut_text(text: str) -> tuple[DraftSource, list[Cut]]:
    """The sections of a pasted text; raises DraftRefused when it is blank or more than a plan can be."""
    lines = unix_newlines(text).removeprefix("\ufeff").split("\n")
    if all(is_blank(line) for line in lines):
        raise DraftRefused("文章がありません。案の文章を貼り付けてください。", field="text")
    source = DraftSource.MARKDOWN if any(_HASH.fullmatch(each) for each in lines) else DraftSource.PASTED
    headings = _marked(lines) if source is DraftSource.MARKDOWN else _by_convention(lines)
    cuts = _cut_at(lines, headings)
    check_fits(cuts)
    return source, cuts


def check_fits(cuts: Sequence[Cut]) -> None:
    """A page, a comparison and a form can hold it; DraftRefused says what is too much."""
    characters = sum(len(each.heading) + len(each.body) for each in cuts)
    if characters > MAX_CHARACTERS:
        raise DraftRefused(
            f"合わせて{MAX_CHARACTERS:,}字までです（いまは{characters:,}字）。案件を分けるか、資料編を外してください。",
            field="text",
        )
    if len(cuts) > MAX_SECTIONS:
        raise DraftRefused(
            f"見出しが{len(cuts):,}か所あります。{MAX_SECTIONS}か所までです。箇条書きは、空行を入れずに続けて書いてください。",
            field="text",
        )
    blocks = sum(len(blocks_of(each.body)) for each in cuts)
    if blocks > MAX_BLOCKS:
        raise DraftRefused(
            f"段落・箇条書き・表が合わせて{blocks:,}あります。{MAX_BLOCKS:,}までです。案件を分けてください。",
            field="text",
        )


def _marked(lines: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Line to (rank, heading)."""
    found = {}
    for at, line in enumerate(lines):
        if (match := _HASH.fullmatch(line)) and len(heading := _unclosed(match[2])) <= MAX_HEADING:
            found[at] = (len(match[1]), heading)
    return found


def _unclosed(heading: str) -> str:
    """Without the signs that may close it: `## 移動 ##`."""
    text = heading.rstrip(" \t　")
    opened = text.rstrip("#")
    return opened.rstrip() if opened != text and opened[-1:] in (" ", "\t") else text


def _by_convention(lines: Sequence[str]) -> dict[int, tuple[int, str]]:
    ranks = [_rank(line) for line in lines]
    found = {}
    for at, rank in enumerate(ranks):
        if rank is None or (rank >= _LIKE_LISTS and _is_point(ranks, lines, at)):
            continue
        found[at] = (rank, lines[at].strip(" \t　"))
    return found


def _rank(line: str) -> int | None:
    text = line.strip(" \t　")
    if not reads_like_heading(text) or _LISTED.fullmatch(text):
        return None
    return next((rank for rank, each in enumerate(_CONVENTIONS) if each.fullmatch(text)), None)


def _is_point(ranks: Sequence[int | None], lines: Sequence[str], at: int) -> bool:
    """A numbered line right beside another of its kind is a point of a list; one with tabs is a table's row."""
    beside = [each for each in (at - 1, at + 1) if 0 <= each < len(ranks)]
    return any(ranks[each] == ranks[at] for each in beside) or "\t" in lines[at].strip(" \t　")


def _cut_at(lines: Sequence[str], headings: dict[int, tuple[int, str]]) -> list[Cut]:
    levels = {rank: level for level, rank in enumerate(sorted({rank for rank, _ in headings.values()}), 1)}
    starts = sorted(headings)
    cuts = []
    before = _body(lines[: starts[0]] if starts else lines)
    if before:
        cuts.append(Cut(1, "", before))
    for start, end in pairwise([*starts, len(lines)]):
        rank, heading = headings[start]
        cuts.append(Cut(min(levels[rank], LOWEST_LEVEL), heading, _body(lines[start + 1 : end])))
    return cuts


def _body(lines: Sequence[str]) -> str:
    """Without the blank lines around it."""
    inked = [at for at, line in enumerate(lines) if not is_blank(line)]
    return "\n".join(lines[inked[0] : inked[-1] + 1]) if inked else ""


def shown_heading(heading: str) -> str:
    return heading or NO_HEADING


def chapter_starts(sections: Sequence[Levelled]) -> list[int]:
    """Where the chapters begin: at the highest level that cuts the text at all.

    A text under one title is cut at the level below it; the title and its foreword are then the first chapter.
    """
    for level in range(1, LOWEST_LEVEL + 1):
        starts = [at for at, each in enumerate(sections) if each.level <= level]
        if len(starts) > 1:
            return sorted({0, *starts})
    return [0] if sections else []


def joined(before: Cut, after: Cut) -> Cut:
    """The second section as a part of the first: its heading becomes a line there."""
    parts = [before.body, after.heading, after.body]
    return replace(before, body="\n\n".join(part for part in parts if part))


def split_at(cut: Cut, line: int) -> tuple[Cut, Cut]:
    """The line of the body becomes the heading of what follows it, on the same level."""
    lines = cut.body.split("\n")
    heading = lines[line].strip(" \t　")
    if len(heading) > MAX_HEADING:
        raise DraftRefused(f"見出しは{MAX_HEADING}字までです。")
    return (
        replace(cut, body=_body(lines[:line])),
        Cut(max(cut.level, 1), heading, _body(lines[line + 1 :])),
    )


def headings_above(sections: Sequence[tuple[int, str]]) -> Iterator[tuple[str, ...]]:
    """For each (level, heading) the headings that it stands under."""
    path: list[tuple[int, str]] = []
    for level, heading in sections:
        while path and path[-1][0] >= level:
            path.pop()
        yield tuple(each for _, each in path)
        path.append((level, heading))
