"""The register of hearings: list, one hearing with its opinions, and what may change afterwards."""

from flask import flash, redirect, render_template, request, url_for

from consult import clock
from consult.access import allow, allowed_roles
from consult.chips import chips
from consult.domain.errors import EditConflict, FutureDateUnconfirmed, RuleViolation
from consult.domain.vocabulary import Consent
from consult.edit_conflict import Difference, as_opened, differences, take_over
from consult.extensions import db
from consult.hearings import (
    agenda_routes,
    attachment_routes,
    attachments,
    bulk_consent_routes,
    claims_routes,
    desk_note_routes,
    draft_routes,
    export_routes,
    follow_up_routes,
    queries,
    registering_routes,
    removal,
    removal_routes,
    services,
)
from consult.hearings.blueprint import READERS, WRITERS, blueprint
from consult.hearings.exports import MOST_SHEETS
from consult.hearings.filter_form import FilterForm
from consult.hearings.follow_up_form import FollowUpForm
from consult.hearings.forms import AppendForm, EditForm, FilesForm, typed_facts
from consult.hearings.hearing_filter import REMOVED, Filter
from consult.models import Hearing
from consult.opinion_records import records
from consult.paging import page_number
from consult.plan_codes import plan_codes
from consult.search import kept_words
from consult.typed_number import number

__all__ = [
    "agenda_routes",
    "attachment_routes",
    "blueprint",
    "bulk_consent_routes",
    "claims_routes",
    "desk_note_routes",
    "draft_routes",
    "export_routes",
    "follow_up_routes",
    "registering_routes",
    "removal_routes",
]


@blueprint.get("/hearings")
@allow(*READERS)
def index():
    sent = kept_words.arguments()
    form = FilterForm(sent)
    wanted = form.wanted()
    args = {key: value for key, value in sent.items() if value and key in FilterForm.PARAMETERS}
    # Before the choices say how many each would leave: a chip names the choice alone.
    chosen = chips(form.in_force(), args)
    form.say_numbers(wanted)
    page = queries.hearings_found(wanted, page=page_number(sent.get("page")))
    return render_template(
        "staff/hearings/index.html",
        form=form,
        page=page,
        heard=queries.heard(wanted),
        counts=queries.opinion_counts(page.rows),
        excerpts=queries.found_in_notes(page.rows, wanted),
        args=args,
        chips=chosen,
        most_sheets=MOST_SHEETS,
        unasked=_unasked(form, wanted),
        consents=bulk_consent_routes.CHOICES,
        is_of_removed=wanted.state == REMOVED,
        can_write=queries.may(WRITERS),
    )


@blueprint.post("/hearings/counterpart")
@allow(*WRITERS)
def counterpart():
    """What is known of a typed name, as the form shows it (for the page's script). A POST: a name stays out of addresses."""
    known = queries.known_counterpart(request.form.get("name", "")[:200])
    return render_template("staff/hearings/_counterpart_known.html", known=known)


def _unasked(form: FilterForm, wanted: Filter) -> int:
    """How many of the list have no consent on record."""
    if wanted.state == REMOVED or wanted.consent not in (None, Consent.UNKNOWN):
        return 0
    return form.numbers["consent"].get(Consent.UNKNOWN.value, 0)


