"""Texts grouped by the words that they share: extractive, the same every time, each text in one group at most.

The next group is that of the word which most texts that are in no group yet have in common, the rarer the word is among
all texts the better, and the more it belongs to the texts that are grouped: its number of texts times its rarity (the
logarithm of all texts by those that have it) times the share of the grouped among all that have it.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

SMALLEST, MOST_GROUPS, WORDS_BESIDE = 2, 30, 4
Word = str


@dataclass(frozen=True)
class WordGroup:
    """`beside`: further words that at least half of the group has, the most frequent first."""

    word: Word
    members: tuple[int, ...]
    beside: tuple[Word, ...]


def grouped(
    texts: Mapping[int, Collection[Word]], *, among: Mapping[Word, int], of: int
) -> tuple[list[WordGroup], tuple[int, ...]]:
    """`texts`: the words of each; `among`: how many of all `of` texts, these included, have a word. The groups, and who
    is in none."""
    having: dict[Word, list[int]] = {}
    for key, words in texts.items():
        for word in words:
            having.setdefault(word, []).append(key)
    left = Counter({word: len(keys) for word, keys in having.items() if len(keys) >= SMALLEST})
    everywhere = {word for word in left if among[word] >= of}
    weight = {word: math.log(of / among[word]) * left[word] / among[word] for word in left}
    open_keys, groups = set(texts), list[WordGroup]()
    while left and len(groups) < MOST_GROUPS:
        word = min(left, key=lambda each: (-left[each] * weight[each], -left[each], each))
        if left[word] < SMALLEST or word in everywhere:
            # A word that every text has parts nothing; one that a single text is left with groups nothing.
            del left[word]
            continue
        members = tuple(key for key in having[word] if key in open_keys)
        groups.append(WordGroup(word, members, _beside(texts, members, leave_out={word, *everywhere})))
        open_keys.difference_update(members)
        for key in members:
            left.subtract(each for each in texts[key] if each in left)
        del left[word]
    return groups, tuple(key for key in texts if key in open_keys)


def _beside(
    texts: Mapping[int, Collection[Word]], members: Collection[int], *, leave_out: Collection[Word]
) -> tuple[Word, ...]:
    shared = Counter(each for key in members for each in texts[key] if each not in leave_out)
    often = [each for each, count in shared.items() if 2 * count >= len(members) and count >= SMALLEST]
    return tuple(sorted(often, key=lambda each: (-shared[each], each))[:WORDS_BESIDE])
