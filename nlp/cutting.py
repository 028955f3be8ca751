"""Where one item of a note holds more than one claim, and where several sentences are one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from nlp import opinion_cues as cues
from nlp.domains import topics_in
from nlp.items import Item
from nlp.joints import ADDS, FOLLOWS, OPPOSES, Span, kind_of_joint, units_of
from nlp.opinion import leaning

# 切る側に正、つなぐ側に負。手で書いた記録に合わせた対数オッズを一桁に丸めた（docs/decisions/0013）
WEIGHTS: dict[str, float] = {
    "surely a fact after": 1.4,
    "surely a fact before": 1.2,
    "long after": 1.2,
    "adds to an opinion": 1.2,
    "adds": 1.2,
    "many units in prose": 1.0,
    "other topic": 0.9,
    "opposes": 0.9,
    "fact then opinion in answer": 0.8,
    "long before": 0.8,
    "new words after period": 0.7,
    "short first answer": 0.6,
    "many units in item": 0.6,
    "し in item": 0.5,
    "comma in prose": 0.5,
    "other topic after comma": 0.5,
    "new words after し": 0.5,
    "report in item": 0.5,
    "fact then opinion in prose": 0.5,
    "a wish, then none": 0.4,
    "praise, then a worry": 2.0,
    "other topic after し": 0.4,
    "many units in answer": 0.4,
    "opinion then fact in prose": 0.4,
    "report in a long list": 0.4,
    "new words after comma": 0.4,
    "period in answer": 0.3,
    "same topic after が": 0.3,
    "opinion then fact in answer": 0.3,
    "praise before": 0.3,
    "same topic after comma": 0.3,
    "same topic": 0.3,
    "bracket in a long list": 0.3,
    "bare in answer": 0.3,
    "comma in a long list": 0.3,
    "only the second has a topic": 0.3,
    "other topic after report": 0.3,
    "same topic after bare": 0.3,
    "new words after bare": 0.3,
    "other topic after blank": 0.3,
    "comma in answer": 0.3,
    "し in prose": 0.2,
    "し in a long list": 0.2,
    "answer": 0.2,
    "bracket in item": 0.2,
    "report in prose": 0.2,
    "same topic after final form": 0.2,
    "final form in item": -0.2,
    "opinion then opinion in prose": -0.2,
    "bare in item": -0.2,
    "same topic after し": -0.3,
    "period in item": -0.3,
    "new words after が": -0.3,
    "が in item": -0.3,
    "known words lead": -0.3,
    "new words after final form": -0.3,
    "period in a long list": -0.3,
    "final form in a long list": -0.3,
    "item": -0.4,
    "tidy note": -1.5,
    "opinion then opinion in answer": -0.4,
    "short before": -0.4,
    "a remedy after the complaint": -0.5,
    "period in prose": -0.5,
    "が in answer": -0.5,
    "fact then fact in item": -0.5,
    "same topic after period": -0.5,
    "fact then fact in prose": -0.5,
    "が in prose": -0.5,
    "fact then fact in answer": -0.6,
    "other topic after period": -0.6,
    "が in a long list": -0.6,
    "comma in item": -0.6,
    "short after": -0.7,
    "follows": -0.7,
}
BIAS = -0.9
_TOPIC = re.compile(r"[^、。]{2,16}?(?:は|も|が|って)(?![いくらっ])")
_LEAD = re.compile(r"[^、。ぁ-ん]{0,2}[^、。]{1,12}?[はもがをにで]")
_WORD = re.compile(r"[一-鿿々]+|[ァ-ヶー]{2,}|[A-Za-z]{2,}")
_SURE, _SURELY_FACT = 1.0, -1.5
_SHORT, _LONG, _SHORT_ANSWER = 14, 30, 16


def pieces_of(content: str, item: Item) -> list[Span]:
    """An item cut into what are claims of their own: units stay together unless more speaks for a cut."""
    units = units_of(content)
    read = [_read(content[start:end], item) for start, end in units]
    pieces = units[:1]
    for index in range(1, len(units)):
        if _is_cut(read[index - 1], read[index], item, index=index, count=len(units)):
            pieces.append(units[index])
        else:
            pieces[-1] = (pieces[-1][0], units[index][1])
    return pieces


class Unit(NamedTuple):
    """The words of a unit in one width, and what they show when read alone."""

    wording: str
    leaning: float
    has_wish: bool
    has_worry: bool
    topics: frozenset[str]
    words: frozenset[str]


def _read(content: str, item: Item) -> Unit:
    wording = unicodedata.normalize("NFKC", content).strip()
    return Unit(
        wording,
        leaning(wording, item, is_whole=False),
        bool(cues.WISH.search(wording)),
        bool(cues.WORRY.search(wording)),
        topics_in(wording),
        frozenset(_WORD.findall(wording)),
    )


def _is_cut(before: Unit, after: Unit, item: Item, *, index: int, count: int) -> bool:
    signs = signs_between(before, after, item, index=index, count=count)
    return BIAS + sum(WEIGHTS.get(sign, 0.0) for sign in signs) > 0


def signs_between(before: Unit, after: Unit, item: Item, *, index: int, count: int) -> Iterator[str]:
    """The names of what speaks for a cut between two neighbouring units, or against it."""
    place = (
        "answer" if item.is_answer or item.after_city else "item" if item.sign or item.speaker else "prose"
    )
    joint = kind_of_joint(before.wording, after.wording)
    yield place
    yield f"{joint} in {place}"
    if item.in_long_list:
        yield f"{joint} in a long list"
    if item.in_tidy_note and place != "prose":
        yield "tidy note"
    if count > 3:
        yield f"many units in {place}"
    if index == 1 and item.is_answer and len(before.wording) < _SHORT_ANSWER and not before.has_wish:
        yield "short first answer"
    yield from _of_kinds(before, after, place)
    yield from _of_wishes(before, after, joint)
    yield from _of_topics(before, after, joint)
    yield from _of_lengths(before, after)


def _of_kinds(before: Unit, after: Unit, place: str) -> Iterator[str]:
    kinds = [("fact", "opinion")[unit.leaning > 0] for unit in (before, after)]
    yield f"{kinds[0]} then {kinds[1]} in {place}"
    if before.leaning < _SURELY_FACT and after.leaning > 0:
        yield "surely a fact before"
    if after.leaning < _SURELY_FACT and before.leaning > 0:
        yield "surely a fact after"
    if before.leaning > _SURE and after.leaning > _SURE:
        yield "two sure opinions"


def _of_wishes(before: Unit, after: Unit, joint: str) -> Iterator[str]:
    if after.has_wish and not before.has_wish and joint == "period":
        yield "a remedy after the complaint"
    if before.has_wish and not after.has_wish:
        yield "a wish, then none"
    if before.has_worry or not cues.PRAISE.search(before.wording):
        return
    yield "praise before"
    if after.leaning > _SURE and (after.has_worry or after.has_wish):
        yield "praise, then a worry"


def _of_topics(before: Unit, after: Unit, joint: str) -> Iterator[str]:
    adds, opposes = ADDS.match(after.wording), OPPOSES.match(after.wording)
    follows = FOLLOWS.match(after.wording)
    yield from (name for name, found in (("adds", adds), ("opposes", opposes), ("follows", follows)) if found)
    if adds and before.leaning > 0 and after.leaning > 0:
        yield "adds to an opinion"
    if before.topics and after.topics:
        kind = "same topic" if before.topics & after.topics else "other topic"
        yield kind
        yield f"{kind} after {joint}"
    elif before.topics or after.topics:
        yield f"only the {'first' if before.topics else 'second'} has a topic"
    lead = _LEAD.match(after.wording)
    if lead and any(word in before.wording for word in _WORD.findall(lead.group())):
        yield "known words lead"
    if _TOPIC.match(after.wording) and not before.words & after.words and not follows:
        yield f"new words after {joint}"


def _of_lengths(before: Unit, after: Unit) -> Iterator[str]:
    for name, unit in (("before", before), ("after", after)):
        if len(unit.wording) < _SHORT:
            yield f"short {name}"
        if len(unit.wording) > _LONG:
            yield f"long {name}"
