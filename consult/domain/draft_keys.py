"""The anchors of a draft's sections, kept when a new version is written: 第2章 stays `s2`, whatever was added before it."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.domain.draft_text import Cut, headings_above

KEY = re.compile(r"s([1-9][0-9]{0,5})")
# How much two sections must share to be the same one, rewritten.
ALIKE = 0.5
# What is compared of a section, and in how many sections a pair of characters may stand and still tell something.
COMPARED_CHARACTERS = 600
TELLING_IN = 20
_NUMBERING = re.compile(r"^(第[0-9一二三四五六七八九十百]+[編部章節]|[(]?[0-9]+([.-][0-9]+)*[).]?|[①-⑳])\s*")


@dataclass(frozen=True)
class KeyedCut:
    key: str
    cut: Cut


def keyed(cuts: Sequence[Cut], earlier: Sequence[KeyedCut], used: Iterable[str]) -> list[KeyedCut]:
    """The sections of a new version with the keys of the earlier one; new ones get numbers that no version `used`."""
    partners = _partners(cuts, earlier)
    last = max((int(match[1]) for key in used if (match := KEY.fullmatch(key))), default=0)
    found = []
    for at, cut in enumerate(cuts):
        if at in partners:
            found.append(KeyedCut(earlier[partners[at]].key, cut))
        else:
            last += 1
            found.append(KeyedCut(f"s{last}", cut))
    return found


def _partners(cuts: Sequence[Cut], earlier: Sequence[KeyedCut]) -> dict[int, int]:
    """New section to earlier one: what is surely the same first, then what is alike."""
    old = [each.cut for each in earlier]
    found: dict[int, int] = {}
    for ways in (_whole, _by_place, _by_heading):
        taken = set(found.values())
        left_new = [at for at in range(len(cuts)) if at not in found]
        left_old = [at for at in range(len(old)) if at not in taken]
        found |= _same(ways(cuts), left_new, ways(old), left_old)
    return found | _alike(cuts, old, found)


def _whole(cuts: Sequence[Cut]) -> list[object]:
    return [(each.heading, each.body) for each in cuts]


def _by_place(cuts: Sequence[Cut]) -> list[object]:
    above = headings_above([(each.level, _plain(each.heading)) for each in cuts])
    return [(path, _plain(each.heading)) for path, each in zip(above, cuts, strict=True)]


def _by_heading(cuts: Sequence[Cut]) -> list[object]:
    return [_plain(each.heading) for each in cuts]


def _same(
    new: Sequence[object], left_new: Sequence[int], old: Sequence[object], left_old: Sequence[int]
) -> dict[int, int]:
    """Those that are equal and stand as often here as there; otherwise nobody can tell which is which."""
    places_new, places_old = defaultdict(list), defaultdict(list)
    for at in left_new:
        places_new[new[at]].append(at)
    for at in left_old:
        places_old[old[at]].append(at)
    return {
        mine: theirs
        for each, here in places_new.items()
        if len(here) == len(places_old.get(each, ()))
        for mine, theirs in zip(here, places_old[each], strict=True)
    }


def _alike(cuts: Sequence[Cut], old: Sequence[Cut], found: dict[int, int]) -> dict[int, int]:
    """The rest, the most alike first."""
    taken = set(found.values())
    pairs_old = {at: _pairs(each) for at, each in enumerate(old) if at not in taken}
    stands_in = defaultdict(list)
    for at, pairs in pairs_old.items():
        for pair in pairs:
            stands_in[pair].append(at)
    likeness = []
    for at, cut in enumerate(cuts):
        if at in found:
            continue
        pairs = _pairs(cut)
        shared = Counter(
            other for pair in pairs if len(stands_in[pair]) <= TELLING_IN for other in stands_in[pair]
        )
        for other, _ in shared.most_common(5):
            both = len(pairs & pairs_old[other])
            likeness.append((2 * both / (len(pairs) + len(pairs_old[other])), -at, -other))
    matched: dict[int, int] = {}
    for share, at, other in sorted(likeness, reverse=True):
        if share >= ALIKE and -at not in matched and -other not in taken:
            matched[-at] = -other
            taken.add(-other)
    return matched


def _pairs(cut: Cut) -> set[str]:
    text = "".join(f"{_plain(cut.heading)}{cut.body[:COMPARED_CHARACTERS]}".split())
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _plain(heading: str) -> str:
    """Without its number: 第2章 may become 第3章."""
    text = unicodedata.normalize("NFKC", heading).strip()
    return "".join(_NUMBERING.sub("", text).split()) or text
