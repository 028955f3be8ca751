"""主な意見 as files: what people decided and what may leave, made by whoever reads the board, and on record (D6)."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pptx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Consent, Facet, Role, SubmitterKind
from consult.extensions import db
from consult.models import AuditEvent, Review, Submitter
from consult.spreadsheets import opinion_table
from consult.spreadsheets.reading import read_file
from tests import factories as make
from tests.consult.drafting.boards import confirmed_opinion, published_board, put_on_board, seed
from tests.pages import Page
from tests.query_counting import counted_queries

FILES = "/staff/theme-board/files"


def made(client: FlaskClient, file: str = "slide.pptx", **typed: str) -> Any:
    return client.post(FILES, data={"file": file, "title": "主な意見", **typed})


def words_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status
    slides = pptx.Presentation(io.BytesIO(answer.data)).slides
    shapes = [shape for slide in slides for shape in slide.shapes]
    cells = [cell.text for each in shapes if each.has_table for cell in each.table.iter_cells()]
    return "\n".join([*(each.text_frame.text for each in shapes if each.has_text_frame), *cells])


def table_row(answer: Any, label: str) -> list[str]:
    for slide in pptx.Presentation(io.BytesIO(answer.data)).slides:
        for shape in slide.shapes:
            for row in shape.table.rows if shape.has_table else ():
                if row.cells[0].text == label:
                    return [cell.text for cell in row.cells]
    raise AssertionError(f"no row {label}")


def test_the_slide_has_the_headlines_and_the_chosen_opinions_of_the_board(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, published_board)
    answer = made(drafter)
    assert answer.headers["Content-Disposition"].endswith(".pptx")
    said = words_of(answer)
    for theme, number in (("hito", 4), ("machi", 5), ("shigoto", 4)):
        assert f"{theme}の公表見出し" in said
        assert f"{theme}について公表された{number}つめの意見" in said
    assert "総合戦略（概要）「主な意見」19ページ" in said
    assert table_row(answer, "合計")[:7] == ["合計", "13", "0", "0", "0", "13", "13"]


def test_what_was_typed_for_the_meeting_stands_on_it_and_nothing_of_it_is_kept(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, published_board)
    said = words_of(made(drafter, title="聴いた意見", occasion="第3回　架空会議", paper_number="資料２"))
    assert "聴いた意見" in said and "第3回 架空会議　資料２" in said
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).one()
        assert event.details == {"rows": 13, "file": "slide.pptx"}


def test_what_was_undone_withdrawn_or_may_not_leave_is_on_no_slide_and_the_page_says_how_many(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        silent = make.make_hearing(consent=Consent.NONE)
        put_on_board(confirmed_opinion("machi", wording="載る意見"))
        put_on_board(confirmed_opinion("machi", wording="承諾のない意見", hearing=silent), position=2)
        put_on_board(confirmed_opinion("machi", wording="取り下げた意見", withdrawn_at=make.NOW), position=3)
        put_on_board(make.make_tag(opinion=make.make_opinion(wording="候補の意見")).opinion, position=4)

    seed(app, rows)
    answer = made(drafter)
    said = words_of(answer)
    assert "載る意見" in said
    assert not any(each in said for each in ("承諾のない", "取り下げた意見", "候補の意見"))
    # 確定 2 = 代表意見 1 + ほか 1
    assert table_row(answer, "■まち")[1] == "2" and table_row(answer, "■まち")[6:8] == ["1", "1"]
    assert "載らない代表意見が3件あります" in Page(drafter.get(FILES)).text


@pytest.mark.parametrize("file", ["slide.pptx", "handout.docx"])
def test_a_masked_passage_and_a_persons_name_are_in_no_part_of_a_file(
    app: Flask, drafter: FlaskClient, file: str
) -> None:
    def rows() -> None:
        person = Submitter(kind=SubmitterKind.PERSON, name="架空野カナリア子", email="kanaria@example.jp")
        of = make.make_submission(submitter=person)
        put_on_board(confirmed_opinion("machi", wording="電話は0246-00-0000です。", submission=of))
        gist = confirmed_opinion(
            "machi", wording="電話を。", gist="０２４６－００－００００へ", submission=of
        )
        put_on_board(gist, position=2)

    seed(app, rows)
    with zipfile.ZipFile(io.BytesIO(made(drafter, file).data)) as archive:
        parts = "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    assert parts.count("〔非公表〕") > 2
    assert not any(each in parts for each in ("0246-00", "０２４６", "カナリア", "kanaria"))


def test_an_opinion_of_two_themes_counts_in_both_and_once_in_the_total(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        on_both = confirmed_opinion("machi", "hito", submission=make.make_submission())
        put_on_board(on_both)
        put_on_board(on_both, theme="hito")

    seed(app, rows)
    answer = made(drafter)
    for label in ("●ひと", "■まち", "合計"):
        assert table_row(answer, label) == [label, "1", "1", "0", "0", "0", "1", "0", "1", "0", "0"]


def test_every_package_has_a_line_and_so_have_the_opinions_without_one(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        confirmed_opinion("machi")
        make.make_review(opinion=make.make_opinion(), confirmed={Facet.PACKAGE: ["1-1"]})

    seed(app, rows)
    answer = made(drafter)
    slides = pptx.Presentation(io.BytesIO(answer.data)).slides
    found = next(s.table for each in slides for s in each.shapes if s.has_table and len(s.table.columns) == 2)
    figures = [(row.cells[0].text, row.cells[1].text) for row in found.rows][1:]
    assert sorted(figure for _, figure in figures) == sorted(["1", "1", *["0"] * (len(figures) - 2)])
    assert figures[-1] == ("どの政策パッケージにも確定していない意見", "1")


def words_of_word(answer: Any) -> str:
    document = docx.Document(io.BytesIO(answer.data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def words_of_pdf(answer: Any) -> str:
    assert answer.status_code == 200, answer.status
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_the_handout_says_the_same_in_word_and_as_pdf_and_no_opinion_is_cut(
    app: Flask, drafter: FlaskClient
) -> None:
    long = "夕方のバスを増やしてほしい。" * 800

    def rows() -> None:
        published_board()
        put_on_board(
            confirmed_opinion("machi", wording=long, hearing=make.make_hearing(number=7)), position=6
        )

    seed(app, rows)
    in_word = words_of_word(made(drafter, "handout.docx", paper_number="資料2"))
    in_pdf = words_of_pdf(made(drafter, "handout.pdf", paper_number="資料2"))
    assert long in in_word and in_pdf.count("夕") == 800
    for said in (
        "machiの公表見出し",
        "まち6",
        "ヒアリング第7号",
        "資料2",
        "機械は選んでいません。",
        "ほか（件）",
    ):
        assert said in in_word.replace(" ", "") and said in in_pdf


def test_the_list_has_every_confirmed_opinion_and_the_chosen_ones_their_number_on_the_slide(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        put_on_board(confirmed_opinion("machi", wording="もう確定していない"), position=1)
        db.session.query(Review).one().is_current = False
        put_on_board(confirmed_opinion("machi", wording="選んだ意見"), position=2)
        confirmed_opinion("machi", wording="選んでいない意見")
        make.make_tag(opinion=make.make_opinion(wording="候補だけの意見"))

    seed(app, rows)
    book = read_file("list.xlsx", made(drafter, "list.xlsx").data)
    listed, by_theme = book.sheets[:2]
    header, *found = listed.rows
    places = [header.index(name) for name in ("テーマ", "代表意見", "原文")]
    assert [[row[place] for place in places] for row in found] == [
        ["まち", "まち1", "選んだ意見"],
        ["まち", None, "選んでいない意見"],
    ]
    assert header[:4] == ["テーマ", "代表意見", "意見番号", "確定政策パッケージ"]
    assert set(header[2:]) == set(opinion_table.HEADER)
    assert [row[0] for row in by_theme.rows] == ["テーマ", "●ひと", "■まち", "▲しごと", "合計"]
    in_pdf = words_of_pdf(made(drafter, "list.pdf"))
    assert "まち1" in in_pdf and "選んでいない意見" in in_pdf and "候補だけの意見" not in in_pdf


def test_more_opinions_than_a_pdf_takes_are_refused_on_the_page_with_the_way_out(
    app: Flask, drafter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(app, published_board)
    monkeypatch.setattr("consult.documents.paper_length.MOST_CHARACTERS", 100)
    for file in ("list.pdf", "slide.pptx"):
        answer = made(drafter, file, paper_number="資料9")
        assert answer.status_code == 422 and 'value="資料9"' in answer.text
        assert "文が合わせて100字を超えるため、作れません。" in answer.text
    assert made(drafter, "list.xlsx").status_code == 200


def test_of_a_list_of_thousands_the_page_says_that_it_takes_a_while(
    app: Flask, drafter: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed(app, published_board)
    told = "いまは13件あるので、Excelができるまで1分ほどかかることがあります。"
    assert told not in drafter.get(FILES).text
    monkeypatch.setattr("consult.drafting.paper_files.TAKES_A_WHILE", 13)
    assert drafter.get(FILES).text.count(told) == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": " "}, "表題を入力してください。"),
        ({"occasion": "あ" * 61}, "60字までです。1字減らしてください。"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused_beside_its_field_and_kept(
    app: Flask, drafter: FlaskClient, typed: dict[str, str], message: str
) -> None:
    seed(app, published_board)
    answer = made(drafter, **{"paper_number": "資料9", **typed})
    assert answer.status_code == 422
    page = Page(answer)
    assert any(message in error for error in page.errors)
    assert 'value="資料9"' in answer.text


def test_a_file_that_does_not_exist_is_refused_in_words(app: Flask, drafter: FlaskClient) -> None:
    seed(app, published_board)
    answer = made(drafter, "slide.exe")
    assert answer.status_code == 400 and "作るファイルを選び直してください" in answer.text


def test_an_empty_board_makes_a_slide_that_says_so(drafter: FlaskClient) -> None:
    said = words_of(made(drafter))
    assert "代表意見はまだ選ばれていません。" in said and "見出しはまだありません" in said


def test_without_a_strategy_the_page_says_what_is_missing(
    staff_client: Callable[..., FlaskClient],
) -> None:
    client = staff_client(Role.OFFICIAL)
    for answer in (client.get(FILES), made(client)):
        page = Page(answer)
        assert "戦略がまだ読み込まれていません" in page.text and not page.main.all("form")


@pytest.mark.parametrize("file", ["slide.pptx", "list.xlsx"])
def test_it_asks_as_much_for_many_opinions_as_for_few(app: Flask, drafter: FlaskClient, file: str) -> None:
    def more() -> None:
        for place in range(1, 9):
            put_on_board(confirmed_opinion("machi", submission=make.make_submission()), position=place)

    seed(app, more)
    made(drafter)
    with counted_queries() as few:
        made(drafter, file)
    seed(app, more)
    with counted_queries() as many:
        made(drafter, file)
    assert len(few) == len(many)
