"""The report's first figures as sentences, and what each measure means: nobody quotes F1 to an assembly."""

from consult.domain.vocabulary import Facet
from consult.evaluation.report import TagReport

# Name and meaning of each measure, in the order of the table.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        "適合率・再現率",
        "適合率が低いと余計な候補が多く、再現率が低いと見落としが多い、ということです。一方だけを上げるのは簡単なので、両方を見ます。",
    ),
    (
        "F1",
        "適合率と再現率を一つにまとめた数字です。0から1で、1なら答えがすべて同じです。"
        "「機械と人」は、二人それぞれと比べた平均です。「人と人」は二人どうしを比べた数字で、人でも一致しない分があるため、機械が目指せる目安になります。",
    ),
    (
        "一致度 α（クリッペンドルフのアルファ）",
        "偶然でも一致する分を差し引いた一致の度合いです。1は完全な一致、0は偶然と同じです。ふつう0.8以上を確か、0.67未満を不確かと読みます。",
    ),
    (
        "F1の平均",
        "分類ごとのF1を、意見の多い分類も少ない分類も同じ重さで平均した数字です。少ない分類が苦手だと下がります。",
    ),
    (
        "判断を控えた割合",
        "機械が候補を一つも付けなかった意見の割合です。どれにも当たらない意見では、控えるのが正しい答えです。",
    ),
    (
        "件数の順位のずれ",
        "分類を意見の多い順に並べたとき、人の順位と機械の順位が最も離れた分類の差です。0なら順位はすべて同じです。",
    ),
    (
        "候補の確からしさのずれ（ECE）",
        "示した確からしさと、実際に人も付けた割合との差の平均です。0.05なら、平均して5ポイントずれています。0に近いほど、確からしさの数字をそのまま信じられます。",
    ),
    (
        "〔 〕の95％区間",
        "意見を選び直して測ったときに、数字がどれくらい動くかの幅です。件数が少ないほど広くなります。10件に満たない分類には出しません。",
    ),
)


def sentences(report: TagReport) -> list[str]:
    """How many of ten suggestions people gave, too, and how many of ten that people gave were suggested."""
    by_key = {row.key: row.figures for row in report.rows}
    return [
        f"{facet.label}：候補10件のうち{_of_ten(precision)}は、人も付けました。"
        f"人が付けた分類10件のうち{_of_ten(recall)}が、候補にありました。"
        for facet in Facet
        if (precision := by_key["precision"][facet].value) is not None
        and (recall := by_key["recall"][facet].value) is not None
    ]


def _of_ten(share: float) -> str:
    return f"約{round(share * 10)}件"
