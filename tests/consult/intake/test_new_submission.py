"""A citizen sends several opinions at once: form, confirmation, receipt (C3–C6, R24, TR6, TP6, TP13)."""

from flask import Flask
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Channel, SubmitterKind
from consult.extensions import db
from consult.models import AuditEvent, Opinion, Submission
from tests.consult.intake.citizen import Citizen, labels_seen, receipt_shown, rows, wordings
from tests.pages import Page


def test_three_opinions_are_one_submission_of_one_person(citizen: Citizen, app: Flask) -> None:
    citizen.send("バスを増やしてほしい。", "公園に木陰がほしい。", "図書館を夜も開けてほしい。")
    assert rows(app) == (1, 3)
    assert wordings(app) == ["バスを増やしてほしい。", "公園に木陰がほしい。", "図書館を夜も開けてほしい。"]


def test_the_form_has_the_labels_that_the_outside_relies_on(citizen: Citizen) -> None:
    labels = labels_seen(citizen.open().page)
    assert [each.split(" ")[0] for each in labels] == ["お名前", "ご住所", "メールアドレス", "対象", "ご意見"]


def test_nothing_about_the_writer_is_demanded(citizen: Citizen, app: Flask) -> None:
    assert citizen.send("バスを増やしてほしい。")
    with app.app_context():
        submission = db.session.scalars(select(Submission)).one()
        assert submission.submitter.kind is SubmitterKind.ANONYMOUS
        assert submission.channel is Channel.FORM


def test_name_address_and_mail_are_kept_as_typed(citizen: Citizen, app: Flask) -> None:
    citizen.send("橋を直して。", name="髙﨑　𠮷子", address="１－２－３", email="Ｙｏｓｈｉｋｏ＠example.jp")
    with app.app_context():
        submitter = db.session.scalars(select(Submission)).one().submitter
        assert (submitter.name, submitter.address) == ("髙﨑　𠮷子", "１－２－３")
        assert submitter.email == "Ｙｏｓｈｉｋｏ＠example.jp"
        assert submitter.kind is SubmitterKind.PERSON


def test_each_opinion_is_about_the_whole_draft_or_one_package(citizen: Citizen, app: Flask) -> None:
    citizen.send("全体への意見", "移動への意見", about_1="A")
    with app.app_context():
        opinions = db.session.scalars(select(Opinion).order_by(Opinion.position)).all()
        assert [each.about_package for each in opinions] == [None, "A"]
        assert [each.position for each in opinions] == [1, 2]


def test_a_link_from_a_package_preselects_it(citizen: Citizen) -> None:
    assert citizen.open("?about=B").page.value("対象") == "p:B"


def test_an_unknown_package_in_the_link_is_the_whole_draft(citizen: Citizen) -> None:
    assert citizen.open("?about=Z9").page.value("対象") == ""


def test_the_confirmation_shows_exactly_what_will_be_kept(citizen: Citizen, app: Flask) -> None:
    text = "一行目\n　二行目は字下げ\n\n四行目  二つの空白"
    page = citizen.open().press("confirm", wording=text, name="架空　花子").page
    assert page.heading == "内容の確認"
    shown = page.main.first("li", id="opinion-1").first("bdi")
    assert "".join(child for child in shown.children if isinstance(child, str)) == text
    assert page.main.first("dl").first("bdi").text == "架空 花子"
    assert rows(app) == (0, 0)


def test_going_back_from_the_confirmation_loses_nothing(citizen: Citizen) -> None:
    citizen.open().press("add")
    citizen.press(
        "confirm", wording="一つ目", wording_1="二つ目", about_1="B", name="架空花子", email="a@example.jp"
    )
    page = citizen.press("edit").page
    assert page.value("お名前") == "架空花子"
    assert page.value("メールアドレス") == "a@example.jp"
    assert citizen.cards == ["一つ目", "二つ目"]


def test_adding_an_opinion_without_scripts_says_which_one_it_is(citizen: Citizen) -> None:
    page = citizen.open().press("add", wording="一つ目").press("add", wording_1="二つ目").page
    assert page.main.first(role="status").text == "3件目の欄を追加しました。"
    assert [legend.text for legend in page.main.all("legend")] == ["意見1", "意見2", "意見3"]
    assert page.value("ご意見") == "一つ目"


def test_a_removed_opinion_can_be_brought_back(citizen: Citizen) -> None:
    citizen.open().press("add").press("remove-0", wording="大切な意見", wording_1="残す意見")
    assert citizen.cards == ["残す意見"]
    citizen.press("restore")
    assert citizen.cards == ["残す意見", "大切な意見"]


