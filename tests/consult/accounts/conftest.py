"""A member of staff to sign in by hand, and a clock that tests can move."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import StaffMember
from tests import factories


@dataclass(frozen=True)
class Person:
    id: int
    email: str


@pytest.fixture
def make_person(app: Flask) -> Callable[..., Person]:
    def made(*roles: Role, **fields: object) -> Person:
        with app.app_context():
            member = factories.make_staff_member(roles=list(roles), **fields)
            db.session.commit()
            return Person(member.id, member.email)

    return made


@pytest.fixture
def later(app: Flask) -> Callable[..., None]:
    """`later(minutes=29)`: the site's clock shows that much more than at the start of the test."""

    def moved(**shift: float) -> None:
        app.config["REHEARSAL_NOW"] = timedelta(**shift)

    return moved


@pytest.fixture
def change(app: Flask) -> Callable[..., None]:
    """Change columns of an account directly, as another process would."""

    def changed(person: Person, **fields: object) -> None:
        with app.app_context():
            member = db.session.get_one(StaffMember, person.id)
            for name, value in fields.items():
                setattr(member, name, value)
            db.session.commit()

    return changed


def sign_in(
    client: FlaskClient, email: str, password: str = factories.PASSWORD, **more: object
) -> TestResponse:
    return client.post("/staff/sign-in", data={"email": email, "password": password, **more})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/staff/password").status_code == 200
