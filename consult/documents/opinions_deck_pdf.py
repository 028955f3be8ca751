"""主な意見 as a tagged PDF: the slides of `opinions_deck`, each on a page of its own, set by typst (docs/decisions/0168)."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from consult.documents import deck as page
from consult.documents.deck import Deck, Slide
from consult.documents.pdf_writing import HERE, set_page

TEMPLATE = HERE / "opinions_deck.typ"
MEASURES = (
    *("WIDTH", "HEIGHT", "MARGIN", "TOP", "BOTTOM"),
    *("LABEL", "GAP", "INSET", "CELL", "INDENT", "APART", "HEADLINE", "SMALL", "SMALLEST"),
)


def deck_pdf(deck: Deck, *, made_at: datetime) -> bytes:
    content = {
        "title": deck.title,
        "head": deck.head,
        "footer": deck.footer,
        "slides": [_slide(each) for each in deck.slides],
        "measures": {name.lower(): getattr(page, name) for name in MEASURES},
    }
    return set_page(TEMPLATE, {"deck": json.dumps(content)}, made_at=made_at)


def _slide(slide: Slide) -> dict[str, Any]:
    bands = [asdict(band) | {"colour": band.colour} for band in slide.bands]
    return asdict(slide) | {"title_size": slide.title_size, "bands": bands}
