"""Posted, FAXed, mailed, told or given by a committee: entered by staff on one page (R20, R23, O8, D8, TP13, TX13)."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.domain import receipt
from consult.domain.vocabulary import (
    AuditAction,
    Channel,
    DeadlineRule,
    Demand,
    Role,
    SubmitterItem,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import AcceptedMethod, AskedItem, AuditEvent, Opinion, Submission, SubmissionFile
from tests import factories
from tests.pages import Page

LETTER = "・バスの本数を増やしてほしい。\n・放課後の居場所を小学校の近くに作ってほしい。"
SCAN = b"\xff\xd8\xff\xe0\x00\x10JFIF"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def make_case(app: Flask, **fields: Any) -> int:
    """Accepts the form, post and the counter; asks for name and address."""
    with app.app_context():
        methods = (Channel.FORM, Channel.POST, Channel.COUNTER)
        case = factories.make_consultation(
            methods=[AcceptedMethod(channel=each, position=n) for n, each in enumerate(methods)],
            asked_items=[
                AskedItem(item=SubmitterItem.NAME, demand=Demand.REQUIRED, position=1),
                AskedItem(item=SubmitterItem.ADDRESS, demand=Demand.OPTIONAL, position=2),
            ],
            **fields,
        )
        db.session.commit()
        return case.id


@pytest.fixture
def case_id(app: Flask) -> int:
    return make_case(app)


def address(case_id: int) -> str:
    return f"/staff/consultations/{case_id}/submissions/new"


def filled(client: FlaskClient, case_id: int, **typed: Any) -> dict[str, Any]:
    """The page as an official filled it in: the token is the page's own."""
    page = Page(client.get(address(case_id)))
    fields = {
        "form_token": page.hidden("form_token"),
        "channel": "post",
        "arrived_on": "R8.11.20",
        "name": "架空 花子",
        "original_text": "バスの本数を増やしてほしい。",
        "opinions-0-about": "",
        "opinions-0-wording": "",
        "act": "register",
    }
    return {**fields, **typed}


def test_a_letter_is_on_record_with_its_day_its_words_and_a_receipt_number(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    fields = filled(official, case_id)
    answer = official.post(address(case_id), data=fields)
    page = Page(answer)
    assert page.heading == "意見の受付票"
    number = receipt.receipt_number(fields["form_token"])
    assert receipt.grouped(number) in page.main.text.replace("\n", "").replace(" ", "")
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        kept = db.session.scalars(select(Submission)).one()
        assert (kept.channel, kept.arrived_on, kept.is_late) == (Channel.POST, date(2026, 11, 20), False)
        assert kept.submitter.name == "架空 花子" and kept.submitter.kind is SubmitterKind.PERSON
        assert kept.receipt_hash == receipt.fingerprint(number) and kept.entered_by_id
        assert [each.wording for each in db.session.scalars(select(Opinion))] == [kept.original_text]
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.RECEIVED)).one()
        assert "架空" not in str(event.details) and "バス" not in str(event.details)


def test_the_writer_of_a_letter_finds_it_by_the_receipt_number(
    official: FlaskClient, public_client: FlaskClient, case_id: int
) -> None:
    fields = filled(official, case_id)
    official.post(address(case_id), data=fields)
    typed = receipt.grouped(receipt.receipt_number(fields["form_token"]))
    assert (
        "バスの本数を増やしてほしい。"
        in Page(public_client.post("/receipt", data={"receipt": typed})).main.text
    )


def test_the_cutter_proposes_opinions_and_the_official_decides(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    fields = filled(official, case_id, original_text=LETTER, act="cut")
    page = Page(official.post(address(case_id), data=fields))
    proposed = [each.text for each in page.root.all("textarea") if "wording" in each.attributes["name"]]
    assert len(proposed) == 2 and all(each.strip() in LETTER for each in proposed)
    cards = {"opinions-0-wording": "バスの本数を増やしてほしい。", "opinions-1-wording": "居場所がほしい。"}
    fields |= {**cards, "opinions-1-about": "", "act": "register"}
    assert "2件" in Page(official.post(address(case_id), data=fields)).main.text
    with app.app_context():
        assert [each.wording for each in db.session.scalars(select(Opinion).order_by(Opinion.position))] == [
            *cards.values()
        ]
        assert db.session.scalars(select(Submission)).one().original_text == LETTER


def test_a_letter_after_the_last_day_is_kept_marked_and_says_why(app: Flask, official: FlaskClient) -> None:
    case_id = make_case(app, opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 30))
    page = Page(official.post(address(case_id), data=filled(official, case_id, arrived_on="2026/10/31")))
    assert "期限後の提出として登録しました" in page.main.text and "令和8年10月30日" in page.main.text
    with app.app_context():
        assert db.session.scalars(select(Submission)).one().is_late


