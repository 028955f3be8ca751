"""主な意見 as a PowerPoint file that can be edited: text is text, tables are tables; as `opinions_deck` laid it out."""

import io
from datetime import datetime
from typing import Any, BinaryIO

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN

from consult.documents import deck as page
from consult.documents.deck import Deck, DeckBand, DeckTable, Slide
from consult.documents.pptx_parts import GREY, WHITE, add_box, add_slide, add_table, add_text, blank_deck

BODY_LEFT = page.MARGIN + page.LABEL
ACROSS = page.WIDTH - 2 * page.MARGIN
TITLE_BOX = (page.MARGIN, 30.0, ACROSS, page.TOP - 38.0)
HEAD_BOX = (page.MARGIN, 16.0, ACROSS, 16.0)
FOOT_BOX = (page.MARGIN, page.BOTTOM + 8.0, ACROSS, 16.0)


def write_pptx(deck: Deck, *, made_at: datetime) -> BinaryIO:
    presentation = blank_deck(made_at, title=deck.title, size=(page.WIDTH, page.HEIGHT))
    for number, slide in enumerate(deck.slides, start=1):
        drawn = add_slide(presentation, slide.title, at=TITLE_BOX, size=slide.title_size)
        if deck.head and number == 1:
            head = add_box(drawn, HEAD_BOX, name="会議と資料番号")
            add_text(head, deck.head, size=page.SMALL, colour=GREY, align=PP_ALIGN.RIGHT)
        _draw(drawn, slide)
        foot = add_box(drawn, FOOT_BOX, name="いつ現在か")
        place = f"{deck.footer}　{number}/{len(deck.slides)}"
        add_text(foot, place, size=page.SMALL, colour=GREY, align=PP_ALIGN.RIGHT)
    file = io.BytesIO()
    presentation.save(file)
    file.seek(0)
    return file


def _draw(drawn: Any, slide: Slide) -> None:
    top = page.TOP
    for band in slide.bands:
        _draw_band(drawn, band, top)
        top += band.height + page.GAP
    if slide.texts:
        box = add_box(drawn, (page.MARGIN, top, ACROSS, slide.texts_height), name="本文", inset=page.INSET)
        # One text is read as it is; several are a list.
        is_list = len(slide.texts) > 1
        for text in slide.texts:
            indent = page.LIST_INDENT if is_list else 0.0
            add_text(box, f"・\t{text}" if is_list else text, size=page.SMALLEST, indent=indent)
        top += slide.texts_height
    if slide.table is not None:
        _draw_table(drawn, slide.table, top, slide.title)


def _draw_band(drawn: Any, band: DeckBand, top: float) -> None:
    colour = RGBColor.from_string(band.colour.upper())
    label_at = (page.MARGIN, top, page.LABEL, band.height)
    label = add_box(
        drawn, label_at, name=f"{band.label}：テーマ", inset=page.INSET, fill=colour, is_middle=True
    )
    for text, size, is_bold in (
        (band.mark, page.HEADLINE, True),
        (band.label, page.HEADLINE, True),
        (band.figures, page.SMALL, False),
    ):
        add_text(label, text, size=size, is_bold=is_bold, colour=WHITE, align=PP_ALIGN.CENTER)
    body_at = (BODY_LEFT, top, page.BODY, band.height)
    body = add_box(drawn, body_at, name=f"{band.label}：見出しと意見", inset=page.INSET, is_middle=True)
    body.line.color.rgb = colour
    add_text(body, band.headline, size=page.HEADLINE, is_bold=True, colour=colour)
    for line in band.lines:
        add_text(body, f"{line.number}\t{line.text}", size=band.size, indent=page.INDENT, apart=page.APART)


def _draw_table(drawn: Any, table: DeckTable, top: float, name: str) -> None:
    add_table(
        drawn,
        (table.headings, *table.rows),
        at=(page.MARGIN, top),
        widths=table.widths,
        heights=table.heights,
        right=table.right,
        size=page.SMALL,
        inset=page.CELL,
        name=name,
    )
