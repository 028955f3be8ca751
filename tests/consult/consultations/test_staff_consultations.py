"""An official prepares and announces a consultation; what is missing is named (O7, R1–R13, TW1, TX13)."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.standard_notice import STANDARD_TEXTS
from consult.domain.vocabulary import AuditAction, ConsultationStage, Role
from consult.extensions import db
from consult.models import AuditEvent, Consultation, StoredFile
from tests import factories
from tests.pages import Page

PDF = b"%PDF-1.7\nanything"
FORM = {
    "title": "第2期総合戦略（素案）への意見募集",
    "purpose": "素案を市民の皆さまと考えるため",
    "outline": "五か年の目標と施策を定めます。",
    "eligibility": "市内にお住まいの方",
    "opens_on": "R8.3.1",
    "closes_on": "令和8年3月30日",
    "contact": "架空課　電話 00-0000",
    **{key: STANDARD_TEXTS[key] for key in ("results_plan", "reply_statement", "consideration_statement")},
    **{key: STANDARD_TEXTS[key] for key in ("use_statement", "inspection_places")},
    "methods-form": "y",
    "methods-post": "y",
    "methods-post_directions": "〒000-0000 架空市役所 架空課",
    "asked-name": "optional",
    "asked-name_reason": "内容を確かめるため",
}


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def post(client: FlaskClient, where: str = "/staff/consultations/new", files: tuple = (), **changes: object):  # type: ignore[no-untyped-def, type-arg]
    data = FORM | changes | {"files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(where, data=data, content_type="multipart/form-data")


def only(app: Flask) -> Consultation:
    return db.session.scalars(select(Consultation)).one()


def packed(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "x")
    return target.getvalue()


def test_a_consultation_is_kept_as_typed_with_its_days_read(official: FlaskClient, app: Flask) -> None:
    answer = post(official, files=(("素案.pdf", PDF),))
    assert answer.status_code == 303
    with app.app_context():
        made = only(app)
        assert (made.opens_on, made.closes_on) == (date(2026, 3, 1), date(2026, 3, 30))
        assert made.title == FORM["title"] and made.contact == FORM["contact"]
        assert made.stage is ConsultationStage.DRAFT
        assert [each.file.content for each in made.files] == [PDF]


def test_the_day_count_is_shown_inclusive(official: FlaskClient) -> None:
    page = Page(official.get(post(official).headers["Location"]))
    assert "令和8年3月1日(日)〜3月30日(月) 23:59（30日間）" in page.main.text


@pytest.mark.parametrize("typed", ["R8.3.30", "令和8年3月30日", "Ｒ８．３．３０", "2026/3/30", "2026-03-30"])
def test_days_are_typed_as_people_think(official: FlaskClient, app: Flask, typed: str) -> None:
    assert post(official, closes_on=typed).status_code == 303
    with app.app_context():
        assert only(app).closes_on == date(2026, 3, 30)


@pytest.mark.parametrize("typed", ["そのうち", "R8.2.30", "2026/13/1", "H99.1.1", "0001/1/1", "9999/12/31"])
def test_a_day_that_cannot_be_is_told_beside_the_field(official: FlaskClient, app: Flask, typed: str) -> None:
    answer = post(official, closes_on=typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.errors[0].startswith("募集の最終日：")
    assert page.value("募集の最終日") == typed
    assert page.value("趣旨・目的") == FORM["purpose"]


def test_a_last_day_before_the_first_is_refused_beside_the_field(official: FlaskClient, app: Flask) -> None:
    page = Page(post(official, closes_on="R8.2.28"))
    assert page.errors == ["募集の最終日：募集の最終日が初日より前になっています。"]
    assert page.value("件名") == FORM["title"]
    with app.app_context():
        assert db.session.scalars(select(Consultation)).all() == []


def test_under_thirty_days_asks_for_a_reason_and_takes_any(official: FlaskClient) -> None:
    """R13: 29 days ask, 30 do not."""
    answer = post(official, closes_on="R8.3.29")
    assert answer.status_code == 422
    assert "29日間" in Page(answer).errors[0] and Page(answer).errors[0].startswith("募集期間が短い理由")
    assert post(official, closes_on="R8.3.29", short_period_reason="議会の日程による").status_code == 303


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("purpose", "趣旨・目的"),
        ("outline", "案の概要"),
        ("eligibility", "意見を出せる方"),
        ("contact", "担当・問い合わせ先"),
    ],
)
def test_a_missing_item_is_named_before_announcing(
    official: FlaskClient, app: Flask, field: str, named: str
) -> None:
    show = post(official, files=(("素案.pdf", PDF),), **{field: "　"}).headers["Location"]
    assert named in Page(official.get(show)).main.text
    assert "公開する" not in Page(official.get(show)).buttons
    page = Page(official.post(f"{show}/announce", follow_redirects=True))
    assert f"まだ次の項目がありません：{named}。" in page.text
    with app.app_context():
        assert only(app).stage is ConsultationStage.DRAFT


def test_a_consultation_without_a_file_is_not_announced(official: FlaskClient) -> None:
    show = post(official).headers["Location"]
    page = Page(official.post(f"{show}/announce", follow_redirects=True))
    assert "案のファイルか、公開した案の文章" in page.text
    assert page.links["章ごとに読める案の文章を入れる・見る"] == f"{show}/draft"


def test_announcing_shows_it_to_citizens_and_is_recorded(official: FlaskClient, app: Flask) -> None:
    show = post(official, files=(("素案.pdf", PDF),)).headers["Location"]
    public = show.removeprefix("/staff")
    assert app.test_client().get(public).status_code == 404
    official.post(f"{show}/announce")
    official.post(f"{show}/announce")
    assert app.test_client().get(public).status_code == 200
    with app.app_context():
        acts = [
            event.action
            for event in db.session.scalars(select(AuditEvent))
            if event.object_type == "consultation"
        ]
        assert acts == [AuditAction.ADDED, AuditAction.ANNOUNCED]


@pytest.mark.parametrize(("days", "word"), [((-3, 30), "募集中"), ((5, 40), "募集前"), ((-40, -3), "検討中")])
def test_the_list_and_the_page_tell_where_the_period_stands_as_citizens_read_it(
    official: FlaskClient, app: Flask, days: tuple[int, int], word: str
) -> None:
    today = clock.today()
    first, last = (today + timedelta(days=n) for n in days)
    with app.app_context():
        made = factories.make_consultation(opens_on=first, closes_on=last, stage=ConsultationStage.ANNOUNCED)
        db.session.commit()
        where = f"/staff/consultations/{made.id}"
    assert Page(official.get("/staff/consultations")).rows("案件")[1][1] == word
    text = Page(official.get(where)).main.text
    assert word in text and "公開" not in text


def test_the_act_of_an_incomplete_consultation_is_to_write_what_is_missing(official: FlaskClient) -> None:
    post(official, purpose="")
    page = Page(official.get("/staff/consultations/1"))
    assert page.links["足りない項目を書く"] == "/staff/consultations/1/edit"


def test_what_is_announced_must_stay_complete(official: FlaskClient, app: Flask) -> None:
    show = post(official, files=(("素案.pdf", PDF),)).headers["Location"]
    official.post(f"{show}/announce")
    page = Page(post(official, f"{show}/edit", purpose="", version="2"))
    assert page.errors == ["まだ次の項目がありません：趣旨・目的。"]
    with app.app_context():
        assert only(app).purpose == FORM["purpose"]


def test_two_editors_notice_each_other_and_nothing_is_lost(official: FlaskClient, app: Flask) -> None:
    """TW1: the second save shows both texts; saving again is then a choice."""
    show = post(official).headers["Location"]
    version = Page(official.get(f"{show}/edit")).hidden("version")
    post(official, f"{show}/edit", version=version, outline="先に保存した概要")
    answer = post(official, f"{show}/edit", version=version, outline="あとから書いた概要")
    page = Page(answer)
    assert answer.status_code == 409
    assert ["案の概要", "先に保存した概要", "あとから書いた概要"] in page.rows("保存済みの内容")
    assert page.value("案の概要") == "あとから書いた概要"
    with app.app_context():
        assert only(app).outline == "先に保存した概要"
    assert (
        post(official, f"{show}/edit", version=page.hidden("version"), outline="合わせた概要").status_code
        == 303
    )
    with app.app_context():
        assert only(app).outline == "合わせた概要"


def test_what_this_page_left_alone_is_taken_over_from_whoever_saved_first(
    official: FlaskClient, app: Flask
) -> None:
    """Saving again never wipes out a colleague's work that nobody looked at: texts, days, ways to send, items asked."""
    show = post(official).headers["Location"]
    page = Page(official.get(f"{show}/edit"))
    mine = {name: page.hidden(name) for name in ("version", "opened")} | {"outline": "わたしの概要"}
    post(official, f"{show}/edit", version="1", contact="別の課", closes_on="R8.4.5", **{"methods-fax": "y"})
    answer = post(official, f"{show}/edit", **mine)
    page = Page(answer)
    assert answer.status_code == 409
    told = "この画面で直していない「担当・問い合わせ先」「募集の最終日」「提出方法」は、保存済みの内容に合わせました。"
    assert told in page.main.text
    assert page.value("募集の最終日") == "令和8年4月5日"
    assert [row[0] for row in page.rows("保存済みの内容")[1:]] == ["案の概要"]


