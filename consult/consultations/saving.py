"""One try to save the form of a consultation, and the page that follows when it is refused."""

from datetime import datetime

from flask import render_template, request

from consult import edit_conflict, uploads, word_lists
from consult.consultations import queries, services
from consult.consultations.forms import EMPTY_ROWS, ConsultationForm
from consult.consultations.typed import Typed
from consult.consultations.written import Written
from consult.domain.errors import EditConflict, RuleViolation
from consult.domain.file_types import ACCEPTED, MAX_FILE_BYTES
from consult.domain.period import CommentPeriod
from consult.domain.standard_notice import OFFERED_CHANNELS, STANDARD_TEXTS, USUAL_CHANNELS
from consult.domain.vocabulary import SubmitterItem
from consult.edit_conflict import Difference
from consult.extensions import db
from consult.models import Consultation, Division, StaffMember
from consult.typed_number import number
from consult.uploads import SetAside

# What most cases leave as it is: folded, unless something in it has to be mended.
FOLDED = (
    "deadline_rule", "offered_places", "asked", "use_statement", "reply_statement", "consideration_statement",
    "results_plan", "inspection_places", "plain_text", "classes", "class_preset", "submitter_unit", "retention_years", "division",
)  # fmt: skip
FURTHER = tuple(each for each in OFFERED_CHANNELS if each not in USUAL_CHANNELS)


class Saving:
    """A new consultation (None) or an existing one, the form, and the files that came with it."""

    def __init__(self, consultation: Consultation | None, person: StaffMember) -> None:
        self.consultation = consultation
        self.person = person
        self.files: list[SetAside] = []
        self.taken_out: set[int] = set()
        self.taken_over: list[str] = []
        self.differences: list[Difference] = []
        self.saved_id = consultation.id if consultation else 0
        # So many submissions have become late, or in time, by the save.
        self.marked_anew = 0
        self.like = None if consultation else queries.latest_announced()
        self.divisions = word_lists.offered(Division, consultation.division_id if consultation else None)
        self.form = ConsultationForm()
        self.form.offer_divisions(self.divisions)
        if request.method != "POST":
            stored = self._stored()
            stored.fill(self.form)
            self.form.opened.data = edit_conflict.as_opened(self._as_words(stored))

    def _stored(self) -> Typed:
        if self.consultation:
            return Typed.of(self.consultation)
        own = self.person.division
        return Typed.new(self.like, own if own and own.retired_at is None else None)

    def saved(self, at: datetime) -> bool:
        """True when it is committed. Otherwise the files are kept and the form tells what to mend."""
        valid = self.form.validate()
        self.taken_out = {number(each) for each in request.form.getlist("take_out")}
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
        written = Written(
            self.form.texts(),
            self.form.period,
            self.form.details(),
            files=tuple(self.files),
            taken_out=frozenset(self.taken_out),
        )
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
            version = number(self.form.version.data)
            self.marked_anew = services.change_consultation(
                self.consultation, written, version=version, by=self.person, at=at
            )

    def _show_both(self, refusal: EditConflict) -> None:
        """TW1: what this page left alone becomes what is saved; of the rest both are shown, and saving again is a choice."""
        assert self.consultation
        self.form.refuse(refusal)
        stored = Typed.of(self.consultation)
        saved, mine = self._as_words(stored), self._as_words(Typed.in_form(self.form))
        names = edit_conflict.left_alone(saved, mine, self.form.opened.data)
        stored.fill(self.form, names)
        for each in (self.form.opens_on, self.form.closes_on):
            each.pre_validate(self.form)
        self.taken_over = [self.form[name].label.text for name in names]
        mine |= {name: saved[name] for name in names}
        self.differences = edit_conflict.differences(self.form, saved, mine)
        self.form.opened.data = edit_conflict.as_opened(saved)

    def _as_words(self, typed: Typed) -> dict[str, str]:
        return typed.as_words({each.id: each.name for each in self.divisions})

    def page(self) -> tuple[str, int]:
        status = 200 if request.method != "POST" else 409 if self.differences or self.taken_over else 422
        consultation, form = self.consultation, self.form
        while len(form.classes) < form.classes.max_entries and _filled(form) + EMPTY_ROWS > len(form.classes):
            form.classes.append_entry()
        page = render_template(
            "staff/consultations/edit.html" if consultation else "staff/consultations/new.html",
            form=form,
            consultation=consultation,
            like=self.like,
            draft_files=consultation.files if consultation else [],
            files=self.files,
            taken_out=self.taken_out,
            differences=self.differences,
            taken_over=self.taken_over,
            accepted=ACCEPTED,
            most_megabytes=MAX_FILE_BYTES // 1024**2,
            period=self._period_shown(),
            usual_channels=[each.value for each in USUAL_CHANNELS],
            further_channels=[each.value for each in FURTHER],
            items=[each.value for each in SubmitterItem],
            standard=STANDARD_TEXTS,
            further_is_open=any(form.methods.form[each.value].data for each in FURTHER),
            is_unfolded=status == 409 or any(form[name].errors for name in FOLDED),
        )
        return page, status

    def _period_shown(self) -> CommentPeriod | None:
        """Whose days are counted beside the fields: what was typed, or else what is stored."""
        if request.method == "POST" and self.form.opens_on.day and not self.form.closes_on.errors:
            return self.form.period
        return self.consultation.period if self.consultation else None


def _filled(form: ConsultationForm) -> int:
    return sum(1 for entry in form.classes if entry.form.label.data)