def test_under_the_postmark_rule_the_page_asks_for_the_postmark_and_the_mark_follows_it(
    app: Flask, official: FlaskClient
) -> None:
    case_id = make_case(
        app,
        opens_on=date(2026, 10, 1),
        closes_on=date(2026, 10, 30),
        deadline_rule=DeadlineRule.POSTMARK,
    )
    fields = filled(official, case_id, arrived_on="2026/11/2", postmarked_on="10月30日")
    page = Page(official.post(address(case_id), data=fields))
    assert any("年" in error for error in page.errors)
    fields["postmarked_on"] = "R8.10.30"
    assert "消印があります" in Page(official.post(address(case_id), data=fields)).main.text
    with app.app_context():
        assert not db.session.scalars(select(Submission)).one().is_late


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"arrived_on": ""}, "届いた日を入力してください。"),
        ({"arrived_on": "2026/2/30"}, "2月30日はありません"),
        ({"arrived_on": "2999/1/1"}, "まだ来ていません"),
        ({"channel": ""}, "提出方法を選んでください。"),
        ({"channel": "form"}, "提出方法を選び直してください。"),
        ({"original_text": "\u200b\u3000"}, "届いた文章を入力してください。"),
        ({"opinions-0-about": "p:nowhere", "opinions-0-wording": "x"}, "対象を選び直してください。"),
        ({"channel": "committee", "name": ""}, "委員の氏名を入力してください。"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    app: Flask, official: FlaskClient, case_id: int, typed: dict[str, str], told: str
) -> None:
    fields = filled(official, case_id, address="架空町1-2", **typed)
    answer = official.post(address(case_id), data=fields)
    assert answer.status_code == 422
    page = Page(answer)
    assert any(told in error for error in page.errors)
    assert page.value("ご住所") == "架空町1-2"
    with app.app_context():
        assert db.session.scalar(select(func.count(Submission.id))) == 0


def test_a_way_that_the_case_does_not_accept_is_asked_about_and_then_taken(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    fields = filled(official, case_id, channel="fax")
    asked = official.post(address(case_id), data=fields)
    assert asked.status_code == 422 and "受け付けていません" in Page(asked).main.text
    fields["asked_about"] = Page(asked).hidden("asked_about")
    assert Page(official.post(address(case_id), data=fields)).heading == "意見の受付票"


def test_the_same_page_sent_twice_is_one_submission_and_changed_it_is_asked_about(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    """TR5, TR7."""
    fields = filled(official, case_id)
    first, second = (official.post(address(case_id), data=fields) for _ in range(2))
    assert Page(first).main.text == Page(second).main.text
    changed = official.post(address(case_id), data={**fields, "original_text": "別の手紙の文章です。"})
    assert changed.status_code == 409
    assert Page(changed).hidden("form_token") != fields["form_token"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Submission.id))) == 1


def test_the_next_letter_starts_with_the_same_way_and_day(official: FlaskClient, case_id: int) -> None:
    done = Page(official.post(address(case_id), data=filled(official, case_id)))
    following = Page(official.get(done.links["続けてもう1件"]))
    assert following.value("届いた日") == "2026/11/20"
    assert following.value("お名前") == ""
    chosen = [each for each in following.field("提出方法").all("option") if "selected" in each.attributes]
    assert [each.attributes["value"] for each in chosen] == ["post"]


def test_a_scan_waits_through_a_refused_form_and_belongs_to_the_letter(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    """0044, TP17, TX13."""
    fields = filled(official, case_id, arrived_on="", files=(io.BytesIO(SCAN), "葉書.jpg"))
    refused = Page(official.post(address(case_id), data=fields, content_type="multipart/form-data"))
    ticket = refused.root.first("input", name="keep").attributes["value"]
    official.post(address(case_id), data={**filled(official, case_id), "keep": ticket})
    with app.app_context():
        row = db.session.scalars(select(SubmissionFile)).one()
        assert row.file.name == "葉書.jpg" and not row.file.is_set_aside
    answer = official.post(f"/staff/consultations/{case_id}/submissions/1/files/1")
    assert answer.data == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    with app.app_context():
        looks = select(AuditEvent).where(AuditEvent.action == AuditAction.VIEWED)
        assert [each.object_type for each in db.session.scalars(looks)] == ["submission_file"]


@pytest.mark.parametrize(
    "file",
    [
        (b"<html>", "scan.jpg"),
        (b"PK\x03\x04", "scan.docx"),
        (b"<svg onload='alert(1)'/>\x00", "scan.png"),
    ],
)
def test_what_is_no_scan_is_refused_and_the_text_stays(
    official: FlaskClient, case_id: int, file: tuple[bytes, str]
) -> None:
    """TX11, TX13."""
    fields = filled(official, case_id, files=(io.BytesIO(file[0]), file[1]))
    answer = official.post(address(case_id), data=fields, content_type="multipart/form-data")
    assert answer.status_code == 422 and file[1] in " ".join(Page(answer).errors)
    assert Page(answer).value("届いた文章（全文）") == fields["original_text"]


def test_committee_members_are_one_person_each_and_counted_apart(
    app: Flask, official: FlaskClient, staff_client: Callable[..., FlaskClient], case_id: int
) -> None:
    """2名/3件 beside 1名/1件 (D8, R43)."""
    official.post(address(case_id), data=filled(official, case_id))
    for name, text in (("架空 委員", "一つ目"), ("架空 委員", "二つ目"), ("仮名 委員", "三つ目")):
        fields = filled(official, case_id, channel="committee", name=name, original_text=text)
        assert Page(official.post(address(case_id), data=fields)).heading == "意見の受付票"
    page = Page(staff_client(Role.DRAFTER).get(f"/staff/consultations/{case_id}/submissions/committee"))
    assert "2名/3件" in page.main.text and "1名/1件" in page.main.text
    assert "架空 委員" in page.main.text and "架空 花子" not in page.main.text


def test_pages_of_officials_are_not_there_for_others(
    staff_client: Callable[..., FlaskClient], case_id: int
) -> None:
    assert staff_client(Role.DRAFTER).get(address(case_id)).status_code == 404
    assert staff_client(Role.OFFICIAL).get(address(case_id + 99)).status_code == 404
