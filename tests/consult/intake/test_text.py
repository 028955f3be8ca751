"""Text is kept exactly; what is no text, blank or too long is told, never cut (TU1–TU6, TU8)."""

import unicodedata

import pytest
from flask import Flask, Request
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from consult.config import MAX_TYPED_BYTES
from consult.domain.submission_rules import MAX_ENTERED_CHARACTERS, MAX_OPINION_CHARACTERS, MAX_OPINIONS
from consult.domain.vocabulary import SubmitterKind
from consult.extensions import db
from consult.models import Submitter
from consult.models.submission import MOST_CHARACTERS
from tests import factories
from tests.consult.intake.citizen import Citizen, receipt_shown, rows, wordings

ODD = [
    "葛󠄀城市と葛城市、𠮷野家、髙﨑さん",
    "家族👨‍👩‍👧‍👦と旗🏳️‍🌈",
    unicodedata.normalize("NFD", "がぎぐげご・パピプペポ"),
    "ﾊﾝｶｸと全角ＡＢＣ、①㈱",
    "右から左\u202e逆さ\u202cの文字",
    "ゼロ幅\u200bの\ufeff文字",
    " 前後に空白　",
    "\n先頭に改行、\n\n\n末尾にも改行\n",
    "<script>alert(1)</script>{{ 7*7 }}&amp;",
    "制御\x01文字\x0bと\x7fと\x85",
]

# Spaces of all widths, zero-width characters, fillers, variation selectors that vary nothing.
BLANKS = ["", " ", "　　", "\r\n\r\n", "\t", "\u200b\u200b", "\ufeff", "\u3164", "\u2800", "\xad", "\u00a0"]
BLANKS += ["\ufe0f", "\U000e0100"]


@pytest.mark.parametrize("text", ODD)
def test_text_comes_through_all_steps_unchanged(citizen: Citizen, app: Flask, text: str) -> None:
    """TU1, TU8: CR LF becomes LF and nothing else changes."""
    assert citizen.send(text)
    assert wordings(app) == [text]


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=60))
def test_any_text_with_ink_is_kept_as_it_is(citizen: Citizen, app: Flask, text: str) -> None:
    wording = f"意見{text}"
    # Each in a browser of their own: one that sends so much is slowed (TS7).
    assert Citizen(app.test_client(), citizen.consultation_id).send(wording)
    assert wordings(app)[-1] == wording


def test_line_ends_are_one_character_however_the_browser_sends_them(citizen: Citizen, app: Flask) -> None:
    assert citizen.send("一行目\r\n二行目\r三行目\n四行目")
    assert wordings(app) == ["一行目\n二行目\n三行目\n四行目"]


@pytest.mark.parametrize("blank", BLANKS)
def test_blank_looking_input_is_refused_with_a_message(citizen: Citizen, app: Flask, blank: str) -> None:
    """TU3."""
    page = citizen.open().press("confirm", wording=blank).page
    assert citizen.last and citizen.last.status_code == 422
    assert "文字が書かれていません" in page.errors[0]
    assert rows(app) == (0, 0)


@pytest.mark.parametrize("character", ["あ", "a", "𠮷", "😀"])
def test_the_limit_counts_characters_as_people_do(citizen: Citizen, app: Flask, character: str) -> None:
    """TU6: n − 1 and n are taken, n + 1 is refused with the number to take out, and nothing is cut."""
    for length in (MAX_OPINION_CHARACTERS - 1, MAX_OPINION_CHARACTERS):
        assert citizen.send(character * length)
    citizen.open().press("confirm", wording=character * (MAX_OPINION_CHARACTERS + 1))
    assert "1字減らしてください" in citizen.page.errors[0]
    assert citizen.cards == [character * (MAX_OPINION_CHARACTERS + 1)]
    assert [len(each) for each in wordings(app)] == [MAX_OPINION_CHARACTERS - 1, MAX_OPINION_CHARACTERS]


