"""Draft, division check, approval, frozen; back only with a comment (R35–R37, O13)."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Disposition, ResponseState, Role
from consult.extensions import db
from consult.models import AnswerGroup, Consultation, Opinion, ResponseAct, ResponseVersion
from tests import factories as make
from tests.consult.official_response.conftest import Case, add_opinion
from tests.pages import Page, value_of


def send(case: Case, client: FlaskClient, number: int = 1, **fields: str) -> object:
    return case.whole(client, number, do="send", **fields)


def acts(case: Case) -> list[tuple[str, int, str, bool]]:
    with case.app.app_context():
        rows = db.session.scalars(select(ResponseAct).order_by(ResponseAct.id))
        return [(each.step.value, each.version_number, each.comment, each.is_own_work) for each in rows]


def test_a_small_round_is_written_and_sent_from_answer_to_answer(case: Case, official: FlaskClient) -> None:
    page = case.page(official)
    assert "保存して決裁に回す" in page.buttons
    answer = send(case, official)
    assert answer.location.endswith("/answers/2")  # type: ignore[attr-defined]
    assert send(case, official, 2).location.endswith("/answers")  # type: ignore[attr-defined]
    assert case.response(2).state is ResponseState.AWAITING_APPROVAL


def test_what_is_missing_is_said_beside_its_field_and_what_was_written_is_kept(
    case: Case, official: FlaskClient
) -> None:
    answer = send(case, official, result_class=case.class_id(Disposition.EXPLAINED))
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert Page(answer).errors == ["案のとおりとする理由：案のとおりとする理由がありません。"]
    assert case.response().wording == "本数を見直します。"
    assert case.response().state is ResponseState.DRAFTING
    revised = send(case, official, result_class=case.class_id(Disposition.REVISED))
    assert "修正箇所がありません" in Page(revised).errors[0]


def test_with_a_division_the_answer_passes_its_check_and_is_returned_with_a_comment(
    case: Case, official: FlaskClient
) -> None:
    case.change(lambda: make.make_division(name="架空交通課"))
    official.post(f"{case.address}/1/division", data={"division": "1", "due_on": "R8.12.10", "version": "1"})
    assert "期限：令和8年12月10日(木)" in case.page(official).text
    send(case, official)
    assert case.response().state is ResponseState.CHECKING
    assert case.step(official, "returned").status_code == 422
    assert case.step(official, "returned", comment="便数を足してください。").status_code == 303
    assert "便数を足してください。" in case.page(official).text
    send(case, official)
    send(case, official)
    assert case.response().state is ResponseState.AWAITING_APPROVAL
    assert [act[0] for act in acts(case)] == [
        "sent_to_check",
        "returned",
        "sent_to_check",
        "sent_to_approval",
    ]


def test_approval_freezes_and_is_taken_back_only_by_an_approver_with_a_comment(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    send(case, official)
    assert case.step(official, "approved").status_code == 422
    assert case.step(approver, "approved").status_code == 303
    assert "決裁済みのため、内容は変えられません。" in case.page(official).text
    frozen = official.post(f"{case.address}/1", data={"wording": "変えた文。", "version": "3"})
    assert frozen.status_code == 409
    assert case.response().wording == "本数を見直します。"
    assert case.step(approver, "reopened").status_code == 422
    assert case.step(approver, "reopened", comment="数字の誤り。").status_code == 303
    assert case.write(official, wording="変えた文。").status_code == 303


def test_an_approver_who_has_written_the_answer_is_asked_and_it_is_recorded(
    case: Case, staff_client: Callable[..., FlaskClient]
) -> None:
    both = staff_client(Role.DRAFTER, Role.APPROVER)
    send(case, both)
    asked = case.step(both, "approved")
    assert asked.status_code == 422
    assert "自分が書いた回答ですが、決裁します" in Page(asked).text
    assert case.step(both, "approved", owns_up="yes").status_code == 303
    assert acts(case)[-1] == ("approved", 1, "", True)
    assert "自分が書いた回答を決裁" in case.page(both).text


def test_what_is_approved_is_what_the_approver_has_read(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    send(case, official)
    old = f"{case.response().version}-1"
    case.step(official, "returned", comment="直します。")
    send(case, official, wording="別の文。")
    assert approver.post(f"{case.address}/1/steps", data={"step": "approved", "seen": old}).status_code == 409
    assert case.response().state is ResponseState.AWAITING_APPROVAL


def test_the_approver_sees_what_differs_and_approves_many_at_once(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    send(case, official)
    send(case, official, 2)
    page = Page(approver.get(f"{case.address}/approval"))
    assert page.text.count("はじめての決裁です") == 2
    assert page.root.all("ins") == []
    case.step(approver, "returned", comment="時期を書いてください。")
    send(case, official, wording="来年度に本数を見直します。")
    page = Page(approver.get(f"{case.address}/approval"))
    assert [each.text for each in page.root.all("ins")] == ["下線の文字", "［追加］来年度に"]
    form = {
        each.attributes["name"]: each.attributes["value"]
        for each in page.root.all("input", type="hidden")
        if each.attributes["name"].startswith("seen")
    }
    answer = approver.post(
        f"{case.address}/approval", data={**form, "answer": ["1", "2"], "step": "approved"}
    )
    assert answer.status_code == 303
    assert {case.response(number).state for number in (1, 2)} == {ResponseState.APPROVED}


def test_the_approval_asks_again_when_opinions_have_gone_since_the_page_was_opened(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    case.change(lambda: add_opinion(db.session.get_one(Consultation, 1), "バスを夜も。", 1))
    send(case, official)
    send(case, official, 2)
    seen = {f"seen-{number}": f"{case.response(number).version}-{3 - number}" for number in (1, 2)}
    case.change(lambda: setattr(db.session.get_one(Opinion, 3), "withdrawn_at", make.NOW))

    asked = approver.post(f"{case.address}/approval", data={**seen, "answer": ["1", "2"], "step": "approved"})
    assert asked.status_code == 422
    assert "意見2件への回答でしたが、いまは1件です" in Page(asked).text
    assert case.response(2).state is ResponseState.AWAITING_APPROVAL
    one = approver.post(f"{case.address}/1/steps", data={"step": "approved", "seen": seen["seen-1"]})
    assert one.status_code == 409
    assert "いまは1件です" in Page(one).text

    again = Page(asked).root
    fresh = {
        each.attributes["name"]: value_of(each) for each in again.all("input") if "name" in each.attributes
    }
    ticked = [
        each.attributes["value"] for each in again.all("input", name="answer") if "checked" in each.attributes
    ]
    answer = approver.post(f"{case.address}/approval", data={**fresh, "answer": ticked, "step": "approved"})
    assert answer.status_code == 303
    assert {case.response(number).state for number in (1, 2)} == {ResponseState.APPROVED}
    done = Page(approver.get(f"{case.address}/approval"))
    assert done.links["公表前の確認に進む"].endswith("/results")


def test_many_are_returned_with_one_comment_and_those_that_changed_are_named(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    send(case, official)
    send(case, official, 2)
    data = {"answer": ["1", "2"], "seen-1": f"{case.response().version}-1", "seen-2": "1-1"}
    refused = approver.post(f"{case.address}/approval", data={**data, "step": "returned"})
    assert refused.status_code == 422
    answer = approver.post(
        f"{case.address}/approval", data={**data, "step": "returned", "comment": "直してください。"}
    )
    assert answer.status_code == 422
    assert "回答2：この回答は、開いてからほかの人が保存しています" in Page(answer).text.replace(" ", "")
    assert [case.response(n).state for n in (1, 2)] == [
        ResponseState.DRAFTING,
        ResponseState.AWAITING_APPROVAL,
    ]


def test_many_go_to_approval_at_once_and_the_incomplete_ones_are_named(
    case: Case, official: FlaskClient
) -> None:
    case.whole(official)
    data = {"answer": ["1", "2"], "act": "approval"}
    data |= {f"seen-{number}": f"{case.response(number).version}-1" for number in (1, 2)}
    answer = official.post(case.address, data=data)
    assert answer.status_code == 422
    assert "市の考え方がありません。" in Page(answer).text
    assert [case.response(n).state for n in (1, 2)] == [
        ResponseState.AWAITING_APPROVAL,
        ResponseState.DRAFTING,
    ]


def test_any_two_versions_are_compared_word_by_word(case: Case, official: FlaskClient) -> None:
    for wording in ("四本にします。", "六本にします。", "六本にしました。"):
        case.write(official, wording=wording)
    page = Page(official.get(f"{case.address}/1/versions"))
    assert [each.text for each in page.root.all("del")][1:] == ["［削除］にします"]
    page = Page(official.get(f"{case.address}/1/versions?old=1&new=2"))
    assert [each.text for each in page.root.all("ins")][1:] == ["［追加］六"]
    assert official.get(f"{case.address}/1/versions?old=99&new=x").status_code == 200


def test_the_version_of_an_approval_says_how_many_opinions_it_stands_for(
    case: Case, official: FlaskClient, approver: FlaskClient
) -> None:
    send(case, official)
    case.step(official, "returned", comment="もう1件ありました。")

    def one_more() -> None:
        add_opinion(db.session.get_one(AnswerGroup, 1).consultation, "バスを。", 1)

    case.change(one_more)
    send(case, official)
    case.step(approver, "approved")
    with case.app.app_context():
        versions = db.session.scalars(select(ResponseVersion).order_by(ResponseVersion.number)).all()
        assert [each.content["opinions"] for each in versions] == [1, 2]
    assert acts(case)[-1][:2] == ("approved", 2)
