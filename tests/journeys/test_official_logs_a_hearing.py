"""An official logs a five-remark hearing by keyboard, right after it (O1, O4)."""

import re
import time
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Hearing, HearingDraft, Opinion
from tests import pages
from tests.consult.hearings.page_of_hearing import cards, press
from tests.journeys.browser import asked, assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey

# As it is typed in a hurry: an opening that is no opinion, one line with two points, one point on two lines.
LINES = [
    "・本日はお茶の差し入れをいただいた。",
    "・🚌は𠮷野方面の本数を増やしてほしい。商店街には休む場所がほしい。",
    "・子どもの遊び場が足りない。",
    "・若い人が戻れる仕事がほしい。",
    "・特に在宅で働ける仕事が必要だ。",
    "・医者が少なく、夜が不安だ。",
]
OPINIONS = [
    "🚌は𠮷野方面の本数を増やしてほしい。",
    "商店街には休む場所がほしい。",
    "子どもの遊び場が足りない。",
    "若い人が戻れる仕事がほしい。\n・特に在宅で働ける仕事が必要だ。",
    "医者が少なく、夜が不安だ。",
]


@pytest.fixture
def official(live_site: LiveSite) -> str:
    return live_site.add_staff(Role.OFFICIAL)


def type_keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


class Keys:
    """A keyboard that counts: keys that steer, and characters of the official's own words."""

    def __init__(self, page: Page) -> None:
        self.page, self.steering, self.words = page, 0, 0

    def press(self, *keys: str) -> None:
        self.steering += len(keys)
        type_keys(self.page, *keys)

    def write(self, words: str) -> None:
        self.words += len(words)
        (self.page.keyboard.insert_text if "\n" in words else self.page.keyboard.type)(words)

    @property
    def seconds(self) -> float:
        """Of a slow typist: half a second for each key that steers, a second for each character of Japanese."""
        return self.steering * 0.5 + self.words


def fill_in_by_keyboard(page: Page, keys: Keys) -> None:
    """From the first field to the button, with Enter and Tab only."""
    page.get_by_label("実施日").focus()
    keys.write("Ｒ２．１．１５")
    keys.press("Enter", "Tab")
    keys.write("架空商店会")
    keys.press("Enter")
    expect(page.get_by_label("相手方の区分")).to_be_focused()
    keys.press(*["ArrowDown"] * 8)
    expect(page.get_by_label("相手方の区分")).to_have_value("citizens")
    while not asked(page, "document.activeElement.id === 'notes'"):
        keys.press("Tab")
    keys.write("\n".join(LINES))
    keys.press("Tab")
    expect(page.get_by_role("button", name="意見に分ける")).to_be_focused()
    keys.press("Enter")


def card(page: Page, n: int):
    return page.locator(f"#claim-{n}")


