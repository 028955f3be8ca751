"""A real browser on a real server: one chromium per test run, one site with its own data per journey file."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import Role
from consult.extensions import db, limiter
from tests import factories
from tests.journeys.browser import DESK, PHONE, Watch, wait_for_pages_that_acts_lead_to

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    # No name but our own address resolves: a page that asks another host fails here (TX3).
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


class QuietHandler(WSGIRequestHandler):
    """Writes no line per request: a failing journey should tell its own story."""

    def log_request(self, *arguments: object) -> None:
        pass


@dataclass(frozen=True)
class LiveSite:
    """A served site. Seed it with `with site.app.app_context(): …; db.session.commit()`."""

    app: Flask
    url: str

    def add_staff(self, *roles: Role, **fields: Any) -> str:
        """A member of staff with these roles; returns the address to sign in with."""
        with self.app.app_context():
            email = factories.make_staff_member(roles=list(roles), **fields).email
            db.session.commit()
        return email


@pytest.fixture(scope="module")
def live_site(
    migrated_folder: Path, compiled_templates: BytecodeCache, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveSite]:
    folder = tmp_path_factory.mktemp("live") / "instance"
    shutil.copytree(migrated_folder, folder)
    app = create_app(Settings(data_dir=folder))
    app.jinja_env.bytecode_cache = compiled_templates
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveSite(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join(5)
    server.server_close()
    limiter.reset()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    wait_for_pages_that_acts_lead_to()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, live_site: LiveSite) -> Iterator[Callable[..., Page]]:
    """`browser_page()` at 1280×800, `browser_page(320)` at 320×640; `scripts=False` without JavaScript.

    At the end of the test every page must have been quiet: no script error, no CSP violation, no other host.
    """
    watch = Watch(live_site.url)
    contexts: list[BrowserContext] = []

    def opened(width: int = 1280, *, scripts: bool = True) -> Page:
        size = PHONE if width == PHONE["width"] else DESK | {"width": width}
        context = chromium.new_context(
            base_url=live_site.url,
            viewport=size,  # type: ignore[arg-type]
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.attach(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.troubles == []
