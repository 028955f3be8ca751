"""政策パッケージの机: every package with its voices, and one package with its text beside them."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from consult import measure_links
from consult.access import READERS, allow
from consult.database import reading
from consult.domain.vocabulary import Role
from consult.downloads import send_table
from consult.drafting import package_page, package_table, services
from consult.drafting.blueprint import blueprint
from consult.drafting.forms import HeadlineForm, PinForm
from consult.drafting.headline_acts import refusal_of
from consult.drafting.voices_routes import voices_parts
from consult.extensions import db
from consult.plan_codes import plan_codes
from consult.staff_sessions import signed_in_member
from consult.typed_number import sent_number

PACKAGES = "/packages"
PACKAGE = f"{PACKAGES}/<code>"


@blueprint.get(PACKAGES)
@allow(*READERS)
def packages() -> str:
    sort = request.args.get("sort", "")
    sort = sort if sort in package_page.SORTS else "plan"
    return render_template(
        "staff/drafting/packages.html",
        rows=package_page.overview(plan_codes(), sort),
        sort=sort,
        sorts=package_page.SORTS,
    )


@blueprint.post(f"{PACKAGES}/export")
@allow(*READERS)
def export_packages() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    rows = package_page.overview(plan_codes())
    services.record_packages_export(len(rows), by=signed_in_member())
    db.session.commit()
    is_excel = request.form.get("file") == "xlsx"
    with reading():
        file = package_table.written(rows, is_excel=is_excel)
    return send_table(file, "packages", is_excel=is_excel)


@blueprint.get(PACKAGE)
@allow(*READERS)
def package(code: str) -> str:
    return _page(code)


@blueprint.post(f"{PACKAGE}/headline")
@allow(Role.DRAFTER)
def save_package_headline(code: str) -> tuple[str, int] | AnyResponse:
    about = package_page.code_or_404(plan_codes(), code)
    form = HeadlineForm(prefix=code)
    if status := refusal_of(form, about):
        return _page(code, refused=form, has_conflict=status == 409), status
    db.session.commit()
    flash("見出しを保存しました。")
    return redirect(url_for(".package", code=code, _anchor="headline"), 303)


def package_view(code: str, pin_form: PinForm) -> str:
    """The page again, with what was wrong beside its field."""
    return _page(code, pin_form=pin_form)


def taken_off(pinned: Sequence[int]) -> tuple[int, int] | None:
    """What was just taken off, and the place it had, so that the page can offer to put it back."""
    opinion_id, place = (sent_number(request.args.get(name)) for name in ("unpinned", "place"))
    return (opinion_id, place) if opinion_id and place and opinion_id not in pinned else None


def _page(
    code: str,
    refused: HeadlineForm | None = None,
    *,
    has_conflict: bool = False,
    pin_form: PinForm | None = None,
) -> str:
    about = package_page.code_or_404(plan_codes(), code)
    parts = voices_parts(about)
    form = HeadlineForm.over(about, next(iter(parts["versions"]), None))
    if refused:
        # The next save is over what the page now shows.
        refused.version.data, refused.text.label = form.version.data, form.text.label
        form = refused
    total_notes, notes = package_page.notes_on(code)
    total_changes, changes = package_page.revisions_for(code)
    package = package_page.package_or_404(code)
    return render_template(
        "staff/drafting/package.html",
        package=package,
        measure_voices=measure_links.voices_of(package.measures),
        kpis=package_page.kpis_of(package),
        notes=notes,
        total_notes=total_notes,
        changes=changes,
        total_changes=total_changes,
        form=form,
        is_refused=refused is not None,
        has_conflict=has_conflict,
        pin_form=pin_form or PinForm(formdata=None),
        is_pin_refused=pin_form is not None,
        unpinned=taken_off(parts["voices"].pinned),
        may_edit=Role.DRAFTER in current_user.granted_roles,
        **parts,
    )
