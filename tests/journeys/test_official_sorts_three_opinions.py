"""An official sorts three opinions by keyboard: one is cut in two, one is off the topic and taken back, one stays as it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey

LETTER = "１　バスについて\n本数を増やしてほしい。\n２　図書館について\n夜も開けてほしい。"


@pytest.fixture(scope="module")
def official(live_site: LiveSite) -> tuple[str, int]:
    with live_site.app.app_context():
        consultation = factories.make_consultation()
        for wording in (LETTER, "隣の市の話です。", "公園に木陰がほしい。"):
            factories.make_opinion(
                submission=factories.make_submission(consultation=consultation), wording=wording
            )
        db.session.commit()
        case_id = consultation.id
    return live_site.add_staff(Role.OFFICIAL), case_id


def press(page: Page, key: str) -> None:
    """As soon as the page has read its keys; a text is to be seen a little earlier."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_an_official_sorts_three_opinions_by_keyboard(
    official: tuple[str, int], browser_page: Callable[..., Page]
) -> None:
    email, case_id = official
    page = browser_page()
    sign_in(page, email)
    page.goto(f"/staff/consultations/{case_id}/sorting")
    assert_accessible(page)
    page.get_by_role("link", name="先頭から整理する").press("Enter")

    press(page, "s")
    expect(page.get_by_label("図書館について", exact=False)).to_be_checked()
    assert_accessible(page)
    page.get_by_label("図書館について", exact=False).press("Enter")
    expect(page.get_by_role("heading", name="分けた意見（2件）")).to_be_visible()
    page.get_by_role("link", name="次の意見へ").press("Enter")

    expect(page.locator("#sorting-text")).to_contain_text("隣の市")
    press(page, "1")
    expect(page.locator("#sorting-text")).to_contain_text("木陰")
    press(page, "u")
    expect(page.locator("#sorting-text")).to_contain_text("隣の市")
    press(page, "1")
    expect(page.locator("#sorting-text")).to_contain_text("木陰")
    press(page, "Enter")

    expect(page.get_by_role("heading", name="意見の整理")).to_be_visible()
    page.goto(f"/staff/consultations/{case_id}/sorting")
    expect(page.get_by_role("main")).to_contain_text("意見 4件")
    expect(page.get_by_role("main")).not_to_contain_text("まだ見ていない")
    page.set_viewport_size({"width": 320, "height": 640})
    assert_no_sideways_scroll(page)
