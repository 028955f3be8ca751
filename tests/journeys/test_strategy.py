"""A visitor reads the strategy: from the concept to a package, how it was made, results, population."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests.journeys.browser import assert_no_sideways_scroll
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def city(live_site: LiveSite) -> LiveSite:
    with live_site.app.app_context():
        load_strategy(SHIPPED_STRATEGY)
        db.session.commit()
    return live_site


@pytest.mark.parametrize("width", [320, 1280])
def test_a_visitor_reads_the_strategy(width: int, city: LiveSite, browser_page: Callable[..., Page]) -> None:
    page = browser_page(width)
    page.goto("/")
    page.get_by_role("link", name="戦略の体系").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("戦略の体系")
    expect(page.get_by_text("人のエネルギー", exact=True)).to_be_visible()
    goals = (
        page.locator("main section")
        .filter(has_text="基本目標")
        .filter(has=page.get_by_role("heading", level=3))
    )
    tops = [goals.nth(n).bounding_box()["y"] for n in range(3)]  # type: ignore[index]
    # Side by side on a desk, one under the other on a phone.
    assert len(set(tops)) == (1 if width == 1280 else 3)

    page.get_by_role("link", name="リビングシフトPJ").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("リビングシフトPJ")
    expect(page.get_by_text("マッチング機会の創出")).to_be_visible()
    assert_no_sideways_scroll(page)

    page.get_by_role("link", name="策定の経過").first.click()
    heard = page.locator("main ol > li").filter(
        has=page.get_by_role("heading", name="関係機関ヒアリング", exact=True)
    )
    expect(heard.get_by_text("延べ140件以上", exact=True)).to_be_visible()
    expect(heard.get_by_text("延べ0回・実0者")).to_be_visible()

    page.get_by_role("link", name="第1期の成果").first.click()
    chart = page.get_by_role("img", name="合計特殊出生率は、2015年の1.57から2019年の1.43に減っています")
    expect(chart).to_be_visible()
    # The chart's letters stay readable on a phone.
    assert chart.locator("text").first.evaluate("each => each.getBoundingClientRect().height") >= 12

    page.get_by_role("link", name="人口ビジョン").first.click()
    expect(page.get_by_role("row", name="令和42(2060)年 1.4")).to_be_visible()
    assert_no_sideways_scroll(page)
