"""The starter model: always made from what is shipped, refused when it is not, the same bytes each time."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from nlp import NlpError
from nlp.corpus import make_starter, read_corpus
from nlp.errors import ModelMismatch
from nlp.storage import CORPUS, STARTER, Starter, digest_of, inputs, load_starter, save_starter


@pytest.fixture(scope="module")
def starter() -> Starter:
    return make_starter(read_corpus())


def test_the_shipped_model_is_up_to_date_with_its_inputs(starter: Starter, tmp_path: Path) -> None:
    """`python -m nlp.build` after every change of topics, synonyms, corpus, dictionary or libraries."""
    made = tmp_path / "starter.npz"
    save_starter(made, starter, corpus=digest_of(CORPUS))
    # 中身で比べる: 外側の zip の見出しは Python の版で違う（3.11.2 と 3.11.7）
    assert contents_of(made) == contents_of(STARTER)
    assert STARTER.stat().st_size < 2_000_000


def contents_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_saved_model_comes_back_as_it_was(starter: Starter, tmp_path: Path) -> None:
    path = tmp_path / "starter.npz"
    save_starter(path, starter, corpus="x")
    loaded = load_starter(path)
    assert loaded.vocabulary.words == starter.vocabulary.words
    assert np.array_equal(loaded.labels, starter.labels)
    assert np.allclose(loaded.strengths, starter.strengths)
    assert np.allclose(loaded.terms.toarray(), starter.terms.toarray(), atol=1e-6)


def test_a_model_made_with_another_dictionary_is_refused_with_the_reason(
    starter: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "starter.npz"
    other = {**inputs(), "libraries": {"sudachidict_core": "20200101"}}
    with monkeypatch.context() as patched:
        patched.setattr("nlp.storage.inputs", lambda: other)
        save_starter(path, starter, corpus="x")
    with pytest.raises(ModelMismatch, match="20200101"):
        load_starter(path)


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04broken"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(NlpError, match="モデル"):
        load_starter(path)
    with pytest.raises(NlpError, match="開けません"):
        load_starter(tmp_path / "missing.npz")
