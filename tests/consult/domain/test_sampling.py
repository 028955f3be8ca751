"""The draw: reproducible, blind to what an opinion says, and about as large as was asked for."""

import pytest

from consult.domain.sampling import is_in_share

NUMBERS = range(1, 20_001)


def drawn(key: str, share: int) -> set[int]:
    return {number for number in NUMBERS if is_in_share(number, key=key, share_percent=share)}


def test_the_same_key_draws_the_same_opinions_again() -> None:
    assert drawn("a" * 64, 5) == drawn("a" * 64, 5)


def test_another_installation_draws_others() -> None:
    ours, theirs = drawn("a" * 64, 5), drawn("b" * 64, 5)
    assert len(ours & theirs) < len(ours) / 5


@pytest.mark.parametrize("share", [1, 5, 50])
def test_about_as_many_are_drawn_as_the_share_says(share: int) -> None:
    expected = len(NUMBERS) * share / 100
    assert abs(len(drawn("c" * 64, share)) - expected) < 4 * expected**0.5


def test_nothing_draws_none_and_the_whole_draws_all() -> None:
    assert drawn("d" * 64, 0) == set()
    assert drawn("d" * 64, 100) == set(NUMBERS)


def test_a_larger_share_holds_the_smaller_one() -> None:
    assert drawn("e" * 64, 5) < drawn("e" * 64, 10)
