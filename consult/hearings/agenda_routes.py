"""設定: the city's own agenda for each kind of hearing."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from consult.access import allow
from consult.domain.agenda import DEFAULTS, POINT_LIMIT, POINTS_LIMIT, read_points
from consult.domain.errors import EditConflict, RuleViolation
from consult.domain.vocabulary import HearingKind, Role
from consult.edit_conflict import Difference
from consult.extensions import db
from consult.hearings import agendas
from consult.hearings.blueprint import blueprint
from consult.hearings.fields import as_typed
from consult.staff_sessions import signed_in_member
from consult.typed_number import number

KEEPERS = (Role.DRAFTER, Role.ADMIN)
Answer = str | tuple[str, int] | Response


class AgendaForm(FlaskForm):
    points = TextAreaField("議題", filters=[as_typed])
    version = HiddenField()


@blueprint.get("/settings/agendas")
@allow(*KEEPERS)
def agenda_list() -> str:
    return render_template("staff/hearings/agenda_list.html", agendas=agendas.agendas(), defaults=DEFAULTS)


@blueprint.get("/settings/agendas/<kind>")
@allow(*KEEPERS)
def edit_agenda(kind: str) -> Answer:
    chosen = _kind_or_404(kind)
    row = agendas.own_agenda(chosen)
    is_default = row is None or request.args.get("start") == "default"
    points = DEFAULTS[chosen] if is_default or row is None else row.points
    form = AgendaForm(data={"points": "\n".join(points), "version": str(row.version if row else 0)})
    return _page(chosen, form, is_refilled=row is not None and is_default)


@blueprint.post("/settings/agendas/<kind>")
@allow(*KEEPERS)
def save_agenda(kind: str) -> Answer:
    chosen, form = _kind_or_404(kind), AgendaForm()
    try:
        mine = read_points(form.points.data)
        agendas.save(chosen, mine, version=number(form.version.data), by=signed_in_member())
    except EditConflict:
        row = agendas.own_agenda(chosen)
        saved = "\n".join(row.points) if row else ""
        form.version.data = str(row.version if row else 0)
        return _page(chosen, form, conflict=[Difference("議題", saved, "\n".join(mine))]), 409
    except RuleViolation as refused:
        form.points.errors = [refused.message]
        return _page(chosen, form), 422
    db.session.commit()
    flash(f"{chosen.label}の議題を保存しました。これから登録するヒアリングで使われます。", "success")
    return redirect(url_for(".agenda_list"), 303)


def _kind_or_404(kind: str) -> HearingKind:
    return next((each for each in HearingKind if each.value == kind), None) or abort(404)


def _page(kind: HearingKind, form: AgendaForm, **told: Any) -> str:
    limits = f"1行に1つ書きます。{POINTS_LIMIT}個まで、1つ{POINT_LIMIT}字まで。"
    return render_template("staff/hearings/edit_agenda.html", kind=kind, form=form, limits=limits, **told)
