"""A visitor reads the strategy: from the first page to what was heard, on a phone and on a desk."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll
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
