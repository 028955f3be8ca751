"""What is kept for texts that come again: bounded whatever comes, and never anything but what was kept."""

from nlp.remembered import Remembered


def test_what_is_asked_for_again_and_again_outlives_a_flood_of_others() -> None:
    kept: Remembered[int] = Remembered(1_000)
    kept.keep("署名の文", 1)
    for number in range(1_000):
        kept.keep(f"一度だけの文{number}", number)
        assert kept.get("署名の文") == 1
    assert kept.get("一度だけの文0") is None


def test_what_is_kept_stays_bounded_whatever_comes() -> None:
    kept: Remembered[int] = Remembered(1_000)
    for number in range(5_000):
        kept.keep(f"{number}", number)
        kept.keep(f"{number}" * 100, number)
    remaining = [text for text in kept._young | kept._old if len(text) > 300]
    assert sum(map(len, remaining)) <= 2_000
