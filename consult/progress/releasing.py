"""Typed values on the citizens' pages: somebody decides so for each, and may decide otherwise again (decision 0170)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult import audit, clock, progress_records
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.kpi_standing import Figure, KpiStanding, kpis_with_values, standing_of
from consult.models import Kpi, KpiEntry, StaffMember


@dataclass(frozen=True)
class Seen:
    """A value as the page showed it."""

    kpi_id: int
    version: int


@dataclass(frozen=True)
class ReleaseRow:
    """A KPI with a typed value of the year, and what citizens read of that year now."""

    standing: KpiStanding
    figure: Figure
    public: Figure | None
    # Citizens read nothing of it yet: with its first value its baseline and target become public.
    is_first: bool = False


def release_rows(year: int) -> list[ReleaseRow]:
    kpis = kpis_with_values(Kpi.retired_at.is_(None))
    found = []
    for standing, public in zip(standing_of(kpis), standing_of(kpis, is_public=True), strict=True):
        figure, read = standing.figure(year), public.figure(year)
        if figure is not None and figure.saved_at is not None and (figure.value is not None or read):
            found.append(ReleaseRow(standing, figure, read, is_first=public.latest is None))
    return found


def publish(seen: Collection[Seen], year: int, *, by: StaffMember) -> int:
    """How many are new on the citizens' pages. EditConflict when one was changed since the page was opened (TW1)."""
    rows = [row for row in _standing_rows(seen, year) if row.published_at is None and row.value is not None]
    for row in rows:
        row.published_at = clock.now()
        audit.record(AuditAction.PUBLISHED, row, by=by, kpi=row.kpi_id, year=year, version=row.version)
    db.session.flush()
    return len(rows)


def withdraw(seen: Collection[Seen], year: int, *, by: StaffMember) -> int:
    """Of each KPI every version of the year leaves the citizens' pages."""
    ids = [row.kpi_id for row in _standing_rows(seen, year)]
    wanted = select(KpiEntry).where(KpiEntry.kpi_id.in_(ids), KpiEntry.reporting_year == year)
    rows = db.session.scalars(wanted.where(KpiEntry.published_at.is_not(None))).all()
    for row in rows:
        row.published_at = None
        audit.record(AuditAction.WITHDREW, row, by=by, kpi=row.kpi_id, year=year, version=row.version)
    db.session.flush()
    return len({row.kpi_id for row in rows})


def _standing_rows(seen: Collection[Seen], year: int) -> Sequence[KpiEntry]:
    found = []
    for each in seen:
        row = progress_records.last_entry(each.kpi_id, year)
        if row is None or row.is_taken_back or row.version != each.version:
            raise EditConflict("ほかの人が値を直しました。いまの値を確かめて、選び直してください。")
        found.append(row)
    return found
