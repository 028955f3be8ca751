"""ヒアリング記録票: Word and PDF say the same, hold every legitimate character, and no one's name but the hearing's."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import docx
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.documents.docx_writing import write_docx
from consult.documents.pdf_writing import write_pdf
from consult.documents.record_sheet import RecordSheet, SheetOpinion
from consult.domain.printable import printable

MADE_AT = datetime(2026, 11, 28, 1, 0, 0, 5, tzinfo=UTC)
SHEET = RecordSheet(
    heading="第3号　架空つむぎ商店会",
    mark="架空のデータ",
    facts=(("種別", "関係機関ヒアリング"), ("出席者", "会長の𠮷田さん、﨑山さん")),
    notes="・空き店舗を借りたい若者がいる。\n　最初の一年だけでも支えてほしい。\n\n・夕方のバスがない。",
    opinions=(
        SheetOpinion(
            1, "空き店舗を借りたい若者がいる。\n最初の一年だけでも支えてほしい。", "家賃の支えを", "まち"
        ),
        SheetOpinion(2, "夕方のバスがない。", "", "未確定"),
    ),
    follow_ups=("補助制度の資料を送る（令和2年3月1日まで）",),
)
EVERYTHING = (
    "架空つむぎ商店会",
    "架空のデータ",
    "𠮷田さん、﨑山さん",
    "最初の一年だけでも",
    "家賃の支えを",
    "未確定",
    "補助制度の資料",
)


def words_of_docx(file: io.BytesIO) -> str:
    document = docx.Document(file)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages)


def test_word_and_pdf_say_the_same() -> None:
    in_word = words_of_docx(write_docx([SHEET], made_at=MADE_AT))
    in_pdf = words_of_pdf(write_pdf([SHEET], made_at=MADE_AT)).replace(" ", "")
    for said in EVERYTHING:
        assert said in in_word
        assert said in in_pdf


def test_each_hearing_begins_on_a_page_of_its_own() -> None:
    assert len(pypdf.PdfReader(io.BytesIO(write_pdf([SHEET] * 3, made_at=MADE_AT))).pages) == 3


def test_the_pdf_can_be_read_aloud() -> None:
    reader = pypdf.PdfReader(io.BytesIO(write_pdf([SHEET], made_at=MADE_AT)))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "ja-JP"
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("ヒアリング記録票（庁内用）", None)


def test_the_word_file_names_no_author_and_a_japanese_face() -> None:
    file = write_docx([SHEET], made_at=MADE_AT)
    properties = docx.Document(file).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    file.seek(0)
    assert 'w:eastAsia="游明朝"' in zipfile.ZipFile(file).read("word/styles.xml").decode()


@pytest.mark.parametrize(
    "words", ["#strong[x] $y$ // *z* `code` \\u{41} @ref <label>", "= 見出し\n- 点\n+ 番号"]
)
def test_markup_in_a_note_stays_text(words: str) -> None:
    sheet = replace(SHEET, notes=words)
    assert words.splitlines()[0] in words_of_pdf(write_pdf([sheet], made_at=MADE_AT))


def test_characters_that_our_faces_do_not_know_still_make_a_page() -> None:
    sheet = replace(SHEET, notes="ภาษาไทย العربية 葛󠄀 👨‍👩‍👧 \U0002a6d6")
    assert write_pdf([sheet], made_at=MADE_AT).startswith(b"%PDF")


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
@settings(max_examples=25)
def test_any_text_makes_a_word_file_whose_xml_is_sound(text: str) -> None:
    file = write_docx([replace(SHEET, heading=text, notes=text)], made_at=MADE_AT)
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_printing_twice_changes_nothing_more(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_what_has_no_shape_or_turns_the_line_round_is_named() -> None:
    assert (
        printable("戻\u0008る\u202e逆\ufffe\tと\u2028次")
        == "戻［U+0008］る［U+202E］逆［U+FFFE］\u3000と\n次"
    )


def test_a_note_of_many_lines_is_one_paragraph() -> None:
    """python-docx takes longer for each further paragraph: 16,000 of them took ten seconds."""
    file = write_docx([replace(SHEET, notes="あ\n" * 16_000)], made_at=MADE_AT)
    assert len(docx.Document(file).paragraphs) < 20


def test_an_address_without_a_blank_stays_on_the_page() -> None:
    sheet = replace(SHEET, facts=(("資料", "https://example.jp/" + "a" * 300),))
    text = words_of_pdf(write_pdf([sheet], made_at=MADE_AT))
    lines = [line for line in text.splitlines() if line.endswith("aaa")]
    assert len(lines) > 2
    assert "a" * 300 in text.replace("\n", "")


def test_the_word_file_carries_no_picture_of_its_template() -> None:
    with zipfile.ZipFile(write_docx([SHEET], made_at=MADE_AT)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
