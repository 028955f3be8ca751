"""Finds dates of birth: by 生まれ behind or 生年月日 before; what was founded or built on a day is not born."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.personal_reading import Reading, any_of
from nlp.types import PersonalItem

_ERA = r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHRmtshr](?![A-Za-z])|[明大昭平令](?![和成治正]))"
_DATE = (
    rf"(?:{_ERA}[ .・]?)?[\d十百元]{{1,5}}[ \n]?(?:年|[-/.・])[ \n]?[\d十]{{1,3}}[ \n]?(?:月|"
    rf"[-/.・])[ \n]?[\d十]{{1,3}}(?:[ \n]?日)?"
)
_BORN = re.compile(
    rf"(?<![\d.])(?:{_DATE}|[\d十]{{1,3}}月[ \n]?[\d十]{{1,3}}日)[ \n(]?[のに]?(?:生まれ|"
    rf"うまれ|産まれ|生(?![徒活産涯命物還後前家]))"
)
_BIRTHDAY = re.compile(
    r"(?:生年月日|誕生日|たんじょうび|バースデー|生まれ(?:は|た(?:の|日)は?)|"
    r"出生(?:日|は)|(?:お)?生まれた日|生年|DOB|満\d+歳)[^\d。十明大昭平令MTSHR元]{0,10}?"
    rf"(?P<n>(?<!\d)(?:{_DATE}|[\d十]{{1,3}}月[ \n]?[\d十]{{1,3}}日|(?:{_ERA})?\d{{6,8}}(?!\d)))"
)
_NOT_BORN = re.compile(
    r"(?:市|町|村|県|国|会社|店|施設|学校|園|会|組合|犬|猫|馬|牛|パンダ|駅|館)(?:の|が|は)[^。]{0,12}$|制定|創業|設立"
)
_MANY_BORN = re.compile(
    r"の(?:新成人|世代|子は|子も|人は|人も|方は|方も|児童|子ども(?:は|も|たち)|人たち|全員)|以[降前]|から|まで"
)


def birth_dates(reading: Reading) -> Iterator[PersonalItem]:
    """Whole dates, or month and day with 生まれ; a year alone tells too little."""
    remembered = any_of("remembered", "creatures", "famous")
    found = [match.span() for match in _BORN.finditer(reading.figures)]
    found += [match.span("n") for match in _BIRTHDAY.finditer(reading.figures)]
    for start, end in found:
        around = reading.before(start) + reading.after(end, 20)
        if _MANY_BORN.match(reading.after(end, 6)) or remembered.search(around):
            continue
        if not _NOT_BORN.search(reading.before(start)):
            yield PersonalItem(start, end, "birth_date")
