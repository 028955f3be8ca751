"""Who speaks in a line of a note, and whether that is the city or the body that is heard."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from nlp.bullets import SPACE

_NAME = r"[^\s。、「」『』（()）:：／/→⇒＞>]"
_MARKED = re.compile(
    rf"""{SPACE}*(?:
        [（(](?P<round>[^（()）\n]{{1,14}})[）)]
      | [<＜〈【\[［](?P<angle>[^<>＜＞〈〉【】\[\]［］\n]{{1,12}})[>＞〉】\]］]
      | (?P<colon>{_NAME}{{1,10}}(?:[（(][^（()）\n]{{1,10}}[）)])?)(?:[:：／→⇒＞]|/(?![/0-9]))
    ){SPACE}*(?=\S)""",
    re.VERBOSE,
)
# 「運輸　荷物はあるのに…」のように、空白だけで区切った短い話者。一つの記録に二度以上現れて初めて話者とみる
_SPACED = re.compile(rf"{SPACE}*(?P<spaced>[^\s。「」（()）]{{1,9}})[ \u3000]+(?=[^\s→]{{6,}})")
# 区切りが無くても、市の側を表す語で始まる行
_CITY_LEAD = re.compile(
    rf"{SPACE}*(?P<lead>(?:市|当方|事務局|こちら|担当)(?:側|（質問）|\(質問\))?)(?:から|より|{SPACE}+)(?=\S)"
)
# これだけの行が「語＋空白」で始まれば、その記録の書き方とみる
_HABIT = 3
_CITY = re.compile(
    r"^(市|市側|市役所|当方|当課|本課|事務局|企画|企画課|企画政策課|政策企画課|政策課|創生課|創生推進課|総合政策課|総合政策部|"
    r"執行部|議長|委員長|司会|座長|進行|聞き手|質問者|インタビュアー|記録者?|書記|こちら|担当|担当者|市担当|市職員|市の?説明|市長|副市長|Q|問|質問|質)"
    r"(から|より|側)?(\(.*\)|[0-9A-Z])?$"
)
# 市の課長とも相手方の課長ともとれる職名。市側と分かる話者がほかにいれば、相手方とみる
_PERHAPS_CITY = re.compile(r"^(課長|部長|室長|係長|主幹|主査|課長補佐|補佐|主任主査|答|回答|A[0-9]?)$")


def is_city(speaker: str, *, has_city: bool = True) -> bool:
    """Whether a speaker speaks for the city; `has_city` says that the note names one beyond doubt."""
    name = unicodedata.normalize("NFKC", speaker).strip()
    return bool(_CITY.match(name) or (not has_city and _PERHAPS_CITY.match(name)))


def speaker_at(note: str, start: int, end: int, spaced: frozenset[str]) -> tuple[str, int] | None:
    """The speaker's name and where the words begin, if the line note[start:end] names one.

    `spaced` are the names that this note sets off by a blank only.
    """
    match = _MARKED.match(note, start, end) or _CITY_LEAD.match(note, start, end)
    if not match:
        match = _SPACED.match(note, start, end)
        if not match or match["spaced"] not in spaced:
            return None
    return next(name for name in match.groups() if name), match.end()


def spaced_speakers(lines: Iterable[str]) -> frozenset[str]:
    """The names that are set off by a blank, where this note has the habit: one twice, or three lines so."""
    names = Counter(match["spaced"] for line in lines if (match := _SPACED.match(line)))
    if names.total() >= _HABIT:
        return frozenset(names)
    return frozenset(name for name, times in names.items() if times > 1)
