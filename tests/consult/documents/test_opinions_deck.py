"""The slide of 主な意見: native text and tables, one page like the strategy's, and long texts on further slides."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pptx
import pypdf

from consult.documents import deck as measures
from consult.documents.opinions_deck import MOST_LINES, deck_of
from consult.documents.opinions_deck_pdf import deck_pdf
from consult.documents.pptx_writing import write_pptx
from consult.documents.text_fitting import line_count
from tests.consult.documents.opinion_papers import USUAL, opinions_paper

MADE_AT = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
LONG = "住み続けたいまちにするため、バスの本数を増やしてほしい。" * 370
WITH_LONG = {**USUAL, "まち": [LONG, "海をもっと生かせると思う。"]}


def opened(texts: Any = USUAL) -> Any:
    return pptx.Presentation(write_pptx(deck_of(opinions_paper(texts)), made_at=MADE_AT))


def words_of(slide: Any) -> str:
    boxes = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join([*boxes, *(cell.text for table in tables for cell in table.iter_cells())])


def test_the_usual_number_of_opinions_stands_on_one_slide_and_the_annex_says_where_they_are_from() -> None:
    first, figures, packages, sources = opened().slides
    said = words_of(first)
    assert first.shapes.title.text == "主な意見" and "架空会議　資料2" in said
    for theme, texts in USUAL.items():
        assert f"{theme}の見出し" in said
        assert all(f"「{text}」" in said for text in texts)
    for mark in "●■▲":
        assert mark in said
    assert "人が選びました。" in words_of(figures) and "120" in words_of(figures)
    assert "暮らしを支える" in words_of(packages)
    assert "ヒアリング第2号（令和2年3月）" in words_of(sources)


def test_everything_is_text_or_table_and_no_picture() -> None:
    kinds = {shape.shape_type.name for slide in opened().slides for shape in slide.shapes}
    assert kinds == {"PLACEHOLDER", "TEXT_BOX", "TABLE"}


def test_every_slide_says_of_which_day_and_that_the_data_is_invented() -> None:
    slides = list(opened(WITH_LONG).slides)
    for number, slide in enumerate(slides, start=1):
        assert f"架空市　令和3年2月10日(水)現在　架空のデータ　{number}/{len(slides)}" in words_of(slide)


def test_an_opinion_of_ten_thousand_characters_is_cut_with_a_statement_and_stands_whole_in_the_annex() -> (
    None
):
    slides = list(opened(WITH_LONG).slides)
    first = words_of(slides[0])
    assert f"…」（ここまで。全{len(LONG):,}字は別紙「まち1の全文」）" in first
    assert "「海をもっと生かせると思う。」" in first
    in_full = [words_of(each) for each in slides if "まち1の全文" in (each.shapes.title.text or "")]
    assert len(in_full) > 2
    body = "".join(text.split("\n", 1)[1].rsplit("\n", 1)[0] for text in in_full)
    assert LONG in body.replace("\n", "")


def test_bands_keep_inside_the_slide_and_more_opinions_go_to_further_slides_under_their_headline() -> None:
    deck = deck_of(opinions_paper({theme: ["夕方のバスを増やしてほしい。" * 9] * 12 for theme in USUAL}))
    pages = [slide for slide in deck.slides if slide.bands]
    assert len(pages) > 1
    for slide in pages:
        assert sum(band.height + measures.GAP for band in slide.bands) <= measures.ROOM + measures.GAP
        for band in slide.bands:
            width = (measures.BODY - 2 * measures.INSET - measures.INDENT) / band.size
            assert all(line_count(line.text, width) <= MOST_LINES for line in band.lines)
    numbers = [line.number for slide in pages for band in slide.bands for line in band.lines]
    assert numbers == [str(n) for n in range(1, 13)] * 3
    assert any(
        band.figures == "つづき" and band.headline == "まちの見出し" for each in pages for band in each.bands
    )


def test_a_theme_without_chosen_opinions_says_so() -> None:
    assert "代表意見はまだ選ばれていません。" in words_of(opened({**USUAL, "まち": []}).slides[0])


def test_the_pdf_has_the_same_slides_with_the_same_words_and_can_be_read_aloud() -> None:
    deck = deck_of(opinions_paper(WITH_LONG))
    reader = pypdf.PdfReader(io.BytesIO(deck_pdf(deck, made_at=MADE_AT)))
    assert len(reader.pages) == len(deck.slides)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for page, slide in zip(reader.pages, deck.slides, strict=True):
        said = page.extract_text().replace("\n", "").replace(" ", "")
        for band in slide.bands:
            assert all(line.text.replace("\n", "") in said for line in band.lines)


def test_the_file_names_a_japanese_face_and_nobody_and_carries_nothing_of_its_template() -> None:
    content = write_pptx(deck_of(opinions_paper()), made_at=MADE_AT)
    properties = pptx.Presentation(content).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    with zipfile.ZipFile(content) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "printerSettings" in name]
        slide = archive.read("ppt/slides/slide1.xml").decode()
        assert '<a:ea typeface="游ゴシック"/>' in slide and 'lang="ja-JP"' in slide
        assert "游ゴシック" in archive.read("ppt/theme/theme1.xml").decode()


def test_what_has_no_shape_still_makes_a_sound_file() -> None:
    odd = "戻\u0008る\u202e逆\ufffe\ud800と<a:t>&amp;\n次"
    content = write_pptx(deck_of(opinions_paper({"ひと": [odd]})), made_at=MADE_AT)
    with zipfile.ZipFile(content) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))
    assert "戻［U+0008］る［U+202E］逆" in words_of(pptx.Presentation(content).slides[0])
