"""Names that nothing introduces: by their company, and by what is told of them."""

from __future__ import annotations

import re

from nlp.personal_cues import is_surname_first, is_unheard
from nlp.personal_reading import (
    GIVEN,
    KANJI,
    KATAKANA,
    NAME_SCRIPT,
    NOUN,
    OTHER,
    PERSON,
    PLACE,
    PROPER,
    SURNAME,
    kinds_of,
    words_for,
)
from nlp.personal_word import Place

_PLACE_TALK = re.compile(
    r"地区|方面|周辺|付近|駅|支所|公民館|海|浜|漁港|港|商店|団地|まで|町|"
    r"村|市街|街|人口|店|坂|川|橋|山|森|道|線|行|来|住みやす|住む人|便利|"
    r"不便|寂|にぎ|賑|遠|近|寒|暑|雪|風|温泉|祭|復興|再生|開発|整備|観光|"
    r"多|少な|増|減|バス|電車|病院|医院|公園|施設が|学校が"
    r"|津波|浸水|渋滞|道路|交差点|工場|空き|土地が|田舎|都会|自然|歴史|名産|"
    r"特産|活性|発展|ほしい|欲しい|べき|つなぐ|結ぶ|通る|出身|育ち|生まれ育|"
    r"移住|引っ越してき|越してき|寄|経由|発|着"
)
_PLACE_BEFORE = re.compile(
    r"地区|[、・や](?:泉|平)|など|から$|町$|方面|沿い|駅|場所は|会場は|出身は|地元の?$|ふるさと|故郷"
)
_PERSON_NEXT = re.compile(
    r"^の(?:旦那|おば(?:さん|ちゃん|あ)|おじ(?:さん|ちゃん|い)|ばあ|じい|"
    r"若|お?(?:母|父|ばあ|じい|兄|姉)さん|長男|次男|長女|次女|娘|息子|奥さん|"
    r"嫁|妻|夫|家(?:は|が|の|に|族)|旦那|主人|学校|担任|友達|友だち|親|母|"
    r"父|通う|通って|遺骨|話|意見|言|世話|方が|面倒|車|土地|"
    r"介護|借金|病気|通院|命日|遺骨|就職|離婚|退院|手術|看病|葬式|家内|祖母|祖父|孫|いとこ|実家|農園で働)"
)
_STEADY = re.compile(
    r"^(?:は|が|に|から|と|も|を|へ|、|・|んち|より|たち|達|ら[がはのにも]|"
    r"だけ|しか|なら|って|でも|まで|の(?:せい|ところ|よう|言|話|分|方))"
)
_GROWING_UP = re.compile(r"学校|保育園|幼稚園|学童|部活|熱を|泣|寝|食べ|歩け|一人で|年生|歳|高校|大学|就職")
_TOGETHER = re.compile(
    r"^[^。]{0,12}(?:が口論|も同意見|も同じ意見|も賛成|も反対|の(?:二人|三人|"
    r"両名|両氏|三名)|が話し合|が言い合|がけんか)"
)
_OF_TRADE = re.compile(r"発売|の味|の新型|で買|ブランド|製の|の車種|の製品|のゲーム|という名")
_DOES = re.compile(
    r"^(?:が|から|に|と|とは|は|も|って|、)(?:も|は|、)?[^。、\nはがを]{0,10}?(?:言って[いたお]|"
    r"言った|言うには|言うように|話して(?:い|く|た)|話していった|話をして|"
    r"聞いてみ|聞いた(?:ら|が|と|話|。)|相談した|頼んだ|頼むと|教わ|教えて(?:くれ|"
    r"もら)|謝|怒っ|怒鳴"
    r"|会った|会って|亡くな|入院(?:し|中)|倒れ|退院|紹介して|電話(?:が(?:あ|"
    r"来|かか)|をくれ|したが|して)|来て、|来ていた。|手伝って|送って(?:くれ|"
    r"もら)|引き受け|退職し|結婚し|離婚し|転んで|転んだ|泣いて|学校に行きたが|"
    r"学校を休|熱を出|通院し|部活|断られ|断って"
    r"|代わりに|代わって|からかわ|いじめ|折り返し|取りまとめ|申し上げ|施設に入|"
    r"正社員|つもりだ|予算がないと|継がない|継ぐ|卒業する|もめて|名乗|入所|"
    r"寝たきり|飲んで|運転して|やめた|辞めた|貸して|借りて|くれた|くれる|"
    r"もらった|してもらって)"
    r"|^(?:は|が|も)[^。\n]{0,14}?(?:正社員|定年|入所|亡くな|入院|退職|辞め|やめ|継が|持って帰|結婚|寝込|卒業|通院|病気)"
)


