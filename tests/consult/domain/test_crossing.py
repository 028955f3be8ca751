"""Totals that add up on every axis, whatever was heard (R41, R44)."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.crossing import Figure, crossed

ROWS, COLUMNS = ("4月", "5月", "不明"), ("産", "官", "学")
heard_lists = st.lists(
    st.tuples(st.sampled_from(ROWS), st.sampled_from(COLUMNS), st.integers(1, 5)), max_size=40
)


@given(heard_lists)
def test_times_add_up_on_both_axes_and_bodies_are_counted_anew(heard: list[tuple[str, str, int]]) -> None:
    table = crossed(heard, ROWS, COLUMNS)
    assert table.whole == Figure(len(heard), len({body for *_, body in heard}))
    for row in ROWS:
        cells = [table.cell(row, column) for column in COLUMNS]
        total = table.of_row(row)
        assert sum(cell.times for cell in cells) == total.times
        assert max(cell.bodies for cell in cells) <= total.bodies <= sum(cell.bodies for cell in cells)
    for column in COLUMNS:
        assert sum(table.cell(row, column).times for row in ROWS) == table.of_column(column).times
    assert sum(table.of_row(row).times for row in ROWS) == table.whole.times
    assert sum(table.of_column(column).times for column in COLUMNS) == table.whole.times


@given(st.dictionaries(st.integers(1, 9), st.sampled_from(COLUMNS)), st.lists(st.integers(1, 9), max_size=30))
def test_bodies_add_up_on_an_axis_on_which_each_body_stands_once(
    place_of: dict[int, str], heard: list[int]
) -> None:
    once = [("4月", place_of[body], body) for body in heard if body in place_of]
    table = crossed(once, ROWS, COLUMNS)
    assert sum(table.of_column(column).bodies for column in COLUMNS) == table.whole.bodies


@given(heard_lists)
def test_the_order_of_hearings_changes_nothing(heard: list[tuple[str, str, int]]) -> None:
    assert crossed(heard, ROWS, COLUMNS) == crossed(sorted(heard), ROWS, COLUMNS)
    assert [key for key, _ in groupby(ROWS)] == list(crossed(heard, ROWS, COLUMNS).rows)


def test_a_value_that_stands_on_no_axis_is_not_lost_silently() -> None:
    with pytest.raises(ValueError, match="no axis"):
        crossed([("6月", "産", 1)], ROWS, COLUMNS)


@given(heard_lists)
def test_shares_go_from_0_for_nobody_to_5_for_the_fullest_cell(heard: list[tuple[str, str, int]]) -> None:
    table = crossed(heard, ROWS, COLUMNS)
    steps = {(r, c): table.share_step(r, c) for r in ROWS for c in COLUMNS}
    assert all((step == 0) == (table.cell(*place).times == 0) for place, step in steps.items())
    assert not heard or max(steps.values()) == 5
