"""Texts to measure with, as many as wanted and always the same: all distinct, or like a campaign.

They are put together from the sentences of the starter corpus, so they say nothing about quality. A sentence is the
beginning of one (up to its first 、) and the rest of another: 8,000 × 8,000 of them, no pair twice, so that texts are
distinct sentence by sentence too, but for the rare two pairs that spell the same.
"""

import json
import random
from collections.abc import Iterator
from functools import lru_cache

from nlp.segment import sentences_of
from nlp.storage import CORPUS

# As many sentences as an opinion of the corpus has (2.7 of 27 characters on average, 73 in all).
SENTENCES = (1, 2, 2, 3, 3, 5)
# A campaign: a few long texts to copy. Of four opinions one is of a person's own.
TEMPLATES, SENTENCES_OF_TEMPLATE = 40, 9
OWN, COPY, ADDED, CHANGED = "own", "copy", "copy with an own sentence", "copy with changed words"
KINDS = (OWN,) * 5 + (COPY,) * 9 + (ADDED,) * 3 + (CHANGED,) * 3


def distinct(count: int) -> Iterator[str]:
    """Opinions of about 73 characters, no two alike."""
    sentences = _sentences(0)
    for number in range(count):
        yield "".join(next(sentences) for _ in range(SENTENCES[number % len(SENTENCES)]))


def campaign(count: int) -> Iterator[str]:
    """A quarter of own opinions, 45 % exact copies, 15 % with a sentence added, 15 % with words of a sentence changed."""
    chance = random.Random(3)
    own, further = distinct(count), _sentences(4_000)
    templates = [[next(further) for _ in range(SENTENCES_OF_TEMPLATE)] for _ in range(TEMPLATES)]
    for _ in range(count):
        kind, template = chance.choice(KINDS), chance.choice(templates)
        if kind == OWN:
            yield next(own)
        elif kind == COPY:
            yield "".join(template)
        elif kind == ADDED:
            yield "".join([*template, next(further)])
        else:
            at = chance.randrange(len(template))
            changed = next(further).partition("、")[0] + "、" + template[at].partition("、")[2]
            yield "".join([*template[:at], changed, *template[at + 1 :]])


MIXES = {"all distinct": distinct, "campaign": campaign}


def _sentences(first: int) -> Iterator[str]:
    """Beginnings in turn, each time around with the ends one further; `first` starts so many rounds later."""
    beginnings, ends = _halves()
    for around in range(first, first + len(ends)):
        for number, beginning in enumerate(beginnings):
            yield beginning + ends[(number * 7 + around) % len(ends)]


@lru_cache(maxsize=1)
def _halves() -> tuple[list[str], list[str]]:
    texts = (json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines())
    whole = [text[start:end] for text in texts for start, end in sentences_of(text)]
    halves = [sentence.partition("、") for sentence in whole if "、" in sentence[:-2]]
    beginnings = dict.fromkeys(beginning + comma for beginning, comma, _ in halves)
    ends = dict.fromkeys(end for _, _, end in halves)
    return list(beginnings), list(ends)
