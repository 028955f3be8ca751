"""Why a suggestion stands: what would have to be missing for it to go, and which sentence of a long opinion carries it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from consult import nlp_gateway
from consult.models import Tag

# One or two sentences are seen at a glance.
LONG_FROM_SENTENCES = 3


@dataclass(frozen=True)
class ReasonLine:
    """One contribution to the score (log-odds), with the words that caused it; none for what no word stands for."""

    label: str
    weight: float
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class WhatIf:
    """The smallest set of shown reasons without which the score would fall below the threshold.

    `is_enough` is False when even all of them together are too little: then the words do not decide it.
    """

    missing: tuple[ReasonLine, ...]
    is_enough: bool


@dataclass(frozen=True)
class CarriedTag:
    """A suggestion by its sign, and how much of its score one sentence brings."""

    sign: str
    label: str
    weight: float


@dataclass(frozen=True)
class SentenceLine:
    text: str
    tags: tuple[CarriedTag, ...]


def reason_lines(tag: Tag, wording: str) -> tuple[ReasonLine, ...]:
    return tuple(
        ReasonLine(reason["label"], reason["weight"], quotes(wording, reason["spans"]))
        for reason in tag.reasons
    )


def what_if(tag: Tag, reasons: Sequence[ReasonLine]) -> WhatIf | None:
    """None for a suggestion that was made before its threshold was kept.

    The largest contributions first: no other set of as few reasons takes away more.
    """
    if tag.threshold is None:
        return None
    score = sum(reason.weight for reason in reasons)
    removable = sorted(
        (reason for reason in reasons if reason.quotes and reason.weight > 0),
        key=lambda reason: -reason.weight,
    )
    for count, removed in enumerate(accumulate(reason.weight for reason in removable), start=1):
        if score - removed < tag.threshold:
            return WhatIf(tuple(removable[:count]), is_enough=True)
    return WhatIf(tuple(removable), is_enough=False)


def sentence_lines(wording: str, tags: Sequence[tuple[str, str, Tag]]) -> list[SentenceLine]:
    """Sentence by sentence the (sign, label, tag) that it speaks for; empty for a short opinion."""
    sentences = nlp_gateway.sentences_of(wording)
    if len(sentences) < LONG_FROM_SENTENCES:
        return []
    return [
        SentenceLine(
            wording[start:end],
            tuple(
                CarriedTag(sign, label, weight)
                for sign, label, tag in tags
                if (weight := _weight_within(tag, start, end)) > 0
            ),
        )
        for start, end in sentences
    ]


def _weight_within(tag: Tag, start: int, end: int) -> float:
    """A reason that stands in several places counts in each with its part."""
    return sum(
        reason["weight"] / len(reason["spans"])
        for reason in tag.reasons
        for place in reason["spans"]
        if start <= place[0] < end
    )


def quotes(wording: str, spans: Sequence[Sequence[int]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wording[start:end] for start, end in spans))
