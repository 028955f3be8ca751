"""効果検証 and 庁内照会: a package's year beside its voices, who is asked for what, and who has not answered."""

import re
from datetime import date
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import docx
import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Consent, Facet
from consult.extensions import db
from consult.models import Division, InquiryItem, Kpi, Opinion, PackageAssessment, PlanPeriod, PolicyPackage
from consult.spreadsheets.csv_writing import read_own_csv
from consult.spreadsheets.reading import read_file
from tests import factories
from tests.pages import Element, Page
from tests.query_counting import counted_queries
from tests.register import number_listed_at

PAGES = "/staff/analysis/progress"


def heard(code: str, wording: str, day: date | None, **fields: object) -> Opinion:
    """An opinion that a person confirmed on a package."""
    hearing = factories.make_hearing(held_on=day, notes=wording, **fields)
    opinion = factories.make_opinion(hearing=hearing, wording=wording)
    factories.make_review(opinion=opinion, confirmed={Facet.PACKAGE: [code]})
    return opinion


def is_of_package(link: Element) -> bool:
    asked = dict(parse_qsl(urlsplit(link.attributes.get("href", "")).query))
    return (asked.get("package"), asked.get("state")) == ("A", "confirmed")


@pytest.fixture
def division(app: Flask, kpi_id: int) -> int:
    with app.app_context():
        found = factories.make_division(name="交通課")
        db.session.commit()
        return found.id


