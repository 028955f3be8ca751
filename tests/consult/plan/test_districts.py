"""A city's districts may come with its strategy: a first list, which people keep from then on."""

import pytest
from sqlalchemy import select

from consult.domain.errors import PlanRefused
from consult.extensions import db
from consult.models import District
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy

SHIPPED = SHIPPED_STRATEGY.read_text()
LINE = next(line for line in SHIPPED.splitlines() if line.startswith("districts:"))

pytestmark = pytest.mark.usefixtures("database")


def names() -> list[str]:
    return list(db.session.scalars(select(District.name).order_by(District.position)))


def test_the_first_load_brings_the_districts_in_their_order() -> None:
    load_strategy(SHIPPED_STRATEGY)
    assert len(names()) == 13 and names()[0] in LINE
    assert not load_strategy(SHIPPED_STRATEGY).changed_anything


def test_a_list_that_people_keep_is_left_alone() -> None:
    load_strategy(SHIPPED_STRATEGY)
    first = db.session.scalars(select(District).order_by(District.position)).first()
    assert first is not None
    first.name = "みどり"
    load_strategy(SHIPPED.replace(LINE, 'districts: ["あおば"]'))
    assert len(names()) == 13 and names()[0] == "みどり"


def test_a_strategy_needs_no_districts() -> None:
    load_strategy(SHIPPED.replace(LINE, ""))
    assert names() == []


@pytest.mark.parametrize(
    "wrong", ['districts: ["みどり", "みどり"]', "districts: [1]", 'districts: ["  "]', "districts: みどり"]
)
def test_what_is_no_list_of_names_is_refused_with_its_line(wrong: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        load_strategy(SHIPPED.replace(LINE, wrong))
    line = SHIPPED[: SHIPPED.index(LINE)].count("\n") + 1
    assert f"（{line}行目）" in refused.value.message and names() == []
