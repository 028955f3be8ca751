"""Files of a hearing: told by content, limited, for staff alone, kept with the draft, removed with undo (TX9, TX13, TP3)."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consult import clock, uploads
from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.hearings import drafts
from consult.models import AuditEvent, FollowUp, Hearing, HearingAttachment, HearingDraft, StoredFile
from tests import factories
from tests.consult.hearings.page_of_hearing import FACTS, NOTES, cut_page, fields_of, press
from tests.pages import Page

PDF = b"%PDF-1.7\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 8


def packed(part: str, *more: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def hearing_id(app: Flask) -> int:
    with app.app_context():
        found = factories.make_hearing().id
        db.session.commit()
        return found


def sent(client: FlaskClient, page: Page, act: str, *files: tuple[str, bytes], **typed: str) -> TestResponse:
    """A button of the form, with files chosen."""
    form = page.root.first("form", id="hearing-form")
    data = {**fields_of(page), "keep": tickets(page), **typed, "act": act}
    data["files"] = [(io.BytesIO(content), name) for name, content in files]
    return client.post(form.attributes["action"], data=data, content_type="multipart/form-data")


def tickets(page: Page) -> list[str]:
    return [box.attributes["value"] for box in page.root.all("input", name="keep")]


def attached(client: FlaskClient, hearing_id: int, *files: tuple[str, bytes]) -> TestResponse:
    data = {"files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(f"/staff/hearings/{hearing_id}/attachments", data=data)


def count_of(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_files_chosen_while_logging_belong_to_the_hearing(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official)
    page = Page(sent(official, page, "attach", ("議事録.pdf", PDF), ("現地.JPG", JPEG)))
    assert len(tickets(page)) == 2 and "議事録.pdf" in page.text
    answer = sent(official, page, "register", ("地図.png", PNG))
    assert answer.status_code == 303
    with app.app_context():
        names = [row.file.name for row in db.session.scalars(select(HearingAttachment))]
        assert names == ["議事録.pdf", "現地.JPG", "地図.png"]
        assert not any(file.is_set_aside for file in db.session.scalars(select(StoredFile)))
        events = db.session.scalars(
            select(AuditEvent).where(AuditEvent.object_type == "hearing_attachment")
        ).all()
        assert [(event.action, event.details) for event in events] == [
            (AuditAction.ADDED, {"hearing": 1})
        ] * 3
    assert "議事録.pdf" in Page(official.get("/staff/hearings/1")).text


def test_a_refused_form_keeps_its_files(app: Flask, official: FlaskClient) -> None:
    page = Page(sent(official, cut_page(official), "register", ("議事録.pdf", PDF), held_on="R2.2.30"))
    assert any("2月は29日まで" in error for error in page.errors)
    assert len(tickets(page)) == 1
    assert "open" in page.root.first("details", class_="rare-fields").attributes
    assert sent(official, page, "register", held_on="R2.2.29").status_code == 303
    with app.app_context():
        assert count_of(HearingAttachment) == count_of(StoredFile) == 1


def test_an_attachment_stays_in_no_cache(official: FlaskClient, hearing_id: int) -> None:
    """TP13."""
    attached(official, hearing_id, ("議事録.pdf", PDF))
    answer = official.get(f"/staff/hearings/{hearing_id}/attachments/1")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"


def test_a_draft_keeps_its_files_far_longer_than_a_day(app: Flask, official: FlaskClient) -> None:
    sent(official, cut_page(official), "attach", ("議事録.pdf", PDF))
    with app.app_context():
        db.session.scalars(select(StoredFile)).one().created_at = clock.now() - timedelta(days=20)
        factories.make_stored_file(is_set_aside=True, created_at=clock.now() - timedelta(days=20))
        db.session.commit()
        uploads.forget_abandoned(clock.now())
        db.session.commit()
        assert [file.name for file in db.session.scalars(select(StoredFile))] == ["議事録.pdf"]
    opened = Page(official.get("/staff/hearings/drafts/1"))
    assert len(tickets(opened)) == 1
    autosaved = {**fields_of(opened), "keep": tickets(opened), "place": "架空公民館"}
    assert official.post("/staff/hearings/drafts", data=autosaved).status_code == 200
    assert len(tickets(Page(official.get("/staff/hearings/drafts/1")))) == 1


def test_the_files_of_a_draft_that_is_gone_for_good_go_with_it(app: Flask, official: FlaskClient) -> None:
    sent(official, cut_page(official), "attach", ("議事録.pdf", PDF))
    with app.app_context():
        draft = db.session.scalars(select(HearingDraft)).one()
        long_ago = clock.now() - timedelta(days=40)
        db.session.scalars(select(StoredFile)).one().created_at = draft.discarded_at = long_ago
        other = factories.make_hearing_draft(
            owner=None, staff_member_id=draft.staff_member_id, fields={}, form_token="another"
        )
        drafts.discard(other)
        uploads.forget_abandoned(clock.now())
        db.session.commit()
        assert count_of(StoredFile) == 0


def test_two_windows_on_one_draft_lose_no_file(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official)
    sent(official, page, "attach", ("左の窓.pdf", PDF))
    answer = sent(official, page, "attach", ("右の窓.pdf", PDF + b"2"), place="架空公民館")
    assert answer.status_code == 409
    assert len(tickets(Page(answer))) == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("絵.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "名前と中身"),
        ("頁.html", b"<html><script>alert(1)</script>", "名前と中身"),
        ("議事録.pdf", JPEG, "中身はJPEG画像"),
        ("写真.jpg", PDF, "中身はPDF"),
        ("空.pdf", b"", "空のファイル"),
        ("マクロ.docx", packed("word/document.xml", "word/vbaProject.bin"), "受け付けられる形式"),
        ("古い.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "受け付けられる形式"),
        ("実行.exe", b"MZ\x90\x00", "受け付けられる形式"),
    ],
)
def test_what_may_not_be_kept_is_refused_by_its_content_and_the_rest_stays(
    app: Flask, official: FlaskClient, name: str, content: bytes, told: str
) -> None:
    page = Page(sent(official, cut_page(official), "register", (name, content), ("議事録.pdf", PDF)))
    assert any(told in error for error in page.errors), page.errors
    assert len(tickets(page)) == 1 and fields_of(page)["notes"] == NOTES
    with app.app_context():
        assert (count_of(Hearing), count_of(HearingDraft)) == (0, 1)


def test_the_limits_are_told_and_hold(app: Flask, official: FlaskClient, hearing_id: int) -> None:
    text = Page(official.get("/staff/hearings/new")).text
    assert "1つ20MBまで" in text and "1件のヒアリングに20個まで" in text
    assert "公開のページには出ません" in text
    assert attached(official, hearing_id, *[(f"{n}.pdf", PDF) for n in range(20)]).status_code == 303
    refused = attached(official, hearing_id, ("21.pdf", PDF))
    assert refused.status_code == 422
    assert any("20個までです" in error for error in Page(refused).errors)
    with app.app_context():
        assert count_of(HearingAttachment) == 20


def test_a_name_sent_without_its_file_is_explained(official: FlaskClient) -> None:
    """Without scripts, a file is chosen and another button pressed: the form does not carry it."""
    answer = press(official, cut_page(official), "register", files="議事録.pdf")
    assert answer.status_code == 422
    assert any("「議事録.pdf」はまだ付いていません" in error for error in Page(answer).errors)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("議事録.pdf", PDF, "application/pdf"),
        ("写真.jpeg", JPEG, "image/jpeg"),
        ("図.png", PNG, "image/png"),
        ("scan.tif", b"II*\0rest", "image/tiff"),
        ("メモ.txt", "架空のメモ".encode("cp932"), "text/plain"),
    ],
)
def test_a_file_is_served_as_an_attachment_in_a_sandbox(
    official: FlaskClient, hearing_id: int, name: str, content: bytes, media_type: str
) -> None:
    assert attached(official, hearing_id, (f"../../{name}", content)).status_code == 303
    answer = official.get(f"/staff/hearings/{hearing_id}/attachments/1")
    assert answer.data == content
    assert answer.mimetype == media_type
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert ".." not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_removed_file_is_not_there_and_comes_back(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    attached(official, hearing_id, ("議事録.pdf", PDF))
    address = f"/staff/hearings/{hearing_id}/attachments/1"
    assert official.post(f"{address}/remove").status_code == 303
    nothing = official.get("/staff/hearings/9999/attachments/1")
    assert official.get(address).status_code == nothing.status_code == 404
    assert "外した添付（1件）" in Page(official.get(f"/staff/hearings/{hearing_id}")).text
    official.post(f"{address}/put-back")
    assert official.get(address).data == PDF
    with app.app_context():
        acts = [e.action for e in db.session.scalars(select(AuditEvent)) if "attach" in e.object_type]
        assert acts == [AuditAction.ADDED, AuditAction.REMOVED, AuditAction.PUT_BACK]


def test_a_file_is_found_under_its_own_hearing_alone(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    attached(official, hearing_id, ("議事録.pdf", PDF))
    with app.app_context():
        other = factories.make_hearing().id
        db.session.commit()
    assert official.get(f"/staff/hearings/{other}/attachments/1").status_code == 404
    assert official.post(f"/staff/hearings/{other}/attachments/1/remove").status_code == 404


def test_a_ticket_of_another_person_brings_nothing(
    app: Flask, staff_client: Callable[..., FlaskClient], official: FlaskClient
) -> None:
    page = Page(sent(official, cut_page(official), "attach", ("議事録.pdf", PDF)))
    stolen = tickets(page)
    other = staff_client(Role.OFFICIAL)
    fresh = cut_page(other)
    answer = sent(other, fresh, "register", keep=stolen)  # type: ignore[arg-type]
    assert answer.status_code == 303
    with app.app_context():
        assert count_of(HearingAttachment) == 0


def test_a_second_send_of_one_page_adds_nothing_twice(app: Flask, official: FlaskClient) -> None:
    typed = {"follow_up_1": "資料を送る"}
    page = Page(sent(official, cut_page(official, **typed), "attach", ("議事録.pdf", PDF)))
    for _ in range(2):
        assert sent(official, page, "register").status_code == 303
    with app.app_context():
        assert (count_of(HearingAttachment), count_of(FollowUp)) == (1, 1)


def test_files_alone_make_a_draft_too(app: Flask, official: FlaskClient) -> None:
    page = Page(sent(official, Page(official.get("/staff/hearings/new")), "attach", ("議事録.pdf", PDF)))
    assert page.errors == [] and len(tickets(page)) == 1
    answer = press(official, page, "cut", **FACTS, notes=NOTES)
    assert answer.status_code == 200
