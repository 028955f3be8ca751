"""O8: a posted form with a scan, entered with the keyboard alone in about a minute; the slip, the list, the next one."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from consult import clock
from consult.domain.vocabulary import Channel, Role
from consult.extensions import db
from consult.models import AcceptedMethod
from tests import factories
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
LETTER = "・夕方のバスを増やしてほしい。\n・街灯が少なくて夜道が暗い。"


def test_a_posted_form_with_its_scan(
    live_site: LiveSite, browser_page: Callable[..., Page], tmp_path: Path
) -> None:
    scan = tmp_path / "葉書の写し.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    with live_site.app.app_context():
        methods = [
            AcceptedMethod(channel=each, position=n) for n, each in enumerate((Channel.FORM, Channel.POST))
        ]
        today = clock.today()
        opens, closes = date(today.year - 1, 1, 1), date(today.year - 1, 1, 31)
        case_id = factories.make_consultation(methods=methods, opens_on=opens, closes_on=closes).id
        db.session.commit()
    page = browser_page(320, scripts=True)
    email = live_site.add_staff(Role.OFFICIAL, name="架空 一郎")
    sign_in(page, email)

    page.goto(f"/staff/consultations/{case_id}/submissions")
    page.get_by_role("link", name="提出を登録する").click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    began = time.monotonic()
    # The way has the focus, and the first that the case accepts is one key away; Tab leads on.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{today.year - 1}/2/3")
    page.keyboard.press("Tab")
    page.get_by_label("スキャン・届いたファイル").set_input_files(scan)
    page.keyboard.press("Tab")
    page.keyboard.type("架空 花子")
    page.get_by_label("届いた文章（全文）").fill(LETTER)
    page.get_by_role("button", name="意見に分ける").press("Enter")
    expect(page.get_by_text("2件に分ける案です")).to_be_visible()
    # The session ends meanwhile: what was typed stays, and goes in after signing in again in another tab (TS2).
    page.wait_for_load_state()
    page.context.clear_cookies()
    register = page.get_by_role("button", name="登録する", exact=True)
    register.press("Enter")
    expect(page.get_by_text("サインインの期限が切れたため")).to_be_visible()
    other = page.context.new_page()
    sign_in(other, email)
    other.close()
    register.press("Enter")
    expect(page.get_by_role("heading", name="意見の受付票")).to_be_visible()
    print(f"typed in {time.monotonic() - began:.1f} s")
    expect(page.get_by_text("期限後の提出として登録しました")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    page.get_by_role("link", name="登録した提出を見る").click()
    expect(page.get_by_text("夕方のバスを増やしてほしい。").first).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="開く").click()
    assert download.value.suggested_filename == scan.name
