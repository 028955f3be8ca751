"""Behind 「分析」: hearings counted in 延べ and 実, who was not heard, and what further hearings added."""

import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from consult.coverage import charts, counting, queries
from consult.coverage.curves import curves_of_sectors
from consult.coverage.month_page import Month, weeks_of
from consult.coverage.not_heard import not_heard
from consult.coverage.queries import Asked
from consult.domain.vocabulary import AuditAction, Facet, HearingKind, Reach, Role, Sector
from consult.extensions import db
from consult.models import AuditEvent, Hearing
from consult.spreadsheets.csv_writing import read_own_csv
from consult.spreadsheets.reading import read_file
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

PAGES = "/staff/analysis/hearings"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def register(app: Flask) -> None:
    """Five hearings of three bodies that count, one of them without a day, and one that was removed."""
    with app.app_context():
        green = factories.make_district(name="みどり", position=1)
        factories.make_district(name="あおば", position=2)
        shop = factories.make_counterpart(name="甲商店会", sector=Sector.INDUSTRY, district=green)
        office = factories.make_counterpart(name="乙の課", sector=Sector.GOVERNMENT)
        away = factories.make_counterpart(name="丙企業", sector=Sector.INDUSTRY, reach=Reach.OUTSIDE)
        internal = HearingKind.INTERNAL
        factories.make_hearing(number=1, counterpart=shop, held_on=date(2020, 4, 30))
        factories.make_hearing(number=2, counterpart=shop, held_on=date(2020, 6, 1))
        factories.make_hearing(number=3, counterpart=office, kind=internal, held_on=date(2020, 6, 30))
        factories.make_hearing(number=4, counterpart=office, kind=internal, held_on=date(2020, 6, 2))
        factories.make_hearing(number=5, counterpart=away, held_on=None, held_on_typed="６月３１日")
        factories.make_hearing(
            number=6,
            counterpart=away,
            removed_at=factories.NOW,
            held_on=date(2020, 5, 1),
            removal_reason="二重",
        )
        db.session.commit()


@pytest.mark.usefixtures("register")
def test_each_table_adds_up_to_the_register_and_shows_lines_of_zero(official: FlaskClient) -> None:
    page = Page(official.get(f"{PAGES}/counts"))
    assert "延べ 5回・実 3者" in page.main.text
    months = page.rows("月ごと、種別ごと")
    assert [row[0] for row in months] == [
        "月",
        "令和2(2020)年4月",
        "令和2(2020)年5月",
        "令和2(2020)年6月",
        "不明（日付要確認）",
        "合計",
    ]
    assert months[2][1:] == ["0"] * 5
    assert months[3][1:] == ["1（1）", "2（1）", "0", "0", "3（2）"]
    for caption in ("月ごと、種別ごと", "月ごと、区分ごと", "種別ごと、区分ごと"):
        assert page.rows(caption)[-1][-1] == "5（3）"


@pytest.mark.usefixtures("register")
def test_every_figure_opens_to_its_hearings(official: FlaskClient) -> None:
    """What the register says it found is what the figure says."""
    page = Page(official.get(f"{PAGES}/counts"))
    links = [cell.first("a") for cell in page.main.all("td") if cell.all("a")]
    assert len(links) > 20
    for link in links:
        address = link.attributes["href"]
        times, bodies = re.fullmatch(r"([\d,]+)（([\d,]+)）", link.text).groups()  # type: ignore[union-attr]
        found = re.search(r"延べ ([\d,]+)回・実 ([\d,]+)者", Page(official.get(address)).main.text)
        assert found and found.groups() == (times, bodies), address


@pytest.mark.usefixtures("register")
def test_counts_are_narrowed_by_kind_and_sector(official: FlaskClient) -> None:
    page = Page(official.get(f"{PAGES}/counts?kind=internal"))
    assert "延べ 2回・実 1者" in page.main.text
    assert page.rows("種別ごと、区分ごと")[-1][-1] == "2（1）"
    assert "延べ 5回" in Page(official.get(f"{PAGES}/counts?kind=x&sector=y")).main.text


