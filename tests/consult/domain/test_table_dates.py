"""Dates of a column: what is missing comes from beside it, each time with a notice; nothing is made up."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.dates import wareki
from consult.domain.table_dates import TableDate, looks_like_day, read_column
from consult.domain.year_hint import YearHint, year_hint

R2 = YearHint((2020,))
DAYS = st.dates(date(2019, 5, 1), date(2040, 12, 31))


def read(*cells: object, hint: YearHint = R2) -> list[TableDate]:
    return read_column(cells, [hint] * len(cells))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("R2.1.15", date(2020, 1, 15)),
        ("Ｒ２．１．２１", date(2020, 1, 21)),
        ("令和2年1月16日（木）", date(2020, 1, 16)),
        ("R2.1.30(木)15:00～", date(2020, 1, 30)),
        ("　令和２．２．２６", date(2020, 2, 26)),
        ("R2年6月15日", date(2020, 6, 15)),
        ("R2.2.21 13時半", date(2020, 2, 21)),
        ("令和2年8月20日受領", date(2020, 8, 20)),
        ("R2.10.20受付", date(2020, 10, 20)),
        ("令和２年１２月２１日（月）午後", date(2020, 12, 21)),
        ("R2.9.25 夜", date(2020, 9, 25)),
        ("令和元年11月5日", date(2019, 11, 5)),
        ("20200115", date(2020, 1, 15)),
        ("R020115", date(2020, 1, 15)),
        ("二〇二〇年一月十五日", date(2020, 1, 15)),
        (date(2020, 1, 15), date(2020, 1, 15)),
        (datetime(2020, 1, 15, 13, 30), date(2020, 1, 15)),
        (20200115, date(2020, 1, 15)),
    ],
)
def test_a_day_that_says_everything_is_read_without_a_notice(typed: object, day: date) -> None:
    (found,) = read(typed)
    assert (found.day, found.notices, found.problem) == (day, (), "")


@given(DAYS)
def test_every_way_of_writing_a_day_means_that_day(day: date) -> None:
    year = day.year - 2018
    ways = [
        wareki(day),
        f"R{year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        day,
        (day - date(1899, 12, 30)).days,
    ]
    assert {each.day for each in read(*ways)} == {day}


@given(DAYS, st.integers(0, 400))
def test_a_day_without_a_year_takes_the_year_that_brings_it_nearest_to_the_row_above(
    above: date, later: int
) -> None:
    day = above + timedelta(days=later % 150)
    found = read(above, f"{day.month}/{day.day}", hint=YearHint())[1]
    assert found.day == day or (day.month, day.day) == (2, 29)
    if found.day:
        assert "前後の行" in found.notices[0]


def test_the_year_of_the_title_comes_before_the_neighbours() -> None:
    found = read(date(2021, 3, 1), "2/13", "11月7日（土）")[1:]
    assert [each.day for each in found] == [date(2020, 2, 13), date(2020, 11, 7)]
    assert found[0].notices == ("年がないため、見出しから令和2年としました。",)


def test_a_fiscal_year_goes_on_to_march() -> None:
    hint = year_hint("令和2年度 ヒアリング一覧")
    assert [each.day for each in read("6/1", "2/1", hint=hint)] == [date(2020, 6, 1), date(2021, 2, 1)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("記録一覧（令和２年・上期）", (2020,)),
        ("実施記録（R2下期）", (2020,)),
        ("R2.7～R3.3分", (2020, 2021)),
        ("2020年度", (2020,)),
        ("第２期総合戦略", ()),
        ("上期", ()),
    ],
)
def test_a_title_names_its_years(text: str, years: tuple[int, ...]) -> None:
    assert year_hint(text).years == years


def test_heisei_32_is_read_as_reiwa_2_and_said() -> None:
    (found,) = read("H32.1.17")
    assert found.day == date(2020, 1, 17)
    assert found.notices == ("平成32年を令和2年と読みました。",)


def test_two_three_six_is_of_the_year_that_the_title_or_the_neighbours_name() -> None:
    assert read("２／３／６")[0].day == date(2020, 3, 6)
    assert read(date(2020, 3, 5), "２／３／６", hint=YearHint())[1].day == date(2020, 3, 6)
    assert read("２／３／６", hint=YearHint())[0].day is None


def test_the_same_day_is_that_of_the_row_above() -> None:
    found = read("R2.6.8", "同日午後", "〃")
    assert [each.day for each in found] == [date(2020, 6, 8)] * 3
    assert "上の行と同じ" in found[1].notices[0]
    assert read("同日")[0].problem


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("R2.6.31", "6月は30日まで"),
        ("令和2年6月", "読み取れません"),
        ("6月中旬", "読み取れません"),
        ("未定", "読み取れません"),
        ("", "空です"),
        (5, "読み取れません"),
        ("R2.1.15(金)", "曜日が合いません"),
        ("R0.1.15", "0年はありません"),
        ("2/30", "2月30日はありません"),
        ("R2.13.1", "13月はありません"),
    ],
)
def test_what_cannot_be_read_stays_as_typed_with_the_reason(typed: object, words: str) -> None:
    (found,) = read(typed)
    assert found.day is None
    assert words in found.problem
    assert found.typed == str(typed)


def test_a_range_is_its_first_day_and_what_was_left_is_named() -> None:
    (found,) = read("R2.1.15～17日の3日間")
    assert found.day == date(2020, 1, 15)
    assert "は読まずに" in found.notices[0]


def test_a_serial_number_is_a_day_of_its_calendar() -> None:
    assert read_column([44117], [R2])[0].day == date(2020, 10, 13)
    assert read_column([42655], [R2], counts_from_1904=True)[0].day == date(2020, 10, 13)


@given(st.lists(st.one_of(st.text(max_size=30), st.integers(), st.floats(allow_nan=False), st.none())))
def test_no_cell_is_a_fault(cells: list[object]) -> None:
    for cell, found in zip(cells, read(*cells), strict=True):
        assert found.day or found.problem
        looks_like_day(cell)  # type: ignore[arg-type]


def test_a_long_cell_is_named_by_its_beginning_and_kept_whole() -> None:
    long = "秋ごろの平日の夕方に" * 9
    (unread,) = read(long)
    assert unread.problem == f"「{long[:19]}…」は日付として読み取れません。" and unread.typed == long
    (read_in_part,) = read(f"R2.1.15 {long}")
    assert read_in_part.notices == (f"「{long[:19]}…」は読まずに、令和2年1月15日としました。",)
