"""The commands as the outside uses them: one line out per line in, readable refusals, the same bytes twice."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pytest

from nlp import NlpError, Strategy
from nlp.__main__ import main
from nlp.answers import FEW, Job, answers_to
from nlp.dictionary import default_cache_dir
from nlp.lines import Line, read_lines
from tests.nlp.conftest import MADE_UP, ROOT


@pytest.fixture(autouse=True)
def shared_cache(cache_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_home))
    default_cache_dir.cache_clear()


def written(tmp_path: Path, content: bytes, name: str = "in.jsonl") -> str:
    path = tmp_path / name
    path.write_bytes(content)
    return str(path)


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[int, bytes, str]:
    code = main(arguments)
    out, err = capfdbinary.readouterr()
    return code, out, err.decode()


def json_lines(*rows: dict[str, object]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_tag_answers_line_by_line_in_the_promised_form(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "ﾊﾞｽが減って、病院へ行けません。"
    source = written(tmp_path, json_lines({"id": 7, "text": text}, {"id": "い", "text": "。"}))
    code, out, err = run(capfdbinary, "tag", source)
    assert (code, err) == (0, "")
    first, second = [json.loads(line) for line in out.decode().splitlines()]
    assert list(first) == ["id", "themes", "packages", "models", "ranked_packages", "suggestions"]
    assert (first["id"], second["id"]) == (7, "い")
    assert "2-1" in first["packages"]
    assert first["packages"][0] == first["ranked_packages"][0]
    assert len(first["ranked_packages"]) == 12
    for suggestion in first["suggestions"]:
        assert list(suggestion) == ["facet", "code", "probability", "evidence"]
        assert 0 < suggestion["probability"] < 1
        assert all(text[start:end] for start, end in suggestion["evidence"])
    assert second["suggestions"] == []
    assert "バス" not in out.decode()  # 入力の文は出力に写さない


def test_csv_and_json_lines_with_or_without_bom_give_the_same_tags(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "空き家を\n貸したい"
    lines = json_lines({"id": "1", "text": text})
    table = f'memo,id,text\r\nx,1,"{text}"\r\n'.encode()
    outputs = {
        run(capfdbinary, "tag", written(tmp_path, content, name))[1]
        for content, name in [
            (lines, "a.jsonl"),
            (b"\xef\xbb\xbf" + lines, "b.jsonl"),
            (table, "c.csv"),
            (b"\xef\xbb\xbf" + table, "d.csv"),
        ]
    }
    assert len(outputs) == 1


def test_segment_gives_spans_of_the_note(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    note = "・𠮷田橋を直してほしい。\n→市：検討する。"
    code, out, _ = run(capfdbinary, "segment", written(tmp_path, json_lines({"id": 1, "text": note})))
    assert code == 0
    [claim, answer] = json.loads(out)["claims"]
    assert note[claim["start"] : claim["end"]] == "𠮷田橋を直してほしい。"
    assert (claim["is_opinion"], answer["is_opinion"]) == (True, False)


def test_mask_gives_spans_of_the_text_as_given_and_not_the_words(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "\u200b担当は佐藤です。電話は０９０－００００－１２３４。"
    source = written(tmp_path, json_lines({"id": "a", "text": text}, {"id": 2, "text": "道が暗い。"}))
    code, out, err = run(capfdbinary, "mask", source)
    assert (code, err) == (0, "")
    first, second = [json.loads(line) for line in out.decode().splitlines()]
    assert [(text[start:end], kind) for start, end, kind in first["spans"]] == [
        ("佐藤", "name"),
        ("０９０－００００－１２３４", "phone"),
    ]
    assert second == {"id": 2, "spans": []}
    assert "佐藤" not in out.decode()


def test_another_strategy_can_be_named(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    source = written(tmp_path, json_lines({"id": 1, "text": "図書館を広げてほしい。"}))
    code, out, _ = run(capfdbinary, "tag", source, "--strategy", str(MADE_UP))
    assert code == 0
    assert json.loads(out)["packages"] == ["C"]


def test_an_empty_file_gives_an_empty_answer(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capfdbinary, "segment", written(tmp_path, b""))[:2] == (0, b"")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"id": 1, "text": "a"}\n{"id": 2', "2 行目"),
        (b'{"id": 1, "text": "a"}\n\n{"id": 2, "text": "\\ud800"}', "3 行目"),
        (b'{"id": 1, "text": 5}', "1 行目"),
        (b'{"text": "a"}', "1 行目"),
        (b'{"id": true, "text": "a"}', "1 行目"),
        (b'{"id": 1, "text": "a"}\n[1, 2]', "2 行目"),
        (b'{"id": 1, "text": "a"}\n{"id": 2, "text": "\x82\xa0"}', "2 行目"),
        (b"id,memo\r\n1,a\r\n", "text"),
        (b'id,text\r\n1,"a', "CSV"),
        (b'"id"x,text\r\n1,a', "1 行目"),
        (b'[{"id": 1, "text": "a"}]', "JSON lines"),
        (b"id,text\r\n1,a\r\n2,b,c\r\n", "3 行目"),
        (b"id,text,text\r\n1,a,b\r\n", "1 行目"),
        (b'{"id": 1, "text" "a"}', "18 字目"),
        (b"id,text\r\n1\r\n", "2 行目"),
        (b'{"id": 1, "text": ' + b"[" * 100_000, "1 行目"),
    ],
)
def test_bad_input_is_refused_with_its_line_and_no_output(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], content: bytes, message: str
) -> None:
    code, out, err = run(capfdbinary, "segment", written(tmp_path, content))
    assert (code, out) == (2, b"")
    assert message in err
    assert "in.jsonl" in err
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["evaluate", "fit"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"id": "\\ud800", "text": "a", "themes": [], "packages": [], "models": []}', "1 行目"),
        (b'{"id": 1, "text": "a", "themes": "b", "packages": [], "models": []}', "1 行目の themes"),
        (b'{"id": 1, "text": "a", "themes": [], "packages": ["zz"], "models": []}', "zz"),
    ],
)
def test_bad_labels_are_refused_and_leave_no_file(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], command: str, content: bytes, message: str
) -> None:
    out_file = tmp_path / "out.npz"
    arguments = [command, written(tmp_path, content)] + (["--out", str(out_file)] if command == "fit" else [])
    code, out, err = run(capfdbinary, *arguments)
    assert (code, out, out_file.exists()) == (2, b"", False)
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_model_that_cannot_be_written_leaves_what_stood_there(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_strategy: object, _lessons: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nlp.__main__.fit", half)
    kept = tmp_path / "model.npz"
    kept.write_bytes(b"earlier")
    row = {"id": 1, "text": "a", "themes": [], "packages": [], "models": []}
    source = written(tmp_path, json_lines(row))
    for target in (kept, tmp_path / "none" / "model.npz"):
        code, out, err = run(capfdbinary, "fit", source, "--out", str(target))
        assert (code, out) == (2, b"")
        assert "書けません" in err
    assert kept.read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "model.npz"]


def test_a_reader_that_leaves_early_or_a_full_disk_gets_no_traceback(tmp_path: Path) -> None:
    source = written(tmp_path, json_lines(*({"id": n, "text": "あ"} for n in range(20_000))))
    command = f"'{sys.executable}' -m nlp segment '{source}'"
    for shell in (f"{command} | head -1", f"{command} > /dev/full", f"{command.replace(source, '-')} <&-"):
        ended = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False, cwd=ROOT)
        assert "Traceback" not in ended.stderr
        assert len(ended.stderr.splitlines()) == (0 if "head" in shell else 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("themes: [", "1 行"),
        ("themes: 1", "項目"),
        ("- a", "項目"),
        ("themes: []\nphase2: {packages: [{code: a}]}", "2 行: phase2 packages の 1 番目 name"),
        ("themes: []\nphase2: {packages: []}", "一つもありません"),
        ("themes: 2024-13-45", "YAML"),
        ("themes: " + "[" * 5000, "YAML"),
        ("themes:\n- {code: a, label: b}\n- {code: a, label: c}\nphase2: {packages: []}", "3 行"),
        ("themes:\n- {code: a, label: }\nphase2: {packages: []}", "2 行: themes の 1 番目 label"),
        ('themes:\n- {code: a, label: "\\ud800"}\nphase2: {packages: []}', "サロゲート"),
        (f"themes:\n- {{code: a, label: {'図' * 20_000}}}\nphase2: {{packages: []}}", "長すぎます"),
        (
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghi"))
            + "themes: [{code: a, label: *i}]\nphase2: {packages: []}",
            "label",
        ),
    ],
)
def test_a_bad_strategy_is_refused_with_its_fault(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], content: str, message: str
) -> None:
    strategy = written(tmp_path, content.encode(), "plan.yaml")
    source = written(tmp_path, b"")
    code, out, err = run(capfdbinary, "tag", source, "--strategy", strategy)
    assert (code, out) == (2, b"")
    assert message in err
    assert "plan.yaml" in err
    assert len(err.splitlines()) == 1


def test_missing_files_and_wrong_models_are_refused(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    source = written(tmp_path, json_lines({"id": 1, "text": "a"}))
    for arguments in (
        ("tag", str(tmp_path / "none.jsonl")),
        ("tag", source, "--strategy", str(tmp_path / "none.yaml")),
        ("tag", source, "--model", source),
    ):
        code, out, err = run(capfdbinary, *arguments)
        assert (code, out) == (2, b"")
        assert err.startswith("nlp: ")


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    rows = [
        {"id": n, "text": f"{n}番の公園に、子どもの遊具とバス停がほしい。\u2028空き家も心配。"}
        for n in range(20)
    ]
    source = written(tmp_path, json_lines(*rows))
    command = [sys.executable, "-m", "nlp", "tag", source]
    environment = {**os.environ, "PYTHONHASHSEED": "random"}
    first, second = (
        subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environment).stdout
        for _ in range(2)
    )
    assert first == second
    assert len(first.decode().split("\n")) == 21


def test_any_number_of_processes_writes_the_same_bytes_in_the_same_order(tmp_path: Path) -> None:
    texts = ["バスが少ない。", "空き家が心配。", "病院が遠くて困る。", "特にありません。"]
    rows = [{"id": n, "text": texts[n % 4] * (1 + n % 3) + f"{n // 40}番"} for n in range(FEW + 1)]
    source = written(tmp_path, json_lines(*rows))
    job = Job(Strategy.from_yaml(str(MADE_UP)))
    alone, shared = (
        "".join(answers_to(read_lines(source), job, processes=processes)).splitlines() for processes in (1, 2)
    )
    assert [json.loads(line)["id"] for line in shared] == list(range(FEW + 1))
    assert shared == alone


def test_a_model_that_workers_cannot_use_is_refused_with_its_reason(tmp_path: Path) -> None:
    lines = [Line(n, "あ") for n in range(FEW)]
    job = Job(Strategy.from_yaml(str(MADE_UP)), model=tmp_path / "none.npz")
    with pytest.raises(NlpError, match=r"none\.npz"):
        list(answers_to(lines, job, processes=2))


def test_a_fault_at_the_end_of_many_lines_leaves_no_output(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = json_lines(*({"id": n, "text": "あ"} for n in range(FEW)))
    code, out, err = run(capfdbinary, "tag", written(tmp_path, rows + b"{"))
    assert (code, out) == (2, b"")
    assert f"{FEW + 1} 行目" in err


def test_more_results_than_memory_is_set_aside_for_wait_on_disk(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = []

    class Watched(SpooledTemporaryFile):  # type: ignore[type-arg]
        def rollover(self) -> None:
            held.append(self.tell())
            super().rollover()

    monkeypatch.setattr("nlp.__main__._MOST_IN_MEMORY", 200)
    monkeypatch.setattr("nlp.__main__.SpooledTemporaryFile", Watched)
    path = written(tmp_path, json_lines(*({"id": n, "text": "バスを増やしてほしい。"} for n in range(50))))
    code, out, _ = run(capfdbinary, "segment", path)
    assert (code, out.count(b"\n")) == (0, 50)
    assert held[0] < len(out) / 5
