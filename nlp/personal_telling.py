"""Finds phrases that name nobody and can yet mean one person only: a small place, something rare, and somebody."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from nlp.personal_reading import PLACE, Reading, any_of
from nlp.types import PersonalItem

_FARTHEST = 44
_SOMEBODY = re.compile(
    r"[女男]の(?:先生|人|医師|方|教師|職員)|女性|男性|女の子|男の子|女児|男児|奥さん|御?ご?主人(?!公)|未亡人|母親|"
    r"父親|おばあさん|おじいさん|お婆さん|お爺さん|老夫婦|夫婦|一家|家族|"
    r"母子|父子|少年|少女|青年|兄弟|姉妹|双子|三つ子|四つ子"
    r"|(?<=の)(?:妻|夫|母|父|娘|息子|祖母|祖父|兄|弟|姉|妹|孫|嫁|婿)(?![のな性])|"
    r"店主|女将|船主|社長|床屋|住職|和尚|宮司|牧師|教師|教員|校長|教頭|保育士|"
    r"助産師|看護師|消防団員|漁師|海女|猟師|職人|陶芸家|画家|生徒|児童|園児"
    r"|(?:小|中|高校|大)学生|高校生|[一二三四五六1-6]年生|実習生|留学生|選手|"
    r"[一-龥ァ-ヶー]{2,6}人(?=の(?:家族|女|男|妻|夫|児童|生徒|店主)|(?:女|"
    r"男)性)|妊婦|シングルマザー|シングルファザー|後継ぎ|跡取り|消防団長|団長|職員|社員|通訳|農家|農業者|"
    r"酪農家|人(?=[はがのにで。、]|$)|方(?=[はがのにで。、]|$)|者(?=[はがのにで。、]|"
    r"$)"
)
_VAGUE = re.compile(
    r"^(?:人|方|者|職員|社員|農家|児童|生徒|園児|家族|夫婦|看護師|教員|漁師|中学生|"
    r"高校生|小学生|大学生|女性|男性|母親|父親|実習生|留学生|教師|双子|三つ子|"
    r"四つ子)$"
)
_ONLY = re.compile(
    r"唯一|(?:ただ|たった|わずか)の?(?:一|1|ひと)[人軒名り]|(?:一|1)[人軒名](?:だけ|"
    r"しか|きり)|ひとり(?:だけ|しか|きり)|(?:一|1)[世家](?:帯|族)だけ|最年少|"
    r"最高齢|最年長|紅一点|(?:一番|いちばん)(?:若い|年上|年下|高齢|古い|年を取)|ほかにいない|他にいない|"
    r"初の|初めて(?=[^、。]{0,12}(?:女|外国))|最後の"
)
_RARE = re.compile(
    r"難病|白血病|透析|人工呼吸|末期|がんで|癌で|ALS|筋ジス|パーキンソン|"
    r"ダウン症|全盲|盲目|ろう者|車椅子|車いす|義足|多発性|精神(?:科|疾患|"
    r"病)|統合失調|うつ病|自閉症|医療的ケア|胃ろう|性同一|トランスジェンダー|"
    r"同性"
    r"|亡くした|亡くし|失った|流された|全焼|火事で|火災で|遭難|自殺|自死|"
    r"殺され|逮捕|服役|横領|事故で|被害に遭|倒産|破産|夜逃げ|離婚し|DV|虐待|"
    r"不倫|里親|養子"
    r"|優勝し|入賞し|出場し|金メダル|オリンピック|五輪|国体|甲子園|日本一|"
    r"全国大会|県大会|受章|叙勲|双子|三つ子|四つ子|五つ子|(?:から|より)(?:来て|"
    r"嫁いで|移住して)|出身の|[ァ-ヶー]{3,8}人の?|国籍の"
    r"|元(?:市議|県議|議員|町長|村長|市長|区長|校長|教師|教員|警察官|消防士|"
    r"自衛官|選手|プロ|代表|アナウンサー|記者|船長|力士|歌手|アイドル|社長|"
    r"職員|駅長|局長)|百[一二三四五六七八九]?歳|[四五]つ子|百[一二三四五六七八九]?歳|"
    r"(?:9[5-9]|1[01]\d)歳|九十[五六七八九]歳"
)
_SMALL = re.compile(
    r"分校|役所|地区|[一-龥]町|[一-龥]村|字[一-龥]|[一-龥]区|団地|[一-龥]島|部落|集落|"
    r"小学校|中学校|高校|[一-龥][小中高]の|[一-龥]{2}の(?=[^の]{0,8}$)|保育園|"
    r"幼稚園|学校|学年|クラス|班|校内|この[町村島辺浜]|職場|漁協|丁目|商店街|"
    r"町内|市内|浜|駅前|港"
)
_OF_SOMEWHERE = re.compile(
    r"(?:^|[^一-龥])[一-龥]{2,4}(?:の[一-龥ぁ-ん]{0,5})?の[一-龥]{0,4}$|[た、で][一-龥]{2,4}の[一-龥]{1,6}の?$"
)
_MANY = re.compile(
    r"^(?:たち|達|ら(?=[がはのを])|方々|など|や|同士|が多|も多|が増|が減|"
    r"を増|を支|への|向け|のため|に対|の支援|全般|一般|の皆|が安心|が暮らし|"
    r"の声を|にやさし|が働|が住め|の(?:雇用|割合|数|人数|参加|就職|受け入れ|"
    r"採用|管理職|交流|生活))"
)
_ONLY_US = re.compile(
    r"(?:子(?:ども|供)?|家族|家|者|人)[がを][^。\n]{0,20}?(?:うち|私|わたし|我が家|わが家)(?:だけ|しか|一人|一軒)"
)


def telling_phrases(reading: Reading) -> Iterator[PersonalItem]:
    """Each phrase whole, from the first thing that tells to the person."""
    content = reading.content
    places = [token.start for tokens in reading.sentences for token in tokens if token.kind == PLACE]
    last = 0
    for somebody in _SOMEBODY.finditer(content):
        start = _phrase_start(reading, places, somebody.start(), somebody.end(), last)
        if start is not None:
            last = somebody.end()
            yield PersonalItem(start, last, "combination")
    for match in _ONLY_US.finditer(content):
        before = reading.before(match.start(), 14)
        lead = len(before) - max(before.rfind(mark) for mark in "、。「 ") - 1
        yield PersonalItem(match.start() - lead, match.end(), "combination")


def _phrase_start(reading: Reading, places: list[int], at: int, end: int, last: int) -> int | None:
    """Where the phrase begins that ends with this person; None when nothing tells who it is."""
    content = reading.content
    window = reading.before(at, min(_FARTHEST, at - last))
    start, noun = at - len(window), content[at:end]
    rare = _ONLY.search(window) or (_RARE.search(window + noun) if noun not in ("人", "方", "者") else None)
    if rare is None and _score(window + noun) >= 2:
        rare = next((found for pattern in _SCORED if (found := pattern.search(window))), None)
    is_many = _MANY.match(reading.after(end, 8)) and not (rare and _ONLY.search(window))
    if rare is None or is_many or any_of("remembered").search(window):
        return None
    tells_much = noun in ("女性", "男性", "母親", "父親") and _score(window + noun) >= 2
    is_vague = _VAGUE.match(noun) and not _names_place(window, places, start, at)
    if is_vague and not tells_much and not _ONLY.search(window):
        return None
    small, nearest = _SMALL.search(window), bisect_left(places, start)
    has_place = nearest < len(places) and places[nearest] < at
    if (
        not small
        and not has_place
        and not (_OF_SOMEWHERE.search(window) and not _ONLY.search(window) and not _VAGUE.match(noun))
    ):
        return None
    first = min(
        [
            start + rare.start(),
            *([places[nearest]] if has_place else []),
            *([start + small.start()] if small else []),
        ]
    )
    # 語の途中から始めない
    return _word_start(content, first)


_SCORED = (
    re.compile(
        r"\d0代|[1-9]\d歳|[二三四五六七八九]十(?:代|[一二三四五六七八九]?歳)|\d人の子|[一二三四五六七八九]人の子"
    ),
    re.compile(
        r"去年|昨年|一昨年|おととし|先月|先週|この春|この夏|この秋|[\d一二三四五六七八九十]+(?:年|"
        r"か月|ヶ月|週間)前|平成\d+年|令和\d+年|震災で|台風で|水害で"
    ),
    re.compile(
        r"一人暮らし|独り暮らし|父子家庭|母子家庭|寝たきり|要介護|介護し|足の悪い|"
        r"耳の聞こえ|目の見え|病気で|入院|手術|持病|片足|片腕|左足|右足|車いす|"
        r"車椅子|認知症"
    ),
    re.compile(
        r"床屋|美容|酒屋|魚屋|肉屋|八百屋|漁師|農家|大工|旅館|民宿|食堂|教師|"
        r"先生|教員|医師|看護師|保育士|市議|区長|運転手|郵便|駐在|消防団|住職|"
        r"神主|社長|店を|店主|工場長|公務員|警察官|船"
    ),
    re.compile(r"一番奥|突き当たり|角の|向かいの|裏の|隣の|はずれの|青い屋根|赤い屋根|二階建て|橋のたもと"),
)


def _score(phrase: str) -> int:
    """How many different things are told of somebody."""
    return sum(bool(pattern.search(phrase)) for pattern in _SCORED)


def _names_place(window: str, places: list[int], start: int, at: int) -> bool:
    nearest = bisect_left(places, start)
    return (nearest < len(places) and places[nearest] < at) or bool(
        re.search(r"[一-龥]{1,4}(?:地区|町|村|小|中|高)の", window)
    )


def _word_start(content: str, at: int) -> int:
    while (
        at > 0
        and re.match(r"[一-龥々ァ-ヶー\d]", content[at - 1])
        and re.match(r"[一-龥々ァ-ヶー\d]", content[at])
    ):
        at -= 1
    return at
