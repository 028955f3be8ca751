"""The files of a version: open data by the rules (practice §7), nothing that runs, nobody's name in any byte (TP1, TX4–TX6)."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import AgeBand, Channel, Disposition, SubmitterClass, SubmitterKind
from consult.extensions import db
from consult.models import Submitter
from consult.publication.files import FILES
from consult.publication.snapshot import canonical_digest
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.consult.publication.rounds import answered_group, ended_consultation, release, send, with_methods
from tests.pages import Page

CANARIES = {
    "name": "架空鳥一郎",
    "kana": "かくうどりいちろう",
    "address": "架空市鳥籠町9-9-9",
    "email": "kanaria@canary.example",
    "phone": "080-9999-7777",
    "representative": "代表鳥子",
    "postal_code": "999-7777",
    "class_detail": "鳥籠の組合員",
    "district": "鳥籠町9番地",
}
HOSTILE = "=1+1\n＠SUM(1)\t𠮷﨑①㈱ \u202e逆\u0008 <script>alert(1)</script> #strong[x] {{7*7}}"


@dataclass(frozen=True)
class Published:
    client: FlaskClient
    address: str

    def file(self, name: str) -> bytes:
        answer = self.client.get(f"{self.address}/1/files/{name}")
        assert answer.status_code == 200, name
        assert answer.headers["Content-Disposition"].startswith("attachment"), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        return answer.data

    @property
    def page(self) -> Page:
        return Page(self.client.get(self.address))


@pytest.fixture
def published(app: Flask, public_client: FlaskClient) -> Published:
    """A hostile round: formulas, controls and markup in every text; canaries in every field about people."""
    with app.app_context():
        case = ended_consultation(
            title=f"案{HOSTILE}",
            contact="架空市 総合政策課",
            methods=with_methods(Channel.FORM, Channel.POST),
        )
        revised = factories.make_result_class(
            consultation=case, label=HOSTILE[:90], disposition=Disposition.REVISED
        )
        group = answered_group(
            case,
            result_class=revised,
            summary=HOSTILE,
            wording=HOSTILE,
            revisions=[{"place": "=第1章", "before": "四本\n五本", "after": HOSTILE}],
        )
        person = Submitter(
            kind=SubmitterKind.PERSON,
            organisation="鳥籠商事",
            age_band=AgeBand.FIFTIES,
            submitter_class=SubmitterClass.OTHER,
            **CANARIES,
        )
        send(
            case,
            ["バスを。", "灯りを。"],
            group=group,
            submitter=person,
            original_text="鳥の原本",
            internal_note="鳥の内部",
        )
        send(case, group=None, is_late=True, submitter=Submitter(kind=SubmitterKind.PERSON, **CANARIES))
        release(case)
        case_id = case.id
        db.session.commit()
    return Published(public_client, f"/consultations/{case_id}/results")


def unpacked(content: bytes) -> bytes:
    """A zip with its members laid open."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def text_of_pdf(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)


def test_no_output_holds_anything_of_a_submitter_in_any_encoding(published: Published) -> None:
    words = [*CANARIES.values(), "鳥籠商事", "鳥の原本", "鳥の内部"]
    words += [hashlib.md5(CANARIES["email"].encode()).hexdigest()]
    outputs = {each.name: published.file(each.name) for each in FILES}
    for page in ("", "/1", "/1/dictionary", "/9", "/1/files/nothing.csv"):
        answer = published.client.get(published.address + page)
        outputs[page] = answer.data + str(answer.headers).encode()
    for name, content in outputs.items():
        laid_open = unpacked(content)
        text = text_of_pdf(content) if name.endswith(".pdf") else ""
        for word in words:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp932"):
                assert word.encode(encoding) not in laid_open, (name, word)
            assert word.encode("unicode_escape") not in laid_open, (name, word)
            assert word not in text, (name, word)


