"""What slides are made of: an empty A4 deck in a Japanese face, boxes of text and tables that stay text (no pictures).

Lines have an exact height, so that a slide looks the same in whichever face the reader's machine has.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Length, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# 職員の PowerPoint にある書体。無ければ PowerPoint が近いものを選ぶ
FACE = "游ゴシック"
BLACK, GREY, WHITE = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x55, 0x55, 0x55), RGBColor(0xFF, 0xFF, 0xFF)
SHADE = RGBColor(0xF0, 0xF0, 0xF0)
# Plain rules, no colours: 表のスタイル「スタイルなし、表のグリッド線あり」.
GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"
NOT_OURS = ("/printerSettings", "/thumbnail")
TITLE_ONLY = 5

Box = tuple[float, float, float, float]


def blank_deck(made_at: datetime, *, title: str, size: tuple[float, float]) -> Any:
    """No slides yet. Title and time stand in the file's properties, nobody's name does; sizes are points."""
    deck: Any = Presentation()
    deck.slide_width, deck.slide_height = Pt(size[0]), Pt(size[1])
    for layout in [each for n, each in enumerate(deck.slide_layouts) if n != TITLE_ONLY]:
        deck.slide_layouts.remove(layout)
    for page in (deck.slide_master, deck.slide_layouts[0]):
        # Their places are those of another size; a slide brings its own.
        for shape in [each for each in page.placeholders if each.placeholder_format.type not in (1, 3)]:
            shape._element.getparent().remove(shape._element)
    _set_faces(deck)
    for part in (deck.part, deck.part.package):
        relations = part.rels if hasattr(part, "rels") else part._rels
        for key in [key for key, each in relations.items() if each.reltype.endswith(NOT_OURS)]:
            relations.pop(key)
    properties = deck.core_properties
    properties.author, properties.last_modified_by, properties.comments = "", "", ""
    properties.title, properties.language = title, "ja-JP"
    properties.created = properties.modified = made_at.replace(tzinfo=None)
    return deck


def add_slide(deck: Any, title: str, *, at: Box, size: float) -> Any:
    """A slide whose title is its title for the outline and for screen readers, too."""
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Pt(each) for each in at)
    _write(shape.text_frame, title, size=size, is_bold=True, colour=BLACK)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.margin_left = shape.text_frame.margin_right = Pt(0)
    return slide


def add_box(
    slide: Any,
    at: Box,
    *,
    name: str,
    inset: float = 0.0,
    fill: RGBColor | None = None,
    is_middle: bool = False,
) -> Any:
    """An empty frame for paragraphs; `name` is what the selection pane and a screen reader call it."""
    shape = slide.shapes.add_textbox(*(Pt(each) for each in at))
    shape.name = name
    if fill is not None:
        shape.fill.solid()
        shape.fill.fore_color.rgb = fill
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(inset)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE if is_middle else MSO_ANCHOR.TOP
    return shape


def add_text(
    shape: Any,
    text: str,
    *,
    size: float,
    is_bold: bool = False,
    colour: RGBColor = BLACK,
    align: Any = PP_ALIGN.LEFT,
    indent: float = 0.0,
    apart: float = 0.0,
) -> None:
    """A further paragraph of the frame. With `indent`: what stands before the tab hangs out."""
    frame = shape.text_frame
    is_first = len(frame.paragraphs) == 1 and not frame.paragraphs[0].runs
    paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
    _fill(paragraph, text, size=size, is_bold=is_bold, colour=colour)
    paragraph.alignment, paragraph.space_before = align, Pt(apart)
    if indent:
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Pt(indent)))
        properties.set("indent", str(-Pt(indent)))


def add_table(
    slide: Any,
    rows: Sequence[Sequence[str]],
    *,
    at: tuple[float, float],
    widths: Sequence[float],
    heights: Sequence[float],
    right: Sequence[int],
    size: float,
    inset: float,
    name: str,
) -> None:
    """A native table; the first of `rows` is its head."""
    frame = slide.shapes.add_table(
        len(rows), len(widths), Pt(at[0]), Pt(at[1]), Pt(sum(widths)), Pt(sum(heights))
    )
    frame.name = name
    table = frame.table
    table.first_row, table.horz_banding = True, False
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = GRID
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for n, (row, height) in enumerate(zip(rows, heights, strict=True)):
        table.rows[n].height = Pt(height)
        for place, (cell, text) in enumerate(zip(table.rows[n].cells, row, strict=True)):
            cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(inset)
            _write(cell.text_frame, text, size=size, is_bold=n == 0, colour=BLACK)
            if place in right:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            if n == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = SHADE


def _write(frame: Any, text: str, *, size: float, is_bold: bool, colour: RGBColor) -> None:
    frame.word_wrap = True
    _fill(frame.paragraphs[0], text, size=size, is_bold=is_bold, colour=colour)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _fill(paragraph: Any, text: str, *, size: float, is_bold: bool, colour: RGBColor) -> None:
    paragraph.line_spacing = line_height(size)
    paragraph.space_before = paragraph.space_after = Pt(0)
    for n, line in enumerate(text.split("\n")):
        if n:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), is_bold, colour
        run.font.language_id = MSO_LANGUAGE_ID.JAPANESE
        _name_face(run)


def line_height(size: float) -> Length:
    return Pt(size * 1.4)


def _name_face(run: Any) -> None:
    """python-pptx names the face of Latin letters alone."""
    run.font.name = FACE
    properties = run._r.get_or_add_rPr()
    latin = properties.find(qn("a:latin"))
    east_asian = latin.makeelement(qn("a:ea"), {"typeface": FACE})
    latin.addnext(east_asian)


def _set_faces(deck: Any) -> None:
    """What is typed later has the same face: the theme's."""
    theme = next(
        each.target_part for each in deck.slide_master.part.rels.values() if each.reltype.endswith("/theme")
    )
    named = theme.blob.replace(b'typeface="Calibri"', f'typeface="{FACE}"'.encode())
    theme._blob = named.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{FACE}"/>'.encode())
