"""Which cells of a published table stay hidden, so that no single body can be told from it (TP10, D9).

A cell of fewer than five bodies is hidden. Totals of rows and columns are not published with it: subtraction would
bring a hidden cell back. The number of all bodies is known from elsewhere, so one hidden cell alone, or several that
must all be 1, could be worked out from it: then the smallest other cell is hidden too. What is hidden looks the same,
whatever the reason. 0 is shown: nobody is there.
"""

from collections.abc import Sequence

SMALLEST_SHOWN = 5
Place = tuple[int, int]


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
