"""A drafter tries a rule, saves it, sees what it catches and whose suggestions changed, and takes it back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult import jobs
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from consult.plan_codes import plan_codes
from tests import factories
from tests.journeys.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
STRANGE = "空飛ぶほうきで隣の島まで通えるようにしてほしい。"


@pytest.fixture(scope="module")
def drafter(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        load_strategy(SHIPPED_STRATEGY)
        hearing = factories.make_hearing()
        factories.make_opinion(hearing=hearing, wording=STRANGE)
        factories.make_opinion(hearing=hearing, position=2, wording="ほうきの貸し出しを始めてほしい。")
        factories.make_opinion(hearing=hearing, position=3, wording="図書館を夜も開けてほしい。")
        db.session.commit()
        jobs.tag_waiting()
    return live_site.add_staff(Role.DRAFTER, name="架空 花子")


@pytest.fixture(scope="module")
def package(drafter: str, live_site: LiveSite) -> str:
    with live_site.app.app_context():
        return plan_codes().packages[3].label


def looks_right(page: Page) -> None:
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_no_sideways_scroll(page)
        assert_accessible(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def test_a_rule_is_tried_saved_seen_at_work_and_taken_back(
    drafter: str, package: str, live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, drafter)
    page.goto("/staff")
    page.get_by_role("link", name="設定").click()
    page.get_by_role("link", name="分類の決まり").click()
    page.get_by_role("link", name=package, exact=True).click()
    page.get_by_role("link", name="決まりを加える").click()

    page.get_by_label("名前").fill("空飛ぶほうき")
    page.get_by_label("決まり", exact=True).fill("ほうき\nand (")
    page.get_by_role("button", name="試してみる").click()
    expect(page.get_by_role("alert")).to_contain_text("2行6字目")
    looks_right(page)

    page.get_by_label("決まり", exact=True).fill("ほうき and not 貸し出し")
    page.get_by_role("button", name="試してみる").click()
    expect(page.get_by_role("heading", name="試した結果（まだ登録していません）")).to_be_focused()
    expect(page.get_by_text("当たる意見は1件です。")).to_be_visible()
    looks_right(page)

    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_text("決まり「空飛ぶほうき」を登録しました。")).to_be_visible()
    expect(page.get_by_text("候補を付け直しています（残り")).to_be_visible()
    looks_right(page)
    with live_site.app.app_context():
        jobs.tag_waiting()
    page.reload()
    expect(page.get_by_text("候補を付け直しています（残り")).to_have_count(0)

    page.get_by_role("link", name="「空飛ぶほうき」に当たる意見").click()
    expect(page.locator("mark")).to_have_text(["ほうき"])
    page.go_back()
    page.get_by_role("button", name=re.compile("取りやめる.*空飛ぶほうき")).click()
    expect(page.get_by_role("heading", name="取りやめた決まり")).to_be_visible()
    page.get_by_role("button", name=re.compile("戻す.*空飛ぶほうき")).click()
    expect(page.get_by_text("決まり「空飛ぶほうき」を戻しました。")).to_be_visible()


def test_a_topic_and_a_word_are_set_on_a_phone_without_scripts(
    drafter: str, package: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(320, scripts=False)
    sign_in(page, drafter)
    page.goto("/staff/settings/rules/topics")
    page.get_by_text("条件で絞り込む").click()
    page.get_by_label("話題の名前か、言葉").fill("図書館")
    page.get_by_role("button", name="絞り込む").click()
    page.get_by_role("rowheader").get_by_role("link", name="図書館").first.click()
    page.get_by_role("group", name="政策パッケージ").get_by_label(package).check()
    page.get_by_role("button", name="試してみる").click()
    expect(page.get_by_text("まだ登録していません")).to_be_visible()
    expect(page.get_by_label(package)).to_be_checked()
    page.get_by_role("button", name="この置き場所に決める").click()
    expect(page.get_by_text("の置き場所を変えました。")).to_be_visible()

    page.goto("/staff/settings/rules/words")
    page.get_by_label("言い方", exact=True).fill("ほうき号")
    page.get_by_label("同じ意味の語", exact=True).fill("路線バス")
    page.get_by_role("button", name="この言い方を試す").click()
    page.get_by_role("button", name="この言い方を加える").click()
    expect(page.get_by_text("「ほうき号」を「路線バス」と同じ意味に読むようにしました。")).to_be_visible()
    assert_no_sideways_scroll(page)
