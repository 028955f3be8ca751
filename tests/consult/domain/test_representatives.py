"""Voices chosen for what they cover, so that few of them say most of it, and none of the few is lost."""

from consult.domain.representatives import (
    CHARACTERS_A_MINUTE,
    Reason,
    Voice,
    reading,
    representatives,
)
from consult.domain.vocabulary import Stance
from tests.counted_work import calls_of


def voice(number: int, words: str, **fields: object) -> Voice:
    values = {
        "text": f"t{number}",
        "points": frozenset(words.split()),
        "group": "電子フォーム",
        "stance": Stance.NEITHER,
        "length": 60,
    }
    return Voice(id=number, **values | fields)  # type: ignore[arg-type]


def crowd(start: int, number: int, words: str, **fields: object) -> list[Voice]:
    return [voice(start + n, f"{words} 別{start + n}", **fields) for n in range(number)]


def ids(choice) -> list[int]:  # type: ignore[no-untyped-def]
    return [pick.voice.id for pick in choice.picks]


def test_each_subject_of_many_is_said_by_one_of_the_few() -> None:
    voices = [*crowd(1, 30, "バス 本数"), *crowd(100, 20, "街灯 夜道"), *crowd(200, 10, "空き家 活用")]
    said = {point for pick in representatives(voices, 4).picks for point in pick.new}
    assert {"バス", "街灯", "空き家"} <= said


def test_copies_of_a_text_are_one_and_the_earliest_stands_for_them() -> None:
    voices = [voice(n, "バス 本数", text="同じ") for n in range(5, 0, -1)]
    choice = representatives(voices)
    assert (ids(choice), choice.distinct) == ([1], 1)


def test_the_one_who_is_against_is_chosen_beside_a_hundred_others() -> None:
    voices = [
        *crowd(1, 100, "バス 本数 増便"),
        voice(500, "バス", stance=Stance.OPPOSE),
        voice(501, "本数", stance=Stance.SUPPORT),
    ]
    picks = {pick.voice.id: pick.reason for pick in representatives(voices).picks}
    assert picks[500] is Reason.STANCE and picks[501] is Reason.STANCE


def test_the_opinion_that_shares_least_with_the_others_is_one_of_the_few() -> None:
    voices = [*crowd(1, 50, "バス 本数 増便"), voice(900, "海 漁 網 バス")]
    picks = {pick.voice.id: pick.reason for pick in representatives(voices, 3).picks}
    assert picks[900] is Reason.APART


def test_a_group_that_was_not_heard_yet_goes_before_one_that_was() -> None:
    voices = [*crowd(1, 20, "バス 本数"), *crowd(100, 20, "バス 本数", group="学")]
    assert {pick.voice.group for pick in representatives(voices, 3).picks} == {"電子フォーム", "学"}


def test_of_two_that_say_the_same_the_shorter_is_chosen() -> None:
    voices = [voice(1, "バス 本数", length=900), voice(2, "バス 本数", length=40)]
    assert ids(representatives(voices, 1)) == [2]


def test_with_fewer_texts_than_seats_all_are_shown_also_without_words() -> None:
    assert sorted(ids(representatives([voice(1, ""), voice(2, "バス"), voice(3, "")]))) == [1, 2, 3]
    assert representatives([]).picks == ()


def test_the_choice_does_not_depend_on_the_order_of_the_voices() -> None:
    voices = [
        voice(n, f"語{n % 7} 語{n % 11} 語{n % 13}", group=f"g{n % 3}", length=20 + n % 50)
        for n in range(200)
    ]
    assert ids(reading(voices, 3)) == ids(reading(list(reversed(voices)), 3))


def test_what_is_read_fits_into_the_minutes_and_begins_with_the_representatives() -> None:
    voices = [voice(n, f"語{n % 20} 語{n % 7}", length=100) for n in range(300)]
    choice = reading(voices, 5)
    assert choice.characters <= 5 * CHARACTERS_A_MINUTE
    assert choice.characters > 4.5 * CHARACTERS_A_MINUTE
    assert ids(choice)[:6] == ids(representatives(voices))
    assert choice.share == 1.0


def test_a_text_that_is_longer_than_the_time_stays_unread_and_stops_nothing() -> None:
    voices = [voice(1, "バス 本数 増便", length=10_000), *crowd(2, 3, "バス 本数")]
    assert sorted(ids(reading(voices, 1))) == [2, 3, 4]


def test_when_nothing_new_is_left_the_rest_fills_the_time() -> None:
    choice = reading(crowd(1, 30, "バス"), 60)
    assert len(choice.picks) == 30 and choice.picks[-1].reason is Reason.FILLS


def test_twice_the_voices_are_twice_the_work() -> None:
    def work(number: int) -> int:
        voices = [
            voice(
                n,
                " ".join(f"語{(n * k) % 900}" for k in range(3, 33)),
                group=f"g{n % 9}",
                length=80 + n % 400,
            )
            for n in range(number)
        ]
        return calls_of(lambda: reading(voices, 20))

    assert work(2_000) < 2.5 * work(1_000)
