"""The approver's page: what waits, and what differs from what the approver has seen last (O13)."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult.access import READERS, allow
from consult.domain.errors import ResponseRefused
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import ResponseStep, Role
from consult.extensions import db
from consult.models import Consultation, ResponseVersion
from consult.official_response import acts, queries
from consult.official_response.blueprint import blueprint
from consult.official_response.changes import FieldChange, changes_between
from consult.official_response.papers import Paper, papers_numbered, written_by
from consult.paging import page_number
from consult.staff_sessions import signed_in_member
from consult.typed_number import typed_number

STEPS = {each.value: each for each in (ResponseStep.APPROVED, ResponseStep.RETURNED)}


@dataclass(frozen=True)
class Waiting:
    """`before` is the version that was approved or returned last; None when the approver sees it for the first time."""

    paper: Paper
    before: ResponseVersion | None
    changes: list[FieldChange]
    is_own_work: bool


@blueprint.get("/approval")
@allow(*READERS)
def approval(consultation_id: int) -> str:
    return _page(queries.consultation_or_404(consultation_id))


def _page(consultation: Consultation, refusal: str = "", refused: tuple[acts.Refused, ...] = ()) -> str:
    person = signed_in_member()
    page = queries.approval_page(consultation.id, page_number(request.values.get("page")))
    responses = [paper.response for paper in page.rows]
    before, own = queries.last_seen_versions(responses), written_by(responses, person)
    rows = []
    for paper in page.rows:
        last = before.get(paper.response.id)
        # Without a version to compare with, the text stands there as it is.
        changes = changes_between(last.content if last else paper.content, paper.content)
        rows.append(Waiting(paper, last, changes, paper.response.id in own))
    return render_template(
        "staff/official_response/approval.html",
        consultation=consultation,
        page=page,
        rows=rows,
        has_own_work=bool(own),
        may_approve=Role.APPROVER in person.granted_roles,
        owns_up="owns_up" in request.form,
        is_complete=not page.total and queries.has_every_approval(consultation.id),
        refusal=refusal,
        refused=refused,
        ticked=set(_ticked()),
        comment=request.form.get("comment", ""),
    )


@blueprint.post("/approval")
@allow(Role.APPROVER)
def approve_many(consultation_id: int) -> Response | tuple[str, int]:
    """The ticked ones are approved, or returned with one comment; each that cannot be is named."""
    consultation = queries.consultation_or_404(consultation_id)
    step, comment = STEPS.get(request.form.get("step", "")), request.form.get("comment", "")[:2_000]
    papers = papers_numbered(consultation.id, _ticked())
    if step is None:
        raise ResponseRefused("この操作はありません。画面を開き直してください。")
    if not papers:
        return _page(consultation, "回答を1件以上選んでください。"), 422
    if step is ResponseStep.RETURNED and is_blank(comment):
        return _page(consultation, "差し戻す理由を書いてください。"), 422
    seen = {paper.group.id: acts.Seen.sent(request.form.get(f"seen-{paper.group.id}")) for paper in papers}
    owns_up = "owns_up" in request.form
    taken = acts.take_steps(papers, acts.Wanted(step, signed_in_member(), seen, comment, owns_up))
    db.session.commit()
    if taken.done:
        flash(f"{len(taken.done):,}件を{step.label.removesuffix('た')}ました。")
    if taken.refused:
        return _page(consultation, refused=taken.refused), 422
    return redirect(url_for(".approval", consultation_id=consultation.id), 303)


def _ticked() -> list[int]:
    return [found for each in request.form.getlist("answer") if (found := typed_number(each))]
