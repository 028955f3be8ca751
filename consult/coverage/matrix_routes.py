"""Behind 「分析」: packages crossed with themes, sectors, ways in, months or models; each figure opens its opinions."""

from functools import partial

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from consult.access import READERS, allow
from consult.coverage import matrix_writing, services
from consult.coverage.matrix_addresses import opinions_address
from consult.coverage.matrix_axes import KINDS, PACKAGES, AxisKind, kind_of
from consult.coverage.matrix_counts import matrix_of
from consult.coverage.matrix_words import NOTES, rule_in_words
from consult.database import reading
from consult.downloads import send_table
from consult.extensions import db
from consult.opinion_filter import OpinionFilter
from consult.opinion_filter_page import filter_page, usable_filter
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("matrix", __name__, url_prefix="/analysis/coverage")


@blueprint.get("")
@allow(*READERS)
def package_matrix() -> tuple[str, int]:
    codes = plan_codes()
    sent = kept_words.arguments()
    kind = kind_of(sent.get("by", ""))
    asking = filter_page(
        _without_own(sent, kind), codes, endpoint=".package_matrix", further={"by": kind.name}
    )
    matrix = matrix_of(asking.asked, kind, codes)
    view = render_template(
        "staff/coverage/package_matrix.html",
        matrix=matrix,
        notes=(*NOTES, rule_in_words(matrix)),
        has_packages=bool(codes.packages),
        asking=asking,
        kind=kind,
        kinds=KINDS,
        own_fields=_own_fields(kind),
        opinions_address=partial(opinions_address, asking.args),
    )
    return view, asking.status


@blueprint.post("/export")
@allow(*READERS)
def export_matrix() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    codes = plan_codes()
    kind = kind_of(request.form.get("by", ""))
    asked = usable_filter(_without_own(request.form, kind), codes)
    _leave_trace(f"packages_by_{kind.name}", asked)
    is_excel = request.form.get("file") == "xlsx"
    write = matrix_writing.as_xlsx if is_excel else matrix_writing.as_csv
    with reading():
        file = write(matrix_of(asked, kind, codes))
    return send_table(file, f"packages_by_{kind.name}", is_excel=is_excel)


def _own_fields(kind: AxisKind) -> tuple[str, ...]:
    """Fields of the filter that the table itself varies."""
    return (*PACKAGES.fields, *kind.fields)


def _without_own(sent: "MultiDict[str, str]", kind: AxisKind) -> "MultiDict[str, str]":
    own = _own_fields(kind)
    return MultiDict([(name, text) for name, text in sent.items(multi=True) if name not in own])


def _leave_trace(table: str, asked: OpinionFilter) -> None:
    services.record_opinion_export(table, asked.on_record(), by=signed_in_member())
    db.session.commit()
