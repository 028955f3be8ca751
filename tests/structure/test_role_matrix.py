"""The app's routes equal the reviewed table, and the guard does what the table says."""

from flask import Flask

from consult.access import allowed_roles
from tests.structure.role_matrix import ANYONE, ROUTES


def routes_of(app: Flask) -> dict[tuple[str, str], str]:
    """(method, rule) to endpoint, without the methods that Flask adds."""
    return {
        (method, rule.rule): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_stands_in_the_reviewed_table(app: Flask) -> None:
    assert sorted(routes_of(app)) == sorted(ROUTES)


def test_each_staff_view_names_the_roles_of_the_table(app: Flask) -> None:
    with app.app_context():
        for key, endpoint in routes_of(app).items():
            named = " ".join(sorted(role.value for role in allowed_roles(endpoint)))
            expected = "" if ROUTES[key] == ANYONE else " ".join(sorted(ROUTES[key].split()))
            assert named == expected, key


def test_every_route_of_the_staff_parent_is_guarded(app: Flask) -> None:
    for (method, rule), endpoint in routes_of(app).items():
        if endpoint.startswith("staff."):
            assert rule.startswith("/staff"), rule
            assert ROUTES[method, rule] != ANYONE, rule
        if ROUTES[method, rule] != ANYONE:
            assert endpoint.startswith("staff."), endpoint