def test_an_uploaded_file_survives_a_refused_form(official: FlaskClient, app: Flask) -> None:
    page = Page(post(official, files=(("素案.pdf", PDF),), closes_on="そのうち"))
    assert "素案.pdf" in page.main.text
    kept = page.root.first("input", type="checkbox", name="keep").attributes["value"]
    assert post(official, keep=kept).status_code == 303
    with app.app_context():
        assert [(each.file.name, each.file.is_set_aside) for each in only(app).files] == [("素案.pdf", False)]


def test_a_file_set_aside_by_somebody_else_cannot_be_taken(
    official: FlaskClient, app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """TP5."""
    page = Page(post(official, files=(("素案.pdf", PDF),), closes_on="そのうち"))
    kept = page.root.first("input", type="checkbox", name="keep").attributes["value"]
    for ticket in (kept, kept + "x", "1", ""):
        post(staff_client(Role.OFFICIAL), keep=ticket)
    with app.app_context():
        assert [each.files for each in db.session.scalars(select(Consultation))] == [[]] * 4


def test_files_that_never_found_their_form_are_removed_after_a_day(official: FlaskClient, app: Flask) -> None:
    for name, last_day in (
        ("素案.pdf", FORM["closes_on"]),
        ("迷子.pdf", "そのうち"),
        ("今日の.pdf", "そのうち"),
    ):
        post(official, files=((name, PDF),), closes_on=last_day)
    with app.app_context():
        for file in db.session.scalars(select(StoredFile).where(StoredFile.name != "今日の.pdf")):
            file.created_at = factories.NOW.replace(year=2020)
        db.session.commit()
    assert post(official).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(StoredFile.name).order_by(StoredFile.id)).all() == [
            "素案.pdf",
            "今日の.pdf",
        ]


