"""The page on which a hearing is logged: facts, notes, follow-ups, files, and the claims as cut so far."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from consult.domain.claims import NOTES_LIMIT
from consult.domain.plain_text import is_blank
from consult.hearings.fields import as_typed, line, page_token
from consult.hearings.follow_up_form import LINES, readable_deadline
from consult.hearings.follow_ups import WORDING_LIMIT, Promise
from consult.hearings.forms import FactsForm, FilesForm
from consult.typed_number import number

# Fields that a draft keeps, as typed. `gist-n` fields are kept inside `claims`.
FACT_FIELDS = (
    "held_on",
    "kind",
    "counterpart",
    "sector",
    "method",
    "place",
    "people_present",
    "heard_by",
    "agenda",
    "consent",
    "materials",
    "impression",
    "shared_with",
)
FOLLOW_UP_FIELDS = tuple(
    f"{name}_{n}" for n in range(1, LINES + 1) for name in ("follow_up", "follow_up_due")
)
DRAFT_FIELDS = (*FACT_FIELDS, *FOLLOW_UP_FIELDS, "notes", "cut_notes", "claims", "undo", "keep")


class NotesFit:
    """Something to cut, within the one limit of notes, counted as the database counts: code points, a line break as one."""

    field_flags = {"maxlength": NOTES_LIMIT}

    def __call__(self, form: FlaskForm, field: TextAreaField) -> None:
        length = len(field.data or "")
        if is_blank(field.data or ""):
            raise ValidationError("メモを入力してください。")
        if length > NOTES_LIMIT:
            raise ValidationError(
                f"メモは{NOTES_LIMIT:,}字までです（いま{length:,}字）。2つのヒアリングに分けて登録するか、短くしてください。"
            )


class HearingForm(FactsForm, FilesForm):
    """The one page on which a hearing is logged; the hidden fields carry the claims as cut so far."""

    notes = TextAreaField("メモ（聴いたことば）", [NotesFit()], filters=[as_typed])
    form_token = page_token()
    draft_version = HiddenField(default="0")
    follow_up_1 = line("宿題1", WORDING_LIMIT)
    follow_up_due_1 = line("宿題1の期限", 100)
    follow_up_2 = line("宿題2", WORDING_LIMIT)
    follow_up_due_2 = line("宿題2の期限", 100)
    follow_up_3 = line("宿題3", WORDING_LIMIT)
    follow_up_due_3 = line("宿題3の期限", 100)
    cut_notes = HiddenField(filters=[as_typed])
    claims = HiddenField()
    undo = HiddenField()

    RARE = (*FactsForm.RARE, *FOLLOW_UP_FIELDS, "files", "keep")

    @property
    def promise_rows(self) -> list[tuple[StringField, StringField]]:
        return [(self[f"follow_up_{n}"], self[f"follow_up_due_{n}"]) for n in range(1, LINES + 1)]

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        for wording, due in self.promise_rows:
            try:
                readable_deadline(due.data)
            except ValidationError as refused:
                due.errors, is_good = [*due.errors, str(refused)], False
            if due.data and not wording.data:
                wording.errors = [*wording.errors, "期限だけが入っています。宿題の内容を入力してください。"]
                is_good = False
        return is_good

    def promises(self) -> list[Promise]:
        """After `validate()` has passed."""
        return [
            Promise(wording.data, readable_deadline(due.data))
            for wording, due in self.promise_rows
            if wording.data
        ]

    @property
    def may_be_cut(self) -> bool:
        """A page that carried a cut of over-long notes could not be sent back."""
        return not is_blank(self.notes.data) and len(self.notes.data) <= NOTES_LIMIT

    def as_typed(self) -> dict[str, str]:
        """Everything a draft keeps."""
        return {name: self[name].data or "" for name in DRAFT_FIELDS}

    @property
    def seen_version(self) -> int:
        return number(self.draft_version.data)
