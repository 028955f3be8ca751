"""A case with classes and two groups of opinions, and who writes and who approves."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Disposition, Role
from consult.extensions import db
from consult.models import AnswerGroup, Consultation, OfficialResponse, Opinion, ResultClass
from tests import factories as make
from tests.pages import Page, value_of

WORDINGS = ("バスを増やしてほしい。停留所も近くにほしい。", "図書館を夜も開けてほしい。")
LABELS = {
    Disposition.REVISED: "反映するもの",
    Disposition.EXPLAINED: "原案のとおりとするもの",
    Disposition.REFERENCE: "今後の参考とするもの",
}


class Case:
    """Case 1 with answers 1 and 2, through the pages."""

    address = "/staff/consultations/1/answers"

    def __init__(self, app: Flask) -> None:
        self.app = app

    def page(self, client: FlaskClient, number: int = 1) -> Page:
        return Page(client.get(f"{self.address}/{number}"))

    def write(self, client: FlaskClient, number: int = 1, **fields: str) -> Any:
        """Send the form of the page as it stands, with these fields changed."""
        form = self.page(client, number).root.first("form", id="answer-form")
        sent = {each.attributes["name"]: value_of(each) for each in form.all("input", "select", "textarea")}
        return client.post(f"{self.address}/{number}", data={**sent, "do": "save", **fields})

    def whole(self, client: FlaskClient, number: int = 1, **fields: str) -> Any:
        return self.write(
            client,
            number,
            **{"wording": "本数を見直します。", "result_class": self.class_id(Disposition.REFERENCE)}
            | fields,
        )

    def step(self, client: FlaskClient, step: str, number: int = 1, **fields: str) -> Any:
        """As the page stands, with these fields changed."""
        page = self.page(client, number)
        seen = page.root.first("input", name="seen").attributes["value"]
        return client.post(f"{self.address}/{number}/steps", data={"step": step, "seen": seen, **fields})

    def response(self, number: int = 1) -> OfficialResponse:
        with self.app.app_context():
            return db.session.scalars(
                select(OfficialResponse).where(OfficialResponse.answer_group_id == number)
            ).one()

    def group(self, number: int = 1) -> AnswerGroup:
        with self.app.app_context():
            return db.session.get_one(AnswerGroup, number)

    def class_id(self, disposition: Disposition) -> str:
        with self.app.app_context():
            return str(
                db.session.scalars(select(ResultClass.id).where(ResultClass.disposition == disposition)).one()
            )

    def change(self, act: Callable[[], Any]) -> None:
        with self.app.app_context():
            act()
            db.session.commit()


@pytest.fixture
def case(app: Flask) -> Case:
    with app.app_context():
        consultation = make.make_consultation()
        for position, (disposition, label) in enumerate(LABELS.items(), start=1):
            make.make_result_class(
                consultation=consultation, position=position, label=label, disposition=disposition
            )
        for number, wording in enumerate(WORDINGS, start=1):
            group = make.make_answer_group(consultation=consultation, number=number, summary=wording)
            make.make_official_response(group=group, wording="")
            add_opinion(consultation, wording, group.id)
        db.session.commit()
    return Case(app)


def add_opinion(consultation: Consultation, wording: str, group_id: int | None) -> Opinion:
    sent = make.make_submission(consultation=consultation)
    return make.make_opinion(submission=sent, wording=wording, answer_group_id=group_id)


@pytest.fixture
def official(case: Case, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def approver(case: Case, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.APPROVER)
