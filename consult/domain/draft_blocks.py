"""The text of a draft's section as blocks: paragraphs, lists, tables, quotations. The n-th block is the passage `key-n`.

What is read is plain text as people paste it and a few signs of Markdown. Every character of it is in a block, but for
the signs that say what a block is (`>`, `|`, a leading hyphen) and white space.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from consult.domain.plain_text import is_blank
from consult.domain.wrapped_lines import ends_sentence, joined

# A longer line is a sentence, and so is one that ends like one.
LONGEST_BARE_HEADING = 60
_NO_HEADING_ENDS = ("。", "、", "，", ",", "；", ";")

_QUOTE = re.compile(r"[ \t　]*[>＞][ \t　]?(.*)", re.DOTALL)
_BULLET = re.compile(r"[ \t　]*([-*+](?=[ \t　])|[・•●◆◇■□▪])[ \t　]*(?=[^ \t　])(.*)", re.DOTALL)
_NUMBER = re.compile(
    r"[ \t　]*("
    r"[0-9０-９]{1,3}(?:[.．](?![0-9０-９])|[)）]|[ \t　])"
    r"|[(（](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}|[ア-ンa-zA-Zａ-ｚＡ-Ｚｱ-ﾝ])[)）]"
    r"|[①-⑳㉑-㉟]|[ア-ン](?:[ \t　]|[.．](?![ア-ン]))"
    r")[ \t　]*(?=[^ \t　])(.*)",
    re.DOTALL,
)
_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?[ \t]*)?\|?[ \t]*")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_IN_CELL = re.compile(r"<br ?/?>")


class BlockKind(Enum):
    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"
    TABLE = "table"
    QUOTE = "quote"


@dataclass(frozen=True)
class Item:
    """One point of a list, with the number that its writer gave it; a paragraph and a quotation are one item."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Block:
    """`first` and `last` are its lines in the body, counted from 0, both inclusive."""

    kind: BlockKind
    items: tuple[Item, ...]
    rows: tuple[tuple[str, ...], ...]
    first: int
    last: int

    @property
    def text(self) -> str:
        """Without markup, as it is read."""
        lines = ["　".join(row) for row in self.rows] or [f"{each.mark}{each.text}" for each in self.items]
        return "\n".join(lines)

    @property
    def may_be_heading(self) -> bool:
        """One line that reads like a heading, with a number of its own or without: it may become the one of what follows."""
        is_one_line = self.kind in (BlockKind.PARAGRAPH, BlockKind.NUMBERS) and self.first == self.last
        return is_one_line and reads_like_heading(self.text)


Line = tuple[int, str]


