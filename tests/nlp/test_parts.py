"""A long opinion says several things: its score leans on its best sentence."""

import numpy as np
import pytest

from nlp import Tagger
from nlp.parts import best_of, mixed
from nlp.types import TagResult

BUS, SCHOOL = "路線バスの本数を増やしてほしい。", "小学校の統合には反対だ。"
AT_LENGTH = (
    "先日、久しぶりに中心街を歩いた。天気が良く、空が青かった。昼には家族と弁当を食べた。"
    "それから古い友人に会って昔話をした。帰りは少し疲れたけれど、良い一日だったと思う。"
)


def chance(result: TagResult, code: str) -> float:
    return result.probability_of("package", code)


def test_the_best_sentence_is_the_first_of_equals_of_its_own_text() -> None:
    scores = np.array([[1.0, 5.0], [3.0, 2.0], [3.0, 9.0], [0.0, 0.0]])
    assert best_of(scores, np.array([0, 0, 0, 1]), 2).tolist() == [[1, 2], [3, 3]]


def test_the_score_of_one_sentence_is_its_own() -> None:
    scores = np.array([[1.0, -2.0], [0.5, 4.0]])
    assert np.allclose(mixed(scores, scores, best_of(scores, np.arange(2), 2)), scores)


def test_what_one_sentence_says_is_not_drowned_by_the_others(tagger: Tagger) -> None:
    alone, drowned = tagger.tag([BUS, AT_LENGTH + BUS])
    assert chance(drowned, "2-1") > 0.45
    assert chance(alone, "2-1") > chance(drowned, "2-1")


def test_each_of_two_sentences_brings_its_tag(tagger: Tagger) -> None:
    result = tagger.tag([BUS + SCHOOL])[0]
    codes = [one.code for one in result.suggestions if one.facet == "package"]
    assert {"2-1", "1-1"} <= set(codes)


@pytest.mark.parametrize(
    "text", [BUS + SCHOOL, AT_LENGTH + BUS, f"{BUS}\n{BUS}", f"　{SCHOOL}\n\n・{BUS}！？"]
)
def test_reasons_of_several_sentences_add_up_to_the_score_that_was_ranked(tagger: Tagger, text: str) -> None:
    result = tagger.tag([text])[0]
    assert result.suggestions
    for one in result.suggestions:
        assert abs(one.score - one.bias - sum(reason.weight for reason in one.reasons)) < 1e-9
        assert abs(one.probability - result.probability_of(one.facet, one.code)) < 1e-9
        assert all(text[span.start : span.end].strip() for span in one.evidence)
