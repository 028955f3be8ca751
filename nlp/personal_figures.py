"""Finds what is written in figures and signs: phones, mail, accounts, ID numbers, plates; with birth dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.personal_births import birth_dates
from nlp.personal_plates import plates
from nlp.personal_reading import Reading, any_of
from nlp.types import PersonalItem

# 数字のあいだに入りうるもの。長さに限りがあるので、どの式も文の長さに比例する時間で終わる
_GAP = r"[-.()/・_ \n局の、,*=:…]{0,3}"
_EXTENSION = r"(?:[ (]{0,2}内線[ :]?\d{1,5}\)?)?"
_PHONE = re.compile(
    rf"(?<![\d.])(?:\(?\+ ?8 ?1{_GAP}(?:{_GAP}\d){{9,10}}|\(?0{_GAP}[5789]{_GAP}0(?:{_GAP}\d){{8}}"
    rf"|\(?0(?:{_GAP}\d){{9}})(?!\d)(?:番(?!地))?{_EXTENSION}"
)
_LOCAL_PHONE = re.compile(
    r"(?:電話|でんわ|TEL|Tel|tel|携帯|FAX|ファックス|連絡先|自宅)[^\d。]{0,8}?(?P<n>\(?\d{2,3}\)?[-の局 ]{1,2}\d{4}(?!\d))",
)
_CALLED = re.compile(r"(?<![\d-])\d{2}[-の]\d{4}(?=(?:に|へ|まで)(?:電話|連絡|かけ))")
_SPOKEN_DIGIT = (
    r"(?>ゼロ|ぜろ|レイ|れい|まる|マル|いち|イチ|にい|ニー|に|ニ|さん|サン|よん|ヨン|し|シ|ごー?|ゴー?|ろく|ロク|なな|ナナ"
    r"|しち|シチ|はち|ハチ|きゅう|キュウ|キュー|きゅー|く|ク|\d)"
)
_SPOKEN = re.compile(rf"(?>(?>ゼロ|ぜろ|れい|レイ|まる|マル))(?>[ 、・のー-]{{0,2}}{_SPOKEN_DIGIT}){{9,10}}")
_FREE = re.compile(r"^\D*0(?:120|570|180|990|800-)")
_MOBILE = re.compile(r"^0[789]0|^810?[789]0|^050")

_AT = re.compile(
    r"[ \n]?(?:@|[\[(<{] ?(?:at|AT|アット(?:マーク)?|あっと) ?[\])>}]|(?:あっと|アット)(?:まーく|マーク)?| at )[ \n]?"
)
_LOCAL_PART = re.compile(
    r"(?:[A-Za-z0-9_+%-](?: ?\. ?|(?:\(|\[| )?(?:どっと|ドット|dot)(?:\)|\]| )?)?){1,64}$"
)
_SPACED_LOCAL = re.compile(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9_.+-] ){2,64}?[A-Za-z0-9_.+-]$")
_DOT = r"[ \n]?(?:\.|[\[( ](?:dot|ドット|どっと)[\]) ]|ドット|どっと)[ \n]?"
_DOMAIN = re.compile(
    rf"[A-Za-z0-9-]{{1,63}}(?:{_DOT}(?:[A-Za-z0-9-]{{1,63}}|コム|ジェーピー|ネット|こむ|ねっと)){{1,5}}"
)
_SPACED_DOMAIN = re.compile(r"(?:[A-Za-z0-9-] ){2,40}\. [A-Za-z0-9](?: [A-Za-z0-9.])*+")
_PUBLIC_MAIL = re.compile(
    r"(?:\.lg\.jp|\.go\.jp|\.ed\.jp|@(?:pref|city|town|vill)\.)|^(?:info|"
    r"contact|office|support|shop|webmaster|kouhou|koho|soumu|soudan|toiawase|"
    r"mail|pr|sales|recruit|customer)[\d._-]{0,4}@"
)

_HANDLE = re.compile(
    r"(?<![A-Za-z0-9._%+-])@ ?(?=[A-Za-z0-9_.]{0,29}[A-Za-z_])[A-Za-z0-9_.]{3,30}(?![(A-Za-z0-9_.])"
)
_SERVICE = (
    r"(?:LINE|ライン|インスタ(?:グラム)?|Instagram|instagram|旧?Twitter|ツイッター|"
    r"TikTok|ティックトック|Facebook|フェイスブック|YouTube|ユーチューブ"
    r"|Discord|ディスコード|Skype|スカイプ|Threads|スレッズ|mixi|X|SNS|note|"
    r"ブログ|ゲーム|Zoom|Slack|PayPay|ペイペイ|メルカリ|楽天|Google|グーグル|"
    r"Yahoo|ヤフー|Apple|マイナポータル)"
)
_LOGIN = re.compile(
    rf"(?:{_SERVICE}(?:の|で|は)?(?:ID|アイディー?|アカウント|ユーザー名?|"
    rf"名前|ハンドル)?|ユーザー(?:ID|名|アカウント)|ログイン(?:ID|名)?|アカウント(?:名|"
    rf"ID)?|ハンドル(?:ネーム|名)?"
    r"|会員ID|ID|アイディー|パスワード|パス(?=は|が)|暗証番号|合言葉|PW|Password|password|PIN)"
    r"(?:(?:[はがで]|[:=]|\(|「|『| |\n|→){1,3}|(?<=[^\x00-\x7f]))(?P<n>[A-Za-z0-9_.#!$%&*+-]{4,40}(?<![.]))",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"(?:パスワード|暗証番号|合言葉|PW)(?:は|が|:|=| )*[「『]?(?P<n>[ぁ-んァ-ヶー一-龥A-Za-z]{0,12}\d{2,12}[A-Za-z!#]{0,8})"
)
_HANDLE_SHAPE = re.compile(
    r"(?<![A-Za-z0-9_.@/-])(?=[A-Za-z0-9_.-]{0,24}[_\d])[A-Za-z][A-Za-z0-9]*[_.\d-][A-Za-z0-9_.-]{2,24}(?![A-Za-z0-9@])"
)
_ACCOUNT_NEAR = re.compile(rf"{_SERVICE}|アカウント|ユーザー|ログイン|ハンドル|フォロ", re.IGNORECASE)
_DEPOSIT = re.compile(r"(?:普通|当座)(?:預金|口座)?[ :]{0,2}(?<!\d)\d{7}(?!\d)")
_PLAIN_WORD = re.compile(
    r"^(?:LINE|Instagram|Twitter|Facebook|YouTube|TikTok|Zoom|SNS|Wi-Fi|WiFi|"
    r"QR|https?|www|[A-Z]{2,6}|20\d\d|[a-z]{2,4}|\d{1,3})$"
)
_BANK = re.compile(
    r"(?P<bank>[一-龥々ァ-ヶーぁ-んA-Za-z]{0,8}(?:銀行|信用金庫|信金|信用組合|"
    r"信組|農協|漁協|労金|ゆうちょ|JA|郵便局|口座番号|口座|記号|通帳))"
    r"[^。]{0,34}?(?<![\d,])(?P<n>\d(?:[- ]?\d){4,8}|\d{3,5}[- の]{1,2}(?:番号)?[ :]?\d{5,8})(?:[^。\d]"
    r"{0,6}\d{5,8})?(?![\d,]|[ ]?(?:円|人|名|件|万|億|千))"
)

_ID_CUE = re.compile(
    r"[一-龥]{1,5}(?:証|手帳|カード)の?番号|[会社学職]員?(?:番号|No|NO|ナンバー)|"
    r"マイナンバー|個人番号|(?:運転)?免許証?(?:番号|"
    r"の番号|は|の)|保険証|被保険者|受給者|患者|診察券|学籍|学生証|学生番号|"
    r"生徒番号|出席番号|社員番号|社員証|職員番号|職員証|従業員番号|会員番号|"
    r"会員証"
    r"|年金(?:手帳|番号)|基礎年金|旅券|パスポート|在留カード|カード番号|クレジット|"
    r"クレカ|(?:障害者|療育|母子(?:健康)?)手帳|手帳番号|手帳の番号|利用者番号|"
    r"利用者カード|利用カード|図書(?:館)?カード|貸出券"
    r"|住民票コード|介護保険|カルテ|お客様番号|顧客番号|身分証|住基カード|資格確認書|ナンバーカード"
)
_ID_VALUE = re.compile(r"[A-Za-z]{0,4}[-. ]{0,2}\d(?:[-・. \n]{0,2}[\dA-Z]){2,19}")
_GROUPED = re.compile(
    r"(?<![\d-])\d{4}[- \n・.]{1,2}\d{4}[- \n・.]{1,2}\d{4}(?:[- \n・.]{1,2}\d{3,4})?(?![\d-])|"
    r"(?<![\d,.-])\d{12}(?![\d,.]|円|人)"
)
_NOT_OF_A_PERSON = re.compile(
    r"法人番号|伝票|追跡|型番|文書|管理番号|予算|品番|製品|製造|JAN|ロット|"
    r"事業者番号|登録事業者|許可|届出|議案|告示|条例|契約番号|工事番号|案件番号|"
    r"機器|シリアル|図面|地番|指令|受付番号|事業所番号|インボイス|適格請求|"
    r"決裁|起案|施設番号|街区|系統|問い合わせ番号|お問合せ番号|発注|請求書|"
    r"電柱|街路灯|ISBN|郵便番号"
)

_TAX_NUMBER = re.compile(r"T\d{13}$")


_ANY_SIGN = re.compile(r"[\d@A-Za-z]|ゼロ|ぜろ|れい|レイ|まる|マル|あっと|アット|暗証|パスワード|合言葉")


def items_in_figures(reading: Reading) -> Iterator[PersonalItem]:
    """Everything that its figures and signs give away."""
    if _ANY_SIGN.search(reading.figures):
        for find in (_phones, _mail, _accounts, _numbers, birth_dates, plates):
            yield from find(reading)


_DESK = re.compile(
    r"(?:[一-龥]課|[一-龥]係|[一-龥]室|事務局|[一-龥]署|[一-龥]店|[一-龥]館|"
    r"センター)(?:（|\(|：|:|、| |電話|☎|TEL|TEL:|直通|代表){0,4}$"
)


def is_public(reading: Reading, start: int, end: int) -> bool:
    """Whether the words nearest before a contact (or right after it) speak of an office, a shop or a company."""
    before = reading.before(start)
    public = _last(any_of("public_contact"), before)
    private = _last(any_of("private_contact"), before)
    if (name := reading.names_between(start - len(before), start)) is not None:
        private = max(private, name - start + len(before) + 1)
    if _DESK.search(before):
        return True
    if public < 0 and private < 0:
        return bool(any_of("public_contact").search(reading.after(end, 12)))
    return public > private


def _last(pattern: re.Pattern[str], window: str) -> int:
    return max((match.end() for match in pattern.finditer(window)), default=-1)


def _phones(reading: Reading) -> Iterator[PersonalItem]:
    for match in _PHONE.finditer(reading.figures):
        digits = re.sub(r"\D", "", match.group())
        if _FREE.match(match.group()) or _NOT_OF_A_PERSON.search(reading.before(match.start(), 12)):
            continue
        if _MOBILE.match(digits) or not is_public(reading, match.start(), match.end()):
            yield PersonalItem(match.start(), match.end(), "phone")
    for match in _LOCAL_PHONE.finditer(reading.figures):
        if not is_public(reading, match.start("n"), match.end("n")):
            yield PersonalItem(*match.span("n"), "phone")
    for match in _CALLED.finditer(reading.figures):
        if not is_public(reading, *match.span()):
            yield PersonalItem(*match.span(), "phone")
    for match in _SPOKEN.finditer(reading.figures):
        yield PersonalItem(*match.span(), "phone")


def _mail(reading: Reading) -> Iterator[PersonalItem]:
    content = reading.content
    for at in _AT.finditer(content):
        window = content[max(0, at.start() - 130) : at.start()]
        local = _SPACED_LOCAL.search(window[-130:]) or _LOCAL_PART.search(window[-64:])
        domain = _domain(content, at.end())
        if local is None or domain is None:
            continue
        start = at.start() - len(local.group().lstrip())
        plain = f"{local.group()}@{content[at.end() : domain]}".replace(" ", "").lower()
        if not _PUBLIC_MAIL.search(plain) and not is_public(reading, start, domain):
            yield PersonalItem(start, domain, "email")


def _domain(content: str, start: int) -> int | None:
    if match := _DOMAIN.match(content, start, start + 200):
        return match.end()
    match = _SPACED_DOMAIN.match(content, start, start + 200)
    return match.end() if match else None


def _accounts(reading: Reading) -> Iterator[PersonalItem]:
    content = reading.content
    for match in _HANDLE.finditer(content):
        if not is_public(reading, match.start(), match.end()):
            yield PersonalItem(*match.span(), "account")
    for match in _LOGIN.finditer(content):
        if not _PLAIN_WORD.match(match["n"]) and not is_public(reading, match.start("n"), match.end("n")):
            yield PersonalItem(*match.span("n"), "account")
    for match in _SECRET.finditer(reading.figures):
        yield PersonalItem(*match.span("n"), "account")
    for match in _HANDLE_SHAPE.finditer(content):
        near = reading.before(match.start(), 16) + "／" + reading.after(match.end(), 10)
        if _ACCOUNT_NEAR.search(near) and not is_public(reading, *match.span()):
            yield PersonalItem(*match.span(), "account")
    for match in _DEPOSIT.finditer(reading.figures):
        yield PersonalItem(*match.span(), "account")
    for match in _BANK.finditer(reading.figures):
        before = reading.before(match.start("n"), 60)
        is_bank = re.search(r"銀行|信金|信用金庫|信用組合|信組|労金|ゆうちょ|口座|記号|通帳", match["bank"])
        if not is_bank and not re.search(r"口座|普通|当座|支店|番号", before):
            continue
        if not re.search(r"募金|義援金|寄付|寄附|振込先は市|市の|公金|納付|法人|会の口座", before):
            yield PersonalItem(match.start("bank"), match.end(), "account")


def _numbers(reading: Reading) -> Iterator[PersonalItem]:
    figures = reading.figures
    for cue in _ID_CUE.finditer(reading.content):
        value = _ID_VALUE.search(figures, cue.end(), min(len(figures), cue.end() + 26))
        if (
            value
            and not _TAX_NUMBER.match(value.group())
            and "。" not in figures[cue.end() : value.start()]
            and not _is_counted(reading, value.end())
        ):
            yield PersonalItem(*value.span(), "number")
    for match in _GROUPED.finditer(figures):
        near = reading.before(match.start(), 16)
        if not _NOT_OF_A_PERSON.search(near) and not _is_counted(reading, match.end()):
            yield PersonalItem(*match.span(), "number")


def _is_counted(reading: Reading, end: int) -> bool:
    return bool(re.match(r" ?(?:円|人|名|件|枚|万|億|%|年度|年|世帯|歳|時)", reading.after(end, 4)))
