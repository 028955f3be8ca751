"""One group: its opinions, and what moves out of it, into another, or back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult.access import READERS, allow
from consult.domain.answering import WRITABLE
from consult.domain.errors import GroupRefused, RuleViolation
from consult.domain.vocabulary import ResponseState
from consult.extensions import db
from consult.layout_context import address_of
from consult.models import AnswerGroup, Consultation
from consult.paging import page_number
from consult.staff_sessions import signed_in_member
from consult.summary import moving, queries, services
from consult.summary.blueprint import WRITERS, blueprint
from consult.summary.forms import ticked
from consult.typed_number import typed_number


@blueprint.get("/<int:group_id>")
@allow(*READERS)
def show(consultation_id: int, group_id: int) -> str:
    return _page(queries.group_or_404(consultation_id, group_id))


def _page(group: AnswerGroup, refusal: str = "", chosen: list[int] | None = None) -> str:
    page = queries.member_page(group, page_number(request.values.get("page")))
    response = queries.state_of(group)
    state = response.state if response else ResponseState.DRAFTING
    return render_template(
        "staff/summary/show.html",
        consultation=group.consultation,
        group=group,
        page=page,
        asking=queries.asking_among([row.opinion.id for row in page.rows]),
        state=state,
        may_write=state in WRITABLE and bool(set(WRITERS) & set(current_user.granted_roles)),
        refusal=refusal,
        chosen=chosen or [],
    )


@blueprint.post("/<int:group_id>")
@allow(*WRITERS)
def change_group(consultation_id: int, group_id: int) -> Response | tuple[str, int]:
    """`act`: take_out, split, move or merge."""
    group = queries.group_or_404(consultation_id, group_id)
    ids = ticked(request.form)
    try:
        words = _changed(group, ids)
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(group, refusal.message, ids), 422 if isinstance(refusal, GroupRefused) else 409
    db.session.commit()
    flash(words)
    return redirect(url_for(".show", consultation_id=consultation_id, group_id=group_id), 303)


def _changed(group: AnswerGroup, ids: list[int]) -> str:
    act = request.form.get("act")
    if act == "merge":
        target = target_in(group.consultation)
        services.merge(group, target)
        return f"回答{group.number}の意見を、すべて回答{target.number}に移しました。"
    if not ids:
        raise GroupRefused("意見を1件以上選んでください。")
    if act == "move":
        target = target_in(group.consultation)
        services.move(group, ids, target)
        return f"{len(ids):,}件を回答{target.number}に移しました。"
    if act == "split":
        made = services.split_off(group, ids, by=signed_in_member())
        return f"{len(ids):,}件を、新しい回答{made.number}に分けました。"
    if act != "take_out":
        abort(400)
    services.take_out(group, ids)
    return f"{len(ids):,}件を外しました。まだまとめていない意見に戻っています。"


@blueprint.post("/acts/<int:event_id>/undo")
@allow(*WRITERS)
def undo(consultation_id: int, event_id: int) -> Response:
    consultation = queries.consultation_or_404(consultation_id)
    moved = moving.take_back(consultation, queries.act_or_404(consultation, event_id))
    db.session.commit()
    flash(f"取り消しました。{moved:,}件の意見が元のところに戻っています。")
    return redirect(url_for(".index", consultation_id=consultation_id), 303)


def answers_address(consultation: Consultation) -> str:
    """The table of answers, where this installation has it."""
    return address_of("staff.official_response.index", consultation_id=consultation.id) or url_for(
        ".index", consultation_id=consultation.id
    )


def target_in(consultation: Consultation) -> AnswerGroup:
    """The group whose number was typed."""
    found = queries.group_numbered(consultation, typed_number(request.form.get("target")))
    if found is None:
        raise GroupRefused("この番号の回答単位はありません。番号を確かめてください。", field="target")
    return found
