"""今日の仕事 names the answers that wait for this person: to be approved, or of their division."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from consult import clock
from consult.domain.vocabulary import ResponseState, Role
from consult.extensions import db
from consult.models import StaffMember
from tests import factories as make
from tests.pages import Page


def prepare(app: Flask) -> None:
    with app.app_context():
        division = make.make_division()
        consultation = make.make_consultation(title="架空の案")
        for state in (ResponseState.DRAFTING, ResponseState.AWAITING_APPROVAL, ResponseState.APPROVED):
            group = make.make_answer_group(
                consultation=consultation,
                division_id=division.id,
                due_on=clock.today() - timedelta(days=1),
            )
            make.make_official_response(group=group, state=state)
            sent = make.make_submission(consultation=consultation)
            make.make_opinion(submission=sent, answer_group_id=group.id)
        db.session.execute(update(StaffMember).values(division_id=division.id))
        db.session.commit()


def test_an_approver_sees_what_waits_for_approval(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.APPROVER)
    prepare(app)
    assert "架空の案：決裁待ちの回答が1件 あります。" in Page(client.get("/staff")).text


def test_a_member_of_a_division_sees_what_is_left_there(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.OFFICIAL)
    prepare(app)
    page = Page(client.get("/staff"))
    assert "担当課の回答が残り1件 です（期限超過 1件）。" in page.text
    assert client.get(page.links["担当課の回答が残り1件"]).status_code == 200
