"""Pictures of the pages of the product's own papers, for the guides: `make screenshots`, with LibreOffice and poppler-utils."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from make_screenshots import IMAGES, ROOT, served
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from consult.domain.vocabulary import Role
from tests.journeys.browser import sign_in
from tests.journeys.conftest import CHROMIUM, QUIET

DOTS_PER_INCH = 55
PAGES_IN_A_ROW = 3
GAP = 6


@dataclass(frozen=True)
class Paper:
    """One file: the picture's name, the page that offers it, and what is pressed there."""

    name: str
    address: str
    press: str
    role: Role | None = None


PAPERS = (
    Paper("paper-results-word", "/consultations/2/results", "結果の全体（Word）"),
    Paper("paper-results-pdf", "/consultations/2/results", "結果の全体（PDF）"),
    Paper("paper-slide", "/staff/theme-board/files", "主な意見のスライドをPowerPointで作る", Role.DRAFTER),
    Paper("paper-handout", "/staff/theme-board/files", "委員会資料をWordで作る", Role.DRAFTER),
)


def take(browser: Browser, url: str, people: dict[Role, str], folder: Path) -> None:
    for paper in PAPERS:
        context = browser.new_context(base_url=url, locale="ja-JP", timezone_id="Asia/Tokyo")
        page = context.new_page()
        if paper.role:
            sign_in(page, people[paper.role])
        page.goto(paper.address)
        act = page.get_by_role("button" if paper.role else "link", name=paper.press)
        with page.expect_download() as download:
            act.click()
        file = folder / f"{paper.name}{Path(download.value.suggested_filename).suffix}"
        download.value.save_as(file)
        context.close()
        target = IMAGES / f"{paper.name}.png"
        in_rows(drawn(file)).save(target, optimize=True)
        print(target.relative_to(ROOT))


def drawn(file: Path) -> list[Image.Image]:
    """Its pages, as LibreOffice lays them out where it is no PDF."""
    pdf = file.with_suffix(".pdf")
    if file != pdf:
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", file.parent, file],
            check=True,
            capture_output=True,
        )
    stem = file.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-png", pdf, stem], check=True)
    return [Image.open(each) for each in sorted(file.parent.glob(f"{stem.name}-*.png"))]


def in_rows(pages: list[Image.Image]) -> Image.Image:
    width = max(page.width for page in pages) + GAP
    height = max(page.height for page in pages) + GAP
    rows = -(-len(pages) // PAGES_IN_A_ROW)
    sheet = Image.new("RGB", (width * min(len(pages), PAGES_IN_A_ROW), height * rows), "gray")
    for number, page in enumerate(pages):
        sheet.paste(
            page.convert("RGB"), ((number % PAGES_IN_A_ROW) * width, (number // PAGES_IN_A_ROW) * height)
        )
    return sheet.quantize(64)


def main() -> None:
    with TemporaryDirectory() as folder, served() as (url, people), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        take(browser, url, people, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
