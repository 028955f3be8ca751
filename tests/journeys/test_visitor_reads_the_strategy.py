"""A visitor reads the strategy: from the first page to what was heard, on a phone and on a desk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests.journeys.browser import asked, assert_accessible, assert_no_sideways_scroll
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module", autouse=True)
def strategy(live_site: LiveSite) -> None:
    with live_site.app.app_context():
        load_strategy(SHIPPED_STRATEGY)
        db.session.commit()


def look(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_visitor_walks_through_the_strategy(width: int, browser_page: Callable[..., Page]) -> None:
    page = browser_page(width)
    page.goto("/")
    page.locator("main").get_by_role("link", name=re.compile("戦略の体系")).first.click()
    look(page, "戦略の体系")
    page.locator("main").locator("a[href*='/packages/']").first.click()
    expect(page).to_have_url(re.compile("/packages/"))
    look(page, page.locator("h1").inner_text())
    for name in ("策定の経過", "第1期の成果", "人口ビジョン"):
        page.get_by_role("link", name=name).first.click()
        look(page, name)
    page.get_by_role("link", name="主な意見").first.click()
    look(page, "主な意見")
    expect(page.locator("main li").filter(has_text="「")).to_have_count(13)


@pytest.mark.parametrize(("width", "rows_of_goals"), [(320, 3), (1280, 1)])
def test_goals_stand_side_by_side_and_are_stacked_on_a_phone(
    width: int, rows_of_goals: int, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(width)
    page.goto("/strategy")
    goals = page.get_by_role("heading", level=3).filter(has=page.locator(".goal-number"))
    tops = {goals.nth(n).evaluate("each => each.parentElement.offsetTop") for n in range(3)}
    assert len(tops) == rows_of_goals


def test_a_charts_letters_stay_readable_on_a_phone(browser_page: Callable[..., Page]) -> None:
    page = browser_page(320)
    page.goto("/strategy/results")
    chart = page.get_by_role("img", name="合計特殊出生率は、2015年の1.57から2019年の1.43に減っています")
    expect(chart).to_be_visible()
    assert chart.locator("text").first.evaluate("each => each.getBoundingClientRect().height") >= 12


def test_the_published_figure_and_the_registers_own_are_both_seen(browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    page.goto("/strategy/timeline")
    heading = page.get_by_role("heading", name="関係機関ヒアリング", exact=True)
    heard = page.locator("main ol > li").filter(has=heading)
    expect(heard.get_by_text("延べ140件以上", exact=True)).to_be_visible()
    expect(heard.get_by_text("延べ0回・実0者")).to_be_visible()


FOLDED_PAGES = ("/strategy", "/strategy/results")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("path", FOLDED_PAGES)
def test_on_a_phone_the_details_are_folded_and_open_on_request(
    path: str, scripts: bool, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(320, scripts=scripts)
    page.goto(path)
    folded = page.locator("details.fold").first
    expect(folded.locator("li, td").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator("li, td").first).to_be_visible()
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("path", FOLDED_PAGES)
def test_where_there_is_room_and_on_paper_nothing_is_folded(
    path: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(1280)
    page.goto(path)
    assert all(each.is_visible() for each in page.locator("details.fold li, details.fold td").all())
    assert not any(each.is_visible() for each in page.locator("details.fold > summary").all())
    page.set_viewport_size({"width": 680, "height": 900})
    expect(page.locator("details.fold li, details.fold td").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("details.fold li, details.fold td").first).to_be_visible()


def test_a_browser_that_does_not_know_details_content_unfolds_too(browser_page: Callable[..., Page]) -> None:
    page = browser_page(1280)
    page.add_init_script("CSS.supports = () => false;")
    page.goto("/strategy")
    opened = page.locator("details.fold[open]")
    count = page.locator("details.fold").count()
    expect(opened).to_have_count(count)
    page.set_viewport_size({"width": 320, "height": 640})
    expect(opened).to_have_count(0)
    expect(page.locator("details.fold > summary").first).to_be_visible()


def test_the_contents_lead_to_a_part_and_back(browser_page: Callable[..., Page]) -> None:
    page = browser_page(320)
    page.goto("/strategy")
    contents = page.get_by_role("navigation", name="このページの内容")
    contents.get_by_role("link", name="重点推進モデル").click()
    expect(page.get_by_role("heading", name="重点推進モデル")).to_be_in_viewport()
    page.get_by_role("link", name="このページの内容へ戻る").nth(2).click()
    expect(contents).to_be_in_viewport()
    # A phone shows the whole page in some fifteen screens of reading, not in twenty-five.
    assert asked(page, "document.documentElement.scrollHeight") < 10_500
