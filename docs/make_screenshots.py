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
from playwright.sync_api import Browser, sync_playwright
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


@dataclass(frozen=True)
class Shot:
    """One page: the picture's name, the view, its arguments as in tests/journeys/seed.py, and who is looking."""

    name: str
    endpoint: str
    role: Role | None = None
    arguments: tuple[str, ...] = ()
    is_whole_page: bool = True


PAGES = (
    Shot("home", "public.home.show"),
    Shot("consultations", "public.consultations.index"),
    Shot("consultation", "public.consultations.show", arguments=("consultation_id",)),
    Shot("new-submission", "public.intake.new_submission", arguments=("consultation_id",)),
    Shot("find-submission", "public.intake.find_submission"),
    Shot("strategy", "public.plan.strategy"),
    Shot("package", "public.plan.package", arguments=("code",)),
    Shot("timeline", "public.plan.timeline"),
    Shot("results", "public.plan.results"),
    Shot("population", "public.plan.population"),
    Shot("sign-in", "public.accounts.sign_in"),
    Shot("staff-home", "staff.home.show", Role.DRAFTER),
    Shot("opinions", "staff.opinions.index", Role.DRAFTER),
    Shot("opinion", "staff.opinions.show", Role.DRAFTER, ("opinion_id",)),
    Shot("review", "staff.review.show", Role.DRAFTER, ("opinion_id",)),
    Shot("review-queue", "staff.review.queue", Role.DRAFTER),
    Shot("hearings", "staff.hearings.index", Role.OFFICIAL),
    Shot("hearing-new", "staff.hearings.open_draft", Role.OFFICIAL, ("draft_id",)),
    Shot("hearing", "staff.hearings.show", Role.OFFICIAL, ("hearing_id",)),
    Shot("staff-consultations", "staff.consultations.index", Role.OFFICIAL),
    Shot("staff-consultation", "staff.consultations.show", Role.OFFICIAL, ("consultation_id",)),
    Shot("consultation-new", "staff.consultations.new", Role.OFFICIAL),
    Shot("theme-board", "staff.drafting.theme_board", Role.DRAFTER),
    Shot("main-opinions", "public.drafting.main_opinions"),
    Shot("accounts", "staff.accounts.index", Role.ADMIN),
)


@contextmanager
def served() -> Iterator[tuple[Flask, str, Seeded]]:
    """The site on a data folder of its own, with the invented city of the tests."""
    with TemporaryDirectory(prefix="consult-pictures-") as folder:
        app = create_app(Settings(data_dir=Path(folder)))
        app.config["IS_DEMO"] = True
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
                page.screenshot(path=target, full_page=shot.is_whole_page)
                print(target.relative_to(ROOT))
        context.close()


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    IMAGES.mkdir(exist_ok=True)
    with served() as (app, url, seeded), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        take(browser, app, url, seeded)
        browser.close()


if __name__ == "__main__":
    main()
