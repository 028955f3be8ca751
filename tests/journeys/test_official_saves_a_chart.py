"""A chart leaves as SVG without scripts, and as PNG where the browser can draw it; read again, both show the chart."""

import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from consult.domain.vocabulary import Role
from consult.extensions import db
from tests import factories
from tests.journeys.browser import sign_in
from tests.journeys.conftest import LiveSite

pytestmark = pytest.mark.journey
COUNTS = "/staff/analysis/hearings/counts"
BAR = (0x00, 0x17, 0xC1)


@pytest.fixture(scope="module")
def email(live_site: LiveSite) -> str:
    with live_site.app.app_context():
        for day in (1, 2, 30):
            factories.make_hearing(held_on=date(2020, 4, day))
        factories.make_hearing(held_on=date(2020, 6, 1))
        db.session.commit()
    return live_site.add_staff(Role.OFFICIAL)


def test_a_chart_is_saved_as_a_png_that_shows_it(
    browser_page: Callable[..., Page], email: str, tmp_path: Path
) -> None:
    page = browser_page()
    sign_in(page, email)
    page.goto(COUNTS)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="画像を保存（PNG）").click()
    assert waiting.value.suggested_filename == "hearings_by_month.png"
    waiting.value.save_as(tmp_path / "chart.png")
    width, height, colours = read_png((tmp_path / "chart.png").read_bytes())
    assert (width, height) == (1280, 744)
    assert colours[BAR] > 20_000, "the bars are there"
    assert colours[255, 255, 255] > width * height / 2, "on white paper"
    dark = sum(count for colour, count in colours.items() if max(colour) < 0x60)
    assert dark > 1_000, "and words"


def test_without_scripts_the_svg_is_there_and_no_button_that_does_nothing(
    chromium: Browser, live_site: LiveSite, email: str, tmp_path: Path
) -> None:
    context = chromium.new_context(base_url=live_site.url, locale="ja-JP", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, email)
    page.goto(COUNTS)
    expect(page.get_by_role("button", name="画像を保存（PNG）")).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="画像を保存（SVG）").click()
    waiting.value.save_as(tmp_path / "chart.svg")
    root = ElementTree.parse(tmp_path / "chart.svg").getroot()
    assert "いちばん多いのは令和2(2020)年4月の3回" in "".join(root.itertext())
    context.close()


def read_png(content: bytes) -> tuple[int, int, dict[tuple[int, ...], int]]:
    """Width, height and how many pixels there are of each colour; 8 bits a channel, not interlaced."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    chunks: dict[bytes, bytes] = {}
    place = 8
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        chunks[kind] = chunks.get(kind, b"") + content[place + 8 : place + 8 + length]
        place += length + 12
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, interlaced) == (8, 0)
    size = {2: 3, 6: 4}[colour]
    counts: dict[tuple[int, ...], int] = {}
    above = bytearray(width * size)
    lines = zlib.decompress(chunks[b"IDAT"])
    for n in range(height):
        start = n * (width * size + 1)
        above = _unfiltered(lines[start], bytearray(lines[start + 1 : start + 1 + width * size]), above, size)
        for each in zip(*(above[channel::size] for channel in range(3)), strict=True):
            counts[each] = counts.get(each, 0) + 1
    return width, height, counts


def _unfiltered(kind: int, line: bytearray, above: bytearray, size: int) -> bytearray:
    """PNG stores each line as differences to its neighbours."""
    for n in range(len(line)):
        left = line[n - size] if n >= size else 0
        up, corner = above[n], above[n - size] if n >= size else 0
        guess = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
        line[n] = (line[n] + (0, left, up, (left + up) // 2, guess)[kind]) & 0xFF
    return line
