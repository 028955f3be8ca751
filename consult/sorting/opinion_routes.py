"""One opinion: cut into parts and one again, flagged and unflagged, gone through; then the next."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from consult.access import READERS, allow
from consult.domain.errors import EditConflict, ResponseFrozen, RuleViolation, SortingRefused
from consult.domain.splitting import cut_before
from consult.domain.vocabulary import AuditAction, FlagKind
from consult.extensions import db
from consult.layout_context import address_of
from consult.models import Opinion
from consult.sorting import acts, queries, services, splitting
from consult.sorting.blueprint import SORTERS, blueprint
from consult.sorting.forms import FilterForm
from consult.sorting.opinion_page import opinion_page
from consult.sorting.sorting_filter import MASKED_FOR, SortingFilter
from consult.staff_sessions import signed_in_member
from consult.typed_number import sent_number


@blueprint.get("/<int:case_opinion_id>")
@allow(*READERS)
def show(consultation_id: int, case_opinion_id: int) -> str:
    opinion = queries.opinion_or_404(consultation_id, case_opinion_id)
    return opinion_page(opinion, asked_for(consultation_id))


@blueprint.post("/<int:case_opinion_id>")
@allow(*SORTERS)
def sort_opinion(consultation_id: int, case_opinion_id: int) -> Response | tuple[str, int]:
    """`act`: done, or the code of a flag."""
    opinion = queries.opinion_or_404(consultation_id, case_opinion_id)
    try:
        kind = _sorted(opinion, consultation_id)
    except RuleViolation as refusal:
        return _refused(opinion, refusal)
    following = _following(consultation_id, opinion)
    db.session.commit()
    if kind in MASKED_FOR:
        flash(f"「{kind.label}」の印を付けました。伏せる箇所を決めてください。")
        passages = address_of("staff.review.passages_of", opinion_id=opinion.id)
        return redirect(passages or _address(consultation_id, opinion.id), 303)
    return redirect(following, 303)


def _sorted(opinion: Opinion, consultation_id: int) -> FlagKind | None:
    act, reason = request.form.get("act", ""), request.form.get("reason", "")
    copies = sent_number(request.form.get("expected")) if request.form.get("copies") else None
    scope = services.Scope(opinion, copies)
    if act == "done":
        if reason.strip():
            raise SortingRefused("理由を書いたときは、付ける印を選んでください。", field="reason")
        services.mark_sorted(scope, consultation_id=consultation_id)
        return None
    try:
        kind = FlagKind.of(act)
    except ValueError:
        abort(400)
    services.flag(scope, kind, reason, consultation_id=consultation_id, by=signed_in_member())
    return kind


@blueprint.post("/<int:case_opinion_id>/split")
@allow(*SORTERS)
def split(consultation_id: int, case_opinion_id: int) -> Response | tuple[str, int]:
    opinion = queries.opinion_or_404(consultation_id, case_opinion_id)
    try:
        cuts = [found for each in request.form.getlist("at") if (found := sent_number(each)) is not None]
        if words := request.form.get("before", "").replace("\r\n", "\n").strip():
            cuts.append(cut_before(opinion.wording, words))
        parts = splitting.split(opinion, cuts, consultation_id=consultation_id)
    except RuleViolation as refusal:
        return _refused(opinion, refusal)
    db.session.commit()
    flash(f"{len(parts)}件の意見に分けました。分類の候補は、これから付きます。")
    return redirect(_address(consultation_id, opinion.id), 303)


@blueprint.post("/<int:case_opinion_id>/join")
@allow(*SORTERS)
def join(consultation_id: int, case_opinion_id: int) -> Response | tuple[str, int]:
    """What was cut from it is one again."""
    opinion = queries.opinion_or_404(consultation_id, case_opinion_id)
    try:
        splitting.join(opinion, consultation_id=consultation_id)
    except RuleViolation as refusal:
        return _refused(opinion, refusal)
    db.session.commit()
    flash("1件の意見に戻しました。分ける前の分類、確認、回答単位も元のとおりです。")
    return redirect(_address(consultation_id, opinion.id), 303)


@blueprint.post("/<int:case_opinion_id>/flags/<int:flag_id>/lift")
@allow(*SORTERS)
def lift_flag(consultation_id: int, case_opinion_id: int, flag_id: int) -> Response | tuple[str, int]:
    opinion = queries.opinion_or_404(consultation_id, case_opinion_id)
    raised = queries.flag_or_404(opinion, flag_id)
    try:
        services.lift(raised, consultation_id=consultation_id, by=signed_in_member())
    except RuleViolation as refusal:
        return _refused(opinion, refusal)
    db.session.commit()
    flash(f"「{raised.kind.label}」の印を外しました。")
    return redirect(_address(consultation_id, opinion.id), 303)


@blueprint.post("/acts/<int:case_event_id>/undo")
@allow(*SORTERS)
def undo(consultation_id: int, case_event_id: int) -> Response:
    """One press takes back what one press did, on however many copies."""
    event = acts.act_or_404(consultation_id, case_event_id, Opinion)
    opinion_id = event.object_id
    try:
        if event.action is AuditAction.SPLIT:
            splitting.take_back(event)
            words = "1件の意見に戻しました。"
        else:
            words = (
                f"取り消しました。{services.take_back(event, by=signed_in_member()):,}件が元に戻っています。"
            )
    except RuleViolation as refusal:
        db.session.rollback()
        flash(refusal.message, "error")
    else:
        db.session.commit()
        flash(words)
    return redirect(_address(consultation_id, opinion_id), 303)


def asked_for(consultation_id: int) -> SortingFilter:
    """The queue is what is left to sort, unless the list was asked for something else."""
    return FilterForm.read(request.args).filter(consultation_id)


def _following(consultation_id: int, opinion: Opinion) -> str:
    asked = asked_for(consultation_id)
    following = queries.next_after(asked, opinion.id)
    if following:
        return _address(consultation_id, following)
    return url_for(".index", **_args(asked))


def _address(consultation_id: int, opinion_id: int | None) -> str:
    return url_for(".show", **_args(asked_for(consultation_id)), case_opinion_id=opinion_id)


def _args(asked: SortingFilter) -> dict[str, Any]:
    return {**asked.as_args()}


def _refused(opinion: Opinion, refusal: RuleViolation) -> tuple[str, int]:
    db.session.rollback()
    assert opinion.submission is not None  # asked for by its case
    case_id = opinion.submission.consultation_id or 0
    fresh = queries.opinion_or_404(case_id, opinion.id)
    status = 409 if isinstance(refusal, EditConflict | ResponseFrozen) else 422
    return opinion_page(fresh, asked_for(case_id), refusal=refusal), status
