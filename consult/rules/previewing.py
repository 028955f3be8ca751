"""What a change would do before it is saved: what it newly catches, and whose suggestions it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consult import nlp_gateway, rule_gateway
from consult.domain.vocabulary import Facet, RuleStrength
from consult.plan_codes import PlanCode, PlanCodes
from consult.rule_gateway import CodedRule, PlanWord, Strategy, TopicFiling
from consult.rules.catching import Catch, Sentence, key_of
from consult.rules.queries import Newest
from consult.rules.services import TypedRule

# Sentences shown, and opinions tagged twice (before and after) while somebody waits.
EXAMPLES = 20
COMPARED = 200
CHANGES_SHOWN = 50
# From so many caught opinions on, a rule that catches more than half of all is called too loose.
ENOUGH_TO_CALL_LOOSE = 10

Codes = frozenset[tuple[Facet, str]]


@dataclass(frozen=True)
class Change:
    """An opinion whose suggestions would change."""

    sentence: Sentence
    gained: list[PlanCode]
    lost: list[PlanCode]


@dataclass(frozen=True)
class Preview:
    """`newly` are the caught opinions that no rule of the same code caught before (None where that says nothing)."""

    newest: Newest
    caught: int
    newly: int | None
    examples: list[Sentence]
    compared: int
    changes: list[Change]
    reading: str = ""
    changes_shown: int = CHANGES_SHOWN

    @property
    def is_loose(self) -> bool:
        """It catches more than half of what was looked at: words that stand everywhere are no sign of anything."""
        return self.caught >= ENOUGH_TO_CALL_LOOSE and 2 * self.caught > len(self.newest.texts)


def of_rule(
    before: Catch,
    typed: TypedRule,
    target: tuple[Facet, str],
    plan: PlanCodes,
    *,
    position: int | None = None,
) -> Preview:
    """A new rule for `target`, or (with a position) another wording of the rule that stands there."""
    facet, code = target
    rule = CodedRule(facet.value, code, typed.wording, typed.strength.value, typed.label)
    rules = list(before.strategy.rules)
    at = len(rules) if position is None else position
    rules[at : at + 1] = [rule]
    after = Catch.of(replace(before.strategy, rules=tuple(rules)), before.newest)
    found = after.sentences([key_of(at)])
    others = before.speaking_for(facet, code) - {key_of(at)}
    newly = [each for each in found if others.isdisjoint(before.by_opinion[each.opinion_id].by)]
    earlier = before.sentences([key_of(at)]) if position is not None else []
    touched = _united(found, earlier)[:COMPARED]
    is_hiding = typed.strength is RuleStrength.HIDES
    return Preview(
        newest=before.newest,
        caught=len(found),
        newly=None if is_hiding else len(newly),
        examples=(found if is_hiding else [*newly, *(each for each in found if each not in newly)])[
            :EXAMPLES
        ],
        compared=len(touched),
        changes=_changes(before.strategy, after.strategy, touched, plan),
        reading=rule_gateway.plainest_rule(typed.wording),
    )


def of_place(before: Catch, topic: str, codes: tuple[tuple[str, str], ...], plan: PlanCodes) -> Preview:
    """A topic filed elsewhere."""
    filings = [filing for filing in before.strategy.filings if filing.topic != topic]
    after = replace(before.strategy, filings=(*filings, TopicFiling(topic, codes)))
    return _of_found(before, after, before.sentences([f"{rule_gateway.STANDING}:{topic}"]), plan)


def of_word(before: Catch, surface: str, reading: str, plan: PlanCodes) -> Preview:
    """A word that the tokeniser keeps whole."""
    word = PlanWord(surface, reading)
    after = replace(before.strategy, vocabulary=(*before.strategy.vocabulary, word))
    return _of_found(before, after, _with_text(before.newest, surface), plan)


def of_synonym(before: Catch, variant: str, stands_for: str, plan: PlanCodes) -> Preview:
    """A way of saying that is read as another word."""
    after = replace(before.strategy, synonyms=(*before.strategy.synonyms, (variant, stands_for)))
    return _of_found(before, after, _with_text(before.newest, variant), plan)


def _of_found(before: Catch, after: Strategy, found: list[Sentence], plan: PlanCodes) -> Preview:
    return Preview(
        newest=before.newest,
        caught=len(found),
        newly=None,
        examples=found[:EXAMPLES],
        compared=len(found[:COMPARED]),
        changes=_changes(before.strategy, after, found[:COMPARED], plan),
    )


def _with_text(newest: Newest, text: str) -> list[Sentence]:
    found = []
    for opinion_id, wording in newest.texts.items():
        start = wording.find(text)
        if start >= 0:
            found.append(Sentence(opinion_id, wording, [[start, start + len(text)]]))
    return found


def _united(found: list[Sentence], earlier: list[Sentence]) -> list[Sentence]:
    by_id = {each.opinion_id: each for each in [*earlier, *found]}
    return [by_id[key] for key in sorted(by_id, reverse=True)]


def _changes(before: Strategy, after: Strategy, touched: Sequence[Sentence], plan: PlanCodes) -> list[Change]:
    """Only opinions that the change touches can get other suggestions: they are tagged both ways."""
    texts = {each.opinion_id: each.wording for each in touched}
    was, will = _suggested(before, texts), _suggested(after, texts)
    return [
        Change(each, _labels(will[key] - was[key], plan), _labels(was[key] - will[key], plan))
        for each in touched
        if was[key := each.opinion_id] != will[key]
    ]


def _suggested(strategy: Strategy, texts: Mapping[int, str]) -> dict[int, Codes]:
    if not texts:
        # The tagger of a change may have to be fitted first: nobody waits for it where it has nothing to say.
        return {}
    tagger = nlp_gateway.tagger_for(strategy, nlp_gateway.learned_in_force())
    suggested = tagger.suggest(texts)
    return {each.opinion_id: frozenset((tag.facet, tag.code) for tag in each.tags) for each in suggested}


def _labels(codes: Codes, plan: PlanCodes) -> list[PlanCode]:
    return [each for facet in Facet for each in plan.of(facet) if (facet, each.code) in codes]
