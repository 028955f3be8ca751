"""What scripts add to a form: the counter, the focus on what is wrong, the question before unsent text is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Dialog, Page, expect

from consult import clock
from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
ODD = "𠮷野の👨\u200d👩\u200d👧と葛\U000e0100城\nか\u3099"


@pytest.fixture(scope="module")
def form_address(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        today = clock.today()
        open_now = factories.make_consultation(opens_on=today, closes_on=today + timedelta(days=30))
        db.session.commit()
        return f"/consultations/{open_now.id}/opinions"


def test_the_counter_counts_characters_as_the_server_does(
    form_address: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(320)
    page.goto(form_address)
    area = page.get_by_label("ご意見")
    limit = int(area.get_attribute("data-limit") or 0)
    counter = page.locator(f"#{area.get_attribute('id')}-count")
    area.fill(ODD)
    expect(counter).to_have_text(f"{limit:,}字まで（あと{limit - len(ODD):,}字）")
    area.fill("𠮷" * limit)
    expect(counter).to_have_text(f"{limit:,}字まで（あと0字）")
    area.fill("𠮷" * (limit + 1))
    expect(counter).to_have_text(f"{limit:,}字まで（1字多い）")


def test_without_scripts_the_limit_is_told_all_the_same(
    form_address: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(320, scripts=False)
    page.goto(form_address)
    expect(page.get_by_text("字まで")).to_be_visible()


def test_a_refused_form_speaks_first_of_what_is_wrong_and_leads_there(
    form_address: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(320)
    page.goto(form_address)
    page.get_by_role("button", name="確認画面へ進む").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("ご意見")).to_be_focused()
    expect(page.get_by_label("ご意見")).to_be_in_viewport()


def test_leaving_with_unsent_text_asks_first_and_sending_does_not(
    live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page = browser_page()
    sign_in(page, live_site.add_staff(Role.OFFICIAL))
    page.on("dialog", stay)
    page.goto("/staff/consultations/new")
    page.get_by_role("link", name="今日の仕事").first.click()
    page.wait_for_url("**/staff")
    assert asked == []

    page.goto("/staff/consultations/new")
    page.locator("form[data-warn-unsaved] input[type=text]").first.fill("素案への意見募集")
    page.get_by_role("link", name="今日の仕事").first.click()
    page.wait_for_url("**/staff")
    assert asked == ["beforeunload"]

    page.goto("/staff/consultations/new")
    page.locator("form[data-warn-unsaved] input[type=text]").first.fill("素案への意見募集")
    page.locator("form[data-warn-unsaved] button").last.click()
    expect(page.get_by_role("alert").first).to_be_focused()
    assert asked == ["beforeunload"]


def test_evidence_is_told_to_a_screen_reader_and_leaves_the_words_whole(
    live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    with live_site.app.app_context():
        factories.make_plan()
        opinion = factories.make_opinion(wording="路線バスを増やしてほしい。")
        factories.make_tag(opinion=opinion, evidence=[[0, 4]])
        db.session.commit()
        address = f"/staff/review/{opinion.id}"
    page = browser_page()
    sign_in(page, live_site.add_staff(Role.DRAFTER))
    page.goto(address)
    mark = page.locator("mark").first
    expect(mark).to_have_text("路線バス")
    assert "ここから］ 路線バス ［ここまで］" in mark.aria_snapshot()


def test_filters_stand_open_beside_a_list_also_where_style_sheets_cannot_open_them(
    live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(1280)
    page.add_init_script("CSS.supports = () => false;")
    sign_in(page, live_site.add_staff(Role.OFFICIAL))
    page.goto("/staff/hearings")
    filters = page.locator("details.filters")
    expect(filters).to_have_attribute("open", "")
    page.set_viewport_size({"width": 320, "height": 640})
    expect(filters).not_to_have_attribute("open", "")
    expect(page.get_by_text("条件で絞り込む", exact=True)).to_be_visible()
