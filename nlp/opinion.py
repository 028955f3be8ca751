"""Whether a piece of a hearing note says an opinion, or a fact, small talk or the city's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from nlp import opinion_cues as cues
from nlp.items import Item

WEIGHTS: dict[str, float] = {
    "voice": 1.5,
    "part of an item": 1.4,
    # まとめ直した値より 0.5 大きい: 落とした意見は、残した事実より見つけにくい
    "has a mark": 1.7,
    "wish": 1.0,
    "worry": 0.9,
    "over 35": 0.9,
    "two of wish, worry, judgement": 0.7,
    "judgement": 0.6,
    "heading": 0.4,
    "has a speaker": 0.4,
    "under opinions": 0.3,
    "after the city": -0.2,
    "polite": -0.2,
    "ends in a word": -0.3,
    "past": -0.3,
    "worry in a record": -0.3,
    "asterisk": -0.4,
    "blanks": -0.5,
    "aside": -0.5,
    "no cue but a record": -0.6,
    "question": -0.6,
    "answer": -0.6,
    "under facts": -0.8,
    "outside the list": -0.8,
    "ends in a figure": -0.9,
    "record": -0.9,
    "under 20 with a cue": -0.5,
    "title": -0.9,
    "under 12 with no cue": -1.0,
    "no cue but a figure": -1.1,
    "ends in a noun": -1.2,
    "figure": -1.2,
    "under 20 with no cue": -1.4,
    "small talk": -1.6,
    "no cue": -1.7,
    "under 12 with a cue": -0.8,
}
BIAS = 1.4
_ARROWS, _ASTERISKS = tuple("→⇒➡"), tuple("※")
_BLANK = re.compile(r"[ \u3000]")
_ENDS_IN_WORD = re.compile(r"[一-鿿]{2}。?$")
_FOR_IT = frozenset({"wish", "worry", "judgement"})
_POLITE = re.compile(r"(です|ます|ました|でした)。?$")


def looks_like_opinion(piece: str, item: Item, *, is_whole: bool = True) -> bool:
    """A guess from its words and its place; what the city says or asks, and a heading, never is one."""
    if item.is_city or item.is_question or item.is_heading:
        return False
    return any(char.isalpha() for char in piece) and leaning(piece, item, is_whole=is_whole) > 0


def leaning(piece: str, item: Item, *, is_whole: bool = True) -> float:
    """How much speaks for an opinion and against one; log-odds."""
    wording = unicodedata.normalize("NFKC", piece).strip()
    return BIAS + sum(WEIGHTS.get(sign, 0.0) for sign in signs_of(wording, item, is_whole=is_whole))


def signs_of(wording: str, item: Item, *, is_whole: bool) -> Iterator[str]:
    """The names of what can be seen in the words, and of how they stand in the note."""
    found = {name for name, pattern in cues.ALL.items() if pattern.search(wording)}
    yield from _of_words(wording, found)
    yield from _of_length(wording, has_cue=not found.isdisjoint(_FOR_IT))
    yield from _of_place(item)
    if item.start == 0 and not (item.sign or item.speaker) and not wording.endswith("。"):
        yield "title"
    if not is_whole:
        yield "part of an item"


def _of_words(wording: str, found: set[str]) -> Iterator[str]:
    yield from found
    for_it = len(found & _FOR_IT)
    if for_it > 1:
        yield "two of wish, worry, judgement"
    if not for_it:
        yield "no cue"
        yield from (f"no cue but a {name}" for name in ("figure", "record") if name in found)
    if "record" in found and "worry" in found and "wish" not in found:
        yield "worry in a record"
    if len(_BLANK.findall(wording)) > 1:
        yield "blanks"
    if _ENDS_IN_WORD.search(wording):
        yield "ends in a word"
    if _POLITE.search(wording):
        yield "polite"


def _of_length(wording: str, *, has_cue: bool) -> Iterator[str]:
    # 短い訴え（「バスがない。」）は意見、短いだけの行は見出しや事実であることが多い
    kind = "a cue" if has_cue else "no cue"
    yield from (f"under {length} with {kind}" for length in (12, 20) if len(wording) < length)
    if len(wording) > 35:
        yield "over 35"
    if wording[:1] in "(【<[" and wording[-1:] in ")】>]":
        yield "in brackets"


def _of_place(item: Item) -> Iterator[str]:
    if item.sign:
        yield "has a mark"
    if item.speaker:
        yield "has a speaker"
    if not item.is_listed:
        yield "outside the list"
    if item.is_answer:
        yield "answer"
    if item.after_city:
        yield "after the city"
    if item.section:
        yield f"under {item.section}"
    if item.sign[:1] in _ARROWS:
        yield "arrow"
    if item.sign[:1] in _ASTERISKS:
        yield "asterisk"
