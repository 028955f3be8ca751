"""効果検証: every package of a year, the sheet of one, and what a division says of it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from consult import progress_records, word_lists
from consult.access import READERS, allow
from consult.database import reading
from consult.domain.errors import EditConflict
from consult.downloads import send_table
from consult.edit_conflict import differences
from consult.extensions import db
from consult.models import Division, PackageAssessment, PolicyPackage
from consult.progress import services, sheet_writing, sheets
from consult.progress.blueprint import KEEPERS, blueprint, may_write
from consult.progress.inquiry_forms import AssessmentForm, typed_assessment
from consult.source_links import source_address
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

Answer = str | tuple[str, int] | Answered


@blueprint.get("/checks")
@allow(*READERS)
def newest_check() -> Answered:
    """The year that has ended last: of the present one there is nothing to be checked yet."""
    years = sheets.years()
    return redirect(url_for(".check", year=years[1] if len(years) > 1 else years[0]))


@blueprint.get("/checks/<int:year>")
@allow(*READERS)
def check(year: int) -> str:
    sheets.year_or_404(year)
    lines = sheets.lines_of(year)
    return render_template("staff/progress/check.html", year=year, years=sheets.years(), lines=lines)


@blueprint.post("/checks/<int:year>/export")
@allow(*READERS)
def export_check(year: int) -> Response:
    sheets.year_or_404(year)
    is_excel = request.form.get("format") == "xlsx"
    services.record_export("yearly_check", {"year": str(year)}, by=signed_in_member())
    db.session.commit()
    write = sheet_writing.as_xlsx if is_excel else sheet_writing.as_csv
    with reading():
        file = write(sheets.lines_of(year), year)
    return send_table(file, f"yearly_check_{year}", is_excel=is_excel)


@blueprint.get("/checks/<int:year>/<code>")
@allow(*READERS)
def sheet(year: int, code: str) -> str:
    package = sheets.package_or_404(code)
    return render_template(
        "staff/progress/sheet.html",
        sheet=sheets.sheet_of(package, sheets.year_or_404(year)),
        package=package,
        year=year,
        can_write=may_write(),
        source_address=source_address,
    )


@blueprint.get("/checks/<int:year>/<code>/assessment")
@allow(*KEEPERS)
def assess(year: int, code: str) -> str:
    package = sheets.package_or_404(code)
    division_id = number(request.args.get("division"))
    last = progress_records.last_assessment(package.id, sheets.year_or_404(year), division_id)
    filled = typed_assessment(last) | {"version": str(last.version if last else 0)}
    if division_id:
        filled["division"] = str(division_id)
    return _page(_form(division_id, formdata=None, data=filled), package, year, last)


@blueprint.post("/checks/<int:year>/<code>/assessment")
@allow(*KEEPERS)
def keep_assessment(year: int, code: str) -> Answer:
    package, form = sheets.package_or_404(code), _form(number(request.form.get("division")))
    sheets.year_or_404(year)
    if not form.validate():
        return _page(form, package, year), 422
    division: Division = word_lists.entry_or_404(Division, int(form.division.data))
    try:
        progress_records.keep_assessment(
            package,
            year,
            division,
            form.assessed(),
            version=number(form.version.data),
            by=signed_in_member(),
        )
    except EditConflict:
        last = progress_records.last_assessment(package.id, year, division.id)
        form.version.data = str(last.version if last else 0)
        conflict = differences(form, typed_assessment(last), form.as_text())
        return _page(form, package, year, conflict=conflict), 409
    db.session.commit()
    flash(f"{division.name}の評価を保存しました。", "success")
    return redirect(url_for(".sheet", year=year, code=code), 303)


@blueprint.post("/checks/<int:year>/<code>/assessment/take-back")
@allow(*KEEPERS)
def take_back_assessment(year: int, code: str) -> Answer:
    package = sheets.package_or_404(code)
    last = progress_records.last_assessment(package.id, year, number(request.form.get("division")))
    try:
        progress_records.take_back(last, version=number(request.form.get("version")), by=signed_in_member())
    except EditConflict as refused:
        flash(refused.message, "error")
    else:
        db.session.commit()
        flash("評価を取り下げました。履歴には残っています。", "success")
    return redirect(url_for(".sheet", year=year, code=code), 303)


def _form(division_id: int, **given: Any) -> AssessmentForm:
    return AssessmentForm.of(word_lists.offered(Division, division_id), **given)


def _page(
    form: AssessmentForm,
    package: PolicyPackage,
    year: int,
    last: PackageAssessment | None = None,
    **told: Any,
) -> str:
    return render_template(
        "staff/progress/assess.html", form=form, package=package, year=year, last=last, **told
    )
