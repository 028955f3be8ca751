"""D3, D5, D6: in one sitting with the demo, from the matrix to a changed passage, the slide and the handout."""

import io
import zipfile
from collections.abc import Callable

import pptx
import pytest
from playwright.sync_api import Page, expect

from consult import demo, jobs
from consult.domain.vocabulary import Role
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests.journeys.browser import assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
CASE = "/staff/consultations/1"


@pytest.fixture(scope="module")
def drafter(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        load_strategy(SHIPPED_STRATEGY)
        demo.fill(live_site.app)
        while jobs.work_once():
            pass
    return live_site.add_staff(Role.DRAFTER, name="架空 花子")


def test_voices_become_a_sentence_a_slide_and_a_handout(
    drafter: str, browser_page: Callable[..., Page]
) -> None:
    page = browser_page()
    sign_in(page, drafter)
    pages = Pages(page)

    page.goto("/staff/analysis/coverage")
    looks_right(page)
    figure = page.locator("table").first.locator("td").get_by_role("link").first
    count = figure.inner_text().split("（")[0].strip()
    figure.click()
    expect(page.get_by_role("heading", name=f"{count}件の意見")).to_be_visible()

    page.goto(f"{CASE}/passages/s1/2")
    expect(page.get_by_text("忙しい世代には負担に聞こえます").first).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="確定").first.click()
    page.get_by_role("link", name="この段落を修正する").click()
    page.get_by_label("忙しい世代には負担に聞こえます").check()
    page.get_by_label("修正後").fill(
        "人口が減るなかでも、一人ひとりが、できるときに役割を持ち、安心して暮らせるまちを目指します。"
    )
    looks_right(page)
    page.get_by_role("button", name="保存する").click()
    expect(page.locator("ins", has_text="できるときに")).to_be_visible()

    page.goto("/staff/theme-board/files")
    slide = saved(page, "主な意見のスライドをPowerPointで作る")
    assert len(pptx.Presentation(slide).slides) >= 2
    handout = zipfile.ZipFile(saved(page, "委員会資料をWordで作る"))
    assert "若い人の中に" in handout.read("word/document.xml").decode()
    print(f"{pages.opened} pages, from the matrix to the handout")


class Pages:
    """How many pages a sitting opens: the documents that the browser asked for."""

    def __init__(self, page: Page) -> None:
        self.opened = 0
        page.on("request", self._count)

    def _count(self, request: object) -> None:
        self.opened += getattr(request, "resource_type", "") == "document"


def saved(page: Page, button: str) -> io.BytesIO:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return io.BytesIO(download.value.path().read_bytes())


def looks_right(page: Page) -> None:
    assert_no_sideways_scroll(page)
    assert_accessible(page)
