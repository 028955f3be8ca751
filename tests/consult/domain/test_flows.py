"""The picture of flows says what its table says: every column adds up, and nothing is drawn that did not flow."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.flows import Place, flows

COLUMNS = tuple(tuple(Place(f"{n}{letter}", letter) for letter in "abc") for n in range(4))
PATHS = st.dictionaries(
    st.tuples(*(st.sampled_from([place.code for place in column]) for column in COLUMNS)),
    st.integers(1, 5_000),
    max_size=20,
)


def steps_of(paths: dict) -> list[Counter]:
    """Between each two neighbouring columns, how many went which way."""
    steps: list[Counter] = [Counter() for _ in range(3)]
    for path, count in paths.items():
        for n, step in enumerate(steps):
            step[path[n], path[n + 1]] += count
    return steps


@settings(max_examples=25)
@given(PATHS)
def test_every_column_and_the_bands_between_two_add_up_to_the_whole(paths: dict) -> None:
    found = flows(COLUMNS, steps_of(paths))
    assert found.total == sum(paths.values())
    for column in found.totals:
        assert sum(count for _, count in column) == found.total
    for n in range(3):
        assert sum(band.count for band in found.bands if band.column == n) == found.total
    assert all(node.count for node in found.nodes)
    assert all(node.y + node.height <= found.height for node in found.nodes)


def test_a_place_without_anything_stands_in_the_totals_and_not_in_the_picture() -> None:
    found = flows(COLUMNS, steps_of({("0a", "1b", "2c", "3a"): 7}))
    assert [node.place.code for node in found.nodes] == ["0a", "1b", "2c", "3a"]
    assert [count for _, count in found.totals[0]] == [7, 0, 0]
    assert flows(COLUMNS, steps_of({})).bands == ()
