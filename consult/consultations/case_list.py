"""The list of cases for staff, on the page and as a file: what each is, where it stands, what it received."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import audit, case_phases
from consult.consultations import queries
from consult.consultations.case_filter import CaseFilter
from consult.domain.dates import wareki
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Consultation, StaffMember
from consult.paging import Page, paged
from consult.spreadsheets.csv_writing import Cell, write_csv
from consult.spreadsheets.xlsx_writing import Column, Sheet, write_xlsx

BATCH = 200
NAME = "意見募集の一覧"
COLUMNS = (
    Column("件名", 48), Column("状態", 12), Column("募集の初日"), Column("募集の初日（和暦）", 20),
    Column("募集の最終日"), Column("募集の最終日（和暦）", 20), Column("日数（日）", 10), Column("担当課", 20),
    Column("提出者（名）", 12), Column("意見（件）", 12),
)  # fmt: skip


def case_page(asked: CaseFilter, number: int, at: datetime) -> Page:
    return paged(asked.found(select(Consultation), at), number)


def as_file(asked: CaseFilter, at: datetime, *, is_excel: bool) -> BinaryIO:
    rows = _rows(asked, at)
    if is_excel:
        return write_xlsx([Sheet(NAME, COLUMNS, rows)], title=NAME)
    return write_csv([each.heading for each in COLUMNS], rows)


def record_export(asked: CaseFilter, *, by: StaffMember) -> None:
    """Filters by code only, as of every list (TS13)."""
    conditions = {name: value for name, value in asked.as_args().items() if name != "q"}
    audit.record(AuditAction.EXPORTED, Consultation, by=by, conditions=conditions, has_search=bool(asked.q))


def _rows(asked: CaseFilter, at: datetime) -> Iterator[list[Cell]]:
    """A batch at a time, in the order of the list."""
    statement = asked.found(select(Consultation), at).options(joinedload(Consultation.division))
    for batch in db.session.scalars(statement).yield_per(BATCH).partitions():
        phases, received = case_phases.phases_of(batch, at), queries.received_by(each.id for each in batch)
        for each in batch:
            period = each.planned_period
            yield [
                each.title,
                phases[each.id].label,
                each.opens_on.isoformat(),
                wareki(each.opens_on),
                each.closes_on.isoformat(),
                wareki(each.closes_on),
                period.days,
                each.division.name if each.division else "",
                received[each.id].submitters,
                received[each.id].opinions,
            ]
