"""Years as official papers print them."""

import pytest

from consult.domain.dates import wareki_year, western_year
from consult.formatting import figure, month, reference


@pytest.mark.parametrize(
    ("year", "told"),
    [
        (2021, "令和3(2021)"),
        (2019, "令和元(2019)"),
        (2018, "平成30(2018)"),
        (1989, "平成元(1989)"),
        (1988, "昭和63(1988)"),
        (2060, "令和42(2060)"),
        (1900, "1900"),
    ],
)
def test_a_year_is_told_in_both_ways_of_counting(year: int, told: str) -> None:
    assert wareki_year(year) == told


@pytest.mark.parametrize(
    ("short", "western"),
    [
        ("H26", 2014),
        ("H22国勢調査", 2010),
        ("R元", 2019),
        ("Ｒ２", 2020),
        ("S63", 1988),
        ("策定時", None),
        ("H", None),
    ],
)
def test_short_eras_of_a_source_are_understood_or_left_alone(short: str, western: int | None) -> None:
    assert western_year(short) == western
    assert reference(short) == (f"{short}（{western}）" if western else short)


def test_months_and_figures_keep_their_places() -> None:
    assert month("2020-01") == "令和2(2020)年1月"
    assert (figure(24000), figure(1.5, 2), figure(0), figure(-50.4, 1)) == ("24,000", "1.50", "0", "-50.4")
