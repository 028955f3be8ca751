"""Finds home addresses, and the school and class of a child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.personal_figures import is_public
from nlp.personal_reading import PLACE, Reading, kinds_of
from nlp.types import PersonalItem

_GAP = r"[ \n]?"
_NUMBER = r"[\d十百]{1,4}"
_LOT = re.compile(
    rf"(?<![\d年月.])(?:{_NUMBER}{_GAP}丁目{_GAP}{_NUMBER}(?:{_GAP}(?:番地?の?|-|の|ノ){_GAP}{_NUMBER})?(?:{_GAP}号)?"
    rf"|{_NUMBER}{_GAP}番地?(?:{_GAP}の?{_GAP}{_NUMBER})?(?:{_GAP}号)?"
    rf"|{_NUMBER}{_GAP}[-のノ]{_GAP}{_NUMBER}(?:{_GAP}[-のノ]{_GAP}{_NUMBER}){{0,2}}"
    rf"|{_NUMBER}{_GAP}丁目|\d{{1,4}})(?![\d,.年月日%円人件時分回歳つ本台名年度])"
)
_PLACE_BEFORE = re.compile(
    r"(?:[一-龥々ヶケノ之ツ]|[ぁ-ん]{2,3}(?=[市町区郡県])|(?<=[字町村市区])[ァ-ヶぁ-ん]{1,6}|"
    r"(?<=[一-龥])[のがケヶ](?=[一-龥]))[一-龥々ヶケノ之ツ〇ァ-ヶ字 \n]{0,30}$"
)
_ROOM = re.compile(
    rf"{_GAP}(?:[ぁ-んァ-ヶー一-龥A-Za-z・]{{2,14}}{_GAP})?(?:[A-Z]棟{_GAP}|"
    rf"{_NUMBER}棟{_GAP})?[A-Z]?[-]?\d{{1,4}}(?:号室?|室)(?![\d])"
)
_DWELLING = re.compile(
    r"[一-龥々ァ-ヶー]{0,12}の?(?:[市県町村公]営住宅|団地|アパート|マンション|"
    r"ハイツ|コーポ|メゾン|荘|寮|社宅|官舎|(?<=[ァ-ヶー])(?=[一-龥]{0,4}\d{3}号室))[ァ-ヶー一-龥A-Za-z]"
    r"{0,8}[ の]?"
    r"(?:\d{1,3}号?棟?[- の]{0,2})?[A-Z]?\d{1,4}(?:号室?|室)?(?!\d|号棟|棟|年|人|円|戸|件|階|世帯|名|台)"
)
_PHONE_LIKE = re.compile(r"0\d")
_POSTCODE = re.compile(r"〒?\d{3}-\d{4}[ \n]?$")
_HOME = re.compile(
    r"住所|住んで|住む|自宅|在住|住まい|居住|うち|実家|我が家|わが家|拙宅|"
    r"私|宛|さん|様|転居|引っ越し|下宿|借家|宅|帰省|氏|隣|母|父|祖母|祖父|"
    r"娘|息子|家は|家が|暮ら|名前|氏名|電話|携帯"
)

_SHORT_CLASS = re.compile(r"(?<=[小中高校])(?:の)?[ \n]?[1-9][-の][1-9A-E](?![\d-])")
_LIVES = re.compile(
    r"(?:私|うち|わたし|僕|俺)の家|の(?:母|父|祖母|祖父|両親|実家|兄|姉|弟|"
    r"妹|娘|息子)|住所|住んで|住む|自宅|在住|住まい|居住|実家|我が家|わが家|"
    r"拙宅|家は|"
    r"家の裏|家が|家まで|さん宅|宅の|越して|引っ越|転居|下宿|宛|に(?:父|母|"
    r"祖母|祖父|両親|娘|息子|兄|姉)がい|うちは|生家"
)
_NO_PLACE = re.compile(
    r"(?:線|号|第|国道|県道|議案|条|約|計|合計|平成|令和|昭和|午前|午後|全|"
    r"各|毎|同|延べ|対|比|表|図|式|ページ|様式|別紙|資料|番号|ID|型番)[ ]?$"
)
_ENDS_AS_PLACE = re.compile(
    r"(?:[町字村区台原田内沢川谷野浜山島崎森林前下上北南東西中作丘目本宮木石井池津沼坂久保岸]|"
    r"町[一-龥ァ-ヶ]{1,4}|字[一-龥ぁ-んァ-ヶ]{1,6})[ \n]?$"
)
_CLASS = re.compile(
    rf"[1-9]{_GAP}年生?[ の\n]?(?:[A-Z\d]{{1,2}}|[松竹梅桜菊いろは]|[ぁ-んァ-ヶー]{{2,4}}){_GAP}組|"
    rf"(?<![一-龥])[小中高][1-6][ の]?[\dA-E]組|[1-9]-[1-9A-E](?:組|クラス)|"
    rf"[1-9]{_GAP}年{_GAP}[A-E\d]{_GAP}(?:クラス|ホーム)"
)
_NURSERY = re.compile(
    r"(?:保育園|保育所|幼稚園|こども園|子ども園|園)[の ]?(?:年[長中少][の ]?|"
    r"[2-5]歳児[の ]?)?「?[ぁ-んァ-ヶー一-龥]{1,5}(?:」)?(?:組|ぐみ|クラス)"
)
_SPECIAL_CLASS = re.compile(r"[一-龥々ヶ\d]{1,8}(?:小学校|中学校|小|中)の?[ぁ-んァ-ヶ]{2,6}学級")
_SCHOOL_BEFORE = re.compile(
    r"[一-龥々ヶぁ-んァ-ヶ\d]{1,14}?(?:小学校|中学校|高校|高等学校|支援学校|"
    r"学園|学院|小|中|高|校)(?:[(（][^)）]{1,6}[)）])?(?:に通う|の)?[ \n、]?$"
)
_SCHOOL_YEAR = re.compile(
    r"(?:小学校|中学校|高校|高等学校|支援学校|小|中|高)(?:の)?[ \n]?[1-6]年生?(?!度|間|前|後|目)"
)
_PUPIL = re.compile(
    r"娘|息子|(?<!い)うちの|子(?:ども|供)?[がはのもを]|孫|長男|長女|次男|"
    r"次女|妹|弟|兄|姉|通う|通って|通わせ|在籍|です|さん|くん|ちゃん|君|私|"
    r"僕|ぼく|わたし|いじめ|不登校|休んで|に行って|泣|けんか|無視|殴|保護者です|"
    r"母です|父です|親です|転校|担任|在学"
)
_CLASS_AS_SUCH = re.compile(
    r"^(?:[と、・や][1-9]年[\dA-Z]組){0,6}(?:の)?(?:教室|廊下|窓|授業|エアコン|"
    r"床|黒板|掲示|皆|みな|みんな|合唱|全員|児童全員|生徒全員|児童たち|児童が|"
    r"生徒が|児童の|生徒の|生徒たち|総合|発表|提案|作品|学級|保護者会|花壇|"
    r"畑|机|壁|扇風機|一同|子どもたち|で(?:は|学級閉鎖)|が(?:優勝|発表|作)|"
    r"へ出前|に出前)"
)


def items_in_places(reading: Reading) -> Iterator[PersonalItem]:
    """Everything that the name of a place or of a school gives away."""
    if re.search(r"[\d十百]", reading.figures):
        yield from _addresses(reading)
        yield from _dwellings(reading)
    yield from _classes(reading)


def _addresses(reading: Reading) -> Iterator[PersonalItem]:
    last = 0
    for lot in _LOT.finditer(reading.figures):
        if lot.start() < last or _PHONE_LIKE.match(lot.group()):
            continue
        window = reading.content[max(last, lot.start() - 36) : lot.start()]
        place = _PLACE_BEFORE.search(window)
        if not place:
            continue
        room = _ROOM.match(reading.figures, lot.end())
        start, end = (
            _place_start(reading, lot.start() - len(place.group())),
            room.end() if room else lot.end(),
        )
        if _is_home(reading, start, end, lot.group(), reading.content[start : lot.start()]):
            last = end
            yield PersonalItem(start, end, "address")


def _dwellings(reading: Reading) -> Iterator[PersonalItem]:
    """市営住宅3-402: a flat has no lot number."""
    for match in _DWELLING.finditer(reading.figures):
        if reading.names_between(match.start() - 20, match.end() + 12) is not None or _LIVES.search(
            reading.before(match.start(), 20) + "／" + reading.after(match.end(), 12)
        ):
            yield PersonalItem(*match.span(), "address")


def _place_start(reading: Reading, start: int) -> int:
    """Back to the first place named, hiragana names of cities and the postcode included."""
    before = reading.content[max(0, start - 16) : start]
    if hiragana := re.search(r"[ぁ-ん]{2,6}$", before):
        for cut in range(len(hiragana.group()) - 1):
            if PLACE in kinds_of(hiragana.group()[cut:]):
                start -= len(hiragana.group()) - cut
                break
    code = _POSTCODE.search(reading.figures[max(0, start - 11) : start])
    return start - len(code.group()) if code else start


def _is_home(reading: Reading, start: int, end: int, lot: str, place: str) -> bool:
    """Whether a lot number behind a place is where somebody lives."""
    before, after = reading.before(start, 24), reading.after(end, 16)
    lives = bool(_LIVES.search(f"{before}／{after}"))
    if _NO_PLACE.search(place) or (
        is_public(reading, start, end) and not _LIVES.search(after) and not before.endswith("、")
    ):
        return False
    is_told = lives or bool(_HOME.search(f"{before}／{after}"))
    if lot.isdigit() or re.fullmatch(r"[\d十百]+丁目", lot):
        return lives and bool(re.search(r"字[^ ]{1,6}$|町[^ ]{1,8}$", place) or lot.endswith("丁目"))
    numbers = len(re.findall(r"[\d十百]+", lot))
    is_whole = bool(_ENDS_AS_PLACE.search(place)) or "町" in place or "字" in place
    return is_whole or is_told or numbers >= 3


def _classes(reading: Reading) -> Iterator[PersonalItem]:
    for match in (*_CLASS.finditer(reading.figures), *_SHORT_CLASS.finditer(reading.figures)):
        school = _SCHOOL_BEFORE.search(reading.before(match.start(), 18))
        start = match.start() - (len(_school_name(school.group())) if school else 0)
        is_named = school is not None and not _CLASS_AS_SUCH.match(reading.after(match.end(), 20))
        if is_named or _is_of_pupil(reading, start, match.end()):
            yield PersonalItem(start, match.end(), "school_class")
    for match in _SPECIAL_CLASS.finditer(reading.content):
        if _is_of_pupil(reading, *match.span()):
            yield PersonalItem(*match.span(), "school_class")
    for match in _NURSERY.finditer(reading.content):
        name = re.search(r"[一-龥々ヶぁ-んァ-ヶー]{1,10}$", reading.before(match.start(), 10))
        start = match.start() - (len(re.split(r"[はがのをにでも]", name.group())[-1]) if name else 0)
        if _is_of_pupil(reading, start, match.end()):
            yield PersonalItem(start, match.end(), "school_class")
    for match in _SCHOOL_YEAR.finditer(reading.figures):
        name = re.search(r"[一-龥々ヶ\d第]{1,8}$", reading.before(match.start(), 8))
        if name and not re.search(
            r"(?:市内|町内|県内|地元|市立|県立|公立|私立|近く|同じ|全|各|当|本|大|最|途|集|年|\d)$",
            name.group(),
        ):
            start = match.start() - len(name.group())
            if _is_of_pupil(reading, start, match.end()) and re.search(
                r"娘|息子|孫|長男|長女|次男|次女|弟|妹|です|私|僕|いじめ|不登校|子",
                reading.before(start) + reading.after(match.end(), 12),
            ):
                yield PersonalItem(start, match.end(), "school_class")


def _school_name(found: str) -> str:
    """The name alone: what stands before it in hiragana belongs to the sentence."""
    return re.split(
        r"(?:^|(?<=[ぁ-ん]))(?:娘|息子|孫|子ども|子|うち|私|長男|長女|次男|次女)?(?:は|が|の|も|を|に|で|、)(?=[一-龥])",
        found,
        maxsplit=1,
    )[-1]


def _is_of_pupil(reading: Reading, start: int, end: int) -> bool:
    after = reading.after(end, 20)
    if _CLASS_AS_SUCH.match(after):
        return False
    if reading.names_between(start - 24, end + 12) is not None:
        return True
    return bool(_PUPIL.search(reading.before(start, 24) + "／" + after))
