"""Beside the matrix: opinions that no package covers, by their words, and the packages of the edition before."""

from functools import partial

from flask import Response, render_template, request

from consult.access import READERS, allow
from consult.coverage import editions, matrix_writing
from consult.coverage import uncovered as uncovered_opinions
from consult.coverage.matrix_addresses import desk_address, opinions_address
from consult.coverage.matrix_axes import KINDS, PACKAGES
from consult.coverage.matrix_counts import matrix_of
from consult.coverage.matrix_routes import blueprint, leave_trace, without_fields
from consult.database import reading
from consult.downloads import send_table
from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_page import filter_page, usable_filter
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.source_links import source_address


@blueprint.get("/uncovered")
@allow(*READERS)
def uncovered() -> tuple[str, int]:
    codes = plan_codes()
    sent = kept_words.arguments()
    asking = filter_page(without_fields(sent, PACKAGES.fields), codes, endpoint=".uncovered")
    found = uncovered_opinions.uncovered(asking.asked)
    number, group = found.group(sent.get("group", "")) if found.groups else (1, None)
    view = render_template(
        "staff/coverage/uncovered.html",
        asking=asking,
        kinds=KINDS,
        own_fields=PACKAGES.fields,
        found=found,
        standings=uncovered_opinions.standings(asking.asked),
        number=number,
        group=group,
        page=uncovered_opinions.opinions_of(group, page_number(sent.get("page")), codes) if group else None,
        source_address=source_address,
    )
    return view, asking.status


@blueprint.post("/uncovered/export")
@allow(*READERS)
def export_uncovered() -> Response:
    codes = plan_codes()
    asked = usable_filter(without_fields(request.form, PACKAGES.fields), codes)
    leave_trace("uncovered_by_words", uncovered_opinions.without_package(asked))
    is_excel = request.form.get("file") == "xlsx"
    with reading():
        found = uncovered_opinions.uncovered(asked)
        lines = uncovered_opinions.lines_leaving(found, codes)
        file = matrix_writing.uncovered(lines, is_excel=is_excel)
    return send_table(file, "uncovered_opinions", is_excel=is_excel)


@blueprint.get("/editions")
@allow(*READERS)
def editions_compared() -> str:
    matrix = matrix_of(OpinionFilter(), PACKAGES, KINDS[0], codes=plan_codes())
    return render_template(
        "staff/coverage/editions_compared.html",
        matrix=matrix,
        kinds=KINDS,
        beside=editions.editions_beside(matrix),
        opinions_address=partial(opinions_address, {}),
        desk_address=desk_address,
    )


@blueprint.post("/editions/export")
@allow(*READERS)
def export_editions() -> Response:
    leave_trace("packages_of_two_editions", OpinionFilter())
    is_excel = request.form.get("file") == "xlsx"
    with reading():
        matrix = matrix_of(OpinionFilter(), PACKAGES, KINDS[0], codes=plan_codes())
        file = matrix_writing.editions(editions.editions_beside(matrix), matrix, is_excel=is_excel)
    return send_table(file, "packages_of_two_editions", is_excel=is_excel)
