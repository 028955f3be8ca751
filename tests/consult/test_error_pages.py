"""Error pages say what happened, what is safe and what to do; they need nothing that may be broken (TS16)."""

from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from consult import layout_context
from tests.pages import Page


def test_a_missing_page_tells_what_to_do(public_client: FlaskClient) -> None:
    page = Page(public_client.get("/nothing-here"))
    assert page.heading == "ページが見つかりません"
    assert "そのまま残っています" in page.main.text
    assert page.links["トップページへ"] == "/"


def test_the_error_page_stands_when_the_database_is_gone(
    app: Flask, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_folder / "consult.sqlite3").write_bytes(b"no database at all" * 400)
    answer = app.test_client().get("/")
    page = Page(answer)
    assert answer.status_code == 500
    assert page.heading == "システムの不具合で処理できませんでした"
    shown = next(dd.text for dd in page.main.all("dd") if "お知らせください" in dd.text)
    error_id = page.main.first("strong").text
    assert error_id in shown
    assert error_id in capsys.readouterr().out
    assert "Traceback" not in page.text


def test_the_frame_of_an_error_page_asks_nothing_of_the_database(app: Flask) -> None:
    with app.test_request_context("/"):
        g.is_error_page = True
        assert layout_context.frame()["site_name"]


def test_a_refused_act_says_that_nothing_was_kept(public_client: FlaskClient) -> None:
    answer = public_client.post("/")
    assert answer.status_code == 405
    assert "今回送信された内容は保存していません" in Page(answer).main.text
