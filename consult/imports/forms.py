"""What the pages of imports send: a file, the columns of its sheets, corrections of its cells."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, ValidationError

from consult.domain.claims import NOTES_LIMIT
from consult.domain.errors import ImportRefused
from consult.domain.plain_text import unix_newlines
from consult.domain.vocabulary import ImportKind
from consult.form_fields import labels_offered, offered
from consult.imports.choices import Choices, Place, Remembered, SheetChoice, recognised
from consult.imports.importers import Importer
from consult.models import Consultation, Inquiry
from consult.spreadsheets.headers import header_at
from consult.spreadsheets.tables import Sheet, Workbook, column_letter

# A correction may be as long as what it corrects, and long enough to be told that it is too long.
LONGEST = NOTES_LIMIT * 4
TALLEST_HEADER = 3
# Before the id of an inquiry, among what a file may be.
OF_INQUIRY = "inquiry-"


@dataclass(frozen=True)
class Target:
    """What the rows become, and the case of submissions or the inquiry of answers."""

    kind: ImportKind
    consultation_id: int | None = None
    inquiry_id: int | None = None


class UploadForm(FlaskForm):
    file = FileField("ファイル", [FileRequired("ファイルを選んでください。")])
    consultation = SelectField("何の一覧か", validate_choice=False, default="")

    @classmethod
    def offering(
        cls,
        consultations: Iterable[Consultation],
        inquiries: Iterable[Inquiry],
        *,
        kinds: Container[ImportKind],
        **given: Any,
    ) -> "UploadForm":
        """Of the kinds that the reader may bring."""
        form = cls(**given)
        asked = [(f"{OF_INQUIRY}{each.id}", f"庁内照会「{each.title}」の回答") for each in inquiries]
        cases = [(str(each.id), f"意見募集「{each.title}」に届いた提出") for each in consultations]
        of_kinds = (
            (ImportKind.HEARINGS, [("", "ヒアリングの記録")]),
            (ImportKind.SUBMISSIONS, cases),
            (ImportKind.INQUIRY, asked),
        )
        form.consultation.choices = offered(
            pair for kind, pairs in of_kinds if kind in kinds for pair in pairs
        )
        return form

    def validate_consultation(self, field: SelectField) -> None:
        if field.data not in labels_offered(field):
            raise ValidationError("何の一覧かを選び直してください。")

    @property
    def target(self) -> Target:
        chosen = self.consultation.data or ""
        if chosen.startswith(OF_INQUIRY):
            return Target(ImportKind.INQUIRY, inquiry_id=int(chosen.removeprefix(OF_INQUIRY)))
        if chosen:
            return Target(ImportKind.SUBMISSIONS, consultation_id=int(chosen))
        return Target(ImportKind.HEARINGS)


@dataclass(frozen=True)
class ColumnsSent:
    """The choices of the columns page; `is_moved` when a heading row was named anew, so its columns are proposed."""

    choices: Choices
    is_moved: bool


def read_columns(
    sent: Mapping[str, str],
    book: Workbook,
    choices: Choices,
    *,
    importer: Importer,
    remembered: Remembered,
) -> ColumnsSent:
    """What cannot be a choice is left as it was. ImportRefused for a field that is chosen for two columns."""
    sheets = [
        _read_sheet(sent, n, sheet, choice, importer=importer, remembered=remembered)
        for n, (sheet, choice) in enumerate(zip(book.sheets, choices.sheets, strict=True))
    ]
    fallback = sent.get("fallback", "")
    read = replace(
        choices,
        sheets=tuple(sheets),
        fallback=fallback if fallback in dict(importer.fallbacks) else choices.fallback,
        is_invented="is_invented" in sent,
    )
    pairs = zip(sheets, choices.sheets, strict=True)
    return ColumnsSent(read, any(new.is_taken and new.header != old.header for new, old in pairs))


def _read_sheet(
    sent: Mapping[str, str],
    n: int,
    sheet: Sheet,
    choice: SheetChoice,
    *,
    importer: Importer,
    remembered: Remembered,
) -> SheetChoice:
    first = _number(sent.get(f"sheet-{n}-header")) - 1
    height = min(max(_number(sent.get(f"sheet-{n}-height")), 1), TALLEST_HEADER)
    header = (first, height) if first >= 0 and first + height < len(sheet.rows) else choice.header
    if header != choice.header and header is not None:
        columns = recognised(sheet, header_at(sheet, *header), importer.schema, remembered)
    else:
        columns = _read_columns(sent, n, sheet, importer)
    return SheetChoice(
        is_taken=f"sheet-{n}-taken" in sent and header is not None,
        header=header,
        columns=columns,
        takes_hidden_rows=f"sheet-{n}-hidden" in sent,
    )


def _read_columns(sent: Mapping[str, str], n: int, sheet: Sheet, importer: Importer) -> dict[str, int]:
    known = {field.key for field in importer.schema.fields}
    columns: dict[str, int] = {}
    for column in range(sheet.width):
        key = sent.get(f"sheet-{n}-column-{column}", "")
        if key in columns:
            label = importer.schema.field(key).label
            letters = f"{column_letter(columns[key])}列と{column_letter(column)}列"
            raise ImportRefused(
                f"シート「{sheet.name}」で、「{label}」が{letters}に選ばれています。1つの列だけにしてください。"
            )
        if key in known:
            columns[key] = column
    return columns


def read_corrections(
    sent: "MultiDict[str, str]", choices: Choices, stands: Mapping[tuple[int, int, str], str]
) -> Choices:
    """Cells typed anew, rows left out, days agreed to; of the rows that the page showed (`row`), and no others.

    `stands`: what each cell holds now; a cell that was not changed stays the file's.
    """
    shown = {place for text in sent.getlist("row") if (place := _place(text))}
    corrected = dict(choices.corrected)
    for (sheet, row, key), value in stands.items():
        typed = sent.get(f"cell-{sheet}-{row}-{key}")
        if (sheet, row) in shown and typed is not None and (text := _typed(typed)) != value:
            corrected[sheet, row, key] = text
    return replace(
        choices,
        corrected=corrected,
        left_out=_ticked(sent, "out", shown, choices.left_out),
        agreed=_ticked(sent, "yes", shown, choices.agreed),
    )


def _ticked(
    sent: Mapping[str, str], name: str, shown: set[Place], before: frozenset[Place]
) -> frozenset[Place]:
    ticked = {place for place in shown if f"{name}-{place[0]}-{place[1]}" in sent}
    return frozenset((before - shown) | ticked)


def _typed(text: str) -> str:
    return unix_newlines(text).strip()[:LONGEST]


def _place(text: str) -> Place | None:
    sheet, _, row = text.partition("-")
    if not (sheet.isascii() and sheet.isdigit() and row.isascii() and row.isdigit()) or len(text) > 12:
        return None
    return int(sheet), int(row)


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 8 else 0


def version_in(sent: Mapping[str, str]) -> int:
    """Which state of the import the page showed; 0 for anything else."""
    return _number(sent.get("version"))
