"""How a matrix is to be read, in words: the same on the page and in its file."""

from consult.coverage.matrix import Matrix
from consult.domain.residuals import SMALLEST_EXPECTED, limit

PER_LINE = ("意見（件）", "うち確認済み（件）", "見込み（件）", "調整済み残差", "印", "実質意見（件）")
NOTES = (
    "数は意見の件数です。分類は、職員が確定した分類と、まだ確かめていない意見に機械が付けた候補を数えます。主な施策への結びつきは、職員が確定したものだけを数えます。",
    "一つの意見に分類がいくつもあるときは、そのすべての欄に入ります。延べは欄を足した数、実は一つの意見を一度だけ数えた数です。",
    "実質は、同じ文章の意見を1件と数えた数です。同じ文章でも分類が違えば別の欄に入るため、欄の実質を足しても行や列の実質にはなりません。合計の実質は、行ごと、列ごと、表全体で数え直しています。",
    "分類のない意見も「ない」の行や列に入れています。ヒアリングの取消しや意見の取下げは入っていません。",
    "候補を見ない分類を待っている意見は、候補を数えず、分類のないものとして数えます。",
)


def rule_in_words(matrix: Matrix) -> str:
    """When a cell is marked, with the numbers of this table."""
    measured = sum(each.is_measurable for each in matrix.margins.values())
    if not measured:
        return (
            f"「多い」「少ない」の印は、見込みが{SMALLEST_EXPECTED:.0f}件以上の欄に付けます。"
            "この表には、まだそのような欄がありません。"
        )
    return (
        f"見込みは、{matrix.rows.label}と{matrix.columns.label}に関わりがないとしたときの件数で、"
        "両方のある意見だけで計算します（行の件数×列の件数÷全体の件数）。"
        f"見込みが{SMALLEST_EXPECTED:.0f}件以上の欄（{measured}欄）のうち、調整済み残差（見込みとの差を標準誤差で割った数）が"
        f"{limit(measured):.2f}以上なら「多い」、－{limit(measured):.2f}以下なら「少ない」の印を付けます。"
        "関わりがなければ、このような印が一つでも付く表は20のうち1つほどです。"
        "同じ場で出た意見や同じ文の意見は互いに似るため、印は確かめるきっかけであり、証明ではありません。"
    )
