"""Why a suggestion stands: what would have to be missing for it to go, and which sentence of a long opinion carries it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from consult import nlp_gateway
from consult.domain.rounding import rounded_to_add_up
from consult.models import Tag

# One or two sentences are seen at a glance.
LONG_FROM_SENTENCES = 3


@dataclass(frozen=True)
class ReasonLine:
    """One contribution to the score (log-odds), with the words that caused it; none for what no word stands for.

    `shown` is the weight with two places: what the page shows adds up to the score that it shows.
    """

    label: str
    weight: float
    quotes: tuple[str, ...]
    shown: float


@dataclass(frozen=True)
class WhatIf:
    """The fewest words whose contributions hold the score above the threshold, each with the words it goes with.

    A sum over the reasons, not a second reading: whoever strikes the words out changes how much the others count, too.
    `is_enough` is False when even all of them together are too little: then the words do not decide it.
    """

    missing: tuple[tuple[str, ...], ...]
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
    shown = rounded_to_add_up([reason["weight"] for reason in tag.reasons])
    return tuple(
        ReasonLine(reason["label"], reason["weight"], quotes(wording, reason["spans"]), each)
        for reason, each in zip(tag.reasons, shown, strict=True)
    )


def what_if(tag: Tag, reasons: Sequence[ReasonLine]) -> WhatIf | None:
    """None for a suggestion that was made before its threshold was kept.

    Reasons of the same words go together, for the tag and against it. The largest first: no other choice of as few
    takes away more.
    """
    if tag.threshold is None:
        return None
    score = sum(reason.weight for reason in reasons)
    weights: dict[tuple[str, ...], float] = defaultdict(float)
    for reason in reasons:
        if reason.quotes:
            weights[reason.quotes] += reason.weight
    removable = sorted((words for words in weights if weights[words] > 0), key=lambda words: -weights[words])
    for count, removed in enumerate(accumulate(weights[words] for words in removable), start=1):
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