@pytest.mark.usefixtures("register")
def test_the_file_has_every_total_as_a_line_of_its_own(app: Flask, official: FlaskClient) -> None:
    rows = read_own_csv(official.post(f"{PAGES}/counts/export").data)
    lines = {tuple(row[0:1] + row[2:4]): (int(row[4]), int(row[5])) for row in rows[1:]}
    assert lines["合計", "合計", "合計"] == (5, 3)
    assert lines["2020-06", "合計", "合計"] == (3, 2)
    assert lines["不明（日付要確認）", "関係機関ヒアリング", "産（事業者・生産者）"] == (1, 1)
    single = {key: value for key, value in lines.items() if "合計" not in key}
    assert sum(times for times, _ in single.values()) == 5
    for place in range(3):
        line = {key: v for key, v in lines.items() if [k == "合計" for k in key].count(True) == 2}
        assert sum(v[0] for key, v in line.items() if key[place] != "合計") == 5
    assert ["2020-04", "令和2(2020)年4月"] in [row[:2] for row in rows]
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and event.action is AuditAction.EXPORTED and event.details["table"] == "counts"


def test_a_slip_in_a_year_does_not_make_a_table_of_a_hundred_years(database: None) -> None:
    factories.make_hearing(held_on=date(1930, 1, 1))
    factories.make_hearing(held_on=date(2020, 1, 1))
    months = counting.months_of(queries.heard(Asked()))
    assert months == ("1930-01", "2020-01", "")


@pytest.mark.usefixtures("register")
def test_gaps_are_named_by_sector_and_district(app: Flask, official: FlaskClient) -> None:
    page = Page(official.get(f"{PAGES}/not-heard"))
    assert "どの区分の相手方も聴いていない地区：あおば" in page.text
    gaps = [item.text for item in page.main.all("li")]
    assert "産（事業者・生産者）：あおば" in gaps
    assert "官（行政・議会）：みどり、あおば" in gaps
    assert "労（労働団体）：まだ一度も聴いていません" in gaps
    rows = page.rows("区分ごと、地区ごと")
    assert rows[0] == ["区分", "みどり", "あおば", "市外", "不明・未記入", "合計"]
    assert rows[1] == ["産（事業者・生産者）", "2（1）", "0", "1（1）", "0", "3（2）"]
    assert rows[-1] == ["合計", "2（1）", "0", "1（1）", "2（1）", "5（3）"]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("asked", ["", "?kind=external", "?kind=internal"])
def test_each_cell_of_the_gap_table_opens_to_its_bodies(official: FlaskClient, asked: str) -> None:
    page = Page(official.get(f"{PAGES}/not-heard{asked}"))
    links = [cell.first("a") for cell in page.main.all("td") if cell.all("a")]
    assert links
    for link in links:
        bodies = Page(official.get(link.attributes["href"]))
        times, distinct = re.fullmatch(r"(\d+)（(\d+)）", link.text).groups()  # type: ignore[union-attr]
        assert f"延べ {times}回・実 {distinct}者" in bodies.main.text, link.attributes["href"]


