"""Every KPI of the strategy in force for one year on one page: all that is right is saved together, or nothing."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answered

from consult import progress_records
from consult.access import allow
from consult.domain.errors import EditConflict
from consult.edit_conflict import as_opened, take_over
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.kpi_standing import KpiStanding
from consult.progress import open_years, queries
from consult.progress.blueprint import KEEPERS, blueprint
from consult.progress.forms import ENTRY_TEXTS, EntryForm, standing_entry
from consult.progress.open_years import OpenYears
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

Answer = str | tuple[str, int] | Answered


@dataclass(frozen=True)
class YearRow:
    """One KPI: what stands, and its fields."""

    standing: KpiStanding
    form: EntryForm
    before: dict[str, str]

    @property
    def is_changed(self) -> bool:
        return any((self.form[name].data or "") != self.before[name] for name in ENTRY_TEXTS)


@blueprint.get("/years/<int:year>")
@allow(*KEEPERS)
def enter_year(year: int) -> str:
    years = open_years.with_year_or_404(year)
    return _page(_rows(year, is_sent=False), year, years)


@blueprint.post("/years/<int:year>")
@allow(*KEEPERS)
def keep_year(year: int) -> Answer:
    years = open_years.with_year_or_404(year)
    rows = _rows(year, is_sent=True)
    changed = [row for row in rows if row.is_changed]
    # Every row tells what is wrong with it.
    checked = [row.form.validate() for row in changed]
    if not all(checked):
        return _page(rows, year, years), 422
    kept = [_keep(row) for row in changed]
    if not all(kept):
        db.session.rollback()
        return _page(rows, year, years), 409
    db.session.commit()
    flash(
        f"{len(changed)}件のKPIの値を保存しました。" if changed else "変わったところはありません。", "success"
    )
    return redirect(url_for(".enter_year", year=year), 303)


def _keep(row: YearRow) -> bool:
    """False when somebody saved the same value since the page was opened (TW1)."""
    form, kpi = row.form, row.standing.kpi
    try:
        progress_records.keep_entry(
            kpi, form.entry(), version=number(form.version.data), by=signed_in_member()
        )
    except EditConflict:
        stands = row.standing.terms.shown(_value(row.standing, number(form.year.data))) or "値なし"
        told = (
            f"ほかの人が先に「{stands}」と保存しました。この画面の内容でよければ、もう一度保存してください。"
        )
        put_beside_field(form, EditConflict(told, field="value"))
        form.version.data = str(row.standing.versions.get(number(form.year.data), 0))
        return False
    return True


def _value(standing: KpiStanding, year: int) -> float | None:
    figure = standing.figure(year)
    return figure.value if figure else None


def _rows(year: int, *, is_sent: bool) -> list[YearRow]:
    standings = [each for each in queries.all_standings() if _is_due(each)]
    return [_row(each, year, is_sent=is_sent) for each in standings]


def _is_due(standing: KpiStanding) -> bool:
    return standing.kpi.edition.is_current and standing.kpi.retired_at is None


def _row(standing: KpiStanding, year: int, *, is_sent: bool) -> YearRow:
    terms = standing.terms
    before = standing_entry(standing.figure(year), terms)
    prefix = f"kpi-{standing.kpi.id}-"
    if is_sent:
        form = EntryForm.of(terms, prefix=prefix)
        # Of a KPI that somebody else saved meanwhile: what this page left alone is no change.
        take_over(form, before, form.opened.data)
    else:
        versions = {"version": str(standing.versions.get(year, 0)), "opened": as_opened(before)}
        form = EntryForm.of(terms, prefix=prefix, formdata=None, data=before | versions)
    form.year.data = str(year)
    for name in ENTRY_TEXTS:
        form[name].label.text = f"{standing.kpi.name}の{form[name].label.text}"
    return YearRow(standing, form, before)


def _page(rows: list[YearRow], year: int, years: OpenYears) -> str:
    forms = [row.form for row in rows]
    return render_template(
        "staff/progress/enter_year.html",
        rows=rows,
        forms=forms,
        year=year,
        open_years=years,
    )
