"""効果検証: every package of a year, the sheet of one, and what a division says of it."""

from io import BytesIO
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from consult import clock, progress_records, word_lists
from consult.access import READERS, allow
from consult.database import reading
from consult.documents import docx_writing, pdf_writing
from consult.documents.check_paper import CheckPaper, check_docx, check_pdf
from consult.domain.errors import EditConflict
from consult.downloads import send_paper, send_table
from consult.edit_conflict import differences
from consult.extensions import db
from consult.invented import has_invented
from consult.layout_context import municipality
from consult.models import Division, PackageAssessment, PolicyPackage
from consult.progress import check_content, services, sheet_writing, sheets
from consult.progress.blueprint import KEEPERS, blueprint, may_write
from consult.progress.inquiry_forms import AssessmentForm, typed_assessment
from consult.source_links import source_address
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

PAPERS = ("docx", "pdf")
Answer = str | tuple[str, int] | Answered


@blueprint.get("/checks")
@allow(*READERS)
def newest_check() -> Answered:
    return redirect(url_for(".check", year=sheets.last_ended()))


@blueprint.get("/checks/<int:year>")
@allow(*READERS)
def check(year: int) -> str:
    sheets.year_or_404(year)
    lines = sheets.lines_of(year)
    return render_template(
        "staff/progress/check.html",
        year=year,
        years=sheets.years(),
        lines=lines,
        summary=check_content.summary_of(lines, year),
    )


@blueprint.post("/checks/<int:year>/export")
@allow(*READERS)
def export_check(year: int) -> Response:
    sheets.year_or_404(year)
    ending = request.form.get("format", "")
    is_excel = ending == "xlsx"
    services.record_export("yearly_check", {"year": str(year), "file": ending[:8]}, by=signed_in_member())
    db.session.commit()
    if ending in PAPERS:
        with reading():
            paper = check_content.of_year(sheets.lines_of(year), year, **_circumstances())
        return _send(paper, f"yearly_check_{year}", ending)
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


@blueprint.post("/checks/<int:year>/<code>/paper")
@allow(*READERS)
def sheet_paper(year: int, code: str) -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    package = sheets.package_or_404(code)
    sheets.year_or_404(year)
    ending = "docx" if request.form.get("format") == "docx" else "pdf"
    conditions = {"year": str(year), "package": package.code, "file": ending}
    services.record_export("yearly_check", conditions, by=signed_in_member())
    db.session.commit()
    with reading():
        sheet = sheets.sheet_of(sheets.package_or_404(code), year)
        paper = check_content.of_package(sheet, **_circumstances())
    return _send(paper, f"yearly_check_{year}_package", ending)


def _circumstances() -> dict[str, Any]:
    return {"city": municipality(), "is_invented": current_app.config["IS_DEMO"] or has_invented()}


def _send(paper: CheckPaper, stem: str, ending: str) -> Response:
    name = f"{stem}_{clock.today():%Y%m%d}.{ending}"
    if ending == "docx":
        return send_paper(check_docx(paper, made_at=clock.now()), name, docx_writing.MEDIA_TYPE)
    return send_paper(BytesIO(check_pdf(paper, made_at=clock.now())), name, pdf_writing.MEDIA_TYPE)


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
    sheets.year_or_404(year)
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
