"""A paper of 主な意見 for tests: invented opinions, every field filled."""

from collections.abc import Mapping, Sequence

from consult.documents.opinions_paper import OpinionsPaper, PaperBand, PaperQuotation
from consult.documents.results_paper import CountTable

MARKS = "●■▲"
USUAL: Mapping[str, Sequence[str]] = {
    "ひと": ["若い人が話し合う場がほしい。", "地域の担い手が足りない。"],
    "まち": ["夕方のバスを増やしてほしい。", "海をもっと生かせると思う。"],
    "しごと": ["人手不足が続いている。", "空き店舗を借りたい若者がいる。"],
}


def quotation(number: int, theme: str, text: str, *, is_gist: bool = False) -> PaperQuotation:
    source = f"ヒアリング第{number}号（令和2年3月）"
    return PaperQuotation(number, f"{theme}{number}", text, is_gist, source, "暮らしを支える", 100 + number)


def opinions_paper(texts: Mapping[str, Sequence[str]] = USUAL) -> OpinionsPaper:
    bands = tuple(
        PaperBand(
            number=n,
            mark=MARKS[n - 1],
            label=theme,
            headline=f"{theme}の見出し",
            confirmed=40,
            quotations=tuple(quotation(place, theme, text) for place, text in enumerate(of_theme, start=1)),
        )
        for n, (theme, of_theme) in enumerate(texts.items(), start=1)
    )
    return OpinionsPaper(
        title="主な意見",
        occasion="架空会議",
        paper_number="資料2",
        municipality="架空市",
        day="令和3年2月10日(水)",
        mark="架空のデータ",
        bands=bands,
        rules=("人が選びました。", "機械は選んでいません。"),
        counts=(
            CountTable(
                "テーマごとの意見の数",
                ("テーマ", "確定（件）"),
                (("ひと", "40"), ("合計", "120")),
                "注です。",
            ),
            CountTable(
                "政策パッケージごとの意見の数", ("政策パッケージ", "確定（件）"), (("暮らしを支える", "9"),)
            ),
        ),
    )
