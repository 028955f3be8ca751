"""Officials put the opinions of a case into groups that one answer answers."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult.access import READERS, allow
from consult.chips import chips
from consult.copies_listed import BY_TEXT
from consult.domain.errors import GroupRefused, RuleViolation
from consult.extensions import db
from consult.layout_context import address_of
from consult.models import Consultation
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.staff_sessions import signed_in_member
from consult.summary import group_routes, queries, services
from consult.summary.blueprint import WRITERS, blueprint
from consult.summary.forms import FilterForm, ticked
from consult.summary.opinion_filter import GroupingFilter
from consult.typed_number import typed_number

# So many a person reads on one page: nothing for a flood stands in the way of a small round (O10).
SMALL_ROUND = 10

__all__ = ["blueprint", "group_routes"]


@blueprint.get("")
@allow(*READERS)
def index(consultation_id: int) -> str:
    return _page(queries.consultation_or_404(consultation_id))


def _page(consultation: Consultation, refusal: str = "", chosen: list[int] | None = None) -> str:
    codes = plan_codes()
    places = queries.place_labels(consultation.id)
    # After a refused act the list stands in the form that was sent.
    sent = request.form if request.method == "POST" else kept_words.arguments()
    form = FilterForm.read(sent, places=places, codes=codes)
    asked = form.filter(consultation.id)
    page, total = queries.waiting_page(asked, page_number(sent.get("page")))
    form.say_counts(asked.counts())
    args = asked.as_args()
    waiting = queries.number_waiting(consultation)
    return render_template(
        "staff/summary/index.html",
        consultation=consultation,
        form=form,
        page=page,
        total=total,
        waiting=waiting,
        is_small=waiting <= SMALL_ROUND,
        most_one_by_one=services.MOST_ONE_BY_ONE,
        groups=queries.number_of_groups(consultation),
        answers_href=address_of("staff.official_response.index", consultation_id=consultation.id),
        args=args,
        by_text=asked.by == BY_TEXT,
        chips=chips(form.in_force(asked), args),
        acts=queries.last_acts(consultation),
        may_write=_may_write(),
        refusal=refusal,
        chosen=chosen or [],
    )


@blueprint.post("")
@allow(*WRITERS)
def group_opinions(consultation_id: int) -> Response | tuple[str, int]:
    """What was ticked, or all that was found, becomes a group or joins one."""
    consultation = queries.consultation_or_404(consultation_id)
    ids = ticked(request.form)
    try:
        words = _grouped(consultation, ids)
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(consultation, refusal.message, ids), 422 if isinstance(refusal, GroupRefused) else 409
    db.session.commit()
    flash(words)
    return redirect(url_for(".index", **_args_of(consultation)), 303)


def _grouped(consultation: Consultation, ids: list[int]) -> str:
    asked = _asked(consultation)
    if request.form.get("scope") == "all":
        ids = services.found_by(asked, expected=typed_number(request.form.get("expected")))
    else:
        ids = services.waiting(consultation, ids, with_copies=asked.by == BY_TEXT)
    if request.form.get("into") == "existing":
        target = group_routes.target_in(consultation)
        services.put_into(target, ids)
        return f"{len(ids):,}件を回答{target.number}に加えました。"
    group = services.make_group(consultation, ids, by=signed_in_member())
    return f"{len(ids):,}件を、回答{group.number}にまとめました。"


@blueprint.post("/each")
@allow(*WRITERS)
def group_each(consultation_id: int) -> Response:
    """A small round: one press, and each opinion is answered by itself."""
    consultation = queries.consultation_or_404(consultation_id)
    ids = queries.ids_waiting(consultation)
    try:
        groups = services.make_group_of_each(consultation, ids, by=signed_in_member())
    except GroupRefused as refusal:
        db.session.rollback()
        flash(refusal.message, "error")
        return redirect(url_for(".index", consultation_id=consultation.id), 303)
    db.session.commit()
    flash(f"{len(groups):,}件の回答単位を作りました。1件ずつ、市の考え方を書いてください。")
    return redirect(group_routes.answers_address(consultation), 303)


def _asked(consultation: Consultation) -> GroupingFilter:
    places = queries.place_labels(consultation.id)
    return FilterForm.read(request.form, places=places, codes=plan_codes()).filter(consultation.id)


def _args_of(consultation: Consultation) -> dict[str, Any]:
    return {**_asked(consultation).as_args(), "consultation_id": consultation.id}


def _may_write() -> bool:
    return bool(set(WRITERS) & set(current_user.granted_roles))
