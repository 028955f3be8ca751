"""The queue of opinions that wait for a person, one opinion at a time, and the way back."""

from flask import flash, redirect, render_template, request, url_for

from consult import opinion_records
from consult.access import allow
from consult.domain import certainty
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import Facet, RedactionReason, Role
from consult.extensions import db
from consult.models import Opinion
from consult.paging import page_number
from consult.plan_codes import PlanCodes, definitions, plan_codes
from consult.review import passage_page, passage_routes, queries, review_page, services
from consult.review.blueprint import blueprint
from consult.review.filter_form import FilterForm, chosen_filters
from consult.review.forms import ReviewForm
from consult.review.queue import (
    differing_among,
    opinions_awaiting_review,
    opinions_up_next,
    queue_counts,
    remaining,
)
from consult.review.queue_filter import QueueFilter
from consult.source_links import source_address
from consult.staff_sessions import signed_in_member

__all__ = ["blueprint", "passage_routes"]


@blueprint.get("/review")
@allow(Role.OFFICIAL, Role.DRAFTER)
def queue():
    codes = plan_codes()
    asked = QueueFilter.read(request.args, codes)
    page = opinions_awaiting_review(asked, page_number(request.args.get("page")))
    counts = queue_counts()
    return render_template(
        "staff/review/queue.html",
        page=page,
        records=opinion_records.records(page.rows, codes),
        differing=differing_among(row.id for row in page.rows) if counts.differing else set(),
        counts=counts,
        asked=asked,
        chosen=chosen_filters(asked, codes),
        form=FilterForm.offering(asked, codes, counts, queries.consultations()),
        last=_last_review(codes),
        high_from=certainty.HIGH_FROM,
        middle_from=certainty.MIDDLE_FROM,
    )


@blueprint.get("/review/<int:opinion_id>")
@allow(Role.OFFICIAL, Role.DRAFTER)
def show(opinion_id: int):
    codes = plan_codes()
    opinion = queries.get_or_404(opinion_id)
    if queries.is_held(opinion):
        return _held_page(opinion)
    tags = queries.suggestions_of(opinion)
    form = (
        ReviewForm(formdata=None)
        .offer(codes)
        .fill(suggestions=tags, current=queries.current_review(opinion.id))
    )
    return _page(opinion, form, codes)


@blueprint.post("/review/<int:opinion_id>")
@allow(Role.OFFICIAL, Role.DRAFTER)
def decide(opinion_id: int):
    codes = plan_codes()
    opinion = queries.get_or_404(opinion_id)
    if queries.is_held(opinion):
        # It was drawn while the form was open. What would be shown again holds its suggestions.
        return _held_page(opinion), 409
    form = ReviewForm().offer(codes)
    if not form.validate_on_submit():
        return _page(opinion, form, codes), 422
    try:
        decided = services.decide(opinion, form.decision(), by=signed_in_member())
    except RuleViolation as refusal:
        form[refusal.field or "no_tag"].errors = [refusal.message]
        return _page(opinion, form, codes), 422
    asked = QueueFilter.read(request.args, codes)
    following = opinions_up_next(asked, opinion)
    if decided.overtaken:
        flash(_overtaken(opinion, queries.actor_of(decided.overtaken)), "warning")
    db.session.commit()
    return redirect(_address_after(following, asked), 303)


@blueprint.post("/review/<int:opinion_id>/undo/<int:review_id>")
@allow(Role.OFFICIAL, Role.DRAFTER)
def undo(opinion_id: int, review_id: int):
    asked = QueueFilter.read(request.args, plan_codes())
    review = queries.review_or_404(opinion_id, review_id)
    restored = services.undo(review, by=signed_in_member())
    db.session.commit()
    flash(
        "決定を取り消しました。" + ("前の決定に戻っています。" if restored else "未確認に戻っています。"),
        "success",
    )
    return redirect(url_for("staff.review.show", opinion_id=opinion_id, **asked.arguments), 303)


def _held_page(opinion: Opinion) -> str:
    return render_template("staff/review/_held.html", opinion=opinion)


def _page(opinion: Opinion, form: ReviewForm, codes: PlanCodes) -> str:
    asked = QueueFilter.read(request.args, codes)
    tags = queries.suggestions_of(opinion)
    rows = review_page.suggestion_rows(opinion, tags, codes)
    record = opinion_records.records([opinion], codes)[0]
    others = review_page.other_codes(rows, codes)
    return render_template(
        "staff/review/show.html",
        opinion=opinion,
        source=record.source,
        source_href=source_address(record),
        about=codes.label(Facet.PACKAGE, opinion.about_package) if opinion.about_package else "",
        form=form,
        rows=rows,
        spans=review_page.evidence_spans(rows),
        sentences=review_page.sentences(opinion, rows, tags),
        second=review_page.second_opinion(queries.shadow_look_of(opinion), codes),
        other_tags=others,
        shows_others=not rows or bool(form.errors) or form.ticks_any(others),
        themes=codes.themes,
        meanings=review_page.meanings(codes, definitions()),
        is_tagged=queries.has_run(opinion),
        history=[review_page.past_decision(past, codes) for past in queries.history(opinion)],
        passages=passage_page.passage_view(opinion),
        reasons=RedactionReason.choices(),
        following=opinions_up_next(asked, opinion),
        remaining=remaining(asked),
        asked=asked,
        chosen=chosen_filters(asked, codes),
        last=_last_review(codes),
        high_from=certainty.HIGH_FROM,
        middle_from=certainty.MIDDLE_FROM,
    )


def _last_review(codes: PlanCodes) -> review_page.PastDecision | None:
    last = queries.last_review_by(signed_in_member())
    return review_page.past_decision(last, codes) if last else None


def _address_after(following: list[Opinion], asked: QueueFilter) -> str:
    if following:
        return url_for("staff.review.show", opinion_id=following[0].id, **asked.arguments)
    return url_for("staff.review.queue", **asked.arguments)


def _overtaken(opinion: Opinion, actor: str) -> str:
    return (
        f"意見{opinion.id}は、この画面を開いている間に{actor or 'ほかの職員'}が先に決定していました。"
        "両方とも記録し、後から届いたあなたの決定を今の決定にしました。"
        "先の決定に戻すときは「取り消す」を押してください。"
    )
