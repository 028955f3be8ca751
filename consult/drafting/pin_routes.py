"""The drafter's own choice on a package's page: pin a voice, order the pinned ones, take one off and put it back."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Role
from consult.drafting import pins
from consult.drafting.blueprint import blueprint
from consult.drafting.forms import PinForm, direction_sent
from consult.drafting.package_page import code_or_404
from consult.drafting.package_routes import PACKAGE, package_view
from consult.extensions import db
from consult.plan_codes import plan_codes
from consult.staff_sessions import signed_in_member
from consult.typed_number import sent_number

PINS = f"{PACKAGE}/pins"


@blueprint.post(PINS)
@allow(Role.DRAFTER)
def pin_opinion(code: str) -> tuple[str, int] | AnyResponse:
    code_or_404(plan_codes(), code)
    form = PinForm(request.form)
    if not form.validate():
        return package_view(code, pin_form=form), 422
    place = sent_number(request.form.get("place"))
    try:
        pins.pin(code, form.opinion_number, by=signed_in_member(), position=place)
    except RuleViolation as refusal:
        db.session.rollback()
        form.opinion_id.errors = [refusal.message]
        return package_view(code, pin_form=form), 422
    db.session.commit()
    flash("先に置く意見に選びました。")
    return redirect(url_for(".package", code=code, _anchor="voices"), 303)


@blueprint.post(f"{PINS}/<int:opinion_id>/remove")
@allow(Role.DRAFTER)
def unpin_opinion(code: str, opinion_id: int) -> AnyResponse:
    code_or_404(plan_codes(), code)
    place = pins.unpin(code, opinion_id, by=signed_in_member())
    db.session.commit()
    # The page offers to put it back: what was taken off travels in its address, not in the session.
    undo: dict[str, Any] = {"unpinned": opinion_id, "place": place} if place else {}
    return redirect(url_for(".package", code=code, **undo, _anchor="voices"), 303)


@blueprint.post(f"{PINS}/<int:opinion_id>/move")
@allow(Role.DRAFTER)
def move_pinned(code: str, opinion_id: int) -> AnyResponse:
    code_or_404(plan_codes(), code)
    pins.move(code, opinion_id, direction_sent(), by=signed_in_member())
    db.session.commit()
    return redirect(url_for(".package", code=code, _anchor="voices"), 303)
