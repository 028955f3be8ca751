"""Which papers there are of 主な意見, what each holds, and how each of its files is made."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from consult.documents import pptx_parts
from consult.documents.docx_writing import MEDIA_TYPE as DOCX
from consult.documents.opinions_deck import deck_of
from consult.documents.opinions_deck_pdf import deck_pdf
from consult.documents.opinions_handout import handout_docx, handout_pdf
from consult.documents.opinions_list import list_pdf
from consult.documents.opinions_paper import OpinionsPaper
from consult.documents.paper_length import check_length
from consult.documents.pdf_writing import MEDIA_TYPE as PDF
from consult.documents.pptx_writing import write_pptx
from consult.domain.errors import TooLongForPaper
from consult.drafting.board_paper import Circumstances, Typed, opinions_paper, shown
from consult.drafting.list_file import list_xlsx, listed_themes
from consult.drafting.package_bands import with_packages
from consult.drafting.queries import Band
from consult.plan_codes import PlanCodes
from consult.spreadsheets.xlsx_writing import MEDIA_TYPE as XLSX

# More rows than anybody prints.
MOST_IN_PDF = 2_000
# Above it somebody waits before the page and is told so: 20,000 opinions are six seconds of a processor that nobody else uses.
TAKES_A_WHILE = 5_000
WAY_OUT = "Excelで作ってください。"


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

    @property
    def handout(self) -> OpinionsPaper:
        """With what is pinned for packages: a page has room for it, a slide has not."""
        return with_packages(self.paper, self.codes)


@dataclass(frozen=True)
class PaperFile:
    """`name` is what the button sends, `stem` and `ending` make the file's name. `most` opinions go into it."""

    name: str
    words: str
    stem: str
    ending: str
    media_type: str
    write: Callable[[Order], BinaryIO]
    lists_all: bool = False
    most: int | None = None

    def opinions(self, bands: Sequence[Band]) -> int:
        """How many opinions it holds. Raises TooLongForPaper where it cannot hold them."""
        if not self.lists_all:
            chosen = [each.record.spoken for band in bands for each in shown(band)]
            check_length(sum(map(len, chosen)), "代表意見を減らしてから作ってください。")
            return len(chosen)
        number = _confirmed(bands)
        if self.most is not None and number > self.most:
            raise TooLongForPaper(f"この{self.words}に入るのは{self.most:,}件までです。{WAY_OUT}")
        return number


@dataclass(frozen=True)
class Paper:
    """One paper with its files, the one to edit first."""

    title: str
    holds: str
    files: tuple[PaperFile, ...]

    def waiting(self, bands: Sequence[Band]) -> str:
        """What to say of how long it takes; "" where nobody notices."""
        number = _confirmed(bands) if any(file.lists_all for file in self.files) else 0
        if number < TAKES_A_WHILE:
            return ""
        return (
            f"いまは{number:,}件あるので、Excelができるまで1分ほどかかることがあります。"
            "そのあいだも、ほかの人は受付や確認を続けられます。"
        )


def _confirmed(bands: Sequence[Band]) -> int:
    return sum(band.tally.total.confirmed for band in bands)


def _slide(order: Order) -> BinaryIO:
    return write_pptx(deck_of(order.paper), made_at=order.made_at)


def _handout(order: Order) -> BinaryIO:
    return handout_docx(order.handout, made_at=order.made_at)


def _handout_pdf(order: Order) -> BinaryIO:
    return io.BytesIO(handout_pdf(order.handout, made_at=order.made_at))


def _list(order: Order) -> BinaryIO:
    return list_xlsx(order.bands, order.codes, order.paper)


def _list_pdf(order: Order) -> BinaryIO:
    paper = order.paper
    themes = list(listed_themes(order.bands, order.codes, paper))
    check_length(sum(len(text) for theme in themes for row in theme.rows for text in row), WAY_OUT)
    return io.BytesIO(list_pdf(themes, paper, made_at=order.made_at))


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
    Paper(
        "委員会資料",
        "A4縦。テーマごとに見出しと代表意見の全文、出典、政策パッケージを表にし、件数と選び方を付けます。"
        "政策パッケージで担当者が選んだ意見があれば、パッケージごとに続けて載せます。",
        (
            PaperFile("handout.docx", "Word", "committee_handout", "docx", DOCX, _handout),
            PaperFile("handout.pdf", "PDF", "committee_handout", "pdf", PDF, _handout_pdf),
        ),
    ),
    Paper(
        "意見一覧",
        "確定した意見のすべて。代表意見にはスライドと同じ番号が付きます。"
        f"Excelには件数と読み方のシートも入ります。PDFはA4横で、{MOST_IN_PDF:,}件まで作れます。",
        (
            PaperFile("list.xlsx", "Excel", "opinion_list", "xlsx", XLSX, _list, lists_all=True),
            PaperFile(
                "list.pdf", "PDF", "opinion_list", "pdf", PDF, _list_pdf, lists_all=True, most=MOST_IN_PDF
            ),
        ),
    ),
)
FILES = {file.name: file for paper in PAPERS for file in paper.files}
