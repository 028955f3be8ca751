"""Another city's plan works on the day it is loaded: other codes, other themes, other packages, no change of code."""

from dataclasses import replace
from pathlib import Path

import pytest

from nlp import Strategy, Tagger
from nlp.types import CodedRule, PlanPackage
from tests.nlp.conftest import MADE_UP


@pytest.fixture(scope="module")
def island(cache_dir: Path) -> Tagger:
    return Tagger.for_strategy(Strategy.from_yaml(str(MADE_UP)), cache_dir=cache_dir)


@pytest.mark.parametrize(
    ("wording", "theme", "package"),
    [
        ("保育園に入れず、仕事に戻れません。", "kurashi", "A"),
        ("診療所の医師が週に一度しか来ない。", "kurashi", "B"),
        ("バスがないので免許を返せない。", "kurashi", "B"),
        ("海水浴と温泉をもっと宣伝してお客を呼ぼう。", "kasegi", "C"),
        ("船を継ぐ若者がいない。漁業の研修を始めて。", "kasegi", "D"),
        ("空き家を直して移住者に貸したい。", None, "D"),
        ("役所の申請をスマホで済ませたい。", "kurashi", "B"),
    ],
)
def test_opinions_find_the_other_citys_packages(
    island: Tagger, wording: str, theme: str | None, package: str
) -> None:
    [result] = island.tag([wording])
    assert result.codes("package")[:1] == [package]
    assert theme is None or theme in result.codes("theme")


def test_the_citys_own_words_lead_to_its_packages(island: Tagger) -> None:
    by_boat, market = island.tag(["みなみのポート便を増やしてほしい。", "ことはじめ市が楽しみです。"])
    assert by_boat.codes("package") == ["B"]
    assert market.codes("package") == ["C"]


def test_its_only_model_and_all_its_packages_are_ranked(island: Tagger) -> None:
    [result] = island.tag(["太陽光の電気を島の中で使い回そう。"])
    assert result.codes("model") == ["緑"]
    assert sorted(result.ranked_packages) == ["A", "B", "C", "D"]


def test_what_belongs_to_no_package_stays_empty(island: Tagger) -> None:
    for result in island.tag(["道の舗装が割れている。", "ありがとうございます。", "税金が高い。"]):
        assert result.codes("package") == []


def test_two_plans_have_two_versions(island: Tagger, tagger: Tagger) -> None:
    assert island.version != tagger.version


@pytest.fixture(scope="module")
def starry_island(cache_dir: Path) -> Tagger:
    """The island with a package that no standing topic belongs to, and what a drafter added for it."""
    plan = Strategy.from_yaml(str(MADE_UP))
    rules = (
        CodedRule("package", "E", "（星空 or 天の川） and not 商品", "strong", "星空"),
        CodedRule("package", "E", "暗い", "weak", "暗さ"),
    )
    packages = (*plan.packages, PlanPackage("E", "星空の保護", "", "", (), ()))
    return Tagger.for_strategy(replace(plan, packages=packages, rules=rules), cache_dir=cache_dir)


@pytest.mark.parametrize(
    "caught",
    [
        "星空を守ってほしい。",
        "夜の照明が多く、天の川が見えなくなった。観光の目玉なのに残念だ。",
        "バスを増やし、病院に医師を呼び、星空も守ってほしい。",
    ],
)
def test_a_package_without_topics_is_suggested_where_a_strong_rule_of_it_holds(
    starry_island: Tagger, caught: str
) -> None:
    [result] = starry_island.tag([caught])
    assert "E" in result.codes("package")
    [stars] = [each for each in result.suggestions if each.code == "E"]
    assert [reason.label for reason in stars.reasons] == [stars.reasons[0].label], (
        "nothing else speaks for it"
    )
    assert stars.reasons[0].label.endswith("（星空）")
    assert stars.score == stars.bias + stars.reasons[0].weight


@pytest.mark.parametrize(
    "other",
    [
        "星空の商品を売ろう。",
        "夜空の光を減らしてほしい。",
        "夜の道が暗い。",
        "バスを増やしてほしい。",
        "ありがとうございます。",
        "",
    ],
)
def test_a_package_without_topics_is_suggested_for_nothing_else(starry_island: Tagger, other: str) -> None:
    """Nor where a weak rule holds alone: it says that other words must join it, and the machine knows none yet."""
    [result] = starry_island.tag([other])
    assert "E" not in result.codes("package")


def test_a_package_without_topics_changes_nothing_for_the_others(
    island: Tagger, starry_island: Tagger
) -> None:
    texts = ["保育園に入れず、仕事に戻れません。", "船を継ぐ若者がいない。", "道の舗装が割れている。"]
    assert [one.codes("package") for one in starry_island.tag(texts)] == [
        one.codes("package") for one in island.tag(texts)
    ]
