"""Passages that may not leave: proposed by the machine, decided by a person, undone, and on record without the words."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Facet, PassageOutcome, Role
from consult.extensions import db
from consult.models import AuditEvent, Opinion, PersonalLook, Redaction
from consult.personal_looks import look_at_waiting
from consult.redactions import passages_of
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

PHONE = "090-0000-1234"
WORDING = f"バスを増やしてほしい。連絡は{PHONE}まで。"


@pytest.fixture
def client(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def opinion_id(app: Flask) -> int:
    with app.app_context():
        factories.make_plan()
        opinion = factories.make_opinion(wording=WORDING, gist=f"バスの増便。{PHONE}へ")
        db.session.commit()
        return opinion.id


def address(opinion_id: int, tail: str = "") -> str:
    return f"/staff/review/{opinion_id}/passages{tail}"


def place(opinion_id: int, **more: str) -> dict[str, str]:
    start = WORDING.index(PHONE)
    return {"start": str(start), "end": str(start + len(PHONE)), "kind": "phone", **more}


def decisions(app: Flask) -> list[Redaction]:
    with app.app_context():
        return list(db.session.scalars(select(Redaction).order_by(Redaction.id)))


def test_a_likely_passage_is_proposed_with_a_word_and_nothing_is_decided(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    for page in (Page(client.get(address(opinion_id))), Page(client.get(f"/staff/review/{opinion_id}"))):
        assert "個人情報の確認が済んでいません" in page.text
        assert f"候補1 電話番号「{PHONE}」" in page.text
    assert decisions(app) == []


def test_a_person_masks_it_with_a_reason_and_the_wording_stays(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    sent = place(opinion_id, outcome="masked", reason="personal", note="本人の携帯")
    assert client.post(address(opinion_id), data=sent).status_code == 303
    [row] = decisions(app)
    assert (row.outcome, row.reason.label, row.note) == (PassageOutcome.MASKED, "個人情報", "本人の携帯")
    page = Page(client.get(address(opinion_id)))
    assert "個人情報の確認が済んでいません" not in page.text
    assert "連絡は〔非公表〕まで。" in page.text
    assert "要旨にも、伏せる言葉か個人情報らしい言葉が入っています" in page.text
    with app.app_context():
        assert db.session.get_one(Opinion, opinion_id).wording == WORDING


def test_what_may_leave_after_all_is_decided_too_and_needs_no_reason(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    client.post(address(opinion_id), data=place(opinion_id, outcome="kept"))
    page = Page(client.get(address(opinion_id)))
    assert "個人情報の確認が済んでいません" not in page.text
    assert f"伏せない「{PHONE}」" in page.text
    assert "〔非公表〕まで" not in page.text


def test_a_decision_is_taken_back_and_the_proposal_waits_again(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    client.post(address(opinion_id), data=place(opinion_id, outcome="kept"))
    [row] = decisions(app)
    assert client.post(address(opinion_id, f"/{row.id}/undo")).status_code == 303
    assert "個人情報の確認が済んでいません" in Page(client.get(address(opinion_id))).text
    [row] = decisions(app)
    assert row.undone_at and row.undone_by_id
    assert client.post(address(opinion_id, f"/{row.id}/undo")).status_code == 409


def test_the_same_decision_twice_is_one_and_another_takes_its_place(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    for outcome in ("kept", "kept", "masked"):
        client.post(address(opinion_id), data=place(opinion_id, outcome=outcome, reason="personal"))
    first, second = decisions(app)
    assert (first.outcome, bool(first.undone_at)) == (PassageOutcome.KEPT, True)
    assert (second.outcome, second.undone_at) == (PassageOutcome.MASKED, None)


def test_any_other_words_are_masked_wherever_they_stand(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    client.post(address(opinion_id, "/words"), data={"words": "バス", "reason": "third_party"})
    [row] = decisions(app)
    assert (row.span, row.kind.label, row.reason.label) == ((0, 2), "職員が指した箇所", "第三者の利益")


@pytest.mark.parametrize(
    ("tail", "sent", "said"),
    [
        ("/words", {"words": "電車", "reason": "personal"}, "原文にありません"),
        ("/words", {"words": "  ", "reason": "personal"}, "原文にありません"),
        ("/words", {"words": "バス", "reason": "other"}, "補足に理由"),
        ("/words", {"words": "バス"}, "理由を選んで"),
        ("", {"start": "0", "end": "9999", "kind": "name", "outcome": "kept"}, "原文にありません"),
        ("", {"start": "0", "end": "2", "kind": "name", "outcome": "masked"}, "理由を選んで"),
    ],
)
def test_what_cannot_be_decided_is_said_in_words(
    app: Flask, client: FlaskClient, opinion_id: int, tail: str, sent: dict[str, str], said: str
) -> None:
    answer = client.post(address(opinion_id, tail), data=sent)
    assert answer.status_code == 422
    assert said in Page(answer).text
    assert decisions(app) == []


@pytest.mark.parametrize(
    "wrong", [{"start": "-1"}, {"end": "x"}, {"kind": "secret"}, {"outcome": "gone"}, {"reason": "whim"}]
)
def test_a_form_that_no_page_sends_is_refused(
    client: FlaskClient, opinion_id: int, wrong: dict[str, str]
) -> None:
    sent = place(opinion_id, outcome="masked", reason="personal") | wrong
    assert client.post(address(opinion_id), data=sent).status_code == 400


def test_everything_that_waits_is_decided_by_one_press(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        opinion = factories.make_opinion(wording="担当は佐藤です。電話は090-0000-5678です。")
        db.session.commit()
        opinion_id = opinion.id
    client.post(address(opinion_id), data={"all": "masked", "reason": "personal"})
    assert len(decisions(app)) == 2
    assert "担当は〔非公表〕です。電話は〔非公表〕です。" in Page(client.get(address(opinion_id))).text


def test_a_decision_is_on_record_without_the_words(app: Flask, client: FlaskClient, opinion_id: int) -> None:
    client.post(address(opinion_id), data=place(opinion_id, outcome="masked", reason="personal"))
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.REDACTED)).one()
        assert event.details == {"opinion_id": opinion_id, "kind": "phone", "reason": "personal"}
        assert event.staff_member_id


def test_the_worker_looks_once_and_the_queue_lists_what_waits_also_when_tags_are_decided(
    app: Flask, client: FlaskClient, opinion_id: int
) -> None:
    with app.app_context():
        factories.make_opinion(wording="道が暗い。")
        published = factories.make_opinion(published_page=factories.make_published_page(), wording=WORDING)
        factories.make_review(
            opinion=db.session.get_one(Opinion, opinion_id), confirmed={Facet.THEME: ["machi"]}
        )
        db.session.commit()
        assert look_at_waiting(100, batch=1) == 2
        assert look_at_waiting(100, batch=1) == 0
        looks = {each.opinion_id: each.undecided for each in db.session.scalars(select(PersonalLook))}
        assert looks[opinion_id] == 1 and sum(looks.values()) == 1
        # 公表済みの資料には候補を出さない
        assert published.id not in looks
        assert passages_of({published.id: WORDING})[published.id].undecided == []
    page = Page(client.get("/staff/review?personal=waiting"))
    assert [article.first("h2").text for article in page.main.all("article")] == [f"意見{opinion_id}"]
    assert "個人情報の確認待ち" in page.text
    client.post(address(opinion_id), data=place(opinion_id, outcome="kept"))
    assert Page(client.get("/staff/review?personal=waiting")).main.all("article") == []


def test_a_new_look_of_the_finder_leaves_decisions(app: Flask, client: FlaskClient, opinion_id: int) -> None:
    client.post(address(opinion_id), data=place(opinion_id, outcome="masked", reason="personal"))
    with app.app_context():
        db.session.query(PersonalLook).update({"finder_version": "earlier", "undecided": 7})
        db.session.commit()
        assert look_at_waiting(100, batch=50) == 1
        assert db.session.scalars(select(PersonalLook.undecided)).one() == 0
    assert len(decisions(app)) == 1


def test_the_page_costs_the_same_for_one_passage_and_thirty(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        opinion = factories.make_opinion(wording="佐藤さん。" * 60)
        factories.make_redaction(opinion=opinion, start=0, end=2)
        db.session.commit()
        opinion_id = opinion.id
    client.get(address(opinion_id))
    with counted_queries() as few:
        client.get(address(opinion_id))
    with app.app_context():
        opinion = db.session.get_one(Opinion, opinion_id)
        for number in range(1, 30):
            factories.make_redaction(opinion=opinion, start=5 * number, end=5 * number + 2)
        db.session.commit()
    with counted_queries() as many:
        client.get(address(opinion_id))
    assert len(many) == len(few) <= 12
