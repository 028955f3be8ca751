"""Officials look at the figures of a round, mend what the check names, and release the results."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from consult import clock
from consult.access import READERS, allow
from consult.database import reading
from consult.domain.errors import EditConflict, NotPublishable
from consult.domain.vocabulary import Role
from consult.downloads import send_table
from consult.extensions import db
from consult.models import Consultation
from consult.publication import files, places_to_mend, queries, result_page, services
from consult.publication.files import Shown
from consult.publication.forms import ReleaseForm
from consult.publication.services import Prepared, Proposed, Wanted
from consult.publication.wording import Version
from consult.staff_sessions import signed_in_member

blueprint = Blueprint("publication", __name__, url_prefix="/consultations/<int:consultation_id>/results")
RELEASERS = (Role.OFFICIAL, Role.APPROVER)


@blueprint.get("")
@allow(*READERS)
def show(consultation_id: int) -> str:
    consultation, form = queries.consultation_or_404(consultation_id), ReleaseForm(formdata=None)
    form.note.data = consultation.dropped_reason if consultation.dropped_at else ""
    with reading():
        voices = _voices_wanted(consultation)
        found = services.proposed(consultation, at=clock.now(), with_voices=voices)
        return _page(consultation, found, form, voices=voices)


@blueprint.get("/preview")
@allow(*READERS)
def preview(consultation_id: int) -> str:
    """What citizens would read, from the round as it stands now."""
    consultation = queries.consultation_or_404(consultation_id)
    with reading():
        found = services.proposed(consultation, at=clock.now(), with_voices=_voices_wanted(consultation))
    snapshot = found.live.snapshot
    return render_template(
        "staff/publication/preview.html",
        consultation=consultation,
        page=result_page.parts(snapshot, _version(found)),
        rows=result_page.rows_of(snapshot, result_page.Asked()),
    )


@blueprint.post("/counts")
@allow(*READERS)
def export_counts(consultation_id: int) -> Response:
    """The figures as they stand now. A POST, since it leaves a trace."""
    consultation = queries.consultation_or_404(consultation_id)
    services.record_export(consultation, by=signed_in_member())
    db.session.commit()
    with reading():
        found = services.proposed(consultation, at=clock.now())
    is_excel = request.form.get("format") == "xlsx"
    file = files.counts_alone(Shown(found.live.snapshot, _version(found)), is_excel=is_excel)
    return send_table(file, f"iken_no_kazu_{consultation_id}", is_excel=is_excel)


@blueprint.post("/release")
@allow(*RELEASERS)
def release(consultation_id: int) -> Response | tuple[str, int]:
    consultation, form = queries.consultation_or_404(consultation_id), ReleaseForm()
    wanted = form.wanted(request.form.getlist("seen_passage"))
    at = clock.now()
    if form.validate():
        try:
            beforehand = _prepared(consultation, wanted, at)
            services.release(consultation, wanted, by=signed_in_member(), at=at, beforehand=beforehand)
        except (EditConflict, NotPublishable) as refusal:
            _put_beside(form, refusal)
        else:
            db.session.commit()
            flash("公表しました。市民のページに載っています。")
            return redirect(url_for(".show", consultation_id=consultation_id), 303)
    db.session.rollback()
    with reading():
        found = services.proposed(consultation, at=at, note=wanted.note, with_voices=wanted.with_voices)
        page = _page(consultation, found, form, voices=wanted.with_voices, ticked=wanted.ticked)
    return page, 409 if form.form_errors else 422


def _prepared(consultation: Consultation, wanted: Wanted, at: datetime) -> Prepared:
    """Ends the transaction of the request, which locks others out: the release takes its own when this is done."""
    db.session.commit()
    with reading():
        beforehand = services.prepared(consultation, wanted, at=at)
        db.session.commit()
    return beforehand


def _voices_wanted(consultation: Consultation) -> bool:
    """What was asked for; a correction publishes the opinions' own words where the version before it did."""
    asked = request.args.get("voices")
    return asked == "1" if asked in ("0", "1") else services.had_voices(consultation)


def _put_beside(form: ReleaseForm, refusal: EditConflict | NotPublishable) -> None:
    if refusal.field == "note":
        form.note.errors = [refusal.message]
    else:
        form.form_errors.append(refusal.message)


def _page(
    consultation: Consultation,
    found: Proposed,
    form: ReleaseForm,
    *,
    voices: bool,
    ticked: frozenset[str] = frozenset(),
) -> str:
    snapshot = found.live.snapshot
    form.number.data, form.seen.data = str(found.number), snapshot.digest
    form.voices.data = "1" if voices else ""
    publications = queries.publications_of(consultation)
    # First: the comparison lets writers in, after which what was read before is read again.
    are_read_otherwise = bool(publications) and services.are_read_otherwise(publications[-1])
    versions = [result_page.released(each, newest=len(publications)) for each in publications]
    return render_template(
        "staff/publication/show.html",
        consultation=consultation,
        found=found,
        form=form,
        page=result_page.parts(snapshot, _version(found)),
        versions=versions,
        is_newest_content=bool(versions) and versions[-1].snapshot.digest == snapshot.digest,
        are_read_otherwise=are_read_otherwise,
        mend=places_to_mend.address,
        voices=voices,
        ticked=ticked,
        may_release=bool(frozenset(RELEASERS) & frozenset(current_user.granted_roles)),
    )


def _version(found: Proposed) -> Version:
    return Version(
        found.number, found.kind, clock.today(), "（ここに正誤・理由の文が入ります）", found.number
    )
