"""What a row of a returned sheet tells, by the headings that it went out with and by what people make of them. The three
keys that every import's pages show keep their names: the year (`held_on`), the item (`counterpart`), what was said (`notes`)."""

from consult.spreadsheets.columns import Field, Schema
from consult.spreadsheets.inquiry_table import HEADINGS

NAMES = {
    "counterpart": ("照会番号", "項目No", "番号"),
    "held_on": ("対象年度", "報告年度", "報告する年度"),
    "value": ("実績", "値"),
    "reference": ("値の年", "参照年度", "時点"),
    "preliminary": ("速報", "速報・確定", "値の別"),
    "note": ("値がない理由", "備考"),
    "pace": ("区分", "進捗の区分", "進捗状況"),
    "done": ("実施状況", "取組状況", "取組内容"),
    "notes": ("評価", "課題", "担当課の評価"),
    "next_step": ("今後の方針", "今後の予定", "今後の取組"),
}
INQUIRY_SCHEMA = Schema(
    fields=tuple(Field(key, HEADINGS[key], (HEADINGS[key], *names)) for key, names in NAMES.items()),
    anchor="counterpart",
    text="notes",
    summed="",
    counter="",
    dated="held_on",
    text_goes_on=False,
)
