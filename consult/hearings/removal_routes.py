"""取り消す: a hearing leaves the counts with a reason, and comes back by one button."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.extensions import db
from consult.hearings import queries, removal
from consult.hearings.blueprint import WRITERS, blueprint
from consult.hearings.forms import RemovalForm
from consult.models import Hearing
from consult.staff_sessions import signed_in_member

Answer = str | tuple[str, int] | Response


@blueprint.get("/hearings/<int:hearing_id>/remove")
@allow(*WRITERS)
def remove(hearing_id: int) -> Answer:
    hearing = queries.hearing_or_404(hearing_id)
    removal.refuse_removed(hearing)
    return _page(hearing, RemovalForm(formdata=None))


@blueprint.post("/hearings/<int:hearing_id>/remove")
@allow(*WRITERS)
def remove_hearing(hearing_id: int) -> Answer:
    hearing = queries.hearing_or_404(hearing_id)
    form = RemovalForm()
    if not form.validate():
        return _page(hearing, form), 422
    try:
        removal.remove_hearing(hearing, form.reason.data, by=signed_in_member())
    except RuleViolation as refused:
        form.reason.errors = [refused.message]
        return _page(hearing, form), 422
    db.session.commit()
    flash(f"ヒアリング第{hearing.number}号を取り消しました。このページの「元に戻す」で戻せます。", "success")
    return redirect(url_for("staff.hearings.show", hearing_id=hearing.id), 303)


@blueprint.post("/hearings/<int:hearing_id>/put-back")
@allow(*WRITERS)
def put_back(hearing_id: int) -> Answer:
    hearing = queries.hearing_or_404(hearing_id)
    removal.put_back(hearing, by=signed_in_member())
    db.session.commit()
    flash(f"ヒアリング第{hearing.number}号を元に戻しました。意見も数に戻ります。", "success")
    return redirect(url_for("staff.hearings.show", hearing_id=hearing.id), 303)


def _page(hearing: Hearing, form: RemovalForm) -> str:
    number = queries.opinion_counts([hearing]).get(hearing.id, 0)
    return render_template("staff/hearings/remove.html", hearing=hearing, form=form, opinions=number)
