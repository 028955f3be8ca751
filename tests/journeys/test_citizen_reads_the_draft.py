"""From a pasted plan to a passage with an opinion: an official brings it in, a citizen reads it on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from consult import clock
from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import asked, assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey

WIDE = "\t".join(f"令和{year}年度の目標値" for year in range(8, 20))
PLAN = f"""第1章 移動
　バスを一日六本にします。

第1節 目標
{WIDE}
{WIDE}

第2章 学び
　放課後の教室を開きます。
"""


def test_a_pasted_plan_is_read_by_chapter_and_a_passage_leads_to_the_form(
    live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    with live_site.app.app_context():
        today = clock.today()
        case = factories.make_consultation(opens_on=today, closes_on=today.replace(year=today.year + 1)).id
        db.session.commit()
    desk = browser_page(scripts=False)
    sign_in(desk, live_site.add_staff(Role.OFFICIAL))
    desk.goto(f"/staff/consultations/{case}/draft")
    desk.get_by_role("link", name="文章を入れる").click()
    desk.get_by_label("案の文章").fill(PLAN)
    desk.get_by_role("button", name="保存して見出しを確かめる").click()
    desk.get_by_role("button", name="一段上げる").click()
    assert desk.get_by_role("heading", name="第1節 目標", level=2).count() == 1
    desk.get_by_role("button", name=re.compile("一段下げる.*第1節")).click()
    desk.get_by_role("link", name="公開に進む").click()
    desk.get_by_role("button", name="公開する").click()
    assert "この版は変わりません" in desk.locator("main").inner_text()

    phone = browser_page(320)
    phone.goto(f"/consultations/{case}/draft")
    phone.get_by_role("link", name="第1章 移動", exact=True).click()
    phone.get_by_role("link", name="ふりがなを付ける").click()
    assert phone.locator("ruby", has_text="移動").count() >= 1
    assert_no_sideways_scroll(phone)
    assert_accessible(phone)
    phone.get_by_role("link", name="次：第2章 学び").click()
    copied = asked(
        phone,
        """() => { getSelection().selectAllChildren(document.querySelector(".passage .draft-words"));
                   return getSelection().toString(); }""",
    )
    assert copied.strip() == "放課後の教室を開きます。"
    phone.get_by_role("link", name="この段落に意見を書く").click()
    assert f"/consultations/{case}/opinions?about=s:s3:1" in phone.url.replace("%3A", ":")
