"""The report on tags as a table for a spreadsheet, as JSON for a program, and as text for a terminal."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

from consult.evaluation.report import ANCHORED, BLIND, TIME, Line, TagReport, lines
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
    blind, anchored = report.blind, report.anchored
    yield (
        f"■ {BLIND}：選ばれた意見 {blind.drawn:,}件、二人がそろい測った意見 {report.measured:,}件"
        f"（独立なまとまり {report.groups:,}）。〔 〕は95％区間"
    )
    yield from (f"  {each}" for each in (report.why_blank, report.caution) if each)
    if blind.outdated:
        yield f"  候補の付け直しを待つ {blind.outdated:,}件は入っていません。"
    found = list(lines(report))
    yield from (_line(line) for line in found if line.source == BLIND)
    yield f"■ {ANCHORED}：{anchored.reviews:,}件、{anchored.people:,}名。{ANCHORED_NOTE}"
    yield from (_line(line) for line in found if line.source == ANCHORED)
    yield f"■ {TIME}"
    yield from (_line(line) for line in found if line.source == TIME)


def _line(line: Line) -> str:
    code = f"{line.code} " if line.code else ""
    interval = f" 〔{_number(line.low)}–{_number(line.high)}〕" if line.low is not None else ""
    return f"  {code}{line.label}：{line.name}  {_number(line.value) or BLANK}{interval}"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.3f}"
