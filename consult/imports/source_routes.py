"""How something stood in the file that it came from."""

from flask import render_template

from consult.access import READERS, allow
from consult.domain.vocabulary import Role
from consult.imports import dry_run as dry_running
from consult.imports import queries
from consult.imports.blueprint import blueprint
from consult.models import ImportedRow
from consult.staff_sessions import signed_in_member


@blueprint.get("/hearings/<int:hearing_id>")
@allow(*READERS)
def hearing_source(hearing_id: int) -> str:
    """How a hearing stood in the file that it came from."""
    return _source_page(queries.row_of(hearing_id=hearing_id))


@blueprint.get("/submissions/<int:submission_id>")
@allow(*READERS)
def submission_source(submission_id: int) -> str:
    """The same for a committee member's opinions, which stand nowhere else as a whole. Without the name (R52)."""
    return _source_page(queries.row_of(submission_id=submission_id))


def _source_page(origin: ImportedRow) -> str:
    opinions = queries.opinions_of_submission(origin.submission_id) if origin.submission_id else []
    labels = {field.key: field.label for field in dry_running.importer_of(origin.batch).schema.fields}
    return render_template(
        "staff/imports/_source.html",
        origin=origin,
        cells=[(labels[key], text) for key, text in origin.cells.items() if key in labels and text],
        opinions=opinions,
        may_open_import=Role.OFFICIAL in signed_in_member().granted_roles,
    )
