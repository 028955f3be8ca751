"""O11: an official masks a phone number; the printed board shows 〔非公表〕, and no file holds the number."""

from collections.abc import Callable

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
PHONE = "０９０－００００－１２３４"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_masked_number_is_on_no_paper_and_in_no_file(
    live_site: LiveSite, browser_page: Callable[..., Page], scripts: bool
) -> None:
    place = "駅前" if scripts else "港"
    with live_site.app.app_context():
        if scripts:
            load_strategy(SHIPPED_STRATEGY)
        opinion = factories.make_opinion(wording=f"{place}に休む所がほしい。返事は{PHONE}へ。班長より。")
        factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
        db.session.commit()
        opinion_id = opinion.id
    page = browser_page(320, scripts=scripts)
    sign_in(page, live_site.add_staff(Role.OFFICIAL, Role.DRAFTER, name="架空 一郎"))

    page.goto(f"/staff/opinions/{opinion_id}")
    expect(page.get_by_text("個人情報の確認が済んでいません")).to_be_visible()
    page.get_by_role("link", name="個人情報を確かめる・伏せる").click()
    assert_no_sideways_scroll(page)
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="伏せる", exact=True).click()
    expect(page.get_by_text("個人情報の候補はすべて決めました")).to_be_visible()
    page.get_by_label("ほかに伏せる言葉").fill("班長")
    page.get_by_label("伏せる理由").last.select_option(label="第三者の利益")
    page.get_by_role("button", name="この言葉を伏せる").click()
    expect(page.get_by_text("返事は〔非公表〕へ。〔非公表〕より。")).to_be_visible()

    page.goto("/staff/theme-board/machi/choose")
    page.locator("article", has_text=f"{place}に休む所").get_by_role("button", name="代表意見に選ぶ").click()
    page.goto("/staff/theme-board")
    page.emulate_media(media="print")
    expect(page.get_by_text(f"{place}に休む所がほしい。返事は〔非公表〕へ。〔非公表〕より。")).to_be_visible()
    assert PHONE not in page.content()
    page.emulate_media(media="screen")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSVで書き出す").click()
    assert PHONE.encode() not in download.value.path().read_bytes()
    page.goto("/staff/opinions")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSVで書き出す").click()
    written = download.value.path().read_bytes()
    assert PHONE.encode() not in written and "返事は〔非公表〕へ".encode() in written
