"""Learning from decisions: what was decided is learned, the file is reproducible, and a strange file is refused."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from nlp import NlpError, Strategy, Tagger
from nlp.__main__ import main
from nlp.classify import COLD_THRESHOLDS, Inputs
from nlp.corpus import read_corpus
from nlp.errors import ModelMismatch
from nlp.fit import fit, lesson_of, verify
from nlp.fitted import Fitted, load_fitted, packed
from nlp.labelled import Labelled
from nlp.learn import ENOUGH_LESSONS, CorpusRows, Lesson, Rows, Texts, fold_of, learned_heads
from nlp.mapping import PlanMap, Target
from nlp.types import CodedRule, TopicFiling

STRANGE = "みずたまりの会の寄り合いを増やしてほしい。"


def lesson(number: int, text: str, *codes: tuple[str, str]) -> Lesson:
    return Lesson(text, str(number), frozenset(codes))


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    """A city that files みずたまりの会 under 2-4, which no standing knowledge could know."""
    yes = [lesson(n, f"みずたまりの会に{n}人で行きました。", ("package", "2-4")) for n in range(30)]
    no = [lesson(100 + n, f"会議は{n}回ありました。ありがとう。") for n in range(30)]
    return yes + no


@pytest.fixture(scope="module")
def model(
    lessons: list[Lesson], strategy: Strategy, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("model") / "model.npz"
    fit(strategy, lessons, path, cache_dir)
    return path


def test_a_tagger_learns_from_decisions_what_no_rule_knows(
    tagger: Tagger, model: Path, strategy: Strategy, cache_dir: Path
) -> None:
    learned = Tagger.for_strategy(strategy, model, cache_dir)
    [before], [after] = tagger.tag([STRANGE]), learned.tag([STRANGE])
    assert "2-4" not in before.codes("package")
    assert after.codes("package")[0] == "2-4"
    (reason, *_) = next(s for s in after.suggestions if s.code == "2-4").reasons
    assert "みず" in reason.label or "たまり" in reason.label


def test_what_was_never_decided_stays_known_from_the_standing_corpus(
    tagger: Tagger, model: Path, strategy: Strategy, cache_dir: Path
) -> None:
    learned = Tagger.for_strategy(strategy, model, cache_dir)
    text = "路線バスの本数を増やしてください。"
    assert learned.tag([text])[0].codes("package") == tagger.tag([text])[0].codes("package") != []


def test_the_same_decisions_give_the_same_file_and_another_decision_another_tagger(
    model: Path, lessons: list[Lesson], strategy: Strategy, cache_dir: Path, tmp_path: Path
) -> None:
    again, other = tmp_path / "again.npz", tmp_path / "other.npz"
    fit(strategy, lessons, again, cache_dir)
    assert again.read_bytes() == model.read_bytes()
    fit(strategy, [*lessons, lesson(999, STRANGE, ("theme", "hito"))], other, cache_dir)
    versions = {Tagger.for_strategy(strategy, each, cache_dir).version for each in (model, again, other)}
    assert len(versions) == 2


def test_a_fitted_tagger_is_made_again_to_the_last_byte(
    model: Path, strategy: Strategy, cache_dir: Path
) -> None:
    shown = verify(model, strategy, cache_dir)
    assert (shown.lessons, shown.same_heads, shown.same_tags) == (60, True, True)


def test_a_file_whose_heads_do_not_follow_from_its_lessons_is_found_out(
    model: Path, strategy: Strategy, cache_dir: Path, tmp_path: Path
) -> None:
    fitted = load_fitted(model, strategy)
    forged = replace(fitted, heads=replace(fitted.heads, bias=fitted.heads.bias + 1e-9))
    path = tmp_path / "forged.npz"
    path.write_bytes(packed(forged))
    assert not verify(path, strategy, cache_dir).same_heads


@pytest.mark.parametrize("key", ["strategy", "corpus", "topics", "libraries"])
def test_a_tagger_fitted_on_something_else_is_refused_with_the_reason(
    model: Path, strategy: Strategy, cache_dir: Path, tmp_path: Path, key: str
) -> None:
    fitted: Fitted = load_fitted(model, strategy)
    path = tmp_path / "other.npz"
    path.write_bytes(packed(replace(fitted, meta={**fitted.meta, key: "別のもの"})))
    with pytest.raises(ModelMismatch, match=f"別の {key}"):
        Tagger.for_strategy(strategy, path, cache_dir)


def test_a_changed_plan_refuses_the_tagger_of_the_old_one(
    model: Path, strategy: Strategy, cache_dir: Path
) -> None:
    package = replace(strategy.packages[0], name="名前を変えた")
    changed = replace(strategy, packages=(package, *strategy.packages[1:]))
    with pytest.raises(ModelMismatch, match="strategy"):
        Tagger.for_strategy(changed, model, cache_dir)


def test_what_people_add_later_does_not_throw_away_what_was_learned(
    model: Path, strategy: Strategy, cache_dir: Path
) -> None:
    rule = CodedRule("package", strategy.packages[0].code, "ほうき")
    added = replace(
        strategy, rules=(rule,), synonyms=(("のりもの", "バス"),), filings=(TopicFiling("school"),)
    )
    with_rule = Tagger.for_strategy(added, model, cache_dir)
    assert with_rule.version != Tagger.for_strategy(strategy, model, cache_dir).version
    code = strategy.packages[0].code
    before = Tagger.for_strategy(strategy, model, cache_dir).tag(["ほうきが要る。"])[0]
    assert with_rule.tag(["ほうきが要る。"])[0].probability_of("package", code) > before.probability_of(
        "package", code
    )
    with pytest.raises(ModelMismatch, match="added"):
        verify(model, added, cache_dir)


def test_what_only_one_of_two_coders_gave_is_undecided_not_wrong() -> None:
    one, other = ("1-1", "1-2"), ("1-2", "2-1")
    labelled = Labelled("1", "1", "文", ({"package": one}, {"package": other}), {"package": ("1-2",)})
    made = lesson_of(labelled)
    assert made.codes == {("package", "1-2")}
    assert made.undecided == {("package", "1-1"), ("package", "2-1")}


PLAN = PlanMap((Target("package", "A", "甲"), Target("package", "B", "乙")), ())


def rows(count: int, *, undecided: bool = False) -> Rows:
    """The first column says A, the second B; every third text is of no code."""
    kinds = np.arange(count) % 3
    columns = sparse.csr_matrix(np.stack([kinds == 0, kinds == 1], axis=1).astype(float))
    wanted = np.stack([kinds == 0, kinds == 1], axis=1)
    known = np.full(wanted.shape, not undecided)
    inputs = Inputs(columns, np.zeros((count, 0), dtype=np.float32))
    return Rows(
        # one sentence each
        Texts(inputs, inputs, np.arange(count)),
        wanted,
        known,
        np.array([fold_of(str(n)) for n in range(count)]),
    )


def nothing() -> CorpusRows:
    return CorpusRows(rows(0).texts.whole, np.zeros((0, 2), dtype=bool), np.zeros(0))


def test_few_decisions_move_neither_scale_nor_thresholds() -> None:
    heads = learned_heads(nothing(), rows(ENOUGH_LESSONS - 1), PLAN)
    assert set(heads.slope) == {1.0} and set(heads.offset) == {0.0}
    assert heads.first.tolist() == [COLD_THRESHOLDS["package"][0]] * 2


def test_many_decisions_make_probabilities_that_mean_what_they_say() -> None:
    lessons = rows(300)
    heads = learned_heads(nothing(), lessons, PLAN)
    scores = lessons.texts.scores(heads.weights, heads.bias)
    chances = [[heads.probability_of(c, s) for c, s in enumerate(row)] for row in scores]
    assert np.abs(np.array(chances) - lessons.wanted).max() < 0.2
    assert all(0.1 <= each <= 0.7 for each in [*heads.first, *heads.further])


def test_codes_that_nobody_decided_are_learned_from_the_corpus_alone() -> None:
    shipped = rows(30)
    corpus = CorpusRows(shipped.texts.whole, shipped.wanted, np.ones(30))
    alone = learned_heads(corpus, rows(0), PLAN)
    beside = learned_heads(corpus, rows(60, undecided=True), PLAN)
    assert np.array_equal(alone.weights, beside.weights)


def test_the_commands_learn_measure_and_verify(
    tmp_path: Path,
    cache_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    data, out = tmp_path / "labelled.jsonl", tmp_path / "fitted.npz"
    labels = {"themes": ["machi"], "packages": ["2-4"], "models": []}
    lines = [{"id": str(n), "text": f"みずたまりの会に{n}人で行きました。", **labels} for n in range(20)]
    data.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert main(["fit", str(data), "--half", "learning", "--out", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["lessons"] == 10
    assert main(["verify", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["identical"] is True
    assert main(["evaluate", str(data), "--half", "evaluation", "--model", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["facets"][1]["micro_f1"]["value"] == 1.0


def test_what_the_corpus_is_worth_can_be_measured(
    tmp_path: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    data = tmp_path / "labelled.jsonl"
    labels = {"themes": [], "packages": ["2-1"], "models": []}
    of_buses = [text for text, topics in read_corpus() if topics == ["bus"]]
    lines = [{"id": str(n), "text": text, **labels} for n, text in enumerate(of_buses)]
    data.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    found = []
    for more in ([], ["--without-corpus"]):
        assert main(["evaluate", str(data), "--json", *more]) == 0
        found.append(json.loads(capsys.readouterr().out)["facets"][1]["micro_f1"]["value"])
    assert found[0] > found[1] + 0.1


def test_nothing_to_learn_from_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert main(["fit", str(empty), "--out", str(tmp_path / "x.npz")]) == 2
    assert "一件もありません" in capsys.readouterr().err


def test_a_broken_file_of_a_model_is_refused(model: Path, tmp_path: Path, strategy: Strategy) -> None:
    path = tmp_path / "broken.npz"
    shutil.copy(model, path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(NlpError, match="読めません"):
        Tagger.for_strategy(strategy, path)
