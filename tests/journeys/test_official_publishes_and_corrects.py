"""O14, O15: an official mends what the check names, publishes, and corrects openly; a citizen reads it on a phone."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.consult.publication.rounds import WORDS, answered_group, ended_consultation, send
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey


def test_results_go_public_and_a_wrong_count_is_corrected_with_a_dated_note(
    live_site: LiveSite, browser_page: Callable[..., Page]
) -> None:
    with live_site.app.app_context():
        factories.make_plan()
        case = ended_consultation(title="公民館の使い方（案）への意見募集")
        late_class = factories.make_result_class(consultation=case, label="今後の参考")
        group = answered_group(case, result_class=late_class, wording="架空花子様のご意見を参考にします。")
        send(case, WORDS, group=group)
        db.session.commit()
        case_id, group_id = case.id, group.id
    page = browser_page()
    sign_in(page, live_site.add_staff(Role.OFFICIAL))
    page.goto(f"/staff/consultations/{case_id}")
    page.get_by_role("link", name="結果公表").click()
    page.get_by_role("button", name="結果を公表する").click()
    expect(page.get_by_role("alert")).to_contain_text("個人情報かもしれない言葉が1か所あります")
    assert_accessible(page)
    page.get_by_label("は公表してよい").check()
    page.get_by_role("link", name="公表する内容を見る").click()
    expect(page.get_by_role("cell", name="架空花子様のご意見")).to_be_visible()
    page.get_by_role("link", name="公表の画面に戻る").click()
    page.get_by_label("は公表してよい").check()
    page.get_by_role("button", name="結果を公表する").click()
    expect(page.get_by_text("公表しました")).to_be_visible()
    expect(page.get_by_text("変わったところはありません")).to_be_visible()

    with live_site.app.app_context():
        send(db.session.get_one(factories.Consultation, case_id), WORDS[:1])[0].answer_group_id = group_id
        db.session.commit()
    page.reload()
    page.get_by_label("は公表してよい").check()
    page.get_by_label("正誤・理由の文").fill("意見の数を3件から4件に改めました。")
    page.get_by_role("button", name="訂正した版を公表する").click()
    expect(page.get_by_role("row", name="第2版")).to_contain_text("公表したときのまま")

    phone = browser_page(320, scripts=False)
    phone.goto("/consultations")
    phone.get_by_role("link", name="結果を読む").click()
    expect(phone.get_by_text("意見の数を3件から4件に改めました。").first).to_be_visible()
    assert_no_sideways_scroll(phone)
    phone.get_by_role("link", name="訂正する前の版を見る").click()
    expect(phone.get_by_text("3件の意見が寄せられました")).to_be_visible()
    assert_no_sideways_scroll(phone)
    phone.get_by_role("link", name="最新の版を見る").click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="結果の全体（JSON）").click()
    published = json.loads(download.value.path().read_bytes())
    assert (published["number"], published["note"]) == (2, "意見の数を3件から4件に改めました。")
    assert published["answers"][0]["opinions"] == 4
