"""What may be typed about a desk note, and what their list may be narrowed to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SearchField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from consult.asking_form import AskingForm
from consult.domain.plain_text import is_blank
from consult.form_checks import Fits, stripped
from consult.form_fields import CodesField, labels_offered, offered
from consult.hearings.desk_notes import (
    BODY_LIMIT,
    LINK,
    DeskFilter,
    Finding,
    LinkablePackage,
    links_of,
    written_link,
)
from consult.hearings.fields import as_typed, line, page_token, paragraph, short
from consult.hearings.follow_up_form import readable_deadline
from consult.models import DeskNote

STATES = {"removed": "取り消したもの"}


class DeskNoteForm(FlaskForm):
    title = line("題名", 200)
    publisher = line("発表した機関", 200)
    noted_on = line("日付", 100)
    source = paragraph("出典")
    body = TextAreaField("要点", [Fits(BODY_LIMIT)], filters=[as_typed])
    links = CodesField("関わる政策パッケージと施策")
    version = HiddenField(default="0")
    form_token = page_token()
    packages: Sequence[LinkablePackage] = ()

    @classmethod
    def of(
        cls, packages: list[LinkablePackage], note: DeskNote | None = None, **fields: Any
    ) -> "DeskNoteForm":
        """The packages of today are offered, and what the note links to already, though an older plan had it."""
        form = cls(**fields)
        form.packages = packages
        choices = [(link, link) for link in form.offered_now()]
        older = [(link, link) for link in (links_of(note) if note else ()) if (link, link) not in choices]
        form.links.choices = offered([*choices, *older])
        return form

    def offered_now(self) -> list[str]:
        return [link for package in self.packages for link in _links_of(package)]

    def older_links(self) -> list[str]:
        """What is ticked and stands in no plan of today."""
        now = set(self.offered_now())
        return [link for link in self.links.data or () if link not in now]

    def validate_title(self, field: StringField) -> None:
        if is_blank(field.data):
            raise ValidationError("題名を入力してください。")

    def validate_noted_on(self, field: StringField) -> None:
        readable_deadline(field.data)

    def finding(self) -> Finding:
        """After `validate()` has passed."""
        return Finding(
            title=self.title.data,
            publisher=self.publisher.data,
            source=self.source.data,
            noted_on=self._day(),
            noted_on_typed=self.noted_on.data,
            body=self.body.data,
            links=tuple(self.links.data or ()),
        )

    def _day(self) -> date | None:
        return readable_deadline(self.noted_on.data)

    def as_text(self) -> dict[str, str]:
        """What the page holds, to be compared with what is saved."""
        return _in_words({name: self[name].data or "" for name in TEXTS}, self.links.data or ())


TEXTS = ("title", "publisher", "noted_on", "source", "body")


def typed(note: DeskNote) -> dict[str, Any]:
    """A note as its form would have been filled in."""
    texts = {name: getattr(note, name) for name in TEXTS} | {"noted_on": note.noted_on_typed}
    return texts | {"links": list(links_of(note)), "version": str(note.version)}


def saved_text(note: DeskNote) -> dict[str, str]:
    filled = typed(note)
    return _in_words({name: filled[name] for name in TEXTS}, filled["links"])


def _in_words(texts: Mapping[str, str], links: Any) -> dict[str, str]:
    return {**texts, "links": "\n".join(link.replace(LINK, "　") for link in sorted(links))}


def _links_of(package: LinkablePackage) -> list[str]:
    return [package.code, *(written_link(package.code, name) for name in package.measures)]


class DeskFilterForm(AskingForm):
    """`?q=…&package=…&state=removed`: what is not known is left out."""

    PARAMETERS = ("q", "package", "state", "sort")

    q = SearchField("題名・要点・出典のことば", short(200), filters=[stripped])
    package = SelectField("政策パッケージ", default="", validate_choice=False)
    state = SelectField(
        "記録の状態", choices=offered([("", "取り消したものを除くすべて"), *STATES.items()]), default=""
    )
    sort = SelectField(
        "並び順",
        choices=offered([("-noted_on", "日付の新しい順"), ("noted_on", "日付の古い順"), ("title", "題名順")]),
        default="-noted_on",
    )

    def asked(self) -> DeskFilter:
        self.validate()
        good = {field.short_name: field.data for field in self if field.data and not field.errors}
        return DeskFilter(
            words=good.get("q", ""),
            package=good.get("package", "")[:16],
            is_removed=good.get("state") == "removed",
            sort=good.get("sort", "-noted_on"),
        )

    def offer(self, packages: list[LinkablePackage], numbers: Mapping[str, int]) -> None:
        known = [
            (each.code, f"{each.code} {each.name}（{numbers.get(each.code, 0):,}）") for each in packages
        ]
        asked = self.package.data
        older = [(asked, asked)] if asked and asked not in dict(known) else []
        self.package.choices = offered([("", "すべて"), *known, *older])

    def in_force(self) -> list[tuple[str, str]]:
        """(name in the address, words on the chip) of each filter that narrows the list."""
        chosen = [field for field in (self.q, self.package, self.state) if field.data and not field.errors]
        return [(field.short_name, f"{field.label.text}：{_shown(field)}") for field in chosen]


def _shown(field: StringField) -> str:
    return labels_offered(field).get(field.data, "") if isinstance(field, SelectField) else field.data
