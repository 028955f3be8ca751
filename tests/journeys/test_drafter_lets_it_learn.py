"""A drafter without scripts: decides, lets the tagger learn, sees it in shadow; an administrator uses it; one click back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult import jobs
from consult.domain.vocabulary import Facet, Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey


def work(site: LiveSite) -> None:
    """What the worker does in its next round."""
    with site.app.app_context():
        jobs.work_once()


@pytest.fixture(scope="module")
def city(live_site: LiveSite) -> LiveSite:
    with live_site.app.app_context():
        factories.make_plan()
        for number in range(60):
            opinion = factories.make_opinion(wording=f"みずたまりの会に{number}人で行きました。")
            factories.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"]})
            factories.make_review(opinion=factories.make_opinion(wording=f"会議は{number}回ありました。"))
        factories.make_opinion(wording="道を明るくしてほしい。")
        factories.make_opinion(wording="みずたまりの会の場所を広くしてほしい。")
        db.session.commit()
    work(live_site)
    return live_site


def test_from_decisions_to_a_learned_tagger_and_back(
    city: LiveSite, browser_page: Callable[..., Page]
) -> None:
    page, boss = browser_page(scripts=False), browser_page(scripts=False)
    sign_in(page, city.add_staff(Role.DRAFTER, name="架空 策定"))
    sign_in(boss, city.add_staff(Role.ADMIN, name="架空 管理"))

    page.goto("/staff/settings")
    expect(page.get_by_text("候補の付け方を学び直す時期です。")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="候補の付け方の学習").first.click()
    page.get_by_role("button", name="決定から学び直す").click()
    expect(page.get_by_text("順番を待っています")).to_be_visible()
    work(city)
    page.get_by_role("link", name="いまの進み具合を見る").click()
    expect(page.get_by_role("heading", name="試行中の学習結果 第1号")).to_be_visible()
    expect(page.get_by_text("比べるには、二人が候補を見ずに付けた分類が50件必要で")).to_be_visible()

    page.goto("/staff/review")
    first = page.get_by_role("article").first
    expect(first).to_contain_text("みずたまりの会の場所")
    expect(first).to_contain_text("試行中の学習結果と食い違い")
    first.get_by_role("link").first.click()
    expect(page.get_by_text("「移動しやすいまちPJ」を加えます")).to_be_visible()

    boss.goto("/staff/settings/learning")
    boss.get_by_role("link", name="理由を書いて使う").click()
    boss.get_by_label("使う理由").fill("二人の分類がそろう前に、職員が見て良いと判断した。")
    boss.get_by_role("button", name="この学習結果を使う").click()
    expect(boss.get_by_text("学習結果 第1号を使い始めました。")).to_be_visible()
    work(city)

    page.reload()
    expect(page.get_by_text("先に見る理由")).to_have_count(0)
    expect(page.get_by_role("group", name="候補（機械の推測です")).to_contain_text("移動しやすいまちPJ")
    page.get_by_text("なぜ").first.click()
    expect(page.get_by_text("何が無ければ候補にならないか：")).to_be_visible()

    boss.get_by_role("button", name="これに戻す").click()
    expect(boss.get_by_text("はじめの付け方に戻しました。")).to_be_visible()
    work(city)
    page.reload()
    expect(page.get_by_role("group", name="候補（機械の推測です")).not_to_contain_text("移動しやすいまちPJ")


def test_with_scripts_the_page_follows_the_work_by_itself(
    city: LiveSite, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, city.add_staff(Role.DRAFTER))
    page.goto("/staff/settings/learning")
    page.get_by_role("button", name="決定から学び直す").click()
    expect(page.get_by_text("順番を待っています")).to_be_visible()
    work(city)
    expect(page.get_by_text("前の学習は")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
