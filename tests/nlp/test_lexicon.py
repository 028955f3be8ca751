"""Topics, synonyms and where they match; how a plan's words decide where a topic belongs."""

from pathlib import Path

import pytest

from nlp import Strategy, Tagger
from nlp.lexicon import Matcher, Topic, plan_names, standing_topics
from nlp.mapping import map_topics
from nlp.tokenise import Tokeniser, names_of_bodies, standing_synonyms
from nlp.types import PlanPackage, PlanTheme


@pytest.fixture(scope="module")
def tokeniser(strategy: Strategy, cache_dir: Path) -> Tokeniser:
    return Tokeniser(strategy.vocabulary, cache_dir)


@pytest.fixture(scope="module")
def matcher(tokeniser: Tokeniser) -> Matcher:
    return Matcher(tokeniser, standing_topics())


def topics_in(matcher: Matcher, tokeniser: Tokeniser, sentence: str) -> set[str]:
    topics = standing_topics()
    return {topics[hit.topic].code for hit in matcher.hits_in(tokeniser.words_of(sentence))}


def test_there_are_many_topics_each_with_a_name_and_words() -> None:
    topics = standing_topics()
    assert len(topics) >= 80
    assert len({topic.code for topic in topics}) == len(topics)
    assert all(topic.label and topic.under and len(topic.words) >= 3 for topic in topics)


def test_names_that_plans_give_are_those_of_standing_topics() -> None:
    names = plan_names()
    assert names.keys() <= {topic.code for topic in standing_topics()}
    assert all(names.values())


def test_topics_that_no_plan_takes_up_exist_too(strategy: Strategy, tokeniser: Tokeniser) -> None:
    plan = map_topics(strategy, standing_topics(), tokeniser)
    package_numbers = {n for n, target in enumerate(plan.targets) if target.facet == "package"}
    elsewhere = {
        topic.code
        for topic, targets in zip(standing_topics(), plan.targets_of_topic, strict=True)
        if not package_numbers & set(targets)
    }
    assert {
        "road",
        "garbage",
        "noise",
        "crime",
        "tax",
        "assembly",
        "mayor",
        "thanks",
        "platitude",
    } <= elsewhere


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("路線バスが減った", "bus"),
        ("足がなくて困っている", "mobility_poor"),
        ("車がなければ暮らせない", "mobility_poor"),
        ("医者が足りません", "doctors"),
        ("保育所に入れない", "nursery"),
        ("猪が畑を荒らす", "wildlife"),
        ("店を継ぐ人がいない", "succession"),
        ("ゴミの分別", "garbage"),
        ("ｽﾏﾎの教室", "net_access"),
    ],
)
def test_inflection_spelling_and_distance_do_not_hide_a_topic(
    matcher: Matcher, tokeniser: Tokeniser, sentence: str, topic: str
) -> None:
    from nlp import normalise

    assert topic in topics_in(matcher, tokeniser, normalise(sentence).content)


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("バスケットボールの試合", "bus"),
        ("観光バスで来た", "bus"),
        ("海外へ行く", "sea"),
        ("廃校の体育館", "school"),
        ("自然災害が怖い", "nature"),
    ],
)
def test_a_longer_word_hides_the_shorter_one_inside_it(
    matcher: Matcher, tokeniser: Tokeniser, sentence: str, topic: str
) -> None:
    assert topic not in topics_in(matcher, tokeniser, sentence)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人財", "人材"),
        ("保育所", "保育園"),
        ("お医者さん", "医師"),
        ("ゴミ", "ごみ"),
        ("スマホ", "スマートフォン"),
        ("引越", "引っ越し"),
        ("障がい者", "障害者"),
        ("ビックデータ", "ビッグデータ"),
        ("子ども", "子供"),
    ],
)
def test_words_of_one_meaning_have_one_form(tokeniser: Tokeniser, one: str, other: str) -> None:
    assert tokeniser.forms_of(one) == tokeniser.forms_of(other)


def test_the_synonym_table_has_no_word_in_two_groups() -> None:
    groups = standing_synonyms()
    assert len(groups) >= 150
    words = [word for group in groups for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_a_short_name_of_a_body_stands_for_one_body_and_changes_no_tag(tokeniser: Tokeniser) -> None:
    words = [word for group in (*standing_synonyms(), *names_of_bodies()) for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert tokeniser.forms_of("漁協") != tokeniser.forms_of("漁業協同組合")


def test_local_words_of_the_plan_stay_whole(strategy: Strategy, tokeniser: Tokeniser) -> None:
    for word in strategy.vocabulary:
        if not word.same_as:
            assert len(tokeniser.forms_of(word.surface)) == 1, word.surface
    assert len(Tokeniser().forms_of("以和貴まちづくり基本条例")) > 1


def test_what_a_package_excludes_is_not_filed_there(cache_dir: Path) -> None:
    plan = Strategy(
        themes=(PlanTheme("t", "くらし", "交通"),),
        packages=(
            PlanPackage(
                "p", "歩けるまち", includes="スポーツ、健康づくり", excludes="競技としてのスポーツ大会 (→q)"
            ),
            PlanPackage("q", "遊べるまち", includes="スポーツの大会、図書館"),
        ),
    )
    tagger = Tagger.for_strategy(plan, cache_dir=cache_dir)
    [result] = tagger.tag(["図書館を夜まで開けてほしい。"])
    assert result.codes("package") == ["q"]


def test_both_parts_of_a_pair_must_stand_near(matcher: Matcher, tokeniser: Tokeniser) -> None:
    near = "子供が外で遊ぶ日が減った"
    far = "子供の医療費は助かるが、大人になった今は休みの日に友人と車で遠くの町まで出かけて遊ぶ"
    assert "playground" in topics_in(matcher, tokeniser, near)
    assert "playground" not in topics_in(matcher, tokeniser, far)
    first_too_far = "子供の話は置いて、大人になった今は休みの日に友人と遠くの町まで出かけるが、子供と遊ぶ"
    assert "playground" in topics_in(matcher, tokeniser, first_too_far)


def test_an_expression_of_three_parts_is_refused_not_read_as_its_first() -> None:
    topic = Topic("x", "何か", (), (), (), ("夜+暗い+駅前",), (), ())
    with pytest.raises(ValueError, match="二つまで"):
        Matcher(Tokeniser(), [topic])
