"""The register and its record sheets as files: what is read for them, and the files made of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from consult import opinion_records
from consult.database import rows_in_batches
from consult.documents.record_sheet import RecordSheet, record_sheet
from consult.domain.dates import wareki
from consult.domain.period import JAPAN
from consult.extensions import db
from consult.hearings import queries
from consult.hearings.hearing_filter import Filter
from consult.models import Counterpart, Hearing, Opinion
from consult.opinion_records import OpinionRecord
from consult.plan_codes import PlanCodes
from consult.spreadsheets import csv_writing, opinion_table, register_table, xlsx_writing
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column, Sheet

BATCH = 200
# A file of papers that somebody reads; more of them is what the workbook is for.
MOST_SHEETS = 200
SUGGESTED = "候補（未確定）"


@dataclass(frozen=True)
class Told:
    """What a workbook says about itself."""

    made_at: datetime
    conditions: Sequence[str]
    hearings: int
    bodies: int


def register_csv(wanted: Filter) -> BinaryIO:
    return csv_writing.write_csv(register_table.HEADER, _rows(wanted))


def register_cp932(wanted: Filter) -> BinaryIO:
    return csv_writing.write_cp932(register_table.HEADER, _rows(wanted))


def register_xlsx(wanted: Filter, told: Told, codes: PlanCodes) -> BinaryIO:
    opinion_columns = [
        Column("ヒアリング番号", 9),
        *opinion_table.COLUMNS,
        Column(SUGGESTED, 26),
    ]
    sheets = (
        Sheet("ヒアリング", register_table.COLUMNS, _rows(wanted), is_to_come_back=True),
        Sheet("意見", opinion_columns, _opinion_rows(wanted, codes)),
        Sheet("読み方", (), ([line] for line in _explanation(told))),
    )
    return xlsx_writing.write_xlsx(sheets, title="ヒアリング台帳")


def record_sheets(wanted: Filter, codes: PlanCodes) -> list[RecordSheet]:
    """The forms of the first MOST_SHEETS hearings of a list."""
    found = db.session.scalars(_whole(wanted).limit(MOST_SHEETS)).all()
    return _sheets(found, codes)


def record_sheet_of(hearing: Hearing, codes: PlanCodes) -> RecordSheet:
    return _sheets([hearing], codes)[0]


def _sheets(hearings: Sequence[Hearing], codes: PlanCodes) -> list[RecordSheet]:
    ids = [hearing.id for hearing in hearings]
    opinions = db.session.scalars(
        queries.standing_opinions(ids).options(*opinion_records.source_options())
    ).all()
    records: dict[int | None, list[OpinionRecord]] = {}
    for opinion, record in zip(opinions, opinion_records.records(opinions, codes), strict=True):
        records.setdefault(opinion.hearing_id, []).append(record)
    return [record_sheet(hearing, records.get(hearing.id, [])) for hearing in hearings]


def _rows(wanted: Filter) -> Iterator[Sequence[Cell]]:
    """One row a hearing, a batch at a time."""
    for batch in rows_in_batches(_whole(wanted), Hearing.id, BATCH):
        opinions: dict[int | None, list[Opinion]] = {}
        for opinion in db.session.scalars(queries.standing_opinions([hearing.id for hearing in batch])):
            opinions.setdefault(opinion.hearing_id, []).append(opinion)
        for hearing in batch:
            said = opinions.get(hearing.id, [])
            yield register_table.cells(hearing, said)


def _opinion_rows(wanted: Filter, codes: PlanCodes) -> Iterator[Sequence[Cell]]:
    listed = wanted.narrowed(select(Hearing.id).join(Hearing.counterpart))
    statement = (
        opinion_records.with_sources()
        .where(Opinion.hearing_id.in_(listed), Opinion.withdrawn_at.is_(None))
        .order_by(Hearing.number, Opinion.note_start, Opinion.id)
    )
    of_list = select(Hearing.id, Hearing.number).where(Hearing.id.in_(listed))
    numbers: dict[int, int] = dict(db.session.execute(of_list).tuples().all())
    for record in opinion_records.record_batches(statement, codes):
        suggested = opinion_table.SEPARATOR.join(tag.code.label for tag in record.candidates)
        yield [numbers[record.source.source_id], *opinion_table.cells(record), suggested]


def _whole(wanted: Filter) -> Select[tuple[Hearing]]:
    """Hearings with everything a row or a form shows."""
    statement = wanted.ordered(wanted.narrowed(select(Hearing).join(Hearing.counterpart)))
    body = contains_eager(Hearing.counterpart)
    return statement.options(
        body.joinedload(Counterpart.own_sector),
        body.joinedload(Counterpart.district),
        selectinload(Hearing.follow_ups),
    )


def _explanation(told: Told) -> Iterator[str]:
    made = told.made_at.astimezone(JAPAN)
    yield f"ヒアリング台帳（庁内用）　{wareki(made.date())} {made:%H:%M} に書き出し"
    yield f"延べ{told.hearings:,}回・実{told.bodies:,}者"
    yield "条件：" + ("、".join(told.conditions) or "なし（すべて）")
    yield "「ヒアリング」の表は、見出しを変えなければそのまま取り込めます。「意見」の表は読むためのもので、取り込まれません。"
    yield "「確定」は職員が決めた分類、「候補」は機械の提案で、まだ誰も決めていないものです。"
    yield "「意見の位置」は、メモの何文字目から何文字目までが一つの意見かを示します。"
    yield "庁内用です。出席者や相手方の名前と、伏せる前の原文が入っています。庁外には「意見の台帳」の書き出しを使ってください。"
