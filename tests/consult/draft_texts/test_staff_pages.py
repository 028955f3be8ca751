"""Staff bring a text in, see what was found, mend it and release it; every refusal keeps what was typed."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, ConsultationStage, Role
from consult.extensions import db
from consult.models import AuditEvent, Consultation
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

BASE = "/staff/consultations/1/draft"
TEXT = "第1章　移動\n　バスを一日六本にします。\n\n第2章　学び\n　放課後の教室を開きます。"


@pytest.fixture
def official(app: Flask, staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    with app.app_context():
        factories.make_consultation()
        db.session.commit()
    return staff_client(Role.OFFICIAL)


def word_file() -> io.BytesIO:
    document, file = Document(), io.BytesIO()
    document.add_heading("第1章　移動", 1)
    document.add_paragraph("バスを一日六本にします。")
    document.save(file)
    return io.BytesIO(file.getvalue())


def test_a_pasted_text_is_shown_in_its_sections_and_released(official: FlaskClient) -> None:
    assert "文章を入れる" in Page(official.get(BASE)).links
    answer = official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT}, follow_redirects=True)
    page = Page(answer)
    assert page.heading == "第1版 素案"
    assert [each.text for each in page.main.all("h2")] == ["第1章 移動", "第2章 学び"]
    assert official.get("/consultations/1/draft").status_code == 404
    released = Page(official.post(f"{BASE}/1/release", data={"version": "1"}, follow_redirects=True))
    assert "この版は変わりません" in released.text
    assert official.get("/consultations/1/draft").status_code == 200


def test_headings_are_mended_by_buttons(official: FlaskClient) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": f"{TEXT}\n\n見出しの行\n\n本文。"})
    page = Page(
        official.post(f"{BASE}/1/outline", data={"version": "1", "act": "down-2"}, follow_redirects=True)
    )
    assert [each.text for each in page.main.all("h3")] == ["第2章 学び"]
    page = Page(
        official.post(f"{BASE}/1/outline", data={"version": "2", "act": "split-2-2"}, follow_redirects=True)
    )
    assert "見出しの行" in [each.text for each in page.main.all("h3")]
    page = Page(
        official.post(f"{BASE}/1/outline", data={"version": "3", "act": "join-2"}, follow_redirects=True)
    )
    assert "前の節につなげました" in page.text
    offered = [each.text for each in page.main.all("button") if "ここを見出しにする" in each.text]
    assert [each.partition("：")[2] for each in offered] == ["第2章学び"], "no sentence"
    stale = Page(
        official.post(f"{BASE}/1/outline", data={"version": "1", "act": "up-1"}, follow_redirects=True)
    )
    assert "ほかの人が直しています" in stale.text
    for act in ("", "up-x", "drop-1"):
        assert official.post(f"{BASE}/1/outline", data={"version": "4", "act": act}).status_code == 400
    gone = official.post(f"{BASE}/1/outline", data={"version": "4", "act": "up-99"}, follow_redirects=True)
    assert "ほかの人が直しています" in Page(gone).text


def test_a_word_file_is_read_and_no_refusal_loses_its_text(official: FlaskClient) -> None:
    sent = {"label": "", "file": (word_file(), "素案.docx")}
    answer = official.post(f"{BASE}/new", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    page = Page(answer)
    assert page.errors == ["版の名前：版の名前を入力してください。"]
    assert page.value("案の文章").startswith("# 第1章　移動")
    again = {"label": "素案", "text": page.value("案の文章"), "is_docx": page.hidden("is_docx")}
    assert official.post(f"{BASE}/new", data=again).status_code == 303
    assert "Wordファイル" in Page(official.get(BASE)).text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0", "素案.docx", "Wordのファイル（docx）ではありません"),
        (b"PK\x03\x04 <script>alert(1)</script>", "<img src=x>.docx", "Wordのファイル（docx）ではありません"),
        (b"\x00\x01", "a.txt", "文字だけのファイルとして読めません"),
        (b"", "a.md", "空のファイル"),
    ],
)
def test_a_file_of_another_kind_is_told_beside_its_field(
    official: FlaskClient, content: bytes, name: str, said: str
) -> None:
    sent = {"label": "素案", "text": "", "file": (io.BytesIO(content), name)}
    answer = official.post(f"{BASE}/new", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    (error,) = Page(answer).errors
    assert said in error
    assert b"<img src=x" not in answer.data


def test_text_files_of_windows_are_read(official: FlaskClient) -> None:
    for label, content, name in (
        ("一", TEXT.encode("cp932"), "a.txt"),
        ("二", TEXT.encode("utf-8-sig"), "a.md"),
    ):
        data = {"label": label, "file": (io.BytesIO(content), name), "version": "1"}
        address = f"{BASE}/new" if label == "一" else f"{BASE}/1/text"
        page = Page(
            official.post(address, data=data, content_type="multipart/form-data", follow_redirects=True)
        )
        assert page.heading == f"第1版 {label}"
        assert [each.text for each in page.main.all("h2")] == ["第1章 移動", "第2章 学び"]


@pytest.mark.parametrize("text", ["", " \u200b\n", "# a\n" * 501, "あ" * 300_001])
def test_a_text_that_cannot_be_taken_is_refused_beside_the_field(official: FlaskClient, text: str) -> None:
    sent = {"label": "素案", "text": text}
    answer = official.post(f"{BASE}/new", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert Page(answer).errors[0].startswith("案の文章：")


def test_two_people_see_both_texts(official: FlaskClient) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    form = Page(official.get(f"{BASE}/1/sections/1"))
    mine = {"heading": "第1章　足", "level": "1", "body": "わたしの文。", "seen": form.hidden("seen")}
    official.post(f"{BASE}/1/sections/1", data=mine | {"body": "先に保存した文。"})
    answer = official.post(f"{BASE}/1/sections/1", data=mine)
    assert answer.status_code == 409
    page = Page(answer)
    assert page.rows("保存済みの内容")[1:] == [["本文", "先に保存した文。", "わたしの文。"]]
    assert page.value("本文") == "わたしの文。"
    saved = official.post(f"{BASE}/1/sections/1", data=mine | {"seen": page.hidden("seen")})
    assert saved.status_code == 303
    whole = official.post(f"{BASE}/1/text", data={"label": "素案", "text": "別の文章", "version": "1"})
    assert whole.status_code == 409
    assert "わたしの文。" in Page(whole).text


def test_what_a_page_of_a_section_left_alone_is_taken_over(official: FlaskClient) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    form = Page(official.get(f"{BASE}/1/sections/1"))
    hidden = {name: form.hidden(name) for name in ("seen", "opened")}
    theirs = {"heading": form.value("見出し"), "level": "2", "body": "先に保存した文。"}
    assert official.post(f"{BASE}/1/sections/1", data=theirs | hidden).status_code == 303
    mine = hidden | {"heading": "わたしの見出し", "level": "1", "body": form.value("本文")}
    page = Page(official.post(f"{BASE}/1/sections/1", data=mine))
    assert (page.value("見出し"), page.value("本文")) == ("わたしの見出し", "先に保存した文。")
    assert [row[0] for row in page.rows("保存済みの内容")[1:]] == ["見出し"]
    assert "「見出しの段階」「本文」は、保存済みの内容に合わせました" in page.main.text


def test_a_released_version_is_copied_and_compared(official: FlaskClient) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    official.post(f"{BASE}/1/release", data={"version": "1"})
    assert official.get(f"{BASE}/1/sections/1").status_code == 303
    assert official.get(f"{BASE}/1/text").status_code == 303
    assert official.post(f"{BASE}/1/copy").status_code == 303
    refused = Page(official.post(f"{BASE}/1/copy", follow_redirects=True))
    assert "作業中の版" in refused.text
    text = TEXT.replace("六本", "八本") + "\n\n第3章　仕事\n　磨きます。"
    official.post(f"{BASE}/2/text", data={"label": "案", "text": text, "version": "1"})
    page = Page(official.get(f"{BASE}/2/compare"))
    assert "違いのある節 2か所、変わらない節 1か所" in page.text
    assert "［削除］六" in [each.text for each in page.main.all("del")]
    assert "同じ" not in page.text
    assert official.get(f"{BASE}/2/compare?with=9").status_code == 200


def test_a_version_that_nobody_needs_is_discarded_and_put_back(official: FlaskClient, app: Flask) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    assert Page(official.get(f"{BASE}/1")).links["この版を捨てる"] == f"{BASE}/1/discard"
    asked = Page(official.get(f"{BASE}/1/discard"))
    assert "「第1版 素案」を捨てますか" in asked.heading.replace("\u3000", " ")
    version = asked.hidden("version")
    official.post(f"{BASE}/1/outline", data={"act": "down-1", "version": version})
    official.post(f"{BASE}/1/discard", data={"version": version})
    assert "作業中" in Page(official.get(f"{BASE}/1")).main.text, "somebody changed it since the question"
    version = Page(official.get(f"{BASE}/1/discard")).hidden("version")
    assert official.post(f"{BASE}/1/discard", data={"version": version}).status_code == 303
    listed = Page(official.get(BASE))
    assert not listed.root.all("table") and "捨てた版（1）" in listed.main.text
    assert official.get(f"{BASE}/1/text").status_code == 303
    assert official.post(f"{BASE}/1/put-back").status_code == 303
    assert "作業中" in Page(official.get(f"{BASE}/1")).main.text
    with app.app_context():
        actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
        assert actions[-2:] == [AuditAction.REMOVED, AuditAction.PUT_BACK]


def test_the_number_of_a_discarded_version_is_given_to_no_other(official: FlaskClient) -> None:
    """And it comes back as a copy once there is a newer one."""
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    official.post(f"{BASE}/1/discard", data={"version": "1"})
    official.post(f"{BASE}/new", data={"label": "別の案", "text": TEXT})
    assert Page(official.get(f"{BASE}/2")).heading.startswith("第2版")
    assert "戻せ" not in Page(official.get(f"{BASE}/1")).main.text
    official.post(f"{BASE}/1/put-back")
    assert "捨てた版" in Page(official.get(f"{BASE}/1")).main.text
    official.post(f"{BASE}/2/discard", data={"version": "1"})
    official.post(f"{BASE}/1/copy")
    assert [row[0] for row in Page(official.get(BASE)).rows("版")[1:]] == ["第3版 素案"]


def test_a_released_version_leads_on_to_the_case_then_to_what_citizens_read(
    official: FlaskClient, app: Flask
) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    official.post(f"{BASE}/1/release", data={"version": "1"})
    for stage, lead in (
        (ConsultationStage.DRAFT, "案件の公開に進む"),
        (ConsultationStage.ANNOUNCED, "市民のページで読む"),
    ):
        with app.app_context():
            db.session.get_one(Consultation, 1).stage = stage
            db.session.commit()
        links = Page(official.get(f"{BASE}/1")).links
        assert {"案件の公開に進む", "市民のページで読む"} & links.keys() == {lead}
    assert links["市民のページで読む"] == "/consultations/1/draft"


def test_pages_with_long_texts_are_sent_with_the_token_of_now(official: FlaskClient) -> None:
    """So that a lost session loses no text; what the script does is seen where a letter is entered (tests/journeys)."""
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    for address in (f"{BASE}/1/sections/1", f"{BASE}/1/text", "/staff/consultations/1/edit"):
        form = Page(official.get(address)).main.first("form")
        assert "data-fresh-token" in form.attributes, address


def test_versions_of_another_case_are_not_there(official: FlaskClient, app: Flask) -> None:
    with app.app_context():
        factories.make_draft_text(consultation=factories.make_consultation(), released_at=None)
        db.session.commit()
    for address in ("", "/text", "/sections/1", "/release", "/compare"):
        assert official.get(f"{BASE}/1{address}").status_code == 404
    for address in ("/text", "/outline", "/release", "/copy", "/sections/1"):
        assert official.post(f"{BASE}/1{address}", data={"version": "1", "act": "up-1"}).status_code == 404


def test_a_drafter_mends_and_does_not_release(
    official: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": TEXT})
    drafter = staff_client(Role.DRAFTER)
    page = Page(drafter.get(f"{BASE}/1"))
    assert "文章全体を入れ直す" in page.links
    assert "公開に進む" not in page.links
    assert drafter.post(f"{BASE}/1/release", data={"version": "1"}).status_code == 404
    assert "ここを見出しにする" not in Page(staff_client(Role.APPROVER).get(f"{BASE}/1")).text


def test_pages_ask_no_more_for_more_sections(official: FlaskClient) -> None:
    official.post(f"{BASE}/new", data={"label": "素案", "text": "# a\n\nb"})
    numbers = []
    for text in ("# a\n\nb", "\n".join(f"# 第{n}章\n\n本文{n}。\n" for n in range(30))):
        version = Page(official.get(f"{BASE}/1")).hidden("version")
        official.post(f"{BASE}/1/text", data={"label": "案", "text": text, "version": version})
        for address in (BASE, f"{BASE}/1"):
            with counted_queries() as queries:
                official.get(address)
            numbers.append(len(queries))
    assert numbers[:2] == numbers[2:]
