"""Behind 「分析」: KPIs at a glance, one KPI with its years and its history, and what may be typed about it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from consult import progress_records
from consult.access import READERS, allow
from consult.chips import chips
from consult.database import reading
from consult.domain.achievement import RULE
from consult.domain.errors import EditConflict
from consult.downloads import send_table
from consult.edit_conflict import differences
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.kpi_charts import chart_of
from consult.kpi_standing import KpiStanding
from consult.models import Kpi
from consult.paging import listed, page_number
from consult.progress import (
    inquiry_routes,
    queries,
    release_routes,
    services,
    sheet_routes,
    sheets,
    writing,
    year_routes,
)
from consult.progress.blueprint import KEEPERS, blueprint, may_write
from consult.progress.filter_form import KpiFilterForm
from consult.progress.forms import EntryForm, standing_entry, typed_entry
from consult.progress.kpi_filter import numbers_by_state
from consult.progress.terms_form import TermsForm, filled_terms, saved_terms
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

__all__ = ["blueprint", "inquiry_routes", "release_routes", "sheet_routes", "year_routes"]
Answer = str | tuple[str, int] | Answered


@blueprint.get("")
@allow(*READERS)
def index() -> str:
    standings, years = queries.all_standings(), queries.reporting_years()
    form = KpiFilterForm(request.args)
    asked = form.asked(standings)
    page = listed(asked.ordered(asked.picked(standings)), page_number(request.args.get("page")))
    return render_template(
        "staff/progress/index.html",
        form=form,
        asked=asked,
        args=asked.as_args(),
        chips=chips(form.in_force(asked), asked.as_args()),
        page=page,
        states=numbers_by_state(asked.picked(standings, without="state")),
        years=years,
        editions=queries.by_edition(page.rows, years),
        charts=[(each, chart_of(each, years.of(each))) for each in page.rows],
        rule=RULE,
        year=sheets.last_ended(),
        can_write=may_write(),
    )


@blueprint.post("/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    is_excel = request.form.get("format") == "xlsx"
    asked = KpiFilterForm(request.form).asked(queries.all_standings())
    services.record_export("progress", asked.as_args(), by=signed_in_member())
    db.session.commit()
    with reading():
        standings = asked.ordered(asked.picked(queries.all_standings()))
        write = writing.as_xlsx if is_excel else writing.as_csv
        file = write(standings, queries.reporting_years())
    return send_table(file, "kpi_progress", is_excel=is_excel)


@blueprint.get("/kpis/<int:kpi_id>")
@allow(*READERS)
def show(kpi_id: int) -> str:
    standing, years = queries.standing_or_404(kpi_id), queries.reporting_years().of
    return render_template(
        "staff/progress/show.html",
        standing=standing,
        kpi=standing.kpi,
        years=years(standing),
        chart=chart_of(standing, years(standing)),
        entries=queries.entries_of(standing.kpi),
        settings=queries.settings_of(standing.kpi),
        can_write=may_write(),
        rule=RULE,
    )


@blueprint.get("/kpis/<int:kpi_id>/terms")
@allow(*KEEPERS)
def edit_terms(kpi_id: int) -> str:
    standing = queries.standing_or_404(kpi_id)
    return _terms_page(TermsForm(formdata=None, data=filled_terms(standing.terms)), standing)


@blueprint.post("/kpis/<int:kpi_id>/terms")
@allow(*KEEPERS)
def keep_terms(kpi_id: int) -> Answer:
    standing, form = queries.standing_or_404(kpi_id), TermsForm()
    if not form.validate():
        return _terms_page(form, standing), 422
    try:
        services.keep_terms(
            standing.kpi,
            form.typed(),
            reason=form.reason.data,
            version=number(form.version.data),
            by=signed_in_member(),
        )
    except EditConflict:
        form.version.data = str(standing.terms.version)
        conflict = differences(form, saved_terms(standing.terms), form.as_text())
        return _terms_page(form, standing, conflict=conflict), 409
    db.session.commit()
    flash("KPIの基準値と目標値などを保存しました。", "success")
    return _to(kpi_id)


@blueprint.get("/kpis/<int:kpi_id>/entry")
@allow(*KEEPERS)
def enter(kpi_id: int) -> str:
    standing = queries.standing_or_404(kpi_id)
    year = number(request.args.get("year"))
    return _entry_page(EntryForm.of(standing.terms, formdata=None, data=_filled(standing, year)), standing)


@blueprint.post("/kpis/<int:kpi_id>/entry")
@allow(*KEEPERS)
def keep_entry(kpi_id: int) -> Answer:
    standing = queries.standing_or_404(kpi_id)
    form = EntryForm.of(standing.terms)
    if not form.validate():
        return _entry_page(form, standing), 422
    entry, me = form.entry(), signed_in_member()
    try:
        is_new = progress_records.keep_entry(standing.kpi, entry, version=number(form.version.data), by=me)
    except EditConflict:
        last = progress_records.last_entry(kpi_id, entry.year)
        form.version.data = str(last.version if last else 0)
        conflict = differences(form, typed_entry(last, standing.terms), form.as_text())
        return _entry_page(form, standing, conflict=conflict), 409
    db.session.commit()
    flash(f"{entry.year}年度の値を保存しました。" if is_new else "前と同じ内容です。", "success")
    return _to(kpi_id)


@blueprint.post("/kpis/<int:kpi_id>/entry/take-back")
@allow(*KEEPERS)
def take_back_entry(kpi_id: int) -> Answer:
    standing = queries.standing_or_404(kpi_id)
    year, version = number(request.form.get("year")), number(request.form.get("version"))
    try:
        last = progress_records.last_entry(kpi_id, year)
        progress_records.take_back(last, version=version, by=signed_in_member())
    except EditConflict as refused:
        form = EntryForm.of(standing.terms, formdata=None, data=_filled(standing, year))
        put_beside_field(form, refused)
        return _entry_page(form, standing), 409
    db.session.commit()
    flash(f"{year}年度の入力を取り下げました。履歴には残っています。", "success")
    return _to(kpi_id)


def _filled(standing: KpiStanding, year: int) -> dict[str, str]:
    """The form of a year: what was typed, or what the strategy says, to be corrected."""
    last, figure = progress_records.last_entry(standing.kpi.id, year), standing.figure(year)
    texts = {"year": str(year or ""), "version": str(last.version if last else 0)}
    return texts | standing_entry(figure, standing.terms)


def _to(kpi_id: int) -> Answered:
    return redirect(url_for(".show", kpi_id=kpi_id), 303)


def _entry_page(form: EntryForm, standing: KpiStanding, **told: Any) -> str:
    kpi: Kpi = standing.kpi
    return render_template("staff/progress/enter.html", form=form, standing=standing, kpi=kpi, **told)


def _terms_page(form: TermsForm, standing: KpiStanding, **told: Any) -> str:
    kpi: Kpi = standing.kpi
    return render_template("staff/progress/edit_terms.html", form=form, standing=standing, kpi=kpi, **told)
