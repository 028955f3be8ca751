"""The frame in a real browser: the skip link, and the first page on a phone and on a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [320, 1280])
def test_the_first_page_is_usable_at(width: int, browser_page: Callable[..., Page]) -> None:
    page = browser_page(width)
    page.goto("/")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_the_first_key_press_offers_the_way_to_the_text(browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
    expect(page.get_by_role("link", name="本文へ移動")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
