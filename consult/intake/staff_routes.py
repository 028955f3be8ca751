"""The submissions of a case for staff: the list, one of them with its files, committee members apart."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult.access import allow
from consult.domain.vocabulary import AgeBand, Channel, Role, SubmitterClass, SubmitterItem
from consult.downloads import download
from consult.draft_places import labels_of
from consult.extensions import db
from consult.intake import (
    editing,
    editing_routes,
    entering,
    entry_routes,
    export_routes,
    queries,
    scans,
    submission_list,
)
from consult.intake.entry_form import FilesForm
from consult.intake.staff_blueprint import READERS, WRITERS, blueprint
from consult.intake.submission_filter import FilterForm
from consult.late_marks import arrival_of, deadline_of
from consult.layout_context import staff_address
from consult.models import Submission, Submitter
from consult.paging import page_number
from consult.search import kept_words
from consult.staff_sessions import signed_in_member

Answer = str | tuple[str, int] | Response
__all__ = ["blueprint", "editing_routes", "entry_routes", "export_routes"]


@blueprint.get("")
@allow(*READERS)
def index(consultation_id: int) -> str:
    consultation = queries.consultation_or_404(consultation_id)
    sent = kept_words.arguments()
    form = FilterForm.read(sent)
    asked = form.filter(consultation_id)
    args = asked.as_args()
    # Before the choices say how many each would leave: a chip names the choice alone.
    chosen = [
        (words, url_for(".index", **{key: value for key, value in args.items() if key != name}))
        for name, words in form.in_force(asked)
    ]
    form.say_counts(submission_list.choice_counts(asked))
    may_write = Role.OFFICIAL in current_user.granted_roles
    return render_template(
        "staff/intake/index.html",
        consultation=consultation,
        form=form,
        asked=asked,
        args=args,
        chips=chosen,
        page=submission_list.submission_page(asked, page_number(sent.get("page"))),
        figures=submission_list.figures_of(consultation),
        import_href=staff_address("staff.imports.index", consultation=consultation_id) if may_write else "",
        may_write=may_write,
    )


@blueprint.get("/committee")
@allow(*READERS)
def committee(consultation_id: int) -> str:
    """委員意見: a sheet for each member, counted apart from public comments (D8, R43)."""
    consultation = queries.consultation_or_404(consultation_id)
    page = submission_list.members_page(consultation, page_number(request.args.get("page")))
    return render_template(
        "staff/intake/committee.html",
        consultation=consultation,
        page=page,
        figures=submission_list.figures_of(consultation),
        places=labels_of(opinion for member in page.rows for opinion in member.opinions),
        may_write=Role.OFFICIAL in current_user.granted_roles,
    )


@blueprint.get("/<int:submission_id>")
@allow(*READERS)
def show(consultation_id: int, submission_id: int) -> str:
    return _page(queries.submission_or_404(consultation_id, submission_id))


@blueprint.post("/<int:submission_id>/submitter")
@allow(*WRITERS)
def submitter(consultation_id: int, submission_id: int) -> str:
    """Who sent it. A POST, because reading a name leaves an audit event and no GET may write."""
    found = queries.submission_or_404(consultation_id, submission_id)
    editing.look_at_submitter(found.submitter, by=signed_in_member())
    db.session.commit()
    return _page(queries.submission_or_404(consultation_id, submission_id), shows_submitter=True)


@blueprint.post("/<int:submission_id>/files/<int:file_id>")
@allow(*WRITERS)
def file(consultation_id: int, submission_id: int, file_id: int) -> Any:
    """A scan shows who sent it: for those who may read the submitter, and each look is recorded (TP2, TP17)."""
    found = scans.file_or_404(queries.submission_or_404(consultation_id, submission_id), file_id)
    if found.removed_at is not None:
        abort(404)
    answer = download(found.file)
    scans.look_at(found, by=signed_in_member())
    db.session.commit()
    return answer


@blueprint.post("/<int:submission_id>/files")
@allow(*WRITERS)
def add_files(consultation_id: int, submission_id: int) -> Answer:
    found, me = queries.submission_or_404(consultation_id, submission_id), signed_in_member()
    form = FilesForm()
    refused = scans.receive(form, by=me)
    files = scans.waiting(form, by=me)
    if not refused and not files:
        refused = ["付けるファイルを選んでください。"]
    if not refused and scans.number_standing(found) + len(files) > scans.MOST_FILES:
        refused = [scans.TOO_MANY]
    if refused:
        db.session.rollback()
        form.files.errors = refused
        return _page(queries.submission_or_404(consultation_id, submission_id), files_form=form), 422
    entering.attach(found, files, by=me)
    db.session.commit()
    flash(f"ファイルを{len(files)}個付けました。", "success")
    return _back_to(found)


@blueprint.post("/<int:submission_id>/files/<int:file_id>/remove")
@allow(*WRITERS)
def remove_file(consultation_id: int, submission_id: int, file_id: int) -> Answer:
    found = queries.submission_or_404(consultation_id, submission_id)
    scans.remove(scans.file_or_404(found, file_id), by=signed_in_member())
    db.session.commit()
    flash("ファイルを外しました。「元に戻す」で戻せます。", "success")
    return _back_to(found)


@blueprint.post("/<int:submission_id>/files/<int:file_id>/put-back")
@allow(*WRITERS)
def put_back_file(consultation_id: int, submission_id: int, file_id: int) -> Answer:
    found = queries.submission_or_404(consultation_id, submission_id)
    scans.put_back(scans.file_or_404(found, file_id), by=signed_in_member())
    db.session.commit()
    flash("ファイルを元に戻しました。", "success")
    return _back_to(found)


def _page(found: Submission, *, shows_submitter: bool = False, files_form: FilesForm | None = None) -> str:
    consultation = found.consultation
    assert consultation is not None  # the address names it
    arrival = arrival_of(found)
    opinions = queries.opinions_of(found)
    return render_template(
        "staff/intake/show.html",
        consultation=consultation,
        submission=found,
        verdict=deadline_of(consultation).verdict(arrival) if arrival else None,
        opinions=opinions,
        standing=sum(not each.withdrawn_at for each in opinions),
        earlier=queries.superseded_of(found),
        places=labels_of(opinions),
        entered_by=queries.name_of(found.entered_by_id),
        # Members speak in the committee by name; citizens' names are looked at one by one, and it is recorded.
        member_name=found.submitter.name if found.channel is Channel.COMMITTEE else "",
        submitter=found.submitter if shows_submitter else None,
        submitter_lines=_lines(found.submitter) if shows_submitter else (),
        files=scans.files_of(found),
        files_form=files_form or FilesForm(formdata=None),
        limits=scans.LIMITS,
        may_write=Role.OFFICIAL in current_user.granted_roles,
        may_write_words=editing.was_typed_by_staff(found),
    )


def _lines(submitter: Submitter) -> list[tuple[str, str]]:
    """(label, value) of what is asked everywhere, and of what else was written."""
    always = (SubmitterItem.NAME, SubmitterItem.ADDRESS, SubmitterItem.EMAIL)
    lines = []
    for item in SubmitterItem:
        value = getattr(submitter, item.value)
        text = value.label if isinstance(value, AgeBand | SubmitterClass) else value or ""
        if text or item in always:
            lines.append((item.label, text))
    if submitter.class_detail:
        lines.append(("市との関わり（くわしく）", submitter.class_detail))
    return lines


def _back_to(found: Submission) -> Response:
    address = url_for(".show", consultation_id=found.consultation_id, submission_id=found.id, _anchor="files")
    return redirect(address, 303)
