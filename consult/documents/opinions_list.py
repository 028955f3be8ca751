"""意見一覧 as a tagged PDF: every confirmed opinion theme by theme, on pages that lie on their side."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from consult.documents.opinions_paper import OpinionsPaper
from consult.documents.pdf_writing import HERE, all_printable, set_page

TEMPLATE = HERE / "opinions_list.typ"
TITLE = "意見一覧"
HEADINGS = ("代表意見", "意見番号", "意見", "出典", "政策パッケージ")


@dataclass(frozen=True)
class ListedTheme:
    """A theme's heading, and a row of texts for each opinion, in the order of HEADINGS."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


def list_pdf(themes: Iterable[ListedTheme], paper: OpinionsPaper, *, made_at: datetime) -> bytes:
    content = {
        "title": TITLE,
        "head": "　".join(each for each in (paper.occasion, paper.paper_number) if each),
        "footer": paper.footer,
        "headings": HEADINGS,
        "themes": [asdict(each) for each in themes],
        "counts": [asdict(each) for each in paper.counts],
        "rules": paper.rules,
    }
    return set_page(TEMPLATE, {"paper": json.dumps(all_printable(content))}, made_at=made_at)
