"""Writes a report on tags as text for a terminal, and as plain values for a page or a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nlp.agreement import Figure
from nlp.evaluate import ENOUGH_CASES, FacetFigures, Report

_FACETS = {"theme": "テーマ", "package": "政策パッケージ", "model": "重点推進モデル"}


def as_values(report: Report) -> dict[str, Any]:
    """The report as plain dicts and lists."""
    return asdict(report)


def as_text(report: Report) -> str:
    """The report as lines of text; 〔 〕 holds a 95 % interval, － stands where nothing can be measured."""
    lines = [
        f"意見 {report.opinions} 件（まとまり {report.groups}）、分類した人 {report.coders} 人。"
        "〔 〕は 95 % 区間（まとまりごとのブートストラップ）。"
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
        return "－".ljust(18)
    return f"{figure.value:.3f} 〔{figure.low:.3f}–{figure.high:.3f}〕"


def _number(value: float | None) -> str:
    return "－" if value is None else f"{value:.3f}"
