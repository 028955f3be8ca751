"""公表の承諾 of many hearings at once: asked back, never over what somebody found out, and taken back."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Consent, HearingKind, Role
from consult.extensions import db
from consult.models import AuditEvent, Hearing
from tests import factories
from tests.consult.hearings.page_of_hearing import fields_of
from tests.pages import Page


@pytest.fixture
def official(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        for number in (1, 2):
            factories.make_hearing(number=number, consent=Consent.UNKNOWN)
        factories.make_hearing(number=3, consent=Consent.NONE)
        factories.make_hearing(number=4, consent=Consent.UNKNOWN, kind=HearingKind.INTERNAL)
        db.session.commit()
    return staff_client(Role.OFFICIAL)


def consents(app: Flask) -> dict[int, Consent]:
    with app.app_context():
        rows = db.session.execute(select(Hearing.number, Hearing.consent))
        return dict(rows.tuples().all())


def hearing_of(number: int) -> Hearing:
    return db.session.scalars(select(Hearing).where(Hearing.number == number)).one()


def record(client: FlaskClient, **fields: str):
    return client.post("/staff/hearings/consent", data={"recorded": "content", **fields})


def confirm(client: FlaskClient, page: Page, **fields: str):
    return record(client, expected=page.hidden("expected"), **fields)


def test_the_list_offers_it_for_those_that_nobody_asked(official: FlaskClient) -> None:
    assert "「未確認」の3回が対象です" in Page(official.get("/staff/hearings")).text
    assert "「未確認」の2回が対象です" in Page(official.get("/staff/hearings?kind=external")).text
    assert "まとめて記録" not in Page(official.get("/staff/hearings?consent=none")).text


def test_it_asks_back_with_the_numbers_and_changes_nothing_yet(app: Flask, official: FlaskClient) -> None:
    page = Page(record(official, kind="external"))
    assert "2回を、「内容だけ公表してよい」として記録しますか" in page.text
    assert "第1・2号" in page.text
    assert consents(app)[1] is Consent.UNKNOWN


def test_it_records_those_that_were_shown_and_nothing_else(app: Flask, official: FlaskClient) -> None:
    answer = confirm(official, Page(record(official, kind="external")), kind="external")
    assert answer.status_code == 303
    assert consents(app) == {1: Consent.CONTENT, 2: Consent.CONTENT, 3: Consent.NONE, 4: Consent.UNKNOWN}
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.CHANGED)).one()
        assert (event.details["to"], len(event.details["hearings"])) == ("content", 2)


def test_other_hearings_than_were_shown_are_asked_about_again_also_as_many(
    app: Flask, official: FlaskClient
) -> None:
    page = Page(record(official, kind="external"))
    with app.app_context():
        hearing_of(1).consent = Consent.NONE
        factories.make_hearing(number=5, consent=Consent.UNKNOWN)
        db.session.commit()
    answer = confirm(official, page, kind="external")
    assert answer.status_code == 409
    assert "対象のヒアリングが変わりました" in Page(answer).text
    assert "第2・5号" in Page(answer).text
    assert set(consents(app).values()) == {Consent.UNKNOWN, Consent.NONE}
    assert record(official, kind="external", expected="2").status_code == 409


def test_a_removed_hearing_is_not_among_them(app: Flask, official: FlaskClient) -> None:
    official.post("/staff/hearings/1/remove", data={"reason": "二重"})
    assert "ヒアリングはありません" in Page(record(official, state="removed")).text
    assert record(official, state="removed", expected="x").status_code == 409


def test_it_is_taken_back_but_for_what_was_changed_since(app: Flask, official: FlaskClient) -> None:
    done = confirm(official, Page(record(official))).headers["Location"]
    with app.app_context():
        hearing_of(1).consent = Consent.NAME
        db.session.commit()
    assert "3回を「内容だけ公表してよい」として記録しました" in Page(official.get(done)).text
    assert official.post(f"{done}/undo").status_code == 303
    assert consents(app) == {1: Consent.NAME, 2: Consent.UNKNOWN, 3: Consent.NONE, 4: Consent.UNKNOWN}


def test_what_somebody_found_out_since_is_not_taken_back_with_it(app: Flask, official: FlaskClient) -> None:
    done = confirm(official, Page(record(official))).headers["Location"]
    for consent in ("none", "content"):
        page = Page(official.get("/staff/hearings/1/edit"))
        sent = fields_of(page, page.root.first("form", action="/staff/hearings/1/edit"))
        assert official.post("/staff/hearings/1/edit", data={**sent, "consent": consent}).status_code == 303
    official.post(f"{done}/undo")
    assert consents(app) == {
        1: Consent.CONTENT,
        2: Consent.UNKNOWN,
        3: Consent.NONE,
        4: Consent.UNKNOWN,
    }
    # Pressed again later, it is no longer about what was recorded meanwhile.
    confirm(official, Page(record(official)))
    assert official.post(f"{done}/undo").status_code == 303
    assert consents(app)[2] is Consent.CONTENT


@pytest.mark.parametrize("data", [{"recorded": "unknown"}, {"recorded": "x"}, {"from": "6月31日"}])
def test_what_cannot_be_read_is_refused(official: FlaskClient, data: dict[str, str]) -> None:
    assert record(official, **data).status_code == 400


def test_other_acts_of_the_log_are_not_found_here(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        number = (
            db.session.scalar(select(AuditEvent.id).where(AuditEvent.action == AuditAction.SIGNED_IN))
            or 9_999
        )
    assert official.get(f"/staff/hearings/consent/{number}").status_code == 404
    assert official.post(f"/staff/hearings/consent/{number}/undo").status_code == 404
