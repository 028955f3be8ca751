"""The plan's local words as a Sudachi user dictionary, built once and kept in a cache folder."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import sudachidict_core
from sudachipy import Config, Dictionary
from sudachipy.errors import SudachiError

from nlp.errors import DictionaryUnbuildable
from nlp.types import PlanWord

# 普通名詞・一般の左右文脈 ID（辞書の版ごとに違いうるので、鍵に辞書の版を含める）
_NOUN_CONTEXT = "4786"
# 短い語は長い語の一部を切り出しやすい（「サービス」の中の「ビス」など）ので、普通の名詞並みの費用にする
_COST_OF_LONG, _COST_OF_SHORT, _SHORT = "-12000", "5000", 3


def versions() -> dict[str, str]:
    """The versions every result depends on."""
    return {"sudachipy": version("sudachipy"), "sudachidict_core": version("sudachidict-core")}


def open_dictionary(vocabulary: tuple[PlanWord, ...] = (), cache_dir: Path | None = None) -> Dictionary:
    """The core dictionary together with the plan's words; building takes seconds, opening does not."""
    source = _source(vocabulary)
    if not source:
        return Dictionary(config=Config(system="core"))
    folder = cache_dir or default_cache_dir()
    try:
        return _with_words(_compiled(source, folder))
    except SudachiError:
        # 壊れた控えが残っていると、いつまでもどの意見も読めない。控えは作り直せる
        _kept_in(folder, source).unlink(missing_ok=True)
        return _with_words(_compiled(source, folder))


def is_built(vocabulary: tuple[PlanWord, ...], cache_dir: Path) -> bool:
    """Whether opening takes no building."""
    source = _source(vocabulary)
    return not source or _kept_in(cache_dir, source).exists()


def _with_words(compiled: Path) -> Dictionary:
    return Dictionary(config=Config(system="core", user=[str(compiled)]))


@lru_cache(maxsize=1)
def default_cache_dir() -> Path:
    """$XDG_CACHE_HOME/consult-nlp, or a folder of this user's own in the temporary folder."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    wanted = Path(base) / "consult-nlp"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        # 他人が先に作れる名前の共有フォルダーは信用しない
        return Path(tempfile.mkdtemp(prefix="consult-nlp-"))


def _compiled(source: str, cache_dir: Path) -> Path:
    """The built dictionary for this source; two processes building at once both end with a whole file."""
    target = _kept_in(cache_dir, source)
    if target.exists():
        return target
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir, prefix=".building-") as scratch:
        lexicon, built = Path(scratch) / "words.csv", Path(scratch) / "words.dic"
        lexicon.write_text(source, encoding="utf-8")
        _build(lexicon, built, description=target.stem)
        # 同じ内容なので、先に置かれたものを置き換えても読み手には変わらない
        _save(built)
        built.replace(target)
    return target


def _kept_in(cache_dir: Path, source: str) -> Path:
    key = hashlib.sha256((source + json.dumps(versions(), sort_keys=True)).encode()).hexdigest()[:24]
    return cache_dir / f"words-{key}.dic"


def _save(built: Path) -> None:
    """On the disk before it has its name: after a loss of power half a file must not bear it."""
    with built.open("rb") as file:
        os.fsync(file.fileno())


def _build(lexicon: Path, built: Path, *, description: str) -> None:
    """In a process of its own: building needs half a gigabyte, which a long-lived worker would never give back."""
    command = [sys.executable, "-m", "sudachipy.command_line", "ubuild", "-s", str(_system_dictionary())]
    command += ["-d", description, "-o", str(built), str(lexicon)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode or not built.exists():
        raise DictionaryUnbuildable(f"利用者辞書を作れませんでした: {ended.stderr.strip()[-500:]}")


def _system_dictionary() -> Path:
    return Path(str(sudachidict_core.__file__)).parent / "resources" / "system.dic"


def _source(vocabulary: tuple[PlanWord, ...]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for surface, reading in sorted({(word.surface, word.reading) for word in vocabulary}):
        form = unicodedata.normalize("NFKC", surface).strip()
        if form and form.isprintable():
            writer.writerow(_entry(form, reading))
    return lines.getvalue()


def _entry(form: str, reading: str) -> list[str]:
    cost = _COST_OF_SHORT if len(form) <= _SHORT else _COST_OF_LONG
    context = [form.lower(), _NOUN_CONTEXT, _NOUN_CONTEXT, cost, form]
    part_of_speech = ["名詞", "普通名詞", "一般", "*", "*", "*"]
    entry = [*context, *part_of_speech, reading or form, form, "*", "A", "*", "*", "*", "*"]
    # 辞書の書式では \u0041 のような並びが文字の番号になり、無い番号があると辞書全体が作れない
    return [cell.replace("\\", r"\u005c") for cell in entry]