@blueprint.get("/hearings/<int:hearing_id>")
@allow(*READERS)
def show(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    opinions = queries.opinions_of(hearing)
    return render_template(
        "staff/hearings/show.html",
        hearing=hearing,
        opinions=opinions,
        records={record.opinion_id: record for record in records(opinions, plan_codes())},
        pieces=queries.note_pieces(hearing, opinions),
        known=queries.known_counterpart(hearing.counterpart.name),
        withdrawn=queries.withdrawn_count(hearing),
        is_imported=queries.is_imported(hearing),
        removed_by=queries.name_of(hearing.removed_by_id) if hearing.removed_at else "",
        follow_up_form=FollowUpForm(formdata=None),
        files_form=FilesForm(formdata=None),
        limits=attachments.LIMITS,
        today=clock.today(),
        chosen=number(request.args.get("opinion")),
        can_write=queries.may(WRITERS),
        can_review=queries.may(allowed_roles("staff.review.show")),
    )


@blueprint.get("/hearings/<int:hearing_id>/edit")
@allow(*WRITERS)
def edit(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    removal.refuse_removed(hearing)
    facts = typed_facts(hearing)
    seen = {
        "version": hearing.version,
        "body_seen": services.state_of_body(hearing.counterpart),
        "opened": as_opened(facts),
    }
    return _edit_page(hearing, EditForm.of(hearing, data={**facts, **seen}))


@blueprint.post("/hearings/<int:hearing_id>/edit")
@allow(*WRITERS)
def change_facts(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    form = EditForm.of(hearing)
    if not form.validate():
        return _edit_page(hearing, form), 422
    try:
        services.change_facts(
            hearing,
            form.facts(),
            version=number(form.version.data),
            body_seen=form.body_seen.data,
            may_be_future=form.may_be_future(),
        )
    except EditConflict:
        return _edit_conflict(hearing, form), 409
    except FutureDateUnconfirmed as question:
        form.ask_about_day()
        return _edit_page(hearing, form, question=question.message), 422
    except RuleViolation as refused:
        db.session.rollback()
        form.refuse(refused)
        return _edit_page(queries.hearing_or_404(hearing_id), form), 422
    db.session.commit()
    flash("ヒアリングの内容を直しました。", "success")
    return redirect(url_for("staff.hearings.show", hearing_id=hearing_id), 303)


@blueprint.get("/hearings/<int:hearing_id>/append")
@allow(*WRITERS)
def append(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    removal.refuse_removed(hearing)
    return _append_page(hearing, AppendForm(data={"version": hearing.version}))


@blueprint.post("/hearings/<int:hearing_id>/append")
@allow(*WRITERS)
def append_notes(hearing_id: int):
    hearing = queries.hearing_or_404(hearing_id)
    form = AppendForm()
    try:
        start = services.append_notes(hearing, form.addition.data, version=number(form.version.data))
    except EditConflict:
        form.version.data = hearing.version
        return _append_page(hearing, form, is_conflict=True), 409
    except RuleViolation as refused:
        form.addition.errors = [refused.message]
        return _append_page(hearing, form), 422
    db.session.commit()
    flash("メモに追記しました。意見にする区切りを確かめて保存してください。", "success")
    return redirect(url_for("staff.hearings.claims", hearing_id=hearing_id, appended=start), 303)


def _edit_page(
    hearing: Hearing,
    form: EditForm,
    *,
    conflict: list[Difference] | None = None,
    taken_over: list[str] | None = None,
    question: str = "",
) -> str:
    return render_template(
        "staff/hearings/edit.html",
        hearing=hearing,
        form=form,
        conflict=conflict or [],
        taken_over=taken_over or [],
        question=question,
        known=queries.known_counterpart(hearing.counterpart.name),
        names=queries.counterpart_names(),
    )


def _edit_conflict(hearing: Hearing, form: EditForm) -> str:
    """Both texts; the form keeps mine and now knows the other's version, so that saving again is a choice."""
    saved = typed_facts(hearing)
    taken_over = take_over(form, saved, form.opened.data)
    form.version.data, form.body_seen.data = hearing.version, services.state_of_body(hearing.counterpart)
    form.opened.data = as_opened(saved)
    conflict = differences(form, saved, {name: form[name].data for name in saved})
    return _edit_page(hearing, form, conflict=conflict, taken_over=taken_over)


def _append_page(hearing: Hearing, form: AppendForm, *, is_conflict: bool = False) -> str:
    return render_template("staff/hearings/append.html", hearing=hearing, form=form, is_conflict=is_conflict)
