"""分析 and 設定: what lies beyond the daily path, for each role only what it may open."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from tests.pages import Page


@pytest.mark.parametrize("role", list(Role))
def test_both_pages_hang_on_the_first_page_and_every_link_opens(
    staff_client: Callable[..., FlaskClient], role: Role
) -> None:
    client = staff_client(role)
    links = Page(client.get("/staff")).links
    for text in ("分析", "設定"):
        page = Page(client.get(links[text]))
        assert page.heading == text
        inside = [link.attributes["href"] for link in page.main.all("a")]
        assert inside and all(client.get(address).status_code == 200 for address in inside)


def test_only_an_administrator_sets_the_share(staff_client: Callable[..., FlaskClient]) -> None:
    assert "候補を見ない分類の割合" in Page(staff_client(Role.ADMIN).get("/staff/settings")).text
    assert "候補を見ない分類の割合" not in Page(staff_client(Role.OFFICIAL).get("/staff/settings")).text
