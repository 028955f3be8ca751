"""An official finds two bodies that are one, merges them and undoes it; every state of the pages can be used by all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Counterpart, District
from tests import factories
from tests.journeys.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
NAMES = ("みどり地区のNPO法人W", "NPO法人W（みどり地区）", "架空会議（第１回）", "架空会議（第２回）")


@pytest.fixture(scope="module")
def email(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        for times, name in enumerate(NAMES, start=1):
            body = factories.make_counterpart(name=name, match_key=match_key(name))
            for _ in range(times):
                factories.make_opinion(hearing=factories.make_hearing(counterpart=body))
        factories.make_district(name="みどり")
        db.session.commit()
    return live_site.add_staff(Role.OFFICIAL)


def looks_right(page: Page) -> None:
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.locator("h1").count() == 1
        assert_no_sideways_scroll(page)
        assert_accessible(page)


def test_two_names_of_one_body_are_merged_and_taken_apart_again(
    browser_page: Callable[..., Page], email: str
) -> None:
    page = browser_page()
    sign_in(page, email)
    page.goto("/staff/hearings")
    page.get_by_role("link", name="相手方の一覧").click()
    page.get_by_role("link", name="同じ相手方かもしれない名称（2組）").click()
    row = page.get_by_role("row").filter(has_text="NPO法人W（みどり地区）")
    row.get_by_role("link", name="まとめる").click()
    looks_right(page)
    page.get_by_label("みどり地区のNPO法人W").check()
    page.get_by_role("button", name="まとめる").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("みどり地区のNPO法人W")
    expect(page.get_by_text("3回", exact=True)).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="まとめるのを取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("NPO法人W（みどり地区）")
    page.goto("/staff/counterparts/doubles")
    row = page.get_by_role("row").filter(has_text="架空会議（第２回）")
    row.get_by_role("button", name="別の相手方です").click()
    expect(page.get_by_role("heading", name="別の相手方とした組")).to_be_visible()
    looks_right(page)
    page.goto("/staff/counterparts")
    page.get_by_role("link", name="架空会議（第１回）").click()
    page.get_by_role("link", name="ほかの相手方とまとめる").click()
    page.get_by_label("まとめる相手方の名称").fill("NPO")
    page.get_by_role("button", name="探す").click()
    expect(page.get_by_role("link", name="みどり地区のNPO法人W")).to_be_visible()
    looks_right(page)


def test_what_two_people_saved_at_once_stands_side_by_side(
    browser_page: Callable[..., Page], live_site: LiveSite, email: str
) -> None:
    page = browser_page()
    sign_in(page, email)
    page.goto("/staff/counterparts/3/edit")
    with live_site.app.app_context():
        body = db.session.get_one(Counterpart, 3)
        body.version, body.name = 2, "架空会議（第一回）"
        db.session.commit()
    page.get_by_label("名称").fill("架空の会議")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("alert")).to_contain_text("ほかの人が先に保存しました")
    looks_right(page)
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("架空の会議")


def test_without_scripts_a_district_is_added_renamed_and_refused(
    chromium: Browser, browser_page: Callable[..., Page], live_site: LiveSite, email: str
) -> None:
    context = chromium.new_context(base_url=live_site.url, locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, email)
    page.goto("/staff/settings/districts")
    page.get_by_label("名称", exact=True).fill("あおば")
    page.get_by_role("button", name="加える").click()
    row = page.get_by_role("row").filter(has_text="あおば")
    row.get_by_role("button", name="上へ").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("あおば")
    context.close()
    with live_site.app.app_context():
        number = db.session.query(District.id).filter_by(name="みどり").scalar()
    page = browser_page()
    sign_in(page, email)
    page.goto("/staff/settings/districts")
    page.get_by_text("名称を直す：みどり").click()
    page.get_by_label("「みどり」の新しい名称").fill("あおば")
    page.get_by_role("row").filter(has_text="みどり").get_by_role("button", name="名称を保存する").click()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator(f"#entry-{number}-name")).to_be_focused()
    looks_right(page)
