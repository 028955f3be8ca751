"""Pages that follow from an act or a fault, which the walk over all routes cannot open: everybody can use them too."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import abort
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from consult import clock
from consult.extensions import db
from consult.intake import services
from consult.models import Submission, Theme
from tests import factories
from tests.journeys.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scroll
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
PAPER_PAGE = re.compile(rb"/Type\s*/Page\b")
LONG_WORD = "https://example.jp/" + "a" * 120


@pytest.fixture
def form_address(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        if db.session.scalar(select(Theme.id)) is None:
            factories.make_plan()
        today = clock.today()
        made = factories.make_consultation(
            opens_on=today, closes_on=today + timedelta(days=9), contact="架空市 総合政策課"
        )
        db.session.commit()
        return f"/consultations/{made.id}/opinions"


@pytest.fixture
def page_in_trouble(chromium: Browser, live_site: LiveSite) -> Iterator[Page]:
    """A page whose console may tell of a server's fault: elsewhere that fails a test."""
    context = chromium.new_context(base_url=live_site.url, locale="ja-JP")
    yield context.new_page()
    context.close()


def looks_right(page: Page) -> None:
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.locator("h1").count() == 1
        assert_no_sideways_scroll(page)
        assert_accessible(page)


def write(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("ご意見").fill(f"乗合交通を走らせてほしい。{LONG_WORD}")
    page.get_by_role("button", name="確認画面へ進む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("内容の確認")


def send(page: Page) -> None:
    page.get_by_role("button", name="この内容で送る").click()


def test_confirmation_receipt_and_a_withdrawn_submission(
    browser_page: Callable[..., Page], live_site: LiveSite, form_address: str
) -> None:
    page = browser_page()
    write(page, form_address)
    looks_right(page)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")
    looks_right(page)
    number = page.locator("#receipt-number").inner_text()
    assert len(PAPER_PAGE.findall(page.pdf(prefer_css_page_size=True))) == 1, "the receipt fits on one sheet"
    with live_site.app.app_context():
        db.session.scalars(select(Submission)).one().withdrawn_at = clock.now()
        db.session.commit()
    page.goto("/receipt")
    page.get_by_label("受付番号").fill(number)
    page.get_by_role("button", name="送った意見を読む").click()
    expect(page.get_by_text("この提出は取り下げられています")).to_be_visible()
    looks_right(page)


def test_a_session_that_ran_out_at_the_last_press(
    browser_page: Callable[..., Page], live_site: LiveSite, form_address: str
) -> None:
    live_site.app.config["WTF_CSRF_ENABLED"] = True
    page = browser_page()
    write(page, form_address)
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("まだ送られていません")
    looks_right(page)


def test_the_last_minute_that_passed_while_writing(
    browser_page: Callable[..., Page], live_site: LiveSite, form_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser_page()
    write(page, form_address)
    monkeypatch.setitem(live_site.app.config, "REHEARSAL_NOW", clock.now() + timedelta(days=30))
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("募集は終わりました")
    expect(page.get_by_label("書いた意見1")).to_have_value(f"乗合交通を走らせてほしい。{LONG_WORD}")
    looks_right(page)
    page.goto(form_address)
    expect(page.get_by_role("heading", level=1)).to_have_text("募集は終わりました")
    looks_right(page)


def test_a_database_that_keeps_nothing(
    page_in_trouble: Page, form_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    page = page_in_trouble
    write(page, form_address)
    monkeypatch.setattr(services, "receive_submission", locked)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("いまは受け付けられません")
    looks_right(page)


@pytest.mark.parametrize("status", [400, 403, 405, 409, 413, 429, 500, 503])
def test_every_kind_of_error_page(
    status: int, page_in_trouble: Page, live_site: LiveSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(live_site.app.view_functions, "public.home.show", lambda: abort(status))
    answer = page_in_trouble.goto("/")
    assert answer is not None and answer.status == status
    looks_right(page_in_trouble)


def test_several_refused_opinions_are_told_apart(
    browser_page: Callable[..., Page], form_address: str
) -> None:
    page = browser_page(320)
    page.goto(form_address)
    page.get_by_role("button", name="意見を追加").click()
    page.get_by_role("button", name="確認画面へ進む").click()
    assert page.title().startswith("入力の確認：意見を書く")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    summary.get_by_role("link", name="意見2 ご意見").click()
    expect(page.get_by_label("ご意見").nth(1)).to_be_focused()
    looks_right(page)


def test_a_closed_consultation_of_long_ago(browser_page: Callable[..., Page], live_site: LiveSite) -> None:
    with live_site.app.app_context():
        closed = factories.make_consultation(opens_on=date(2026, 1, 5), closes_on=date(2026, 2, 3))
        db.session.commit()
        address = f"/consultations/{closed.id}"
    page = browser_page()
    page.goto(address)
    looks_right(page)


def test_at_400_percent_the_main_button_covers_nothing_and_paper_shows_the_folded_rules(
    browser_page: Callable[..., Page], form_address: str
) -> None:
    page = browser_page(320)
    page.goto(form_address.removesuffix("/opinions"))
    act = page.locator("div").filter(has=page.get_by_role("link", name="意見を書く", exact=True)).last
    assert act.evaluate("each => getComputedStyle(each).position") == "fixed"
    page.set_viewport_size({"width": 320, "height": 200})
    assert act.evaluate("each => getComputedStyle(each).position") == "static"
    rules = page.get_by_text("意見を出せる方")
    expect(rules).to_be_hidden()
    page.emulate_media(media="print")
    expect(rules).to_be_visible()
    expect(act).to_be_hidden()
