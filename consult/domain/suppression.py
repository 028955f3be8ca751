"""What of a published table stays hidden or is put together, so that no single body or person can be told from it (TP10, D9).

A cell of fewer than five bodies is hidden. Totals of rows and columns are not published with it: subtraction would
bring a hidden cell back. The number of all bodies is known from elsewhere, so one hidden cell alone, or several that
must all be 1, could be worked out from it: then the smallest other cell is hidden too. What is hidden looks the same,
whatever the reason. 0 is shown: nobody is there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

SMALLEST_SHOWN = 5
Place = tuple[int, int]
# A row and a column of a crossing, by their codes.
Crossed = tuple[str, str]


def hidden_cells(table: Sequence[Sequence[int]]) -> frozenset[Place]:
    """(row, column) of every cell to hide."""
    values = {(r, c): value for r, line in enumerate(table) for c, value in enumerate(line) if value}
    hidden = {place for place, value in values.items() if value < SMALLEST_SHOWN}
    while hidden and is_given_away([values[place] for place in hidden]):
        others = [place for place in values if place not in hidden]
        if not others:
            break
        hidden.add(min(others, key=lambda place: (values[place], place)))
    return frozenset(hidden)


def is_given_away(hidden: Sequence[int]) -> bool:
    """Whether the sum of hidden cells says what one of them holds; each is known to be 1 or more."""
    return len(hidden) == 1 or (len(hidden) > 1 and sum(hidden) == len(hidden))


def shows_total(table: Sequence[Sequence[int]]) -> bool:
    """Whether the number of all bodies may stand beside the table."""
    hidden = hidden_cells(table)
    return not is_given_away([table[row][column] for row, column in hidden])


def rows_to_put_together(
    opinions: Mapping[Crossed, int], people: Mapping[Crossed, int], already: Collection[str] = ()
) -> frozenset[str]:
    """Rows that are shown as one, so that no cell stands for fewer than five people.

    Sums of rows and of columns are published elsewhere, so hiding single cells would not help: whoever subtracts has
    them back. Rows put together tell no cell of theirs, but where their sums leave one answer only; then the row with
    the fewest opinions joins them. Once all rows are one, nothing is told beside those sums; a row that is alone stands.

    `already`: rows that an earlier version put together. They stay: whoever subtracts one version from the other would
    have them apart. One that is left alone of them takes another row.
    """
    totals = Counter[str]()
    for (row, _), count in opinions.items():
        totals[row] += count
    together = {row for (row, _), count in people.items() if 0 < count < SMALLEST_SHOWN}
    together |= totals.keys() & already
    rest = sorted(totals.keys() - together, key=lambda row: (-totals[row], row))
    while together and rest and (len(together) == 1 or _tells_of_few(together, opinions, people)):
        together.add(rest.pop())
    return frozenset(together if len(totals) > 1 else ())


def _tells_of_few(
    rows: Iterable[str], opinions: Mapping[Crossed, int], people: Mapping[Crossed, int]
) -> bool:
    """Whether a sum of these rows stands for few, or leaves one number only for a cell of theirs that does."""
    mine = set(rows)
    across, down, behind = Counter[str](), Counter[str](), Counter[str]()
    for (row, column), count in opinions.items():
        if row in mine:
            across[row] += count
            down[column] += count
            behind[column] += people.get((row, column), 0)
    if any(0 < count < SMALLEST_SHOWN for count in behind.values()):
        return True
    total = sum(across.values())
    return any(
        # The least and the most that a cell can be, by the sums of its row and its column.
        max(0, across[row] + down[column] - total) == min(across[row], down[column])
        for (row, column), count in people.items()
        if row in mine and 0 < count < SMALLEST_SHOWN
    )
