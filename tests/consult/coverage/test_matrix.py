"""施策対応表: packages crossed with themes and other axes; totals add up, figures open, empty cells are named."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.coverage.matrix_axes import KINDS
from consult.domain.vocabulary import (
    AuditAction,
    Channel,
    Facet,
    HearingKind,
    LinkKind,
    Role,
    Sector,
    SubmitterKind,
)
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import AuditEvent, PolicyPackage, Submitter
from consult.spreadsheets.csv_writing import read_own_csv
from consult.spreadsheets.reading import read_file
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries
from tests.register import number_listed_at

MATRIX = "/staff/analysis/coverage"
BY_NAME = pytest.mark.parametrize(
    "by", [*(f"by={kind.name}" for kind in KINDS), "rows=measure&by=theme", "rows=measure&by=district"]
)


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def voices(app: Flask) -> None:
    """Seven opinions that count: on A and まち (two of them, one suggested), on A and B at once, on an older plan's
    package, on a theme alone, on nothing, and one of the blind sample; and one of a removed hearing."""
    with app.app_context():
        package = db.session.scalars(
            select(PolicyPackage).where(PolicyPackage.edition == make.make_plan())
        ).first()
        assert package
        green = make.make_district(name="みどり")
        shop = make.make_hearing(
            counterpart=make.make_counterpart(sector=Sector.INDUSTRY, district=green),
            held_on=date(2026, 9, 30),
        )
        office = make.make_hearing(kind=HearingKind.INTERNAL, held_on=None)
        # In Japan it is November already.
        writer = Submitter(kind=SubmitterKind.ANONYMOUS, district="みどり")
        sent = make.make_submission(
            channel=Channel.POST, submitter=writer, received_at=datetime(2026, 10, 31, 15, 0, tzinfo=UTC)
        )
        decided = {
            "A": {Facet.PACKAGE: ["A"], Facet.THEME: ["machi"]},
            "both": {Facet.PACKAGE: ["A", "B"], Facet.THEME: ["machi", "hito"], Facet.MODEL: ["X1"]},
            "old": {Facet.PACKAGE: ["Z"], Facet.THEME: ["hito"]},
            "theme": {Facet.THEME: ["hito"]},
        }
        sources = ({"hearing": shop}, {"hearing": office}, {"submission": sent}, {"hearing": shop})
        measure = make.make_measure(package=package)
        make.make_measure(package=package, name="声のない施策")
        for (name, confirmed), source in zip(decided.items(), sources, strict=True):
            opinion = make.make_opinion(**source, wording=name)
            make.make_review(opinion=opinion, confirmed=confirmed)
            if "A" in confirmed.get(Facet.PACKAGE, []):
                target = LinkTarget(LinkKind.MEASURE, measure.id)
                make.make_link_decision(opinion=opinion, target=target)
        suggested = make.make_opinion(submission=sent, wording="suggested")
        for facet, code in ((Facet.PACKAGE, "A"), (Facet.THEME, "machi")):
            make.make_tag(opinion=suggested, facet=facet, code=code)
        make.make_opinion(published_page=make.make_published_page(), source_code="1")
        held = make.make_sampled_opinion(opinion=make.make_opinion(wording="まだ見せない", hearing=shop))
        make.make_tag(opinion=held.opinion, facet=Facet.PACKAGE, code="A")
        gone = make.make_opinion(hearing=make.make_hearing(removed_at=make.NOW, removal_reason="二重"))
        make.make_review(opinion=gone, confirmed={Facet.PACKAGE: ["B"], Facet.THEME: ["shigoto"]})
        db.session.commit()


@pytest.mark.usefixtures("voices")
def test_packages_and_themes_show_each_cell_and_totals_that_are_counted_anew(official: FlaskClient) -> None:
    page = Page(official.get(MATRIX))
    assert (
        "意見 7件のうち、政策パッケージの分類があるもの 4件、どの政策パッケージにもないもの 3件"
        in page.main.text
    )
    assert page.rows("政策パッケージごと") == [
        ["政策パッケージ", "● ひと", "■ まち", "▲ しごと", "テーマの分類がない", "延べ", "合計"],
        ["A 移動しやすいまちPJ", "1（1）", "3（2）", "0", "0", "4", "3（2）"],
        ["B 育ちあうひとPJ", "1（1）", "1（1）", "0", "0", "2", "1（1）"],
        ["Z", "1（1）", "0", "0", "0", "1", "1（1）"],
        ["どの政策パッケージにもない", "1（1）", "0", "0", "2（0）", "3", "3（1）"],
        ["延べ", "4", "4", "0", "2", "10", "－"],
        ["合計", "3（3）", "3（2）", "0", "2（0）", "－", "7（4）"],
    ]


@pytest.mark.parametrize("by", ["by=sector", "by=month", "by=model", "rows=measure&by=district"])
@pytest.mark.usefixtures("voices")
def test_every_figure_opens_to_exactly_its_opinions(app: Flask, official: FlaskClient, by: str) -> None:
    page = Page(official.get(f"{MATRIX}?{by}"))
    links = [cell.first("a") for cell in page.main.all("td") if cell.all("a")]
    assert len(links) > 8
    for link in links:
        shown = re.match(r"\d+", link.text)
        assert shown
        href = link.attributes["href"]
        assert number_listed_at(app, href) == int(shown.group()), href
    register = Page(official.get(href))
    assert f"{shown.group()}件の意見" in register.main.text


@BY_NAME
@pytest.mark.usefixtures("voices")
def test_cells_add_up_to_the_times_of_their_lines(official: FlaskClient, by: str) -> None:
    head, *lines = Page(official.get(f"{MATRIX}?{by}")).rows()
    *rows, times, totals = lines
    assert len(rows) > 2
    width = next(n for n, text in enumerate(head) if text in ("延べ", "合計"))

    def number(text: str) -> int:
        return int(text.partition("（")[0])

    for column in range(1, width):
        assert sum(number(row[column]) for row in rows) == number(times[column])
    for row in rows:
        assert sum(map(number, row[1:width])) == number(row[width])
    assert number(totals[-1]) == 7


@pytest.mark.usefixtures("voices")
def test_a_filter_narrows_the_table_and_what_its_figures_open(official: FlaskClient) -> None:
    page = Page(official.get(f"{MATRIX}?state=suggested&package=B"))
    assert page.rows("政策パッケージごと")[-1][-1] == "1（0）"
    address = next(a.attributes["href"] for a in page.main.all("a") if a.text == "1（0）")
    assert "state=suggested" in address
    # The table itself varies the package: a package of the address narrows nothing.
    assert not any("政策パッケージ" in text for text in page.links if "条件を外す" in text)


@pytest.mark.usefixtures("voices")
def test_months_lie_within_the_days_asked_for(official: FlaskClient) -> None:
    """The month of a letter is the month in Japan."""
    page = Page(official.get(f"{MATRIX}?by=month&since=R8.9.30&until=R8.11.1"))
    head, *lines = page.rows("政策パッケージごと")
    assert head[1:-1] == ["R8.9", "R8.10", "R8.11", "日付なし"]
    assert lines[-1][1:4] == ["3（2）", "0", "2（1）"]
    assert any("until=2026-11-01" in address for address in page.links.values())


@pytest.mark.usefixtures("voices")
def test_an_opinion_is_of_the_district_of_the_body_heard_or_of_whoever_sent_it(official: FlaskClient) -> None:
    head, *lines = Page(official.get(f"{MATRIX}?by=district")).rows("政策パッケージごと")
    assert head[1:] == ["みどり", "市外", "不明・未記入", "合計"]
    assert lines[-1][1:] == ["5（3）", "0", "2（1）", "7（4）"]


@pytest.mark.usefixtures("voices")
def test_measures_stand_in_the_rows_by_confirmed_links_alone(official: FlaskClient) -> None:
    page = Page(official.get(f"{MATRIX}?rows=measure"))
    _head, linked, silent, rest, *_ = page.rows("主な施策ごと")
    assert linked == ["A 路線バスの維持", "1（1）", "2（2）", "0", "0", "3", "2（2）"]
    assert silent[0] == "A 声のない施策" and set(silent[1:]) == {"0"}
    assert rest[-1] == "5（2）"
    assert "まだ一件も声のない主な施策：A 声のない施策" in page.main.text


@pytest.mark.usefixtures("voices")
def test_rows_and_gaps_lead_to_the_page_of_their_package_and_a_former_package_to_none(
    official: FlaskClient,
) -> None:
    page = Page(official.get(MATRIX))
    names = [row.first("th") for row in page.main.first("tbody").all("tr")]
    led = {name.text: [a.attributes["href"] for a in name.all("a")] for name in names}
    assert led["A 移動しやすいまちPJ"] == ["/staff/packages/A"]
    assert [led[name] for name in ("Z", "どの政策パッケージにもない", "合計")] == [[], [], []]
    gaps = Page(official.get(f"{MATRIX}?state=suggested")).root.first(
        "section", aria_labelledby="gaps-heading"
    )
    assert "声のない政策パッケージ：B 育ちあうひとPJ" in gaps.text
    assert [a.text for a in gaps.all("a")] == ["B 育ちあうひとPJ"]


@pytest.mark.usefixtures("voices")
def test_a_row_of_a_measure_leads_to_its_line_on_the_page_of_its_package(official: FlaskClient) -> None:
    page = Page(official.get(f"{MATRIX}?rows=measure"))
    address, line = page.links["A 声のない施策"].split("#")
    assert address == "/staff/packages/A"
    assert "声のない施策" in Page(official.get(address)).main.first("li", id=line).text


@pytest.mark.usefixtures("voices")
def test_opinions_that_the_tagger_has_not_read_are_told(official: FlaskClient) -> None:
    assert "機械がまだ読んでいない意見が3件あります" in Page(official.get(MATRIX)).main.text


@pytest.mark.usefixtures("voices")
def test_empty_cells_are_named(app: Flask, official: FlaskClient) -> None:
    section = Page(official.get(MATRIX)).root.first("section", aria_labelledby="gaps-heading").text
    assert "どの政策パッケージにも声のないテーマ：しごと" in section
    assert "Z：まち" in section
    assert "A 移動" not in section


def test_cells_far_from_expectation_are_marked_and_the_rule_stands_in_words(
    app: Flask, official: FlaskClient
) -> None:
    with app.app_context():
        make.make_plan()
        hearing = make.make_hearing()
        by = make.make_staff_member()
        for package, theme, count in (
            ("A", "machi", 30),
            ("A", "hito", 5),
            ("B", "machi", 5),
            ("B", "hito", 30),
        ):
            for n in range(count):
                confirmed = {Facet.PACKAGE: [package], Facet.THEME: [theme]}
                opinion = make.make_opinion(hearing=hearing, wording=f"{package}{theme}{n}")
                make.make_review(opinion=opinion, confirmed=confirmed, by=by)
        db.session.commit()
    page = Page(official.get(MATRIX))
    rows = page.rows("政策パッケージごと")
    assert rows[1][1:4] == ["5（5） 少ない", "30（30） 多い", "0"]
    assert rows[2][1:3] == ["30（30） 多い", "5（5） 少ない"]
    assert "見込みが5件以上の欄（4欄）" in page.main.text
    assert "2.50以上なら「多い」" in page.main.text
    measures = Page(official.get(f"{MATRIX}?rows=measure"))
    assert "施策への結びつきを確定すると" in measures.main.text
    lines = read_own_csv(official.post(f"{MATRIX}/export", data={"by": "theme"}).data)
    assert lines[1] == ["A 移動しやすいまちPJ", "ひと", "5", "5", "17.5", "-5.98", "少ない", "5"]


def test_copies_of_one_text_are_told_apart_and_every_total_of_texts_is_counted_anew(
    app: Flask, official: FlaskClient
) -> None:
    with app.app_context():
        make.make_plan()
        by = make.make_staff_member()
        for wording, package, theme in (
            *(("同じ文です。", "A", "machi"),) * 3,
            ("同じ文です。", "B", "machi"),
            ("自分の文です。", "A", "machi"),
        ):
            confirmed = {Facet.PACKAGE: [package], Facet.THEME: [theme]}
            make.make_review(opinion=make.make_opinion(wording=wording), confirmed=confirmed, by=by)
        db.session.commit()
    page = Page(official.get(MATRIX))
    rows = page.rows("政策パッケージごと")
    assert [row[2] for row in rows[1:3]] == ["4（4） 実質2", "1（1）"]
    assert rows[-1][2] == rows[-1][-1] == "5（5） 実質2"
    assert "表全体では、5件のうち実質2件です" in page.main.text
    lines = read_own_csv(official.post(f"{MATRIX}/export", data={"by": "theme"}).data)
    texts = {tuple(line[:2]): (line[2], line[-1]) for line in lines}
    assert texts["A 移動しやすいまちPJ", "すべて"] == ("4", "2")
    assert (texts["すべて", "まち"], texts["すべて", "すべて"]) == (("5", "2"), ("5", "2"))
    book = read_file("m.xlsx", official.post(f"{MATRIX}/export", data={"by": "theme", "file": "xlsx"}).data)
    table = [list(row) for row in book.sheets[0].rows]
    assert [str(cell) for row in table if "実質" in str(row[0]) for cell in row][2] == "2"


@pytest.mark.usefixtures("voices")
def test_a_table_without_copies_says_nothing_of_them(official: FlaskClient) -> None:
    assert "を添えています" not in Page(official.get(MATRIX)).main.text


@pytest.mark.usefixtures("voices")
def test_the_files_hold_the_table_the_gaps_and_how_to_read_them(app: Flask, official: FlaskClient) -> None:
    answer = official.post(f"{MATRIX}/export", data={"by": "theme", "file": "xlsx", "state": "confirmed"})
    book = read_file("matrix.xlsx", answer.data)
    assert [sheet.name for sheet in book.sheets] == ["対応表", "欄ごと", "声のない欄", "読み方"]
    lines = read_own_csv(official.post(f"{MATRIX}/export", data={"by": "channel"}).data)
    assert lines[-1][:4] == ["すべて", "すべて", "7", "4"]
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and event.action is AuditAction.EXPORTED
        assert event.details["table"] == "packages_by_channel"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{MATRIX}?channel=fax", "この条件に当てはまる意見はありません。"),
        (f"{MATRIX}?by=nothing&since=x", "読み取れません"),
    ],
)
@pytest.mark.usefixtures("voices")
def test_what_matches_nothing_or_cannot_be_read_says_so(
    official: FlaskClient, address: str, words: str
) -> None:
    assert words in Page(official.get(address)).main.text


def test_without_a_strategy_the_page_says_what_is_missing(official: FlaskClient) -> None:
    assert "政策パッケージが登録されていません" in Page(official.get(MATRIX)).main.text


@pytest.mark.usefixtures("voices")
def test_more_opinions_ask_no_more_queries(app: Flask, official: FlaskClient) -> None:
    def asked() -> int:
        with counted_queries() as queries:
            assert official.get(MATRIX).status_code == 200
        return len(queries)

    before = asked()
    with app.app_context():
        for _ in range(20):
            make.make_tag(opinion=make.make_opinion(), facet=Facet.PACKAGE, code="B")
        db.session.commit()
    assert asked() == before
