"""Behind 「分析」: packages or measures crossed with themes, sectors and other axes; each figure opens its opinions."""

from collections.abc import Collection
from functools import partial

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import MultiDict

from consult.access import READERS, allow
from consult.coverage import matrix_writing, queries, services
from consult.coverage.matrix_addresses import desk_address, opinions_address
from consult.coverage.matrix_axes import KINDS, PACKAGES, ROWS, AxisKind, kind_of, rows_of
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
    down, kind = rows_of(sent.get("rows", "")), kind_of(sent.get("by", ""))
    axes = {"by": kind.name, **({} if down is PACKAGES else {"rows": down.name})}
    asking = filter_page(
        without_fields(sent, _own_fields(down, kind)), codes, endpoint=".package_matrix", further=axes
    )
    matrix = matrix_of(asking.asked, down, kind, codes=codes)
    view = render_template(
        "staff/coverage/package_matrix.html",
        matrix=matrix,
        notes=(*NOTES, rule_in_words(matrix)),
        has_packages=bool(codes.packages),
        untagged=queries.opinions_awaiting_tags(asking.asked),
        asking=asking,
        axes=axes,
        kinds=KINDS,
        rows_offered=ROWS,
        down=down,
        own_fields=_own_fields(down, kind),
        opinions_address=partial(opinions_address, asking.args),
        desk_address=desk_address,
    )
    return view, asking.status


@blueprint.post("/export")
@allow(*READERS)
def export_matrix() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    codes = plan_codes()
    down, kind = rows_of(request.form.get("rows", "")), kind_of(request.form.get("by", ""))
    asked = usable_filter(without_fields(request.form, _own_fields(down, kind)), codes)
    table = f"{down.name}s_by_{kind.name}"
    leave_trace(table, asked)
    is_excel = request.form.get("file") == "xlsx"
    write = matrix_writing.as_xlsx if is_excel else matrix_writing.as_csv
    with reading():
        file = write(matrix_of(asked, down, kind, codes=codes))
    return send_table(file, table, is_excel=is_excel)


def _own_fields(*kinds: AxisKind) -> tuple[str, ...]:
    """Fields of the filter that the table itself varies."""
    return tuple(name for kind in kinds for name in kind.fields)


def without_fields(sent: "MultiDict[str, str]", names: Collection[str]) -> "MultiDict[str, str]":
    """What was asked for, without the fields that the page itself varies."""
    return MultiDict([(name, text) for name, text in sent.items(multi=True) if name not in names])


def leave_trace(table: str, asked: OpinionFilter) -> None:
    """Kept before the file is made."""
    services.record_opinion_export(table, asked.on_record(), by=signed_in_member())
    db.session.commit()