REFUSED = [
    ("素案.pdf", b"<html><script>alert(1)</script>", "名前と中身が合っていません"),
    ("素案.html", b"<html></html>", "名前と中身が合っていません"),
    ("素案.svg", b"<svg onload='alert(1)'/>", "名前と中身が合っていません"),
    ("素案.docx", PDF, "名前と中身が合っていません"),
    ("素案.docx", b"PK\x03\x04broken", "受け付けられる形式"),
    ("素案.docx", packed("word/document.xml", "word/vbaProject.bin"), "受け付けられる形式"),
    ("素案.zip", packed("readme.md"), "受け付けられる形式"),
    ("素案.exe", b"MZ\x00\x01\x02", "受け付けられる形式"),
    ("空.pdf", b"", "空のファイル"),
]


@pytest.mark.parametrize(("name", "content", "told"), REFUSED, ids=[f"{n}-{t}" for n, _, t in REFUSED])
def test_a_file_of_another_kind_is_refused_by_its_content(
    official: FlaskClient, app: Flask, name: str, content: bytes, told: str
) -> None:
    answer = post(official, files=((name, content),))
    assert answer.status_code == 422
    assert told in Page(answer).errors[0] and name in Page(answer).errors[0]
    with app.app_context():
        assert db.session.scalars(select(StoredFile)).all() == []


