"""Opinions that no package covers, by their words; and the packages of the edition before beside those in force."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Consent, Facet, Role
from consult.extensions import db
from consult.models import PlanEdition, PolicyPackage
from consult.search.indexing import index_waiting
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries
from tests.register import number_listed_at

UNCOVERED = "/staff/analysis/coverage/uncovered"
EDITIONS = "/staff/analysis/coverage/editions"
REST = "そのほかの意見"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def voices(app: Flask) -> None:
    """Five opinions on no package (two on parks, two on animals, one alone) and one on a package."""
    with app.app_context():
        make.make_plan()
        closed = make.make_hearing(consent=Consent.NONE)
        parks = [make.make_opinion(wording=f"公園の遊具が古い。{n}") for n in range(2)]
        make.make_opinion(wording="イノシシが畑に出る。")
        make.make_opinion(wording="イノシシを防ぐ柵がほしい。", hearing=closed)
        make.make_opinion(wording="方言を残したい。")
        make.make_review(opinion=parks[0], confirmed={Facet.THEME: ["machi"]})
        make.make_tag(opinion=parks[1], facet=Facet.THEME, code="machi")
        covered = make.make_opinion(wording="バスを増やしてほしい。")
        make.make_review(opinion=covered, confirmed={Facet.PACKAGE: ["A"]})
        db.session.commit()
        index_waiting()
        db.session.commit()


@pytest.mark.usefixtures("voices")
def test_uncovered_opinions_stand_in_groups_that_add_up(official: FlaskClient) -> None:
    page = Page(official.get(UNCOVERED))
    assert "意見 6件のうち、どの政策パッケージにもないものは 5件 です" in page.main.text
    assert (
        "別の分類が確定しているもの 1件、別の分類の候補があるもの 1件、何の分類もないもの 3件"
        in page.main.text
    )
    groups = page.rows("語ごとの組")[1:]
    assert sorted(row[1] for row in groups) == ["1", "2", "2"]
    assert groups[-1][0] == REST
    assert {row[0] for row in groups[:2]} & {"公園", "遊具", "古い"}
    assert any("イノシシ" in row[0] for row in groups)


@pytest.mark.usefixtures("voices")
def test_every_figure_of_the_page_opens_its_opinions(app: Flask, official: FlaskClient) -> None:
    page = Page(official.get(UNCOVERED))
    groups = page.main.first("table").all("a")
    assert groups
    for link in groups:
        opened = Page(official.get(link.attributes["href"]))
        assert len(opened.rows(f"{opened.main.first('h2').text.partition('（')[0]}の意見")) - 1 == int(
            link.text
        )
    totals = [link for link in page.main.all("a") if re.fullmatch(r"\d+件", link.text)]
    assert totals
    for link in totals:
        assert number_listed_at(app, link.attributes["href"]) == int(link.text.rstrip("件"))


@pytest.mark.usefixtures("voices")
def test_a_filter_narrows_the_groups_and_one_that_matches_nothing_offers_the_way_out(
    official: FlaskClient,
) -> None:
    assert (
        "どの政策パッケージにもないものは 1件" in Page(official.get(f"{UNCOVERED}?state=confirmed")).main.text
    )
    assert "条件をすべて外す" in Page(official.get(f"{UNCOVERED}?channel=fax")).links
    assert official.get(f"{UNCOVERED}?group=99&page=x&package=A").status_code == 200


@pytest.mark.usefixtures("voices")
def test_the_file_holds_every_opinion_as_it_may_leave_and_no_word_of_what_may_not(
    official: FlaskClient,
) -> None:
    rows = read_own_csv(official.post(f"{UNCOVERED}/export").data)
    assert len(rows) == 6
    hidden = next(row for row in rows if any("公表の承諾がありません" in cell for cell in row))
    assert hidden[0] == ""
    assert sum("イノシシ" in "".join(row) for row in rows) == 1


@pytest.mark.usefixtures("voices")
def test_more_opinions_ask_no_more_queries(app: Flask, official: FlaskClient) -> None:
    def asked() -> int:
        with counted_queries() as queries:
            assert official.get(UNCOVERED).status_code == 200
        return len(queries)

    before = asked()
    with app.app_context():
        for n in range(20):
            make.make_opinion(wording=f"公園の木が{n}本枯れた。")
        db.session.commit()
        index_waiting()
        db.session.commit()
    assert asked() == before


def test_packages_of_the_edition_before_stand_beside_those_whose_name_goes_on(
    app: Flask, official: FlaskClient
) -> None:
    assert "前の期の政策パッケージは登録されていません" in Page(official.get(EDITIONS)).main.text
    with app.app_context():
        now = make.make_plan()
        before = PlanEdition(code="phase1", label="第1期戦略")
        old = [
            PolicyPackage(edition=before, code=code, name=name, position=n)
            for n, (code, name) in enumerate((("P1", "動けるまちPJ"), ("P2", "終わったPJ")))
        ]
        db.session.add_all([before, *old])
        db.session.flush()
        package = db.session.scalars(
            select(PolicyPackage).where(PolicyPackage.edition == now, PolicyPackage.code == "A")
        ).one()
        package.predecessor = old[0]
        make.make_review(
            opinion=make.make_opinion(), confirmed={Facet.PACKAGE: ["A"], Facet.THEME: ["machi"]}
        )
        db.session.commit()
    page = Page(official.get(EDITIONS))
    assert page.rows("前の期の政策パッケージ")[1:] == [
        ["P1 動けるまちPJ", "A 移動しやすいまちPJ", "0", "1（1）", "0", "0", "1（1）"],
        ["P2 終わったPJ", "名前の続くものはありません"],
        ["（今の期に始まったもの）", "B 育ちあうひとPJ", "0", "0", "0", "0", "0"],
    ]
    assert "名前が続くものは1です" in page.main.text
    assert page.links["A 移動しやすいまちPJ"] == "/staff/packages/A"
    assert "P1 動けるまちPJ" not in page.links
    rows = read_own_csv(official.post(f"{EDITIONS}/export").data)
    assert rows[1] == ["P1 動けるまちPJ", "A 移動しやすいまちPJ", "0", "1", "0", "0", "1", "1"]
