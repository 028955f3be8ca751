"""The rules of a plan as people read them: each with its origin, and what it catches with places in the original."""

from dataclasses import replace
from pathlib import Path

import pytest

from nlp import Strategy
from nlp.rulebook import ADDED, OF_PLAN, STANDING, Rulebook
from nlp.types import CodedRule, TopicFiling

CITY = Path(__file__).parent / "data/minato.yaml"
TEXT = "　ﾎｳｷで空を飛ぶ。\nバスが\u200b少ない。"


@pytest.fixture(scope="module")
def plan() -> Strategy:
    plan = Strategy.from_yaml(str(CITY))
    code = plan.packages[0].code
    rules = (
        CodedRule("package", "gone", "ほうき"),
        CodedRule("package", code, "near(ほうき, 飛ぶ, 4)", "hides", "遊びの話"),
    )
    return replace(plan, rules=rules)


@pytest.fixture(scope="module")
def rulebook(plan: Strategy, cache_dir: Path) -> Rulebook:
    return Rulebook(plan, cache_dir)


def test_rules_come_from_three_places(plan: Strategy, rulebook: Rulebook) -> None:
    origins = {entry.origin for entry in rulebook.entries}
    assert {STANDING, ADDED} <= origins <= {STANDING, OF_PLAN, ADDED}
    # The rule of a code that the plan lost is not there; the other keeps its position as its name.
    (added,) = [entry for entry in rulebook.entries if entry.origin == ADDED]
    assert (added.name, added.label, added.codes) == ("1", "遊びの話", (("package", plan.packages[0].code),))


def test_what_is_caught_slices_out_of_the_original_also_for_a_rule_that_hides(rulebook: Rulebook) -> None:
    (caught,) = rulebook.catch([TEXT])
    assert [TEXT[span.start : span.end] for span in caught.by["rule:1"]] == ["ﾎｳｷ", "飛ぶ"]
    assert all(TEXT[span.start : span.end] for spans in caught.by.values() for span in spans)
    assert any(key.startswith("topic:") for key in caught.by)


def test_loose_words_are_those_that_no_rule_catches_and_not_the_ordinary_ones(rulebook: Rulebook) -> None:
    (caught,) = rulebook.catch([TEXT + "必要だと感じる。"])
    loose = {form for form, _ in caught.loose}
    assert "空" in loose
    assert loose.isdisjoint({"飛ぶ", "バス", "必要", "感じる"})


def test_what_the_plan_proposes_stands_beside_what_a_person_says(plan: Strategy, rulebook: Rulebook) -> None:
    entry = next(each for each in rulebook.entries if each.origin == STANDING and each.codes)
    assert rulebook.proposed[entry.name] == entry.codes
    filed = Rulebook(replace(plan, filings=(TopicFiling(entry.name),)))
    assert filed.proposed == rulebook.proposed
    assert next(each for each in filed.entries if each.key == entry.key).codes == ()


@pytest.mark.parametrize("text", ["", "。", "\u200b", "A", "🧹" * 50])
def test_strange_texts_are_read(text: str, rulebook: Rulebook) -> None:
    assert len(rulebook.catch([text])) == 1
