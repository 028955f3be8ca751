"""Writes a report on tags as text for a terminal, and as plain values for a page or a file."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from nlp.agreement import Figure
from nlp.evaluate import ENOUGH_CASES, CodeFigures, FacetFigures, Report

_FACETS = {"theme": "テーマ", "package": "政策パッケージ", "model": "重点推進モデル"}

# これより少ないまとまり（符号では事例）からは、ほとんど同じ標本を何度も引くことになり、1.00–1.00 のような区間が出る
ENOUGH_GROUPS = 10


def quotable(report: Report) -> Report:
    """The report as it may be shown anywhere: without intervals where there are too few groups or cases to draw from."""
    return replace(report, facets=tuple(_quotable(facet, report.groups) for facet in report.facets))


def _quotable(facet: FacetFigures, groups: int) -> FacetFigures:
    few = groups < ENOUGH_GROUPS
    codes = (
        replace(code, **_bare_figures(code)) if few or code.cases < ENOUGH_CASES else code
        for code in facet.codes
    )
    return replace(facet, codes=tuple(codes), **(_bare_figures(facet) if few else {}))


def _bare_figures(part: FacetFigures | CodeFigures) -> dict[str, Any]:
    values = ((each.name, getattr(part, each.name)) for each in fields(part))
    return {name: Figure(value.value) for name, value in values if isinstance(value, Figure)}


def as_values(report: Report) -> dict[str, Any]:
    """The report as plain dicts and lists."""
    return asdict(quotable(report))


def as_text(report: Report) -> str:
    """The report as lines of text; 〔 〕 holds a 95 % interval, － stands where nothing can be measured."""
    report = quotable(report)
    has_intervals = report.groups >= ENOUGH_GROUPS
    lines = [
        f"意見 {report.opinions} 件（まとまり {report.groups}）、分類した人 {report.coders} 人。"
        + (
            "〔 〕は 95 % 区間（まとまりごとのブートストラップ）。"
            if has_intervals
            else f"まとまりが {ENOUGH_GROUPS} に満たないため、区間を出しません。数字はまだ何の証拠にもなりません。"
        )
    ]
    for facet in report.facets:
        lines.extend(["", *_facet(facet)])
    return "\n".join(lines)


def _facet(facet: FacetFigures) -> list[str]:
    people = facet.people_micro_f1.value is not None
    rows = [
        f"■ {_FACETS[facet.facet]}",
        f"  適合率（全体）      {_figure(facet.micro_precision)}  再現率（全体） {_figure(facet.micro_recall)}",
        f"  F1（全体）          {_figure(facet.micro_f1)}" + _beside(people, facet.people_micro_f1),
        f"  F1（{facet.macro_codes} 分類の平均）  {_figure(facet.macro_f1)}"
        + _beside(people, facet.people_macro_f1)
        + f"  ※ {ENOUGH_CASES} 件以上の分類",
        f"  α（MASI）          {_number(facet.alpha)}"
        + (f"  人と人 {_number(facet.people_alpha)}" if people else ""),
        *([f"  上位 3 つに正解     {_figure(facet.first_three)}"] if facet.first_three else []),
        f"  なしを空のまま      {_figure(facet.none_kept_empty)}"
        f"  なしの割合 人 {_number(facet.none_by_people)} 機械 {_number(facet.none_by_machine)}",
        f"  確率のずれ（ECE）   候補 {_number(facet.calibration_error_suggested)}"
        f"  すべての分類 {_number(facet.calibration_error)}",
        f"  件数順のずれ        最大 {facet.rank_shift} 位",
        "  符号     人の件数  候補  適合率               再現率               F1                   人と人の F1",
    ]
    rows += [
        f"  {code.code:<8} {code.cases:>6.1f} {code.suggested:>6}  "
        f"{_figure(code.precision)}  {_figure(code.recall)}  {_figure(code.f1)}  {_figure(code.people_f1)}"
        for code in facet.codes
    ]
    rows.append("  確率の表: 区間・件数・確率の平均・当たった割合")
    rows += [
        f"  {b.low:.1f}–{b.high:.1f}  {b.count:>5}  {b.mean_probability:.3f}  {b.share_right:.3f}"
        for b in facet.reliability
    ]
    return rows


def _beside(people: bool, figure: Figure) -> str:
    return f"  人と人 {_figure(figure)}" if people else ""


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return "－".ljust(20)
    if figure.low is None:
        return f"{figure.value:.3f}".ljust(21)
    return f"{figure.value:.3f} 〔{figure.low:.3f}–{figure.high:.3f}〕"


def _number(value: float | None) -> str:
    return "－" if value is None else f"{value:.3f}"
