"""What a journey does with a page: sign in, and ask whether everybody can use it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request

from tests import factories

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
# The browser reports the answer to a refused form as an error of the network; it is an answer.
REFUSALS = ("400", "404", "409", "422", "429")
# Rules that axe leaves off unless asked: the touch size of WCAG 2.2.
TOUCH_SIZE = {"target-size": {"enabled": True}}
# Comparing every letter with what lies behind it takes axe longer than all its other rules together.
NO_COLOURS = {"color-contrast": {"enabled": False}}


@dataclass
class Watch:
    """Collects what a browser only tells its console: script errors, CSP violations, calls to other hosts."""

    origin: str
    troubles: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" and "Content Security Policy" not in message.text:
            return
        refused = any(f"status of {code}" in message.text for code in REFUSALS)
        is_asset = "/static/" in str(message.location.get("url", ""))
        if not refused or is_asset:
            self.troubles.append(f"{message.location.get('url', '')}: {message.text}")

    def _error(self, error: Error) -> None:
        self.troubles.append(f"script error: {error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.troubles.append(f"request to another host: {request.url}")


def sign_in(page: Page, email: str, password: str = factories.PASSWORD) -> None:
    """Through the sign-in page, as staff do."""
    page.goto("/staff/sign-in")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("button", name="サインイン").click()
    page.wait_for_load_state()
    assert "/staff/sign-in" not in page.url, page.locator("main").inner_text()


def wait_for_pages_that_acts_lead_to() -> None:
    """From here on an act on a button or link comes back when the page that it leads to has been read whole.

    Playwright comes back when the first bytes arrive; what looks at once may meet half a page or an empty one.
    """
    for name in ("click", "press"):
        setattr(Locator, name, _waiting(getattr(Locator, name)))


def _waiting(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def acted(target: Locator, *arguments: Any, **options: Any) -> None:
        act(target, *arguments, **options)
        target.page.wait_for_load_state()

    return acted


def asked(page: Page, script: str, argument: Any = None) -> Any:
    """What a script finds out about the page that has been read whole, however it was reached."""
    page.wait_for_load_state()
    return page.evaluate(script, argument)


def assert_accessible(page: Page, colours: bool = True) -> None:
    """axe finds nothing at all. Scripts sent through the debugger are not held back by the page's strict CSP.

    Without `colours` for a page whose colours were looked at already: no width has colours of its own.
    Never of a page opened with `scripts=False`: nothing that axe waits for ever comes there, not even a time-out.
    """
    assert not asked(page, "matchMedia('(scripting: none)').matches"), (
        "axe needs scripts: open the page with them"
    )
    if not asked(page, "'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = TOUCH_SIZE if colours else TOUCH_SIZE | NO_COLOURS
    options = {"resultTypes": ["violations"], "rules": rules}
    found = asked(page, "options => axe.run(document, options)", options)
    told = [
        f"{each['id']} ({each['impact']}): {each['help']}\n    {node['html'][:300]}\n    {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
    assert not told, f"{page.url} at {page.viewport_size}\n" + "\n".join(told)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page itself never scrolls sideways; a wide table scrolls inside its own region."""
    wide = asked(
        page,
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          const inside = (e) => e.closest(".table-region, .scroll-region");
          return [...document.body.querySelectorAll("*")]
            .filter((e) => e.getBoundingClientRect().right > room + 1 && !inside(e))
            .slice(0, 5).map((e) => e.outerHTML.slice(0, 160)).concat(["the page is " +
              document.documentElement.scrollWidth + " wide in " + room]);
        }""",
    )
    assert wide == [], f"{page.url} at {page.viewport_size}: {wide}"
