"""Real pictures of the product for README and guides: `make screenshots`. Add a page to PAGES and run it again."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from consult import create_app, jobs  # noqa: E402
from consult.config import Settings  # noqa: E402
from consult.domain.vocabulary import Role  # noqa: E402
from consult.extensions import db  # noqa: E402
from tests import factories  # noqa: E402
from tests.journeys.browser import DESK, PHONE, sign_in  # noqa: E402
from tests.journeys.conftest import CHROMIUM, QUIET  # noqa: E402

IMAGES = ROOT / "docs" / "images"
TALLEST = 1600


@dataclass(frozen=True)
class Shot:
    """One page of the demo: the picture's name, the address, and who is looking."""

    name: str
    address: str
    role: Role | None = None


# The first case of the demo is open, its second one is answered and published.
PAGES = (
    Shot("consultation", "/consultations/1"),
    Shot("draft", "/consultations/1/draft/s1"),
    Shot("new-submission", "/consultations/1/opinions"),
    Shot("find-submission", "/receipt"),
    Shot("results", "/consultations/2/results"),
    Shot("road", "/road"),
    Shot("staff-home", "/staff", Role.OFFICIAL),
    Shot("hearing-new", "/staff/hearings/new", Role.OFFICIAL),
    Shot("hearing", "/staff/hearings/8", Role.OFFICIAL),
    Shot("hearings", "/staff/hearings", Role.OFFICIAL),
    Shot("import", "/staff/imports/1", Role.OFFICIAL),
    Shot("staff-consultation", "/staff/consultations/1", Role.OFFICIAL),
    Shot("sorting", "/staff/consultations/1/sorting", Role.OFFICIAL),
    Shot("answers", "/staff/consultations/2/answers", Role.OFFICIAL),
    Shot("release", "/staff/consultations/2/results", Role.OFFICIAL),
    Shot("review", "/staff/review/14", Role.DRAFTER),
    Shot("theme-board", "/staff/theme-board", Role.DRAFTER),
    Shot("package", "/staff/packages/2-1", Role.DRAFTER),
    Shot("coverage", "/staff/analysis/coverage", Role.DRAFTER),
    Shot("words", "/staff/analysis/words", Role.DRAFTER),
    Shot("links", "/staff/links", Role.DRAFTER),
    Shot("progress", "/staff/analysis/progress", Role.DRAFTER),
)


@contextmanager
def served() -> Iterator[tuple[str, dict[Role, str]]]:
    """The demo on a data folder of its own, tagged; its address, and who signs in for each role."""
    with TemporaryDirectory(prefix="consult-pictures-") as folder:
        app = create_app(Settings(data_dir=Path(folder)))
        # `make run` starts the worker beside the site; here it does all its work first.
        app.jinja_env.globals["worker_is_running"] = lambda: True
        told = app.test_cli_runner().invoke(args=["demo"])
        assert told.exit_code == 0, told.output
        with app.app_context():
            people = {
                role: factories.make_staff_member(roles=[role], name=f"架空の{role.label}").email
                for role in Role
            }
            db.session.commit()
            while jobs.work_once():
                print("tagging")
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", people
        server.shutdown()


def take(browser: Browser, url: str, people: dict[Role, str]) -> None:
    wanted = [shot for shot in PAGES if not sys.argv[1:] or shot.name in sys.argv[1:]]
    for role in dict.fromkeys(shot.role for shot in wanted):
        context = browser.new_context(base_url=url, locale="ja-JP", timezone_id="Asia/Tokyo")
        page = context.new_page()
        if role:
            sign_in(page, people[role])
        for shot in (each for each in wanted if each.role is role):
            # Citizens read on phones, officials at a desk.
            size = DESK if role else PHONE
            page.set_viewport_size(size)  # type: ignore[arg-type]
            answer = page.goto(shot.address)
            assert answer and answer.ok, f"{shot.address}: {answer and answer.status}"
            target = IMAGES / f"{shot.name}-{size['width']}.png"
            page.set_viewport_size(room_for(page))
            page.screenshot(path=target)
            print(target.relative_to(ROOT))
        context.close()


def room_for(page: Page) -> ViewportSize:
    """A window as tall as the page, up to TALLEST: what is fixed to its lower edge stays there."""
    assert page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    return {"width": page.viewport_size["width"], "height": min(height, TALLEST)}


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with served() as (url, people), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        take(browser, url, people)
        browser.close()


if __name__ == "__main__":
    main()
