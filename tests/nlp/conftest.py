"""Taggers are made once: two plans, one shipped and one made up."""

from pathlib import Path

import pytest

from nlp import Strategy, Tagger

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "consult" / "plan" / "cities" / "iwaki.yaml"
MADE_UP = Path(__file__).parent / "data" / "minato.yaml"


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def cache_dir(cache_home: Path) -> Path:
    """Where the commands keep dictionaries too, so that each is built once for all tests."""
    return cache_home / "consult-nlp"


@pytest.fixture(scope="session")
def strategy() -> Strategy:
    return Strategy.from_yaml(str(SHIPPED))


@pytest.fixture(scope="session")
def tagger(strategy: Strategy, cache_dir: Path) -> Tagger:
    return Tagger.for_strategy(strategy, cache_dir=cache_dir)
