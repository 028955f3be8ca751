"""The dry run of a staged file: what a batch holds, understood and judged. Reads only."""

from dataclasses import dataclass
from functools import partial

from flask import abort

from consult.imports import choices as deciding
from consult.imports.choices import Choices, Place
from consult.imports.importers import Importer, importer_for
from consult.imports.planning import Plan, Understood, judged, understood
from consult.imports.rows import PlannedRow
from consult.models import ImportBatch
from consult.spreadsheets.tables import Workbook, unpacked


def book_of(batch: ImportBatch) -> Workbook:
    return unpacked(batch.cells)


def choices_of(batch: ImportBatch) -> Choices:
    return deciding.from_json(batch.choices)


def importer_of(batch: ImportBatch) -> Importer:
    return importer_for(batch.kind, batch.consultation_id, batch.inquiry_id)


@dataclass(frozen=True)
class Staged:
    """What a dry run needs of a batch, read from the database."""

    book: Workbook
    choices: Choices
    importer: Importer


def staged(batch: ImportBatch) -> Staged:
    return Staged(book_of(batch), choices_of(batch), importer_of(batch))


def understand(file: Staged) -> Understood:
    """A caller ends its transaction after `staged`: of twenty thousand rows this takes seconds, in which nobody who
    writes shall have to wait."""
    book, choices, importer = file.book, file.choices, file.importer
    read = partial(importer.read, fallback=choices.fallback, counts_from_1904=book.counts_from_1904)
    return understood(book, choices, importer.schema, read=read)


def dry_run(file: Staged, read: Understood | None = None) -> Plan:
    """As things stand now."""
    return judged(read or understand(file), known=file.importer.known)


def plan_for(batch: ImportBatch) -> Plan:
    return dry_run(staged(batch))


def row_or_404(plan: Plan, place: Place) -> PlannedRow:
    """A row of the dry run that is a record."""
    rows = (row for row in plan.rows if row.place == place and row.content is not None)
    return next(rows, None) or abort(404)
