"""The signs of a rule: words, phrases, operators and brackets, each with its line and column."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from nlp.errors import RuleUnreadable

END = "end"
_BRACKETS = {"(": "(", "（": "(", ")": ")", "）": ")", ",": ",", "，": ",", "、": ","}
_QUOTES = {"「": "」", "『": "』", '"': '"', "＂": "＂", "“": "”"}
_OPERATORS = {
    "and": "and",
    "or": "or",
    "not": "not",
    "near": "near",
    "かつ": "and",
    "または": "or",
    "でない": "でない",
    "&": "and",
    "|": "or",
}
# 空白で区切られていない演算子。「かつお」「とんかつ」のような語があるので、かつ は語の途中だけをみる
_JOINED = ("または", "でない")


@dataclass(frozen=True, slots=True)
class Sign:
    """`kind` is word, phrase, an operator, a bracket, a comma or the end; `text` as it was typed."""

    kind: str
    text: str
    line: int
    column: int


def signs_of(wording: str) -> list[Sign]:
    """Every sign in reading order, the end last; RuleUnreadable for what can be no sign."""
    signs: list[Sign] = []
    index, line, start = 0, 1, 0
    while index < len(wording):
        char, column = wording[index], index - start + 1
        if char == "\n":
            line, start = line + 1, index + 1
            index += 1
        elif char.isspace():
            index += 1
        elif char in _BRACKETS:
            signs.append(Sign(_BRACKETS[char], char, line, column))
            index += 1
        elif char in _QUOTES:
            text = _quoted(wording, index, line, column)
            signs.append(Sign("phrase", text, line, column))
            index += len(text) + 2
        else:
            text = _run(wording, index)
            signs.append(_word(text, line, column))
            index += len(text)
    return [*signs, Sign(END, "", line, index - start + 1)]


def _quoted(wording: str, index: int, line: int, column: int) -> str:
    opening = wording[index]
    end = wording.find(_QUOTES[opening], index + 1)
    if end < 0 or "\n" in wording[index:end]:
        raise RuleUnreadable(
            f"「{opening}」が同じ行の「{_QUOTES[opening]}」で閉じられていません。", line, column
        )
    text = wording[index + 1 : end]
    if not _holds_words(text):
        raise RuleUnreadable("かぎ括弧の中に言葉がありません。", line, column)
    return text


def _run(wording: str, index: int) -> str:
    end = index
    while end < len(wording) and not (
        wording[end].isspace() or wording[end] in _BRACKETS or wording[end] in _QUOTES
    ):
        end += 1
    return wording[index:end]


def _word(text: str, line: int, column: int) -> Sign:
    plain = unicodedata.normalize("NFKC", text).lower()
    if plain in _OPERATORS:
        return Sign(_OPERATORS[plain], text, line, column)
    if not _holds_words(text):
        raise RuleUnreadable(f"「{text}」は言葉として読めません。", line, column)
    joined = next((one for one in _JOINED if one in text), "かつ" if "かつ" in text[1:-1] else "")
    if joined:
        raise RuleUnreadable(
            f"「{text}」の「{joined}」の前後に空白を入れてください。一続きの言葉のときは「…」で囲んでください。",
            line,
            column + text.index(joined, 0 if joined != "かつ" else 1),
        )
    return Sign("word", text, line, column)


def _holds_words(text: str) -> bool:
    # 「の」は言葉の間にあってもなくても同じに読むので、それだけでは何も探せない
    return any(char.isalnum() for char in text) and text.strip() != "の"
