"""The figures of one round: every line of every breakdown, adding up to the same total (R40, R41, R43, TP10).

意見 (件) are counted one by one. 提出者 (名) are counted where they belong to one line: a person who sent twice, by two
ways, stands in the line of the first. A place, a theme or a class is no property of a person: there is no 名 there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.rounding import rounded_to_add_up
from consult.domain.suppression import SMALLEST_SHOWN, is_given_away
from consult.domain.vocabulary import PublishedOutcome, ResultAxis

# Of an opinion, or of a person, that has no value on an axis.
UNKNOWN = ""
# What is counted as 意見 of the round; the others are kept and counted beside it.
COUNTED = (PublishedOutcome.ANSWERED, PublishedOutcome.OFF_TOPIC)
OPINIONS, DISTINCT = "opinions", "distinct"
# Axes that tell something about a person: small lines stay hidden there.
PERSONAL = (ResultAxis.SUBMITTER_CLASS, ResultAxis.DISTRICT, ResultAxis.AGE_BAND)
OF_PEOPLE = (ResultAxis.CHANNEL, ResultAxis.KIND, *PERSONAL)


@dataclass(frozen=True)
class Point:
    """One opinion that arrived. `person` is the same for whoever sent again (R42); `values` are codes by axis."""

    person: int
    outcome: PublishedOutcome
    text: str
    values: Mapping[ResultAxis, str]

    def on(self, axis: ResultAxis) -> str:
        return self.values.get(axis, UNKNOWN)


@dataclass(frozen=True)
class Line:
    """A figure with its words. None: hidden (TP10), or a unit that the axis does not have."""

    code: str
    label: str
    opinions: int | None
    submitters: int | None


@dataclass(frozen=True)
class Breakdown:
    """All the lines of one axis, those with nothing too."""

    axis: ResultAxis
    lines: tuple[Line, ...]

    def line(self, code: str) -> Line:
        """One that an older publication does not have says nothing."""
        return next((line for line in self.lines if line.code == code), Line(code, "", None, None))

    @property
    def shares(self) -> list[float | None]:
        """Percent of the opinions, which add up to 100.0; None where a line is hidden or nothing came."""
        figures = [line.opinions for line in self.lines]
        shown = [figure for figure in figures if figure is not None]
        if len(shown) < len(figures) or not sum(shown):
            return [None] * len(figures)
        return list(rounded_to_add_up([100 * figure / sum(shown) for figure in shown], 1))


def whole_round(points: Sequence[Point], axis: ResultAxis = ResultAxis.ROUND) -> Breakdown:
    """提出者数・意見数・実質意見数, then what became of everything that arrived: those lines add up to all of it."""
    counted = [point for point in points if point.outcome in COUNTED]
    lines = [
        Line(OPINIONS, "意見", len(counted), len({point.person for point in counted})),
        Line(DISTINCT, "実質意見（同じ文章を1件とした数）", len({point.text for point in counted}), None),
    ]
    for outcome in PublishedOutcome:
        of_it = [point for point in points if point.outcome is outcome]
        people = len({point.person for point in of_it})
        lines.append(Line(outcome.value, outcome.label, len(of_it), people))
    return Breakdown(axis, tuple(lines))


def breakdown(axis: ResultAxis, points: Sequence[Point], labels: Sequence[tuple[str, str]]) -> Breakdown:
    """`points`: the counted ones, first arrived first. `labels`: every line of the axis, by code, in its order.

    A code without a line would be lost from the total: ValueError.
    """
    opinions = Counter(point.on(axis) for point in points)
    people: Counter[str] = Counter()
    if axis in OF_PEOPLE:
        first: dict[int, str] = {}
        for point in points:
            first.setdefault(point.person, point.on(axis))
        people.update(first.values())
    codes = {code for code, _ in labels}
    if lost := sorted(set(opinions) - codes):
        raise ValueError(f"{lost!r} stands on no line of {axis.value}")
    lines = tuple(
        Line(code, label, opinions[code], people[code] if axis in OF_PEOPLE else None)
        for code, label in labels
    )
    found = Breakdown(axis, lines)
    return without_telling_lines(found) if axis in PERSONAL else found


def without_telling_lines(found: Breakdown) -> Breakdown:
    """Lines of fewer than five people are hidden, and further ones while a reader could work them out (TP10).

    The totals are known. Where hiding the next smallest does not help, nothing of the axis is shown.
    """
    people = [line.submitters or 0 for line in found.lines]
    opinions = [line.opinions or 0 for line in found.lines]
    hidden = [n for n, count in enumerate(people) if 0 < count < SMALLEST_SHOWN]
    others = sorted((n for n, count in enumerate(people) if count >= SMALLEST_SHOWN), key=lambda n: people[n])
    while hidden and _tells(hidden, people, opinions):
        if not others:
            hidden = list(range(len(people)))
            break
        hidden.append(others.pop(0))
    lines = tuple(
        replace(line, opinions=None, submitters=None) if n in hidden else line
        for n, line in enumerate(found.lines)
    )
    return Breakdown(found.axis, lines)


def _tells(hidden: Sequence[int], people: Sequence[int], opinions: Sequence[int]) -> bool:
    # Who sends has at least one opinion: as many opinions as lines means one each, of one person each.
    return is_given_away([people[n] for n in hidden]) or is_given_away([opinions[n] for n in hidden])
