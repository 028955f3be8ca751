"""Numbers and years as people type them into KPI tables, and how far a KPI is on its way."""

from decimal import Decimal

import pytest

from consult.domain.achievement import judge
from consult.domain.errors import UnreadableFigure
from consult.domain.fiscal_years import read_year, short_wareki, year_at_start
from consult.domain.typed_figures import read_figure
from consult.domain.vocabulary import Achievement, KpiDirection

UP, DOWN = KpiDirection.UP, KpiDirection.DOWN


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "outcome", "progress"),
    [
        (UP, 100, 200, 150, Achievement.ADVANCING, 50),
        (UP, 100, 200, 200, Achievement.MET, 100),
        (UP, 100, 200, 100, Achievement.UNCHANGED, 0),
        (UP, 100, 200, 0, Achievement.RECEDING, -100),
        (DOWN, 6419, 4876, 4606, Achievement.MET, pytest.approx(117.5, abs=0.1)),
        (DOWN, 10, 0, 0, Achievement.MET, 100),
        (DOWN, 10, 5, 12, Achievement.RECEDING, -40),
        (UP, None, 200, 150, Achievement.NOT_MET, None),
        (UP, 300, 200, 150, Achievement.NOT_MET, None),
        (UP, 200, 200, 210, Achievement.MET, None),
        (UP, 100, 50, 60, Achievement.MET, None),
    ],
)
def test_a_kpi_is_judged_by_its_way_from_baseline_to_target(
    direction, baseline, target, actual, outcome, progress
) -> None:
    judged = judge(direction=direction, baseline=baseline, target=target, actual=actual)
    assert (judged.outcome, judged.progress) == (outcome, progress)


@pytest.mark.parametrize(
    ("actual", "whole", "to_a_tenth"),
    [(199.6, 99, 99.6), (199.99, 99, 99.9), (100.1, 1, 0.1), (99.9, -1, -0.1), (100, 0, 0), (250, 150, 150)],
)
def test_rounding_never_says_that_a_target_is_reached(actual: float, whole: float, to_a_tenth: float) -> None:
    judged = judge(direction=UP, baseline=100, target=200, actual=actual)
    assert judged.percent() == whole and judged.percent(1) == pytest.approx(to_a_tenth)


def test_what_is_missing_is_named_and_never_taken_for_zero() -> None:
    judged = judge(direction=None, baseline=None, target=None, actual=None)
    assert judged.outcome is Achievement.UNKNOWN
    assert judged.reason == "実績値と目標値と増減の向きがありません"
    assert judge(direction=UP, baseline=0, target=10, actual=0).outcome is Achievement.UNCHANGED


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("１，２３４", "1234"),
        ("2,134人", "2134"),
        ("△12.5", "-12.5"),
        ("▲ 3", "-3"),
        ("0", "0"),
        ("－0.5", "-0.5"),
        (" ", None),
        ("", None),
    ],
)
def test_a_figure_is_read_as_people_type_it(typed: str, figure: str | None) -> None:
    assert read_figure(typed, unit="人") == (None if figure is None else Decimal(figure))


@pytest.mark.parametrize("typed", ["abc", "1.2.3", "1,23", "12件", "1e5", "-", "未公表", "９" * 20, "∞", "½"])
def test_what_is_no_figure_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UnreadableFigure):
        read_figure(typed, unit="人")


def test_a_finer_figure_than_the_kpi_has_places_is_refused() -> None:
    assert read_figure("1.50", decimals=1) == Decimal("1.5")
    with pytest.raises(UnreadableFigure, match="小数第1位まで"):
        read_figure("1.55", decimals=1)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("R6", 2024),
        ("令和元年度", 2019),
        ("２０２４", 2024),
        ("2024年度", 2024),
        ("h31", 2019),
        ("Ｒ ６", 2024),
    ],
)
def test_a_year_is_read_in_either_way_of_counting(typed: str, year: int) -> None:
    assert read_year(typed) == year


@pytest.mark.parametrize("typed", ["", "昨年", "R", "24", "R6国勢調査", "20245", "1066"])
def test_what_is_no_year_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableFigure):
        read_year(typed)


def test_the_reference_year_stands_at_the_beginning_of_its_words() -> None:
    assert year_at_start("H22国勢調査") == 2010
    assert year_at_start("令和2年国勢調査") == 2020
    assert year_at_start("2020年") == 2020
    assert year_at_start("国勢調査") is None
    assert short_wareki(2024) == "R6" and short_wareki(2019) == "R1" and short_wareki(1900) == "1900"
