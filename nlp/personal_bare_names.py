"""Finds names without a title: by a role or kin before, an introduction behind, a place of honour, or what is told."""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.personal_reading import (
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
    SUFFIX,
    SURNAME,
    Place,
    any_of,
    kinds_of,
    words_for,
)

# 「会社の佐藤」は人、「会社佐藤」は社名の一部
_GROUP_CUE = re.compile(r"(?:市|課|係|班|クラス|会社|職場|店|工場|学年|役所|事務所|支所|窓口|組合|町内|うち|子)$")
_CHILD = re.compile(r"(?:娘|息子|長男|長女|次男|次女|三男|三女|末っ子|弟|妹|兄|姉|孫|妻|夫)の?$")
_LONGEST_NAME = 5
_AFTER_NAME = re.compile(r"^(?:$|[\s、。，,）)」』：:/／・（(!！?？→]|です|だ(?:。|と|が|$)|でした|である|で、|と申|といい|と言|という|って|さん|様|氏|は|が|に|と|も|を|から|へ|の|より)")
_FIRM_END = re.compile(r"^(?:$|[\s、。）)」：:/／（(・]|です|で、|と申|といい|と言|という|でした|だ。|って|より)")
_INTRODUCED = re.compile(r"^(?:と申|ともうし|といい(?:ます|、)|といって、|といった(?:か|よう|と思)|と言い(?:ます|、)|、?と名乗|と呼ばれ|って(?:言|いい)い?ます|と署名|とサイン|という(?:者|人|方|職員|先生|男|女|子|生徒|社員|医師|若い|おじ|おば|若者|名の|ヘルパー|[一-龥]{1,3}[員師士生者長]|友|知人|親子|老人))")
_UNIT_ENDS = re.compile(r"(?:課|係|部|局|室|所|会|者|員|人|校|園|署|歳|省|庁|団|館|店|社|市|町|村|県|国|中央|場|台|性|的|化|業|年|月|日|時|代|族|婦|名|側|間|前|後|中|上|下|内|外|以上|自身|一同|全員|同様|夫婦|一家|世帯|住民|地区)$")
_NUMERAL = re.compile(r"^[〇一二三四五六七八九十百千万\d]+")
_IS = re.compile(r"^(?:です|でございます|だ。|拝|より$|記$)")
_OPENING = re.compile(r"(?:^|住む|住んでいる|在住の|から来た|勤める|暮らす|[、。（(:：\s]|の)$")
_BELONGING = re.compile(r"(?:会|部|組合|PTA|団|課|クラブ|協議会|商店|旅館|農家|漁師|大工|主婦|区|丁目|番号|号室|年|組|歳|[0-9]|店主|社員|係|班|園|校|大学|病院|センター|役所|士|師|家|員|長|生|者|代)の$")
_LINE_START = re.compile(r"^[\s・○●◎■□◆◇▲▼*※→⇒>-]*[（(「【]?$")
_SPEAKS = re.compile(r"^(?:\s?[：:）)」】（(／/「→⇒>]|\s|$)")
_PLACE_TALK = re.compile(
    r"地区|方面|周辺|付近|駅|支所|公民館|海|浜|漁港|港|商店|団地|まで|町|村|市街|街|人口|店|坂|川|橋|山|森|道|線|行|来|住みやす|住む人|便利|不便|寂|にぎ|賑|遠|近|寒|暑|雪|風|温泉|祭|復興|再生|開発|整備|観光|多|少な|増|減|バス|電車|病院|医院|公園|施設が|学校が"
    r"|津波|浸水|渋滞|道路|交差点|工場|空き|土地が|田舎|都会|自然|歴史|名産|特産|活性|発展|ほしい|欲しい|べき|つなぐ|結ぶ|通る|出身|育ち|生まれ育|移住|引っ越してき|越してき|寄|経由|発|着"
)
_PLACE_BEFORE = re.compile(r"地区|[、・や](?:泉|平)|など|から$|町$|方面|沿い|駅|場所は|会場は|出身は|地元の?$|ふるさと|故郷")
_PERSON_NEXT = re.compile(r"^の(?:旦那|おば(?:さん|ちゃん|あ)|おじ(?:さん|ちゃん|い)|ばあ|じい|若|お?(?:母|父|ばあ|じい|兄|姉)さん|長男|次男|長女|次女|娘|息子|奥さん|嫁|妻|夫|家(?:は|が|の|に|族)|旦那|主人|学校|担任|友達|友だち|親|母|父|通う|通って|遺骨|話|意見|言|世話|方が|面倒|車|庭|畑|田ん?ぼ|土地|介護|家内|祖母|祖父|孫|いとこ|実家|農園で働)")
_STEADY = re.compile(r"^(?:は|が|に|から|と|も|を|へ|、|・|んち|より|たち|達|ら[がはのにも]|だけ|しか|なら|って|でも|まで|の(?:せい|ところ|よう|言|話|分|方))")
# 名のようでもある、土地や相手を言う語
_NOBODY = frozenset("市 県 国 町 村 区 市内 県内 東 西 南 北 上 下 中 前 後 表 裏 内 外 奥 隣 町内 都 道 府 郡 社 会 家 店 私 母 父 兄 姉 弟 妹 東京 仙台 日本 福島 大阪 京都 郡山 水戸".split())
_GROWING_UP = re.compile(r"学校|保育園|幼稚園|学童|部活|熱を|泣|寝|食べ|歩け|一人で|年生|歳|高校|大学|就職")
_DESCRIBED = re.compile(r"[（(、\s][\d]{2}(?:歳|[）)、])|[（(](?:会社員|農業|漁業|主婦|主夫|無職|学生|自営|公務員|パート|男|女)|んち|っち|宛|あて|まで(?:ご?連絡|お?電話|返|知ら)|方まで")
_OF_TRADE = re.compile(r"発売|の味|の新型|で買|ブランド|製の|の車種|の製品|のゲーム|という名")
_DOES = re.compile(
    r"^(?:が|から|に|と|とは|は|も|って|、)(?:、)?[^。、\nはがを]{0,10}?(?:言って[いたお]|言った|言うには|言うように|話して(?:い|く|た)|話していった|話をして|聞いた(?:ら|が|と|話|。)|相談した|頼んだ|頼むと|教わ|教えて(?:くれ|もら)|謝|怒っ|怒鳴"
    r"|会った|会って|亡くな|入院(?:し|中)|倒れ|退院|紹介して|電話(?:が(?:あ|来|かか)|をくれ|したが|して)|来て、|来ていた。|手伝って|送って(?:くれ|もら)|引き受け|退職し|結婚し|離婚し|転んで|転んだ|泣いて|学校に行きたが|学校を休|熱を出|通院し|部活|断られ|断って"
    r"|代わりに|代わって|からかわ|いじめ|折り返し|取りまとめ|申し上げ|施設に入|正社員|つもりだ|予算がないと|継がない|継ぐ|卒業する|もめて|名乗|入所|寝たきり|飲んで|運転して|やめた|辞めた|貸して|借りて|くれた|くれる|もらった|してもらって)"
    r"|^(?:は|が|も)[^。\n]{0,14}?(?:正社員|入所|亡くな|入院|退職|辞め|やめ|継が|持って帰|結婚|寝込|卒業|通院|病気)"
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
    return bool(kinds & {*PERSONAL, PLACE}) or not (_UNIT_ENDS.search(name) and len(name) > 1)


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
    """A speaker before a colon, a signature in brackets or at the end, a line that is a name, a name with an age."""
    if not place.may_be_surname() or place.is_part_of_group():
        return None
    before, following = place.reading.before(place.word.start, 12), place.text_from(1)
    if place.word.kind == SURNAME and _DESCRIBED.match(following):
        return place.at + 1
    if re.match(r"[（(]", following) and any_of("roles", "offices", "offices_of_places").match(following[1:]):
        return place.at + 1 if place.word.kind == SURNAME else None
    is_so = _is_surname_first(place) and (
        (_LINE_START.search(before) and _SPEAKS.match(following))
        or (re.search(r"[（(][^（()）]{0,10}$", before) and re.match(r"[）)]|[、,\s]\S{0,6}[）)]", following))
        or (re.search(r"市\s|[:：]市[ 　]$", before) and re.match(r"\s*$|\n|、", following))
        or (re.search(r"[（(]$", before) and re.match(r"[、,\s]", following))
        or (re.search(r"(?:[\s　。、]|以上、?)$", before) and re.match(r"(?:\s*$|\n)", following))
    )
    return place.at + 1 if is_so else None


def by_predicate(place: Place) -> int | None:
    """心春は学校を休んでいる: kanji that the dictionary does not know together, of which something human is said."""
    before = place.reading.before(place.word.start, 2)
    if place.word.kind != NOUN or len(place.word.surface) != 1 or (before and before[-1] not in "、「 　"):
        return None
    end = place.joined(longest=3)
    if any(len(token.surface) > 1 for token in place.tokens[place.at : end]) or not _is_unheard(place.name_to(end)):
        return None
    after = place.reading.after(place.tokens[end - 1].end, 20)
    return end if re.match(r"[はがも]", after) and (_DOES.match(after) or _GROWING_UP.search(after)) else None


def _is_surname_first(place: Place) -> bool:
    surface = place.word.surface
    return surface in words_for("common_surnames") or (place.word.kind == SURNAME and PLACE not in kinds_of(surface))


def by_company(place: Place) -> int | None:
    """佐藤・鈴木・高木の三名: surnames side by side."""
    if place.word.kind != SURNAME or place.is_part_of_group():
        return None
    beside = [(place.next(1), place.next(2)), (place.next(-1), place.next(-2))]
    for mark, other in beside:
        if mark and other and mark.surface in ("・", "、", "と", "や", ",") and other.kind == SURNAME:
            is_sure = _is_surname_first(place) or other.surface in words_for("common_surnames")
            is_group = Place(place.reading, place.tokens, place.at + 1).makes_group()
            return place.at + 1 if is_sure and not is_group else None
    return None


def by_what_is_told(place: Place) -> int | None:
    """A name that nothing introduces: a frequent surname, or somebody of whom something personal is told."""
    word, following = place.word, place.text_from(1)
    if place.is_part_of_group() or place.follows_proper() or not NAME_SCRIPT.match(word.surface):
        return None
    if _is_spoken_with(place):
        return place.at + 1
    is_near = bool(_PERSON_NEXT.match(following))
    if not is_near and not _STEADY.match(following):
        return None
    if word.kind == GIVEN:
        return place.at + 1 if _is_given_told(place, is_near) else None
    if word.kind == PERSON and KATAKANA.match(word.surface):
        return place.at + 1 if place.tells() and not following.startswith(("の", "を")) else None
    is_common = word.surface in words_for("common_surnames")
    if word.kind != SURNAME and not is_common:
        return None
    if is_near or KATAKANA.match(word.surface):
        return place.at + 1
    if PLACE not in kinds_of(word.surface) and is_common:
        if _OF_TRADE.search(place.reading.after(word.end, 12)):
            return None
        return place.at + 1 if not following.startswith("の") or not _is_about_place(place) else None
    if not is_common and not place.tells():
        return None
    is_told = (place.tells() and not following.startswith("に")) or not following.startswith(("の", "から", "へ", "より", "、", "・", "に"))
    return place.at + 1 if is_told and not _is_about_place(place) else None


def _is_about_place(place: Place) -> bool:
    word = place.word
    width = 7 if place.tells() else 16
    return bool(_PLACE_TALK.search(place.reading.after(word.end, width)) or _PLACE_BEFORE.search(place.reading.before(word.start, 12)))


def _is_spoken_with(place: Place) -> bool:
    """植田が来て、…と話した: even a name that is a place or a plain word, when one speaks, meets or falls ill."""
    word = place.word
    kinds = kinds_of(word.surface) | {word.kind}
    if not kinds & {SURNAME, PLACE} or not KANJI.match(word.surface) or len(word.surface) > 3:
        return False
    if word.surface in _NOBODY or word.surface in words_for("not_names"):
        return False
    return bool(_DOES.match(place.reading.after(word.end, 24)))


def _is_given_told(place: Place, is_near: bool) -> bool:
    kinds, surface = kinds_of(place.word.surface), place.word.surface
    if kinds & {NOUN, PROPER, OTHER} or (PLACE in kinds and not place.tells()):
        return bool(_DOES.match(place.reading.after(place.word.end, 24)))
    if KANJI.match(surface):
        return len(surface) >= 2 or is_near or place.tells()
    return is_near or place.tells() or (len(surface) >= 3 and kinds <= {GIVEN})


BARE_RULES: tuple[Callable[[Place], int | None], ...] = (
    by_role,
    by_introduction,
    by_position,
    by_company,
    by_what_is_told,
    by_predicate,
)
