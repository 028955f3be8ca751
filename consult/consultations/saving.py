"""One try to save the form of a consultation, and the page that follows when it is refused."""

from datetime import datetime

from flask import render_template, request

from consult import uploads
from consult.consultations import services
from consult.consultations.forms import TEXTS, ConsultationForm
from consult.consultations.services import Written
from consult.domain.dates import wareki
from consult.domain.errors import EditConflict, RuleViolation
from consult.domain.file_types import ACCEPTED, MAX_FILE_BYTES
from consult.domain.period import CommentPeriod
from consult.extensions import db
from consult.models import Consultation, StaffMember
from consult.uploads import SetAside

Difference = tuple[str, str, str]


class Saving:
    """A new consultation (None) or an existing one, the form, and the files that came with it."""

    def __init__(self, consultation: Consultation | None, person: StaffMember) -> None:
        self.consultation = consultation
        self.person = person
        self.form = ConsultationForm()
        self.files: list[SetAside] = []
        self.taken_out: set[int] = set()
        self.differences: list[Difference] = []
        self.saved_id = consultation.id if consultation else 0
        if request.method != "POST" and consultation:
            self.form.show(consultation)

    def saved(self, at: datetime) -> bool:
        """True when it is committed. Otherwise the files are kept and the form tells what to mend."""
        valid = self.form.validate()
        self.taken_out = {_number(each) for each in request.form.getlist("take_out")}
        refused = self._receive_files(at)
        if valid and not refused and self._try_to_save(at):
            return True
        # Only what was set aside is committed: a refused save has been rolled back.
        db.session.commit()
        return False

    def _receive_files(self, at: datetime) -> bool:
        back = uploads.brought_back(request.form.getlist("keep"), by=self.person)
        new, refused = uploads.set_aside(self.form.files.data or [], by=self.person, at=at)
        self.files = [*back, *new]
        for refusal in refused:
            self.form.refuse(refusal)
        return bool(refused)

    def _try_to_save(self, at: datetime) -> bool:
        written = Written(self.form.texts(), self.form.period, tuple(self.files), frozenset(self.taken_out))
        undo = db.session.begin_nested()
        try:
            self._save(written, at)
        except EditConflict as refusal:
            undo.rollback()
            self._show_both(refusal)
            return False
        except RuleViolation as refusal:
            undo.rollback()
            self.form.refuse(refusal)
            return False
        undo.commit()
        db.session.commit()
        return True

    def _save(self, written: Written, at: datetime) -> None:
        if self.consultation is None:
            self.saved_id = services.open_consultation(written, by=self.person, at=at).id
        else:
            version = _number(self.form.version.data or "")
            services.change_consultation(self.consultation, written, version=version, by=self.person, at=at)

    def _show_both(self, refusal: EditConflict) -> None:
        """TW1: what is stored beside what was typed; saving again is then a choice, not an accident."""
        assert self.consultation
        self.form.refuse(refusal)
        stored = _texts_and_days(
            {name: getattr(self.consultation, name) for name in TEXTS}, self.consultation.period
        )
        typed = _texts_and_days(self.form.texts(), self.form.period)
        self.differences = [
            (self.form[name].label.text, value, typed[name])
            for name, value in stored.items()
            if value != typed[name]
        ]
        self.form.version.data = str(self.consultation.version)

    def page(self) -> tuple[str, int]:
        status = 200 if request.method != "POST" else 409 if self.differences else 422
        consultation = self.consultation
        page = render_template(
            "staff/consultations/edit.html" if consultation else "staff/consultations/new.html",
            form=self.form,
            consultation=consultation,
            draft_files=consultation.files if consultation else [],
            files=self.files,
            taken_out=self.taken_out,
            differences=self.differences,
            accepted=ACCEPTED,
            most_megabytes=MAX_FILE_BYTES // 1024**2,
        )
        return page, status


def _number(typed: str) -> int:
    """An id or version; 0, which nothing bears, for what a person's browser cannot have sent."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _texts_and_days(texts: dict[str, str], period: CommentPeriod) -> dict[str, str]:
    return {**texts, "opens_on": wareki(period.opens_on), "closes_on": wareki(period.closes_on)}
