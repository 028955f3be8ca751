"""Which papers there are of 主な意見, what each holds, and how each of its files is made."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from consult.documents import pptx_parts
from consult.documents.opinions_deck import deck_of
from consult.documents.opinions_deck_pdf import deck_pdf
from consult.documents.opinions_paper import OpinionsPaper
from consult.documents.pdf_writing import MEDIA_TYPE as PDF
from consult.documents.pptx_writing import write_pptx
from consult.drafting.board_paper import Circumstances, Typed, opinions_paper
from consult.drafting.queries import Band
from consult.plan_codes import PlanCodes


@dataclass(frozen=True)
class Order:
    """Everything that a file is made of: the board as it stands, what was typed, whose it is and when."""

    bands: Sequence[Band]
    codes: PlanCodes
    typed: Typed
    of: Circumstances
    made_at: datetime

    @property
    def paper(self) -> OpinionsPaper:
        return opinions_paper(self.bands, self.codes, typed=self.typed, of=self.of)


@dataclass(frozen=True)
class PaperFile:
    """`name` is what the button sends, `stem` and `ending` make the file's name."""

    name: str
    words: str
    stem: str
    ending: str
    media_type: str
    write: Callable[[Order], BinaryIO]


@dataclass(frozen=True)
class Paper:
    """One paper with its files, the one to edit first."""

    title: str
    holds: str
    files: tuple[PaperFile, ...]


def _slide(order: Order) -> BinaryIO:
    return write_pptx(deck_of(order.paper), made_at=order.made_at)


def _slide_pdf(order: Order) -> BinaryIO:
    return io.BytesIO(deck_pdf(deck_of(order.paper), made_at=order.made_at))


PAPERS = (
    Paper(
        "主な意見のスライド",
        "A4横。テーマの帯に見出しと代表意見を並べ、別紙に選び方、件数、出典を付けます。"
        "文字と表はPowerPointでそのまま直せます。長い意見は帯では途中までとし、別紙に全文を載せます。",
        (
            PaperFile("slide.pptx", "PowerPoint", "main_opinions", "pptx", pptx_parts.MEDIA_TYPE, _slide),
            PaperFile("slide.pdf", "PDF", "main_opinions", "pdf", PDF, _slide_pdf),
        ),
    ),
)
FILES = {file.name: file for paper in PAPERS for file in paper.files}
