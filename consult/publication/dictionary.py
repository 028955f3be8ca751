"""The data dictionary: every column of every file of a publication, and every code (practice §7)."""

from dataclasses import dataclass

from consult.domain.vocabulary import Disposition, PublicationKind, PublishedOutcome, ResultAxis, Vocabulary


@dataclass(frozen=True)
class Item:
    """A column of the tables, and the key of the same in JSON."""

    name: str
    key: str
    meaning: str


VERSION_ITEMS = (
    Item("公表日", "published_on", "この版を公表した日。年-月-日（ISO 8601）"),
    Item("公表日（和暦）", "", "同じ日の和暦"),
    Item("版", "number", "この版の番号。訂正のたびに1増える"),
)
ANSWER_ITEMS = (
    Item("番号", "", "表の行の番号。1から"),
    Item("回答番号", "group_number", "回答の番号。訂正しても変わらない"),
    Item("該当箇所", "about", "案のどこについての意見か。二つ以上は「、」で区切る"),
    Item("意見の概要", "summary", "一つ以上の意見をまとめた文"),
    Item("意見数", "opinions", "この行に当たる意見の数（件）。委員意見を含まない"),
    Item("委員意見数", "committee_opinions", "この行に当たる委員意見の数（件）"),
    Item("市の考え方", "wording", "意見に対する市の考え方"),
    Item("理由", "reason", "案のとおりとする理由。ないことがある"),
    Item("反映区分", "class_label", "この案件で使う区分の名前。区分のない案件では空"),
    Item("反映区分コード", "disposition", "どの案件にも共通の区分のコード。下の表を参照"),
    Item("修正箇所", "revisions[].place", "案を直した箇所。二つ以上は「、」で区切る"),
    Item("担当課", "division", "この回答を受け持つ課"),
    *VERSION_ITEMS,
)
COUNT_ITEMS = (
    Item("軸コード", "axis", "何の内訳かを示すコード。下の表を参照"),
    Item("軸", "title", "何の内訳か"),
    Item("順", "", "軸の中での行の順。1から"),
    Item("コード", "lines[].code", "行のコード。空は、不明・無回答・指定なし"),
    Item("項目", "lines[].label", "行の名前"),
    Item("意見数", "lines[].opinions", "意見の数（件）。空は、少数のため非表示"),
    Item("提出者数", "lines[].submitters", "提出者の数。空は、少数のため非表示か、この軸では数えないもの"),
    *VERSION_ITEMS,
)
REVISION_ITEMS = (
    Item("番号", "", "行の番号。1から"),
    Item("回答番号", "group_number", "この修正のもとになった回答。二つ以上は「、」で区切る"),
    Item("修正箇所", "revisions[].place", "案を直した箇所"),
    Item("修正前", "revisions[].before", "直す前の文"),
    Item("修正後", "revisions[].after", "直した後の文"),
    *VERSION_ITEMS,
)
TABLES = (
    ("answers", "意見の概要と市の考え方", ANSWER_ITEMS),
    ("counts", "意見の数と内訳", COUNT_ITEMS),
    ("revisions", "修正箇所", REVISION_ITEMS),
)
MORE_KEYS = (
    Item(
        "",
        "facts",
        "案件の事実：件名、趣旨、募集期間、提出方法、単位、担当課、問い合わせ先、名称の公表に同意した団体、案の版",
    ),
    Item("", "kind", "版の種類のコード。下の表を参照"),
    Item("", "note", "正誤・策定しない理由の文"),
    Item(
        "",
        "answers[].voices",
        "意見の原文（個人情報を伏せたもの）。公表しない案件では空。並びは届いた順ではない",
    ),
    Item("", "sha256", "ほかのすべてのキーを、キーの順に並べ空白を入れずUTF-8で書いたJSONのSHA-256"),
)
CODES: tuple[tuple[str, type[Vocabulary]], ...] = (
    ("反映区分コード", Disposition),
    ("軸コード", ResultAxis),
    ("意見の扱い（軸 round と committee のコード）", PublishedOutcome),
    ("版の種類", PublicationKind),
)
