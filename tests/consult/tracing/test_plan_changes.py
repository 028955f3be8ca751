"""Links and a plan that is loaded again: they follow what is renamed or reworded, and what leaves the plan leaves no hole."""

import pytest
from sqlalchemy import select

from consult import link_standing
from consult.domain.errors import PlanRefused
from consult.domain.vocabulary import OpinionSource, Outcome
from consult.extensions import db
from consult.link_targets import plan_targets, target_of
from consult.models import LinkDecision, Opinion
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests import factories as make
from tests.consult.plan.conftest import MINATO

pytestmark = pytest.mark.usefixtures("database")


def linked_to(name: str) -> LinkDecision:
    load_strategy(MINATO)
    target = next(each for each in plan_targets() if each.text == name)
    return make.make_link_decision(opinion=make.make_opinion(), target=target)


def loaded_with(before: str, after: str) -> None:
    load_strategy(MINATO.read_text().replace(before, after))
    db.session.commit()
    db.session.expire_all()


def test_a_link_follows_a_reworded_measure_of_a_renamed_package() -> None:
    decision = linked_to("手すりの設置")
    loaded_with(
        'name: "坂道の手すり", measures: ["手すりの設置"', 'name: "坂道の安全", measures: ["手すりと灯り"'
    )
    now = next(each for each in plan_targets() if each == target_of(decision))
    assert (now.text, now.place) == ("手すりと灯り", "P3 坂道の安全")
    assert (decision.target_text, decision.target_place) == ("手すりの設置", "P3 坂道の手すり")


@pytest.mark.parametrize("name", ["ベンチの設置", "乗った人の数"])
def test_what_leaves_the_plan_counts_no_more_and_stays_to_be_read(name: str) -> None:
    decision = linked_to(name)
    loaded_with(f'"{name}"', "")
    assert (target_of(decision), decision.target_text) == (None, name)
    counted = select(LinkDecision).where(link_standing.counts_as(Outcome.CONFIRMED))
    assert db.session.scalars(counted).all() == []


def test_a_printed_opinion_that_staff_linked_is_not_lost_by_a_load() -> None:
    load_strategy(SHIPPED_STRATEGY)
    printed = db.session.scalars(
        select(Opinion).where(Opinion.source == OpinionSource.PUBLISHED_PAGE)
    ).first()
    assert printed is not None
    make.make_link_decision(opinion=printed, target=plan_targets()[0])
    with pytest.raises(PlanRefused):
        load_strategy(SHIPPED_STRATEGY.read_text().replace(printed.wording, f"{printed.wording}。"))
