"""Where the rules of a plan hold in the words of a sentence; what they find joins the hits of the topics.

Every word of every rule is looked for once per sentence, and only the rules of which a word was found are asked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlp.errors import RuleUnreadable
from nlp.lexicon import STRONG, WEAK, FindsHits, Hit, Topic
from nlp.mapping import LocalWord, PlanMap
from nlp.rule_expression import Absent, Both, Either, Expression, Near, Phrase, Term, leaves_of
from nlp.rules import parse
from nlp.tokenise import Tokeniser
from nlp.types import CodedRule
from nlp.words import Words

_OF = "の"
_STRENGTHS = {"strong": STRONG, "weak": WEAK}
# 語の列の中の場所（最初の語, 最後の語の次）
Place = tuple[int, int]
Places = Mapping[Term | Phrase, list[Place]]


@dataclass(frozen=True, slots=True)
class PlanRule:
    """A rule of this plan: what it says, the number of the topic it stands for, the code it speaks about.

    A rule that hides has no topic (`strength` 0): where it holds, its words are no sign of its code.
    """

    expression: Expression
    topic: int
    target: int
    strength: float


def rule_words(rules: Sequence[CodedRule], plan: PlanMap) -> list[LocalWord]:
    """A local topic for each rule that speaks for a code of this plan; it has no words of its own."""
    return [
        LocalWord(Topic(f"rule:{position}", rule.label or "登録した決まり", (), (), (), (), (), ()), target)
        for position, rule, target, _ in _of_plan(rules, plan)
        if rule.strength in _STRENGTHS
    ]


def plan_rules(rules: Sequence[CodedRule], plan: PlanMap, first_topic: int) -> list[PlanRule]:
    """The rules that speak about a code of this plan; their topics are numbered from `first_topic` as rule_words."""
    found, topic = [], first_topic
    for _, rule, target, expression in _of_plan(rules, plan):
        strength = _STRENGTHS.get(rule.strength, 0.0)
        found.append(PlanRule(expression, topic, target, strength))
        topic += 1 if strength else 0
    return found


def _of_plan(rules: Sequence[CodedRule], plan: PlanMap) -> Iterator[tuple[int, CodedRule, int, Expression]]:
    """Rules of codes that the plan has, each with its position, the number of its code, and what it says.

    A rule was read before it was kept. One that a later version of the language refuses is left out: it must not
    stop the tagging of everything.
    """
    numbers = {(target.facet, target.code): n for n, target in enumerate(plan.targets)}
    for position, rule in enumerate(rules):
        target = numbers.get((rule.facet, rule.code))
        if target is None:
            continue
        try:
            expression = parse(rule.wording)
        except RuleUnreadable:
            continue
        yield position, rule, target, expression


class RuleMatcher:
    """Finds where rules hold in a sentence."""

    def __init__(self, tokeniser: Tokeniser, rules: Sequence[PlanRule]) -> None:
        self._rules = rules
        # 語句どおりか（True）、の を除いて見るか、その最初の語
        self._by_first: dict[bool, dict[str, list[tuple[list[str], Term | Phrase]]]] = {True: {}, False: {}}
        self._rules_of: dict[Term | Phrase, list[int]] = {}
        for number, rule in enumerate(rules):
            for leaf in dict.fromkeys(leaves_of(rule.expression)):
                if leaf not in self._rules_of:
                    self._learn(leaf, tokeniser)
                self._rules_of.setdefault(leaf, []).append(number)

    def _learn(self, leaf: Term | Phrase, tokeniser: Tokeniser) -> None:
        exact = isinstance(leaf, Phrase)
        forms = [form for form in tokeniser.forms_of(leaf.text) if exact or form != _OF]
        if forms:
            self._by_first[exact].setdefault(forms[0], []).append((forms, leaf))

    def found_in(self, words: Words) -> list[tuple[PlanRule, tuple[Place, ...]]]:
        """The rules that hold in one sentence, in their order, each with the spans that make it hold."""
        if not self._rules:
            return []
        places = self._places(words)
        asked = sorted({number for leaf in places for number in self._rules_of[leaf]})
        found = []
        for number in asked:
            held = _held(self._rules[number].expression, places)
            if held:
                spans = sorted({words.span(first, last) for first, last in held})
                found.append((self._rules[number], tuple(spans)))
        return found

    def _places(self, words: Words) -> dict[Term | Phrase, list[Place]]:
        places: dict[Term | Phrase, list[Place]] = {}
        forms = words.forms
        for exact, by_first in self._by_first.items():
            if by_first.keys().isdisjoint(forms):
                continue
            seats = [index for index, form in enumerate(forms) if exact or form != _OF]
            run = [forms[seat] for seat in seats]
            for index, form in enumerate(run):
                for sequence, leaf in by_first.get(form, ()):
                    end = index + len(sequence)
                    if run[index:end] == sequence:
                        places.setdefault(leaf, []).append((seats[index], seats[end - 1] + 1))
        return places


class MatcherWithRules:
    """The topics' matcher together with the rules of the plan: rules add hits, and those that hide take hits away."""

    def __init__(self, topics: FindsHits, rules: RuleMatcher, targets: Sequence[Sequence[int]]) -> None:
        self._topics = topics
        self._rules = rules
        self._targets = targets

    def hits_in(self, words: Words) -> list[Hit]:
        """Every hit in one sentence, in reading order."""
        hits = self._topics.hits_in(words)
        found = self._rules.found_in(words)
        if not found:
            return hits
        hits = hits + [Hit(rule.topic, rule.strength, spans) for rule, spans in found if rule.strength]
        hidden: dict[int, list[Place]] = {}
        for rule, spans in found:
            if not rule.strength:
                hidden.setdefault(rule.target, []).extend(spans)
        if hidden:
            hits = [hit for hit in hits if not self._is_hidden(hit, hidden)]
        return sorted(hits, key=lambda hit: (hit.spans, hit.topic))

    def _is_hidden(self, hit: Hit, hidden: Mapping[int, list[Place]]) -> bool:
        return any(
            start < until and since < end
            for target in self._targets[hit.topic]
            for since, until in hidden.get(target, ())
            for start, end in hit.spans
        )


