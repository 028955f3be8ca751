"""An official looks for words, narrows what was found and opens it; the address says no name, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.domain.vocabulary import Role, Sector
from consult.extensions import db
from consult.search.indexing import index_waiting
from tests import factories as make
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def official(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        make.make_plan()
        body = make.make_counterpart(name="架空の子育て会", sector=Sector.CITIZENS)
        hearing = make.make_hearing(notes="・子供の居場所がほしい。\n・バスが少ない。", counterpart=body)
        make.make_opinion(hearing=hearing, wording="子供の居場所がほしい。")
        make.make_opinion(hearing=hearing, wording="バスが少ない。")
        sent = make.make_submission()
        make.make_opinion(submission=sent, wording="架空田スズメさんの子ども食堂を応援したい。")
        make.make_opinion(submission=sent, wording="子どものバス代を安く。")
        db.session.commit()
        index_waiting()
    return live_site.add_staff(Role.OFFICIAL)


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, True), (1280, False)])
def test_an_official_finds_and_narrows_without_a_name_in_the_address(
    official: str, browser_page: Callable[..., Page], width: int, scripts: bool
) -> None:
    page = browser_page(width, scripts=scripts)
    sign_in(page, official)
    page.goto("/staff/opinions")
    _search(page, "こども　－バス", narrow=width < 1000)
    expect(page.get_by_role("heading", name="2件の意見")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["子供", "子ども"])
    _search(page, "架空田スズメ", narrow=width < 1000)
    expect(page.get_by_role("heading", name="1件の意見")).to_be_visible()
    assert "スズメ" not in page.url and "%" not in page.url
    # The address alone opens the same list.
    page.goto(page.url)
    expect(page.get_by_role("heading", name="1件の意見")).to_be_visible()
    assert_no_sideways_scroll(page)
    if scripts:
        assert_accessible(page)


def test_an_official_finds_a_hearing_by_words_spread_over_name_and_notes(
    official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings")
    _search(page, "子育て会 バス")
    expect(page.get_by_role("link", name="架空の子育て会")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["バス"])
    assert_accessible(page)
    page.get_by_role("link", name="架空の子育て会").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _search(page: Page, words: str, *, narrow: bool = False) -> None:
    box = page.locator("#q")
    if narrow and not box.is_visible():
        page.get_by_text("条件で絞り込む").click()
    box.fill(words)
    box.press("Enter")
    page.wait_for_url("**q=~*")
