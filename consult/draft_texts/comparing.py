"""Two versions of a draft's text, section by section and word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from consult.domain.word_diff import Part, word_diff
from consult.draft_texts.chapters import title_of
from consult.models import DraftDocument, DraftSection


class Fate(Enum):
    CHANGED = "変更"
    ADDED = "追加"
    REMOVED = "削除"


@dataclass(frozen=True)
class ComparedSection:
    title: str
    fate: Fate
    heading: Sequence[Part]
    body: Sequence[Part]


@dataclass(frozen=True)
class Comparison:
    sections: Sequence[ComparedSection]
    unchanged: int


def compared(before: DraftDocument, after: DraftDocument) -> Comparison:
    """In the order of the later version; what it no longer has comes last. Sections know each other by their keys."""
    old = {each.key: each for each in before.sections}
    new = {each.key for each in after.sections}
    found, unchanged = [], 0
    for section in after.sections:
        earlier = old.get(section.key)
        if earlier and (earlier.heading, earlier.body) == (section.heading, section.body):
            unchanged += 1
            continue
        found.append(_compared(earlier, section))
    found += [_compared(each, None) for each in before.sections if each.key not in new]
    return Comparison(found, unchanged)


def _compared(before: DraftSection | None, after: DraftSection | None) -> ComparedSection:
    section = after or before
    assert section is not None
    fate = Fate.CHANGED if before and after else Fate.ADDED if after else Fate.REMOVED
    return ComparedSection(
        title_of(section),
        fate,
        word_diff(before.heading if before else "", after.heading if after else ""),
        word_diff(before.body if before else "", after.body if after else ""),
    )
