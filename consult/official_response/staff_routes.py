"""The table of answers: who answers what until when, how far it is, and what is left."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from consult import clock
from consult.access import READERS, allow
from consult.answer_standing import left_over
from consult.chips import chips
from consult.domain.errors import ResponseRefused
from consult.domain.vocabulary import ResponseStep, Role
from consult.downloads import send_table
from consult.extensions import db
from consult.models import Consultation
from consult.official_response import (
    acts,
    answer_routes,
    approval_routes,
    exporting,
    passage_routes,
    queries,
    revision_routes,
    services,
)
from consult.official_response.blueprint import WRITERS, blueprint
from consult.official_response.forms import AssignForm, FilterForm
from consult.official_response.papers import Paper, papers_numbered, place_of
from consult.official_response.table import AnswerFilter, remaining_by_division
from consult.paging import page_number
from consult.search import kept_words
from consult.staff_sessions import signed_in_member
from consult.typed_number import typed_number

__all__ = ["answer_routes", "approval_routes", "blueprint", "passage_routes", "revision_routes"]
BULK_STEPS = {"check": ResponseStep.SENT_TO_CHECK, "approval": ResponseStep.SENT_TO_APPROVAL}


@blueprint.get("")
@allow(*READERS)
def index(consultation_id: int) -> str:
    return _page(queries.consultation_or_404(consultation_id), kept_words.arguments())


def _page(
    consultation: Consultation,
    sent: "MultiDict[str, str]",
    *,
    form: AssignForm | None = None,
    refusal: str = "",
    refused: tuple[acts.Refused, ...] = (),
) -> str:
    divisions = queries.divisions_offered()
    filters = FilterForm.read(sent, classes=queries.classes_of(consultation.id), divisions=divisions)
    asked = filters.filter(consultation.id, clock.today())
    page = queries.answer_page(asked, page_number(sent.get("page")))
    args = asked.as_args()
    chosen = chips(filters.in_force(asked), args)
    filters.say_counts(asked.counts())
    remaining = remaining_by_division(consultation.id, clock.today())
    return render_template(
        "staff/official_response/index.html",
        consultation=consultation,
        form=filters,
        assign_form=form or AssignForm.of(divisions),
        asked=asked,
        args=args,
        chips=chosen,
        page=page,
        left=left_over(consultation.id),
        remaining=[each for each in remaining if each.code != "none"] and remaining,
        answers=sum(each.answers for each in remaining),
        awaiting=queries.number_awaiting_approval(consultation.id),
        today=clock.today(),
        place_of=place_of,
        refusal=refusal,
        refused=refused,
        ticked=set(_ticked()),
        may_write=bool(set(WRITERS) & set(current_user.granted_roles)),
        may_approve=Role.APPROVER in current_user.granted_roles,
    )


@blueprint.post("")
@allow(*WRITERS)
def change_many(consultation_id: int) -> AnyResponse | tuple[str, int]:
    """`act`: assign, check or approval, for the ticked answers."""
    consultation = queries.consultation_or_404(consultation_id)
    papers = papers_numbered(consultation.id, _ticked())
    if not papers:
        return _page(consultation, request.form, refusal="回答を1件以上選んでください。"), 422
    if request.form.get("act") == "assign":
        return _assigned(consultation, papers)
    step = BULK_STEPS.get(request.form.get("act", ""))
    if step is None:
        raise ResponseRefused("この操作はありません。一覧に戻ってください。")
    wanted = acts.Wanted(step, signed_in_member(), _seen(papers))
    taken = acts.take_steps(papers, wanted)
    db.session.commit()
    if taken.done:
        flash(f"{len(taken.done):,}件を{step.label.removesuffix('回した')}回しました。")
    if not taken.refused:
        return _back(consultation)
    return _page(consultation, request.form, refused=taken.refused), 422


def _assigned(consultation: Consultation, papers: list[Paper]) -> AnyResponse | tuple[str, int]:
    form = AssignForm.of(queries.divisions_offered())
    if not form.validate():
        return _page(consultation, request.form, form=form), 422
    assigned = services.assign(papers, form.chosen, form.day)
    db.session.commit()
    flash(f"{assigned:,}件の担当課と期限を決めました。")
    return _back(consultation)


@blueprint.post("/export")
@allow(*READERS)
def export(consultation_id: int) -> Response:
    """A POST, since it leaves a trace. Remarks among colleagues are in no file."""
    consultation = queries.consultation_or_404(consultation_id)
    asked = _asked(consultation, request.form)
    papers = queries.every_answer(asked)
    services.record_export(consultation, len(papers), by=signed_in_member())
    is_excel = request.form.get("file") == "xlsx"
    file = exporting.written(papers, title=consultation.title, is_excel=is_excel)
    db.session.commit()
    return send_table(file, "answers", is_excel=is_excel)


def _asked(consultation: Consultation, sent: "MultiDict[str, str]") -> AnswerFilter:
    classes, divisions = queries.classes_of(consultation.id), queries.divisions_offered()
    return FilterForm.read(sent, classes=classes, divisions=divisions).filter(consultation.id, clock.today())


def _back(consultation: Consultation) -> AnyResponse:
    args: dict[str, Any] = _asked(consultation, request.form).as_args()
    return redirect(url_for(".index", **args), 303)


def _ticked() -> list[int]:
    return [found for each in request.form.getlist("answer") if (found := typed_number(each))]


def _seen(papers: list[Paper]) -> dict[int, acts.Seen]:
    """Each as the page showed it."""
    return {paper.group.id: acts.Seen.sent(request.form.get(f"seen-{paper.group.id}")) for paper in papers}
