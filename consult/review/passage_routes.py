"""Passages that may tell who somebody is: a person masks them, or decides that they may leave, with a reason."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import PassageOutcome, PersonalKind, RedactionReason, Role
from consult.extensions import db
from consult.models import Opinion
from consult.review import passage_page, passages, queries
from consult.review.blueprint import blueprint
from consult.staff_sessions import signed_in_member

PASSAGES = "/review/<int:opinion_id>/passages"
LONGEST_NOTE = 500


@blueprint.get(PASSAGES)
@allow(Role.OFFICIAL, Role.DRAFTER)
def passages_of(opinion_id: int) -> str:
    return _page(queries.get_or_404(opinion_id))


@blueprint.post(PASSAGES)
@allow(Role.OFFICIAL, Role.DRAFTER)
def decide_on_passage(opinion_id: int) -> Response | tuple[str, int]:
    """One passage by its place, or with `all` everything that waits."""
    opinion, by = queries.get_or_404(opinion_id), signed_in_member()
    try:
        if "all" in request.form:
            made = passages.decide_on_all(opinion, _reasoned(request.form["all"]), by=by)
        else:
            decision = _reasoned(request.form.get("outcome", ""))
            made = passages.decide(opinion, [(_span(), _kind())], decision, by=by)
    except RuleViolation as refusal:
        return _refused(opinion, refusal)
    db.session.commit()
    if made:
        flash(f"{made}か所を決めました。", "success")
    return _back(opinion_id)


@blueprint.post(f"{PASSAGES}/words")
@allow(Role.OFFICIAL, Role.DRAFTER)
def decide_on_words(opinion_id: int) -> Response | tuple[str, int]:
    opinion = queries.get_or_404(opinion_id)
    try:
        made = passages.decide_on_words(
            opinion,
            request.form.get("words", ""),
            _reasoned(PassageOutcome.MASKED.value),
            by=signed_in_member(),
        )
    except RuleViolation as refusal:
        return _refused(opinion, refusal, typed=request.form.get("words", ""))
    db.session.commit()
    flash(f"{made}か所を伏せました。" if made else "この言葉は、すでに伏せてあります。", "success")
    return _back(opinion_id)


@blueprint.post(f"{PASSAGES}/<int:redaction_id>/undo")
@allow(Role.OFFICIAL, Role.DRAFTER)
def undo_passage(opinion_id: int, redaction_id: int) -> Response:
    queries.get_or_404(opinion_id)
    passages.undo(passage_page.redaction_or_404(opinion_id, redaction_id), by=signed_in_member())
    db.session.commit()
    flash("箇所の決定を取り消しました。", "success")
    return _back(opinion_id)


def _reasoned(outcome: str) -> passages.Reasoned:
    try:
        decided = PassageOutcome.of(outcome)
        reason = RedactionReason.of(code) if (code := request.form.get("reason", "")) else None
    except ValueError:
        abort(400)
    return passages.Reasoned(decided, reason, request.form.get("note", "")[:LONGEST_NOTE])


def _span() -> tuple[int, int]:
    start, end = (request.form.get(name, "") for name in ("start", "end"))
    if not all(each.isascii() and each.isdigit() and len(each) < 10 for each in (start, end)):
        abort(400)
    return int(start), int(end)


def _kind() -> PersonalKind:
    try:
        return PersonalKind.of(request.form.get("kind", ""))
    except ValueError:
        abort(400)


def _back(opinion_id: int) -> Response:
    """To the page on which the button was pressed; never to an address that was sent."""
    endpoint = ".show" if request.form.get("back") == "review" else ".passages_of"
    return redirect(url_for(endpoint, opinion_id=opinion_id, _anchor="passages"), 303)


def _refused(opinion: Opinion, refusal: RuleViolation, *, typed: str = "") -> tuple[str, int]:
    db.session.rollback()
    return _page(queries.get_or_404(opinion.id), refusal=refusal, typed=typed), 422


def _page(opinion: Opinion, *, refusal: RuleViolation | None = None, typed: str = "") -> str:
    return render_template(
        "staff/review/passages_of.html",
        opinion=opinion,
        passages=passage_page.passage_view(opinion),
        reasons=RedactionReason.choices(),
        refusal=refusal,
        typed=typed,
    )
