"""A deck of slides in the size of A4: what a slide holds, and the measures that both of its files share (in points)."""

from dataclasses import dataclass

from consult.documents.text_fitting import fits

# In points: A4 on its side, its margins, and what is left below the title.
POINTS_PER_MM = 72 / 25.4
WIDTH, HEIGHT, MARGIN = 297 * POINTS_PER_MM, 210 * POINTS_PER_MM, 12 * POINTS_PER_MM
TOP, BOTTOM = 26 * POINTS_PER_MM, 198 * POINTS_PER_MM
ROOM = BOTTOM - TOP
LABEL, GAP, INSET, CELL = 30 * POINTS_PER_MM, 6.0, 6.0, 3.0
BODY = WIDTH - 2 * MARGIN - LABEL
INDENT, LIST_INDENT = 24.0, 12.0
# Above each opinion of a band.
APART = 3.0
# The smallest type of text.
SMALLEST = 10.5
TITLE_SIZES = (22.0, 18.0, 16.0, 14.0, 12.0)
HEADLINE, SMALL, LINE = 15.0, 10.0, 1.4
# By the theme's number, as on the pages (static/css/tokens.css): the label's ground, on which white can be read.
THEME_COLOURS = ("0055ad", "ac3e00", "0c472a", "500050", "006f83", "0031d8")


def theme_colour(number: int) -> str:
    return THEME_COLOURS[(number - 1) % len(THEME_COLOURS)]


@dataclass(frozen=True)
class DeckLine:
    """A chosen opinion on a slide, after its number ("" for a remark)."""

    number: str
    text: str


@dataclass(frozen=True)
class DeckBand:
    """A band, or what of it stands on this slide; `height` in points, `size` of its type."""

    number: int
    mark: str
    label: str
    figures: str
    headline: str
    lines: tuple[DeckLine, ...]
    height: float
    size: float

    @property
    def colour(self) -> str:
        return theme_colour(self.number)


@dataclass(frozen=True)
class DeckTable:
    """Texts; `widths` in points, `right` the columns of figures, `heights` of the rows, the head among them."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...]
    heights: tuple[float, ...]


@dataclass(frozen=True)
class Slide:
    """One of: bands, or texts and below them a table. `texts_height` in points."""

    title: str
    bands: tuple[DeckBand, ...] = ()
    texts: tuple[str, ...] = ()
    texts_height: float = 0.0
    table: DeckTable | None = None

    @property
    def title_size(self) -> float:
        """The largest in which the title takes one line."""
        sizes = (size for size in TITLE_SIZES if fits(self.title, (WIDTH - 2 * MARGIN) / size, 1))
        return next(sizes, TITLE_SIZES[-1])


@dataclass(frozen=True)
class Deck:
    title: str
    head: str
    footer: str
    slides: tuple[Slide, ...]