def test_csv_values_stay_in_one_line_and_run_nothing(published: Published) -> None:
    for name in ("answers.csv", "counts.csv", "revisions.csv"):
        content = published.file(name)
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1, "one record per line"
        assert content.count(b"\r\n") == len(rows)
        for cell in (cell for row in rows for cell in row):
            assert not cell.lstrip("　 \t\u200b").startswith(("=", "+", "@", "＝", "＠"))
            assert "\n" not in cell
    head, row = read_own_csv(published.file("answers.csv"))
    answer = dict(zip(head, row, strict=True))
    assert answer["意見の概要"].startswith("=1+1　＠SUM(1)")
    assert answer["意見数"] == "2"
    assert answer["反映区分コード"] == "revised"
    assert answer["公表日（和暦）"].startswith("令和")


def test_the_shift_jis_file_says_which_characters_it_replaced(published: Published) -> None:
    with zipfile.ZipFile(io.BytesIO(published.file("answers-cp932.zip"))) as archive:
        assert archive.namelist() == ["ichiran.csv", "okikaeta-moji.txt"]
        table = archive.read("ichiran.csv").decode("cp932")
        replaced = archive.read("okikaeta-moji.txt").decode("utf-8-sig")
    assert "〓﨑①㈱" in table
    assert "2行4列：𠮷（U+20BB7）" in replaced


def test_the_digest_can_be_worked_out_from_the_json(published: Published) -> None:
    whole = json.loads(published.file("results.json"))
    digest = whole.pop("sha256")
    assert canonical_digest(whole) == digest
    assert digest in published.page.text
    assert whole["published_on"] == json.loads(published.file("results.json"))["published_on"]


def test_the_workbook_holds_texts_and_no_formula(published: Published) -> None:
    book = openpyxl.load_workbook(io.BytesIO(published.file("results.xlsx")))
    assert book.sheetnames == ["結果", "意見と市の考え方", "意見の数", "修正箇所"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)


def test_word_and_pdf_say_what_the_page_says(published: Published) -> None:
    document = docx.Document(io.BytesIO(published.file("results.docx")))
    in_word = "\n".join(
        [each.text for each in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    in_pdf = text_of_pdf(published.file("results.pdf")).replace(" ", "")
    for words in ("1名から、2件の意見が寄せられました。", "架空市", "電子フォーム", "五本", "＠SUM(1)"):
        assert words in in_word, words
        assert words.replace(" ", "") in in_pdf, words
        assert words in published.page.text, words
    assert "49" not in in_pdf.partition("{{")[2][:9]


def test_every_part_of_the_word_file_is_sound_and_names_nobody(published: Published) -> None:
    with zipfile.ZipFile(io.BytesIO(published.file("results.docx"))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
    properties = docx.Document(io.BytesIO(published.file("results.docx"))).core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_the_pdf_is_tagged_and_its_tables_have_heads(published: Published) -> None:
    reader = pypdf.PdfReader(io.BytesIO(published.file("results.pdf")))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "ja-JP"
    tags = {
        object_.get("/S")
        for object_ in map(reader.get_object, range(1, len(reader.xref[0])))
        if isinstance(object_, dict)
    }
    assert {"/Table", "/TH", "/TD", "/H1"} <= tags


def test_a_telling_line_is_hidden_and_a_typed_district_never_shown(published: Published) -> None:
    rows = published.page.rows("地区") if "一覧にない地区" in published.page.text else []
    assert all(row[1] in ("非表示", "意見（件）", "－") for row in rows)
    assert "鳥籠町" not in published.page.text


def test_the_dictionary_names_every_column_of_every_table(published: Published) -> None:
    words = Page(published.client.get(f"{published.address}/1/dictionary")).text
    for name in ("answers.csv", "counts.csv", "revisions.csv"):
        for column in read_own_csv(published.file(name))[0]:
            assert column in words
    for code in Disposition:
        assert code.value in words