def test_the_table_for_outside_hides_small_cells_and_totals(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        district = factories.make_district(name="みどり")
        for n in range(9):
            body = factories.make_counterpart(
                sector=Sector.INDUSTRY if n < 7 else Sector.LABOUR, district=district
            )
            factories.make_hearing(counterpart=body)
        db.session.commit()
    outside = official.post(f"{PAGES}/not-heard/export")
    rows = read_own_csv(outside.data)
    assert rows[0] == ["区分", "みどり", "市外", "不明・未記入"]
    by_sector = {row[0]: row[1:] for row in rows[1:]}
    assert by_sector["産（事業者・生産者）"] == ["非表示", "0", "0"], "the rest would give the two away"
    assert by_sector["労（労働団体）"] == ["非表示", "0", "0"]
    assert rows[-1] == ["すべての区分と地区の実（者）", "9"]
    inside = read_own_csv(official.post(f"{PAGES}/not-heard/export", data={"for": "inside"}).data)
    assert inside[-1] == ["合計", "9", "0", "0", "9"]


@pytest.mark.usefixtures("register")
def test_the_calendar_shows_a_month_and_apart_what_has_no_day(official: FlaskClient) -> None:
    page = Page(official.get(f"{PAGES}/calendar"))
    assert page.heading == "ヒアリングの暦 令和2(2020)年6月", "the month of the last hearing"
    rows = page.rows("令和2(2020)年6月の暦")
    assert rows[0] == list("日月火水木金土")
    assert rows[1] == ["", "1 第2号 甲商店会", "2 第4号 乙の課", "3", "4", "5", "6"]
    assert rows[-1][2] == "30 第3号 乙の課"
    assert "延べ 3回" in page.text and "日付要確認（1回）" in page.text and "６月３１日" in page.text
    before = Page(official.get(page.links["前の月"]))
    assert "この月のヒアリングはありません" in before.text, "the removed one is not there"


@pytest.mark.parametrize("typed", ["", "x", "2020-13", "2020-1", "９９９９-01", "9999-12", "0000-01"])
def test_a_month_that_cannot_be_read_is_the_last_one(official: FlaskClient, typed: str) -> None:
    assert official.get(f"{PAGES}/calendar", query_string={"month": typed}).status_code == 200


def test_new_points_are_counted_by_sector_in_the_order_of_days(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        factories.make_plan()
        body = factories.make_counterpart(sector=Sector.MEDIA)
        later = factories.make_hearing(number=8, counterpart=body, held_on=date(2020, 5, 1))
        first = factories.make_hearing(number=9, counterpart=body, held_on=date(2020, 4, 1))
        undated = factories.make_hearing(number=7, counterpart=body, held_on=None)
        for position, code in enumerate(("A", "B"), start=1):
            opinion = factories.make_opinion(hearing=first, position=position, wording=f"{code}のこと")
            factories.make_tag(opinion=opinion, facet=Facet.PACKAGE, code=code)
        decided = factories.make_opinion(hearing=later, wording="もう一度Aのこと")
        factories.make_tag(opinion=decided, facet=Facet.PACKAGE, code="B")
        factories.make_review(opinion=decided, confirmed={Facet.THEME: ["hito"], Facet.PACKAGE: ["A"]})
        factories.make_opinion(hearing=later, position=2, wording="分類のない意見")
        held = factories.make_opinion(hearing=undated, wording="候補を見ない意見")
        factories.make_tag(opinion=held, facet=Facet.PACKAGE, code="A")
        factories.make_sampled_opinion(opinion=held)
        assert [(s.new, s.untagged, s.points) for s in curves_of_sectors()[Sector.MEDIA]] == [
            (2, 0, 2),
            (1, 1, 3),
            (0, 1, 3),
        ]
        db.session.commit()
    page = Page(official.get(f"{PAGES}/new-points"))
    rows = page.rows("言（報道機関）のヒアリング")
    assert [row[1] for row in rows[1:]] == ["第9号", "第8号", "第7号"]
    assert rows[-1][2:] == ["日付要確認", "1", "1", "0", "3"]
    assert page.rows("区分ごとの論点の数")[1] == ["言（報道機関）", "3", "5", "2", "3", "3"]
    assert "同じ文の意見からは、新しい論点を数えません" in page.text


@pytest.mark.parametrize("chart", ["counts/chart.svg", "new-points/chart.svg?sector=industry"])
@pytest.mark.parametrize("is_empty", [True, False])
def test_a_saved_picture_is_a_whole_drawing_of_its_own(
    app: Flask, official: FlaskClient, chart: str, is_empty: bool
) -> None:
    if not is_empty:
        with app.app_context():
            body = factories.make_counterpart(sector=Sector.INDUSTRY)
            for day in (1, 2):
                factories.make_hearing(counterpart=body, held_on=date(2020, 4, day), is_invented=True)
            db.session.commit()
    answer = official.get(f"{PAGES}/{chart}")
    assert answer.mimetype == "image/svg+xml" and "attachment" in answer.headers["Content-Disposition"]
    root = ElementTree.fromstring(answer.data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and int(root.attrib["width"]) > 300
    text = "".join(root.itertext())
    assert "出典：ヒアリングの台帳" in text and "単位：" in text
    assert ("架空のデータ" in text) is not is_empty
    assert not [e for e in root.iter() if "style" in e.attrib or e.tag.endswith(("script", "style", "image"))]


def test_the_title_of_a_chart_says_only_what_its_figures_say(database: None) -> None:
    for day in (date(2020, 4, 1), date(2020, 6, 1), date(2020, 6, 2)):
        factories.make_hearing(held_on=day)
    tables = counting.tables_of(queries.heard(Asked()))
    chart = charts.months_chart(tables[0].crossing, source="出典")
    assert chart.title == "ヒアリングは延べ3回。いちばん多いのは令和2(2020)年6月の2回"
    assert [bar.figure for bar in chart.bars] == ["1", "0", "2"]
    assert [label.text for label in chart.labels] == ["R2.4", "R2.5", "R2.6"]


def test_a_retired_district_is_a_column_while_a_body_has_it(database: None) -> None:
    used = factories.make_district(name="みどり", retired_at=factories.NOW)
    factories.make_district(name="あおば", retired_at=factories.NOW)
    factories.make_hearing(counterpart=factories.make_counterpart(district=used))
    table = not_heard(queries.heard_where(None), queries.districts())
    assert [place.label for place in table.places] == ["みどり", "市外", "不明・未記入"]
    assert table.crossing.whole.times == 1


@pytest.mark.parametrize(
    "path", ["counts", "calendar", "not-heard", "new-points", "counts/chart.svg", "new-points/chart.svg"]
)
def test_more_hearings_ask_no_more_of_the_database(app: Flask, official: FlaskClient, path: str) -> None:
    def grow(hearings: int) -> None:
        with app.app_context():
            for _ in range(hearings):
                opinion = factories.make_opinion()
                factories.make_tag(opinion=opinion)
                factories.make_hearing(held_on=None)
            db.session.commit()

    grow(2)
    with counted_queries() as few:
        official.get(f"{PAGES}/{path}")
    grow(20)
    with counted_queries() as many:
        assert official.get(f"{PAGES}/{path}").status_code == 200
    assert len(many) == len(few)


@pytest.mark.usefixtures("register")
def test_the_workbook_read_again_holds_the_tables_of_the_page(official: FlaskClient) -> None:
    answer = official.post(f"{PAGES}/counts/export", data={"format": "xlsx"})
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    sheets = {sheet.name: sheet.rows for sheet in read_file("集計.xlsx", answer.data).sheets}
    assert list(sheets) == [
        "月×種別 延べ",
        "月×種別 実",
        "月×区分 延べ",
        "月×区分 実",
        "種別×区分 延べ",
        "種別×区分 実",
        "すべて",
        "読み方",
    ]
    assert [str(cell) for cell in sheets["月×種別 延べ"][-1]] == ["合計", "3", "2", "0", "0", "5"]
    assert [str(cell) for cell in sheets["月×種別 実"][-1]] == ["合計", "2", "1", "0", "0", "3"]


def test_the_workbook_for_outside_hides_what_the_file_for_outside_hides(
    app: Flask, official: FlaskClient
) -> None:
    with app.app_context():
        for sector in (Sector.LABOUR, Sector.MEDIA, Sector.MEDIA):
            factories.make_hearing(counterpart=factories.make_counterpart(sector=sector))
        db.session.commit()
    answer = official.post(f"{PAGES}/not-heard/export", data={"format": "xlsx"})
    table, notes = read_file("表.xlsx", answer.data).sheets
    cells = {str(row[0]): [str(cell) for cell in row[1:]] for row in table.rows}
    assert cells["労（労働団体）"] == ["0", "非表示"] and cells["言（報道機関）"] == ["0", "非表示"]
    assert "5者に満たない" in str(notes.rows)


@given(st.integers(1900, 2200), st.integers(1, 12), st.lists(st.integers(1, 28), max_size=8))
def test_every_hearing_of_a_month_stands_on_its_day_once(year: int, month: int, days: list[int]) -> None:
    hearings = [Hearing(held_on=date(year, month, day)) for day in days]
    weeks = weeks_of(Month(year, month), hearings)
    cells = [cell for week in weeks for cell in week]
    assert all(len(week) == 7 and week[0].on.isoweekday() == 7 for week in weeks)
    assert sorted(id(each) for cell in cells for each in cell.hearings) == sorted(map(id, hearings))
    assert all(each.held_on == cell.on for cell in cells for each in cell.hearings)
    before, after = Month(year, month).before, Month(year, month).after
    assert before is None or before.after == Month(year, month)
    assert after is None or after.before == Month(year, month)


def test_without_tags_nothing_is_said_about_new_points(app: Flask, official: FlaskClient) -> None:
    """No tag is no sign that everything was said."""
    with app.app_context():
        body = factories.make_counterpart(sector=Sector.MEDIA)
        for day in (1, 2, 3):
            factories.make_opinion(
                hearing=factories.make_hearing(counterpart=body, held_on=date(2020, 4, day)),
                wording=f"{day}日の意見",
            )
        db.session.commit()
    page = Page(official.get(f"{PAGES}/new-points"))
    assert "分類のある意見がまだないため、線にできません" in page.text
    assert "意見の台帳へ" in page.text and not page.main.all("figure")
