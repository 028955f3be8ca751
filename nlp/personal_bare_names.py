"""Finds names without a title: by a role or kin before, an introduction behind, a place of honour, or what is told."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.personal_reading import (
    GIVEN,
    KANJI,
    NAME_SCRIPT,
    NOUN,
    OTHER,
    PERSONAL,
    PLACE,
    PROPER,
    SUFFIX,
    SURNAME,
    Place,
    any_of,
    kinds_of,
    words_for,
)

_LONGEST_NAME = 5
_AFTER_NAME = re.compile(r"^(?:$|[\s、。，,）)」』：:/／・（(!！?？→]|です|だ(?:。|と|が|$)|でした|である|で、|と申|といい|と言|という|って|さん|様|氏|は|が|に|と|も|を|から|へ|の|より)")
_FIRM_END = re.compile(r"^(?:$|[\s、。）)」：:/／（(・]|です|で、|と申|といい|と言|という|でした|だ。|って|より)")
_INTRODUCED = re.compile(r"^(?:と申|ともうし|といい(?:ます|、)|といって、|と言い(?:ます|、)|と名乗|と呼ばれ|って(?:言|いい)い?ます|と署名|とサイン|という(?:者|人|方|職員|先生|男|女|子|生徒|社員|医師|若い|おじ|おば|若者|名の))")
_UNIT_ENDS = re.compile(r"(?:課|係|部|局|室|所|会|者|員|人|校|園|署|歳|省|庁|団|館|店|社|市|町|村|県|国|中央|場|台|性|的|化|業|年|月|日|時|代|族|婦|名|側|間|前|後|中|上|下|内|外|以上|自身|一同|全員|同様|夫婦|一家|世帯|住民|地区)$")
_NUMERAL = re.compile(r"^[〇一二三四五六七八九十百千万\d]+")
_IS = re.compile(r"^(?:です|でございます|だ。|拝|より$|記$)")
_OPENING = re.compile(r"(?:^|住む|住んでいる|在住の|から来た|勤める|暮らす|[、。（(:：\s]|の)$")
_BELONGING = re.compile(r"(?:会|部|組合|PTA|団|課|クラブ|協議会|商店|旅館|農家|漁師|大工|主婦|区|丁目|番号|号室|年|組|歳|[0-9]|店主|社員|係|班|園|校|大学|病院|センター|役所|士|師|家|員|長|生|者|代)の$")
_LINE_START = re.compile(r"^[\s・○●◎■□◆◇▲▼*※→⇒>-]*[（(「【]?$")
_SPEAKS = re.compile(r"^(?:\s?[：:）)」】（(／/]|\s|$)")
_PLACE_TALK = re.compile(r"地区|方面|周辺|付近|駅|支所|公民館|海岸|漁港|商店街|団地|まで|町|村|市街|学校|人口|店が|坂|川|橋|港|海")
_PERSON_NEXT = re.compile(r"^の(?:お?(?:母|父|ばあ|じい|兄|姉)さん|長男|次男|長女|次女|娘|息子|奥さん|嫁|妻|夫|家(?:は|が|の|に|族)|旦那|主人|学校|担任|友達|友だち|親|母|父|通う|通って|遺骨|話|意見|言|世話|方が|面倒|車|庭|畑|田ん?ぼ|土地|介護)")
_STEADY = re.compile(r"^(?:は|が|に|から|と|も|を|へ|、|・|んち|より)")


def by_role(place: Place) -> int | None:
    """担当は…, 会長の…, 氏名：…, 娘の…: what follows is a name if it may be one."""
    cue = place.role_before()
    if cue is None or not NAME_SCRIPT.match(place.word.surface) or place.word.kind == SUFFIX:
        return None
    end = _unknown_name(place)
    name, following = place.name_to(end), place.text_from(end - place.at)
    kinds = kinds_of(name) | {word.kind for word in place.tokens[place.at : end] if word.is_person}
    if not _may_be_name(name, kinds) or Place(place.reading, place.tokens, end).makes_group():
        return None
    are_persons = all(word.is_person for word in place.tokens[place.at : end])
    if cue in ("の", ""):
        is_plain = NOUN in kinds_of(name) and not place.tells()
        likely = (are_persons and not is_plain) or (bool(kinds & PERSONAL) and not is_plain) or _is_unheard(name)
        return end if likely and _AFTER_NAME.match(following) else None
    if kinds & PERSONAL:
        return end if (_AFTER_NAME if are_persons else _FIRM_END).match(following) else None
    is_short = len(name) == 1 or PLACE in kinds
    return end if _FIRM_END.match(following) and (is_short or not kinds_of(name)) else None


def _unknown_name(place: Place) -> int:
    """Where a name that begins here ends, known to the dictionary or not."""
    if place.word.kind == SURNAME and (following := place.next(1)) and following.kind not in (NOUN, GIVEN, PLACE):
        return place.at + 1
    return place.joined(longest=_LONGEST_NAME) if KANJI.match(place.word.surface) else place.at + 1


def _may_be_name(name: str, kinds: frozenset[str] | set[str]) -> bool:
    if name in words_for("not_names") or _NUMERAL.match(name) and not kinds & PERSONAL:
        return False
    return bool(kinds & PERSONAL) or not (_UNIT_ENDS.search(name) and len(name) > 1)


def _is_unheard(name: str) -> bool:
    """陽翔, 心愛: two or three kanji that the dictionary does not have."""
    return bool(KANJI.match(name)) and 2 <= len(name) <= 3 and not kinds_of(name)


def by_introduction(place: Place) -> int | None:
    """…と申します, …という職員, and 佐藤です."""
    if not NAME_SCRIPT.match(place.word.surface):
        return None
    end = _unknown_name(place)
    name, following = place.name_to(end), place.text_from(end - place.at)
    are_persons = all(word.is_person for word in place.tokens[place.at : end])
    if not _may_be_name(name, kinds_of(name)) or (not are_persons and any_of("organisations").search(name[-2:])):
        return None
    if _INTRODUCED.match(following):
        known = kinds_of(name)
        return end if are_persons or known & {*PERSONAL, PLACE} or not known or len(name) == 1 else None
    return end if end == place.at + 1 and _IS.match(following) and _is_introduced_here(place) else None


def _is_introduced_here(place: Place) -> bool:
    before, kinds = place.reading.before(place.word.start, 14), kinds_of(place.word.surface)
    if place.word.kind == SURNAME and PLACE not in kinds:
        return True
    if not place.may_be_surname() and not (place.word.kind == PLACE and _BELONGING.search(before)):
        return place.word.kind == GIVEN and not before.strip() and kinds <= PERSONAL
    if _BELONGING.search(before):
        return True
    return place.word.kind == SURNAME and bool(_OPENING.search(before)) and not before.endswith("の")


def by_position(place: Place) -> int | None:
    """A speaker before a colon, a signature in brackets or at the end, a line that is a name."""
    if not place.may_be_surname() or not _is_surname_first(place):
        return None
    before, following = place.reading.before(place.word.start, 12), place.text_from(1)
    if _LINE_START.search(before) and _SPEAKS.match(following):
        return place.at + 1
    if re.search(r"[（(]$", before) and re.match(r"[）)、,\s]", following):
        return place.at + 1
    return place.at + 1 if re.search(r"[\s　]$", before) and re.match(r"(?:\s*$|\n)", following) else None


def _is_surname_first(place: Place) -> bool:
    surface = place.word.surface
    return surface in words_for("common_surnames") or (place.word.kind == SURNAME and PLACE not in kinds_of(surface))


def by_company(place: Place) -> int | None:
    """佐藤・鈴木・高木の三名: surnames side by side."""
    if place.word.kind != SURNAME or place.is_part_of_group() or not _is_surname_first(place):
        return None
    beside = [(place.next(1), place.next(2)), (place.next(-1), place.next(-2))]
    for mark, other in beside:
        if mark and other and mark.surface in ("・", "、", "と", "や", ",") and other.kind == SURNAME:
            is_group = Place(place.reading, place.tokens, place.at + 1).makes_group()
            return None if is_group else place.at + 1
    return None


def by_what_is_told(place: Place) -> int | None:
    """A name that nothing introduces: a frequent surname, or somebody of whom something personal is told."""
    word, following = place.word, place.text_from(1)
    if not word.is_person and word.surface not in words_for("common_surnames"):
        return None
    if place.is_part_of_group() or place.follows_proper() or not (_STEADY.match(following) or _PERSON_NEXT.match(following)):
        return None
    is_near = bool(_PERSON_NEXT.match(following))
    if word.kind == GIVEN:
        return place.at + 1 if _is_given_told(place, is_near) else None
    if word.kind != SURNAME and not (len(word.surface) == 1 and place.tells()):
        return None
    is_place = PLACE in kinds_of(word.surface)
    if word.surface in words_for("common_surnames") and not is_place:
        return place.at + 1 if is_near or place.tells() or re.match("[はがもを]", following) else None
    if is_place and not re.match(r"が|に(?:頼|聞|相談|言)|から聞|の(?:長男|次男|長女|娘|息子|奥さん|嫁|妻|夫)", following):
        return None
    is_placed = _PLACE_TALK.search(place.reading.after(word.end, 8))
    return place.at + 1 if (place.tells() or is_near) and not is_placed else None


def _is_given_told(place: Place, is_near: bool) -> bool:
    kinds, surface = kinds_of(place.word.surface), place.word.surface
    if kinds & {NOUN, PLACE, PROPER, OTHER}:
        return False
    if KANJI.match(surface):
        return len(surface) >= 2 or is_near or place.tells()
    return len(surface) >= 3 and (is_near or place.tells())


BARE_RULES: tuple[Callable[[Place], int | None], ...] = (
    by_role,
    by_introduction,
    by_position,
    by_company,
    by_what_is_told,
)