def test_a_line_break_counts_as_one_character(citizen: Citizen) -> None:
    lines = "\r\n".join(["あ"] * (MAX_OPINION_CHARACTERS // 2)) + "い"
    assert citizen.send(lines)


def test_the_form_tells_the_same_limit_and_never_cuts(citizen: Citizen) -> None:
    area = citizen.open().page.field("ご意見")
    assert area.attributes["data-limit"] == str(MAX_OPINION_CHARACTERS)
    # The browser's own maxlength counts UTF-16 units: it would cut 𠮷 and emoji.
    assert "maxlength" not in area.attributes


@pytest.mark.parametrize("length", [0, MAX_ENTERED_CHARACTERS + 1])
def test_the_database_agrees_on_the_limit(database: None, length: int) -> None:
    submission = factories.make_submission()
    with pytest.raises(IntegrityError):
        factories.make_opinion(submission=submission, wording="𠮷" * length)


def test_the_database_takes_the_longest_letter_that_may_be_typed_in(database: None) -> None:
    factories.make_opinion(submission=factories.make_submission(), wording="𠮷" * MAX_ENTERED_CHARACTERS)
    assert db.session.scalar(sql("SELECT length(wording) FROM opinion")) == MAX_ENTERED_CHARACTERS


@pytest.mark.parametrize(("field", "label", "limit"), [("name", "お名前", 200), ("address", "ご住所", 400)])
def test_over_long_fields_are_told_beside_the_field(
    citizen: Citizen, field: str, label: str, limit: int
) -> None:
    page = citizen.open().press("confirm", wording="意見", **{field: "𠮷" * (limit + 3)}).page
    assert page.errors == [f"{label}：{limit}字までです。3字減らしてください。"]
    assert page.value(label) == "𠮷" * (limit + 3)


def test_a_mail_address_that_is_none_is_told_and_full_width_is_taken(citizen: Citizen) -> None:
    assert (
        "メールアドレスの形" in citizen.open().press("confirm", wording="意見", email="hanako").page.errors[0]
    )
    page = citizen.press("confirm", email="ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ").page
    assert page.heading == "内容の確認"


def test_an_unknown_package_is_told_and_the_text_kept(citizen: Citizen) -> None:
    page = citizen.open().press("confirm", wording="意見", about="Z9").page
    assert page.errors == ["対象：対象を選び直してください。"]
    assert page.value("ご意見") == "意見"


def many(count: int) -> dict[str, str]:
    return {f"opinions-{n}-wording": f"意見その{n}" for n in range(count)} | {
        f"opinions-{n}-about": "" for n in range(count)
    }


def test_fifty_opinions_are_taken_and_fifty_one_come_back(citizen: Citizen, app: Flask) -> None:
    form = many(MAX_OPINIONS) | {"form_token": "t" * 43, "act": "send"}
    assert receipt_shown_of(citizen, form)
    citizen.last = citizen.client.post(citizen.address, data=many(MAX_OPINIONS + 1) | {"act": "confirm"})
    assert citizen.last.status_code == 422
    assert f"{MAX_OPINIONS}件まで" in citizen.page.text
    assert len(citizen.cards) == MAX_OPINIONS + 1
    assert rows(app) == (1, MAX_OPINIONS)


def receipt_shown_of(citizen: Citizen, form: dict[str, str]) -> str:
    citizen.last = citizen.client.post(citizen.address, data=form)
    return receipt_shown(citizen.page)


def test_thousands_of_fields_are_refused_before_they_cost_anything(citizen: Citizen) -> None:
    assert citizen.client.post(citizen.address, data=many(5000)).status_code == 413


@pytest.mark.parametrize("address", ["/consultations/1/opinions", "/receipt", "/staff/sign-in", "/nothing"])
@pytest.mark.parametrize("typed", [b"a=1&", b"%41"])
def test_a_huge_form_is_refused_before_a_byte_of_it_is_decoded(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch, address: str, typed: bytes
) -> None:
    """TX12: decoding 31 MB took ten seconds and 2.8 GB, for anybody and without a session."""

    def decoded(_request: Request) -> None:
        raise AssertionError("the form was decoded")

    monkeypatch.setattr(Request, "_load_form_data", decoded)
    body = b"name=" + typed * (MAX_TYPED_BYTES // len(typed))
    answer = citizen.client.post(address, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "大きさ" in answer.get_data(as_text=True)


def test_a_huge_typed_part_of_a_form_with_files_is_refused_too(citizen: Citizen) -> None:
    typed = {"name": "あ" * (MAX_TYPED_BYTES // 3 + 1)}
    answer = citizen.client.post(citizen.address, data=typed, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_asking_for_the_head_of_the_form_answers_as_asking_for_the_form(citizen: Citizen) -> None:
    assert citizen.client.head(citizen.address).status_code == 200


@pytest.mark.parametrize("raw", [b"%00", b"%ED%A0%BD", b"%93%FA%96%7B", b"\x93\xfa\x96\x7b"])
def test_what_is_no_text_is_400_and_readable_urlencoded(citizen: Citizen, app: Flask, raw: bytes) -> None:
    """TU4: NUL, a lone surrogate, CP932."""
    answer = citizen.client.post(
        citizen.address,
        data=b"act=confirm&opinions-0-wording=" + raw,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert "文字を読み取れませんでした" in answer.get_data(as_text=True)
    assert rows(app) == (0, 0)


@pytest.mark.parametrize("raw", [b"\0", b"\xed\xa0\xbd", b"\x93\xfa\x96\x7b"])
def test_what_is_no_text_is_400_and_readable_multipart(citizen: Citizen, app: Flask, raw: bytes) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="opinions-0-wording"\r\n\r\n' + raw + b"\r\n--b--\r\n"
    )
    answer = citizen.client.post(citizen.address, data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert "文字を読み取れませんでした" in answer.get_data(as_text=True)
    assert rows(app) == (0, 0)


@pytest.mark.parametrize("raw", ["%00", "%ED%A0%BD", "%93%FA%96%7B"])
@pytest.mark.parametrize("page", ["/consultations", "/receipt", "/staff/sign-in"])
def test_an_address_that_is_no_text_is_400_and_readable(citizen: Citizen, page: str, raw: str) -> None:
    answer = citizen.client.get(f"{page}?q={raw}")
    assert answer.status_code == 400
    assert "文字を読み取れませんでした" in answer.get_data(as_text=True)


@pytest.mark.parametrize("column", MOST_CHARACTERS)
def test_the_database_agrees_on_what_a_submitter_may_tell(database: None, column: str) -> None:
    """TU6, at n and n + 1, in characters that UTF-16 counts twice."""
    most = MOST_CHARACTERS[column]
    fitting = Submitter(kind=SubmitterKind.PERSON, **{column: "𠮷" * most})
    factories.make_submission(submitter=fitting)
    with pytest.raises(IntegrityError):
        factories.make_submission(
            submitter=Submitter(kind=SubmitterKind.PERSON, **{column: "𠮷" * (most + 1)})
        )
    db.session.rollback()
