"""Two people code an opinion without seeing suggestions, with keys or without scripts; then the report has a figure."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey

BUS = "予約制の乗合バスを、通学の時間にも走らせてほしい。"
SEATS = "図書館に、静かに勉強できる席を増やしてほしい。"
SHADE = "公園に日かげのある椅子を置いてほしい。"


@pytest.fixture(scope="module")
def coders(live_site: LiveSite) -> list[str]:
    with live_site.app.app_context():
        factories.make_plan()
        opinion = factories.make_opinion(wording=BUS)
        factories.make_tag(opinion=opinion, code="machi", probability=0.91)
        factories.make_tag(opinion=opinion, facet=Facet.PACKAGE, code="A", probability=0.91)
        factories.make_tagger_run(opinion=opinion, ranked_packages=["A", "B"])
        factories.make_sampled_opinion(opinion=opinion)
        db.session.commit()
    return [live_site.add_staff(Role.OFFICIAL), live_site.add_staff(Role.DRAFTER)]


@pytest.fixture
def page_without_scripts(chromium: Browser, live_site: LiveSite) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_site.url, locale="ja-JP", java_script_enabled=False)
    yield context.new_page()
    context.close()


def begin(page: Page, wording: str = BUS) -> None:
    page.get_by_role("link", name="分析").click()
    page.get_by_role("link", name="候補を見ない分類").click()
    page.get_by_role("link", name="分類を始める").click()
    expect(page.get_by_text(wording)).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("91％")


def test_two_people_code_blind_and_the_report_compares_them_with_the_machine(
    coders: list[str],
    live_site: LiveSite,
    browser_page: Callable[..., Page],
    page_without_scripts: Page,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = browser_page(320)
    sign_in(page, coders[0])
    begin(page)
    page.get_by_role("button", name="この分類で決めて次へ").click()
    expect(page.get_by_role("alert")).to_contain_text("どれにも当たらない")
    page.get_by_role("checkbox", name="2 まち", exact=True).check()
    page.get_by_role("checkbox", name="1 ひと", exact=True).check()
    page.get_by_label("主なテーマ").select_option(label="まち")
    page.get_by_label("移動しやすいまちPJ").check()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="この分類で決めて次へ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("候補を見ない分類")
    expect(page.get_by_label("直前の分類")).to_contain_text("まち、ひと、移動しやすいまちPJ")
    assert_accessible(page)

    other = page_without_scripts
    sign_in(other, coders[1])
    begin(other)
    other.get_by_role("checkbox", name="まち", exact=True).check()
    other.get_by_label("移動しやすいまちPJ").check()
    other.get_by_role("button", name="この分類で決めて次へ").click()
    other.get_by_role("button", name="取り消す").click()
    other.get_by_role("checkbox", name="まち", exact=True).check()
    other.get_by_label("移動しやすいまちPJ").check()
    other.get_by_role("button", name="この分類で決めて次へ").click()

    monkeypatch.setitem(live_site.app.config, "REHEARSAL_NOW", timedelta(minutes=11))
    page.goto("/staff/analysis/tags")
    row = page.get_by_role("row", name="F1（人と人）").first
    expect(row).to_contain_text("0.67")
    expect(row).to_contain_text("1.00")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSVで書き出す").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_coder_answers_and_takes_it_back_by_keyboard_and_typing_elsewhere_ticks_nothing(
    coders: list[str], live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    with live_site.app.app_context():
        for wording in (SEATS, SHADE):
            factories.make_sampled_opinion(opinion=factories.make_opinion(wording=wording))
        db.session.commit()
    page = browser_page()
    sign_in(page, coders[0])
    begin(page, SEATS)
    page.wait_for_load_state()
    page.keyboard.press("?")
    keys = page.locator("#key-list")
    expect(keys).to_have_attribute("open", "")
    expect(keys).to_contain_text("その番号の分類を付ける・外す")
    assert_accessible(page)
    page.keyboard.press("?")
    town, people = (page.get_by_role("checkbox", name=name, exact=True) for name in ("2 まち", "1 ひと"))
    page.keyboard.press("0")
    expect(page.get_by_label("どれにも当たらない")).to_be_checked()
    page.keyboard.press("2")
    expect(page.get_by_label("どれにも当たらない")).not_to_be_checked()
    page.keyboard.press("1")
    page.get_by_label("主なテーマ").press("2")
    page.keyboard.press("Control+3")
    expect(page.locator("input:checked")).to_have_count(2)
    page.get_by_label("主なテーマ").select_option(label="まち")
    town.focus()
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.get_by_label("直前の分類")).to_contain_text("まち、ひと、移動しやすいまちPJ")
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.get_by_text(SEATS)).to_be_visible()
    expect(town).not_to_be_checked()
    expect(people).not_to_be_checked()
