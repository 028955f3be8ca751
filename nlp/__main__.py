"""`python -m nlp tag FILE` and `python -m nlp segment FILE`: JSON lines out, one per line in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp import NlpError, Strategy, Tagger, TagResult, claims_of
from nlp.lines import Line, read_lines

_CITIES = Path(__file__).parent.parent / "consult" / "plan" / "cities"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 2 and one readable line on standard error when the input is at fault."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Iterator[dict[str, Any]]] = options.command
    try:
        # 途中で誤りが分かったとき半端な出力を残さないよう、全部そろえてから書く
        results = [json.dumps(result, ensure_ascii=False) for result in command(options)]
    except NlpError as error:
        print(f"nlp: {error}", file=sys.stderr)
        return 2
    sys.stdout.buffer.write("".join(f"{line}\n" for line in results).encode("utf-8"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description="意見の分類と、記録の切り分け")
    commands = parser.add_subparsers(required=True)
    tag = commands.add_parser("tag", help="意見にテーマ・政策パッケージ・重点推進モデルの候補を付ける")
    tag.add_argument("file", help="JSON lines か CSV（id, text）。- は標準入力")
    tag.add_argument("--strategy", help="戦略の YAML（省略時は同梱の戦略）")
    tag.add_argument("--model", type=Path, help="モデルのファイル（省略時は同梱のもの）")
    tag.set_defaults(command=_tag)
    segment = commands.add_parser("segment", help="ヒアリングの記録を意見の候補に切り分ける")
    segment.add_argument("file", help="JSON lines か CSV（id, text）。- は標準入力")
    segment.set_defaults(command=_segment)
    return parser


def _tag(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    lines = read_lines(options.file)
    strategy = Strategy.from_yaml(options.strategy or str(_shipped_strategy()))
    tagger = Tagger.for_strategy(strategy, model=options.model)
    results = tagger.tag([line.text for line in lines])
    return (_tagged(line, result) for line, result in zip(lines, results, strict=True))


def _shipped_strategy() -> Path:
    cities = sorted(_CITIES.glob("*.yaml"))
    if len(cities) != 1:
        raise NlpError(f"{_CITIES} に同梱の戦略が一つではありません。--strategy で指定してください。")
    return cities[0]


def _tagged(line: Line, result: TagResult) -> dict[str, Any]:
    return {
        "id": line.id,
        "themes": result.codes("theme"),
        "packages": result.codes("package"),
        "models": result.codes("model"),
        "ranked_packages": list(result.ranked_packages),
        "suggestions": [
            {
                "facet": suggestion.facet,
                "code": suggestion.code,
                "probability": round(suggestion.probability, 6),
                "evidence": [[span.start, span.end] for span in suggestion.evidence],
            }
            for suggestion in result.suggestions
        ],
    }


def _segment(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for line in read_lines(options.file):
        claims = [{"start": c.start, "end": c.end, "is_opinion": c.is_opinion} for c in claims_of(line.text)]
        yield {"id": line.id, "claims": claims}


if __name__ == "__main__":
    sys.exit(main())
