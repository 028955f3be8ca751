"""A Word file as the plain text that `domain.draft_text` reads: `#` for headings, list marks, tables between upright lines.

Read is what a person would see with all changes accepted: what was put in stays, what was taken out is gone, remarks and
field codes are no text. A picture is named where it stands. No picture, macro or linked file is ever opened.
"""

from dataclasses import dataclass, field

from consult.documents.docx_package import Attributes, Package, Silent
from consult.documents.docx_parts import Notes, Numbering, Styles
from consult.domain.draft_text import MAX_CHARACTERS
from consult.domain.errors import FileRefused
from consult.domain.file_types import PACKED, check_file

WORD = PACKED[0]
NO_WORD = "「{name}」の中身はWordのファイル（docx）ではありません。Wordで開いて、docx形式で保存し直してから選んでください。"
MACROS = "「{name}」はマクロを含んでいるので受け付けられません。マクロのないdocx形式で保存し直してから選んでください。"
TOO_LONG = "「{name}」は文章が長すぎます（{most:,}字まで）。分けて、案件を別に作ってください。"
# Deleted and moved text, field codes, readings over words, and what a newer Word draws instead.
_SKIPPED = {"del", "moveFrom", "instrText", "rt", "Fallback", "delText", "comment"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "　", "noBreakHyphen": "-", "ptab": "　"}
_OUTLINE_END = 6


def read_docx(name: str, content: bytes) -> str:
    """The text of a Word file; FileRefused says what is wrong with any other, macros and bombs included."""
    if content.startswith(b"PK") and b"vbaProject.bin" in content:
        raise FileRefused(MACROS.format(name=name), field="file")
    try:
        kind = check_file(name, content, (WORD,))
    except FileRefused as refusal:
        words = refusal.message if len(content) == 0 or "大きさの上限" in refusal.message else NO_WORD
        raise FileRefused(words.format(name=name), field="file") from refusal
    assert kind is WORD
    package = Package(name, content)
    styles, numbering, notes = Styles(), Numbering(), Notes()
    package.read("word/styles.xml", styles)
    package.read("word/numbering.xml", numbering)
    package.read("word/footnotes.xml", notes)
    body = Body(styles, numbering, notes.known, too_long=TOO_LONG.format(name=name, most=MAX_CHARACTERS))
    package.read("word/document.xml", body)
    return body.written()


@dataclass
class Paragraph:
    parts: list[str] = field(default_factory=list)
    style: str = ""
    outline: int | None = None
    numbering: str = ""
    depth: int = 0


@dataclass
class Table:
    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    span: int = 1


class Body(Silent):
    """word/document.xml, line by line."""

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: dict[str, str], *, too_long: str = ""
    ) -> None:
        self._styles, self._numbering, self._notes, self._too_long = styles, numbering, notes, too_long
        self._out: list[str] = []
        self._last_was_point = False
        self._skipping = 0
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._is_text = False
        self._characters = 0

    def start(self, name: str, given: Attributes) -> None:
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
            return
        if name == "p":
            self._paragraphs.append(Paragraph())
        elif name == "tbl":
            self._tables.append(Table())
        elif name == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif name == "tc" and self._tables:
            self._tables[-1].cell, self._tables[-1].span = [], 1
        elif name == "gridSpan" and self._tables:
            self._tables[-1].span = min(int(given.get("val", "1") or 1), 60)
        elif name == "t":
            self._is_text = True
        elif self._paragraphs:
            self._in_paragraph(name, given)

    def _in_paragraph(self, name: str, given: Attributes) -> None:
        here = self._paragraphs[-1]
        value = given.get("val", "")
        if name in _BREAKS and "pos" not in given:
            here.parts.append(_BREAKS[name] if given.get("type") != "page" else "")
        elif name == "pStyle":
            here.style = value
        elif name == "outlineLvl" and value.isdigit():
            here.outline = int(value)
        elif name == "numId":
            here.numbering = value
        elif name == "ilvl" and value.isdigit():
            here.depth = int(value)
        elif name == "docPr":
            here.parts.append(f"（図：{given.get('descr') or given.get('title') or '説明なし'}）")
        elif name == "footnoteReference" and self._notes.get(given.get("id", "")):
            here.parts.append(f"（注：{self._notes[given['id']].strip()}）")

    def text(self, words: str) -> None:
        if self._is_text and not self._skipping and self._paragraphs:
            self._count(words)
            self._paragraphs[-1].parts.append(words)

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._is_text = False
        elif name == "p" and self._paragraphs:
            self._keep(self._paragraphs.pop())
        elif name == "tc" and self._tables:
            self._end_cell(self._tables[-1])
        elif name == "tbl" and self._tables:
            self._end_table(self._tables.pop())

    def _keep(self, paragraph: Paragraph) -> None:
        text = "".join(paragraph.parts).strip("\n")
        if not text.strip(" \t　\n"):
            return
        if self._paragraphs:
            # A text box: its words stand where it is anchored.
            self._paragraphs[-1].parts.append(f"\n{text}\n")
        elif self._tables:
            self._tables[-1].cell.append(text)
        elif not self._styles.is_contents(paragraph.style):
            self._write(paragraph, text)

    def _write(self, paragraph: Paragraph, text: str) -> None:
        level = self._styles.level(paragraph.style)
        if paragraph.outline is not None and paragraph.outline < _OUTLINE_END:
            level = paragraph.outline + 1
        number, depth = paragraph.numbering, paragraph.depth
        if not number:
            number, depth = self._styles.numbering(paragraph.style)
        mark, is_bullet = self._numbering.mark(number, depth)
        if level is not None:
            self._line(f"{'#' * level} {' '.join(filter(None, [mark, ' '.join(text.splitlines()).strip()]))}")
        elif mark:
            self._line(f"{mark}{'' if is_bullet else ' '}{text.strip()}", is_point=True)
        else:
            self._line(text)

    def _line(self, text: str, *, is_point: bool = False) -> None:
        """Points of one list stand together, everything else apart."""
        if self._out and not (is_point and self._last_was_point):
            self._out.append("")
        self._out.append(text)
        self._last_was_point = is_point
        self._count("##  ")

    def _end_cell(self, table: Table) -> None:
        if table.rows:
            text = "<br>".join("\n".join(table.cell).split("\n")).replace("|", "\\|")
            table.rows[-1] += [text, *[""] * (table.span - 1)]
            self._count("||" * table.span)

    def _end_table(self, table: Table) -> None:
        rows = [row for row in table.rows if any(row)]
        if self._tables:
            # A table within a cell: its rows become lines there.
            self._tables[-1].cell += ["　".join(filter(None, row)) for row in rows]
        elif len(rows) == 1 and len(rows[0]) == 1:
            # A frame around a text, which is how boxes are drawn.
            self._line(rows[0][0].replace("<br>", "\n").replace("\\|", "|"))
        elif rows:
            self._line("\n".join(f"| {' | '.join(row)} |" for row in rows))

    def _count(self, words: str) -> None:
        self._characters += len(words)
        # Marks and upright lines are beside the text; what is far more than a plan is refused while it is read.
        if self._characters > 3 * MAX_CHARACTERS:
            raise FileRefused(self._too_long, field="file")

    def written(self) -> str:
        return "\n".join(self._out)
