"""Words that set a group of opinions apart, by log-odds with an informative prior."""

from math import log, sqrt

import pytest

from consult.domain.log_odds import prior_of, words_apart

EVERYWHERE = {"バス": 40, "町": 90, "公園": 50, "稀": 2}


def test_a_word_of_the_group_comes_before_a_word_of_every_text() -> None:
    found = {each.word: each for each in words_apart({"バス": 38, "町": 30, "公園": 2}, EVERYWHERE)}
    assert list(found) == ["バス", "町", "公園"]
    assert found["バス"].stands_out and not found["町"].stands_out and not found["公園"].stands_out
    assert (found["バス"].inside, found["バス"].outside) == (38, 2)


def test_the_figure_is_the_one_of_the_paper() -> None:
    everywhere = {"バス": 40, "町": 60}
    bus = next(each for each in words_apart({"バス": 30, "町": 20}, everywhere) if each.word == "バス")
    whole = prior_of(100)
    prior = whole * 0.4
    inside = log((30 + prior) / (50 + whole - 30 - prior))
    outside = log((10 + prior) / (50 + whole - 10 - prior))
    assert bus.z == pytest.approx((inside - outside) / sqrt(1 / (30 + prior) + 1 / (10 + prior)))


def test_words_of_fewer_than_three_opinions_say_nothing() -> None:
    assert "稀" not in {each.word for each in words_apart({"稀": 2, "町": 1}, EVERYWHERE)}


def test_a_group_that_is_everything_is_set_apart_by_nothing() -> None:
    assert not any(each.stands_out for each in words_apart(EVERYWHERE, EVERYWHERE))
    assert words_apart({}, {}) == []


def test_a_single_word_sets_nothing_apart() -> None:
    assert [each.stands_out for each in words_apart({"町": 3}, {"町": 9})] == [False]


def test_the_prior_drowns_neither_a_few_hearings_nor_a_small_group() -> None:
    assert (prior_of(60), prior_of(600_000)) == (6, 500)
    few = words_apart({"バス": 12, "町": 12}, {"バス": 12, "公園": 12, "町": 24})
    assert [each.word for each in few if each.stands_out] == ["バス"]
