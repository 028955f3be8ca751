"""An official brings last year's Excel sheets (O3): no hand on the mapping, cells mended where they are told, undone whole."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from consult import jobs
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.imports import staff_routes
from consult.models import Hearing
from tests.consult.imports.files import demo, row, sheet
from tests.journeys.browser import DESK, PHONE, assert_accessible, assert_no_sideways_scroll, sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey


def hearings(site: LiveSite) -> int:
    with site.app.app_context():
        standing = select(func.count()).select_from(Hearing).where(Hearing.removed_at.is_(None))
        return db.session.scalar(standing) or 0


def looks_right(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_no_sideways_scroll(page)
        assert_accessible(page)


def spoilt() -> bytes:
    """The demo workbook with one body left out."""
    book = openpyxl.load_workbook(io.BytesIO(demo()))
    book["上期"]["F7"] = None
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bring(page: Page, file: Path) -> None:
    page.goto("/staff/hearings")
    page.get_by_role("link", name="ExcelやCSVから取り込む").click()
    page.get_by_label("ファイル").set_input_files(file)
    page.get_by_role("button", name="読み込む").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("列を確かめる")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_last_years_workbook_comes_in_and_goes_out_again(
    scripts: bool, live_site: LiveSite, browser_page: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "ヒアリング一覧.xlsx"
    file.write_bytes(spoilt())
    page = browser_page(scripts=scripts)
    sign_in(page, live_site.add_staff(Role.OFFICIAL))
    bring(page, file)
    expect(page.get_by_label("上期のC列「実 施 年月日」の使い方")).to_have_value("held_on")
    page.get_by_role("button", name="この列で確かめる").click()

    expect(page.get_by_text("取込 89・要確認 1・対象外 7・要修正 1")).to_be_visible()
    expect(page.get_by_text("260ですが、各行を足すと262です")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("行を取り込む"))).to_have_count(0)
    if scripts:
        looks_right(page)
    page.get_by_label("相手方（7行目）").fill("市立C中学校")
    page.get_by_role("button", name="直した内容で確かめ直す").click()
    expect(page.get_by_text("取込 90・要確認 1・対象外 7")).to_be_visible()
    assert hearings(live_site) == 0

    page.get_by_role("button", name="90行を取り込む").click()
    expect(page.get_by_text("取り込みました。")).to_be_visible()
    assert hearings(live_site) == 87
    if scripts:
        looks_right(page)
    page.get_by_role("link", name="この取込を取り消す").click()
    if scripts:
        looks_right(page)
    page.get_by_role("button", name="この取込を取り消す").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("取込：取消済み")
    assert hearings(live_site) == 0


def test_a_large_file_is_brought_in_behind_the_page(
    live_site: LiveSite, browser_page: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_routes, "AT_ONCE", 1)
    file = tmp_path / "多い.xlsx"
    file.write_bytes(sheet(row(), row(番号=2, 実施日="R2.6.2")))
    page = browser_page()
    sign_in(page, live_site.add_staff(Role.OFFICIAL))
    bring(page, file)
    page.get_by_role("button", name="この列で確かめる").click()
    page.get_by_role("button", name="2行を取り込む").click()
    expect(page.get_by_text("離れても続きます")).to_be_visible()
    looks_right(page)
    with live_site.app.app_context():
        jobs.work_once()
    # The script of the page notices by itself that the work has ended.
    expect(page.get_by_text("取り込みました。")).to_be_visible()
    expect(page.get_by_text("延べ2回")).to_be_visible()
