"""A table for outside: no cell under five is shown, nor can be worked out from what is shown (TP10, D9)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.suppression import SMALLEST_SHOWN, hidden_cells, rows_to_put_together, shows_total

tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4
    )
)


@given(tables)
def test_small_cells_are_hidden_and_empty_ones_are_shown(table: list[list[int]]) -> None:
    hidden = hidden_cells(table)
    for row, column in product(range(len(table)), range(len(table[0]))):
        if 0 < table[row][column] < SMALLEST_SHOWN:
            assert (row, column) in hidden
        if table[row][column] == 0:
            assert (row, column) not in hidden


@given(tables)
def test_whoever_knows_the_total_still_has_two_answers_for_each_hidden_cell(table: list[list[int]]) -> None:
    """Hidden cells are known to be 1 or more and to add up to a known sum: nothing else is told."""
    hidden = hidden_cells(table)
    if not hidden or not shows_total(table):
        return
    amount = sum(table[row][column] for row, column in hidden)
    most = amount - (len(hidden) - 1)
    assert most > 1, "each may be 1, and each may be more"


@pytest.mark.parametrize(
    ("table", "hidden", "total"),
    [
        ([[7, 3], [8, 9]], {(0, 1), (0, 0)}, True),
        ([[7, 1], [1, 9]], {(0, 1), (1, 0), (0, 0)}, True),
        ([[0, 3]], {(0, 1)}, False),
        ([[1, 1]], {(0, 0), (0, 1)}, False),
        ([[5, 6], [0, 9]], set(), True),
        ([], set(), True),
    ],
)
def test_examples(table: list[list[int]], hidden: set[tuple[int, int]], total: bool) -> None:
    assert (hidden_cells(table), shows_total(table)) == (hidden, total)


crossings = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(1, 9), min_size=1, max_size=12
)


@given(crossings, st.frozensets(st.sampled_from("abcd")))
def test_rows_put_together_leave_no_cell_of_few_people_to_be_read_or_worked_out(
    people: dict[tuple[str, str], int], already: frozenset[str]
) -> None:
    together = rows_to_put_together(people, people, already)
    rows = {row for row, _ in people}
    for (row, _), count in people.items():
        assert row in together or count >= SMALLEST_SHOWN or len(rows) == 1
    if not together or together == rows:
        return
    columns = {column for _, column in people}
    sums = {column: sum(people.get((row, column), 0) for row in together) for column in columns}
    assert not any(0 < count < SMALLEST_SHOWN for count in sums.values())
    for row, column in product(together, columns):
        count = people.get((row, column), 0)
        if 0 < count < SMALLEST_SHOWN:
            # By the sums alone there is another number that it could be.
            whole = sum(people.get((row, each), 0) for each in columns)
            rest = sum(sums.values()) - sums[column]
            assert max(0, whole - rest) < min(whole, sums[column])


@given(crossings, st.frozensets(st.sampled_from("abcd")))
def test_rows_that_an_earlier_version_put_together_stay_so_and_none_of_them_is_alone(
    people: dict[tuple[str, str], int], already: frozenset[str]
) -> None:
    together = rows_to_put_together(people, people, already)
    rows = {row for row, _ in people}
    if len(rows) > 1:
        assert already & rows <= together
        assert len(together) != 1


@pytest.mark.parametrize(
    ("opinions", "people", "together"),
    [
        ({("form", "x"): 9, ("form", "y"): 7}, None, ""),
        ({("form", "x"): 1, ("form", "y"): 7}, None, ""),
        ({("form", "x"): 9, ("fax", "x"): 2, ("post", "x"): 6, ("post", "y"): 7}, None, "fax form post"),
        ({("form", "x"): 9, ("form", "y"): 9, ("fax", "x"): 2, ("post", "x"): 3}, None, "fax form post"),
        (
            {("form", "x"): 9, ("form", "y"): 9, ("fax", "x"): 3, ("post", "y"): 7, ("post", "x"): 7},
            None,
            "fax post",
        ),
        # Nine opinions of one person are one person's.
        ({("form", "x"): 9, ("form", "y"): 9, ("fax", "x"): 9}, {("fax", "x"): 1}, "fax form"),
    ],
)
def test_ways_that_few_used_are_shown_as_one(
    opinions: dict[tuple[str, str], int], people: dict[tuple[str, str], int] | None, together: str
) -> None:
    assert rows_to_put_together(opinions, opinions | (people or {})) == frozenset(together.split())
