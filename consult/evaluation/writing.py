"""The report on tags as a table for a spreadsheet, as JSON for a program, and as text for a terminal."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from consult.domain.vocabulary import Facet
from consult.evaluation.lines import ANCHORED, BLIND, TIME, lines
from consult.evaluation.queries import Anchored
from consult.evaluation.report import Figure, TagReport
from consult.spreadsheets import csv_writing

HEADER = ("出どころ", "軸", "符号", "分類", "指標", "値", "95％区間の下限", "95％区間の上限")
ANCHORED_NOTE = "候補を見てから決めた結果です。候補に引きずられるため、正しさの証拠にはなりません。"
BLANK = "－"


def as_csv(report: TagReport) -> BinaryIO:
    """A blank stays blank, never 0."""
    rows = (
        (
            line.source,
            line.facet,
            line.code,
            line.label,
            line.name,
            *map(_number, (line.value, line.low, line.high)),
        )
        for line in lines(report)
    )
    return csv_writing.write_csv(HEADER, rows)


def as_json(report: TagReport) -> bytes:
    return json.dumps(_values(report), ensure_ascii=False, indent=1).encode()


def _values(report: TagReport) -> dict[str, Any]:
    return {
        "made_at": report.made_at.isoformat(),
        "tagger_version": report.blind.tagger_version,
        "share_percent": report.blind.share_percent,
        "drawn": report.blind.drawn,
        "measured": report.measured,
        "groups": report.groups,
        "outdated": report.blind.outdated,
        "why_blank": report.why_blank,
        "releases": [asdict(each) | {"at": each.at.isoformat()} for each in report.releases],
        "anchored_reviews": report.anchored.reviews,
        "anchored_note": ANCHORED_NOTE,
        "reliability": [asdict(each) | {"facet": each.facet.value} for each in report.chances],
        "figures": [asdict(line) for line in lines(report)],
    }


def as_text(report: TagReport) -> str:
    return "\n".join(_text(report))


def _text(report: TagReport) -> Iterator[str]:
    yield from _blind_part(report)
    yield from _anchored_part(report)
    yield from _time_part(report)


def _blind_part(report: TagReport) -> Iterator[str]:
    blind = report.blind
    yield f"■ {BLIND}"
    yield (
        f"  選ばれた意見 {blind.drawn:,}件、二人がそろい測った意見 {report.measured:,}件、"
        f"独立なまとまり {report.groups:,}。〔 〕は95％区間"
    )
    yield from (f"  {each}" for each in (report.why_blank, report.caution) if each)
    if blind.outdated:
        yield f"  候補の付け直しを待つ {blind.outdated:,}件は入っていません。"
    yield _columns("", [facet.label for facet in Facet])
    for row in report.rows:
        yield _columns(row.name, [_figure(row.figures[facet]) for facet in Facet])
    for name, share in (
        ("どの軸にも候補がない割合（機械が控えた）", blind.empty_by_machine),
        ("「どれにも当たらない」の割合（人）", blind.empty_by_people),
    ):
        yield _columns(name, [_number(share) or BLANK])
    yield from _codes_part(report)
    if report.chances:
        yield _columns("確からしさは当たっているか", ["候補（件）", "確からしさの平均", "人も付けた割合"])
    for chance in report.chances:
        shares = (chance.mean_probability, chance.share_right)
        yield _columns(f"{chance.facet.label} {chance.between}", [str(chance.count), *map(_number, shares)])
    for release in report.releases:
        yield f"  外した意見 {release.opinions:,}件（{release.by}）：{release.reason}"


def _codes_part(report: TagReport) -> Iterator[str]:
    for facet in Facet:
        yield _columns(f"□ {facet.label}", ["人/候補（件）", "適合率", "再現率", "F1 機械と人", "F1 人と人"])
        for code in report.codes[facet]:
            counts = f"{BLANK if code.cases is None else format(code.cases, '.1f')}/{_number(code.suggested) or BLANK}"
            figures = (code.precision, code.recall, code.f1, code.people_f1)
            yield _columns(f"{code.code.code} {code.code.label}", [counts, *map(_figure, figures)])


def _anchored_part(report: TagReport) -> Iterator[str]:
    anchored = report.anchored
    yield f"■ {ANCHORED}：{anchored.reviews:,}件、{anchored.people:,}名"
    yield f"  {ANCHORED_NOTE}"
    yield _columns("", ["確定", "却下", "追加", "適合率", "再現率", "F1"])
    for facet in Facet:
        yield _anchored(f"□ {facet.label}", anchored.of(facet))
        for plan_code, each in report.anchored_codes[facet]:
            yield _anchored(f"{plan_code.code} {plan_code.label}", each)


def _time_part(report: TagReport) -> Iterator[str]:
    yield f"■ {TIME}"
    yield _columns("", ["中央値（秒）", "測った回数", "うち10分以上"])
    for label, seconds in (("意見の確認", report.review_seconds), (BLIND, report.blind_seconds)):
        median = BLANK if seconds.median is None else f"{seconds.median:g}"
        yield _columns(label, [median, str(seconds.acts), str(seconds.capped)])


def _anchored(label: str, each: Anchored) -> str:
    shares = (_number(share) or BLANK for share in (each.precision, each.recall, each.f1))
    return _columns(label, [str(each.confirmed), str(each.rejected), str(each.added), *shares])


def _figure(figure: Figure) -> str:
    interval = f" 〔{_number(figure.low)}–{_number(figure.high)}〕" if figure.low is not None else ""
    return f"{_number(figure.value) or BLANK}{interval}"


def _columns(label: str, cells: Iterable[str]) -> str:
    return f"  {_padded(label, 44)}{''.join(_padded(cell, 24) for cell in cells)}".rstrip()


def _padded(text: str, width: int) -> str:
    """Filled up as a terminal shows it: most Japanese characters take two places."""
    shown = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
    return text + " " * max(1, width - shown)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}"
