"""Finds the number plates of vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.personal_reading import PLACE, Reading, kinds_of
from nlp.types import PersonalItem

_PLATE = re.compile(
    r"(?<![\d.])(?:\d{1,2}[\dA-Z]|\d)[ \n・-]{0,2}(?:の )?[ぁ-んA-Z][ \n・-]{0,2}[・.\d](?:[- \n]{0,2}["
    r"・.\d]){1,3}(?![\d円人件年本台名回歳万千百])"
)


_SHORT_PLATE = re.compile(
    r"(?<![ぁ-んァ-ヶ一-龥\d])[さすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるろあ-こわ] ?\d{"
    r"1,2}-\d{2}(?!\d)(?=(?:の|という)?[^。]{0,8}(?:車|ナンバー|バイク|トラック|"
    r"ワゴン|軽|バン))"
)


_CUED_PLATE = re.compile(
    r"(?:ナンバー|プレート|車番|車両番号)(?:は|が|の|プレート|:|[ 「(]){1,3}(?P<n>[^\d。]{0,6}(?:\d{2,3"
    r"} ?[ぁ-ん] ?)?[\d・.]{1,2}-?\d{2})(?!\d)"
)


_VEHICLE = re.compile(r"ナンバー|プレート|車|バイク|トラック|軽|ワゴン|バン|ミニバン|当て逃げ|駐車|停め|止め")


_PLATE_PLACE = re.compile(r"(?:[一-龥ァ-ヶ]{1,4}|[ぁ-ん]{2,4})[ \n・-]?$")


def plates(reading: Reading) -> Iterator[PersonalItem]:
    for match in _PLATE.finditer(reading.figures):
        tail = re.split(r"[ぁ-んA-Z]", match.group())[-1]
        place = _plate_place(reading, match.start())
        is_full = len(re.findall(r"[\d・.]", tail)) == 4
        is_cued = bool(_VEHICLE.search(reading.before(match.start()) + "／" + reading.after(match.end(), 10)))
        if re.search(r"\d", tail) and ((is_cued and (place or is_full)) or (place and is_full)):
            yield PersonalItem(match.start() - place, match.end(), "plate")
    for match in _SHORT_PLATE.finditer(reading.figures):
        yield PersonalItem(*match.span(), "plate")
    for match in _CUED_PLATE.finditer(reading.figures):
        yield PersonalItem(*match.span("n"), "plate")


def _plate_place(reading: Reading, at: int) -> int:
    """How many characters the name of the office before a plate has; 0 where none is named."""
    found = _PLATE_PLACE.search(reading.content[max(0, at - 6) : at])
    if not found:
        return 0
    name = found.group().rstrip(" \n・-")
    blanks = len(found.group()) - len(name)
    return next((size + blanks for size in range(len(name), 0, -1) if PLACE in kinds_of(name[-size:])), 0)
