"""Which cells of a crossed table stand out from what chance would leave there."""

import math

import pytest

from consult.domain.residuals import Departure, Margins, departures, limit


def test_a_residual_is_the_distance_from_the_expected_number_in_standard_errors() -> None:
    """Worked by hand: 30 of 100 in the row, 40 of 100 in the column, 20 in both."""
    margins = Margins(cell=20, row=30, column=40, whole=100)
    assert margins.expected == 12
    assert margins.residual == pytest.approx((20 - 12) / math.sqrt(12 * 0.7 * 0.6))


def test_of_two_groups_one_is_above_by_as_much_as_the_other_is_below() -> None:
    one, other = Margins(20, 30, 40, 100), Margins(10, 30, 60, 100)
    assert one.residual is not None and other.residual is not None
    assert one.residual == pytest.approx(-other.residual)


@pytest.mark.parametrize("margins", [Margins(0, 0, 0, 0), Margins(5, 5, 5, 5), Margins(0, 0, 40, 100)])
def test_where_nothing_can_differ_there_is_no_residual(margins: Margins) -> None:
    assert margins.residual is None
    assert not margins.is_measurable


def test_the_limit_grows_with_the_number_of_cells_looked_at() -> None:
    assert limit(1) == pytest.approx(1.96, abs=0.01)
    assert limit(36) == pytest.approx(3.20, abs=0.01)
    assert limit(0) == limit(1)


def test_cells_far_from_expectation_are_marked_and_small_expectations_never() -> None:
    found = departures(
        {
            "more": Margins(40, 50, 100, 200),
            "fewer": Margins(10, 50, 100, 200),
            "as expected": Margins(26, 50, 100, 200),
            # Four times what is expected, and yet too few to say anything.
            "small": Margins(4, 10, 20, 200),
        }
    )
    assert found == {"more": Departure.MORE, "fewer": Departure.FEWER}
