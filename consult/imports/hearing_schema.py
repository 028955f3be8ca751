"""What a row about a hearing tells, and how its columns are known by what stands in them."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from consult.domain.table_dates import looks_like_day
from consult.imports import own_rows, words
from consult.spreadsheets.columns import Field, Schema
from consult.spreadsheets.records import whole_number
from consult.spreadsheets.tables import Cell, text_of

# Texts of this length are what somebody said, not a name or a place.
LONG_TEXT = 50
LABELS = {
    "number": "番号",
    "kind": "種別",
    "held_on": "実施日",
    "method": "方法",
    "place": "場所",
    "counterpart": "相手方",
    "sector": "相手方の区分",
    "heard_by": "聴き手",
    "people_present": "出席者",
    "agenda": "議題",
    "notes": "記録（聴いたことば）",
    "opinions_stated": "意見の件数（合計の確認だけに使う）",
    "consent": "公表の承諾",
    "materials": "資料",
    "impression": "所感・備考",
    "shared_with": "共有先",
}


def _days(cells: Sequence[Cell]) -> float:
    return sum(looks_like_day(cell) for cell in cells) / len(cells)


def _words(group: str) -> Callable[[Sequence[Cell]], float]:
    return lambda cells: words.share(group, [text_of(cell) for cell in cells])


def _running_numbers(cells: Sequence[Cell]) -> float:
    numbers = [number for cell in cells if (number := _short_number(cell)) is not None]
    if len(numbers) < max(2, len(cells) * 0.8):
        return 0.0
    return sum(second > first for first, second in pairwise(numbers)) / (len(numbers) - 1)


def _small_numbers(cells: Sequence[Cell]) -> float:
    numbers = [number for cell in cells if (number := _short_number(cell)) is not None]
    return 0.5 * sum(number < 100 for number in numbers) / len(cells)


def _short_number(cell: Cell) -> int | None:
    return whole_number(cell) if len(text_of(cell)) <= 8 else None


def _long_texts(cells: Sequence[Cell]) -> float:
    mean = sum(len(text_of(cell)) for cell in cells) / len(cells)
    return min(1.0, mean / LONG_TEXT)


LOOKS_LIKE: dict[str, Callable[[Sequence[Cell]], float]] = {
    "number": _running_numbers,
    "kind": _words("kinds"),
    "held_on": _days,
    "method": _words("methods"),
    "sector": _words("sectors"),
    "notes": _long_texts,
    "opinions_stated": _small_numbers,
    "consent": _words("consents"),
}
HEARING_SCHEMA = Schema(
    fields=tuple(
        Field(key, label, words.headings(key), LOOKS_LIKE.get(key)) for key, label in LABELS.items()
    ),
    anchor="counterpart",
    text="notes",
    summed="opinions_stated",
    counter="number",
    dated="held_on",
    own=own_rows.KEYS,
)