def by_company(place: Place) -> int | None:
    """佐藤・鈴木・高木の三名: surnames side by side."""
    if not place.may_be_surname() or not KANJI.match(place.word.surface) or place.is_part_of_group():
        return None
    beside = [(place.next(1), place.next(2)), (place.next(-1), place.next(-2))]
    for mark, other in beside:
        if (
            mark
            and other
            and mark.surface in ("・", "、", "と", "や", ",")
            and SURNAME in (other.kind, *kinds_of(other.surface))
        ):
            are_tagged = place.word.kind == other.kind == SURNAME
            is_sure = are_tagged and (
                is_surname_first(place) or other.surface in words_for("common_surnames")
            )
            is_sure = is_sure or bool(_TOGETHER.search(place.reading.after(place.word.end, 20)))
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
    is_told = (place.tells() and not following.startswith("に")) or not following.startswith(
        ("の", "から", "へ", "より", "、", "・", "に")
    )
    return place.at + 1 if is_told and not _is_about_place(place) else None


def _is_about_place(place: Place) -> bool:
    word = place.word
    width = 7 if place.tells() else 16
    return bool(
        _PLACE_TALK.search(place.reading.after(word.end, width))
        or _PLACE_BEFORE.search(place.reading.before(word.start, 12))
    )


def _is_spoken_with(place: Place) -> bool:
    """植田が来て、…と話した: even a name that is a place or a plain word, when one speaks, meets or falls ill."""
    word = place.word
    kinds = kinds_of(word.surface) | {word.kind}
    if not kinds & {SURNAME, PLACE} or not KANJI.match(word.surface) or len(word.surface) > 3:
        return False
    if word.surface in words_for("nobody") or word.surface in words_for("not_names"):
        return False
    return bool(_DOES.match(place.reading.after(word.end, 24)))


def _is_given_told(place: Place, is_near: bool) -> bool:
    kinds, surface = kinds_of(place.word.surface), place.word.surface
    if kinds & {NOUN, PROPER, OTHER} or (PLACE in kinds and not place.tells()):
        return bool(_DOES.match(place.reading.after(place.word.end, 24)))
    if KANJI.match(surface):
        return len(surface) >= 2 or is_near or place.tells()
    return is_near or place.tells() or (len(surface) >= 3 and kinds <= {GIVEN})


def by_predicate(place: Place) -> int | None:
    """心春は学校を休んでいる: kanji that the dictionary does not know together, of which something human is said."""
    before = place.reading.before(place.word.start, 2)
    if place.word.kind != NOUN or len(place.word.surface) != 1 or (before and before[-1] not in "、「 　"):
        return None
    end = place.joined(longest=3)
    if any(len(token.surface) > 1 for token in place.tokens[place.at : end]) or not is_unheard(
        place.name_to(end)
    ):
        return None
    after = place.reading.after(place.tokens[end - 1].end, 20)
    if re.match(r"の(?:通院|送迎|通学|進学|入院|母|父|担任|学校|病気)", after):
        return end
    return end if re.match(r"[はがも]", after) and (_DOES.match(after) or _GROWING_UP.search(after)) else None
