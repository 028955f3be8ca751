"""The door to the rules of `nlp`: what each says, what it catches, and whether a typed one can be read."""

import threading
from collections.abc import Mapping

from flask import current_app

from consult import nlp_gateway
from consult.domain.errors import RuleRefused
from nlp import Strategy
from nlp.errors import RuleUnreadable
from nlp.rule_expression import written
from nlp.rulebook import ADDED, OF_PLAN, STANDING, Caught, Rulebook, RuleEntry
from nlp.rules import LONGEST_RULE, parse
from nlp.types import CodedRule, PlanWord, TopicFiling

__all__ = [
    "ADDED",
    "LONGEST_RULE",
    "OF_PLAN",
    "STANDING",
    "Caught",
    "CodedRule",
    "PlanWord",
    "RuleEntry",
    "Rulebook",
    "Strategy",
    "TopicFiling",
    "catches",
    "plainest_rule",
    "rulebook_for",
]

RULEBOOKS_KEPT = 4
# What the rules catch in the newest opinions, before and after the change that is looked at.
CATCHES_KEPT = 2


def plainest_rule(wording: str) -> str:
    """A coding rule as the tagger reads it; RuleRefused, with line and column, when it is none."""
    try:
        return written(parse(wording))
    except RuleUnreadable as refused:
        raise RuleRefused(str(refused), field="wording") from refused


def rulebook_for(strategy: Strategy) -> Rulebook:
    """The rules of one state of the plan as people read them, and what each catches."""
    with _building:
        if strategy not in _rulebooks:
            while len(_rulebooks) >= RULEBOOKS_KEPT:
                _rulebooks.pop(next(iter(_rulebooks)))
            _rulebooks[strategy] = Rulebook(strategy, current_app.config["DATA_DIR"] / "dictionary")
        return _rulebooks[strategy]


def catches(strategy: Strategy, texts_by_id: Mapping[int, str]) -> dict[int, Caught]:
    """What the rules catch in each text; asked again for the same texts, the answer is at hand."""
    rulebook, texts = rulebook_for(strategy), dict(texts_by_id)
    with nlp_gateway.working:
        known = _caught.get(strategy)
        if known is None or known[0] != texts:
            while len(_caught) >= CATCHES_KEPT:
                _caught.pop(next(iter(_caught)))
            found = dict(zip(texts, rulebook.catch(list(texts.values())), strict=True))
            _caught[strategy] = known = (texts, found)
    return known[1]


_building = threading.Lock()
_rulebooks: dict[Strategy, Rulebook] = {}
_caught: dict[Strategy, tuple[dict[int, str], dict[int, Caught]]] = {}
