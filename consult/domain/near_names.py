"""Which registered names may be one body written twice: proposals for a person, never a decision (decision 0120).

A name is taken apart into what it is called and what is only said about it: legal form, place, number of a meeting,
courtesies. Two names are near when they are called the same and nothing said about them contradicts. Names that are
called differently are near only by a slip of the keyboard in a word of four letters or more. 青年部 of a union, the
third primary school, 農業 beside 漁業: all of these are other bodies and are not proposed.

Names are sorted into boxes by what they share, and only names in one box are compared: 5,000 names take no longer per
name than 50.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from consult.domain.counterpart_name import LEGAL_FORMS, is_ignored

FORMS = tuple(dict.fromkeys(["株式会社", "有限会社", *(long for _, long in LEGAL_FORMS)]))
BRACKETS = re.compile(r"[(\[【〔〈《「『]([^()\[\]【】〔〕〈〉《》「」『』]*)[)\]】〕〉》」』]")
INSIDE_MARKS = re.compile(r"[・･、，,/／\s]+")
COUNT = r"(?:元|[0-9]+|[〇一二三四五六七八九十百]+)"
YEAR = rf"(?:(?:令和|平成|昭和|r|h){COUNT}|[0-9]{{4}})年"
# 第3回, 3回目, 令和2年第3回, 令和2年度. Not 第三中学校, not 二十日会.
MEETING = re.compile(rf"(?:{YEAR}度?)?第{COUNT}回目?|{COUNT}回目|{YEAR}度")
LIVES_HERE = re.compile(r"^(市内|市外|県内|県外)(?:在住の|在住|にある|の)?(?=.{2})")
DISTRICT = re.compile(r"^(.{1,8}?)(?:地区|地域)の?(?=.{2})")
PLACE_WORD = re.compile(r"(?<=.)(?:地区|地域)$")
COURTESY = re.compile(r"(?<=.)(?:御中|さん|様|氏|殿)$")
SAME_LETTER = str.maketrans(
    "斎齋齊邊邉髙﨑嵜澤濱濵嶋嶌廣國學會櫻瀧淵ヶヵ",
    "斉斉斉辺辺高崎崎沢浜浜島島広国学会桜滝渕けか",
    "ー",
)
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
LONG_WORD = 4
# Nobody compares longer names letter by letter.
LONGEST = 80
# One name under more additions than this (第1支店, 第2支店, …) is a list of places, not one body written twice.
MOST_HEADS = 40


class Likeness(Enum):
    """Why two names are shown to a person together; the surest first."""

    SPELLING = "書き方（かっこ、字体、かなの大小、株式会社の前後など）だけが違います。"
    MEETING = "会議の回数や年度だけが違います。"
    FORM = "法人の種類の有無だけが違います。"
    ADDITION = "片方にだけ、地区などの補足があります。"
    SLIP = "1文字だけ違います。打ち間違いかもしれません。"


@dataclass(frozen=True)
class Name:
    """`called` is what a body is called; the rest is said about it, and may be left out."""

    called: str
    form: str = ""
    reach: str = ""
    said: frozenset[str] = frozenset()
    is_meeting: bool = False


@dataclass(frozen=True)
class Near:
    """Two bodies by their ids, `first` the one that was given first."""

    first: int
    second: int
    likeness: Likeness


def taken_apart(name: str) -> Name:
    """市内在住の移住者ｂ氏（三和地区） is called 移住者b, and 市内 and 三和 are said about it."""
    text = unicodedata.normalize("NFKC", name).casefold()
    for short, long in LEGAL_FORMS:
        text = text.replace(short, long)
    without = MEETING.sub("", text)
    said = [part for inside in BRACKETS.findall(without) for part in INSIDE_MARKS.split(inside)]
    core = "".join(char for char in BRACKETS.sub("", without) if not is_ignored(char))
    reach, core = _front(LIVES_HERE, core)
    place, core = _front(DISTRICT, core)
    form, core = _form_of(core)
    core = COURTESY.sub("", core)
    places = frozenset(PLACE_WORD.sub("", part) for part in [*said, place] if part)
    # A name that is nothing but additions is called by them.
    return Name(_loose(core or text), form, reach, places, without != text)


def near_names(
    names: Iterable[tuple[int, str]], *, known_as_two: Collection[tuple[int, int]] = frozenset()
) -> list[Near]:
    """Pairs of bodies whose names may mean one; a body may come with several names, each pair comes once.

    Of many alike, each is paired with the first that it does not contradict: eight meetings are seven pairs, not 28.
    `known_as_two` are pairs (lower id first) that a person found to be two.
    """
    apart = [(body, taken_apart(name)) for body, name in names]
    found: dict[tuple[int, int], Near] = {}
    for pair in (*_called_the_same(apart, known_as_two), *_slips(apart)):
        ids = (min(pair.first, pair.second), max(pair.first, pair.second))
        if pair.first != pair.second and ids not in known_as_two:
            found.setdefault(ids, pair)
    order = list(Likeness)
    return sorted(found.values(), key=lambda pair: order.index(pair.likeness))


def _called_the_same(
    apart: list[tuple[int, Name]], known_as_two: Collection[tuple[int, int]]
) -> Iterator[Near]:
    boxes: dict[str, list[tuple[int, Name]]] = {}
    for body, name in apart:
        # One letter means a body only with its form: NPO法人B.
        if len(name.called) > 1 or name.form:
            boxes.setdefault(name.called, []).append((body, name))
    for box in boxes.values():
        heads: list[tuple[int, Name]] = []
        for body, name in box:
            for head, said in heads:
                ids = (min(head, body), max(head, body))
                if _agree(said, name) and ids not in known_as_two:
                    yield Near(head, body, _likeness(said, name))
                    break
            else:
                heads += [(body, name)] if len(heads) < MOST_HEADS else []


def _slips(apart: list[tuple[int, Name]]) -> Iterator[Near]:
    """Names that differ in one letter of a long word, in one letter doubled, or in two letters changed round."""
    whole: dict[str, tuple[int, Name]] = {}
    boxes: dict[tuple[str, str, int], tuple[int, Name]] = {}
    for body, name in apart:
        if LONG_WORD < len(name.called) <= LONGEST:
            whole.setdefault(name.called, (body, name))
    for body, name in whole.values():
        for box in _boxes_of(name.called):
            near = boxes.setdefault(box, (body, name))
            if near[0] != body and near[1].called != name.called and _agree(near[1], name):
                yield Near(near[0], body, Likeness.SLIP)
        for shorter in _shortened(name.called):
            other = whole.get(shorter)
            if other and _agree(other[1], name):
                yield Near(other[0], body, Likeness.SLIP)


def _boxes_of(called: str) -> Iterator[tuple[str, str, int]]:
    in_long_words = _in_long_words(called)
    for place in range(len(called)):
        if place in in_long_words:
            yield "changed", called[:place] + called[place + 1 :], place
        pair = called[place : place + 2]
        if len(set(pair)) == 2 and not any(map(_tells_apart, pair)):
            yield "turned", called[:place] + "".join(sorted(pair)) + called[place + 2 :], place


def _shortened(called: str) -> Iterator[str]:
    in_long_words = _in_long_words(called)
    for place, char in enumerate(called):
        is_doubled = place > 0 and called[place - 1] == char and not _tells_apart(char)
        if is_doubled or place in in_long_words:
            yield called[:place] + called[place + 1 :]


def _in_long_words(called: str) -> set[int]:
    """The places of letters that stand in a run of four or more of one script."""
    found: set[int] = set()
    for script, run in groupby(range(len(called)), lambda place: _script(called[place])):
        places = list(run)
        if script and len(places) >= LONG_WORD:
            found.update(places)
    return found


def _script(char: str) -> str:
    """Kana or latin; "" for what carries a meaning alone: a kanji, a digit."""
    if "ぁ" <= char <= "ゖ":
        return "kana"
    return "latin" if char.isascii() and char.isalpha() else ""


def _tells_apart(char: str) -> bool:
    """第一 and 第二, A社 and B社, 東 and 西 are as different as names can be."""
    return char.isdigit() or char in "〇一二三四五六七八九十百東西南北上中下新旧大小" or char.isascii()


def _agree(one: Name, other: Name) -> bool:
    """Nothing said about the one contradicts what is said about the other."""
    pairs = ((one.form, other.form), (one.reach, other.reach))
    return all(not a or not b or a == b for a, b in pairs) and (
        one.said <= other.said or other.said <= one.said
    )


def _likeness(one: Name, other: Name) -> Likeness:
    if (one.said, one.reach) != (other.said, other.reach):
        return Likeness.ADDITION
    if one.form != other.form:
        return Likeness.FORM
    return Likeness.MEETING if one.is_meeting or other.is_meeting else Likeness.SPELLING


def _form_of(core: str) -> tuple[str, str]:
    """株式会社 in front and behind are one form; 前株 and 後株 are two companies only for those who know."""
    for form in FORMS:
        if core != form and (core.startswith(form) or core.endswith(form)):
            return form, core.removeprefix(form) if core.startswith(form) else core.removesuffix(form)
    return "", core


def _front(pattern: re.Pattern[str], core: str) -> tuple[str, str]:
    match = pattern.match(core)
    return (match[1], core[match.end() :]) if match else ("", core)


def _loose(core: str) -> str:
    """One letter for the letters that are taken for each other: old forms of kanji, small and large kana, カ and か."""
    plain = core.translate(SAME_LETTER)
    kana = "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in plain)
    return unicodedata.normalize("NFC", kana).translate(SMALL) or core
