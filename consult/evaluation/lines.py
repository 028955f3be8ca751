"""The report on tags as one list of figures, for files: where each comes from, of what, and its interval."""

from collections.abc import Iterator
from dataclasses import dataclass

from consult import stopwatch
from consult.domain.vocabulary import Facet
from consult.evaluation.report import CodeRow, Figure, Plain, TagReport
from consult.plan_codes import PlanCode

BLIND = "候補を見ない分類"
ANCHORED = "確認（候補を見て決めた結果）"
TIME = "かかった時間"


@dataclass(frozen=True)
class Line:
    """One figure of the report for a file: where it comes from, of what, and its interval where it has one."""

    source: str
    facet: str
    code: str
    label: str
    key: str
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None


def lines(report: TagReport) -> Iterator[Line]:
    """Every figure, also the blank ones, in the order of the page."""
    for row in report.rows:
        for facet, figure in row.figures.items():
            yield Line(
                BLIND, facet.value, "", facet.label, row.key, row.name, figure.value, figure.low, figure.high
            )
    for key, name, value in (
        ("empty_by_machine", "どの軸にも候補がない割合（機械が控えた）", report.blind.empty_by_machine),
        ("empty_by_people", "「どれにも当たらない」の割合（人）", report.blind.empty_by_people),
    ):
        yield Line(BLIND, "", "", "すべての軸", key, name, value)
    for facet, code_rows in report.codes.items():
        for each in code_rows:
            yield from _lines_of_code(facet, each)
    for chance in report.chances:
        for key, name, value in (
            ("count", "候補の件数", chance.count),
            ("mean_probability", "確からしさの平均", chance.mean_probability),
            ("share_right", "人も付けた割合", chance.share_right),
        ):
            name = f"確からしさ{chance.between}：{name}"
            yield Line(BLIND, chance.facet.value, "", chance.facet.label, f"reliability_{key}", name, value)
    yield from _anchored_lines(report)
    yield from _time_lines(report)


def _lines_of_code(facet: Facet, row: CodeRow) -> Iterator[Line]:
    figures: list[tuple[str, str, Figure]] = [
        ("cases", "人の件数（二人の平均）", Plain(row.cases)),
        ("suggested", "候補の件数", Plain(row.suggested)),
        ("precision", "適合率", row.precision),
        ("recall", "再現率", row.recall),
        ("f1", "F1（機械と人）", row.f1),
        ("people_f1", "F1（人と人）", row.people_f1),
    ]
    for key, name, figure in figures:
        code = row.code
        yield Line(
            BLIND, facet.value, code.code, code.label, key, name, figure.value, figure.low, figure.high
        )


def _anchored_lines(report: TagReport) -> Iterator[Line]:
    for facet in Facet:
        every = [(PlanCode(facet, "", facet.label), report.anchored.of(facet)), *report.anchored_codes[facet]]
        for code, each in every:
            for key, name, value in (
                ("confirmed", "候補を確定", each.confirmed),
                ("rejected", "候補を却下", each.rejected),
                ("added", "候補になく、人が追加", each.added),
                ("precision", "適合率", each.precision),
                ("recall", "再現率", each.recall),
                ("f1", "F1", each.f1),
            ):
                yield Line(ANCHORED, facet.value, code.code, code.label, key, name, value)


def _time_lines(report: TagReport) -> Iterator[Line]:
    for label, seconds in (("意見の確認", report.review_seconds), (BLIND, report.blind_seconds)):
        yield Line(TIME, "", "", label, "median_seconds", "1件あたりの秒数（中央値）", seconds.median)
        yield Line(TIME, "", "", label, "acts", "測った回数", seconds.acts)
        cap = f"{stopwatch.LONGEST_SECONDS // 60}分以上として数えた回数"
        yield Line(TIME, "", "", label, "capped", cap, seconds.capped)