def _held(expression: Expression, places: Places, *, is_denied: bool = False) -> list[Place] | None:
    """The places that make an expression (or its denial) hold, or None when it does not.

    A denial of words holds without a place. Denials are carried inwards, so that a denied denial shows its words.
    """
    match expression:
        case Absent(part):
            return _held(part, places, is_denied=not is_denied)
        case Both(parts) | Either(parts):
            held = [_held(part, places, is_denied=is_denied) for part in parts]
            found = [each for each in held if each is not None]
            needs_all = isinstance(expression, Both) != is_denied
            if not found or (needs_all and len(found) < len(held)):
                return None
            return [place for each in found for place in each]
        case Near(one, other, most):
            there = _near(_held(one, places) or [], _held(other, places) or [], most)
        case _:
            there = places.get(expression) or None
    if is_denied:
        return [] if there is None else None
    return there


def _near(ones: list[Place], others: list[Place], most: int) -> list[Place] | None:
    """Each of the ones with the closest of the others on either side, when few enough words stand between."""
    by_first = sorted(set(others))
    by_last = sorted(by_first, key=lambda place: place[1])
    firsts, lasts = [first for first, _ in by_first], [last for _, last in by_last]
    held: list[Place] = []
    for place in ones:
        following = bisect_left(firsts, place[1])
        if following < len(firsts) and firsts[following] - place[1] <= most:
            held += [place, by_first[following]]
        before = bisect_right(lasts, place[0]) - 1
        if before >= 0 and place[0] - lasts[before] <= most:
            held += [place, by_last[before]]
    return held or None
