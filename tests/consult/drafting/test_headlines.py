"""見出し: typed by drafters, kept in versions, never lost to somebody else's save (D2, TW1)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.models import AuditEvent, ThemeHeadline
from tests.consult.drafting.boards import band, published_board, seed
from tests.pages import Page


def save(client: FlaskClient, text: str, version: int, theme: str = "machi"):  # type: ignore[no-untyped-def]
    data = {f"{theme}-text": text, f"{theme}-version": str(version)}
    return client.post(f"/staff/theme-board/{theme}/headline", data=data)


def versions(app: Flask) -> list[str]:
    with app.app_context():
        of_theme = select(ThemeHeadline.text).where(ThemeHeadline.theme == "machi")
        return list(db.session.scalars(of_theme.order_by(ThemeHeadline.version)))


def test_a_drafter_writes_a_headline_in_place(app: Flask, drafter: FlaskClient) -> None:
    assert "見出しはまだありません" in band(drafter).text
    answer = save(drafter, "移動の足を　守る", 0)
    assert answer.status_code == 303 and answer.location.endswith("/staff/theme-board#theme-machi")
    assert "移動の足を 守る" in band(drafter).text
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "theme_headline")).one()
        assert event.action is AuditAction.CHANGED
        assert event.details == {"theme": "machi", "fields": ["text"], "version": 1}


def test_the_published_headline_stays_in_the_history(app: Flask, drafter: FlaskClient) -> None:
    seed(app, published_board)
    save(drafter, "わたしたちの見出し", 1)
    assert "わたしたちの見出し" in band(drafter).text and "machiの公表見出し" not in band(drafter).text
    assert versions(app) == ["machiの公表見出し", "わたしたちの見出し"]
    public = Page(drafter.get("/main-opinions")).text
    assert "machiの公表見出し" in public and "わたしたちの見出し" not in public


def test_the_second_of_two_savers_sees_both_texts_and_loses_none(
    app: Flask, drafter: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    seed(app, published_board)
    other = staff_client(Role.DRAFTER)
    assert save(other, "先に保存した見出し", 1).status_code == 303
    answer = save(drafter, "あとから書いた見出し", 1)
    page = Page(answer)
    assert answer.status_code == 409
    assert "今の見出し：「先に保存した見出し」（職員" in page.text
    assert page.value("「まち」の見出し") == "あとから書いた見出し"
    assert page.hidden("machi-version") == "2"
    assert versions(app) == ["machiの公表見出し", "先に保存した見出し"]
    assert save(drafter, page.value("「まち」の見出し"), 2).status_code == 303
    assert versions(app)[-1] == "あとから書いた見出し"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "見出しを入力してください"),
        (" \u3000\n", "見出しを入力してください"),
        ("\u200b\u2060", "見出しを入力してください"),
        ("あ" * 101, "100字以内"),
    ],
)
def test_a_blank_or_over_long_headline_is_refused_with_the_text_kept(
    app: Flask, drafter: FlaskClient, typed: str, why: str
) -> None:
    answer = save(drafter, typed, 0)
    page = Page(answer)
    assert answer.status_code == 422
    assert why in page.errors[0]
    assert page.value("「まち」の見出し") == typed.replace("\n", "\n")
    assert versions(app) == []


def test_exactly_the_limit_fits(app: Flask, drafter: FlaskClient) -> None:
    assert save(drafter, "𠮷" * 100, 0).status_code == 303
    assert versions(app) == ["𠮷" * 100]


def test_saving_the_same_text_again_adds_no_version(app: Flask, drafter: FlaskClient) -> None:
    save(drafter, "同じ見出し", 0)
    save(drafter, "同じ見出し", 1)
    assert versions(app) == ["同じ見出し"]


def test_a_theme_that_the_plan_does_not_know_is_not_found(drafter: FlaskClient) -> None:
    assert save(drafter, "見出し", 0, theme="umi").status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.APPROVER])
def test_others_read_the_board_and_are_offered_no_act(
    app: Flask, plan: None, staff_client: Callable[..., FlaskClient], role: Role
) -> None:
    seed(app, published_board)
    client = staff_client(role)
    page = Page(client.get("/staff/theme-board"))
    assert "machiの公表見出し" in page.text
    assert [b for b in page.buttons if b in ("見出しを保存", "上へ", "下へ", "外す")] == []
    assert save(client, "勝手な見出し", 1).status_code == 404
    assert versions(app) == ["machiの公表見出し"]
