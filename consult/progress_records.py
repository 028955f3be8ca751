"""Where pages and returned sheets put KPI values and assessments on record: each save is a version, nothing is overwritten."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from consult import audit, clock
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import Division, ImportBatch, Kpi, KpiEntry, PackageAssessment, PolicyPackage, StaffMember
from consult.typed_progress import Assessed, Entry

Typed = KpiEntry | PackageAssessment


def last_entry(kpi_id: int, year: int) -> KpiEntry | None:
    rows = select(KpiEntry).where(KpiEntry.kpi_id == kpi_id, KpiEntry.reporting_year == year)
    return db.session.scalar(rows.order_by(KpiEntry.version.desc()).limit(1))


def last_assessment(package_id: int, year: int, division_id: int) -> PackageAssessment | None:
    rows = select(PackageAssessment).where(
        PackageAssessment.package_id == package_id,
        PackageAssessment.fiscal_year == year,
        PackageAssessment.division_id == division_id,
    )
    return db.session.scalar(rows.order_by(PackageAssessment.version.desc()).limit(1))


def said(row: Typed | None) -> Entry | Assessed | None:
    """What a row says; None where nothing stands."""
    if row is None or row.is_taken_back:
        return None
    if isinstance(row, KpiEntry):
        return Entry(row.reporting_year, row.value, row.reference, row.note, row.is_preliminary)
    return Assessed(row.pace, row.done, row.assessment, row.next_step)


def keep_entry(
    kpi: Kpi, entry: Entry, *, version: int | None, by: StaffMember | None, batch: ImportBatch | None = None
) -> bool:
    """Whether anything is new. EditConflict when somebody saved since `version` (TW1); None: whatever stands now."""
    last = last_entry(kpi.id, entry.year)
    number = _next_version(last, version)
    if said(last) == entry:
        return False
    said_now = {name: value for name, value in vars(entry).items() if name != "year"}
    row = KpiEntry(kpi_id=kpi.id, reporting_year=entry.year, version=number, kpi_name=kpi.name, **said_now)
    _add(row, by=by, batch=batch)
    return True


def keep_assessment(
    package: PolicyPackage,
    year: int,
    division: Division,
    assessed: Assessed,
    *,
    version: int | None,
    by: StaffMember | None,
    batch: ImportBatch | None = None,
) -> bool:
    """The same for what a division says of a package's year."""
    last = last_assessment(package.id, year, division.id)
    number = _next_version(last, version)
    if said(last) == assessed:
        return False
    row = PackageAssessment(
        package_id=package.id,
        fiscal_year=year,
        division_id=division.id,
        version=number,
        package_name=package.name,
        **vars(assessed),
    )
    _add(row, by=by, batch=batch)
    return True


def take_back(last: Typed | None, *, version: int, by: StaffMember | None) -> None:
    """What was typed counts no more; the history keeps it."""
    if last is None or last.version != version:
        raise EditConflict()
    _add(_copy(last, is_taken_back=True), by=by, action=AuditAction.UNDID)


def undo_import(batch: ImportBatch, *, by: StaffMember | None) -> int:
    """What stood before the import stands again, as a further version. What people have changed since stays."""
    rows = brought_by(batch)
    for row in rows:
        before = _before(row)
        # Nothing stood before: then nothing stands now.
        copy = _copy(row, is_taken_back=True) if before is None else _copy(before, version=row.version)
        if isinstance(row, KpiEntry):
            # What was undone is read by citizens no more; what they read before it, they read again.
            row.published_at = None
        _add(copy, by=by, action=AuditAction.UNDID)
    return len(rows)


def brought_by(batch: ImportBatch) -> Sequence[Typed]:
    """What the import brought and nobody has changed since."""
    entries = db.session.scalars(select(KpiEntry).where(KpiEntry.import_batch_id == batch.id)).all()
    assessments = select(PackageAssessment).where(PackageAssessment.import_batch_id == batch.id)
    found: list[Typed] = [row for row in entries if _is_last(row)]
    return found + [row for row in db.session.scalars(assessments) if _is_last(row)]


def _last_like(row: Typed) -> Typed | None:
    if isinstance(row, KpiEntry):
        return last_entry(row.kpi_id, row.reporting_year)
    return last_assessment(row.package_id, row.fiscal_year, row.division_id)


def _is_last(row: Typed) -> bool:
    last = _last_like(row)
    return last is not None and last.id == row.id


def _before(row: Typed) -> Typed | None:
    """The version before, of the same thing."""
    if isinstance(row, KpiEntry):
        of_kpi = KpiEntry.kpi_id == row.kpi_id, KpiEntry.reporting_year == row.reporting_year
        return db.session.scalar(select(KpiEntry).where(*of_kpi, KpiEntry.version == row.version - 1))
    table = PackageAssessment
    of_package = (
        table.package_id == row.package_id,
        table.fiscal_year == row.fiscal_year,
        table.division_id == row.division_id,
    )
    return db.session.scalar(select(table).where(*of_package, table.version == row.version - 1))


NOT_COPIED = {"id", "version", "saved_at", "saved_by_id", "import_batch_id", "published_at"}


def _copy(row: Typed, *, version: int | None = None, is_taken_back: bool | None = None) -> Typed:
    values: dict[str, Any] = {
        column.key: getattr(row, column.key)
        for column in row.__table__.columns
        if column.key not in NOT_COPIED
    }
    if is_taken_back is not None:
        values["is_taken_back"] = is_taken_back
    return type(row)(**values, version=(version or row.version) + 1)


def _next_version(last: Typed | None, version: int | None) -> int:
    standing = last.version if last else 0
    if version is not None and version != standing:
        raise EditConflict()
    return standing + 1


def _add(
    row: Typed, *, by: StaffMember | None, batch: ImportBatch | None = None, action: AuditAction | None = None
) -> None:
    row.saved_at, row.saved_by_id = clock.now(), by.id if by else None
    row.import_batch_id = batch.id if batch else None
    db.session.add(row)
    db.session.flush()
    first = AuditAction.ADDED if row.version == 1 else AuditAction.CHANGED
    details = {"import_batch": batch.id} if batch else {}
    audit.record(action or first, row, by=by, version=row.version, **details)
