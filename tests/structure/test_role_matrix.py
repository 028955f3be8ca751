"""The app's routes equal the reviewed table, and the guard does what the table says, asked by real requests (TP4)."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from consult.access import allowed_roles
from tests.structure.role_matrix import ANYONE, ROUTES
from tests.structure.routes import REACHED, Doors, one_client_per_role, routes_of, without_nonce


def test_every_route_stands_in_the_reviewed_table(app: Flask) -> None:
    assert sorted((route.method, route.rule) for route in routes_of(app)) == sorted(ROUTES)


def test_each_staff_view_names_the_roles_of_the_table(app: Flask) -> None:
    with app.app_context():
        for route in routes_of(app):
            who = ROUTES[route.method, route.rule]
            named = " ".join(sorted(role.value for role in allowed_roles(route.endpoint)))
            assert named == ("" if who == ANYONE else " ".join(sorted(who.split()))), route


def test_every_route_of_the_staff_parent_is_guarded(app: Flask) -> None:
    for route in routes_of(app):
        if route.endpoint.startswith("staff."):
            assert route.rule.startswith("/staff"), route
            assert ROUTES[route.method, route.rule] != ANYONE, route
        if ROUTES[route.method, route.rule] != ANYONE:
            assert route.endpoint.startswith("staff."), route


def test_citizens_reach_what_is_theirs_and_are_asked_to_sign_in_for_the_rest(app: Flask) -> None:
    doors, client = Doors().open(app), app.test_client()
    for route in routes_of(app):
        answer = client.open(route.address, method=route.method)
        if ROUTES[route.method, route.rule] == ANYONE:
            assert answer.status_code == REACHED, route
        elif route.method == "GET":
            assert (answer.status_code, answer.location) == (302, f"/staff/sign-in?next={route.address}"), (
                route
            )
        else:
            assert answer.status_code == 401, route
    assert [endpoint for endpoint in doors.reached if endpoint.startswith("staff.")] == []


def test_every_route_opens_to_exactly_the_roles_of_the_table(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """Each of the four roles asks for each route; whoever may not gets a 404."""
    clients = one_client_per_role(staff_client)
    Doors().open(app)
    for route in routes_of(app):
        who = ROUTES[route.method, route.rule]
        for role, client in clients.items():
            expected = REACHED if who == ANYONE or role in who.split() else 404
            answer = client.open(route.address, method=route.method)
            assert answer.status_code == expected, (route, role)


def test_what_a_role_may_not_see_looks_exactly_like_what_does_not_exist(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """TP3: the same bytes and headers, but for the nonce that is fresh in every answer."""
    clients = one_client_per_role(staff_client)
    unlike = {"Content-Security-Policy"}
    for role, client in clients.items():
        for route in routes_of(app):
            who = ROUTES[route.method, route.rule]
            if who == ANYONE or role in who.split():
                continue
            answer = client.open(route.address, method=route.method)
            nothing = client.open("/staff/there-is-no-such-page", method=route.method)
            assert answer.status_code == nothing.status_code == 404
            assert without_nonce(answer) == without_nonce(nothing), (route, role)
            assert {n: v for n, v in answer.headers if n not in unlike} == {
                n: v for n, v in nothing.headers if n not in unlike
            }, (route, role)
