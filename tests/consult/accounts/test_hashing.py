"""TS17: guessing passwords by the dozen leaves the server's threads to those who read and write."""

import pytest
from flask import Flask

from consult.accounts.hashing import MOST_WAITING, HashingQueue
from consult.domain.errors import SignInSlowed
from consult.domain.vocabulary import Role
from consult.serving import THREADS
from tests.consult.accounts.conftest import sign_in
from tests.pages import Page


def fill(queue: HashingQueue) -> None:
    for _ in range(MOST_WAITING):
        assert queue._room.acquire(blocking=False)


def empty(queue: HashingQueue) -> None:
    for _ in range(MOST_WAITING):
        queue._room.release()


def test_a_stranger_at_a_full_queue_is_told_to_come_back_and_comes_back(app: Flask, make_person) -> None:
    person, queue = make_person(Role.OFFICIAL), app.extensions["hashing_queue"]
    fill(queue)
    answer = sign_in(app.test_client(), person.email)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "混み合っています" in Page(answer).main.text
    empty(queue)
    assert sign_in(app.test_client(), person.email).status_code == 303


def test_whoever_signed_in_on_this_device_before_is_let_in_past_the_strangers(
    app: Flask, make_person
) -> None:
    person, queue = make_person(Role.OFFICIAL), app.extensions["hashing_queue"]
    known = app.test_client()
    assert sign_in(known, person.email).status_code == 303
    fill(queue)
    assert sign_in(known, person.email).status_code == 303


def test_a_place_is_given_back_however_a_try_ends() -> None:
    queue = HashingQueue()
    for _ in range(2 * MOST_WAITING):
        with pytest.raises(ZeroDivisionError), queue.turn(is_known=False):
            raise ZeroDivisionError
    fill(queue)
    with pytest.raises(SignInSlowed), queue.turn(is_known=False):
        pass


def test_strangers_hold_less_than_half_of_the_threads() -> None:
    assert MOST_WAITING < THREADS / 2
