"""Real pictures of the product for README and guides: `make screenshots`. Add a page to PAGES and run it again."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from consult import create_app  # noqa: E402
from consult.config import Settings  # noqa: E402
from consult.domain.vocabulary import Role  # noqa: E402
from tests.journeys.browser import DESK, PHONE, sign_in  # noqa: E402
from tests.journeys.conftest import CHROMIUM, QUIET  # noqa: E402
from tests.journeys.seed import Seeded, sow  # noqa: E402

IMAGES = ROOT / "docs" / "images"
TALLEST = 1600


@dataclass(frozen=True)
class Shot:
    """One page: the picture's name, the view, its arguments as in tests/journeys/seed.py, and who is looking."""

    name: str
    endpoint: str
    role: Role | None = None
    arguments: tuple[str, ...] = ()


PAGES = (
    Shot("home", "public.home.show"),
    Shot("consultation", "public.consultations.show", arguments=("consultation_id",)),
    Shot("new-submission", "public.intake.new_submission", arguments=("consultation_id",)),
    Shot("find-submission", "public.intake.find_submission"),
    Shot("strategy", "public.plan.strategy"),
    Shot("staff-home", "staff.home.show", Role.DRAFTER),
    Shot("opinions", "staff.opinions.index", Role.DRAFTER),
    Shot("review", "staff.review.show", Role.DRAFTER, ("opinion_id",)),
    Shot("hearing-new", "staff.hearings.open_draft", Role.OFFICIAL, ("draft_id",)),
    Shot("hearing", "staff.hearings.show", Role.OFFICIAL, ("hearing_id",)),
    Shot("hearings", "staff.hearings.index", Role.OFFICIAL),
    Shot("import", "staff.imports.show", Role.OFFICIAL, ("batch_id",)),
    Shot("staff-consultation", "staff.consultations.show", Role.OFFICIAL, ("consultation_id",)),
    Shot("theme-board", "staff.drafting.theme_board", Role.DRAFTER),
)


@contextmanager
def served() -> Iterator[tuple[Flask, str, Seeded]]:
    """The site on a data folder of its own, with the invented city of the tests."""
    with TemporaryDirectory(prefix="consult-pictures-") as folder:
        app = create_app(Settings(data_dir=Path(folder)))
        app.config["IS_DEMO"] = True
        # `make run` starts the worker beside the site; here there is only the site, and nothing to tag.
        app.jinja_env.globals["worker_is_running"] = lambda: True
        with app.app_context():
            upgrade()
            seeded = sow()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield app, f"http://127.0.0.1:{server.server_port}", seeded
        server.shutdown()


def take(browser: Browser, app: Flask, url: str, seeded: Seeded) -> None:
    adapter = app.url_map.bind("127.0.0.1")
    wanted = [shot for shot in PAGES if not sys.argv[1:] or shot.name in sys.argv[1:]]
    for role in dict.fromkeys(shot.role for shot in wanted):
        context = browser.new_context(base_url=url, locale="ja-JP", timezone_id="Asia/Tokyo")
        page = context.new_page()
        if role:
            sign_in(page, seeded.emails[role])
        for shot in (each for each in wanted if each.role is role):
            values = {name: seeded.example(name, role) for name in shot.arguments}
            for size in (PHONE, DESK):
                page.set_viewport_size(size)  # type: ignore[arg-type]
                page.goto(adapter.build(shot.endpoint, values))
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
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    IMAGES.mkdir(exist_ok=True)
    with served() as (app, url, seeded), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        take(browser, app, url, seeded)
        browser.close()


if __name__ == "__main__":
    main()
