"""The report on tags behind 「分析」, and the report as a file."""

import io

from flask import Blueprint, Response, abort, render_template, request, send_file

from consult import clock
from consult.access import READERS, allow
from consult.database import reading
from consult.evaluation import in_words, services, writing
from consult.evaluation.chart import f1_chart
from consult.evaluation.report import tag_report
from consult.extensions import db
from consult.plan_codes import plan_codes
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("evaluation", __name__)
KINDS = {"csv": "text/csv", "json": "application/json"}


@blueprint.get("/analysis/tags")
@allow(*READERS)
def tags() -> str:
    report = tag_report(plan_codes())
    return render_template(
        "staff/evaluation/tags.html",
        report=report,
        chart=f1_chart(report),
        sentences=in_words.sentences(report),
        meanings=in_words.MEANINGS,
    )


@blueprint.post("/analysis/tags/export")
@allow(*READERS)
def export() -> Response:
    """A POST, since it leaves a trace. The trace is kept before the file is made."""
    kind = request.form.get("format", "csv")
    if kind not in KINDS:
        abort(400)
    services.record_export(kind, by=signed_in_member())
    db.session.commit()
    with reading():
        report = tag_report(plan_codes())
        file = writing.as_csv(report) if kind == "csv" else io.BytesIO(writing.as_json(report))
    name = f"tag_report_{clock.today():%Y%m%d}.{kind}"
    return send_file(file, mimetype=KINDS[kind], as_attachment=True, download_name=name)
