"""An answer is written beside the voices it answers; nobody overwrites anybody (O12, TW1, TW4)."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Disposition, ResponseState, Role
from consult.extensions import db
from consult.models import AnswerGroup, Opinion, ResponseVersion, SummaryQuotation
from tests import factories as make
from tests.consult.official_response.conftest import WORDINGS, Case, add_opinion
from tests.pages import Page


def test_what_is_saved_stands_there_again_and_is_a_version(case: Case, official: FlaskClient) -> None:
    assert case.whole(official).status_code == 303
    page = case.page(official)
    assert page.value("市の考え方") == "本数を見直します。"
    assert page.value("反映区分") == case.class_id(Disposition.REFERENCE)
    with case.app.app_context():
        content = db.session.scalars(select(ResponseVersion.content)).one()
    assert content["class_label"] == "今後の参考とするもの"
    assert content["summary"] == WORDINGS[0]
    case.write(official)
    with case.app.app_context():
        assert len(db.session.scalars(select(ResponseVersion)).all()) == 1


def test_a_sentence_of_an_opinion_is_pressed_into_the_summary_and_nothing_is_saved_yet(
    case: Case, official: FlaskClient
) -> None:
    case.write(official, summary="")
    page = case.page(official)
    quote = page.root.all("button", name="quote")[1]
    answer = case.write(official, summary="バスの話。", wording="書きかけ", quote=quote.attributes["value"])
    assert answer.status_code == 200
    assert case.group().summary == ""
    text = answer.get_data(as_text=True)
    assert "バスの話。停留所も近くにほしい。" in text
    assert "書きかけ" in text


def test_the_summary_remembers_which_sentences_it_was_made_of(case: Case, official: FlaskClient) -> None:
    case.write(official, summary="まとめると、停留所も近くにほしい。とのこと。")
    with case.app.app_context():
        kept = db.session.scalars(select(SummaryQuotation)).one()
    assert WORDINGS[0][kept.start_at : kept.end_at] == "停留所も近くにほしい。"


def test_words_that_stand_in_no_opinion_are_shown_and_not_refused(case: Case, official: FlaskClient) -> None:
    assert case.write(official, summary="バスを増やし、運賃を無料に。").status_code == 303
    page = case.page(official)
    assert "どの意見にもないことば" in page.text
    assert [mark.text for mark in page.root.all("mark")] == ["運賃", "無料"]
    case.write(official, summary="停留所も、ﾊﾞｽも。")
    assert "どの意見にもないことば" not in case.page(official).text


def test_what_is_masked_is_masked_in_the_sentences_that_are_offered(
    case: Case, official: FlaskClient
) -> None:
    def mask() -> None:
        opinion = db.session.get_one(Opinion, 1)
        make.make_redaction(opinion=opinion, start=0, end=2)

    case.change(mask)
    quote = case.page(official).root.first("button", name="quote")
    assert "〔非公表〕を増やしてほしい。" in case.page(official).text
    answer = case.write(official, summary="", quote=quote.attributes["value"])
    assert Page(answer).value("意見の概要") == "〔非公表〕を増やしてほしい。"


def test_two_who_save_at_once_see_both_texts_and_the_second_may_choose(
    case: Case, official: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    colleague = staff_client(Role.DRAFTER)
    opened = case.page(colleague).hidden("version")
    case.whole(official, wording="先に保存した文。")
    answer = case.write(colleague, wording="あとから来た文。", version=opened)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "先に保存した文。" in text
    assert "あとから来た文。" in text
    assert case.response().wording == "先に保存した文。"
    assert case.write(colleague, wording="あとから来た文。").status_code == 303
    assert case.response().wording == "あとから来た文。"


def test_two_who_write_first_on_a_group_without_an_answer_notice_each_other(
    case: Case, official: FlaskClient
) -> None:
    def another() -> None:
        consultation = db.session.get_one(AnswerGroup, 1).consultation
        add_opinion(consultation, "三つ目。", make.make_answer_group(consultation=consultation, number=3).id)

    case.change(another)
    opened = case.page(official, 3).hidden("version")
    assert case.write(official, 3, wording="先の文。", version=opened).status_code == 303
    assert case.write(official, 3, wording="あとの文。", version=opened).status_code == 409


def test_a_text_that_is_too_long_and_a_class_of_another_case_are_refused_beside_their_fields(
    case: Case, official: FlaskClient
) -> None:
    assert case.write(official, wording="あ" * 10_001).status_code == 422

    def other() -> None:
        make.make_result_class(consultation=make.make_consultation())

    case.change(other)
    assert case.write(official, result_class="4").status_code == 422
    assert case.response().result_class_id is None


def test_an_answer_of_another_case_is_not_there(case: Case, official: FlaskClient) -> None:
    case.change(lambda: make.make_consultation())
    assert official.get("/staff/consultations/2/answers/1").status_code == 404
    assert official.post("/staff/consultations/2/answers/1", data={"wording": "x"}).status_code == 404


def test_remarks_stay_among_colleagues_and_their_writer_takes_them_back(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    remarks = f"{case.address}/1/remarks"
    assert official.post(remarks, data={"remark": "\u3000"}).status_code == 422
    official.post(remarks, data={"remark": "交通担当に確かめる。"})
    assert "交通担当に確かめる。" in case.page(approver).text
    assert approver.post(f"{remarks}/1/remove").status_code == 400
    case.whole(official)
    exported = official.post(f"{case.address}/export", data={"file": "csv"}).get_data(as_text=True)
    assert "本数を見直します。" in exported
    assert "交通担当" not in exported
    official.post(f"{remarks}/1/remove")
    assert "交通担当" not in case.page(official).text


def test_approved_answers_to_like_opinions_are_offered_and_pressed_in(
    case: Case, official: FlaskClient
) -> None:
    def earlier() -> None:
        other = make.make_consultation(title="前の案")
        for wording, answer in ((WORDINGS[0], "運行を見直しました。"), ("公園に木を植えて。", "植えます。")):
            group = make.make_answer_group(consultation=other, summary=wording)
            make.make_official_response(group=group, wording=answer, state=ResponseState.APPROVED)
            add_opinion(other, wording, group.id)
        unapproved = make.make_answer_group(consultation=other, summary=WORDINGS[0])
        make.make_official_response(group=unapproved, wording="まだ決裁のない文。")

    case.change(earlier)
    page = case.page(official)
    assert "前の案" in page.text
    assert "同じ文の意見への回答・概要のことばが似ている回答" in page.text
    assert "植えます。" not in page.text
    assert "まだ決裁のない文。" not in page.text
    press = page.root.first("button", name="reuse").attributes["value"]
    answer = case.write(official, wording="市は、", reuse=press)
    assert "市は、\n運行を見直しました。" in answer.get_data(as_text=True)
    assert "まだ決裁のない文。" not in case.write(official, reuse="5").get_data(as_text=True)
