"""A small strategy from 2023 on, with a KPI, and who keeps it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import PlanPeriod, PolicyPackage
from tests import factories


@pytest.fixture
def drafter(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER, Role.OFFICIAL)


@pytest.fixture
def kpi_id(app: Flask) -> int:
    """A KPI of the first package, from 100 in 2020 to 200 in 2026; nothing reported yet."""
    with app.app_context():
        factories.make_plan()
        years = {"start_year": 2023, "end_year": 2026}
        db.session.add(PlanPeriod(code="strategy", label="第2期", unit="fiscal_year", **years))
        package = db.session.get_one(PolicyPackage, 1)
        kpi = factories.make_kpi(package=package, name="路線バスの利用者数", unit="人")
        factories.make_kpi_setting(kpi=kpi)
        db.session.commit()
        return kpi.id
