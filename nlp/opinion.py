"""Whether a piece of a hearing note says an opinion, or a fact, small talk or the city's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from nlp import opinion_cues as cues
from nlp.items import Item

WEIGHTS: dict[str, float] = {
    "voice": 1.3,
    "worry": 0.8,
    "judgement": 0.8,
    "over 35": 0.8,
    "wish": 0.7,
    "part of an item": 0.7,
    "two of wish, worry, judgement": 0.6,
    "has a mark": 0.6,
    "heading": 0.4,
    "has a speaker": 0.3,
    "under opinions": 0.1,
    "after the city": -0.1,
    "polite": -0.2,
    "ends in a word": -0.3,
    "asterisk": -0.4,
    "blanks": -0.4,
    "no cue but a record": -0.4,
    "worry in a record": -0.5,
    "under 8": -0.5,
    "aside": -0.5,
    "answer": -0.6,
    "question": -0.6,
    "past": -0.6,
    "ends in a figure": -0.8,
    "under facts": -0.8,
    "no cue but a figure": -0.8,
    "outside the list": -0.8,
    "record": -0.8,
    "figure": -1.0,
    "under 20": -1.1,
    "ends in a noun": -1.1,
    "first line": -1.1,
    "under 12": -1.2,
    "small talk": -1.5,
    "no cue": -1.6,
}
BIAS = 1.9
_ARROWS, _ASTERISKS = tuple("→⇒➡"), tuple("※")
_BLANK = re.compile(r"[ \u3000]")
_ENDS_IN_WORD = re.compile(r"[一-鿿]{2}。?$")
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
    yield from _of_words(wording)
    yield from _of_length(wording)
    yield from _of_place(item)
    if not is_whole:
        yield "part of an item"


def _of_words(wording: str) -> Iterator[str]:
    found = {name for name, pattern in cues.ALL.items() if pattern.search(wording)}
    yield from found
    for_it = len(found & {"wish", "worry", "judgement"})
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


def _of_length(wording: str) -> Iterator[str]:
    yield from (f"under {length}" for length in (8, 12, 20) if len(wording) < length)
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
    if item.start == 0 or (item.end < 40 and not item.sign):
        yield "first line"
