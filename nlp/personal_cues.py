"""Names without a title: by a role or kin before, an introduction behind, or the place they stand in."""

from __future__ import annotations

import re

from nlp.personal_reading import (
    GIVEN,
    KANJI,
    KATAKANA,
    NAME_SCRIPT,
    NOUN,
    PERSON,
    PERSONAL,
    PLACE,
    SUFFIX,
    SURNAME,
    any_of,
    kinds_of,
    words_for,
)
from nlp.personal_word import Place

# 「会社の佐藤」は人、「会社佐藤」は社名の一部
_GROUP_CUE = re.compile(
    r"(?:市|課|係|班|クラス|会社|職場|店|工場|学年|役所|事務所|支所|窓口|組合|町内|うち|子)$"
)
_CHILD = re.compile(r"(?:娘|息子|長男|長女|次男|次女|三男|三女|末っ子|弟|妹|兄|姉|孫|妻|夫)の?$")
_LONGEST_NAME = 5
_AFTER_NAME = re.compile(
    r"^(?:$|[\s、。，,）)」』：:/／・（(!！?？→]|です|だ(?:。|と|が|$)|でした|"
    r"である|で、|と申|といい|と言|という|って|さん|様|氏|は|が|に|と|も|"
    r"を|から|へ|の|より)"
)
_FIRM_END = re.compile(
    r"^(?:$|[\s、。）)」：:/／（(・]|です|で、|と申|といい|と言|という|でした|だ。|って|より)"
)
_INTRODUCED = re.compile(
    r"^(?:と申|ともうし|といい(?:ます|、)|といって、|といった(?:か|よう|と思)|"
    r"と言い(?:ます|、)|、?と名乗|と呼ばれ|って(?:言|いい)い?ます|と署名|"
    r"とサイン|という(?:者|人|方|職員|先生|男|女|子|生徒|社員|医師|若い|おじ|"
    r"おば|若者|名の|ヘルパー|[一-龥]{1,3}[員師士生者長]|友|知人|親子|老人))"
)
_UNIT_ENDS = re.compile(
    r"(?:課|係|部|局|室|所|会|者|員|人|校|園|署|歳|省|庁|団|館|店|社|市|町|"
    r"村|県|国|中央|場|台|性|的|化|業|年|月|日|時|代|族|婦|名|側|間|前|後|"
    r"中|上|下|内|外|以上|自身|一同|全員|同様|夫婦|一家|世帯|住民|地区)$"
)
COUNTED = re.compile(
    r"^[一二三四五六七八九十百千]+(?:列|軒|名|位|年目|番|人|台|回|つ|本|件|階|割|度|号|月|日|時|代|点|枚|社|校|歳|年)?$"
)
_NUMERAL = re.compile(r"^[〇一二三四五六七八九十百千万\d]+")
_IS = re.compile(r"^(?:です|でございます|だ。|拝|より$|記$)")
_OPENING = re.compile(r"(?:^|住む|住んでいる|在住の|から来た|勤める|暮らす|[、。（(:：\s]|の)$")
_BELONGING = re.compile(
    r"(?:会|部|組合|PTA|団|課|クラブ|協議会|商店|旅館|農家|漁師|大工|主婦|"
    r"区|丁目|番号|号室|年|組|歳|[0-9]|店主|社員|係|班|園|校|大学|病院|センター|"
    r"役所|士|師|家|員|長|生|者|代)の$"
)
_LINE_START = re.compile(r"^[\s・○●◎■□◆◇▲▼*※→⇒>-]*[（(「【]?$")
_SPEAKS = re.compile(r"^(?:\s?[：:）)」】（(／/「→⇒>]|\s|$)")
_DESCRIBED = re.compile(
    r"[（(、\s][\d]{2}(?:歳|[）)、])|[（(](?:会社員|農業|漁業|主婦|主夫|無職|"
    r"学生|自営|公務員|パート|男|女)|んち|っち|宛|あて|まで(?:ご?連絡|お?電話|"
    r"返|知ら)|方まで"
)


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
    is_slip = (len(name) == 1 or KATAKANA.match(name)) and NOUN in kinds_of(name)
    if cue in ("の", ""):
        is_plain = NOUN in kinds_of(name) and not (are_persons and (place.tells() or len(name) > 1))
        if not cue and _GROUP_CUE.search(place.reading.before(place.word.start, 6)):
            return None
        if not cue and GIVEN in kinds and not KANJI.match(name) and len(name) >= 3:
            return end
        if GIVEN in kinds and _CHILD.search(place.reading.before(place.word.start, 6)):
            is_subject = place.tells() and re.match("[はがも]", following)
            if _AFTER_NAME.match(following) and (is_subject or not cue):
                return end
        likely = (
            (are_persons and not is_plain) or (bool(kinds & PERSONAL) and not is_plain) or is_unheard(name)
        )
        return end if likely and not is_slip and _AFTER_NAME.match(following) else None
    if kinds & PERSONAL:
        return end if (_AFTER_NAME if are_persons else _FIRM_END).match(following) else None
    is_short = len(name) == 1 or PLACE in kinds
    return end if _FIRM_END.match(following) and (is_short or not kinds_of(name)) else None


