"""An official logs a hearing on one page (O1, O4)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.domain.errors import HearingRefused
from consult.domain.vocabulary import AuditAction, HearingKind, OpinionSource, Role, Sector
from consult.extensions import db
from consult.hearing_records import counterpart_for
from consult.models import AuditEvent, Counterpart, Hearing, HearingDraft, Opinion
from tests.consult.hearings.page_of_hearing import FACTS, NOTES, cards, cut_page, fields_of, press
from tests.pages import Page


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def the_hearing() -> Hearing:
    return db.session.scalars(select(Hearing)).one()


def count_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_hearing_becomes_opinions_that_are_slices_of_its_notes(app: Flask, official: FlaskClient) -> None:
    answer = press(official, cut_page(official), "register")
    assert answer.status_code == 303
    with app.app_context():
        hearing = the_hearing()
        opinions = db.session.scalars(select(Opinion).order_by(Opinion.position)).all()
        assert (hearing.number, hearing.kind, hearing.notes) == (1, HearingKind.EXTERNAL, NOTES)
        assert hearing.held_on_typed == "R2.1.15"
        assert [opinion.wording for opinion in opinions] == [
            "バスの本数を増やしてほしい。",
            "子どもの遊び場が足りない。",
        ]
        for opinion in opinions:
            assert hearing.notes[opinion.note_start : opinion.note_end] == opinion.wording
            assert opinion.source is OpinionSource.HEARING
        acts = {
            event.action for event in db.session.scalars(select(AuditEvent)) if event.object_type == "hearing"
        }
        assert acts == {AuditAction.ADDED, AuditAction.SPLIT}


def test_a_hearing_may_be_logged_on_its_day_in_japan_and_asks_about_the_next_day_once(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    # Five past midnight on 1 April in Japan; in Greenwich it is still March.
    app.config["REHEARSAL_NOW"] = datetime(2027, 3, 31, 15, 5, tzinfo=UTC)
    official = staff_client(Role.OFFICIAL)
    assert press(official, cut_page(official), "register", held_on="R9.4.1").status_code == 303
    with app.app_context():
        assert the_hearing().held_on == date(2027, 4, 1)
    asked = press(official, cut_page(official), "register", held_on="R9.4.2", agenda="残ることば")
    page = Page(asked)
    assert asked.status_code == 422
    assert "令和9年4月2日）は、まだ来ていない日付です。このまま登録しますか" in page.text
    assert page.value("テーマ・議題") == "残ることば"
    # Another day to come is another question; the same day sent again is the answer.
    assert press(official, page, "register", held_on="R9.4.3").status_code == 422
    assert press(official, page, "register").status_code == 303


def test_a_body_of_unknown_sector_takes_the_one_that_is_told_first(app: Flask, official: FlaskClient) -> None:
    for sector in ("", "media", "labour"):
        press(official, cut_page(official, sector=sector), "register")
    with app.app_context():
        assert db.session.scalars(select(Counterpart.sector)).all() == [Sector.MEDIA]


def test_the_page_after_registering_says_what_happens_next(official: FlaskClient) -> None:
    answer = press(official, cut_page(official), "register")
    shown = official.get(answer.headers["Location"])
    assert "第1号を登録しました（意見2件）。分類の候補が付きます" in Page(shown).text


def test_registering_before_cutting_shows_the_claims_first(app: Flask, official: FlaskClient) -> None:
    first = Page(official.get("/staff/hearings/new"))
    answer = press(official, first, "register", **FACTS, notes=NOTES)
    page = Page(answer)
    assert answer.status_code == 422
    assert "区切りを確かめて" in page.text
    assert cards(page) == ["意見1", "意見2"]
    assert press(official, page, "register").status_code == 303


def test_gists_are_kept_beside_the_wording(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register", **{"gist-1": "  遊び場の　不足 "})
    with app.app_context():
        assert db.session.scalars(select(Opinion.gist).order_by(Opinion.position)).all() == [
            None,
            "遊び場の 不足",
        ]


def test_small_talk_that_was_dropped_becomes_no_opinion(app: Flask, official: FlaskClient) -> None:
    page = Page(press(official, cut_page(official), "drop:0"))
    assert cards(page) == ["意見にしない", "意見1"]
    press(official, page, "register")
    with app.app_context():
        assert db.session.scalars(select(Opinion.wording)).all() == ["子どもの遊び場が足りない。"]


def test_without_any_opinion_nothing_is_registered(app: Flask, official: FlaskClient) -> None:
    page = Page(press(official, cut_page(official), "drop:0"))
    page = Page(press(official, page, "drop:1"))
    answer = press(official, page, "register")
    assert answer.status_code == 422
    assert any("意見が1つもありません" in error for error in Page(answer).errors)
    with app.app_context():
        assert count_of(Hearing) == 0


@pytest.mark.parametrize(
    ("typed", "label", "message"),
    [
        ({"held_on": ""}, "実施日", "入力してください"),
        ({"held_on": "R2.2.30"}, "実施日", "2月は29日まで"),
        ({"counterpart": "", "sector": ""}, "相手方の名称", "名称か区分"),
        ({"counterpart": "あ" * 101}, "相手方の名称", "100字まで"),
        ({"counterpart": "架空\x08会"}, "相手方の名称", "制御文字"),
        ({"place": "あ" * 201}, "場所", "200字まで"),
        ({"people_present": "あ" * 2001}, "出席者", "2,000字まで"),
    ],
)
def test_what_cannot_be_registered_is_explained_beside_the_field(
    official: FlaskClient, typed: dict[str, str], label: str, message: str
) -> None:
    answer = press(official, cut_page(official), "register", **typed, agenda="残ることば")
    page = Page(answer)
    assert answer.status_code == 422
    assert any(error.startswith(label) and message in error for error in page.errors), page.errors
    assert page.value("テーマ・議題") == "残ることば"
    for name, value in typed.items():
        assert fields_of(page)[name] == value
    assert cards(page) == ["意見1", "意見2"]


def test_a_body_without_a_name_is_registered_by_its_sector(app: Flask, official: FlaskClient) -> None:
    for _ in range(2):
        press(official, cut_page(official, counterpart="", sector="academia"), "register")
    with app.app_context():
        bodies = db.session.scalars(select(Counterpart)).all()
        assert [(body.name, body.match_key, body.sector) for body in bodies] == [
            ("", None, Sector.ACADEMIA)
        ] * 2


def test_a_second_send_of_one_page_makes_no_second_hearing(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official)
    first, second = press(official, page, "register"), press(official, page, "register")
    assert first.headers["Location"] == second.headers["Location"]
    with app.app_context():
        assert (count_of(Hearing), count_of(Opinion), count_of(HearingDraft)) == (1, 2, 0)


def test_hearings_are_numbered_without_gaps(app: Flask, official: FlaskClient) -> None:
    for _ in range(3):
        press(official, cut_page(official), "register")
    with app.app_context():
        assert db.session.scalars(select(Hearing.number).order_by(Hearing.id)).all() == [1, 2, 3]


@pytest.mark.parametrize(
    "claims",
    [
        '[[0,5,1,""],[3,9,1,""]]',
        '[[0,9999,1,""]]',
        '[[-3,2,1,""]]',
        "{}",
        "[1]",
        "x",
        '[[0,0,1,""]]',
        "[" * 5000,
    ],
)
def test_claims_that_a_browser_made_up_are_not_believed(
    app: Flask, official: FlaskClient, claims: str
) -> None:
    answer = press(official, cut_page(official), "register", claims=claims)
    assert answer.status_code == 422
    with app.app_context():
        assert count_of(Hearing) == 0


def test_notes_at_the_limit_are_taken_and_one_more_is_refused(app: Flask, official: FlaskClient) -> None:
    sentence = "・𠮷野家の前の道を直してほしい。\n"
    notes = (sentence * 4000)[:50_000].rstrip("\n")
    notes += "あ" * (50_000 - len(notes))
    first = Page(official.get("/staff/hearings/new"))
    refused = press(official, first, "register", **FACTS, notes=notes + "い")
    assert refused.status_code == 422
    assert any("50,000字まで" in error and "50,001字" in error for error in Page(refused).errors)
    assert fields_of(Page(refused))["notes"] == notes + "い"


def test_line_breaks_count_once_and_rare_characters_stay(app: Flask, official: FlaskClient) -> None:
    notes = "・𠮷田さんの葛󠄀餅屋👨‍👩‍👧を残してほしい。\r\n・ﾊﾞｽ停に屋根がほしい。\v"
    press(official, cut_page(official, notes=notes), "register")
    with app.app_context():
        hearing = the_hearing()
        assert hearing.notes == notes.replace("\r\n", "\n")
        wordings = db.session.scalars(select(Opinion.wording).order_by(Opinion.position)).all()
        assert wordings[0] == "𠮷田さんの葛󠄀餅屋👨‍👩‍👧を残してほしい。"
        assert all(wording in hearing.notes for wording in wordings)


@pytest.mark.parametrize("name", ["\u202e\u202c", "\u200b\u2060\ufeff", "\u3164\u2800", "\u00ad\ufe0f"])
def test_a_name_of_invisible_characters_alone_is_refused_beside_its_field(
    app: Flask, official: FlaskClient, name: str
) -> None:
    """TU3. A body without a name is one with an empty field."""
    answer = press(official, cut_page(official), "register", counterpart=name)
    assert answer.status_code == 422
    assert any("見えない文字だけです" in each for each in Page(answer).errors)
    with app.app_context():
        assert count_of(Counterpart) == count_of(Hearing) == 0
        with pytest.raises(HearingRefused):
            counterpart_for(name, Sector.CITIZENS)


def test_invisible_characters_make_no_second_body_of_one_name(app: Flask, official: FlaskClient) -> None:
    for name in ("架空町内会", "架空\u3164町内会\u202e", "架\u200b空町内会\u2800"):
        press(official, cut_page(official, counterpart=name), "register")
    with app.app_context():
        assert (count_of(Hearing), count_of(Counterpart)) == (3, 1)


def test_hearings_sent_without_a_token_of_the_page_are_hearings_of_their_own(
    app: Flask, official: FlaskClient
) -> None:
    for _ in range(2):
        assert press(official, cut_page(official), "register", form_token="").status_code == 303
    with app.app_context():
        assert count_of(Hearing) == 2
