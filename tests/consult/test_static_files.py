"""Static files: kept by the browser under an address that changes with their content."""

import re

from flask.testing import FlaskClient


def test_a_page_asks_for_marked_files_which_may_be_kept(public_client: FlaskClient) -> None:
    addresses = re.findall(
        r'"(/static/[^"]+\.(?:css|js)[^"]*)"', public_client.get("/").get_data(as_text=True)
    )
    assert addresses
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{10}$", address), address
        assert "max-age=31536000" in public_client.get(address).headers["Cache-Control"]


def test_a_file_without_mark_is_asked_for_anew(public_client: FlaskClient) -> None:
    answer = public_client.get("/static/js/counter.js")
    assert answer.status_code == 200
    assert "no-cache" in answer.headers["Cache-Control"]
