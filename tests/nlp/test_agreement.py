"""Agreement figures against sums done by hand, and the laws they obey."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlp import agreement
from nlp.agreement import Resampler

LABELS = arrays(bool, st.tuples(st.integers(1, 12), st.just(3)))


def matrix(*rows: str) -> np.ndarray:
    return np.array([[char == "1" for char in row] for row in rows])


def value(measure: agreement.Measure, rows: int) -> float:
    return float(measure(np.ones((1, rows)))[0])


def test_micro_f1_counts_every_code_of_every_opinion() -> None:
    given_, wanted = matrix("110", "000", "001"), matrix("100", "010", "001")
    # 当たり 2、付けた 3、正解 3
    assert value(agreement.micro_f1(given_, [wanted]), 3) == pytest.approx(2 * 2 / 6)


def test_with_two_coders_f1_is_the_mean_of_the_f1_against_each() -> None:
    given_, one, other = matrix("10", "01"), matrix("10", "01"), matrix("01", "01")
    assert value(agreement.micro_f1(given_, [one, other]), 2) == pytest.approx((1.0 + 0.5) / 2)


def test_macro_f1_gives_a_rare_code_the_weight_of_a_common_one() -> None:
    given_, wanted = matrix("10", "10", "10", "00"), matrix("10", "10", "10", "01")
    assert value(agreement.macro_f1(given_, [wanted]), 4) == pytest.approx((1.0 + 0.0) / 2)


@given(LABELS)
def test_labels_agree_wholly_with_themselves(labels: np.ndarray) -> None:
    f1 = value(agreement.micro_f1(labels, [labels]), len(labels))
    assert np.isnan(f1) if not labels.any() else f1 == pytest.approx(1.0)
    assert agreement.krippendorff_alpha(labels, labels) in (None, 1.0)


@given(LABELS, st.randoms(use_true_random=False))
def test_an_interval_holds_shares_and_the_order_of_opinions_does_not_matter(
    labels: np.ndarray, random: object
) -> None:
    other = labels[::-1]
    figure = Resampler([str(n) for n in range(len(labels))]).figure(agreement.micro_f1(labels, [other]))
    if figure.value is not None:
        assert figure.low is not None and figure.high is not None
        assert 0.0 <= figure.low <= figure.high <= 1.0
    assert agreement.krippendorff_alpha(labels, other) == agreement.krippendorff_alpha(other, labels)


def test_remarks_of_one_hearing_are_drawn_together() -> None:
    # 一つのヒアリングだけなら、引き直しても同じ意見ばかりで、幅は出ない
    given_, wanted = matrix("1", "1", "0"), matrix("1", "0", "1")
    together = Resampler(["1", "1", "1"]).figure(agreement.micro_f1(given_, [wanted]))
    apart = Resampler(["1", "2", "3"]).figure(agreement.micro_f1(given_, [wanted]))
    assert together.low == together.high == together.value == apart.value
    assert apart.low is not None and apart.high is not None and apart.low < apart.high


def test_an_interval_of_many_coins_is_as_wide_as_theory_says() -> None:
    hits = np.array([n % 2 == 0 for n in range(400)])
    figure = Resampler([str(n) for n in range(400)]).figure(agreement.share(hits, np.ones(400)))
    assert figure.value == 0.5
    assert figure.high is not None and figure.low is not None
    # 正規近似では 0.5 ± 1.96 × √(0.25 / 400) = ± 0.049
    assert figure.high - figure.low == pytest.approx(0.098, abs=0.015)


def test_alpha_with_the_masi_distance_as_worked_out_by_hand() -> None:
    one, other = matrix("10", "10", "01", "11"), matrix("10", "01", "01", "10")
    # 観測: 0、1、0、{1,2} と {1} は 1 − 2/3 × 1/2 = 2/3 → 5/12
    # 期待: {1} 4、{2} 3、{1,2} 1 から、(4×3×2×1 + 4×1×2×2/3 + 3×1×2×2/3) / (8×7) = 100/168
    assert agreement.krippendorff_alpha(one, other) == pytest.approx(1 - (5 / 12) / (100 / 168))


def test_chance_agreement_has_an_alpha_near_nothing() -> None:
    drawn = np.random.default_rng(7).random((2, 4000, 3)) < 0.3
    alpha = agreement.krippendorff_alpha(drawn[0], drawn[1])
    assert alpha is not None and abs(alpha) < 0.03


def test_where_nothing_varies_no_alpha_is_claimed() -> None:
    assert agreement.krippendorff_alpha(matrix("10", "10"), matrix("10", "10")) is None
    assert agreement.krippendorff_alpha(np.zeros((0, 2), bool), np.zeros((0, 2), bool)) is None


def test_the_calibration_error_is_the_mean_gap_weighted_by_the_tags_of_each_bin() -> None:
    probabilities = np.array([0.95, 0.95, 0.95, 0.15])
    right = np.array([1.0, 1.0, 0.0, 0.0])
    bins = agreement.reliability(probabilities, right)
    assert [(each.count, round(each.share_right, 3)) for each in bins] == [(1, 0.0), (3, 0.667)]
    assert agreement.calibration_error(bins) == pytest.approx((0.15 + 3 * (0.95 - 2 / 3)) / 4)
    assert agreement.calibration_error([]) is None


def test_a_probability_of_one_lies_in_the_last_bin() -> None:
    (only,) = agreement.reliability(np.array([1.0]), np.array([1.0]))
    assert (only.low, only.high) == (0.9, 1.0)
