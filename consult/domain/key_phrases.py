"""Phrases that a group of opinions says again and again, and others do not: offered to whoever writes a headline.

A phrase is a row of neighbouring words as it stands in the texts, nothing in between and nothing put together: it can be
quoted. How much it sets the group apart is told by `log_odds`; a copy of a text says nothing anew.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from consult.domain.concordance import CONTENT, CutText
from consult.domain.log_odds import words_apart

Row = tuple[str, ...]
# A wording, and the same cut into words.
Text = tuple[str, CutText]
MOST = 12
LONGEST = 4
LEAST_TEXTS = 2
# A longer phrase that nearly always stands around a shorter one says what the shorter one means.
STANDS_FOR = 0.6
# Verbs and adjectives end so in the dictionary: what is done with a thing is no name of it.
_ENDS_OF_VERBS = frozenset("うくぐすつぬぶむるい")
# So short, a word in hiragana is an adverb far more often than a name.
SHORTEST_IN_HIRAGANA = 5
_BETWEEN = " "


@dataclass(frozen=True)
class KeyPhrase:
    """`row` are the forms of its words; `texts` different texts hold it."""

    row: Row
    texts: int


def key_phrases(inside: Iterable[Text], outside: Iterable[Text], *, most: int = MOST) -> list[KeyPhrase]:
    """Of the texts of the group, each once, beside some of the other opinions; the most telling first."""
    said, elsewhere = _counted(inside), _counted(outside)
    offered = _without_parts({row: number for row, number in said.items() if number >= LEAST_TEXTS})
    telling = dict.fromkeys(offered, 0.0)
    if elsewhere:
        of_group, everywhere = _written(said), _written(said + elsewhere)
        apart = {each.word: each.z for each in words_apart(of_group, everywhere)}
        telling = {row: apart.get(_BETWEEN.join(row), 0.0) for row in offered}
    ranked = sorted(offered, key=lambda row: (-telling[row], -offered[row], row))
    phrases = (KeyPhrase(row, offered[row]) for row in ranked if telling[row] >= 0)
    return list(_apart_from_each_other(phrases, most))


def _counted(texts: Iterable[Text]) -> Counter[Row]:
    counts: Counter[Row] = Counter()
    for wording, cut in texts:
        counts.update(set(_names(wording, cut)))
    return counts


def _written(counts: Counter[Row]) -> dict[str, int]:
    return {_BETWEEN.join(row): number for row, number in counts.items()}


def _apart_from_each_other(ranked: Iterable[KeyPhrase], most: int) -> Iterator[KeyPhrase]:
    """None that holds another or is held by it."""
    taken: list[str] = []
    for phrase in ranked:
        written = f"{_BETWEEN}{_BETWEEN.join(phrase.row)}{_BETWEEN}"
        if any(written in each or each in written for each in taken):
            continue
        taken.append(written)
        yield phrase
        if len(taken) == most:
            return


def _without_parts(said: Mapping[Row, int]) -> dict[Row, int]:
    """Without those that a longer one stands for."""
    gone = {
        part
        for row, number in said.items()
        if len(row) > 1
        for part in (row[:-1], row[1:])
        if part in said and number >= STANDS_FOR * said[part]
    }
    return {row: number for row, number in said.items() if row not in gone}


def _names(wording: str, cut: CutText) -> Iterator[Row]:
    """Every row of neighbouring names in a text."""
    ends, lengths, forms = cut.ends, cut.lengths, cut.forms
    for first, stop in _runs(cut):
        for start in range(first, stop):
            for at in range(start, min(start + LONGEST, stop)):
                if not is_name(wording[ends[at] - lengths[at] : ends[at]], forms[at]):
                    break
                if at > start or lengths[at] > 1:
                    yield tuple(forms[start : at + 1])


def _runs(cut: CutText) -> Iterator[tuple[int, int]]:
    """From which to before which piece words of content follow each other with nothing between."""
    start = 0
    kinds = cut.kinds
    for at in range(len(kinds) + 1):
        if at == len(kinds) or kinds[at] != CONTENT:
            if at > start:
                yield start, at
            start = at + 1


@lru_cache(maxsize=65_536)
def is_name(written: str, form: str) -> bool:
    """Whether a word looks like the name of a thing: as it stands in a text, and its form in the dictionary."""
    if not _is_hiragana(written[-1:]):
        return True
    if all(map(_is_hiragana, written)) and len(written) < SHORTEST_IN_HIRAGANA:
        return False
    return form[-1:] not in _ENDS_OF_VERBS


def _is_hiragana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ"
