"""主な意見 laid out on slides of A4: what stands on which, and how large. Both files, PowerPoint and PDF, are made of it.

The first slide is the strategy's page: the themes as bands, each with headline and chosen opinions. Type gets smaller as
far as it can be read (SIZES); what is more than that goes to a further slide. An opinion of more than MOST_LINES is cut
with a statement, and stands whole in the annex, on as many slides as it takes. Nothing runs over (text_fitting).
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from consult.documents.deck import (
    APART,
    BODY,
    CELL,
    GAP,
    HEADLINE,
    INDENT,
    INSET,
    LABEL,
    LINE,
    LIST_INDENT,
    MARGIN,
    ROOM,
    SMALL,
    SMALLEST,
    WIDTH,
    Deck,
    DeckBand,
    DeckLine,
    DeckTable,
    Slide,
)
from consult.documents.opinions_paper import NO_HEADLINE, NOT_CHOSEN, OpinionsPaper, PaperBand, PaperQuotation
from consult.documents.results_paper import CountTable
from consult.documents.text_fitting import first_part, fits, line_count, parts
from consult.domain.printable import printable

# 紙に刷っても投影しても読める大きさまで
SIZES = (16.0, 14.0, 13.0, 12.0, 11.0, SMALLEST)
# Of bands that take several slides all the same.
FLOWING = 12.0
MOST_LINES = 5
# Of an opinion in the table of sources.
BEGINNING = 38
MOST_STRETCH = 60.0
# The columns of words, as wide as these to each other; every other column is one of figures.
WEIGHTS = {"番号": 7, "意見": 28, "出典": 34, "政策パッケージ": 20, "テーマ": 18}
FIGURE_WEIGHT = 10


def deck_of(paper: OpinionsPaper) -> Deck:
    paper = _fit_to_print(paper)
    head = "　".join(each for each in (paper.occasion, paper.paper_number) if each)
    return Deck(paper.title, head, paper.footer, (*_band_slides(paper), *_annex(paper)))


def _fit_to_print(value: Any) -> Any:
    """The same content with every text fit for a page; once, since a text is looked at for every size."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(map(_fit_to_print, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _fit_to_print(getattr(value, each.name)) for each in fields(value)}
        )
    return value


def _band_slides(paper: OpinionsPaper) -> list[Slide]:
    title = paper.title
    for size in SIZES:
        bands = [_band(band, _lines(band, size), size) for band in paper.bands]
        left = ROOM - GAP * (len(bands) - 1) - sum(band.height for band in bands)
        if left >= 0:
            more = min(left / max(1, len(bands)), MOST_STRETCH)
            return [Slide(title, tuple(replace(band, height=band.height + more) for band in bands))]
    pages = list(_flowing(paper.bands))
    return [Slide(f"{title}（{n}/{len(pages)}）", tuple(page)) for n, page in enumerate(pages, start=1)]


def _flowing(bands: Sequence[PaperBand]) -> Iterator[list[DeckBand]]:
    """Pages of bands; a band that does not fit goes on on the next page under its headline."""
    page: list[DeckBand] = []
    left = ROOM
    for band in bands:
        rest = _lines(band, FLOWING)
        is_first = True
        while rest:
            fitting = _how_many(band, rest, left)
            if not fitting and page:
                yield page
                page, left = [], ROOM
                continue
            # At least one: a line of MOST_LINES always fits an empty page.
            taken, rest = rest[: max(1, fitting)], rest[max(1, fitting) :]
            placed = _band(band, taken, FLOWING)
            page.append(placed if is_first else replace(placed, figures="つづき"))
            left -= placed.height + GAP
            is_first = False
    if page:
        yield page


def _how_many(band: PaperBand, lines: Sequence[DeckLine], room: float) -> int:
    fitting = 0
    while fitting < len(lines) and _band(band, lines[: fitting + 1], FLOWING).height <= room:
        fitting += 1
    return fitting


def _lines(band: PaperBand, size: float) -> list[DeckLine]:
    if not band.quotations:
        return [DeckLine("", NOT_CHOSEN)]
    return [DeckLine(str(each.number), _shortened(each, size)) for each in band.quotations]


def _shortened(quotation: PaperQuotation, size: float) -> str:
    """The opinion, or its beginning with the statement that it is cut and where it stands whole."""
    text, width = quotation.quoted, _body_width(size)
    if fits(text, width, MOST_LINES):
        return text
    begun = first_part(f"「{quotation.text}", width, MOST_LINES - 1).rstrip("\n")
    return f"{begun}…」（ここまで。全{len(quotation.text):,}字は別紙「{quotation.key}の全文」）"


def _is_cut(quotation: PaperQuotation) -> bool:
    # Cut in one size or another: then it stands in the annex, whatever size the slide has.
    text = quotation.quoted
    return not all(fits(text, _body_width(size), MOST_LINES) for size in SIZES)


