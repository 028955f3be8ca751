"""The listed submissions as a file that can come back; who sent them only for those who may read it, and on record."""

from collections.abc import Iterator

from flask import Response, abort, request
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import audit
from consult.access import allow
from consult.database import reading, rows_in_batches
from consult.domain.vocabulary import AuditAction, Role
from consult.downloads import send_table
from consult.draft_places import labels_of, value_of
from consult.extensions import db
from consult.intake import queries
from consult.intake.staff_blueprint import READERS, blueprint
from consult.intake.submission_filter import FilterForm, SubmissionFilter
from consult.models import Opinion, Submission
from consult.search import kept_words
from consult.spreadsheets import csv_writing, submission_table
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Sheet, write_xlsx
from consult.staff_sessions import signed_in_member

BATCH = 500


@blueprint.post("/export")
@allow(*READERS)
def export(consultation_id: int) -> Response:
    """As Excel or CSV. The trace is committed before the file leaves (docs/decisions/0073)."""
    queries.consultation_or_404(consultation_id)
    asked = FilterForm.read(kept_words.arguments()).filter(consultation_id)
    with_submitters = request.form.get("submitters") == "yes"
    if with_submitters and Role.OFFICIAL not in current_user.granted_roles:
        abort(404)
    _record(asked, with_submitters=with_submitters)
    db.session.commit()
    with reading():
        rows = _rows(asked, with_submitters=with_submitters)
        columns = submission_table.columns(with_submitters=with_submitters)
        if request.form.get("file") == "xlsx":
            sheet = Sheet("意見", columns, rows, is_to_come_back=True)
            return send_table(write_xlsx([sheet], title="届いた意見"), "届いた意見", is_excel=True)
        file = csv_writing.write_csv([each.heading for each in columns], rows)
        return send_table(file, "届いた意見", is_excel=False)


def _record(asked: SubmissionFilter, *, with_submitters: bool) -> None:
    """Filters by code only: what was searched for may be somebody's name (TS13)."""
    audit.record(
        AuditAction.EXPORTED,
        Submission,
        by=signed_in_member(),
        consultation=asked.consultation_id,
        channel=asked.channel,
        state=asked.state,
        has_search=bool(asked.q),
        with_submitters=with_submitters,
    )


def _rows(asked: SubmissionFilter, *, with_submitters: bool) -> Iterator[list[Cell]]:
    """Every opinion that stands where it was sent, also withdrawn ones; a batch at a time."""
    statement = (
        select(Opinion)
        .join(Opinion.submission)
        .options(joinedload(Opinion.submission).joinedload(Submission.submitter))
        .options(joinedload(Opinion.about_section))
        .where(*asked.conditions(), Opinion.superseded_at.is_(None))
        .order_by(Opinion.submission_id, Opinion.position, Opinion.id)
    )
    for batch in rows_in_batches(statement, Opinion.id, BATCH):
        labels = labels_of(batch)
        for opinion in batch:
            submission = opinion.submission
            assert submission is not None  # the statement joins it
            cells = submission_table.cells(
                opinion, submission, place=value_of(opinion), about=labels[opinion.id]
            )
            yield cells + (submission_table.personal_cells(submission) if with_submitters else [])