def test_removing_the_only_opinion_leaves_an_empty_card(citizen: Citizen) -> None:
    page = citizen.open().press("remove-0", wording="やめた意見").page
    assert page.value("ご意見") == ""


def test_enter_in_a_text_field_presses_no_remove_button(citizen: Citizen) -> None:
    first = citizen.open().page.main.all("button")[0]
    assert first.attributes["value"] == "confirm"


def test_two_people_with_the_same_text_are_two(citizen: Citizen, app: Flask) -> None:
    """TR6."""
    first = citizen.send("同じ文面の意見です。")
    second = Citizen(app.test_client(), citizen.consultation_id).send("同じ文面の意見です。")
    assert first != second
    assert rows(app) == (2, 2)


def test_one_person_may_send_again_and_nothing_is_overwritten(citizen: Citizen, app: Flask) -> None:
    citizen.send("一通目")
    citizen.send("二通目")
    assert wordings(app) == ["一通目", "二通目"]


def test_additional_fields_change_nothing(citizen: Citizen, app: Flask) -> None:
    """TP6: who adds fields to the form gains nothing by it."""
    citizen.open()
    extra = {"role": "admin", "received_at": "2020-01-01", "consultation_id": "99", "channel": "committee"}
    citizen.press("confirm", wording="普通の意見").press("send", **extra)
    with app.app_context():
        submission = db.session.scalars(select(Submission)).one()
        assert submission.consultation_id == citizen.consultation_id
        assert submission.channel is Channel.FORM
        assert submission.received_at == app.config["REHEARSAL_NOW"]


def test_receiving_leaves_an_audit_event_without_words_or_names(citizen: Citizen, app: Flask) -> None:
    citizen.send("監査に出てはいけない文", name="架空花子")
    with app.app_context():
        event = db.session.scalars(select(AuditEvent)).one()
        assert event.action is AuditAction.RECEIVED
        assert event.actor == "citizen"
        assert event.details == {"channel": "form", "opinions": 1}


def test_every_page_with_somebodys_words_is_kept_out_of_caches(citizen: Citizen) -> None:
    """TP13. The empty form may stay in its reader's own history: the back key then keeps what was typed."""
    empty = citizen.open().last
    assert empty and empty.headers["Cache-Control"] == "private, no-cache"
    for act in ("add", "confirm", "edit", "confirm", "send"):
        answer = citizen.press(
            act, **({"wording": "意見", "wording_1": "別"} if act == "confirm" else {})
        ).last
        assert answer and answer.headers["Cache-Control"] == "no-store"


def test_the_receipt_number_stands_in_no_address_title_or_cookie(citizen: Citizen) -> None:
    number = citizen.send("意見")
    plain = number.replace("-", "")
    assert citizen.last
    page = citizen.page
    assert plain not in str(citizen.last.headers)
    assert number not in page.root.first("title").text and plain not in page.root.first("title").text
    assert not any(plain in href or number in href for href in page.links.values())
    assert citizen.last.history == ()


def test_the_database_knows_only_hashes_of_receipt_and_token(
    citizen: Citizen, app: Flask, data_folder
) -> None:  # type: ignore[no-untyped-def]
    citizen.open()
    token = citizen.page.hidden("form_token")
    citizen.press("confirm", wording="意見").press("send")
    number = receipt_shown(citizen.page).replace("-", "")
    raw = (data_folder / "consult.sqlite3").read_bytes()
    assert number.encode() not in raw
    assert token.encode() not in raw


def test_an_unannounced_consultation_answers_like_one_that_does_not_exist(
    citizen: Citizen, app: Flask
) -> None:
    from consult.domain.vocabulary import ConsultationStage
    from tests import factories

    with app.app_context():
        hidden = factories.make_consultation(stage=ConsultationStage.DRAFT).id
        db.session.commit()
    answers = [citizen.client.get(f"/consultations/{each}/opinions") for each in (hidden, 9999)]
    assert [each.status_code for each in answers] == [404, 404]
    assert _without_nonce(answers[0]) == _without_nonce(answers[1])


def _without_nonce(answer) -> str:  # type: ignore[no-untyped-def]
    page = Page(answer)
    return answer.get_data(as_text=True).replace(page.root.first("script").attributes["nonce"], "")


def test_too_many_opinions_are_told_in_japanese(citizen: Citizen) -> None:
    citizen.open()
    citizen.press(
        "confirm", **{f"wording_{n}": "ほしい。" for n in range(51)}, **{f"about_{n}": "" for n in range(51)}
    )
    assert citizen.page.errors == ["意見：一度に送れる意見は50件までです。1件は分けて送ってください。"]
