"""A citizen at the form: what is in a page goes into the next request, as a browser would send it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult.extensions import db
from consult.models import Opinion, Submission
from tests import factories
from tests.pages import Page, value_of


def open_consultation(app: Flask, **fields: Any) -> int:
    """An announced consultation with a plan, open at the factories' moment."""
    with app.app_context():
        factories.make_plan()
        consultation_id = factories.make_consultation(**fields).id
        db.session.commit()
    app.config["REHEARSAL_NOW"] = factories.NOW
    return int(consultation_id)


def at(app: Flask, moment: datetime) -> None:
    app.config["REHEARSAL_NOW"] = moment


def filled(page: Page) -> dict[str, str]:
    """Every field of the citizen's form with its value, hidden ones too."""
    form = next(form for form in page.main.all("form") if "/opinions" in form.attributes["action"])
    return {
        field.attributes["name"]: value_of(field)
        for field in form.all("input", "select", "textarea")
        if field.attributes.get("type") not in ("radio", "checkbox") or "checked" in field.attributes
    }


def labels_seen(page: Page) -> list[str]:
    """Of every field that a person meets; the one for machines is neither drawn nor read aloud (TS8)."""
    return [each.text for each in page.main.all("label") if each.attributes["for"] != "homepage"]


@dataclass
class Citizen:
    """Fills in and sends; `last` is the answer to the last request."""

    client: FlaskClient
    consultation_id: int
    last: TestResponse | None = None

    @property
    def address(self) -> str:
        return f"/consultations/{self.consultation_id}/opinions"

    @property
    def page(self) -> Page:
        return Page(self.last)

    @property
    def cards(self) -> list[str]:
        """The text of every opinion card."""
        return [value_of(area) for area in self.page.main.all("textarea")]

    def open(self, query: str = "") -> "Citizen":
        self.last = self.client.get(self.address + query)
        return self

    def press(self, act: str, **typed: str) -> "Citizen":
        """Send the form on the page with what was typed: `wording=` is the first opinion's, `wording_2=` the third's."""
        data = filled(self.page) | {"act": act}
        for name, value in typed.items():
            part, _, index = name.partition("_")
            data[f"opinions-{index or 0}-{part}" if part in ("wording", "about") else name] = value
        self.last = self.client.post(self.address, data=data)
        return self

    def send(self, *wordings: str, **typed: str) -> str:
        """All three steps; the receipt number shown."""
        self.open()
        for _ in wordings[1:]:
            self.press("add")
        self.press("confirm", **{f"wording_{n}": text for n, text in enumerate(wordings)}, **typed)
        self.press("send")
        return receipt_shown(self.page)


def receipt_shown(page: Page) -> str:
    found = page.root.all(id="receipt-number")
    return found[0].text if found else ""


def rows(app: Flask) -> tuple[int, int]:
    """How many submissions and opinions the database holds."""
    with app.app_context():
        counts = [
            db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Submission, Opinion)
        ]
    return counts[0], counts[1]


def wordings(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Opinion.wording).order_by(Opinion.id)))