def test_five_remarks_are_logged_by_keyboard(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    keys, began = Keys(page), time.monotonic()
    fill_in_by_keyboard(page, keys)

    expect(card(page, 0)).to_be_focused()
    expect(page.locator(".claim-keys")).to_be_visible()
    if "意見にしない" not in card(page, 0).inner_text().splitlines()[0]:
        keys.press("d")
    expect(card(page, 0)).to_contain_text("意見にしない")
    keys.press("Enter")
    expect(card(page, 1)).to_be_focused()
    expect(page.locator("#place-1")).to_have_class(re.compile("is-chosen"))
    keys.press("s")
    expect(card(page, 2)).to_contain_text("商店街には休む場所がほしい。")
    keys.press("Enter", "Enter", "Enter")
    expect(card(page, 4)).to_contain_text("若い人が戻れる")
    keys.press("j")
    expect(card(page, 4)).to_contain_text("在宅で働ける")
    keys.press("d")
    expect(card(page, 4)).to_have_class(re.compile("is-dropped"))
    keys.press("u")
    expect(page.get_by_role("heading", name="意見（5件）")).to_be_visible()
    card(page, 3).focus()
    keys.press("g")
    keys.write("遊び場の不足 sjdu")
    keys.press("Enter", "Enter", "Enter")
    expect(page.get_by_role("button", name="登録する")).to_be_focused()
    keys.press("Enter")

    expect(page.get_by_text("登録しました（意見5件）。分類の候補が付きます")).to_be_visible()
    print(
        f"\nfive remarks: {keys.steering} key presses beside {keys.words} characters of words;"
        f" {keys.seconds:.0f} s for a slow typist, {time.monotonic() - began:.1f} s for this machine"
    )
    assert keys.steering <= 45
    assert keys.seconds < 180
    with live_site.app.app_context():
        hearing = db.session.scalars(select(Hearing).order_by(Hearing.id.desc())).first()
        assert hearing is not None
        assert hearing.notes == "\n".join(LINES)
        opinions = db.session.scalars(
            select(Opinion).where(Opinion.hearing_id == hearing.id).order_by(Opinion.position)
        ).all()
        assert [opinion.wording for opinion in opinions] == OPINIONS
        assert [hearing.notes[o.note_start : o.note_end] for o in opinions] == OPINIONS
        assert opinions[2].gist == "遊び場の不足 sjdu"
        assert db.session.scalars(select(HearingDraft)).all() == []


def test_an_opinion_opens_at_its_place_in_the_notes(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(320)
    sign_in(page, official)
    page.goto("/staff/hearings")
    page.get_by_role("link", name="架空商店会").first.click()
    page.get_by_role("link", name=re.compile("メモの場所.*意見3")).click()
    marked = page.locator(".place[aria-current=true]")
    expect(marked).to_contain_text("子どもの遊び場が足りない。")
    expect(marked).to_be_in_viewport()
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_a_draft_saves_itself_and_says_when(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("メモ（聴いたことば）").fill("・𠮷野の橋を直して")
    expect(page.locator("#autosave")).to_have_text(re.compile(r"^\d\d:\d\d 保存済み$"))
    page.goto("/staff/hearings/drafts")
    page.locator("a.button", has_text="続きを書く").first.click()
    expect(page.get_by_label("メモ（聴いたことば）")).to_have_value("・𠮷野の橋を直して")


def test_a_chosen_file_is_kept_at_once_and_survives_a_closed_browser(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("相手方の名称").fill("架空の森の会")
    page.get_by_text("資料・所感・共有先・宿題・添付").click()
    page.get_by_label("宿題1", exact=True).fill("資料を送る")
    page.get_by_label("添付ファイル").set_input_files(
        {"name": "議事録.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n"}
    )
    expect(page.get_by_label("議事録.pdf（1KB）を付ける")).to_be_checked()
    page.get_by_label("宿題1の期限").fill("R8.12.1")
    expect(page.locator("#autosave")).to_have_text(re.compile(r"^\d\d:\d\d 保存済み$"))
    page.context.close()

    page = browser_page()
    sign_in(page, official)
    page.goto("/staff")
    page.get_by_role("link", name=re.compile("架空の森の会")).click()
    expect(page.get_by_label("議事録.pdf（1KB）を付ける")).to_be_checked()
    expect(page.get_by_label("宿題1の期限")).to_have_value("R8.12.1")
    page.get_by_label("実施日").fill("R2.1.15")
    page.get_by_label("メモ（聴いたことば）").fill("・橋を直してほしい。")
    page.get_by_role("button", name="意見に分ける").click()
    expect(card(page, 0)).to_be_focused()
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("link", name="議事録.pdf")).to_be_visible()
    expect(page.get_by_text("資料を送る（期限 令和8年12月1日(火)")).to_be_visible()
    assert_accessible(page)


def test_the_kind_offers_its_agenda_and_the_name_its_past(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("種別").select_option("internal")
    expect(page.get_by_text("この種別の議題：現状と課題／施策とKPI")).to_be_visible()
    expect(page.get_by_text("この種別の議題：社会情勢").first).to_be_hidden()
    page.get_by_label("テーマ・議題").fill("再訪")
    page.get_by_role("button", name="この議題を入れる").click()
    expect(page.get_by_label("テーマ・議題")).to_have_value("再訪\n・現状と課題\n・施策とKPI")
    expect(page.get_by_label("テーマ・議題")).to_be_focused()
    page.get_by_label("相手方の名称").fill("架空 商店会")
    page.keyboard.press("Tab")
    known = page.locator("#counterpart-known")
    expect(known).to_contain_text("「架空商店会」は登録済みです。この相手方は2回目です。")
    expect(known.get_by_role("link", name=re.compile("第1号 令和2年1月15日"))).to_be_visible()
    expect(known).to_contain_text("本日はお茶の差し入れをいただいた。")
    expect(page.get_by_label("相手方の区分")).to_have_value("citizens")
    assert_accessible(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_claims_are_cut_on_a_phone_with_and_without_scripts(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page], scripts: bool
) -> None:
    page = browser_page(320, scripts=scripts)
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("実施日").fill("R2.1.15")
    page.get_by_label("相手方の名称").fill("架空の会")
    page.get_by_label("メモ（聴いたことば）").fill(
        "・本数を増やしてほしいし休む場所がほしい\n・道を直してほしい"
    )
    page.get_by_role("button", name="意見に分ける").click()
    card(page, 0).get_by_text("ほかの場所で分ける").click()
    card(page, 0).get_by_label("2つ目のはじめのことば").fill("休む場所")
    card(page, 0).get_by_role("button", name="このことばの前で分ける").click()
    expect(card(page, 1).locator(".claim-wording")).to_have_text("休む場所がほしい")
    card(page, 1).get_by_role("button", name="次と結合").click()
    expect(page.get_by_role("heading", name="意見（2件）")).to_be_visible()
    page.get_by_role("button", name="取り消す", exact=True).click()
    expect(page.get_by_role("heading", name="意見（3件）")).to_be_visible()
    card(page, 2).get_by_role("button", name="意見にしない").click()
    expect(page.get_by_role("heading", name="意見（2件）")).to_be_visible()
    assert_no_sideways_scroll(page)
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_text("登録しました（意見2件）")).to_be_visible()


def test_the_key_q_takes_the_short_quotation_as_gist(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    long = "山あいの地区では、" + "バスが少なく、" * 12 + "予約して乗れる車を走らせてほしい。"
    page.get_by_label("メモ（聴いたことば）").fill(f"・{long}")
    page.get_by_role("button", name="意見に分ける").click()
    expect(card(page, 0)).to_be_focused()
    page.keyboard.press("q")
    gist = page.get_by_label(re.compile("^要旨"))
    expect(gist).to_have_value(
        re.compile("^山あいの地区では、.*…バスが.*予約して乗れる車を走らせてほしい。$")
    )
    expect(card(page, 0)).to_be_focused()
    page.keyboard.press("u")
    expect(gist).to_have_value("")


def test_a_lost_session_costs_nothing_once_somebody_has_signed_in_again(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("実施日").fill("R2.1.15")
    expect(page.locator("#autosave")).to_have_text(re.compile("保存済み"))
    page.context.clear_cookies()
    page.get_by_label("相手方の名称").fill("三時間かけて書いた会")
    told = page.get_by_text("サインインの期限が切れたため、保存できませんでした")
    expect(told).to_be_visible()
    page.get_by_label("メモ（聴いたことば）").fill("・橋を直してほしい。")
    page.get_by_role("button", name="意見に分ける").click()
    expect(page.locator("#desk-message")).to_contain_text("サインインし直してください")

    other = page.context.new_page()
    sign_in(other, official)
    other.close()
    page.bring_to_front()
    page.get_by_role("button", name="意見に分ける").click()
    expect(card(page, 0)).to_be_focused()
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_role("heading", name=re.compile("三時間かけて書いた会"))).to_be_visible()


def test_a_day_to_come_is_asked_about_and_confirmed_by_two_keys(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("実施日").fill("2099/1/1")
    page.get_by_label("相手方の名称").fill("来年の会")
    page.get_by_label("メモ（聴いたことば）").fill("・橋を直してほしい。")
    page.get_by_role("button", name="意見に分ける").click()
    expect(card(page, 0)).to_be_focused()
    page.get_by_role("button", name="登録する").click()
    expect(page.get_by_text("まだ来ていない日付です。このまま登録しますか")).to_be_visible()
    assert_accessible(page)
    type_keys(page, "Tab", "Enter")
    expect(page.get_by_role("heading", name=re.compile("来年の会"))).to_be_visible()


def test_a_failed_save_says_so_and_keeps_what_was_typed(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.route("**/staff/hearings/drafts", lambda route: route.fulfill(status=429, body="{}"))
    notes = page.get_by_label("メモ（聴いたことば）")
    notes.fill("・消えては困る")
    expect(
        page.get_by_role("alert").get_by_text("保存できませんでした。この画面の入力は残っています")
    ).to_be_visible()
    expect(notes).to_have_value("・消えては困る")


def test_a_place_between_marks_is_counted_in_characters_not_in_utf16(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("実施日").fill("R2.1.15")
    page.get_by_label("相手方の名称").fill("架空の会")
    page.get_by_label("メモ（聴いたことば）").fill("・👨‍👩‍👧と𠮷田さんの葛󠄀餅を残してほしい")
    page.get_by_role("button", name="意見に分ける").click()
    expect(card(page, 0)).to_be_focused()
    # 👨‍👩‍👧 is five characters, と 𠮷 田 さ ん の six more.
    type_keys(page, *["Shift+ArrowRight"] * 11)
    page.keyboard.press("s")
    expect(card(page, 0).locator(".claim-wording")).to_have_text("👨‍👩‍👧と𠮷田さんの")
    expect(card(page, 1).locator(".claim-wording")).to_have_text("葛󠄀餅を残してほしい")
    assert_accessible(page)


def test_keys_do_nothing_while_somebody_types(
    live_site: LiveSite, official: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, official)
    page.goto("/staff/hearings/new")
    page.get_by_label("メモ（聴いたことば）").fill("・橋を直してほしい。・駅にベンチがほしい。\n・道が暗い。")
    page.get_by_role("button", name="意見に分ける").click()
    expect(card(page, 0)).to_be_focused()
    before = page.locator(".claims").inner_text()
    page.get_by_label("実施日").focus()
    page.keyboard.type("sjdu")
    page.get_by_text("メモを直す").click()
    page.get_by_label("メモ（聴いたことば）").press_sequentially("sjdu")
    assert page.locator(".claims").inner_text() == before
    expect(page.get_by_label("実施日")).to_have_value("sjdu")


def test_the_same_hearing_is_logged_without_scripts(staff_client: Callable[..., FlaskClient]) -> None:
    client = staff_client(Role.OFFICIAL)
    first = pages.Page(client.get("/staff/hearings/new"))
    facts = {"held_on": "Ｒ２．１．１５", "counterpart": "架空商店会", "sector": "citizens"}
    page = pages.Page(press(client, first, "cut", **facts, notes="\r\n".join(LINES)))
    if cards(page)[0] != "意見にしない":
        page = pages.Page(press(client, page, "drop:0"))
    page = pages.Page(press(client, page, "split:1"))
    page = pages.Page(press(client, page, "join:4"))
    assert cards(page) == ["意見にしない", "意見1", "意見2", "意見3", "意見4", "意見5"]
    answer = press(client, page, "register", **{"gist-3": "遊び場の不足"})
    shown = pages.Page(client.get(answer.headers["Location"]))
    assert "登録しました（意見5件）" in shown.text
    for wording in OPINIONS:
        assert " ".join(wording.split()) in shown.main.text
