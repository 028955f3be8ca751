"""Who sends twice is 1名 and several 件, once staff say so (R42); who they are is shown behind a press that is logged."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.consultations.queries import received_by
from consult.domain.same_person import Sender, Told, alike, compared
from consult.domain.vocabulary import AuditAction, Role, SubmitterKind
from consult.extensions import db
from consult.models import AuditEvent, Consultation, Submission, Submitter
from consult.publication.round_reading import arrived
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries

NAME = "架空 花子"


@pytest.fixture
def twice(app: Flask) -> int:
    """A case with three submissions of one person, in three ways of writing, and one of somebody else."""
    with app.app_context():
        consultation = make.make_consultation()
        for name, address, email in (
            (NAME, "架空市１丁目２－３", ""),
            ("架空　花子", "架空市1丁目2-3", "hanako@example.jp"),
            ("はなこ", "", "HANAKO@example.jp"),
            ("別 太郎", "架空市９", "taro@example.jp"),
        ):
            submitter = Submitter(kind=SubmitterKind.PERSON, name=name, address=address, email=email)
            sent = make.make_submission(consultation=consultation, submitter=submitter)
            make.make_opinion(submission=sent)
        db.session.commit()
        return consultation.id


@pytest.fixture
def official(twice: int, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def people(app: Flask, case_id: int) -> tuple[int, int]:
    """名 on the case's page, and in its results."""
    with app.app_context():
        consultation = db.session.get_one(Consultation, case_id)
        return received_by([case_id])[case_id].submitters, len(
            {each.person for each in arrived(consultation)}
        )


def ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Submitter.id).order_by(Submitter.id)))


def decide(client: FlaskClient, case_id: int, act: str, *submitters: int) -> Page:
    data = {"act": act, "submitter": [str(each) for each in submitters]}
    return Page(client.post(f"/staff/consultations/{case_id}/sorting/people/decide", data=data))


def last_act(app: Flask, action: AuditAction) -> int:
    with app.app_context():
        found = select(AuditEvent.id).where(AuditEvent.action == action).order_by(AuditEvent.id.desc())
        return db.session.scalars(found).first() or 0


def test_names_stand_on_no_page_until_somebody_presses_and_the_press_is_logged(
    app: Flask, official: FlaskClient, twice: int
) -> None:
    address = f"/staff/consultations/{twice}/sorting/people"
    page = Page(official.get(address))
    assert "候補 1組（提出 3通）" in page.text
    assert "花子" not in page.text
    assert "example.jp" not in page.text
    shown = Page(official.post(address))
    assert NAME in shown.text
    assert "別 太郎" not in shown.text
    three = ids(app)[:3]
    with app.app_context():
        looks = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.VIEWED)).all()
        assert sorted(look.object_id or 0 for look in looks) == three
        assert NAME not in str([look.details for look in looks])


def test_three_sendings_become_one_person_everywhere_and_three_again(
    app: Flask, official: FlaskClient, twice: int
) -> None:
    first, second, third, other = ids(app)
    assert people(app, twice) == (4, 4)
    decide(official, twice, "same", second, third)
    assert people(app, twice) == (3, 3)
    page = decide(official, twice, "same", first, second)
    assert people(app, twice) == (2, 2)
    assert "確かめる候補はありません" in page.text
    undo = f"/staff/consultations/{twice}/sorting/people/acts/{last_act(app, AuditAction.MATCHED)}/undo"
    official.post(undo)
    assert people(app, twice) == (3, 3)
    with app.app_context():
        assert db.session.get_one(Submitter, third).same_as_id == second
    assert "すでに取り消されています" in Page(official.post(undo, follow_redirects=True)).text
    assert "2つ以上選んでください" in decide(official, twice, "same", other).text


