"""Laws of the tagger: evidence slices, reasons add up, order and company of texts do not matter."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import Tagger, TagResult

OPINIONS = [
    "バスの本数が少なくて、車のない年寄りは通院にも困っています。",
    "保育所に入れず、育休を延ばすしかありませんでした。",
    "ｲﾉｼｼが畑を荒らす。　電柵の補助を続けてほしい。",
    "空き家を直して、移住したい人に貸してはどうでしょう。",
    "いつもありがとうございます。",
    "",
    "。。。",
    "外国人の実習生と話す場がない。言葉の教室を開いてほしい。",
]
FRAGMENTS = st.sampled_from(
    [*OPINIONS, "𠮷", "葛\U000e0100", "👩‍👧", "\x00", "\ud800", "ABC def", "\n", "・", "病院"]
)


def exact(results: list[TagResult]) -> list[str]:
    return [repr(result) for result in results]


@given(st.lists(FRAGMENTS, max_size=6).map("".join))
@settings(max_examples=60)
def test_every_suggestion_has_evidence_that_slices_out_of_the_original(tagger: Tagger, wording: str) -> None:
    [result] = tagger.tag([wording])
    for suggestion in result.suggestions:
        assert 0 < suggestion.probability < 1
        assert suggestion.evidence
        spans = [*suggestion.evidence, *(span for reason in suggestion.reasons for span in reason.spans)]
        assert all(0 <= span.start < span.end <= len(wording) for span in spans)
        assert all(wording[span.start : span.end].strip() for span in spans)


def test_reasons_and_bias_add_up_to_the_score(tagger: Tagger) -> None:
    for result in tagger.tag(OPINIONS):
        for suggestion in result.suggestions:
            total = suggestion.bias + math.fsum(reason.weight for reason in suggestion.reasons)
            assert total == pytest.approx(suggestion.score, abs=1e-9)
            assert suggestion.probability == pytest.approx(1 / (1 + math.exp(-suggestion.score)), abs=1e-4)


def test_the_same_text_gets_the_same_tags_whatever_stands_beside_it(tagger: Tagger) -> None:
    together = exact(tagger.tag(OPINIONS))
    alone = [exact(tagger.tag([wording]))[0] for wording in OPINIONS]
    assert together == alone
    order = list(range(len(OPINIONS)))
    random.Random(1).shuffle(order)
    assert exact(tagger.tag([OPINIONS[i] for i in order])) == [together[i] for i in order]


def test_what_says_nothing_gets_no_tag(tagger: Tagger) -> None:
    for result in tagger.tag(["", "。", "…！？", "12345", "\u200b"]):
        assert result.suggestions == ()


def test_a_hundred_thousand_characters_are_tagged(tagger: Tagger) -> None:
    for sentence in ("バスが少ない。医師も足りません。", "子供が遊ぶ"):
        [result] = tagger.tag([sentence * (100_000 // len(sentence))])
        assert result.codes("package")


def test_a_suggestion_knows_the_score_below_which_it_would_not_be_made(tagger: Tagger) -> None:
    texts = [
        "路線バスの本数を増やし、保育園にも停まってほしい。",
        "空き家を若い人に貸してほしい。",
        "商店街が寂しい。",
    ]
    suggestions = [each for result in tagger.tag(texts) for each in result.suggestions]
    assert suggestions
    assert all(each.score >= each.threshold for each in suggestions)


def test_the_first_of_a_facet_needs_more_than_those_that_follow(tagger: Tagger) -> None:
    """The lower threshold holds only beside another tag that stands by itself."""
    heads = tagger._heads
    [result] = tagger.tag(["路線バスの本数を増やしてほしい。"])
    for each in result.suggestions:
        number = next(
            n for n, t in enumerate(tagger._plan.targets) if (t.facet, t.code) == (each.facet, each.code)
        )
        if len(result.codes(each.facet)) == 1:
            assert heads.probability_of(number, each.threshold) == pytest.approx(float(heads.first[number]))
        alone = tagger._choice.least(number, [number], [1.0] * len(heads.bias))
        beside = tagger._choice.least(number, [number, number - 1], [1.0] * len(heads.bias))
        assert beside <= alone
