"""Rounded parts add up to the rounded sum."""

import random

from consult.domain.rounding import rounded_to_add_up


def hundredths(values: list[float]) -> list[int]:
    return [round(value * 100) for value in values]


def test_parts_that_plain_rounding_would_break_still_add_up() -> None:
    assert rounded_to_add_up([0.336, 0.336, 0.336]) == [0.34, 0.34, 0.33]
    assert rounded_to_add_up([-1.504, 3.014, 0.003]) == [-1.50, 3.01, 0.0]


def test_no_part_moves_by_a_whole_unit_and_the_sum_is_the_rounded_sum() -> None:
    chance = random.Random(3)
    for _ in range(300):
        parts = [chance.gauss(0, 1.5) for _ in range(chance.randint(1, 12))]
        shown = rounded_to_add_up(parts)
        assert sum(hundredths(shown)) == round(sum(parts) * 100)
        assert all(abs(before - after) < 0.01 for before, after in zip(parts, shown, strict=True))


def test_nothing_adds_up_to_nothing() -> None:
    assert rounded_to_add_up([]) == []
