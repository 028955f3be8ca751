"""Learning from decisions, behind 「設定」: begin a refit, stop it, choose which learned tagger works. No opinion here."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.blind_labels import count_of_blind_labels
from consult.domain.errors import LearningRefused, OvertakenByColleague
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.learning import queries, services
from consult.learning.forms import PromoteForm, SeenForm
from consult.learning.learning_page import learning_page
from consult.paging import page_number, paged
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("learning", __name__, url_prefix="/settings/learning")

RETAG_FOLLOWS = "候補は順に付け直されます。確定・却下した分類は変わりません。"


@blueprint.get("")
@allow(Role.DRAFTER, Role.ADMIN)
def index() -> str:
    return render_template(
        "staff/learning/index.html",
        learning=learning_page(),
        page=paged(queries.all_taggers(), page_number(request.args.get("page")), size=10),
        may_promote=Role.ADMIN in signed_in_member().granted_roles,
    )


@blueprint.post("/refits")
@allow(Role.DRAFTER, Role.ADMIN)
def start():
    return _acted(
        lambda: services.ask(by=signed_in_member()), "学習を頼みました。このページを離れても続きます。"
    )


@blueprint.post("/refits/<int:refit_id>/stop")
@allow(Role.DRAFTER, Role.ADMIN)
def stop(refit_id: int):
    refit = queries.refit_or_404(refit_id)
    return _acted(
        lambda: services.stop(refit, by=signed_in_member()),
        "学習を中止しました。いまの付け方はそのままです。",
    )


@blueprint.post("/cold")
@allow(Role.DRAFTER, Role.ADMIN)
def use_cold():
    return _rolled_back(None)


@blueprint.post("/<int:tagger_id>/use")
@allow(Role.DRAFTER, Role.ADMIN)
def use(tagger_id: int):
    return _rolled_back(tagger_id)


@blueprint.route("/<int:tagger_id>/promote", methods=["GET", "POST"])
@allow(Role.ADMIN)
def promote(tagger_id: int) -> Any:
    """An administrator's own judgement, where nobody can compare yet."""
    row, active = queries.tagger_or_404(tagger_id), queries.active()
    form = PromoteForm(data={"seen": str(active.id if active else 0)})
    if form.validate_on_submit():
        reason = (form.reason.data or "").strip()
        try:
            services.promote_by_hand(row, reason=reason, seen=form.seen_tagger, by=signed_in_member())
        except (LearningRefused, OvertakenByColleague) as refused:
            put_beside_field(form, refused)
        else:
            db.session.commit()
            flash(f"学習結果 第{row.id}号を使い始めました。{RETAG_FOLLOWS}", "success")
            return redirect(url_for(".index"), 303)
    page = render_template(
        "staff/learning/promote.html",
        form=form,
        row=row,
        blind_labels=count_of_blind_labels(),
        may_decide=not queries.enough_blind_labels(),
    )
    return page, 422 if form.is_submitted() else 200


def _rolled_back(tagger_id: int | None) -> Response:
    form, to = SeenForm(), queries.tagger_or_404(tagger_id) if tagger_id is not None else None
    name = f"学習結果 第{to.id}号" if to else "はじめの付け方"
    return _acted(
        lambda: services.roll_back(to, seen=form.seen_tagger, by=signed_in_member()),
        f"{name}に戻しました。{RETAG_FOLLOWS}",
    )


def _acted(act: Callable[[], object], done: str) -> Response:
    """Do it and say so on the page; a refusal is said there, too, with nothing changed."""
    try:
        act()
    except (LearningRefused, OvertakenByColleague) as refused:
        db.session.rollback()
        flash(refused.message, "warning")
    else:
        db.session.commit()
        flash(done, "success")
    return redirect(url_for("staff.learning.index"), 303)
