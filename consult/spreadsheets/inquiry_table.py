"""The sheets that go out to divisions and come back: what stands in each column. The import knows them by these headings."""

from consult.domain.vocabulary import Pace
from consult.spreadsheets.xlsx_writing import Column

KPI_SHEET, PACKAGE_SHEET, GUIDE_SHEET = "KPI", "効果検証", "書き方"
# (field, column); without a field: there to be read.
KPI = (
    ("counterpart", Column("項目番号", 10)),
    ("", Column("担当課", 16)),
    ("", Column("政策パッケージ", 26)),
    ("", Column("KPI", 34)),
    ("", Column("単位", 8)),
    ("", Column("増減の向き", 12)),
    ("", Column("基準", 14)),
    ("", Column("目標", 14)),
    ("", Column("これまで", 30)),
    ("held_on", Column("年度", 10)),
    ("value", Column("実績値", 14)),
    ("reference", Column("参照年", 16)),
    ("preliminary", Column("速報値", 10)),
    ("note", Column("値がない理由、備考", 36)),
)
PACKAGE = (
    ("counterpart", Column("項目番号", 10)),
    ("", Column("担当課", 16)),
    ("", Column("政策パッケージ", 26)),
    ("", Column("主な施策", 36)),
    ("", Column("確定した意見の数（件）", 14)),
    ("held_on", Column("年度", 10)),
    ("pace", Column("評価の区分", 16)),
    ("done", Column("取組の状況", 50)),
    ("notes", Column("評価と課題", 50)),
    ("next_step", Column("今後の対応", 50)),
)
HEADINGS = {key: column.heading for key, column in (*PACKAGE, *KPI) if key}
IS_PRELIMINARY = "速報"
PACES = "、".join(each.label for each in Pace)
GUIDE = (
    "「KPI」のシートには、実績値と参照年を書きます。参照年は、値が実際に属する年です（例：R5、R2国勢調査）。",
    "あとで確定する値には、「速報値」の列に「速報」と書きます。確定した値なら空欄にします。",
    "値がまだないときは、実績値を空欄にし、「値がない理由、備考」に理由を書きます。空欄と0は違います。",
    f"「効果検証」のシートには、評価の区分（{PACES}）、取組の状況、評価と課題、今後の対応を書きます。",
    "項目番号は変えないでください。列の順番を変えたり、列を加えたりしてもかまいません。見出しの文字で読み取ります。",
    "何も書いていない行は「まだ回答がない」と数えます。",
)


def item_number(item_id: int) -> str:
    """How an item is called in a sheet, and known again."""
    return f"照会{item_id}"
