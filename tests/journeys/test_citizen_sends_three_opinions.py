"""A citizen on a phone sends three opinions by keyboard alone and opens them again (C1, C3–C7)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult import clock
from consult.domain.vocabulary import Demand, SubmitterItem
from consult.extensions import db
from consult.models import AskedItem, Consultation, Opinion, Submission, Theme
from tests import factories
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
WORDINGS = [
    "バスを夜も走らせてほしい。",
    "公園に木陰と水飲み場がほしい。\n子どもが遊べません。",
    "𠮷野川の橋を直してほしい🌉",
]
RECEIPT = re.compile(r"(?:[A-HJ-NP-Z2-9]{4}-){6}[A-HJ-NP-Z2-9]{4}")


@pytest.fixture
def title(live_site: LiveSite) -> str:
    """An open consultation of its own for each test."""
    with live_site.app.app_context():
        if db.session.scalar(select(Theme.id)) is None:
            factories.make_plan()
        today = clock.today()
        made = factories.make_consultation(
            title=f"総合戦略（素案）への意見募集 {next(factories._numbers)}",
            opens_on=today - timedelta(days=3),
            closes_on=today + timedelta(days=30),
            eligibility="どなたでも",
            contact="架空課",
        )
        db.session.commit()
        return made.title


def press_tab_until(page: Page, name: str, role: str) -> None:
    """By keyboard: Tab until the wanted element has the focus."""
    target = page.get_by_role(role, name=name, exact=True).last  # type: ignore[arg-type]
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no {role} {name!r} is reached by Tab on {page.url}")


def press(page: Page, name: str, role: str = "button") -> None:
    press_tab_until(page, name, role)
    page.keyboard.press("Enter")


def looks_right(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def open_form(page: Page, title: str) -> None:
    page.goto("/consultations")
    looks_right(page)
    press(page, title, role="link")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    looks_right(page)
    press(page, "意見を書く", role="link")
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を書く")
    looks_right(page)


def write_three(page: Page) -> None:
    for number, text in enumerate(WORDINGS):
        if number:
            press(page, "意見を追加")
            expect(page.get_by_role("status").last).to_have_text(f"{number + 1}件目の欄を追加しました。")
        else:
            press_tab_until(page, "ご意見", "textbox")
        expect(page.get_by_label("ご意見", exact=True).nth(number)).to_be_focused()
        page.keyboard.insert_text(text)
    looks_right(page)


def test_a_citizen_sends_three_opinions_at_320_px(
    browser_page: Callable[..., Page], live_site: LiveSite, title: str
) -> None:
    page = browser_page(320)
    open_form(page, title)
    write_three(page)
    press(page, "確認画面へ進む")
    expect(page.get_by_role("heading", level=1)).to_have_text("内容の確認")
    looks_right(page)
    press(page, "この内容で送る")
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")
    looks_right(page)
    receipt = RECEIPT.search(page.locator("main").inner_text().replace("\n", ""))
    assert receipt
    assert_kept(live_site, title)
    assert_receipt_opens(page, receipt.group())


def test_the_same_without_scripts(browser_page: Callable[..., Page], live_site: LiveSite, title: str) -> None:
    """C1: every step is a page of its own; axe needs scripts and has seen these pages above."""
    page = browser_page(320, scripts=False)
    page.goto("/consultations")
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("link", name="意見を書く", exact=True).click()
    for number, text in enumerate(WORDINGS):
        if number:
            page.get_by_role("button", name="意見を追加").click()
            expect(page.get_by_text(f"{number + 1}件目の欄を追加しました。")).to_be_visible()
        page.get_by_label("ご意見", exact=True).nth(number).fill(text)
    page.get_by_role("button", name="確認画面へ進む").click()
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")
    with page.expect_download() as download:
        page.get_by_role("button", name="控えを保存").click()
    assert RECEIPT.search(download.value.path().read_text(encoding="utf-8-sig"))
    assert_kept(live_site, title)


def assert_kept(live_site: LiveSite, title: str) -> None:
    with live_site.app.app_context():
        kept = select(Opinion.wording).join(Submission).where(Submission.consultation.has(title=title))
        assert db.session.scalars(kept.order_by(Opinion.position)).all() == WORDINGS


def assert_receipt_opens(page: Page, number: str) -> None:
    page.goto("/receipt")
    looks_right(page)
    press_tab_until(page, "受付番号", "textbox")
    page.keyboard.insert_text(number.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("あなたが送った意見")
    for text in WORDINGS:
        expect(page.get_by_text(text.split("\n")[0])).to_be_visible()
    looks_right(page)
    assert number.replace("-", "") not in page.url


def test_enter_in_the_name_field_goes_on_and_removes_nothing(
    browser_page: Callable[..., Page], title: str
) -> None:
    page = browser_page(320)
    open_form(page, title)
    page.get_by_label("ご意見", exact=True).fill("残る意見")
    page.get_by_label("お名前").fill("架空花子")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("内容の確認")
    expect(page.get_by_text("残る意見")).to_be_visible()


def test_an_empty_opinion_is_told_at_the_top_and_the_focus_goes_there(
    browser_page: Callable[..., Page], title: str
) -> None:
    """C4."""
    page = browser_page(320)
    open_form(page, title)
    press(page, "確認画面へ進む")
    expect(page.get_by_role("alert")).to_be_focused()
    looks_right(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("ご意見", exact=True)).to_be_focused()


def test_the_counter_counts_characters_and_a_new_card_has_its_own(
    browser_page: Callable[..., Page], title: str
) -> None:
    """TU6: 𠮷 is one, a line break is one."""
    page = browser_page(1280)
    open_form(page, title)
    page.get_by_label("ご意見", exact=True).fill("𠮷\n😀")
    expect(page.get_by_text("あと1,997字")).to_be_visible()
    page.get_by_role("button", name="意見を追加").click()
    page.get_by_label("ご意見", exact=True).nth(1).fill("二つ目")
    expect(page.get_by_text("あと1,997字")).to_have_count(2)
    page.get_by_role("button", name="この意見を取り消す（意見1）").click()
    expect(page.get_by_label("ご意見", exact=True)).to_have_value("二つ目")
    page.get_by_role("button", name="取り消した意見を戻す").click()
    expect(page.get_by_label("ご意見", exact=True)).to_have_count(2)
    looks_right(page)


def test_the_back_key_keeps_what_was_written(browser_page: Callable[..., Page], title: str) -> None:
    """TR7: back, edit, send again never overwrites."""
    page = browser_page(320)
    open_form(page, title)
    page.get_by_label("ご意見", exact=True).fill("はじめの意見")
    page.get_by_role("button", name="確認画面へ進む").click()
    page.go_back()
    expect(page.get_by_label("ご意見", exact=True)).to_have_value("はじめの意見")
    page.get_by_role("button", name="確認画面へ進む").click()
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")
    page.evaluate("history.go(-2)")
    page.get_by_label("ご意見", exact=True).fill("書き直した意見")
    page.get_by_role("button", name="確認画面へ進む").click()
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("この画面からは、すでに意見が送られています")
    looks_right(page)
    page.get_by_role("button", name="別の提出として送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")


@pytest.fixture
def asks_everything(live_site: LiveSite, title: str) -> str:
    """The same case, which now asks for all that a case can ask."""
    with live_site.app.app_context():
        consultation = db.session.scalars(select(Consultation).where(Consultation.title == title)).one()
        consultation.asked_items = []
        db.session.flush()
        consultation.asked_items = [
            AskedItem(
                item=item,
                demand=Demand.REQUIRED if item is SubmitterItem.NAME else Demand.OPTIONAL,
                position=n,
            )
            for n, item in enumerate(SubmitterItem, start=1)
        ]
        db.session.commit()
    return title


def test_an_organisation_answers_everything_that_a_case_asks_at_320_px(
    browser_page: Callable[..., Page], asks_everything: str
) -> None:
    """R21, R26, R52, C4, TS8: by keyboard; what is demanded is told beside its field; no key reaches the machines' field."""
    page = browser_page(320)
    open_form(page, asks_everything)
    expect(page.get_by_label("この欄には何も書かないでください")).to_be_hidden()
    press_tab_until(page, "ご意見", "textbox")
    page.keyboard.insert_text("港の仕事を学べる場がほしい。")
    press(page, "確認画面へ進む")
    expect(page.get_by_role("alert")).to_contain_text("お名前：お名前を書いてください。")
    looks_right(page)
    page.get_by_label("団体・事業者", exact=True).check()
    page.get_by_label("団体・事業者の名称").fill("架空の会（葛󠄀城）")
    page.get_by_label("団体名を公表してよい").check()
    page.get_by_label("郵便番号").fill("〒９７０ー００００")
    page.get_by_label("年代").select_option(label="40代")
    page.get_by_role("button", name="確認画面へ進む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("内容の確認")
    for words in ("団体・事業者", "架空の会（葛󠄀城）", "公表してよい", "〒９７０ー００００", "40代"):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="この内容で送る").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("意見を受け付けました")