def reads_like_heading(line: str) -> bool:
    """Short, and no sentence."""
    text = line.strip(" \t　")
    return 0 < len(text) <= LONGEST_BARE_HEADING and not text.endswith(_NO_HEADING_ENDS)


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks in order; blank lines stand between them and belong to none. Linear in the length of the text."""
    found: list[Block] = []
    for lines in _groups(list(enumerate(body.split("\n")))):
        found += _cut(lines)
    return tuple(found)


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines with ink that stand together."""
    group: list[Line] = []
    for line in lines:
        if not is_blank(line[1]):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _cut(lines: list[Line]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        for kind, take in _TAKERS:
            taken = take(lines, at)
            if taken:
                yield _block(kind, lines[at : at + taken])
                at += taken
                break


def _block(kind: BlockKind, lines: list[Line]) -> Block:
    texts = [text for _, text in lines]
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[Item, ...] = ()
    if kind is BlockKind.TABLE:
        rows = _even([_cells(text) for text in texts if not _RULE.fullmatch(text)])
    elif kind is BlockKind.QUOTE:
        items = (Item(joined([_part(_QUOTE, text) for text in texts])),)
    elif kind is BlockKind.PARAGRAPH:
        items = (Item(joined(texts)),)
    else:
        items = tuple(_points(_BULLET if kind is BlockKind.BULLETS else _NUMBER, texts))
    return Block(kind, items, rows, lines[0][0], lines[-1][0])


def _table(lines: list[Line], at: int) -> int:
    """Rows between upright lines; or what a spreadsheet pastes, which needs two rows to be known."""
    piped = _while(lines, at, lambda text: text.strip(" \t").startswith("|") and text.count("|") > 1)
    if piped:
        # A rule alone has no cells: it is shown as the line it is.
        return piped if any(not _RULE.fullmatch(text) for _, text in lines[at : at + piped]) else 0
    tabbed = _while(lines, at, lambda text: "\t" in text.strip(" \t　"))
    return tabbed if tabbed > 1 else 0


def _quote(lines: list[Line], at: int) -> int:
    return _while(lines, at, lambda text: _QUOTE.fullmatch(text) is not None)


def _bullets(lines: list[Line], at: int) -> int:
    return _points_taken(_BULLET, lines, at)


def _numbers(lines: list[Line], at: int) -> int:
    return _points_taken(_NUMBER, lines, at)


def _paragraph(lines: list[Line], at: int) -> int:
    """One line at least; the next ones while they go on with its sentence."""
    taken = 1
    while at + taken < len(lines):
        before, text = lines[at + taken - 1][1], lines[at + taken][1]
        if _begins_block(lines, at + taken) or text[0] in " \t　" or ends_sentence(before):
            break
        taken += 1
    return taken


_SPECIAL = (
    (BlockKind.TABLE, _table),
    (BlockKind.QUOTE, _quote),
    (BlockKind.BULLETS, _bullets),
    (BlockKind.NUMBERS, _numbers),
)
_TAKERS = (*_SPECIAL, (BlockKind.PARAGRAPH, _paragraph))


def _begins_block(lines: list[Line], at: int) -> bool:
    """Whether a line is no mere continuation. A table is told by two lines at most, so this stays linear."""
    text = lines[at][1]
    if any(sign.fullmatch(text) for sign in (_QUOTE, _BULLET, _NUMBER)):
        return True
    return _table(lines[at : at + 2], 0) > 0


def _points_taken(sign: re.Pattern[str], lines: list[Line], at: int) -> int:
    """Points of one kind, and the lines that go on with a point."""
    if not sign.fullmatch(lines[at][1]):
        return 0
    taken = 1
    while at + taken < len(lines):
        text = lines[at + taken][1]
        if not sign.fullmatch(text):
            is_indented = text[0] in " \t　"
            goes_on = is_indented or not ends_sentence(lines[at + taken - 1][1])
            if not goes_on or _begins_block(lines, at + taken):
                break
        taken += 1
    return taken


def _points(sign: re.Pattern[str], texts: list[str]) -> Iterator[Item]:
    """A bullet's sign is drawn by the page; a number is text, because people refer to it."""
    mark = ""
    point: list[str] = []
    for text in texts:
        if match := sign.fullmatch(text):
            if point:
                yield Item(joined(point), mark)
            mark, point = (match[1] if sign is _NUMBER else ""), [match[2]]
        else:
            point.append(text)
    yield Item(joined(point), mark)


def _cells(text: str) -> tuple[str, ...]:
    line = text.strip(" \t")
    if not line.startswith("|"):
        return tuple(cell.strip(" 　") for cell in text.split("\t"))
    cells = _CELL_EDGE.split(line[1:])
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return tuple(_IN_CELL.sub("\n", cell.replace("\\|", "|").strip(" \t　")) for cell in cells)


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Every row as wide as the widest."""
    width = max(len(row) for row in rows)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _while(lines: list[Line], at: int, holds: object) -> int:
    taken = 0
    while at + taken < len(lines) and callable(holds) and holds(lines[at + taken][1]):
        taken += 1
    return taken


def _part(sign: re.Pattern[str], text: str) -> str:
    match = sign.fullmatch(text)
    return match[1] if match else text
