"""`python -m nlp tag|segment|mask|fit|evaluate|verify FILE`: JSON lines out; for `evaluate` a report."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryDirectory
from typing import Any

from nlp import NlpError, Strategy, Tagger, claims_of, personal_items
from nlp.answers import Job, answers_to
from nlp.evaluate import evaluate
from nlp.fit import fit, lesson_of, verify
from nlp.labelled import HALVES, Codes, Labelled, read_labelled, unknown_codes
from nlp.learn import Lesson
from nlp.lines import read_lines
from nlp.report import as_text, as_values

_MOST_IN_MEMORY = 16 << 20
_CITIES = Path(__file__).parent.parent / "consult" / "plan" / "cities"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 2 and one readable line on standard error when the input is at fault."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Iterator[str]] = options.command
    try:
        # 途中で誤りが分かったとき半端な出力を残さないよう、全部そろえてから書く
        with SpooledTemporaryFile(_MOST_IN_MEMORY) as results:
            # writelines は最後の一行まで受け取ってからでないと、メモリの外へ移さない
            for lines in command(options):
                results.write(lines.encode("utf-8"))
            results.seek(0)
            shutil.copyfileobj(results, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except NlpError as error:
        return _refused(str(error))
    except BrokenPipeError:
        # 「| head」などで読み手が先に終えた。閉じた先へもう一度書いて騒がない
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _refused(f"読み書きの途中で止まりました（{error.strerror}）。")
    return 0


def _refused(reason: str) -> int:
    print(f"nlp: {reason}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description="意見の分類と、記録の切り分け")
    commands = parser.add_subparsers(required=True)
    tag = commands.add_parser("tag", help="意見にテーマ・政策パッケージ・重点推進モデルの候補を付ける")
    tag.add_argument("file", help="JSON lines か CSV（id, text）。- は標準入力")
    tag.add_argument(
        "--processes", type=int, default=os.cpu_count(), help="多いときに手分けする数（省略時は CPU の数）"
    )
    _choose_tagger(tag)
    tag.set_defaults(command=_tag)
    segment = commands.add_parser("segment", help="ヒアリングの記録を意見の候補に切り分ける")
    segment.add_argument("file", help="JSON lines か CSV（id, text）。- は標準入力")
    segment.set_defaults(command=_segment)
    mask = commands.add_parser(
        "mask", help="個人情報と思われる箇所を示す（候補であり、漏れがないことは約束しない）"
    )
    mask.add_argument("file", help="JSON lines か CSV（id, text）。- は標準入力")
    mask.set_defaults(command=_mask)
    evaluation = commands.add_parser("evaluate", help="人が付けた分類と比べた報告を書く")
    evaluation.add_argument("file", help="分類つきの JSON lines（形は nlp/labelled.py）。- は標準入力")
    evaluation.add_argument("--half", choices=HALVES, default="all", help="id の末尾で分けた半分だけを使う")
    evaluation.add_argument("--json", action="store_true", help="報告を JSON で書く")
    _choose_strategy(evaluation)
    tagger = evaluation.add_mutually_exclusive_group()
    _choose_model(tagger)
    tagger.add_argument(
        "--without-corpus", action="store_true", help="標準の例文を使わず、話題の言い方だけで測る"
    )
    evaluation.set_defaults(command=_evaluate)
    fitting = commands.add_parser("fit", help="人が付けた分類から学び、モデルのファイルを書く")
    fitting.add_argument("files", nargs="+", help="分類つきの JSON lines（形は nlp/labelled.py）")
    fitting.add_argument("--half", choices=HALVES, default="all", help="id の末尾で分けた半分だけを使う")
    fitting.add_argument("--out", type=Path, default=Path("model.npz"), help="書き先（省略時は model.npz）")
    _choose_strategy(fitting)
    fitting.set_defaults(command=_fit)
    verification = commands.add_parser("verify", help="モデルを作り直し、同じ分類になるかを確かめる")
    verification.add_argument("model", type=Path, help="fit が書いたファイル")
    _choose_strategy(verification)
    verification.set_defaults(command=_verify)
    return parser


def _choose_strategy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strategy", help="戦略の YAML（省略時は同梱の戦略）")


def _choose_tagger(parser: argparse.ArgumentParser) -> None:
    _choose_strategy(parser)
    _choose_model(parser)


def _choose_model(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--model", type=Path, help="モデルのファイル（省略時は同梱のもの）")


def _strategy(options: argparse.Namespace) -> Strategy:
    return Strategy.from_yaml(options.strategy or str(_shipped_strategy()))


def _tag(options: argparse.Namespace) -> Iterator[str]:
    job = Job(_strategy(options), options.model)
    return answers_to(read_lines(options.file), job, processes=options.processes)


def _shipped_strategy() -> Path:
    cities = sorted(_CITIES.glob("*.yaml"))
    if len(cities) != 1:
        raise NlpError(f"{_CITIES} に同梱の戦略が一つではありません。--strategy で指定してください。")
    return cities[0]


def _segment(options: argparse.Namespace) -> Iterator[str]:
    for line in read_lines(options.file):
        claims = [{"start": c.start, "end": c.end, "is_opinion": c.is_opinion} for c in claims_of(line.text)]
        yield _line_of({"id": line.id, "claims": claims})


def _mask(options: argparse.Namespace) -> Iterator[str]:
    for line in read_lines(options.file):
        yield _line_of({"id": line.id, "spans": list(personal_items(line.text))})


def _evaluate(options: argparse.Namespace) -> Iterator[str]:
    labelled = read_labelled(options.file, options.half)
    tagger = Tagger.for_strategy(
        _strategy(options), model=options.model, without_corpus=options.without_corpus
    )
    _refuse_unknown(labelled, tagger.codes, options.file)
    report = evaluate(labelled, tagger.tag([one.text for one in labelled]), tagger.codes)
    yield _line_of(as_values(report)) if options.json else f"{as_text(report)}\n"


def _fit(options: argparse.Namespace) -> Iterator[str]:
    strategy = _strategy(options)
    lessons: list[Lesson] = []
    for file in options.files:
        labelled = read_labelled(file, options.half)
        _refuse_unknown(labelled, strategy.codes, file)
        lessons.extend(lesson_of(one) for one in labelled)
    if not lessons:
        raise NlpError("学ぶための分類が一件もありません。")
    with _whole(options.out) as unfinished:
        fitted = fit(strategy, lessons, unfinished)
    yield _line_of({"model": str(options.out), "lessons": len(lessons), "sha256": fitted.digest})


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A name beside the target, which takes the target's place once it is written; before, nothing changes."""
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".fitting-") as scratch:
            yield Path(scratch) / target.name
            (Path(scratch) / target.name).replace(target)
    except OSError as error:
        raise NlpError(f"{target}: モデルのファイルを書けません（{error.strerror}）。") from error


def _verify(options: argparse.Namespace) -> Iterator[str]:
    shown = verify(options.model, _strategy(options))
    if not (shown.same_heads and shown.same_tags):
        raise NlpError(f"{options.model}: 作り直すと違う分類になりました（{shown}）。")
    yield _line_of({"model": str(options.model), "lessons": shown.lessons, "identical": True})


def _refuse_unknown(labelled: list[Labelled], known: Codes, file: str) -> None:
    if unknown := unknown_codes(labelled, known):
        raise NlpError(f"{file}: この戦略に無い符号があります（{'、'.join(unknown)}）。")


def _line_of(values: dict[str, Any]) -> str:
    return f"{json.dumps(values, ensure_ascii=False)}\n"


if __name__ == "__main__":
    sys.exit(main())
