"""The starter corpus is what it claims to be: varied, of all lengths, partly of no package, no text a copy of another."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from nlp import Strategy, normalise
from nlp.corpus import read_corpus
from nlp.lexicon import standing_topics
from nlp.mapping import map_topics
from nlp.segment import sentences_of
from nlp.tokenise import Tokeniser

CORPUS = read_corpus()
TEXTS = [text for text, _ in CORPUS]


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return Tokeniser()


def grams(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


def test_it_holds_enough_texts_and_every_topic_has_its_own() -> None:
    counts = Counter(topic for _, topics in CORPUS for topic in topics)
    assert len(CORPUS) >= 3000
    assert set(counts) == {topic.code for topic in standing_topics()}
    assert min(counts.values()) >= 20


def test_no_two_texts_share_more_than_half_of_their_five_letter_pieces() -> None:
    holders: dict[str, list[int]] = defaultdict(list)
    sizes: list[int] = []
    for number, text in enumerate(TEXTS):
        pieces = grams(text)
        common = Counter(other for piece in pieces for other in holders[piece])
        copies = [o for o, count in common.items() if count > 0.5 * min(len(pieces), sizes[o])]
        assert copies == [], (text, [TEXTS[other] for other in copies])
        sizes.append(len(pieces))
        for piece in pieces:
            holders[piece].append(number)


def frames_of(text: str, tokeniser: Tokeniser) -> Iterator[str]:
    """The sentences with every run of content words as one blank: 「バスが少ない。」 is 「＿が＿。」."""
    content = normalise(text).content
    for start, end in sentences_of(content):
        frame: list[str] = []
        for word in tokeniser.words_of(content[start:end]):
            part = "＿" if word.is_content else word.form
            if frame[-1:] != ["＿"] or part != "＿":
                frame.append(part)
        yield "".join(frame)


def test_no_sentence_frame_covers_more_than_one_text_in_a_hundred(tokeniser: Tokeniser) -> None:
    counts = Counter(frame for text in TEXTS for frame in set(frames_of(text, tokeniser)))
    # 「＿。」だけの文は型ではない（体言止めや一語の文のすべて）
    del counts["＿。"]
    frame, count = counts.most_common(1)[0]
    assert count <= len(TEXTS) * 0.01, frame


def test_texts_are_as_short_and_as_long_as_people_write() -> None:
    lengths = sorted(map(len, TEXTS))
    assert lengths[len(lengths) // 10] <= 20
    assert lengths[len(lengths) * 9 // 10] >= 180


def test_a_fifth_belongs_to_no_package_and_some_hold_several_topics(
    strategy: Strategy, tokeniser: Tokeniser
) -> None:
    topics = standing_topics()
    plan = map_topics(strategy, topics, tokeniser)
    of_packages = {
        topic.code
        for topic, numbers in zip(topics, plan.targets_of_topic, strict=True)
        if any(plan.targets[number].facet == "package" for number in numbers)
    }
    assert sum(not of_packages & set(labels) for _, labels in CORPUS) >= len(CORPUS) * 0.2
    assert sum(len(labels) > 1 for _, labels in CORPUS) >= len(CORPUS) * 0.2
