"""列: which row of each sheet is its heading, and which column stands for what."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.extensions import db
from consult.imports import dry_run as dry_running
from consult.imports import pages, queries, refusals, remembering, services
from consult.imports.blueprint import BRINGERS, batch_open_to_reader, blueprint
from consult.imports.forms import read_columns, version_in
from consult.imports.services import BEFORE_IMPORT
from consult.imports.taken_columns import has_header
from consult.models import ImportBatch
from consult.staff_sessions import signed_in_member

Answer = str | Response


@blueprint.get("/<int:batch_id>/columns")
@allow(*BRINGERS)
def columns(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    if batch.state not in BEFORE_IMPORT:
        return redirect(url_for(".show", batch_id=batch_id))
    return _columns_page(batch)


@blueprint.post("/<int:batch_id>/columns")
@allow(*BRINGERS)
def choose_columns(batch_id: int) -> Answer:
    batch = batch_open_to_reader(batch_id)
    before = dry_running.choices_of(batch)
    try:
        sent = read_columns(
            request.form,
            dry_running.book_of(batch),
            before,
            importer=dry_running.importer_of(batch),
            remembered=queries.remembered(batch.kind),
        )
        services.decide(batch, sent.choices, version=version_in(request.form), by=signed_in_member())
        if not sent.is_moved:
            refusals.refuse_without_header(batch)
            remembering.remember(batch, before)
    except RuleViolation as refused:
        db.session.rollback()
        flash(refused.message, "error")
        return redirect(url_for(".columns", batch_id=batch_id), 303)
    db.session.commit()
    if sent.is_moved:
        flash("見出しの行を変えました。列の見立てを確かめてください。")
        return redirect(url_for(".columns", batch_id=batch_id), 303)
    return redirect(url_for(".show", batch_id=batch_id), 303)


def _columns_page(batch: ImportBatch) -> str:
    book, choices = dry_running.book_of(batch), dry_running.choices_of(batch)
    importer = dry_running.importer_of(batch)
    return render_template(
        "staff/imports/columns.html",
        batch=batch,
        book=book,
        choices=choices,
        sheets=pages.sheet_blocks(book, choices),
        fields=[(field.key, field.label) for field in importer.schema.fields],
        importer=importer,
        is_known=has_header(batch),
    )
