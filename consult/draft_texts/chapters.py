"""A version's text as pages show it: chapters, and their sections in blocks with anchors and readings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consult.domain.draft_blocks import Block, blocks_of
from consult.domain.draft_text import chapter_starts, headings_above, shown_heading
from consult.domain.plain_text import visible
from consult.domain.ruby import RubyPart
from consult.draft_places import Place
from consult.models import DraftDocument, DraftSection

Parts = tuple[RubyPart, ...]
Read = Callable[[str], Parts]
# How much of a passage is said to tell its link from others.
FIRST_WORDS = 20
HIGHEST_ON_PAGE = 2
LOWEST_ON_PAGE = 6


@dataclass(frozen=True)
class Chapter:
    """One page of citizens."""

    sections: Sequence[DraftSection]

    @property
    def key(self) -> str:
        return self.sections[0].key

    @property
    def title(self) -> str:
        return title_of(self.sections[0])


@dataclass(frozen=True)
class ShownBlock:
    """The n-th passage of a section. `place` is what the form is sent when somebody writes about it."""

    number: int
    anchor: str
    place: str
    first_words: str
    block: Block
    items: tuple[tuple[str, Parts], ...]
    rows: tuple[tuple[Parts, ...], ...]


@dataclass(frozen=True)
class ShownSection:
    """`depth` is the level of its heading on the page."""

    section: DraftSection
    depth: int
    place: str
    heading: Parts
    blocks: tuple[ShownBlock, ...]

    @property
    def title(self) -> str:
        return title_of(self.section)


def title_of(section: DraftSection) -> str:
    return visible(shown_heading(section.heading))


def chapters_of(document: DraftDocument) -> list[Chapter]:
    sections = document.sections
    starts = chapter_starts(sections)
    return [
        Chapter(sections[start:end])
        for start, end in zip(starts, [*starts[1:], len(sections)], strict=bool(starts))
    ]


def shown(sections: Sequence[DraftSection], read: Read) -> list[ShownSection]:
    """For a page: no level is left out on the way down, whatever levels the headings have."""
    above = headings_above([(each.level, each.heading) for each in sections])
    return [
        ShownSection(
            section,
            min(HIGHEST_ON_PAGE + len(path), LOWEST_ON_PAGE),
            Place(section.key).value,
            read(title_of(section)),
            tuple(_shown_block(section, n, each, read) for n, each in enumerate(blocks_of(section.body), 1)),
        )
        for section, path in zip(sections, above, strict=True)
    ]


def _shown_block(section: DraftSection, number: int, block: Block, read: Read) -> ShownBlock:
    words = visible("".join(block.text.split()))
    return ShownBlock(
        number,
        f"{section.key}-{number}",
        Place(section.key, number).value,
        words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…",
        block,
        tuple((visible(each.mark), read(visible(each.text))) for each in block.items),
        tuple(tuple(read(visible(cell)) for cell in row) for row in block.rows),
    )
