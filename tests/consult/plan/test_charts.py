"""Charts and ruby as plain coordinates and parts."""

import pytest

from consult.line_charts import development, line_chart
from consult.plan.ruby import ruby_parts


def test_the_target_stands_where_its_value_would_stand() -> None:
    chart = line_chart([(2015, 10.0), (2016, 20.0), (2017, 30.0)], title="", target=20.0)
    assert chart is not None
    assert chart.target_y == chart.points[1].y
    assert chart.points[0].y > chart.points[1].y > chart.points[2].y


def test_a_target_above_all_values_still_fits_on_the_paper() -> None:
    chart = line_chart([(2015, 1.0), (2016, 2.0)], title="", target=100.0)
    assert chart is not None and chart.target_y is not None
    assert 0 < chart.target_y < min(point.y for point in chart.points) < chart.base


def test_no_line_crosses_a_year_without_a_value() -> None:
    chart = line_chart([(2015, 1.0), (2016, None), (2017, 2.0), (2018, 3.0)], title="")
    assert chart is not None
    assert [step[0] for step in chart.path.split(" ") if step[0] in "ML"] == ["M", "M", "L"]
    assert [point.label for point in chart.points] == ["1", "2", "3"]
    assert len(chart.years) == 4


@pytest.mark.parametrize("series", [[], [(2015, 1.0)], [(2015, None), (2016, 4.0)]])
def test_fewer_than_two_values_make_no_chart(series: list[tuple[int, float | None]]) -> None:
    assert line_chart(series, title="") is None


def test_values_that_never_change_make_a_level_line() -> None:
    chart = line_chart([(2015, 5.0), (2016, 5.0)], title="")
    assert chart is not None
    assert chart.points[0].y == chart.points[1].y


@pytest.mark.parametrize("count", range(2, 30))
def test_first_and_last_year_are_always_labelled(count: int) -> None:
    chart = line_chart([(2000 + n, float(n)) for n in range(count)], title="")
    assert chart is not None
    assert (chart.years[0].year, chart.years[-1].year) == ("2000", str(1999 + count))
    gaps = [later.x - former.x for former, later in zip(chart.years, chart.years[1:], strict=False)]
    assert min(gaps) > 40


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        (12.0, "出生数は、2015年の10人から2019年の12人に増えています"),
        (8.0, "出生数は、2015年の10人から2019年の8人に減っています"),
        (10.0, "出生数は、2015年も2019年も10人です"),
        (None, "出生数"),
    ],
)
def test_the_sentence_says_only_what_the_figures_say(last: float | None, sentence: str) -> None:
    assert development("出生数", [(2015, 10.0), (2019, last)], unit="人", decimals=0) == sentence


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("地域の“生業”を、生業として。", {"生業": "なりわい"}),
        ("生業生", {"生": "なま", "生業": "なりわい"}),
        ("(a+b)", {"a+": "x"}),
        ("何もない", {}),
    ],
)
def test_ruby_parts_put_together_give_the_text_again(text: str, readings: dict[str, str]) -> None:
    parts = ruby_parts(text, readings)
    assert "".join(part.text for part in parts) == text
    assert all(part.reading == readings.get(part.text, "") for part in parts)
