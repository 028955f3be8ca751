"""ファイル → 列 → 確認 → 取込: nothing is written to the register before the last button."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.database import reading
from consult.domain.errors import EditConflict, FileRefused, RuleViolation
from consult.domain.file_types import MAX_FILE_BYTES
from consult.domain.vocabulary import ImportKind, ImportState, RowOutcome
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.imports import column_routes, pages, queries, refusals, services, source_routes, undoing
from consult.imports import dry_run as dry_running
from consult.imports.blueprint import BRINGERS, batch_open_to_reader, blueprint, kinds_open_to
from consult.imports.dry_run import Staged
from consult.imports.forms import OF_INQUIRY, UploadForm, read_corrections, version_in
from consult.imports.inquiry_recording import not_in_file, open_inquiries
from consult.imports.planning import Plan, Understood
from consult.imports.recording import cuts_of
from consult.imports.services import BEFORE_IMPORT, Upload
from consult.imports.taken_columns import has_header
from consult.models import ImportBatch
from consult.paging import page_number
from consult.spreadsheets.reading import ACCEPTED, read_file
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "column_routes", "source_routes"]
Answer = str | tuple[str, int] | Response
# More rows than this are the worker's: the page answers at once and can be left.
AT_ONCE = 300
UNDER_WAY = (ImportState.WAITING, ImportState.RUNNING)


@blueprint.get("")
@allow(*BRINGERS)
def index() -> str:
    form = _upload_form(formdata=None)
    inquiry = request.args.get("inquiry", "")[:20]
    form.consultation.data = (
        f"{OF_INQUIRY}{inquiry}" if inquiry else request.args.get("consultation", "")[:20]
    )
    return _index(form)


@blueprint.post("")
@allow(*BRINGERS)
def upload() -> Answer:
    form = _upload_form()
    if not form.validate():
        return _index(form), 422
    name = form.file.data.filename or ""
    content = form.file.data.stream.read(MAX_FILE_BYTES + 1)
    # Nobody waits for a lock while a stranger's file is read.
    db.session.commit()
    try:
        read = Upload(name, content, read_file(name, content))
    except FileRefused as refused:
        put_beside_field(form, refused)
        return _index(form), 422
    target, me = form.target, signed_in_member()
    batch = services.stage(
        read, target.kind, by=me, consultation_id=target.consultation_id, inquiry_id=target.inquiry_id
    )
    db.session.commit()
    return redirect(url_for(".columns", batch_id=batch.id), 303)


@blueprint.get("/<int:batch_id>")
@allow(*BRINGERS)
def show(batch_id: int) -> Answer:
    """The rows before the import, the progress during it, the result after it."""
    batch = batch_open_to_reader(batch_id)
    if batch.state not in BEFORE_IMPORT:
        return render_template("staff/imports/show.html", batch=batch, is_under_way=batch.state in UNDER_WAY)
    if not has_header(batch):
        return redirect(url_for(".columns", batch_id=batch_id))
    staged, _, plan = _dry_run(batch)
    return _rows_page(batch, staged, plan)


@blueprint.get("/<int:batch_id>/rows/<int:sheet>/<int:line>")
@allow(*BRINGERS)
def row(batch_id: int, sheet: int, line: int) -> Answer:
    """Every cell of one row; sheet and line count from 1, as in the spreadsheet."""
    batch = batch_open_to_reader(batch_id)
    if batch.state not in BEFORE_IMPORT:
        return redirect(url_for(".show", batch_id=batch_id))
    staged, _, plan = _dry_run(batch)
    found = dry_running.row_or_404(plan, (sheet - 1, line - 1))
    stands = pages.cells_that_stand(staged.book, staged.choices)
    fields = pages.fields_of(found, staged.importer, stands)
    return render_template("staff/imports/row.html", batch=batch, row=found, fields=fields)


@blueprint.post("/<int:batch_id>/rows")
@allow(*BRINGERS)
def correct(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    choices = dry_running.choices_of(batch)
    read = read_corrections(
        request.form, choices, pages.cells_that_stand(dry_running.book_of(batch), choices)
    )
    back = url_for(".show", batch_id=batch_id, part=request.form.get("part") or None)
    return _acted(
        lambda: services.decide(batch, read, version=version_in(request.form), by=signed_in_member()),
        "直した内容で確かめ直しました。ファイルは変わっていません。",
        back,
    )


@blueprint.post("/<int:batch_id>/import")
@allow(*BRINGERS)
def import_all(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    back = url_for(".show", batch_id=batch_id)
    if batch.state not in BEFORE_IMPORT:
        return redirect(back, 303)
    _, read, plan = _dry_run(batch)
    cuts = cuts_of(plan) if len(plan.rows) <= AT_ONCE and not plan.stops else None
    # Somebody else may have decided otherwise since: then the version of the page is no longer the batch's.
    batch, me = batch_open_to_reader(batch_id), signed_in_member()

    def act() -> None:
        refusals.refuse_unmended(plan)
        refusals.refuse_unseen(plan, request.form.get("seen"))
        services.ask(batch, version=version_in(request.form), rows=len(plan.imported), by=me)
        if cuts is not None:
            services.import_rows(batch, cuts, by=me, understood=read)

    return _acted(act, "", back)


@blueprint.post("/<int:batch_id>/stop")
@allow(*BRINGERS)
def stop(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    return _acted(
        lambda: services.stop(batch, by=signed_in_member()),
        "取込を中止しました。何も取り込まれていません。",
        url_for(".show", batch_id=batch_id),
    )


@blueprint.post("/<int:batch_id>/discard")
@allow(*BRINGERS)
def discard(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    return _acted(
        lambda: services.discard(batch, by=signed_in_member()),
        "取り込まずに、ファイルを消しました。",
        url_for(".index"),
    )


@blueprint.get("/<int:batch_id>/undo")
@allow(*BRINGERS)
def undo(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    if batch.state is not ImportState.DONE:
        return redirect(url_for(".show", batch_id=batch_id))
    return render_template("staff/imports/undo.html", batch=batch, undoing=undoing.undoing(batch))


@blueprint.post("/<int:batch_id>/undo")
@allow(*BRINGERS)
def undo_import(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    seen = request.form.get("seen", "")
    return _acted(
        lambda: services.undo(batch, by=signed_in_member(), seen=seen),
        "取込を取り消しました。取り込んだ記録は一覧と集計から外れ、理由とともに残っています。",
        url_for(".undo", batch_id=batch_id),
    )


def _upload_form(**given: Any) -> UploadForm:
    kinds = kinds_open_to(signed_in_member())
    return UploadForm.offering(queries.cases(), open_inquiries(), kinds=kinds, **given)


def _index(form: UploadForm) -> str:
    kinds = kinds_open_to(signed_in_member())
    return render_template(
        "staff/imports/index.html",
        form=form,
        is_of_inquiries=ImportKind.HEARINGS not in kinds,
        page=queries.batches(page_number(request.args.get("page")), kinds),
        accepted=ACCEPTED,
        most_megabytes=MAX_FILE_BYTES // 1024**2,
        days_kept=services.KEPT_FOR.days,
    )


def _dry_run(batch: ImportBatch) -> tuple[Staged, Understood, Plan]:
    """Understood outside of any transaction: of a large file it takes seconds, and who sends an opinion would wait."""
    staged = dry_running.staged(batch)
    db.session.commit()
    with reading():
        read = dry_running.understand(staged)
        plan = dry_running.dry_run(staged, read)
        db.session.commit()
    return staged, read, plan


def _rows_page(batch: ImportBatch, staged: Staged, plan: Plan) -> str:
    part = request.args.get("part", "")
    part = part if part in pages.PARTS else ""
    return render_template(
        "staff/imports/_rows.html",
        batch=batch,
        plan=plan,
        part=part,
        parts=pages.counts_of(plan),
        page=pages.part_of(plan, part, page_number(request.args.get("page"))),
        stands=pages.cells_that_stand(staged.book, staged.choices),
        labels={field.key: field.label for field in staged.importer.schema.fields},
        to_mend=pages.to_mend,
        column_of=pages.columns_in_words(staged.choices),
        choices=staged.choices,
        is_large=len(plan.rows) > AT_ONCE,
        outcomes=RowOutcome,
        not_in_file=not_in_file(plan.rows, inquiry) if (inquiry := queries.inquiry_of(batch)) else [],
    )


def _acted(act, told: str, back: str) -> Response:
    try:
        act()
    except (EditConflict, RuleViolation) as refused:
        db.session.rollback()
        flash(refused.message, "error")
    else:
        db.session.commit()
        if told:
            flash(told, "success")
    return redirect(back, 303)
