"""意見の行方 for citizens: one picture with its table, and the road in both directions. Only what is released."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request

from consult import clock
from consult.domain.dates import wareki
from consult.domain.vocabulary import Facet
from consult.downloads import send_table
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.spreadsheets.csv_writing import write_csv
from consult.tracing import road_flows, road_table
from consult.tracing.road_draft import draft_road_or_404
from consult.tracing.road_opinion import opinion_road_or_404
from consult.tracing.road_package import package_road

blueprint = Blueprint("tracing", __name__, url_prefix="/road")


@blueprint.get("")
def overview() -> str:
    codes = plan_codes()
    road = road_flows.road(codes)
    return render_template(
        "public/tracing/overview.html",
        road=road,
        source=_source(road),
        names=road_flows.COLUMN_NAMES,
        packages=codes.packages,
        numbers=dict(road_table.package_numbers(road.flows)),
        tables=road_table.tables_of(road.flows),
        ends=road_table.ends_of(road.flows),
        cases=road_table.cases(),
    )


@blueprint.get("/picture.svg")
def picture() -> Response:
    road = road_flows.road(plan_codes())
    answer: Any = make_response(
        render_template(
            "public/tracing/picture.svg", road=road, source=_source(road), names=road_flows.COLUMN_NAMES
        )
    )
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="road_{clock.today():%Y%m%d}.svg"'
    return answer


@blueprint.get("/table.csv")
def table() -> Response:
    rows = road_table.rows_of(road_flows.road(plan_codes()).flows)
    return send_table(write_csv(road_table.HEADER, rows), "road", is_excel=False)


@blueprint.get("/packages/<code>")
def package(code: str) -> str:
    found = plan_codes().find(Facet.PACKAGE, code) or abort(404)
    road = package_road(
        found,
        answers=page_number(request.args.get("answers")),
        voices=page_number(request.args.get("page")),
    )
    return render_template("public/tracing/package.html", road=road)


@blueprint.get("/opinions/<road_code>")
def opinion(road_code: str) -> str:
    return render_template("public/tracing/opinion.html", road=opinion_road_or_404(road_code, plan_codes()))


@blueprint.get("/drafts/<int:consultation_id>")
def draft(consultation_id: int) -> str:
    return render_template("public/tracing/draft.html", road=draft_road_or_404(consultation_id))


def _source(road: road_flows.Road) -> str:
    invented = "（架空のデータを含みます）" if current_app.config["IS_DEMO"] else ""
    day = f"、{wareki(road.changed_on)}更新" if road.changed_on else ""
    return f"出典：公表した結果と公表資料{day}{invented}"
