"""Two taggers on the same blind labels: a worse one is told apart, chance is not called worse, a loss is not overlooked."""

from nlp.compare import FacetComparison, compare
from nlp.labelled import Labelled
from nlp.types import Evidence, TagResult, TagSuggestion

CODES = {"theme": ("x", "y"), "package": ("A", "B"), "model": ("M",)}


def result(**codes: str) -> TagResult:
    """`result(theme="x", package="AB")`: one letter a code."""
    return TagResult(
        tuple(
            TagSuggestion(facet, code, 0.9, (Evidence(0, 1),), ())
            for facet, each in codes.items()
            for code in each
        ),
        (),
    )


def labelled(number: int, *coders: dict[str, str], group: str = "") -> Labelled:
    given = tuple({facet: tuple(one.get(facet, "")) for facet in CODES} for one in coders)
    return Labelled(str(number), group or str(number), "…", given, given[0])


def comparison(facet: str, rows: tuple[FacetComparison, ...]) -> FacetComparison:
    return next(row for row in rows if row.facet == facet)


def test_a_tagger_that_is_right_more_often_is_worse_nowhere() -> None:
    people = [labelled(n, {"package": "A"}, {"package": "A"}) for n in range(60)]
    rows = compare(people, [result(package="B")] * 60, [result(package="A")] * 60, CODES)
    assert comparison("package", rows).difference.value == 1.0
    assert [row.facet for row in rows] == ["theme", "package", "model"]
    assert not any(row.is_worse for row in rows)


def test_better_on_packages_does_not_pay_for_worse_on_themes() -> None:
    people = [labelled(n, {"theme": "x", "package": "A"}, {"theme": "x", "package": "A"}) for n in range(60)]
    new = [result(theme="x" if n % 3 else "y", package="A") for n in range(60)]
    rows = compare(people, [result(theme="x")] * 60, new, CODES)
    assert not comparison("package", rows).is_worse
    assert comparison("theme", rows).is_worse


def test_equal_taggers_differ_by_nothing() -> None:
    people = [labelled(n, {"theme": "x"}, {"theme": "y"}) for n in range(60)]
    given = [result(theme="xy"[n % 2]) for n in range(60)]
    row = comparison("theme", compare(people, given, given, CODES))
    assert (row.difference.value, row.difference.low, row.difference.high) == (0.0, 0.0, 0.0)
    assert not row.is_worse
    assert row.current == row.new == 0.5


def test_as_good_on_the_whole_but_a_loss_not_ruled_out_is_worse() -> None:
    """Right and wrong change places on a third of them: the mean stays, the doubt is large."""
    people = [labelled(n, {"theme": "x"}, {"theme": "x"}) for n in range(60)]
    old = [result(theme="y" if n < 10 else "x") for n in range(60)]
    new = [result(theme="y" if 10 <= n < 20 else "x") for n in range(60)]
    row = comparison("theme", compare(people, old, new, CODES))
    assert row.difference.value == 0.0
    assert row.is_worse


def test_nothing_given_where_nobody_wanted_anything_is_right() -> None:
    people = [labelled(n, {}, {}) for n in range(60)]
    rows = compare(people, [result()] * 60, [result()] * 60, CODES)
    assert [row.current for row in rows] == [1.0, 1.0, 1.0]
    assert comparison("model", compare(people, [result()] * 60, [result(model="M")] * 60, CODES)).is_worse


def test_one_hearing_is_one_draw() -> None:
    """Sixty remarks of two hearings are two draws, not sixty: the interval is as wide as it gets."""
    people = [labelled(n, {"theme": "x"}, {"theme": "x"}, group="一二"[n % 2]) for n in range(60)]
    new = [result(theme="x" if n % 2 else "y") for n in range(60)]
    row = comparison("theme", compare(people, [result(theme="x")] * 60, new, CODES))
    assert (row.difference.low, row.difference.high) == (-1.0, 0.0)


def test_without_labels_there_is_nothing_to_compare() -> None:
    assert compare([], [], [], CODES) == ()
