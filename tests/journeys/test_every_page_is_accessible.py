"""Every page of the site, found from its routes: axe finds nothing and nothing scrolls sideways, at 320 and 1280 px.

A page that lands is covered on the same day; a route whose argument has no example in seed.py fails here.
"""

import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from werkzeug.routing import Rule

from consult.domain.vocabulary import Role
from consult.nlp_gateway import current_tagger_version
from tests.journeys.browser import (
    DESK,
    PHONE,
    assert_accessible,
    assert_no_sideways_scroll,
    sign_in,
)
from tests.journeys.conftest import LiveSite
from tests.journeys.seed import Seeded, sow
from tests.structure.role_matrix import ANYONE, ROUTES

pytestmark = pytest.mark.journey

# Pages that a route alone does not name: an error page; answers with filters; a state of a page.
NOT_THERE = "/nothing-here"
MORE_PAGES = [
    "/staff/opinions?q=バス",
    "/staff/opinions?page=99",
    "/staff/opinions?q=見つからない言葉",
    "/staff/review?theme=machi",
    "/staff/hearings?q=見つからない言葉",
    "/staff/hearings?state=removed&kind=external",
    "/staff/counterparts?q=見つからない名称",
    "/staff/analysis/hearings/calendar?month=2026-11",
    "/staff/analysis/hearings/counts?kind=external",
    "/staff/analysis/coverage?by=sector",
    "/staff/analysis/coverage?by=month",
    "/staff/analysis/words/context?word=バス",
    "/staff/analysis/words/apart?axis=package",
]
# What differs between two readers of the same page: tokens, nonces, and the name in the header.
PERSONAL = re.compile(
    r'(name="csrf_token"[^>]*value="[^"]*")|(nonce="[^"]*")|(<header.*?</header>)', re.DOTALL
)


@pytest.fixture(scope="module")
def seeded(live_site: LiveSite) -> Seeded:
    with live_site.app.app_context():
        seeded = sow()
        # The worker has been at work before anybody opens a page: it built the dictionary of the plan's words.
        current_tagger_version()
        return seeded


@pytest.fixture(scope="module")
def looked_at() -> set[str]:
    """What axe has seen already, whoever opened it."""
    return set()


def addresses(site: LiveSite, seeded: Seeded, role: Role | None) -> list[str]:
    """Every GET route that this reader may open, with example values for its arguments."""
    adapter = site.app.url_map.bind("127.0.0.1")

    def address(rule: Rule) -> str:
        values = {name: seeded.example(name, role) for name in sorted(rule.arguments)}
        return adapter.build(rule.endpoint, values)

    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    mine = [rule for rule in rules if rule.endpoint != "static" and _may_open(rule.rule, role)]
    more = [NOT_THERE, *(each for each in MORE_PAGES if _may_open(each.split("?")[0], role))]
    return sorted(address(rule) for rule in mine) + more


def _may_open(rule: str, role: Role | None) -> bool:
    who = ROUTES["GET", rule]
    return who == ANYONE if role is None else role.value in who.split()


def look_at(page: Page, address: str, looked_at: set[str]) -> None:
    answer = page.context.request.get(address)
    if "text/html" not in answer.headers.get("content-type", ""):
        assert answer.status in (200, 503), address  # a file or a machine's page: nothing to look at
        return
    # A page that is not there would pass as a fine error page.
    assert answer.status == (404 if address == NOT_THERE else 200), f"{address}: {answer.status}"
    seen = hashlib.sha256(PERSONAL.sub("", answer.text()).encode()).hexdigest()
    if seen in looked_at:
        return  # another reader was shown the very same page
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(address)
    assert page.locator("h1").count() == 1, f"{address}: one h1"
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_no_sideways_scroll(page)
        assert_accessible(page, colours=size == DESK)
    looked_at.add(seen)


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "citizen")
def test_every_page_is_accessible_for(
    role: Role | None,
    live_site: LiveSite,
    seeded: Seeded,
    looked_at: set[str],
    browser_page: Callable[..., Page],
) -> None:
    page = browser_page()
    if role:
        sign_in(page, seeded.emails[role])
    failures = []
    for address in addresses(live_site, seeded, role):
        try:
            look_at(page, address, looked_at)
        except AssertionError as failure:
            failures.append(str(failure))
    assert failures == [], "\n\n".join(failures)
