"""The way back: one's own text by the receipt number, nobody else's by guessing (C6, TP14, TP15)."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain import receipt
from consult.domain.receipt import new_form_token, receipt_number
from consult.extensions import db
from consult.models import Opinion, Submission
from tests import factories
from tests.consult.intake.citizen import Citizen
from tests.pages import Page
from tests.query_counting import counted_queries

WRITINGS = [
    str.lower,
    lambda number: number.replace("-", ""),
    lambda number: number.replace("-", " "),
    lambda number: number.replace("-", "－"),
    lambda number: number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    lambda number: f"　{number}\n",
]


def look_up(citizen: Citizen, typed: str, **more: str):  # type: ignore[no-untyped-def]
    return citizen.client.post("/receipt", data={"receipt": typed, **more})


def test_the_receipt_opens_ones_own_text(citizen: Citizen) -> None:
    number = citizen.send("わたしの意見", "もう一つの意見", about_1="A")
    page = Page(look_up(citizen, number))
    assert page.heading == "あなたが送った意見"
    assert [bdi.text for bdi in page.main.all("bdi")] == ["わたしの意見", "もう一つの意見"]
    assert "対象：移動しやすいまちPJ" in page.main.text


@pytest.mark.parametrize("written", WRITINGS)
def test_width_case_spaces_and_hyphens_do_not_matter(citizen: Citizen, written) -> None:  # type: ignore[no-untyped-def]
    number = citizen.send("わたしの意見")
    assert Page(look_up(citizen, written(number))).heading == "あなたが送った意見"


def test_somebody_elses_text_is_not_on_the_page(citizen: Citizen, app: Flask) -> None:
    Citizen(app.test_client(), citizen.consultation_id).send("ほかの人の意見")
    assert "ほかの人の意見" not in Page(look_up(citizen, citizen.send("わたしの意見"))).text


def test_a_slip_of_the_pen_is_told_as_one(citizen: Citizen) -> None:
    number = citizen.send("意見")
    wrong = ("A" if number[0] != "A" else "B") + number[1:]
    assert "打ち間違い" in Page(look_up(citizen, wrong)).errors[0]


@pytest.mark.parametrize("typed", ["", "ABCD", "0000-" * 7, "😀" * 28, "A" * 100_000])
def test_what_can_be_no_receipt_number_is_told_and_kept(citizen: Citizen, typed: str) -> None:
    answer = look_up(citizen, typed)
    assert answer.status_code == 422
    assert Page(answer).value("受付番号") == typed


def test_all_wrong_numbers_get_the_same_answer(citizen: Citizen, app: Flask) -> None:
    """TP14: there is nothing to tell a near miss from nonsense, and the number typed is all that differs."""
    citizen.send("意見")
    wrong = [receipt_number(new_form_token()) for _ in range(2)]
    pages = [look_up(citizen, each) for each in wrong]
    bodies = []
    for number, page in zip(wrong, pages, strict=True):
        assert page.status_code == 422
        # Both are new on each page; the token also names the second of its making.
        text = re.sub(r'nonce="[^"]+"|name="csrf_token"[^>]+', "", page.get_data(as_text=True))
        bodies.append(text.replace(number, ""))
    assert bodies[0] == bodies[1]


def test_a_wrong_number_asks_the_database_no_more_than_once(citizen: Citizen) -> None:
    with counted_queries() as queries:
        look_up(citizen, receipt_number(new_form_token()))
    assert len([each for each in queries if "submission" in each]) == 1


def test_guessing_is_slowed_with_a_readable_429(citizen: Citizen) -> None:
    """TP15."""
    answers = [look_up(citizen, receipt_number(new_form_token())) for _ in range(12)]
    assert [each.status_code for each in answers[:10]] == [422] * 10
    assert answers[-1].status_code == 429
    assert "時間をおいて" in Page(answers[-1]).main.text
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600


def test_a_right_number_opens_its_text_whatever_others_guess_from_the_same_address(citizen: Citizen) -> None:
    """TS6: behind a city's proxy, one person's guesses must not close the look-up for everybody."""
    number = citizen.send("意見")
    for _ in range(12):
        guessed = look_up(citizen, receipt_number(new_form_token()))
    assert guessed.status_code == 429
    for _ in range(60):
        mistyped = look_up(citizen, "2222")
    assert [mistyped.status_code, look_up(citizen, "2222").status_code] == [422, 429]
    assert citizen.client.get("/receipt").status_code == 200
    assert look_up(citizen, number).status_code == 200


def test_right_numbers_are_never_slowed(citizen: Citizen) -> None:
    """A school or a city hall looks up many from one address (TS6)."""
    number = citizen.send("意見")
    assert {look_up(citizen, number).status_code for _ in range(80)} == {200}


def test_withdrawn_opinions_are_shown_as_such(citizen: Citizen, app: Flask) -> None:
    number = citizen.send("残す意見", "取り下げた意見")
    with app.app_context():
        opinion = db.session.scalars(select(Opinion).order_by(Opinion.position.desc())).first()
        assert opinion
        opinion.withdrawn_at = factories.NOW
        db.session.commit()
    assert "この意見は令和8年11月24日(火)に取り下げられました" in Page(look_up(citizen, number)).main.text


def test_a_withdrawn_submission_says_so(citizen: Citizen, app: Flask) -> None:
    number = citizen.send("意見")
    with app.app_context():
        db.session.scalars(select(Submission)).one().withdrawn_at = factories.NOW
        db.session.commit()
    assert "この提出は取り下げられています" in Page(look_up(citizen, number)).main.text


def test_the_copy_to_keep_holds_number_and_text_under_a_name_that_tells_nothing(citizen: Citizen) -> None:
    number = citizen.send("一行目\n二行目", "𠮷野家の前の道")
    answer = look_up(citizen, number, act="save")
    text = answer.get_data().decode("utf-8-sig")
    assert answer.headers["Content-Disposition"] == "attachment; filename=iken-hikae.txt"
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"受付番号：{number}" in text
    assert "一行目\r\n二行目" in text and "𠮷野家の前の道" in text


def test_the_receipt_page_offers_the_copy(citizen: Citizen) -> None:
    number = citizen.send("意見")
    assert citizen.page.hidden("receipt") == number.replace("-", "")
    assert "控えを保存" in citizen.page.buttons


def test_looking_up_shows_no_name_and_no_contact(citizen: Citizen) -> None:
    """Who finds the paper reads the opinion, not who wrote it (A3)."""
    number = citizen.send("意見", name="架空花子", address="架空町1-2", email="hanako@example.jp")
    text = Page(look_up(citizen, number)).text
    assert not any(secret in text for secret in ("架空花子", "架空町", "hanako"))


def test_the_lookup_knows_the_number_only_by_its_hash(app: Flask, citizen: Citizen) -> None:
    number = citizen.send("意見").replace("-", "")
    with app.app_context():
        assert db.session.scalars(select(Submission.receipt_hash)).one() == receipt.fingerprint(number)
