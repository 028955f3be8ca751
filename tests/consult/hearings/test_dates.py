"""O2: a date typed as people think; what is no date is explained, never guessed."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.dates import ERAS, read_date, wareki
from consult.domain.errors import UnreadableDate

WEEKDAYS = "月火水木金土日"
WIDE = str.maketrans("0123456789./-RHSrhs", "０１２３４５６７８９．／－ＲＨＳｒｈｓ")
KANJI = "〇一二三四五六七八九"
days = st.dates(min_value=date(1926, 12, 25), max_value=date(2099, 12, 31))


def in_kanji(number: int) -> str:
    if number < 10:
        return KANJI[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else KANJI[tens]) + "十" + (KANJI[ones] if ones else "")


def forms_of(day: date) -> list[str]:
    """Every form in which people type one day."""
    era = next(each for each in ERAS if day >= each.first_day)
    year, month, number = day.year - era.first_day.year + 1, day.month, day.day
    weekday = WEEKDAYS[day.weekday()]
    forms = [
        f"{era.letter}{year}.{month}.{number}",
        f"{era.letter.lower()}{year}/{month}/{number}",
        f"{era.letter}{year}-{month:02}-{number:02}",
        f"{era.letter}{year:02}{month:02}{number:02}",
        f"{era.name[0]}{year}.{month}.{number}",
        f"{era.name}{year}年{month}月{number}日",
        f" {era.name} {year} 年 {month} 月 {number} 日 ",
        f"{era.name}{year}年{month}月{number}日（{weekday}）",
        f"{era.name}{year}年{month}月{number}日({weekday}曜日)",
        f"{era.name}{in_kanji(year)}年{in_kanji(month)}月{in_kanji(number)}日",
        f"{day.year}/{month}/{number}",
        f"{day.year}.{month}.{number}",
        f"{day.year}年{month}月{number}日{weekday}曜日",
        f"{day.year} {month} {number}",
        day.isoformat(),
        f"{day:%Y%m%d}",
        wareki(day),
    ]
    return [*forms, *(form.translate(WIDE) for form in forms)]


@given(days)
def test_every_real_day_is_read_in_every_form(day: date) -> None:
    for form in forms_of(day):
        assert read_date(form) == day, form


@pytest.mark.parametrize(
    "typed", ["R2.1.15", "令和2年1月15日", "2020/1/15", "Ｒ２．１．１５", "令和２年１月１５日（水）"]
)
def test_the_four_forms_of_the_contract_give_the_same_day(typed: str) -> None:
    assert read_date(typed) == date(2020, 1, 15)


@given(days, st.integers(1, 6))
def test_a_weekday_that_contradicts_the_date_is_explained(day: date, shift: int) -> None:
    wrong, right = WEEKDAYS[(day.weekday() + shift) % 7], WEEKDAYS[day.weekday()]
    with pytest.raises(UnreadableDate, match=f"曜日が合いません.*{right}曜日"):
        read_date(f"{day.year}/{day.month}/{day.day}({wrong})")


@given(st.integers(1, 12), st.integers(1, 31))
def test_a_date_without_its_year_is_explained(month: int, day: int) -> None:
    for typed in (f"{month}月{day}日", f"{month}/{day}", f"{month}.{day}"):
        with pytest.raises(UnreadableDate, match="年がありません"):
            read_date(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("R2.2.30", "2020年2月30日はありません。2月は29日まで"),
        ("2019/2/29", "2月は28日まで"),
        ("20200431", "4月は30日まで"),
        ("R2.13.1", "13月はありません"),
        ("R2.0.1", "0月はありません"),
        ("R2.1.0", "0日はありません"),
        ("H31.5.1", "平成の期間にありません。令和元年5月1日"),
        ("R1.4.30", "令和の期間にありません。平成31年4月30日"),
        ("S64.1.8", "昭和の期間にありません"),
        ("R0.1.1", "年を読み取れません"),
        ("2.1.15", "元号か西暦4桁の年が必要"),
        ("0020/1/15", "元号か西暦4桁の年が必要"),
        ("きのう", "読み取れません"),
        ("", "読み取れません"),
        ("R2.1.15.3", "読み取れません"),
        ("٢٠٢٠/١/١٥", "読み取れません"),
        ("2020/1/15'; DROP TABLE hearing", "読み取れません"),
    ],
)
def test_an_impossible_date_is_explained(typed: str, why: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_date(typed)
    assert why in refused.value.message


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_an_explanation(typed: str) -> None:
    try:
        assert isinstance(read_date(typed), date)
    except UnreadableDate as refused:
        assert "。" in refused.message


@given(st.integers(1, 12), st.integers(29, 31), st.integers(2019, 2030))
def test_days_beyond_the_end_of_a_month_never_become_another_day(month: int, day: int, year: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        with pytest.raises(UnreadableDate, match="まで"):
            read_date(f"{year}/{month}/{day}")


@pytest.mark.parametrize(
    "typed", ["あ" * 100, "R2.1.15 " + "き" * 100, "1月5日" + "(月)" * 30, "R31.13.1　" + "x" * 40]
)
def test_what_cannot_be_read_is_repeated_by_its_beginning_alone(typed: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_date(typed)
    assert re.findall("「(.*?)」", refused.value.message) == [f"{' '.join(typed.split())[:19]}…"]
