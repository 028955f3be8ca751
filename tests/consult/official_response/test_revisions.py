"""What changes in the draft because of opinions: written once, linked to every answer it answers (D5, R36)."""

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Disposition, ResponseState
from consult.extensions import db
from consult.models import Consultation, OfficialResponse, ResponseVersion, Revision
from tests import factories as make
from tests.consult.official_response.conftest import Case
from tests.pages import Page

CHANGE = {
    "section": "s1",
    "place": "",
    "before": "バスを一日六本にします。",
    "after": "バスを一日八本にします。",
}


def draft(case: Case) -> None:
    case.change(lambda: make.make_draft_text(consultation=db.session.get_one(Consultation, 1)))


def write(case: Case, client: FlaskClient, number: int = 1, **fields: str) -> object:
    return client.post(f"{case.address}/{number}/revisions/new", data={**CHANGE, **fields})


def test_a_change_of_the_draft_stands_in_its_answer_in_the_list_and_in_its_version(
    case: Case, official: FlaskClient
) -> None:
    draft(case)
    assert write(case, official).status_code == 303  # type: ignore[attr-defined]
    assert "第1章 移動" in case.page(official).text
    assert "［削除］六" in Page(official.get(f"{case.address}/revisions")).text
    with case.app.app_context():
        revisions = db.session.scalars(select(ResponseVersion.content)).one()["revisions"]
    assert revisions == [
        {"place": "第1章 移動", "key": "s1", "before": CHANGE["before"], "after": CHANGE["after"]}
    ]
    sent = case.whole(official, do="send", result_class=case.class_id(Disposition.REVISED))
    assert sent.status_code == 303


def test_place_and_both_texts_are_asked_for_beside_their_fields(case: Case, official: FlaskClient) -> None:
    answer = write(case, official, section="", before="", after="")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert len(Page(answer).errors) == 3
    same = write(case, official, section="", place="1ページ", after=CHANGE["before"])
    assert "修正前と同じ文です。" in Page(same).text


def test_a_text_before_that_the_draft_does_not_have_is_told_and_kept(
    case: Case, official: FlaskClient
) -> None:
    draft(case)
    write(case, official, before="鉄道を延ばします。")
    assert "案の中に見つかりません" in case.page(official).text
    write(case, official, before="（新設）")
    assert "案の中に見つかりません" not in case.page(official).text


def test_one_change_answers_two_groups_and_is_taken_off_again(case: Case, official: FlaskClient) -> None:
    write(case, official, section="", place="第1章")
    official.post(f"{case.address}/2/revisions/link", data={"revision": "1"})
    row = Page(official.get(f"{case.address}/revisions")).rows("修正箇所")[1]
    assert row[2:4] == ["回答1、回答2", "2"]
    official.post(f"{case.address}/1/revisions/1/unlink")
    assert Page(official.get(f"{case.address}/revisions")).rows("修正箇所")[1][2] == "回答2"


def test_what_an_approved_answer_says_does_not_change_under_it(case: Case, official: FlaskClient) -> None:
    write(case, official, section="", place="第1章")

    def approve() -> None:
        db.session.get_one(OfficialResponse, 1).state = ResponseState.APPROVED

    case.change(approve)
    edit = f"{case.address}/revisions/1/edit"
    data = {**CHANGE, "section": "", "place": "第2章", "version": "1"}
    answer = official.post(edit, data=data)
    assert answer.status_code == 409
    assert "回答1は決裁済みです" in Page(answer).text
    assert official.post(f"{case.address}/revisions/1/removal").status_code == 409
    assert official.post(f"{case.address}/1/revisions/1/unlink").status_code == 409
    late = write(case, official, section="", place="第3章")
    assert late.status_code == 409  # type: ignore[attr-defined]
    assert Page(late).value("箇所（ことばで）") == "第3章"
    with case.app.app_context():
        assert db.session.scalars(select(Revision.place)).all() == ["第1章"]


def test_two_who_change_one_place_see_both_texts_and_a_removed_one_comes_back(
    case: Case, official: FlaskClient
) -> None:
    write(case, official, section="", place="第1章")
    edit = f"{case.address}/revisions/1/edit"
    data = {**CHANGE, "section": "", "place": "第1章", "version": "1"}
    official.post(edit, data={**data, "after": "先の文。"})
    late = official.post(edit, data={**data, "after": "あとの文。"})
    assert late.status_code == 409
    assert "先の文。" in Page(late).text
    assert "あとの文。" in Page(late).text
    official.post(f"{case.address}/revisions/1/removal", data={"act": "remove"})
    assert "先の文。" not in case.page(official).text
    official.post(f"{case.address}/revisions/1/removal", data={"act": "put_back"})
    assert "先の文。" in case.page(official).text


def test_a_change_of_another_case_is_not_there(case: Case, official: FlaskClient) -> None:
    case.change(lambda: make.make_revision(consultation=make.make_consultation()))
    assert official.get(f"{case.address}/revisions/1/edit").status_code == 404
    assert official.post(f"{case.address}/1/revisions/link", data={"revision": "1"}).status_code == 404
