"""Names by how they are written: surname and given name, a title behind, foreign names in parts."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.personal_reading import (
    BLANK,
    GIVEN,
    KANJI,
    KATAKANA,
    NAME_SCRIPT,
    NOUN,
    OTHER,
    PERSON,
    PERSONAL,
    PLACE,
    PROPER,
    SURNAME,
    kinds_of,
    words_for,
)
from nlp.personal_word import Place

_AFTER_NAME = re.compile(
    r"^(?:$|[\s、。，,）)」』：:/／・（(!！?？→]|です|だ(?:。|と|が|$)|でした|"
    r"である|で、|と申|といい|と言|という|って|さん|様|氏|は|が|に|と|も|"
    r"を|から|へ|の|より|\d)"
)
_FIRM_END = re.compile(r"^(?:$|[\s、。）)」：:/／（(]|です|と申|といい|と言|という|でした|だ。|って)")
_INTRODUCED = re.compile(
    r"^(?:と申|ともうし|といい(?:ます|、)|といって、|と言い(?:ます|、)|という|です|と名乗|と呼ばれ|って(?:言|いい)い?ます)"
)
_GIVEN_KANJI = re.compile(r"[一-龥]{1,3}(?=[はがのをにとも、。]|です|さん|くん|ちゃん|と申)")
_OF_KIN = re.compile(r"^の(?:母|父|妻|夫|娘|息子|祖母|祖父|孫|兄|姉|弟|妹|家内)(?:です|より|から)")
_HIRAGANA = re.compile(r"^[ぁ-んー]+$")
_LATIN = re.compile(r"^[A-Z][A-Za-z]+$")


def _full_name(place: Place) -> int | None:
    """佐藤花子, 鈴木 蒼空, 内郷 一郎: surname and given name, with or without a blank."""
    first = place.word
    if first.kind == PERSON and KANJI.match(first.surface) and len(first.surface) >= 3:
        # 辞書が一語として知る人は、歴史や世間に名のある人。呼ばれているときだけ身近な人とみる
        return place.at + 1 if place.is_titled(1) or _INTRODUCED.match(place.text_from(1)) else None
    is_spaced = (blank := place.next(1)) is not None and blank.kind == BLANK
    given = Place(place.reading, place.tokens, place.at + 1 + is_spaced)
    if not given.exists or place.is_part_of_group():
        return None
    if not _may_begin_full_name(place, given, is_spaced):
        return None
    end = _given_name(given, is_spaced=is_spaced, is_sure=first.kind == SURNAME)
    return end if end and not Place(place.reading, place.tokens, end).makes_group() else None


def _may_begin_full_name(place: Place, given: Place, is_spaced: bool) -> bool:
    if place.may_be_surname():
        return True
    # 地名と同じ姓。空白を挟んで名が続くときと、名乗るときだけ
    if place.word.kind == PLACE and given.word.kind == GIVEN and _INTRODUCED.match(given.text_from(1)):
        return True
    return (
        is_spaced
        and place.word.kind in (PLACE, NOUN)
        and given.word.kind == GIVEN
        and len(given.word.surface) > 1
    )


def _given_name(place: Place, *, is_spaced: bool, is_sure: bool) -> int | None:
    """Where a given name that begins here ends."""
    word = place.word
    if word.kind == GIVEN or (is_sure and word.kind == PERSON):
        # 平仮名だけの並びは、ふつうの文でもある
        following = place.text_from(1)
        is_plain = (
            not is_spaced
            and _HIRAGANA.match(word.surface)
            and following[:1] in ("の", "に", "を", "で", "と")
        )
        return None if word.surface.endswith("守") or is_plain else place.at + 1
    if word.kind not in (NOUN, SURNAME, PLACE, PERSON, PROPER, OTHER) or not NAME_SCRIPT.match(word.surface):
        return None
    if word.surface in words_for("not_names") or word.surface in words_for("organisations"):
        return None
    if is_sure and GIVEN in kinds_of(word.surface):
        return place.at + 1
    end = place.joined(longest=3)
    name, following = place.name_to(end), place.text_from(end - place.at)
    is_unknown = not kinds_of(name) and (is_spaced or (bool(KANJI.match(name)) and 2 <= len(name) <= 3))
    is_called = place.is_titled(end - place.at) or bool(_OF_KIN.match(following))
    if (
        not is_sure
        or len(name) > 4
        or (not is_unknown and not is_called and (len(name) > 2 or not is_spaced))
    ):
        return None
    return (
        end if is_called or (_AFTER_NAME if is_spaced or is_unknown else _FIRM_END).match(following) else None
    )


def _by_title(place: Place) -> int | None:
    """A word before さん, 様, 氏 …, or a surname before an office."""
    if not NAME_SCRIPT.match(place.word.surface):
        return None
    for count in (1, 2, 3):
        if place.is_titled(count) and _may_bear_title(place, count):
            return place.at + count
    if place.is_office(1) and _bears_office(place):
        return place.at + 1
    return None


def _may_bear_title(place: Place, count: int) -> bool:
    words = place.tokens[place.at : place.at + count]
    name = "".join(word.surface for word in words)
    if name in words_for("not_names") or not NAME_SCRIPT.match(name) or place.is_inside_word():
        return False
    # 保 + 健師 のように、ふつうの語が途中で切られている
    before = place.reading.before(place.word.start, 3)
    if any(f"{before[-size:]}{name}" in words_for("not_names") for size in range(1, len(before) + 1)):
        return False
    if place.tokens[place.at + count].surface in (
        "一家",
        "夫妻",
        "親子",
        "兄弟",
        "姉妹",
    ) and SURNAME not in kinds_of(name):
        return False
    are_persons = all(word.is_person for word in words) or (
        any(word.is_person for word in words) and not KANJI.match(name) and not kinds_of(name)
    )
    if name.endswith(tuple(words_for("group_ends"))):
        return are_persons and count == 1
    kinds = kinds_of(name)
    if are_persons or (count == 1 and (kinds & PERSONAL or PLACE in kinds)):
        return True
    if count == 1:
        return not kinds or (len(name) == 1 and bool(KANJI.match(name)))
    return bool(KANJI.match(name)) and all(len(word.surface) == 1 for word in words) and not kinds


def _bears_office(place: Place) -> bool:
    name, office = place.word, place.tokens[place.at + 1].surface
    kinds = kinds_of(name.surface)
    if (
        name.surface in words_for("not_names")
        or place.is_part_of_group()
        or SURNAME not in kinds | {name.kind}
    ):
        return False
    if office in words_for("offices_of_places") or office == "家":
        return name.kind == SURNAME and PLACE not in kinds
    return name.kind in (SURNAME, PLACE, GIVEN) or (
        len(name.surface) == 1 and name.surface not in "会部区市町村課係園校"
    )


def _foreign(place: Place) -> int | None:
    """マリア・サントスと言います, Nguyen Thi Lanさん: names in parts, where something says that it is a person near by."""
    script = next((each for each in (KATAKANA, _LATIN) if each.match(place.word.surface)), None)
    if script is None:
        return None
    separators, end = ("・=" if script is KATAKANA else " "), place.at + 1
    tokens = place.tokens
    while (
        end + 1 < len(tokens) and tokens[end].surface in separators and script.match(tokens[end + 1].surface)
    ):
        end += 2
    parts, count = tokens[place.at : end : 2], end - place.at
    is_called = place.is_titled(count) or bool(_INTRODUCED.match(place.text_from(count)))
    is_told = is_called or place.role_before() is not None or place.tells()
    are_names = all(
        part.is_person or not kinds_of(part.surface) or kinds_of(part.surface) & PERSONAL for part in parts
    )
    has_person = any(part.is_person for part in parts) or len(parts) > 2
    if len(parts) < 2 or place.text_from(count).startswith(("のよう", "みたい")):
        return None
    return (
        end
        if (is_called and (has_person or are_names))
        or (are_names and has_person and (is_told or len(parts) > 1))
        else None
    )


def _clan_name(place: Place) -> int | None:
    """原氏: the dictionary takes short surnames with 氏 for one word."""
    surface = place.word.surface
    return (
        place.at + 1
        if len(surface) in (2, 3)
        and surface.endswith("氏")
        and SURNAME in kinds_of(surface[:-1])
        and surface[:-1] not in "源平"
        else None
    )


def _misread(place: Place) -> int | None:
    """佐藤心結: cut as 佐 + 藤心 + 結, because nobody has told the dictionary of this given name."""
    start, content = place.word.start, place.reading.content
    surname = next(
        (
            content[start : start + size]
            for size in (3, 2)
            if content[start : start + size] in words_for("common_surnames")
        ),
        None,
    )
    if surname is None or len(place.word.surface) >= len(surname):
        return None
    given = _GIVEN_KANJI.match(content, start + len(surname))
    if given is None:
        return None
    return next(
        (at + 1 for at in range(place.at, len(place.tokens)) if place.tokens[at].end >= given.end()), None
    )


WRITTEN_RULES: tuple[Callable[[Place], int | None], ...] = (
    _foreign,
    _full_name,
    _by_title,
    _clan_name,
    _misread,
)
