"""The paper form asks what the screen asks, says where to bring it, and has room for opinions (C8, TX6)."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.documents import paper_form_files
from consult.domain.vocabulary import AgeBand, Channel, ConsultationStage, Demand, SubmitterItem
from consult.extensions import db
from consult.models import AcceptedMethod, AskedItem
from tests import factories
from tests.pages import Page

STATEMENTS = {
    "use_statement": "お名前などは、内容の確認だけに使います。",
    "consideration_statement": "数ではなく内容を検討します。",
    "reply_statement": "個別の回答はしません。",
    "results_plan": "年度内に公表する予定です。",
}
WHERE = {
    Channel.POST: "〒000-0000 架空市中央1番地 架空課",
    Channel.FAX: "0000-00-0001",
    Channel.COUNTER: "市役所3階 平日9時から17時",
}


def open_case(app: Flask, **fields: Any) -> str:
    """A case that asks everything and takes paper; its address."""
    asked = [
        AskedItem(item=item, demand=Demand.REQUIRED if n == 1 else Demand.OPTIONAL, position=n)
        for n, item in enumerate(SubmitterItem, start=1)
    ]
    methods = [
        AcceptedMethod(channel=channel, position=n, directions=text)
        for n, (channel, text) in enumerate(WHERE.items(), start=1)
    ]
    with app.app_context():
        factories.make_district(name="みどり地区")
        values: dict[str, Any] = {"asked_items": asked, "methods": methods} | STATEMENTS | fields
        consultation_id = factories.make_consultation(**values).id
        db.session.commit()
    return f"/consultations/{consultation_id}"


def words_of_pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def words_of_docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(each.text for each in document.paragraphs), *cells]).split())


@pytest.mark.parametrize(("kind", "words_of"), [("pdf", words_of_pdf), ("docx", words_of_docx)])
def test_both_papers_hold_every_item_place_and_statement(
    app: Flask, public_client: FlaskClient, kind: str, words_of: Any
) -> None:
    answer = public_client.get(f"{open_case(app)}/paper-form.{kind}")
    words = words_of(answer.data)
    expected = [*(each.label for each in SubmitterItem), *WHERE.values(), *STATEMENTS.values()]
    expected += [
        "※個人の場合は必須",
        "団体名の公表",
        "□みどり地区",
        "□市外",
        "意見1",
        "意見3",
        "第2期総合戦略（素案）への意見募集",
    ]
    expected += [f"□{each.label}" for each in AgeBand]
    assert [each for each in expected if "".join(each.split()) not in words] == []
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_pdf_is_tagged_and_names_nobody(app: Flask, public_client: FlaskClient) -> None:
    reader = pypdf.PdfReader(io.BytesIO(public_client.get(f"{open_case(app)}/paper-form.pdf").data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata and not reader.metadata.author


def test_what_is_not_asked_stands_on_no_paper(app: Flask, public_client: FlaskClient) -> None:
    words = words_of_docx(public_client.get(f"{open_case(app, asked_items=[])}/paper-form.docx").data)
    assert "あなたについて" not in words and "お名前※" not in words


def test_odd_characters_break_neither_file(app: Flask, public_client: FlaskClient) -> None:
    """TX6, TX8: controls, U+FFFE, markup of either writer, an address without a place to break."""
    odd = "題\x0b名\ufffe<b>#eval(1) {{ 7*7 }} 葛󠄀𠮷👪" + "http://example.jp/" + "a" * 300
    case = open_case(app, title=odd[:200], use_statement=odd, contact=odd)
    content = public_client.get(f"{case}/paper-form.docx").data
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(package.read(name))
    assert "#eval(1)" in words_of_docx(content)
    assert "#eval(1)" in words_of_pdf(public_client.get(f"{case}/paper-form.pdf").data)


def test_a_form_is_set_once_however_often_it_is_asked_for(
    app: Flask, public_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TS17: anybody may ask for it."""
    case = open_case(app, title="一度だけ組む用紙")
    public_client.get(f"{case}/paper-form.pdf")

    def set_again(*_args: Any, **_more: Any) -> bytes:
        raise AssertionError("the page was set again")

    monkeypatch.setattr(paper_form_files, "set_page", set_again)
    assert public_client.get(f"{case}/paper-form.pdf").status_code == 200


def test_the_page_of_a_case_leads_to_both_papers(app: Flask, public_client: FlaskClient) -> None:
    case = open_case(app)
    links = Page(public_client.get(case)).links.values()
    assert {f"{case}/paper-form.pdf", f"{case}/paper-form.docx"} <= set(links)


def test_a_case_that_takes_no_paper_offers_none(app: Flask, public_client: FlaskClient) -> None:
    case = open_case(app, methods=[AcceptedMethod(channel=Channel.FORM, position=1)])
    assert public_client.get(f"{case}/paper-form.pdf").status_code == 404
    assert not any("paper-form" in each for each in Page(public_client.get(case)).links.values())


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_no_paper_tells_of_a_case_that_is_not_announced(
    app: Flask, public_client: FlaskClient, kind: str
) -> None:

    case = open_case(app, stage=ConsultationStage.DRAFT)
    assert public_client.get(f"{case}/paper-form.{kind}").status_code == 404
    assert public_client.get(f"{case}/paper-form.exe").status_code == 404
