"""The marks before an item of a note, and lines that are only its headings."""

from __future__ import annotations

import re

SPACE = r"[ \t\u3000]"
# ワードの箇条書きを貼ると、記号は私用領域（U+F0xx）の文字か、「l」「Ø」「ü」などの一字とタブになる
_BULLET = re.compile(
    rf"""{SPACE}*(?:
        [・･●○〇◎■□◆◇▲△▼▽★☆◯＊*→⇒➡♪✓✔▪•‣※＞>➢➤❖⬤⚫⚪◦∙·⁃☐☑\uf020-\uf0ff]
      | [a-zA-ZØü§](?=\t)
      | [-－‐−–—―─ー~〜](?![0-9０-９])
      | [（(](?:[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}}|[ア-ンｱ-ﾝa-zａ-ｚA-ZＡ-Ｚ])[）)]
      | [①-⑳⑴-⒇❶-❿㊀-㊉ⅰ-ⅹⅠ-Ⅹ]
      | [0-9０-９]{{1,2}}(?:[.．、)）:：]|{SPACE}+|[-－][0-9０-９]{{1,2}}(?:[.．)）:：]|{SPACE}+))(?![0-9０-９])
      | [一二三四五六七八九十]{{1,2}}(?:[、.．)）]|{SPACE}+)
      | [アイウエオカキクケコイロハニホヘトｱ-ｺa-zａ-ｚ](?:[.．)）]|{SPACE}+)
      | [QAＱＡ][0-9０-９]{{0,2}}(?:[:：.．)）、]|{SPACE}+)
      | (?:問|答|質問|回答)[0-9０-９]{{0,2}}(?:[:：.．)）]|{SPACE}+)
    ){SPACE}*""",
    re.VERBOSE,
)
_QUESTION = re.compile(r"[QＱ問質]")
_ANSWER = re.compile(r"[AＡ答回]")
# 途中で折り返した語の長音は、箇条の横棒と同じ字である（サ／ービス）
_LONG_VOWEL = re.compile(r"ー(?=[ァ-ヶー。、])")
_BRACKETED = re.compile(
    rf"{SPACE}*[【\[［<＜〈《（(〔][^】\]］>＞〉》）)〕]{{1,30}}[】\]］>＞〉》）)〕]{SPACE}*$"
)
_SHORT = re.compile(r"[^。、！？!?]{1,16}[：:]?$")
_SAYS_SOMETHING = re.compile(
    r"(たい|ない|いい|よい|しい|です|ます|した|する|いる|ある|った|れる|せる|べき|だ|を|て|くれ|さい|[！!？?])$|[がはもを].*[いるただすう]$|[をに]$"
)
_LISTED_SIGNS = "・･-－‐−–*＊"


def bullet_at(note: str, start: int, end: int) -> re.Match[str] | None:
    """The mark with which the line note[start:end] begins, with the blanks around it."""
    if _LONG_VOWEL.match(note, start, end):
        return None
    return _BULLET.match(note, start, end)


def is_question(sign: str) -> bool:
    return bool(_QUESTION.match(sign))


def is_answer(sign: str) -> bool:
    return bool(_ANSWER.match(sign))


def is_heading(wording: str, sign: str) -> bool:
    """Whether a line names what follows instead of saying something."""
    if _BRACKETED.match(wording):
        return True
    if sign and sign[0] in _LISTED_SIGNS:
        return wording.endswith(("：", ":"))
    return bool(_SHORT.match(wording)) and not _SAYS_SOMETHING.search(wording.rstrip("：: "))
