"""TS3, TS5: signing in and out."""

from collections.abc import Callable

from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from tests.pages import Page


def test_a_signed_in_official_sees_the_work_of_the_day(staff_client: Callable[..., FlaskClient]) -> None:
    assert Page(staff_client(Role.OFFICIAL).get("/staff")).heading == "今日の仕事"


def test_without_signing_in_the_guard_leads_to_the_sign_in_page_and_back(public_client: FlaskClient) -> None:
    answer = public_client.get("/staff")
    assert (answer.status_code, answer.location) == (302, "/staff/sign-in?next=/staff")


def test_signing_out_ends_the_session_on_the_server(staff_client: Callable[..., FlaskClient]) -> None:
    client = staff_client(Role.OFFICIAL)
    stolen = client.get_cookie("consult")
    assert stolen is not None
    assert client.post("/staff/sign-out").status_code == 303
    client.set_cookie("consult", stolen.value)
    assert client.get("/staff").status_code == 302
