"""Likely doubles: shown with the reason, merged by a person, undone, or found to be two."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from consult.access import allow
from consult.counterparts import doubles, merging, queries
from consult.counterparts.blueprint import READERS, WRITERS, blueprint
from consult.counterparts.forms import MergeForm
from consult.domain.errors import RuleViolation
from consult.extensions import db
from consult.form_errors import put_beside_field
from consult.layout_context import staff_address
from consult.models import Counterpart
from consult.paging import page_number
from consult.search import kept_words
from consult.staff_sessions import signed_in_member
from consult.typed_number import number


@blueprint.get("/counterparts/doubles")
@allow(*READERS)
def likely_doubles() -> str:
    number_of_page = page_number(request.args.get("page"))
    return render_template(
        "staff/counterparts/likely_doubles.html",
        page=doubles.proposal_page(number_of_page),
        apart=doubles.told_apart(page_number(request.args.get("apart"))),
        can_write=bool(staff_address("staff.counterparts.tell_apart")),
    )


@blueprint.route("/counterparts/<int:counterpart_id>/merge", methods=["GET", "POST"])
@allow(*WRITERS)
def merge(counterpart_id: int) -> Any:
    body = queries.standing_body_or_404(counterpart_id)
    other_id = number(request.args.get("other"))
    if not other_id:
        words = kept_words.arguments().get("q", "").strip()[:100]
        found = queries.bodies_called(words, but=body) if words else []
        return render_template(
            "staff/counterparts/merge.html",
            body=body,
            other=None,
            words=words,
            found=found,
            heard=queries.heard_of(found),
        )
    other = queries.standing_body_or_404(other_id)
    if other.id == body.id:
        abort(404)
    return _merge_two(body, other)


def _merge_two(body: Counterpart, other: Counterpart) -> Any:
    heard = queries.heard_of([body, other])
    nothing = queries.Heard()
    likelier = max(body, other, key=lambda each: (heard.get(each.id, nothing).times, -each.id))
    form = MergeForm.between(body, other, likelier)
    if form.validate_on_submit():
        kept, merged = (body, other) if form.keep.data == str(body.id) else (other, body)
        seen = {body.id: number(form.version.data), other.id: number(form.other_version.data)}
        try:
            merging.merge(kept, merged, versions=(seen[kept.id], seen[merged.id]), by=signed_in_member())
        except RuleViolation as refused:
            db.session.rollback()
            form.version.data, form.other_version.data = str(body.version), str(other.version)
            put_beside_field(form, refused)
        else:
            db.session.commit()
            flash(
                f"「{merged.shown_name}」を「{kept.shown_name}」にまとめました。このページで取り消せます。",
                "success",
            )
            return redirect(url_for(".show", counterpart_id=kept.id), 303)
    page = render_template(
        "staff/counterparts/merge.html",
        body=body,
        other=other,
        form=form,
        heard=heard,
        hearings={each.id: queries.hearing_page(each, 1) for each in (body, other)},
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/counterparts/merges/<int:merge_id>/undo")
@allow(*WRITERS)
def undo_merge(merge_id: int) -> Any:
    body = merging.undo(queries.merge_or_404(merge_id), by=signed_in_member())
    db.session.commit()
    flash(f"まとめるのを取り消しました。「{body.shown_name}」は別の相手方に戻りました。", "success")
    return redirect(url_for(".show", counterpart_id=body.id), 303)


@blueprint.post("/counterparts/doubles/apart")
@allow(*WRITERS)
def tell_apart() -> Any:
    first, second = (
        queries.standing_body_or_404(number(request.form.get(name))) for name in ("first", "second")
    )
    merging.tell_apart(first, second, by=signed_in_member())
    db.session.commit()
    flash(
        f"「{first.shown_name}」と「{second.shown_name}」を、別の相手方としました。下の一覧で取り消せます。",
        "success",
    )
    return redirect(url_for(".likely_doubles"), 303)


@blueprint.post("/counterparts/doubles/apart/<int:pair_id>/undo")
@allow(*WRITERS)
def propose_again(pair_id: int) -> Any:
    merging.propose_again(doubles.pair_or_404(pair_id), by=signed_in_member())
    db.session.commit()
    flash("別の相手方としたのを取り消しました。", "success")
    return redirect(url_for(".likely_doubles"), 303)