def test_two_found_to_be_two_are_not_proposed_again_until_it_is_taken_back(
    app: Flask, official: FlaskClient, twice: int
) -> None:
    page = decide(official, twice, "apart", *ids(app)[:3])
    assert "確かめる候補はありません" in page.text
    assert people(app, twice) == (4, 4)
    official.post(
        f"/staff/consultations/{twice}/sorting/people/acts/{last_act(app, AuditAction.TOLD_APART)}/undo"
    )
    assert "候補 1組" in Page(official.get(f"/staff/consultations/{twice}/sorting/people")).text


def test_a_person_of_another_case_cannot_be_joined(app: Flask, official: FlaskClient, twice: int) -> None:
    with app.app_context():
        stranger = make.make_submission().submitter_id
        db.session.commit()
    assert "もう一度選んでください" in decide(official, twice, "same", ids(app)[0], stranger).text


def test_only_who_keeps_the_register_sees_who_sent_something(
    twice: int, staff_client: Callable[..., FlaskClient]
) -> None:
    drafter = staff_client(Role.DRAFTER)
    assert drafter.post(f"/staff/consultations/{twice}/sorting/people").status_code == 404
    assert "同じ提出者" not in drafter.get(f"/staff/consultations/{twice}/sorting").text


def test_withdrawn_ones_and_those_without_a_name_are_proposed_to_nobody(
    app: Flask, official: FlaskClient, twice: int
) -> None:
    with app.app_context():
        for submission in db.session.scalars(select(Submission).limit(3)):
            submission.withdrawn_at = make.NOW
        db.session.commit()
    assert (
        "確かめる候補はありません" in Page(official.get(f"/staff/consultations/{twice}/sorting/people")).text
    )


def test_who_is_corrected_is_compared_as_corrected(app: Flask, official: FlaskClient, twice: int) -> None:
    with app.app_context():
        last = db.session.scalars(select(Submitter).order_by(Submitter.id.desc())).first()
        assert last is not None
        last.email, last.phone = "", "0246-22-1111"
        db.session.scalars(select(Submitter).where(Submitter.name == "はなこ")).one().phone = "0246221111"
        db.session.commit()
    assert "候補 1組（提出 4通）" in Page(official.get(f"/staff/consultations/{twice}/sorting/people")).text


def test_an_organisation_and_a_person_of_one_name_and_place_are_not_compared(
    app: Flask, official: FlaskClient
) -> None:
    with app.app_context():
        case = make.make_consultation()
        for kind in (SubmitterKind.PERSON, SubmitterKind.ORGANISATION):
            by = Submitter(kind=kind, name="架空商店", address="架空市1")
            make.make_submission(consultation=case, submitter=by)
        db.session.commit()
        address = f"/staff/consultations/{case.id}/sorting/people"
    assert "確かめる候補はありません" in Page(official.get(address)).text


def test_names_are_read_for_those_alone_who_are_shown(app: Flask, official: FlaskClient, twice: int) -> None:
    """The page asks the database for digests: of 10,000 senders nobody's name is read to say that none is alike."""
    with counted_queries() as queries:
        official.get(f"/staff/consultations/{twice}/sorting/people")
    assert not [each for each in queries if "submitter.address" in each]


def sender(number: int, **fields: str) -> Sender:
    values = {"name": "", "address": "", "email": "", "phone": ""} | fields
    return Sender(number, number, compared(Told(is_organisation=False, **values)))


def test_a_chain_of_likenesses_is_one_group_and_an_equal_name_alone_is_none() -> None:
    found = alike(
        [
            sender(1, phone="０２４６（２２）１１１１"),
            sender(2, phone="0246-22-1111", email="a@example.jp"),
            sender(3, email="A@EXAMPLE.JP"),
            sender(4, name="架空 一郎"),
            sender(5, name="架空 一郎"),
            sender(6, phone="119"),
            sender(7, phone="119"),
        ]
    )
    assert [[each.id for each in group.senders] for group in found] == [[1, 2, 3]]
    assert found[0].shared == ("電話番号", "メールアドレス")
