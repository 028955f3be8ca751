"""The board as a file: confirmed opinions only, the chosen first, safe and exact (TX4)."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, SubmitterKind
from consult.extensions import db
from consult.models import AuditEvent, Submitter
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.consult.drafting.boards import confirmed_opinion, published_board, put_on_board, seed


def exported(client: FlaskClient) -> list[dict[str, str]]:
    answer = client.post("/staff/theme-board/export")
    assert answer.mimetype == "text/csv" and "theme_board_" in answer.headers["Content-Disposition"]
    header, *rows = read_own_csv(answer.data)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_published_board_comes_out_band_by_band_in_order(app: Flask, drafter: FlaskClient) -> None:
    seed(app, published_board)
    rows = exported(drafter)
    assert [row["テーマ"] for row in rows] == ["ひと"] * 4 + ["まち"] * 5 + ["しごと"] * 4
    assert [row["代表意見の順"] for row in rows if row["テーマ"] == "まち"] == ["1", "2", "3", "4", "5"]
    assert rows[4]["見出し"] == "machiの公表見出し"
    assert rows[4]["出典"] == "総合戦略（概要）「主な意見」19ページ"
    assert rows[4]["日付"] == rows[4]["日付（和暦）"] == ""


def test_only_confirmed_opinions_come_out_and_the_unchosen_are_among_them(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        confirmed_opinion("machi", wording="選んでいない")
        put_on_board(confirmed_opinion("machi", wording="選んだ"))
        put_on_board(make.make_tag(opinion=make.make_opinion(wording="候補だけ")).opinion, position=2)
        confirmed_opinion("machi", wording="取り下げた", withdrawn_at=make.NOW)

    seed(app, rows)
    assert [(row["原文"], row["代表意見の順"]) for row in exported(drafter)] == [
        ("選んだ", "1"),
        ("選んでいない", ""),
    ]


def test_a_wording_comes_back_exactly_and_no_person_comes_out(app: Flask, drafter: FlaskClient) -> None:
    wording = " ＝1+1\r\n'@SUM(A1)\n\t-2"

    def rows() -> None:
        person = Submitter(kind=SubmitterKind.PERSON, name="架空野カナリア子", email="kanaria@example.jp")
        confirmed_opinion("machi", wording=wording, submission=make.make_submission(submitter=person))

    seed(app, rows)
    assert [row["原文"] for row in exported(drafter)] == [wording]
    raw = drafter.post("/staff/theme-board/export").data.decode()
    assert "カナリア" not in raw and "kanaria" not in raw


def test_the_export_is_on_record(app: Flask, drafter: FlaskClient) -> None:
    seed(app, published_board)
    exported(drafter)
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).one()
        assert (event.object_type, event.details) == ("chosen_opinion", {"rows": 13})
        assert event.staff_member_id is not None
