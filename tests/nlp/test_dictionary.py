"""The plan's words as a dictionary of their own: built once, whole, by however many at a time."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import dictionary
from nlp.dictionary import open_dictionary
from nlp.tokenise import Tokeniser, ends_of
from nlp.types import PlanWord
from tests.built_once import MADE_FOR_REAL

WORDS = (
    PlanWord("ことはじめ市", "コトハジメイチ"),
    PlanWord("フラ", "フラ"),
    PlanWord('「"変な,語', ""),
    PlanWord("", ""),
)


@pytest.fixture(scope="module")
def plain() -> Tokeniser:
    return Tokeniser()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two builders at once in an empty folder, neither finding what another file of tests has built."""
    folder = tmp_path_factory.mktemp("words")
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(dictionary, "_build", MADE_FOR_REAL[dictionary, "_build"])
        list(pool.map(lambda _: open_dictionary(WORDS, folder), range(2)))
    return folder


def test_two_builders_at_once_leave_one_whole_dictionary(folder: Path) -> None:
    assert [path.suffix for path in folder.iterdir()] == [".dic"]
    assert len(Tokeniser(WORDS, folder).forms_of("ことはじめ市")) == 1


def test_the_same_words_in_another_order_are_not_built_again(folder: Path) -> None:
    before = [path.stat().st_mtime_ns for path in folder.iterdir()]
    open_dictionary(tuple(reversed(WORDS)), folder)
    assert [path.stat().st_mtime_ns for path in folder.iterdir()] == before


def test_no_words_need_no_folder(tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    open_dictionary((), nowhere)
    assert not nowhere.exists()


def test_a_short_local_word_does_not_cut_longer_words(folder: Path) -> None:
    tokeniser = Tokeniser(WORDS, folder)
    assert tokeniser.forms_of("インフラ") == ("インフラ",)
    assert tokeniser.forms_of("フラの大会")[0] == "フラ"


def test_one_tokeniser_serves_many_threads(folder: Path) -> None:
    tokeniser = Tokeniser(WORDS, folder)
    with ThreadPoolExecutor(4) as pool:
        answers = set(
            pool.map(lambda _: tuple(tokeniser.words_of("保育所とバスと病院を守ってほしい。")), range(200))
        )
    assert len(answers) == 1


def test_building_the_dictionary_does_not_stay_in_this_process(tmp_path: Path) -> None:
    """A worker lives for weeks: what building needs must be given back."""
    code = (
        "import re, sys; from pathlib import Path; from nlp.dictionary import open_dictionary;"
        "from nlp.types import PlanWord;"
        "open_dictionary((PlanWord('みなとネウボラ', 'ミナトネウボラ'),), Path(sys.argv[1]));"
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)"
    )
    # getrusage は使わない: Linux の ru_maxrss は exec の前、つまり親（pytest）の最大値を引き継ぐ
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert int(run.stdout) < 450  # MB; built in the same process it was 800


def test_words_that_look_like_a_character_number_are_words_and_break_no_dictionary(tmp_path: Path) -> None:
    surfaces = ("\\ud800", "\\u{110000}", "駅前\\u{d800}広場", "a\\")
    tokeniser = Tokeniser(tuple(PlanWord(surface, "") for surface in surfaces), tmp_path)
    for surface in surfaces:
        assert tokeniser.forms_of(f"これは{surface}です")[2] == surface


def test_a_damaged_dictionary_is_built_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Built for real once: what is asked here is when, and that takes four seconds each time."""
    [whole] = folder.iterdir()
    monkeypatch.setattr(dictionary, "_build", lambda _words, built, **_: shutil.copyfile(whole, built))
    open_dictionary(WORDS, tmp_path)
    [kept] = tmp_path.iterdir()
    content = whole.read_bytes()
    for damage in (b"", content[:1000], b"x" * 5000):
        kept.write_bytes(damage)
        assert Tokeniser(WORDS, tmp_path).forms_of("ことはじめ市") == ("ことはじめ市",)
        assert kept.read_bytes() == content


@given(
    st.text(
        alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("ｶﾞー〜徳島（とくしま）A İ　1２")),
        max_size=60,
    )
)
@settings(max_examples=200)
def test_words_stand_where_the_analyser_says(plain: Tokeniser, sentence: str) -> None:
    """Their ends are read from one line of surfaces and their starts from the ends: both must be Sudachi's own."""
    analysed = plain._analysed(sentence)
    assert ends_of(analysed, sentence) == [morpheme.end() for morpheme in analysed]
    starts = [morpheme.begin() for morpheme in analysed]
    assert starts == [0, *ends_of(analysed, sentence)][: len(starts)]
