"""The figures of a round add up on every axis, whatever came; and no line tells of one person (R40, R41, R43, TP10)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.results import (
    COUNTED,
    OF_PEOPLE,
    PERSONAL,
    UNKNOWN,
    Breakdown,
    Point,
    breakdown,
    whole_round,
    without_telling_lines,
)
from consult.domain.vocabulary import PublishedOutcome, ResultAxis

CODES = ("a", "b", "c", UNKNOWN)
LABELS = [(code, code or "不明・無回答") for code in CODES]
AXES = [axis for axis in ResultAxis if axis not in (ResultAxis.ROUND, ResultAxis.COMMITTEE)]


def points() -> st.SearchStrategy[list[Point]]:
    """People have one value of their own; each of their opinions has a place of its own."""
    one = st.builds(
        Point,
        person=st.integers(1, 12),
        outcome=st.sampled_from(PublishedOutcome),
        text=st.sampled_from(("x", "y", "z")),
        values=st.fixed_dictionaries({axis: st.sampled_from(CODES) for axis in AXES}),
    )
    return st.lists(one, max_size=60)


@given(points())
@settings(max_examples=60)
def test_every_axis_adds_up_to_the_opinions_and_to_the_people(found: list[Point]) -> None:
    counted = [point for point in found if point.outcome in COUNTED]
    people = len({point.person for point in counted})
    for axis in AXES:
        lines = breakdown(axis, counted, LABELS).lines
        assert [line.code for line in lines] == list(CODES), "zero lines stand there too"
        if all(line.opinions is not None for line in lines):
            assert sum(line.opinions or 0 for line in lines) == len(counted)
            if axis in OF_PEOPLE:
                assert sum(line.submitters or 0 for line in lines) == people


@given(points())
@settings(max_examples=60)
def test_what_became_of_the_opinions_adds_up_to_all_that_arrived(found: list[Point]) -> None:
    round_ = whole_round(found)
    by_outcome = [round_.line(outcome.value).opinions or 0 for outcome in PublishedOutcome]
    assert sum(by_outcome) == len(found)
    assert round_.line("opinions").opinions == sum(by_outcome[:2])
    assert (round_.line("distinct").opinions or 0) <= (round_.line("opinions").opinions or 0)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
@settings(max_examples=100)
def test_no_reader_can_work_out_a_line_of_fewer_than_five_people(people: list[int]) -> None:
    """Whatever stands hidden: the totals are known, a hidden line is one or more, and two answers must stay open."""
    counted = [
        Point(100 * n + each, PublishedOutcome.ANSWERED, "x", {ResultAxis.DISTRICT: str(n)})
        for n, size in enumerate(people)
        for each in range(size)
    ]
    labels = [(str(n), f"地区{n}") for n in range(len(people))]
    lines = breakdown(ResultAxis.DISTRICT, counted, labels).lines
    for line, size in zip(lines, people, strict=True):
        assert line.submitters is None or line.submitters == size
        assert not 0 < (line.submitters or 0) < 5
    hidden = [size for line, size in zip(lines, people, strict=True) if line.submitters is None]
    if hidden and len(hidden) < len(people):
        assert len(hidden) > 1
        assert sum(hidden) > len(hidden)


def test_two_hidden_people_with_an_opinion_each_give_everything_away_and_the_axis_stays_hidden() -> None:
    counted = [
        Point(n, PublishedOutcome.ANSWERED, "x", {ResultAxis.AGE_BAND: code}) for n, code in enumerate("ab")
    ]
    assert all(line.opinions is None for line in breakdown(ResultAxis.AGE_BAND, counted, LABELS).lines)


def test_a_person_who_sent_twice_by_two_ways_is_one_in_the_first_line() -> None:
    twice = [
        Point(7, PublishedOutcome.ANSWERED, "x", {ResultAxis.CHANNEL: "a"}),
        Point(7, PublishedOutcome.ANSWERED, "y", {ResultAxis.CHANNEL: "b"}),
    ]
    lines = breakdown(ResultAxis.CHANNEL, twice, LABELS).lines
    assert [(line.opinions, line.submitters) for line in lines] == [(1, 1), (1, 0), (0, 0), (0, 0)]


def test_a_value_that_stands_on_no_line_is_a_fault_and_no_lost_opinion() -> None:
    with pytest.raises(ValueError, match="stands on no line"):
        breakdown(
            ResultAxis.PLACE, [Point(1, PublishedOutcome.ANSWERED, "x", {ResultAxis.PLACE: "q"})], LABELS
        )


def test_lines_about_people_alone_are_hidden() -> None:
    assert set(PERSONAL) == {ResultAxis.SUBMITTER_CLASS, ResultAxis.DISTRICT, ResultAxis.AGE_BAND}
    assert without_telling_lines(Breakdown(ResultAxis.DISTRICT, ())).lines == ()