def _body_width(size: float) -> float:
    return (BODY - 2 * INSET - INDENT) / size


def _band(band: PaperBand, lines: Sequence[DeckLine], size: float) -> DeckBand:
    headline = band.headline or NO_HEADLINE
    label = band.label
    tall = line_count(headline, (BODY - 2 * INSET) / HEADLINE) * HEADLINE * LINE
    tall += sum(line_count(line.text, _body_width(size)) * size * LINE + APART for line in lines)
    # The label's own column: mark, word and figures.
    narrow = (LABEL - 2 * INSET) / HEADLINE
    least = (1 + line_count(label, narrow)) * HEADLINE * LINE + 3 * SMALL * LINE
    height = max(tall, least) + 2 * INSET
    return DeckBand(band.number, band.mark, label, _figures(band), headline, tuple(lines), height, size)


def _figures(band: PaperBand) -> str:
    """In the label's narrow column."""
    return f"確定{band.confirmed:,}件\n代表意見{len(band.quotations):,}件"


def _annex(paper: OpinionsPaper) -> Iterator[Slide]:
    yield from _with_table("別紙　選び方と件数", paper.counts[0], texts=paper.rules)
    for table in paper.counts[1:]:
        yield from _with_table(f"別紙　{table.title}", table)
    if paper.quotations:
        yield from _with_table("別紙　出典", _sources(paper))
    for quotation in filter(_is_cut, paper.quotations):
        yield from _in_full(quotation)


def _sources(paper: OpinionsPaper) -> CountTable:
    rows = tuple(
        (each.key, _beginning(each), each.source, each.packages, str(each.opinion_id))
        for each in paper.quotations
    )
    return CountTable("出典", ("番号", "意見", "出典", "政策パッケージ", "意見番号"), rows)


def _beginning(quotation: PaperQuotation) -> str:
    text = " ".join(quotation.text.split())
    return text if len(text) <= BEGINNING else f"{text[: BEGINNING - 1]}…"


def _in_full(quotation: PaperQuotation) -> Iterator[Slide]:
    width = (WIDTH - 2 * MARGIN - 2 * INSET) / SMALLEST
    most = int((ROOM - 2 * INSET) / (SMALLEST * LINE))
    said = f"「{quotation.text}」{'（要旨）' if quotation.is_gist else ''}\n（{quotation.source}）"
    pages = list(parts(said, width, most))
    for n, page in enumerate(pages, start=1):
        place = f"（{n}/{len(pages)}）" if len(pages) > 1 else ""
        yield Slide(
            f"別紙　{quotation.key}の全文{place}", texts=(page.removesuffix("\n"),), texts_height=ROOM
        )


def _with_table(title: str, table: CountTable, *, texts: Sequence[str] = ()) -> Iterator[Slide]:
    """The texts, then the table, on as many slides as its rows take; its head stands on each."""
    told = [text for text in (*texts, table.note) if text]
    width = (WIDTH - 2 * MARGIN - 2 * INSET - LIST_INDENT) / SMALLEST
    height = sum(line_count(text, width) for text in told) * SMALLEST * LINE + (2 * INSET if told else 0)
    first_room, rows = ROOM - height, list(table.rows)
    pages: list[DeckTable] = []
    while rows or not pages:
        page = _table(table, rows, ROOM if pages else first_room)
        rows = rows[len(page.rows) :]
        pages.append(page)
    for n, page in enumerate(pages, start=1):
        place = f"（{n}/{len(pages)}）" if len(pages) > 1 else ""
        if n == 1:
            yield Slide(f"{title}{place}", texts=tuple(told), texts_height=height, table=page)
        else:
            yield Slide(f"{title}{place}", table=page)


def _table(table: CountTable, rows: Sequence[Sequence[str]], room: float) -> DeckTable:
    """As many rows as fit the room; at least one."""
    headings = table.headings
    weights = [WEIGHTS.get(each, FIGURE_WEIGHT) for each in headings]
    widths = [(WIDTH - 2 * MARGIN) * each / sum(weights) for each in weights]
    heights = [_row_height(headings, widths)]
    taken: list[tuple[str, ...]] = []
    for row in rows:
        cells = tuple(row)
        height = _row_height(cells, widths)
        if taken and sum(heights) + height > room:
            break
        taken.append(cells)
        heights.append(height)
    right = tuple(n for n, each in enumerate(headings) if each not in WEIGHTS)
    return DeckTable(headings, tuple(taken), tuple(widths), right, tuple(heights))


def _row_height(cells: Sequence[str], widths: Sequence[float]) -> float:
    lines = (line_count(cell, (width - 2 * CELL) / SMALL) for cell, width in zip(cells, widths, strict=True))
    return max(lines) * SMALL * LINE + 2 * CELL
