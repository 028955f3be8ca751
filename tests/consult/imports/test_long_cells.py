"""TU7: no cell of a file holds the site up: a pattern keeps every other visitor waiting for as long as it looks."""

from collections.abc import Callable

import pytest

from consult.domain.dates import read_date
from consult.domain.district_name import district_told
from consult.domain.errors import FileRefused, UnreadableDate
from consult.imports.hearing_rows import HONORIFIC
from consult.spreadsheets.reading import read_file
from tests.counted_work import stopped_when_endless

# In proportion this takes well under a second; a pattern that looks again from every character takes many minutes.
LENGTH = 100_000


def a_day(text: str) -> None:
    with pytest.raises(UnreadableDate):
        read_date(text)


def a_file(text: str) -> None:
    with pytest.raises(FileRefused, match="行が多すぎます"):
        read_file("a.csv", text.encode())


LONG: dict[str, tuple[Callable[[str], object], str]] = {
    "numerals for a day": (a_day, "一二" * LENGTH),
    "blanks before a honorific": (lambda text: HONORIFIC.sub("", text), f"会{' ' * 4 * LENGTH}会"),
    "one district over and over": (lambda text: district_told(text, ["みどり"]), "みどり地区" * 4 * LENGTH),
    "blank lines before the table": (a_file, " " * 4 * LENGTH + "\n" * LENGTH + "番号,記録"),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_judged_at_once(name: str) -> None:
    judge, text = LONG[name]
    with stopped_when_endless():
        judge(text)
