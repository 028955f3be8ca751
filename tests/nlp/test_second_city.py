"""Another city's plan works on the day it is loaded: other codes, other themes, other packages, no change of code."""

from pathlib import Path

import pytest

from nlp import Strategy, Tagger
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
