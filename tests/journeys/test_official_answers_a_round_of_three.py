"""Three opinions: one press makes three answers, each is written beside its voice, the approver approves them together."""

import re
from collections.abc import Callable
from datetime import date

import docx
import pytest
from playwright.sync_api import Page, expect

from consult.domain.vocabulary import Disposition, Role
from consult.extensions import db
from consult.models import Consultation, OfficialResponse
from tests import factories
from tests.journeys.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
WORDINGS = ("バスを増やしてほしい。屋根もほしい。", "図書館を夜も開けてほしい。", "公園に木陰がほしい。")
ADDRESS = "/staff/consultations/1"


@pytest.fixture(scope="module")
def emails(live_site: LiveSite) -> dict[Role, str]:
    with live_site.app.app_context():
        consultation = factories.make_consultation()
        factories.make_draft_text(consultation=consultation)
        for position, disposition in enumerate((Disposition.REFERENCE, Disposition.REVISED), start=1):
            factories.make_result_class(
                consultation=consultation,
                position=position,
                label=disposition.label,
                disposition=disposition,
            )
        for wording in WORDINGS:
            sent = factories.make_submission(consultation=consultation)
            factories.make_opinion(submission=sent, wording=wording)
        db.session.commit()
    return {role: live_site.add_staff(role) for role in (Role.OFFICIAL, Role.APPROVER)}


def looks_right(page: Page) -> None:
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.locator("h1").count() == 1
        assert_no_sideways_scroll(page)
        assert_accessible(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def test_three_opinions_are_grouped_answered_and_approved(
    browser_page: Callable[..., Page], live_site: LiveSite, emails: dict[Role, str]
) -> None:
    page = browser_page()
    sign_in(page, emails[Role.OFFICIAL])
    page.goto(f"{ADDRESS}/groups")
    looks_right(page)
    page.get_by_role("button", name="1件ずつ回答を書く（3件）").click()
    looks_right(page)
    page.get_by_role("link", name=re.compile("^回答 ?1$")).click()
    page.get_by_label("意見の概要").fill("利用者から、")
    page.get_by_role("button", name=re.compile("概要に入れる ?：屋根もほしい。")).click()
    expect(page.get_by_label("意見の概要")).to_have_value("利用者から、屋根もほしい。")
    expect(page.get_by_text("どの意見にもないことば")).to_be_visible()
    looks_right(page)
    page.get_by_label("反映区分").select_option(label="案を修正")
    page.get_by_label("市の考え方").fill("屋根を設けます。")
    page.get_by_role("button", name="保存して決裁に回す").click()
    expect(page.get_by_role("alert").first).to_contain_text("修正箇所がありません")
    looks_right(page)
    page.get_by_role("link", name="修正箇所を書く").click()
    page.get_by_label("案の箇所").select_option(label="第1章 移動")
    page.get_by_label("修正前").fill("バスを一日六本にします。")
    page.get_by_label("修正後").fill("バスを一日六本にし、停留所に屋根を設けます。")
    looks_right(page)
    page.get_by_role("button", name="保存する").click()
    for number in (1, 2, 3):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"回答{number}")
        if number > 1:
            page.get_by_label("市の考え方").fill("検討します。")
            page.get_by_label("反映区分").select_option(label="今後の参考")
        page.get_by_role("button", name="保存して決裁に回す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("回答の表")
    page.goto(f"{ADDRESS}/answers/revisions")
    looks_right(page)

    approver = browser_page()
    sign_in(approver, emails[Role.APPROVER])
    approver.get_by_role("link", name="決裁待ちの回答が3件").click()
    looks_right(approver)
    for number in (1, 2, 3):
        approver.get_by_label(f"回答{number}を選ぶ").check()
    approver.get_by_role("button", name="選んだ回答を決裁する").click()
    expect(approver.get_by_text("すべての回答が決裁されました。")).to_be_visible()
    approver.goto(f"{ADDRESS}/answers/1")
    approver.get_by_role("button", name="決裁を取り消す").click()
    expect(approver.get_by_text("理由を書いてください。")).to_be_visible()
    looks_right(approver)


def test_what_was_approved_goes_public_and_is_a_word_file(
    browser_page: Callable[..., Page], live_site: LiveSite, emails: dict[Role, str]
) -> None:
    """The round of the test before, after its last day."""
    with live_site.app.app_context():
        consultation = db.session.get_one(Consultation, 1)
        consultation.opens_on, consultation.closes_on = date(2026, 1, 5), date(2026, 2, 3)
        db.session.commit()
    page = browser_page()
    sign_in(page, emails[Role.OFFICIAL])
    page.goto(f"{ADDRESS}/results")
    page.get_by_role("button", name="結果を公表する").click()
    expect(page.get_by_text("公表しました")).to_be_visible()
    page.goto("/consultations/1/results")
    expect(page.get_by_text("3名から、3件の意見が寄せられました。")).to_be_visible()
    expect(page.locator("ins").filter(has_text="停留所に屋根を設けます")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="結果の全体（Word）").click()
    document = docx.Document(download.value.path())
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for words in ("屋根を設けます。", "案を修正", "バスを一日六本にし、停留所に屋根を設けます。"):
        assert any(words in cell for cell in cells)


def test_two_texts_saved_at_once_stand_side_by_side(
    browser_page: Callable[..., Page], live_site: LiveSite, emails: dict[Role, str]
) -> None:
    with live_site.app.app_context():
        consultation = factories.make_consultation()
        group = factories.make_answer_group(consultation=consultation)
        response = factories.make_official_response(group=group)
        db.session.commit()
        address = f"/staff/consultations/{consultation.id}/answers/{group.id}"
        response_id = response.id
    page = browser_page()
    sign_in(page, emails[Role.OFFICIAL])
    page.goto(address)
    with live_site.app.app_context():
        found = db.session.get_one(OfficialResponse, response_id)
        found.wording, found.version = "先の文。", found.version + 1
        db.session.commit()
    page.get_by_label("市の考え方").fill("あとの文。")
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("cell", name="先の文。")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_label("市の考え方")).to_have_value("あとの文。")
    page.get_by_role("link", name="版を見比べる").click()
    looks_right(page)
