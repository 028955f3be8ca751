"""A drafter reviews three opinions by keyboard, takes one back, and finds them on the theme board."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey

BUS = "バスの本数が少なく、車がないと病院に行けない。"
SHOP = "空き店舗で小さな店を始めたい若者を応援してほしい。"
SEA = "海辺のごみ拾いを子どもたちと続けたい。"


@pytest.fixture(scope="module")
def drafter(live_site: LiveSite) -> str:
    """Three opinions of a hearing wait with suggestions; returns the drafter's address."""
    with live_site.app.app_context():
        factories.make_plan()
        hearing = factories.make_hearing(notes=f"・{BUS}\n・{SHOP}\n・{SEA}")
        bus, shop, sea = (
            factories.make_opinion(hearing=hearing, position=position, wording=wording)
            for position, wording in enumerate((BUS, SHOP, SEA))
        )
        factories.make_tag(opinion=bus, code="machi", probability=0.9, evidence=[[0, 2]])
        factories.make_tag(opinion=bus, facet=Facet.PACKAGE, code="A", probability=0.7, evidence=[[0, 5]])
        factories.make_tag(opinion=shop, code="shigoto", probability=0.8, evidence=[[0, 4]])
        factories.make_tag(opinion=shop, code="hito", probability=0.6, evidence=[[13, 15]])
        factories.make_tag(opinion=sea, code="shigoto", probability=0.5, evidence=[[0, 2]])
        db.session.commit()
    return live_site.add_staff(Role.DRAFTER)


def test_a_drafter_reviews_three_opinions_by_keyboard_and_finds_them_on_the_board(
    drafter: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, drafter)
    page.goto("/staff/review")
    page.get_by_role("link", name="先頭から確認する").press("Enter")

    _opened(page, BUS)
    expect(page.locator("input:checked")).to_have_count(0)
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("付ける分類を選んでください")
    page.wait_for_load_state()
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")

    _opened(page, SHOP)
    expect(_last(page)).to_contain_text("移動しやすいまちPJ")
    page.keyboard.press("u")
    _opened(page, BUS)
    page.keyboard.press("1")
    page.keyboard.press("Enter")

    _opened(page, SHOP)
    _decide_on_two_themes(page)

    _opened(page, SEA)
    page.keyboard.press("0")
    expect(page.get_by_label("該当なし")).to_be_checked()
    page.keyboard.press("1")
    expect(page.get_by_label("該当なし")).not_to_be_checked()
    page.keyboard.press("1")
    page.keyboard.press("0")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_contain_text("確認待ちの意見はありません")
    _look_at_the_board(page)


def _decide_on_two_themes(page: Page) -> None:
    """Two themes, the second of them the main one; the help opens, and typing elsewhere decides nothing."""
    page.keyboard.press("?")
    expect(page.locator("#key-list")).to_have_attribute("open", "")
    page.keyboard.press("?")
    page.keyboard.press("1")
    page.keyboard.press("2")
    themes = page.get_by_role("group", name="主テーマ")
    expect(themes.get_by_label("しごと")).to_be_checked()
    page.keyboard.press("m")
    expect(themes.get_by_label("ひと")).to_be_checked()
    page.keyboard.press("Control+Enter")
    _opened(page, SHOP)
    page.keyboard.press("Enter")


def _look_at_the_board(page: Page) -> None:
    page.goto("/staff")
    page.get_by_role("link", name="テーマ別ボード").first.click()
    board = page.get_by_role("main")
    for theme in ("ひと", "まち", "しごと"):
        band = board.locator("section, article").filter(has=page.get_by_role("heading", name=theme)).first
        expect(band).to_contain_text("確定 1件")


def test_the_page_is_usable_on_a_phone_and_without_scripts(
    live_site: LiveSite, drafter: str, browser_page: Callable[..., Page]
) -> None:
    with live_site.app.app_context():
        opinion = factories.make_opinion(wording=BUS * 3)
        factories.make_tag(opinion=opinion, evidence=[[0, 2]])
        opinion_id = opinion.id
        db.session.commit()
    page = browser_page(320, scripts=False)
    sign_in(page, drafter)
    page.goto(f"/staff/review/{opinion_id}")
    assert_no_sideways_scroll(page)

    page.get_by_label("まち").first.check()
    page.get_by_role("button", name="決定して次へ").click()
    expect(_last(page)).to_contain_text(f"意見{opinion_id}")

    page.get_by_role("button", name="取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"意見{opinion_id}")
    expect(page.get_by_role("status")).to_contain_text("取り消しました")


def _opened(page: Page, wording: str) -> None:
    expect(page.locator(".wording").first).to_be_visible()
    expect(page.get_by_role("article").locator("bdi").first).to_contain_text(wording[:6])
    # The keys work once the page's module has run.
    page.wait_for_load_state()


def _last(page: Page):
    return page.get_by_role("region", name="直前の決定")