def test_a_sheet_parts_the_opinions_that_asked_from_those_since(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        heard("A", "バスを増やしてほしい。", date(2023, 3, 31))
        heard("A", "始発が早くなって助かる。", date(2023, 4, 1))
        heard("A", "次の年の声。", date(2026, 4, 1))
        heard("A", "いつか分からない声。", None)
        heard("A", "公表しないでほしい声。", date(2022, 5, 1), consent=Consent.NONE)
        heard("B", "ほかの話。", date(2022, 5, 1))
        db.session.commit()
    page = Page(drafter.get(f"{PAGES}/checks/2025/A"))
    quotes = [each.text for each in page.root.all("blockquote")]
    assert [q.partition("」")[0] for q in quotes] == [
        "「バスを増やしてほしい。",
        "「始発が早くなって助かる。",
    ]
    assert "公表の承諾があるものを、新しい順に1件示します" in page.text
    assert "年度の後の意見が1件、日付の分からない意見が1件" in page.text
    opened = [link for text, link in page.links.items() if text.startswith("確定")]
    assert "until=2023-03-31" in opened[0] and "since=2023-04-01" in opened[1]
    table = Page(drafter.get(f"{PAGES}/checks/2025"))
    for shown in (page, table):
        counts = [a for a in shown.root.all("a") if is_of_package(a)]
        assert len(counts) == 4
        for each in counts:
            assert number_listed_at(app, each.attributes["href"]) == int(re.sub(r"\D", "", each.text))
    row = table.rows("2025年度の効果検証")[1]
    assert row[0] == "A 移動しやすいまちPJ" and row[2:] == ["2件", "1件", "1件・1件", "回答なし"]
    assert drafter.get(f"{PAGES}/checks/1999").status_code == 404
    assert drafter.get(f"{PAGES}/checks/2025/none").status_code == 404


def test_a_year_is_judged_by_what_was_reported_until_then(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        kpi = db.session.get_one(Kpi, kpi_id)
        factories.make_kpi_entry(kpi=kpi, reporting_year=2023, value=150)
        factories.make_kpi_entry(kpi=kpi, reporting_year=2025, value=200)
        db.session.commit()
    rows = {year: Page(drafter.get(f"{PAGES}/checks/{year}/A")).rows("KPI")[1] for year in (2023, 2024, 2025)}
    assert rows[2023][4:6] == ["50％", "目標に近づいている"]
    assert rows[2024][3:6] == ["値なし", "50％2023年度の値による", "目標に近づいている"]
    assert rows[2025][4:6] == ["100％", "達成"]
    overview = Page(drafter.get(f"{PAGES}/checks/2024")).rows("2024年度の効果検証")[1]
    assert "判定は2023年度の値による" in overview[1]


def test_the_year_that_is_checked_is_the_last_that_has_ended(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    assert drafter.get(f"{PAGES}/checks").location.endswith("/checks/2025")
    with app.app_context():
        db.session.scalars(select(PlanPeriod)).one().end_year = 2024
        db.session.commit()
    assert drafter.get(f"{PAGES}/checks").location.endswith("/checks/2024")


def test_no_assessment_is_taken_back_in_a_year_that_has_no_check(drafter: FlaskClient, kpi_id: int) -> None:
    assert drafter.get(f"{PAGES}/checks/2025/A").status_code == 200
    assert drafter.post(f"{PAGES}/checks/1900/A/assessment/take-back", data={}).status_code == 404


def test_a_division_assesses_a_year_with_history(
    app: Flask, drafter: FlaskClient, kpi_id: int, division: int
) -> None:
    address = f"{PAGES}/checks/2025/A/assessment"
    blank = drafter.post(address, data={"division": str(division)})
    assert blank.status_code == 422 and "評価の区分を選ぶか" in Page(blank).errors[0]
    sent = {"division": str(division), "pace": "slow", "done": "便を二本増やした。", "version": "0"}
    assert drafter.post(address, data=sent).status_code == 303
    conflict = drafter.post(address, data=sent | {"done": "便を三本増やした。"})
    assert conflict.status_code == 409
    assert ["取組の状況", "便を二本増やした。", "便を三本増やした。"] in Page(conflict).rows(
        "保存済みの内容と"
    )
    drafter.post(address, data=sent | {"done": "便を三本増やした。", "version": "1"})
    page = Page(drafter.get(f"{PAGES}/checks/2025/A"))
    assert "便を三本増やした。" in page.text and "やや遅れている" in page.text and "2回目" in page.text
    back = {"division": str(division), "version": "2"}
    assert drafter.post(f"{address}/take-back", data=back).status_code == 303
    assert "まだ回答はありません" in Page(drafter.get(f"{PAGES}/checks/2025/A")).text
    with app.app_context():
        rows = db.session.scalars(select(PackageAssessment)).all()
        assert [(row.version, row.is_taken_back) for row in rows] == [(1, False), (2, False), (3, True)]


def test_an_inquiry_names_who_has_not_answered(
    app: Flask, drafter: FlaskClient, kpi_id: int, division: int
) -> None:
    page = Page(drafter.get(f"{PAGES}/inquiries/new"))
    assert page.value("対象の年度") == "2025"
    with app.app_context():
        other = factories.make_division(name="学び課").id
        package = db.session.scalars(select(PolicyPackage.id).where(PolicyPackage.code == "A")).one()
        db.session.commit()
    sent = {"title": "効果検証について", "fiscal_year": "2025", "due": "R8.12.20", "version": "0"}
    empty = drafter.post(f"{PAGES}/inquiries/new", data=sent)
    assert empty.status_code == 422 and "担当課を1つ以上選んで" in Page(empty).errors[0]
    early = drafter.post(f"{PAGES}/inquiries/new", data=sent | {"due": "R6.12.20"})
    assert any("期限が対象の年度より前" in error for error in Page(early).errors)
    asked = {f"kpi-{kpi_id}": str(division), f"package-{package}-1": str(division)}
    asked |= {f"package-{package}-2": str(other)}
    answer = drafter.post(f"{PAGES}/inquiries/new", data=sent | asked, follow_redirects=True)
    assert [row[:3] for row in Page(answer).rows("担当課ごとの回答")[1:]] == [
        ["交通課", "2", "2"],
        ["学び課", "1", "1"],
    ]
    drafter.post(
        f"{PAGES}/kpis/{kpi_id}/entry", data={"year": "2025", "value": "", "note": "未公表", "version": "0"}
    )
    told = {"division": str(division), "done": "便を増やした。", "version": "0"}
    drafter.post(f"{PAGES}/checks/2025/A/assessment", data=told)
    row = Page(drafter.get(f"{PAGES}/inquiries")).rows("庁内照会の一覧")[1]
    assert row[3:5] == ["1／3", "学び課"]
    # The next inquiry proposes the same divisions.
    assert Page(drafter.get(f"{PAGES}/inquiries/new")).value("KPI「路線バスの利用者数」") == str(division)


def test_an_inquiry_is_changed_and_closed_without_losing_numbers(
    app: Flask, drafter: FlaskClient, kpi_id: int, division: int
) -> None:
    with app.app_context():
        asked = InquiryItem(
            kpi=db.session.get_one(Kpi, kpi_id), division=db.session.get_one(Division, division)
        )
        inquiry = factories.make_inquiry(items=(asked,))
        package = db.session.scalars(select(PolicyPackage.id).where(PolicyPackage.code == "A")).one()
        number, item = inquiry.id, asked.id
        db.session.commit()
    address = f"{PAGES}/inquiries/{number}"
    page = Page(drafter.get(f"{address}/edit"))
    assert page.value("回答の期限") == "令和8年12月20日"
    sent = {"title": "照会", "due": "R9.1.8", "version": "1", f"kpi-{kpi_id}": str(division)}
    sent |= {f"package-{package}-1": str(division)}
    assert drafter.post(f"{address}/edit", data=sent).status_code == 303
    assert drafter.post(f"{address}/edit", data=sent).status_code == 409
    with app.app_context():
        items = db.session.scalars(select(InquiryItem).order_by(InquiryItem.position)).all()
        assert [(each.kpi_id, each.package_id) for each in items] == [(None, package), (kpi_id, None)]
        assert items[1].id == item
    drafter.post(f"{address}/close", data={"act": "close"})
    assert "締め切った照会です" in Page(drafter.get(address)).text
    drafter.post(f"{address}/close", data={"act": "reopen"})
    assert "締め切った照会です" not in Page(drafter.get(address)).text


def test_the_sheet_for_a_division_holds_what_is_known_and_blanks(
    app: Flask, drafter: FlaskClient, kpi_id: int, division: int
) -> None:
    with app.app_context():
        kpi, office = db.session.get_one(Kpi, kpi_id), db.session.get_one(Division, division)
        factories.make_kpi_entry(kpi=kpi, reporting_year=2024, value=130)
        items = (
            InquiryItem(kpi=kpi, division=office),
            InquiryItem(package=kpi.package, division=office),
            InquiryItem(package=kpi.package, division=factories.make_division()),
        )
        inquiry = factories.make_inquiry(items=items, note="=1+1 ではありません。").id
        heard("A", "バスを増やしてほしい。", date(2023, 3, 31))
        db.session.commit()
    address = f"{PAGES}/inquiries/{inquiry}/sheets"
    book = read_file("a.xlsx", drafter.post(address, data={"division": str(division)}).data)
    assert [sheet.name for sheet in book.sheets] == ["KPI", "効果検証", "書き方"]
    assert book.sheets[0].rows[1][6:11] == ["100（2020）", "200（2026）", "130（2024）", "2025年度", None]
    assert len(book.sheets[1].rows) == 2 and book.sheets[1].rows[1][4] == 1
    whole = read_file("a.xlsx", drafter.post(address).data)
    assert len(whole.sheets[1].rows) == 3
    assert drafter.post(address, data={"division": "999"}).status_code == 404


def test_the_check_leaves_as_a_file_for_the_committee(
    app: Flask, drafter: FlaskClient, kpi_id: int, division: int
) -> None:
    with app.app_context():
        kpi = db.session.get_one(Kpi, kpi_id)
        office = db.session.get_one(Division, division)
        factories.make_package_assessment(package=kpi.package, division=office)
        db.session.commit()
    rows = read_own_csv(drafter.post(f"{PAGES}/checks/2025/export", data={"format": "csv"}).data)
    assert rows[1][7:10] == ["交通課", "", "講座を三回開いた。"] and rows[2][8] == "回答なし"
    book = read_file("a.xlsx", drafter.post(f"{PAGES}/checks/2025/export", data={"format": "xlsx"}).data)
    assert [sheet.name for sheet in book.sheets] == ["効果検証", "KPI", "読み方"]


def test_the_check_is_a_paper_that_holds_what_may_leave(
    app: Flask, drafter: FlaskClient, kpi_id: int, division: int
) -> None:
    with app.app_context():
        kpi = db.session.get_one(Kpi, kpi_id)
        office = db.session.get_one(Division, division)
        factories.make_package_assessment(package=kpi.package, division=office, done="便を増やした。")
        factories.make_kpi_entry(kpi=kpi, reporting_year=2025, value=None, note="調査の年ではない")
        heard("A", "バスを増やしてほしい。", date(2023, 3, 31), consent=Consent.CONTENT)
        heard("A", "公表しないでほしい声。", date(2022, 5, 1), consent=Consent.NONE)
        db.session.commit()
    whole = drafter.post(f"{PAGES}/checks/2025/export", data={"format": "pdf"})
    pages = pypdf.PdfReader(BytesIO(whole.data)).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    summary = "KPI1件：判定できない1件。このうち2025年度の値がないもの1件。"
    assert summary in text and summary in Page(drafter.get(f"{PAGES}/checks/2025")).text
    assert "担当課の評価がある政策パッケージ：2のうち1。" in text
    assert "令和7(2025)年度の効果検証" in text and "調査の年ではない" in text and "便を増やした。" in text
    assert "担当課の回答はありません。" in text and "バスを増やして" not in text
    one = drafter.post(f"{PAGES}/checks/2025/A/paper", data={"format": "docx"})
    document = docx.Document(BytesIO(one.data))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert "「バスを増やしてほしい。」" in paragraphs and not any("公表しないで" in p for p in paragraphs)
    assert document.tables[0].rows[1].cells[0].text == "路線バスの利用者数"
    assert document.tables[1].rows[2].cells[1].text == "便を増やした。"


def test_the_number_of_queries_does_not_grow(app: Flask, drafter: FlaskClient, kpi_id: int) -> None:
    addresses = [f"{PAGES}/checks/2025", f"{PAGES}/checks/2025/A", f"{PAGES}/inquiries"]

    def numbers() -> list[int]:
        found = []
        for address in addresses:
            with counted_queries() as queries:
                assert drafter.get(address).status_code == 200
            found.append(len(queries))
        return found

    def more(times: int) -> None:
        with app.app_context():
            kpi = db.session.get_one(Kpi, kpi_id)
            for n in range(times):
                office = factories.make_division()
                factories.make_package_assessment(package=kpi.package, division=office)
                factories.make_inquiry(items=(InquiryItem(kpi=kpi, division=office),))
                heard("A", f"声{n}。", date(2024, 5, 1 + n))
            db.session.commit()

    more(1)
    few = numbers()
    more(4)
    assert numbers() == few


def test_as_many_divisions_as_needed_are_asked_about_one_package(
    app: Flask, drafter: FlaskClient, kpi_id: int
) -> None:
    with app.app_context():
        offices = [str(factories.make_division(name=name).id) for name in ("交通課", "学び課", "福祉課")]
        package = db.session.scalars(select(PolicyPackage.id).where(PolicyPackage.code == "A")).one()
        db.session.commit()
    address = f"{PAGES}/inquiries/new"
    places = [f"package-{package}-{n}" for n in (1, 2, 3)]
    sent = {"title": "照会", "fiscal_year": "2025", "due": "R8.12.20", "version": "0"}
    sent |= dict(zip(places, offices[:2], strict=False))
    assert places[2] not in drafter.get(address).get_data(as_text=True)
    more = drafter.post(address, data=sent | {"act": "more"})
    page = Page(more)
    assert more.status_code == 200 and page.errors == [] and page.value("照会の名称") == "照会"
    assert [page.value(f"A 効果検証の担当課{n}") for n in ("", "2", "3")] == [*offices[:2], ""]
    saved = drafter.post(address, data=sent | {places[2]: offices[2]}, follow_redirects=True)
    assert len(Page(saved).rows("担当課ごとの回答")) == 4
    again = Page(drafter.get(f"{PAGES}/inquiries/1/edit"))
    assert [again.value(f"A 効果検証の担当課{n}") for n in ("", "2", "3")] == offices
