"""TS5: 15 characters or more, 64 and more allowed, no rule about kinds of characters, nothing easily guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import WeakPassword
from consult.domain.passwords import (
    LONGEST,
    SHORTEST,
    length_hard_to_guess,
    normalised_password,
    refuse_weak_password,
)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "kasa to ringo no uta 7",
        "バス停の横に赤い自転車が三台ある",
        "Xk3-vvPq-99-rotor-Lumen",
        "hakodate-no-yoru-wa-samui",
        "🍎と傘と𠮷野家のうた、はじめの一節",
    ],
)
def test_a_few_unrelated_words_are_enough(password: str) -> None:
    refuse_weak_password(password, about=["shokuin1@example.jp", "職員一郎"])


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password12345678!",
        "P@ssw0rdP@ssw0rd",
        "ｐａｓｓｗｏｒｄ１２３４５６７８",
        "aaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "qwertyuiopasdfghjkl",
        "1qaz2wsx3edc4rfv5tgb",
        "987654321987654321",
        "20261124202611242026",
        "tanakatarou19800515",
        "令和8年令和8年令和8年令和8年",
        "あいうえおかきくけこさしすせそ",
        "ぱすわーどぱすわーどぱすわーど",
    ],
)
def test_what_everybody_tries_first_is_refused_with_advice(password: str) -> None:
    with pytest.raises(WeakPassword, match="推測されやすい") as refusal:
        refuse_weak_password(password)
    assert refusal.value.field == "password"


def test_ones_own_address_and_name_do_not_count() -> None:
    refuse_weak_password("yamanobe.kotoe-88", about=[])
    with pytest.raises(WeakPassword):
        refuse_weak_password("yamanobe.kotoe-88", about=["yamanobe.kotoe@example.jp"])
    with pytest.raises(WeakPassword):
        refuse_weak_password("山野辺ことえ山野辺ことえ山野辺", about=["山野辺 ことえ", "山野辺ことえ"])


def test_the_lengths_are_told_in_characters() -> None:
    with pytest.raises(WeakPassword, match="15文字以上にしてください（いまは14文字です）"):
        refuse_weak_password("傘と林檎の歌を歌う七人の子ど"[:14])
    with pytest.raises(WeakPassword, match="128文字以内"):
        refuse_weak_password("kasa to ringo " * 10)


def test_more_than_sixty_four_characters_are_welcome() -> None:
    refuse_weak_password("kasa to ringo no uta wo utau nananin no kodomo to akai jitensha, 2 dai")


@given(st.text(min_size=SHORTEST, max_size=LONGEST))
def test_folding_never_makes_a_password_longer(password: str) -> None:
    assert 0 <= length_hard_to_guess(password) <= len(password.casefold())


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(password: str) -> None:
    once = normalised_password(password)
    assert normalised_password(once) == once


@pytest.mark.parametrize("pattern", ["ab" * 64, "a" * 128, "aab" * 42, "1234" * 32, "password" * 16])
def test_the_longest_password_of_repetitions_is_judged(pattern: str) -> None:
    """No input keeps the rules busy (TU7); bench/bench_hostile.py measures how long."""
    assert length_hard_to_guess(pattern, about=["a", "ab", pattern]) < SHORTEST
