"""What is typed about a text of the draft: a whole text or a file, and one section of it."""

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import Field

from consult.documents.docx_reading import read_docx
from consult.domain.draft_text import LOWEST_LEVEL, MAX_CHARACTERS, MAX_HEADING
from consult.domain.errors import FileRefused
from consult.domain.file_types import MAX_FILE_BYTES, TEXT, check_file, shown_name
from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import as_written
from consult.draft_texts.services import WrittenText
from consult.edit_conflict import as_opened
from consult.form_checks import Fits, HasInk
from consult.form_fields import offered
from consult.models import DraftDocument, DraftSection

MAX_LABEL = 100
ENCODINGS = ("utf-8-sig", "cp932")


class TextForm(FlaskForm):
    """A whole text. What a file holds goes into the field, so that a refused form shows it and loses nothing."""

    label = StringField(
        "版の名前", [HasInk("版の名前を入力してください。"), Fits(MAX_LABEL)], filters=[as_written]
    )
    text = TextAreaField("案の文章", [Fits(MAX_CHARACTERS)], filters=[as_written])
    file = FileField("Wordまたはテキストのファイル")
    version = HiddenField(default="0")
    is_docx = HiddenField(default="")

    def take_file(self) -> None:
        """Before validation: the chosen file's text stands in the field. Raises FileRefused."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return
        name = shown_name(sent.filename)
        content = sent.stream.read(MAX_FILE_BYTES + 1)
        is_text = name.lower().endswith((".txt", ".md"))
        self.text.data = read_text(name, content) if is_text else read_docx(name, content)
        self.is_docx.data = "" if is_text else "1"

    def validate_text(self, field: Field) -> None:
        if is_blank(field.data):
            raise ValidationError("案の文章を貼り付けるか、ファイルを選んでください。")

    def written(self) -> WrittenText:
        return WrittenText(self.label.data, self.text.data, is_docx=self.is_docx.data == "1")


class SectionForm(FlaskForm):
    heading = StringField("見出し", [Fits(MAX_HEADING)], filters=[as_written])
    level = SelectField(
        "見出しの段階",
        choices=offered([(str(n), f"{n}段目") for n in range(1, LOWEST_LEVEL + 1)]),
        validate_choice=False,
    )
    body = TextAreaField("本文", [Fits(MAX_CHARACTERS)], filters=[as_written])
    seen = HiddenField()
    # What the page was opened with, to tell what it left alone (edit_conflict).
    opened = HiddenField()

    @classmethod
    def of(cls, section: DraftSection, seen: str) -> "SectionForm":
        saved = saved_section(section)
        return cls(formdata=None, data={**saved, "seen": seen, "opened": as_opened(saved)})

    def validate_heading(self, field: Field) -> None:
        if "\n" in field.data:
            raise ValidationError("見出しは1行で書いてください。")
        if is_blank(field.data) and is_blank(self.body.data or ""):
            raise ValidationError("見出しと本文の両方を空にはできません。")

    def validate_level(self, field: Field) -> None:
        if field.data not in {str(n) for n in range(1, LOWEST_LEVEL + 1)}:
            raise ValidationError("見出しの段階を選び直してください。")

    def as_text(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("heading", "level", "body")}


def saved_section(section: DraftSection) -> dict[str, str]:
    return {"heading": section.heading, "level": str(section.level), "body": section.body}


def saved_text(document: DraftDocument, text: str) -> dict[str, str]:
    return {"label": document.label, "text": text}


def read_text(name: str, content: bytes) -> str:
    """A text file in UTF-8 or as Windows writes it; FileRefused otherwise."""
    plain_name = f"{name[:-3]}.txt" if name.lower().endswith(".md") else name
    try:
        check_file(plain_name, content, (TEXT,))
    except FileRefused as refusal:
        words = f"「{name}」は文字だけのファイルとして読めません。UTF-8かShift_JISで保存し直してください。"
        raise FileRefused(words if content else refusal.message, field="file") from refusal
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("check_file has read it")