def _unknown_name(place: Place) -> int:
    """Where a name that begins here ends, known to the dictionary or not."""
    if (
        place.word.kind == SURNAME
        and (following := place.next(1))
        and following.kind not in (NOUN, GIVEN, PLACE)
    ):
        return place.at + 1
    return place.joined(longest=_LONGEST_NAME) if KANJI.match(place.word.surface) else place.at + 1


def _may_be_name(name: str, kinds: frozenset[str] | set[str]) -> bool:
    if name in words_for("not_names") or (_NUMERAL.match(name) and not kinds & PERSONAL):
        return False
    return bool(kinds & {*PERSONAL, PLACE}) or not (_UNIT_ENDS.search(name) and len(name) > 1)


def is_unheard(name: str) -> bool:
    """陽翔, 心愛: two or three kanji that the dictionary does not have."""
    return bool(KANJI.match(name)) and 2 <= len(name) <= 3 and not kinds_of(name)


def by_introduction(place: Place) -> int | None:
    """…と申します, …という職員, and 佐藤です."""
    if not NAME_SCRIPT.match(place.word.surface):
        return None
    end = _unknown_name(place)
    name, following = place.name_to(end), place.text_from(end - place.at)
    are_persons = all(word.is_person for word in place.tokens[place.at : end])
    if not _may_be_name(name, kinds_of(name)) or (
        not are_persons and any_of("organisations").search(name[-2:])
    ):
        return None
    if _INTRODUCED.match(following):
        known = kinds_of(name)
        return end if are_persons or known & {*PERSONAL, PLACE} or not known or len(name) == 1 else None
    return end if end == place.at + 1 and _IS.match(following) and _is_introduced_here(place) else None


def _is_introduced_here(place: Place) -> bool:
    before, kinds = place.reading.before(place.word.start, 14), kinds_of(place.word.surface)
    if place.word.kind == PERSON and not KANJI.match(place.word.surface):
        return not before.strip()
    if place.word.kind == SURNAME and PLACE not in kinds:
        return True
    if not place.may_be_surname() and not (place.word.kind == PLACE and _BELONGING.search(before)):
        return place.word.kind == GIVEN and not before.strip() and kinds <= PERSONAL
    if _BELONGING.search(before):
        return True
    return place.word.kind == SURNAME and bool(_OPENING.search(before)) and not before.endswith("の")


def by_position(place: Place) -> int | None:
    """A speaker before a colon, a signature in brackets or at the end, a line that is a name, a name with an age."""
    if not place.may_be_surname() or place.is_part_of_group():
        return None
    before, following = place.reading.before(place.word.start, 12), place.text_from(1)
    if place.word.kind == SURNAME and _DESCRIBED.match(following):
        return place.at + 1
    if re.match(r"[（(]", following) and any_of("roles", "offices", "offices_of_places").match(following[1:]):
        return place.at + 1 if place.word.kind == SURNAME else None
    if place.word.kind == SURNAME and _LINE_START.search(before) and re.match(r"\s?[：:→⇒「]", following):
        return place.at + 1
    is_so = is_surname_first(place) and (
        (_LINE_START.search(before) and _SPEAKS.match(following))
        or (re.search(r"[（(][^（()）]{0,10}$", before) and re.match(r"[）)]|[、,\s]\S{0,6}[）)]", following))
        or (re.search(r"市\s|[:：]市[ 　]$", before) and re.match(r"\s*$|\n|、", following))
        or (re.search(r"[（(]$", before) and re.match(r"[、,\s]", following))
        or (re.search(r"(?:[\s　。、]|以上、?)$", before) and re.match(r"(?:\s*$|\n)", following))
    )
    return place.at + 1 if is_so else None


def is_surname_first(place: Place) -> bool:
    surface = place.word.surface
    return surface in words_for("common_surnames") or (
        place.word.kind == SURNAME and PLACE not in kinds_of(surface)
    )
