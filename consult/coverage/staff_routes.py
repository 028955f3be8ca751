"""Behind 「分析」: the calendar of hearings, their counts, who was not heard, and the curve of new points."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from consult import clock
from consult.access import READERS, allow
from consult.coverage import addresses, charts, counting, queries, services, uncovered_routes, writing
from consult.coverage.curves import curves_of_sectors
from consult.coverage.forms import KindForm, NarrowingForm
from consult.coverage.matrix_routes import blueprint as matrix_blueprint
from consult.coverage.month_page import FROM_SUNDAY, read_month, weeks_of
from consult.coverage.not_heard import NotHeard, not_heard
from consult.coverage.queries import Asked
from consult.coverage.writing import INSIDE, OUTSIDE
from consult.database import reading
from consult.domain.dates import wareki
from consult.domain.saturation import is_thin, last_gain
from consult.domain.vocabulary import HearingKind, Sector
from consult.downloads import send_table
from consult.extensions import db
from consult.invented import has_invented
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "matrix_blueprint", "uncovered_routes"]
blueprint = Blueprint("coverage", __name__, url_prefix="/analysis/hearings")


@blueprint.get("/calendar")
@allow(*READERS)
def month_calendar() -> str:
    first, last = queries.first_and_last_day()
    month = read_month(request.args.get("month", ""), otherwise=last or clock.today())
    hearings = queries.hearings_of_month(month.year, month.month)
    undated_total, undated = queries.undated_hearings()
    return render_template(
        "staff/coverage/month_calendar.html",
        month=month,
        hearings=hearings,
        weeks=weeks_of(month, hearings),
        weekdays=FROM_SUNDAY,
        first=first,
        last=last,
        undated_total=undated_total,
        undated=undated,
    )


@blueprint.get("/counts")
@allow(*READERS)
def counts() -> str:
    form = NarrowingForm(request.args)
    asked = form.asked()
    tables = counting.tables_of(queries.heard(asked))
    return render_template(
        "staff/coverage/counts.html",
        form=form,
        args=asked.as_args(),
        tables=tables,
        whole=tables[0].crossing.whole,
        cell_address=partial(addresses.cell_address, asked),
        chart=charts.months_chart(tables[0].crossing, source=_source()),
    )


@blueprint.get("/counts/chart.svg")
@allow(*READERS)
def counts_chart() -> Response:
    tables = counting.tables_of(queries.heard(NarrowingForm(request.args).asked()))
    return _picture(charts.months_chart(tables[0].crossing, source=_source()), "hearings_by_month")


@blueprint.post("/counts/export")
@allow(*READERS)
def export_counts() -> Response:
    asked = NarrowingForm(request.form).asked()
    _leave_trace("counts", asked.as_args())
    write = writing.counts_as_xlsx if _wants_excel() else writing.counts_as_csv
    with reading():
        file = write(queries.heard(asked))
    return send_table(file, "hearing_counts", is_excel=_wants_excel())


@blueprint.get("/not-heard")
@allow(*READERS)
def who_is_missing() -> str:
    form = KindForm(request.args)
    kind = form.chosen()
    return render_template(
        "staff/coverage/who_is_missing.html",
        form=form,
        args=Asked(kind).as_args(),
        table=_not_heard(kind),
        bodies_address=partial(addresses.bodies_address, kind),
    )


@blueprint.post("/not-heard/export")
@allow(*READERS)
def export_missing() -> Response:
    kind = KindForm(request.form).chosen()
    audience = INSIDE if request.form.get("for") == INSIDE else OUTSIDE
    _leave_trace(f"not_heard_{audience}", Asked(kind).as_args())
    write = writing.not_heard_as_xlsx if _wants_excel() else writing.not_heard_as_csv
    with reading():
        file = write(_not_heard(kind), audience=audience)
    return send_table(file, f"heard_by_district_{audience}", is_excel=_wants_excel())


@blueprint.get("/new-points")
@allow(*READERS)
def new_points() -> str:
    curves = curves_of_sectors()
    sector = _sector(max(curves, key=lambda each: len(curves[each]), default=Sector.UNKNOWN))
    return render_template(
        "staff/coverage/new_points.html",
        curves=curves,
        gains={each: last_gain(found) for each, found in curves.items()},
        sector=sector,
        is_thin=is_thin(curves.get(sector, [])),
        hearings={each.id: each for each in queries.hearings_in_order()},
        chart=charts.curve(sector, curves.get(sector, []), source=_source()),
    )


@blueprint.get("/new-points/chart.svg")
@allow(*READERS)
def new_points_chart() -> Response:
    sector = _sector(Sector.UNKNOWN)
    drawing = charts.curve(sector, curves_of_sectors().get(sector, []), source=_source())
    return _picture(drawing, f"new_points_{sector.value}")


def _sector(otherwise: Sector) -> Sector:
    known = {each.value: each for each in Sector}
    return known.get(request.args.get("sector", ""), otherwise)


def _not_heard(kind: HearingKind | None) -> NotHeard:
    return not_heard(queries.heard_where(kind), queries.districts())


def _source() -> str:
    invented = "（架空のデータを含みます）" if has_invented() else ""
    return f"出典：ヒアリングの台帳、{wareki(clock.today())}現在{invented}"


def _leave_trace(table: str, conditions: dict[str, str]) -> None:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    services.record_export(table, conditions, by=signed_in_member())
    db.session.commit()


def _wants_excel() -> bool:
    return request.form.get("format") == "xlsx"


def _picture(drawing: charts.Drawing, name: str) -> Response:
    answer: Any = make_response(render_template("staff/coverage/drawing.svg", chart=drawing))
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}_{clock.today():%Y%m%d}.svg"'
    return answer