def test_a_file_over_the_stated_size_is_refused_and_the_form_kept(
    official: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consult import uploads
    from consult.domain import file_types

    for module in (file_types, uploads):
        monkeypatch.setattr(module, "MAX_FILE_BYTES", 1024)
    page = Page(post(official, files=(("大きい.pdf", PDF + b"x" * 1024),)))
    assert "大きさの上限" in page.errors[0]
    assert page.value("件名") == FORM["title"]


GOOD = [
    ("案.pdf", PDF, "application/pdf"),
    (
        "案.docx",
        packed("word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "案.xlsx",
        packed("xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("案.txt", "日本語の案".encode(), "text/plain"),
    ("案.txt", "日本語の案".encode("cp932"), "text/plain"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), GOOD)
def test_a_download_is_an_attachment_in_a_sandbox(
    official: FlaskClient, app: Flask, name: str, content: bytes, media_type: str
) -> None:
    """TX13."""
    show = post(official, files=((name, content),)).headers["Location"]
    official.post(f"{show}/announce")
    with app.app_context():
        draft_file = only(app).files[0].id
    answer = app.test_client().get(f"{show.removeprefix('/staff')}/files/{draft_file}")
    assert answer.get_data() == content
    assert answer.mimetype == media_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E6%A1%88." in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "C:\\窓\\素案.pdf", "素案\u202efdp.pdf", "素案\u061cfdp.pdf"]
)
def test_the_name_of_a_file_is_for_reading_only(official: FlaskClient, app: Flask, name: str) -> None:
    """TX9."""
    post(official, files=((name, PDF),))
    with app.app_context():
        kept = only(app).files[0].file.name
        assert kept.endswith(".pdf")
        assert not any(each in kept for each in ("/", "\\", "\u202e", "\u061c", "\r", "\n", ".."))


def test_a_document_of_another_consultation_is_not_there(official: FlaskClient, app: Flask) -> None:
    """TP5: an id moved to another address opens nothing."""
    show = post(official, files=(("素案.pdf", PDF),)).headers["Location"]
    with app.app_context():
        draft_file = only(app).files[0].id
        other = factories.make_consultation().id
        db.session.commit()
    assert app.test_client().get(f"/consultations/{other}/files/{draft_file}").status_code == 404
    assert app.test_client().get(f"{show.removeprefix('/staff')}/files/{draft_file}").status_code == 404


def test_a_document_that_staff_read_stays_in_no_cache(official: FlaskClient, app: Flask) -> None:
    """TP13: it may not be announced yet."""
    show = post(official, files=(("素案.pdf", PDF),)).headers["Location"]
    with app.app_context():
        draft_file = only(app).files[0].id
    answer = official.get(f"{show}/files/{draft_file}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_numbers_that_no_browser_sends_are_no_fault_of_the_program(official: FlaskClient) -> None:
    show = post(official, files=(("素案.pdf", PDF),)).headers["Location"]
    answer = post(official, f"{show}/edit", version="9" * 5000, take_out="9" * 5000)
    assert answer.status_code == 422


def test_a_document_can_be_taken_out(official: FlaskClient, app: Flask) -> None:
    show = post(official, files=(("素案.pdf", PDF), ("別紙.pdf", PDF))).headers["Location"]
    with app.app_context():
        first = only(app).files[0].id
    post(official, f"{show}/edit", version="1", take_out=str(first))
    with app.app_context():
        assert [each.file.name for each in only(app).files] == ["別紙.pdf"]
        assert len(db.session.scalars(select(StoredFile)).all()) == 1


def test_additional_fields_change_nothing(official: FlaskClient, app: Flask) -> None:
    """TP6."""
    post(official, stage="announced", created_by_id="99", id="77")
    with app.app_context():
        made = only(app)
        assert made.stage is ConsultationStage.DRAFT
        assert made.created_by_id != 99 and made.id != 77
