"""TS5: failures slow the next try of the same account from the same source, and nobody else's."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from consult.accounts import attempts, signing
from consult.accounts.attempts import FREE_FAILURES, LONGEST_WAIT_SECONDS, SignInAttempts
from consult.domain.vocabulary import Role
from tests.consult.accounts.conftest import Person, is_signed_in, sign_in
from tests.pages import Page


@pytest.fixture
def person(make_person: Callable) -> Person:
    return make_person(Role.OFFICIAL)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds; the test sets `clock[0]`."""
    now = [1000.0]
    monkeypatch.setattr(attempts.time, "monotonic", lambda: now[0])
    return now


def fail(app: Flask, email: str, times: int = FREE_FAILURES) -> TestResponse:
    for _ in range(times):
        answer = sign_in(app.test_client(), email, "wrong")
    return answer


def test_after_ten_failures_the_next_try_must_wait_and_is_told_how_long(
    app: Flask, person: Person, clock: list[float]
) -> None:
    assert fail(app, person.email).status_code == 422
    answer = sign_in(app.test_client(), person.email)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert Page(answer).errors == [
        "パスワードの間違いが続いたため、少しお待ちいただいています。あと約30秒たってから、もう一度お試しください。"
    ]
    clock[0] += 30
    assert sign_in(app.test_client(), person.email).status_code == 303


def test_the_operator_can_see_that_somebody_is_guessing_without_an_address_in_the_log(
    app: Flask, person: Person, clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    fail(app, person.email, FREE_FAILURES + 1)
    said = "".join(capsys.readouterr())
    assert '"event": "sign_in_slowed"' in said
    assert f'"staff_member_id": {person.id}' in said
    assert person.email not in said


def test_an_unknown_address_is_slowed_in_the_same_way(app: Flask, clock: list[float]) -> None:
    fail(app, "nobody@example.jp")
    assert sign_in(app.test_client(), "Nobody@Example.jp ").status_code == 429


def test_the_wait_grows_up_to_a_quarter_of_an_hour_and_never_locks(clock: list[float]) -> None:
    tries = SignInAttempts()
    waits = []
    for _ in range(30):
        while wait := tries.begin("a", "here"):
            waits.append(wait)
            clock[0] += wait
    assert waits[:4] == [30, 60, 120, 240]
    assert max(waits) == LONGEST_WAIT_SECONDS


def test_a_try_during_the_wait_neither_costs_a_hash_nor_lengthens_the_wait(
    app: Flask, person: Person, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(app, person.email)
    monkeypatch.setattr(signing, "verify_password", lambda *_: pytest.fail("a hash was computed"))
    for _ in range(50):
        assert sign_in(app.test_client(), person.email).headers["Retry-After"] == "30"


def test_a_thousand_failures_for_one_keep_nobody_else_out_on_that_address(
    app: Flask, person: Person, make_person: Callable, clock: list[float]
) -> None:
    tries = app.extensions["sign_in_attempts"]
    fail(app, person.email)
    for _ in range(1000):
        clock[0] += 1000
        tries.begin(person.email, "127.0.0.1")
    assert sign_in(app.test_client(), person.email).status_code == 429
    assert sign_in(app.test_client(), make_person(Role.DRAFTER).email).status_code == 303


def test_failures_elsewhere_do_not_slow_the_same_account_here(
    app: Flask, person: Person, clock: list[float]
) -> None:
    fail(app, person.email)
    away = app.test_client()
    answer = away.post(
        "/staff/sign-in",
        data={"email": person.email, "password": "wrong"},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert answer.status_code == 422


def test_a_browser_in_which_one_signed_in_before_is_not_slowed_by_others(
    app: Flask, person: Person, clock: list[float]
) -> None:
    own = app.test_client()
    sign_in(own, person.email)
    own.post("/staff/sign-out")
    fail(app, person.email)
    assert sign_in(app.test_client(), person.email).status_code == 429
    assert sign_in(own, person.email).status_code == 303
    assert is_signed_in(own)


def test_a_known_browser_is_slowed_by_its_own_failures(
    app: Flask, person: Person, clock: list[float]
) -> None:
    own = app.test_client()
    sign_in(own, person.email)
    for _ in range(FREE_FAILURES):
        sign_in(own, person.email, "wrong")
    assert sign_in(own, person.email).status_code == 429


def test_the_mark_of_a_browser_counts_for_its_own_account_only_and_cannot_be_forged(
    app: Flask, person: Person, make_person: Callable, clock: list[float]
) -> None:
    own = app.test_client()
    sign_in(own, make_person(Role.DRAFTER).email)
    fail(app, person.email)
    assert sign_in(own, person.email).status_code == 429
    forged = app.test_client()
    forged.set_cookie("consult-device", "WzEsIngiXQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert sign_in(forged, person.email).status_code == 429


def test_the_mark_of_a_browser_opens_nothing(app: Flask, person: Person) -> None:
    own = app.test_client()
    sign_in(own, person.email)
    own.delete_cookie("consult")
    assert own.get_cookie("consult-device") is not None
    assert not is_signed_in(own)


def test_success_takes_the_failures_back(app: Flask, person: Person, clock: list[float]) -> None:
    for _ in range(3):
        fail(app, person.email, FREE_FAILURES - 1)
        assert sign_in(app.test_client(), person.email).status_code == 303


def test_parallel_tries_are_counted_before_their_hash_is_known(clock: list[float]) -> None:
    tries = SignInAttempts()
    assert [tries.begin("a", "here") for _ in range(FREE_FAILURES + 1)] == [0] * FREE_FAILURES + [30]


def test_a_flood_of_addresses_does_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    monkeypatch.setattr(attempts, "MOST_ENTRIES", 100)
    tries = SignInAttempts()
    for number in range(1000):
        tries.begin(f"a{number}", "here")
    assert len(tries._tallies) == 100


def test_guessing_the_present_password_in_a_left_open_browser_is_slowed(
    app: Flask, person: Person, clock: list[float]
) -> None:
    client = app.test_client()
    sign_in(client, person.email)
    form = {"current": "wrong", "password": "kasa to ringo no uta 7", "again": "kasa to ringo no uta 7"}
    for _ in range(FREE_FAILURES):
        assert Page(client.post("/staff/password", data=form)).errors == [
            "いまのパスワード：いまのパスワードが違います。"
        ]
    assert "お待ち" in Page(client.post("/staff/password", data=form)).errors[0]
