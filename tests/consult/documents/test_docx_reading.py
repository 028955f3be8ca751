"""A Word file as text: headings by style, lists, tables; changes accepted, pictures named, hostile files refused."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from consult.documents import docx_package
from consult.documents.docx_reading import read_docx
from consult.domain.draft_blocks import BlockKind, blocks_of
from consult.domain.draft_text import cut_text
from consult.domain.errors import FileRefused

W = nsdecls("w")


def saved(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same package with one part put in or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return file.getvalue()


def paragraph(inner: str) -> object:
    return parse_xml(f"<w:p {W}>{inner}</w:p>")


def test_headings_lists_and_tables_come_in() -> None:
    document = Document()
    document.add_heading("第1章　移動", 1)
    document.add_paragraph("バスを一日六本にします。")
    document.add_paragraph("公園", style="List Bullet")
    document.add_paragraph("道", style="List Bullet")
    document.add_heading("目標", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["年", "本|数", "令和8\n年", "三本"], strict=True):
        cell.text = text
    _, cuts = cut_text(read_docx("素案.docx", saved(document)))
    assert [(each.level, each.heading) for each in cuts] == [(1, "第1章　移動"), (2, "目標")]
    paragraph_block, points = blocks_of(cuts[0].body)
    assert paragraph_block.text == "バスを一日六本にします。"
    assert [each.text for each in points.items] == ["公園", "道"]
    (found,) = blocks_of(cuts[1].body)
    assert found.kind is BlockKind.TABLE
    assert found.rows == (("年", "本|数"), ("令和8\n年", "三本"))


def test_numbers_that_word_draws_are_text() -> None:
    document = Document()
    for text in ("駅", "港", "空港"):
        document.add_paragraph(text, style="List Number")
    (block,) = blocks_of(read_docx("a.docx", saved(document)))
    assert [(each.mark, each.text) for each in block.items] == [("1.", "駅"), ("2.", "港"), ("3.", "空港")]


def test_changes_are_accepted_and_readings_field_codes_and_remarks_are_no_text() -> None:
    document = Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    inner = (
        run.format("バスを")
        + "<w:del w:id='1' w:author='a'><w:r><w:delText>三</w:delText></w:r></w:del>"
        + f"<w:ins w:id='2' w:author='a'>{run.format('六')}</w:ins>"
        + "<w:r><w:ruby><w:rt><w:r><w:t>ほん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>本</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + run.format("走らせます。")
    )
    document.element.body.insert(0, paragraph(inner))
    assert read_docx("a.docx", saved(document)) == "バスを六本走らせます。"


def test_a_picture_is_named_where_it_stands_and_a_footnote_is_read_there() -> None:
    document = Document()
    drawing = (
        "<w:r><w:t>推移は</w:t></w:r><w:r><w:drawing><wp:inline "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:docPr id="1" name="図 1" descr="人口の推移のグラフ"/></wp:inline></w:drawing></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    document.element.body.insert(0, paragraph(drawing))
    notes = f"<w:footnotes {W}><w:footnote w:id='2'><w:p><w:r><w:t>国勢調査</w:t></w:r></w:p></w:footnote></w:footnotes>"
    content = with_part(saved(document), "word/footnotes.xml", notes.encode())
    assert read_docx("a.docx", content) == "推移は（図：人口の推移のグラフ）（注：国勢調査）"


def test_a_table_of_contents_is_left_out_and_a_framed_text_is_a_paragraph() -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("第1章　移動　3", style="toc 1")
    document.add_table(1, 1)._cells[0].text = "囲みの文章。"
    assert read_docx("a.docx", saved(document)) == "囲みの文章。"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"", "空のファイル"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old word", "Wordのファイル（docx）ではありません"),
        ("a.docx", b"%PDF-1.7", "Wordのファイル（docx）ではありません"),
        ("a.docx", b"PK\x03\x04 not a zip", "Wordのファイル（docx）ではありません"),
        ("a.docx", "ただの文章".encode(), "Wordのファイル（docx）ではありません"),
    ],
)
def test_a_docx_that_is_no_docx_is_told_so(name: str, content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_docx(name, content)


def test_macros_entities_and_bombs_are_refused() -> None:
    good = saved(Document())
    with pytest.raises(FileRefused, match="マクロ"):
        read_docx("a.docx", with_part(good, "word/vbaProject.bin", b"x"))
    laughs = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(FileRefused, match="読めません"):
        read_docx("a.docx", with_part(good, "word/document.xml", laughs))
    with pytest.raises(FileRefused, match="読めません"):
        read_docx("a.docx", with_part(good, "word/document.xml", b"<w:document"))
    bomb = b"<a>" + b" " * 31_000_000 + b"</a>"
    with pytest.raises(FileRefused, match="大きすぎて"):
        read_docx("a.docx", with_part(good, "word/styles.xml", bomb))


def test_a_file_with_more_text_than_a_plan_is_refused_while_it_is_read() -> None:
    part = f"<w:document {W}><w:body><w:p><w:r><w:t>{'あ' * 900_001}</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(FileRefused, match="長すぎます"):
        read_docx("a.docx", with_part(saved(Document()), "word/document.xml", part.encode()))


@pytest.mark.parametrize(
    ("limit", "body"),
    [
        ("MAX_ELEMENTS", "<w:p/>" * 60),
        ("MAX_DEPTH", "<w:tbl>" * 60),
        ("LONGEST_TAG", f'<w:p w:x="{"y" * 200_000}"/>'),
    ],
)
def test_what_no_word_file_has_is_refused_before_it_costs_seconds(
    monkeypatch: pytest.MonkeyPatch, limit: str, body: str
) -> None:
    """TX11."""
    part = f"<w:document {W}><w:body>{body}".encode()
    content = with_part(saved(Document()), "word/document.xml", part)
    monkeypatch.setattr(docx_package, limit, 100_000 if limit == "LONGEST_TAG" else 50)
    with pytest.raises(FileRefused, match="大きすぎて"):
        read_docx("a.docx", content)
