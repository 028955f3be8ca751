"""Where rules hold: per sentence, in normalised words, with the places that make them hold."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import Strategy, Tagger, TagResult
from nlp.classify import fit_linear
from nlp.lexicon import standing_topics
from nlp.mapping import map_topics
from nlp.normalise import normalise
from nlp.rule_expression import Absent, Both, Either, Expression, Near, Term, needs_words
from nlp.rule_matching import PlanRule, RuleMatcher
from nlp.rules import parse
from nlp.tokenise import Tokeniser
from nlp.types import CodedRule, TopicFiling
from nlp.words import Words

CITY = Path(__file__).parent / "data/minato.yaml"


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return Tokeniser()


@pytest.fixture(scope="module")
def plan() -> Strategy:
    return Strategy.from_yaml(str(CITY))


def caught(rule: str, sentence: str, tokeniser: Tokeniser) -> list[str] | None:
    """What of the sentence makes the rule hold; None when it does not."""
    matcher = RuleMatcher(tokeniser, [PlanRule(parse(rule), 0, 0, 1.0)])
    content = normalise(sentence).content
    found = matcher.found_in(tokeniser.words_of(content))
    return [content[start:end] for _, spans in found for start, end in spans] if found else None


@pytest.mark.parametrize(
    ("rule", "sentence", "expected"),
    [
        ("バス", "バスを増やす。", ["バス"]),
        ("バス", "バスケットボールをする。", None),
        ("路線廃止", "路線の廃止は困る。", ["路線の廃止"]),
        ("「路線廃止」", "路線の廃止は困る。", None),
        ("「路線の廃止」", "路線の廃止は困る。", ["路線の廃止"]),
        ("「バスが無い」", "バスがなくて困る。", ["バスがなく"]),
        ("医者", "お医者さんが足りない。", ["お医者さん"]),
        ("バス and 病院", "病院へバスで行く。", ["病院", "バス"]),
        ("バス and 病院", "バスで学校へ行く。", None),
        ("バス or 電車", "電車で行く。", ["電車"]),
        ("バス and not 観光バス", "観光バスが来る。", None),
        ("バス and not 観光バス", "路線のバスが来る。", ["バス"]),
        ("near(病院, 遠い, 1)", "病院が遠い。", ["病院", "遠い"]),
        ("near(病院, 遠い, 1)", "遠い病院だ。", ["遠い", "病院"]),
        ("near(病院, 遠い, 1)", "病院がとても遠い。", None),
        ("near(病院, 遠い, 2)", "病院がとても遠い。", ["病院", "遠い"]),
        ("near(病院, 病院, 9)", "病院が遠い。", None),
        ("near(病院 or 駅, 遠い, 0)", "駅遠い。", ["駅", "遠い"]),
        ("バス でない かつ 電車", "電車で行く。", ["電車"]),
    ],
)
def test_a_rule_holds_where_its_words_stand(
    rule: str, sentence: str, expected: list[str] | None, tokeniser: Tokeniser
) -> None:
    assert caught(rule, sentence, tokeniser) == expected


ANIMALS = ("犬", "猫", "鳥", "魚")
TERMS = st.sampled_from(ANIMALS).map(Term)
SIDES = TERMS | st.builds(Either, st.lists(TERMS, min_size=2, max_size=2).map(tuple))
RULES = st.recursive(
    TERMS | st.builds(Near, SIDES, SIDES, st.integers(0, 4)),
    lambda parts: (
        st.builds(Both, st.lists(parts, min_size=2, max_size=3).map(tuple))
        | st.builds(Either, st.lists(parts, min_size=2, max_size=3).map(tuple))
        | st.builds(Absent, parts)
    ),
    max_leaves=6,
).filter(needs_words)
SENTENCES = st.lists(st.sampled_from([*ANIMALS, "は", "の"]), max_size=12)


class EachWordIsItsForm:
    """A tokeniser of words that need none."""

    def forms_of(self, text: str) -> tuple[str, ...]:
        return (text,)


def plainly(rule: Expression, forms: list[str]) -> bool:
    """The same question asked in the plainest way: every pair of places, one after the other."""
    match rule:
        case Term(text):
            return text in forms
        case Both(parts):
            return all(plainly(part, forms) for part in parts)
        case Either(parts):
            return any(plainly(part, forms) for part in parts)
        case Absent(part):
            return not plainly(part, forms)
        case Near(one, other, most):
            ones = [n for n, form in enumerate(forms) if plainly(one, [form])]
            others = [n for n, form in enumerate(forms) if plainly(other, [form])]
            return any(0 < abs(a - b) <= most + 1 for a in ones for b in others)
    raise AssertionError(rule)


@given(RULES, SENTENCES)
def test_rules_hold_exactly_where_asking_every_pair_says_so(rule: Expression, forms: list[str]) -> None:
    matcher = RuleMatcher(EachWordIsItsForm(), [PlanRule(rule, 0, 0, 1.0)])  # type: ignore[arg-type]
    places = list(range(len(forms) + 1))
    found = matcher.found_in(Words(forms, places[:-1], places[1:], [True] * len(forms)))
    assert bool(found) == plainly(rule, forms)
    assert all(spans for _, spans in found), "what holds shows where"


@pytest.mark.parametrize(
    "text", ["", "。", "！？…", "\u200b\u200b", "a", "字", "Only English words.", "ﾊﾞｽ and バス"]
)
def test_strange_texts_do_no_harm(text: str, tokeniser: Tokeniser) -> None:
    caught("near(バス, 病院, 3) or 「駅 前」", text, tokeniser)


def tags(plan: Strategy, text: str, cache_dir: Path) -> TagResult:
    return Tagger.for_strategy(plan, cache_dir=cache_dir).tag([text])[0]


STRANGE = "空飛ぶほうきで隣の島まで通えるようにしてほしい。"


def added(plan: Strategy, wording: str, strength: str = "strong") -> Strategy:
    rule = CodedRule("package", plan.packages[0].code, wording, strength, "空飛ぶほうき")
    return replace(plan, rules=(*plan.rules, rule))


def test_an_added_rule_suggests_its_code_with_its_label_and_place(plan: Strategy, cache_dir: Path) -> None:
    code = plan.packages[0].code
    before, after = (
        tags(plan, STRANGE, cache_dir),
        tags(added(plan, "near(飛ぶ, ほうき, 2)"), STRANGE, cache_dir),
    )
    assert code not in before.codes("package")
    found = next(each for each in after.suggestions if each.code == code)
    reason = next(each for each in found.reasons if "空飛ぶほうき" in each.label)
    assert reason.weight > 0
    assert {STRANGE[e.start : e.end] for e in reason.spans} == {"飛ぶ", "ほうき"}
    assert abs(found.bias + sum(each.weight for each in found.reasons) - found.score) < 1e-9


def test_a_weak_rule_says_less_than_a_strong_one(plan: Strategy, cache_dir: Path) -> None:
    code = plan.packages[0].code
    strong = tags(added(plan, "ほうき"), STRANGE, cache_dir).probability_of("package", code)
    weak = tags(added(plan, "ほうき", "weak"), STRANGE, cache_dir).probability_of("package", code)
    assert tags(plan, STRANGE, cache_dir).probability_of("package", code) < weak < strong


def test_a_rule_that_hides_takes_the_words_away_from_its_code_alone(plan: Strategy, cache_dir: Path) -> None:
    first, second = plan.packages[0].code, plan.packages[1].code
    spoken = replace(plan, rules=(CodedRule("package", second, "ほうき"),))
    hidden = (CodedRule("package", first, "ほうき"), CodedRule("package", first, "空飛ぶほうき", "hides"))
    both = replace(plan, rules=(*spoken.rules, *hidden))
    assert tags(both, STRANGE, cache_dir) == tags(spoken, STRANGE, cache_dir)


def test_the_version_changes_with_every_rule_word_synonym_and_filing(plan: Strategy, cache_dir: Path) -> None:
    topic = standing_topics()[0].code
    states = [
        plan,
        added(plan, "ほうき"),
        added(plan, "ほうき", "weak"),
        replace(plan, synonyms=(("のりもの", "バス"),)),
        replace(plan, filings=(TopicFiling(topic, (("package", plan.packages[0].code),)),)),
    ]
    assert len({Tagger.for_strategy(state, cache_dir=cache_dir).version for state in states}) == len(states)


@pytest.mark.usefixtures("made_for_real")
def test_only_another_place_of_a_topic_is_learned_anew(
    plan: Strategy, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Tagger.for_strategy(plan, cache_dir=cache_dir)
    fitted = []
    monkeypatch.setattr(
        "nlp.cold.fit_linear", lambda *rows, **named: fitted.append(rows) or fit_linear(*rows, **named)
    )
    Tagger.for_strategy(added(plan, "ほうき"), cache_dir=cache_dir)
    assert fitted == []
    topic = TopicFiling(standing_topics()[7].code, (("package", plan.packages[2].code),))
    Tagger.for_strategy(replace(plan, filings=(topic,)), cache_dir=cache_dir)
    assert len(fitted) == 1


def test_a_rule_of_a_code_that_the_plan_lost_does_nothing(plan: Strategy, cache_dir: Path) -> None:
    lost = replace(plan, rules=(CodedRule("package", "gone", "ほうき"),))
    assert tags(lost, STRANGE, cache_dir) == tags(plan, STRANGE, cache_dir)


def test_a_rule_that_cannot_be_read_any_more_stops_nothing(plan: Strategy, cache_dir: Path) -> None:
    rules = (CodedRule("package", plan.packages[1].code, "(ほうき"), *added(plan, "ほうき").rules)
    assert tags(replace(plan, rules=rules), STRANGE, cache_dir) == tags(
        added(plan, "ほうき"), STRANGE, cache_dir
    )


def test_a_filed_topic_goes_where_the_person_says_and_the_others_stay(plan: Strategy) -> None:
    topics = standing_topics()
    target = ("package", plan.packages[-1].code)
    filed = replace(plan, filings=(TopicFiling(topics[3].code, (target,)), TopicFiling(topics[4].code)))
    tokeniser = Tokeniser(plan.vocabulary)
    before, after = map_topics(plan, topics, tokeniser), map_topics(filed, topics, tokeniser)
    named = [(after.targets[n].facet, after.targets[n].code) for n in after.targets_of_topic[3]]
    assert named == [target]
    assert after.targets_of_topic[4] == ()
    assert before.targets_of_topic[5:] == after.targets_of_topic[5:]


def test_a_place_whose_codes_are_all_gone_leaves_the_topic_to_the_plan(
    plan: Strategy, cache_dir: Path
) -> None:
    topics, tokeniser = standing_topics(), Tokeniser(plan.vocabulary, cache_dir)
    lost = replace(plan, filings=(TopicFiling(topics[3].code, (("package", "gone"),)),))
    assert map_topics(lost, topics, tokeniser) == map_topics(plan, topics, tokeniser)


def test_an_added_synonym_joins_the_whole_group_of_its_meaning() -> None:
    plain, taught = Tokeniser(), Tokeniser(synonyms=(("ほうき乗り", "お年寄り"),))
    assert taught.forms_of("ほうき乗り") == taught.forms_of("高齢者") != plain.forms_of("ほうき乗り")
    assert taught.forms_of("お年寄り") == plain.forms_of("お年寄り")


def test_an_added_synonym_goes_before_a_standing_one() -> None:
    assert Tokeniser(synonyms=(("お年寄り", "若者"),)).forms_of("お年寄り") == Tokeniser().forms_of("若者")


def test_a_hundred_thousand_characters_are_tagged_with_rules(plan: Strategy, cache_dir: Path) -> None:
    ruled = added(plan, "near(ほうき, 島, 20)")
    result = tags(ruled, STRANGE * (100_000 // len(STRANGE)), cache_dir)
    assert plan.packages[0].code in result.codes("package")
