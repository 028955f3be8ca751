"""A drafter keeps the theme board of a fresh install, without scripts, and prints it on one page."""

import re
from collections.abc import Callable

import pptx
import pytest
from playwright.sync_api import Page, expect

from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests import factories
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
A4_LANDSCAPE = (842, 595)
PAGE = re.compile(rb"/Type\s*/Page\b")
MEDIA_BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")


@pytest.fixture(scope="module")
def drafter(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        load_strategy(SHIPPED_STRATEGY)
        db.session.commit()
    return live_site.add_staff(Role.DRAFTER, name="架空 花子")


def test_a_fresh_board_prints_on_one_a4_landscape_page(
    drafter: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, drafter)
    page.goto("/staff/theme-board")
    expect(page.locator("blockquote")).to_have_count(13)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(PAGE.findall(printed)) == 1
    width, height = (round(float(side)) for side in MEDIA_BOX.findall(printed)[0])
    assert (width, height) == A4_LANDSCAPE
    page.emulate_media(media="print")
    assert page.get_by_role("button").count() == 0
    expect(page.get_by_text("候補 0件").first).to_be_hidden()


def test_the_board_is_kept_on_a_phone_without_scripts(
    drafter: str, live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    with live_site.app.app_context():
        opinion = factories.make_opinion(wording="海辺を歩ける道がほしい。")
        factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
        db.session.commit()
    page = browser_page(320, scripts=False)
    sign_in(page, drafter)
    page.goto("/staff/theme-board")
    band = page.locator("#theme-machi")
    band.get_by_text("見出しを書き直す").click()
    band.get_by_label("「まち」の見出し").fill("海と暮らしをつなぐ")
    band.get_by_role("button", name="見出しを保存").click()
    expect(band.get_by_text("海と暮らしをつなぐ").first).to_be_visible()

    band.get_by_role("link", name="代表意見を選ぶ").click()
    page.locator("article", has_text="海辺を歩ける道").get_by_role("button", name="代表意見に選ぶ").click()
    page.get_by_role("link", name="ボードに戻る").click()
    expect(band.locator("blockquote")).to_have_count(6)
    expect(band.get_by_text("選んでいない意見 0件")).to_be_visible()

    last = band.locator("li", has_text="海辺を歩ける道")
    last.get_by_role("button", name="上へ").click()
    assert "海辺" in band.locator("blockquote").nth(4).inner_text()
    last.get_by_role("button", name="外す").click()
    expect(band.get_by_text("選んでいない意見 1件")).to_be_visible()
    band.get_by_role("button", name="元に戻す").click()
    assert "海辺" in band.locator("blockquote").nth(4).inner_text()
    assert_no_sideways_scroll(page)


def test_the_board_becomes_a_slide(drafter: str, browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    sign_in(page, drafter)
    page.goto("/staff/theme-board")
    page.get_by_role("link", name="スライドと配付資料を作る").click()
    page.get_by_label("資料番号").fill("資料2")
    assert_accessible(page)
    with page.expect_download() as slide:
        page.get_by_role("button", name="主な意見のスライドをPowerPointで作る").click()
    first = pptx.Presentation(slide.value.path()).slides[0]
    said = "".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame)
    assert "資料2" in said and page.url.endswith("/theme-board/files")
    assert all(each in said for each in ("若い人の中に", "交通弱者が", "人手不足と"))


def test_a_number_on_the_board_opens_its_list_and_an_opinion_its_source(
    drafter: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, drafter)
    page.goto("/staff/theme-board")
    page.locator("#theme-hito").get_by_role("link", name="確定 4件").click()
    expect(page.get_by_role("heading", name="4件の意見")).to_be_visible()
    page.locator("tbody a").first.click()
    page.get_by_role("link", name=re.compile("主な意見")).last.click()
    expect(page).to_have_url(re.compile("/main-opinions$"))
    assert_accessible(page)
