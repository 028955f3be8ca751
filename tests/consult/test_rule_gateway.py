"""The door to the rules of nlp: faults become refusals of the product, and what was caught once is at hand."""

import pytest

from consult import rule_gateway, strategy_gateway
from consult.domain.errors import RuleRefused
from consult.extensions import db
from consult.models import VocabularyTerm
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def test_a_rule_is_given_back_in_its_plainest_form() -> None:
    assert rule_gateway.plainest_rule("バス　または　電車") == "バス or 電車"


def test_a_fault_is_a_refusal_beside_the_rule() -> None:
    with pytest.raises(RuleRefused, match="2行1字目") as refused:
        rule_gateway.plainest_rule("バス or\nor 電車")
    assert refused.value.field == "wording"


def test_the_same_texts_are_read_once_and_other_texts_anew() -> None:
    factories.make_plan()
    factories.make_coding_rule(wording="ほうき")
    strategy = strategy_gateway.strategy_in_force()
    first = rule_gateway.catches(strategy, {1: "ほうきが要る。"})
    assert rule_gateway.catches(strategy, {1: "ほうきが要る。"}) is first
    other = rule_gateway.catches(strategy, {1: "図書館が要る。"})
    assert ("rule:0" in first[1].by, "rule:0" in other[1].by) == (True, False)


def test_a_long_session_of_trying_keeps_only_a_few() -> None:
    for number in range(rule_gateway.RULEBOOKS_KEPT + 2):
        factories.make_coding_rule(wording=f"ほうき{number}")
        rule_gateway.catches(strategy_gateway.strategy_in_force(), {1: "ほうき"})
    assert len(rule_gateway._rulebooks) <= rule_gateway.RULEBOOKS_KEPT
    assert len(rule_gateway._caught) <= rule_gateway.CATCHES_KEPT


def test_a_word_of_the_plan_goes_before_an_added_one() -> None:
    db.session.add(VocabularyTerm(surface="ほうき号", reading="ホウキゴウ", same_as="路線バス"))
    factories.make_added_word(surface="ほうき号", reading="")
    factories.make_added_word(surface="ほうき座", reading="")
    words = {word.surface: word.same_as for word in strategy_gateway.strategy_in_force().vocabulary}
    assert words == {"ほうき号": "路線バス", "ほうき座": ""}
