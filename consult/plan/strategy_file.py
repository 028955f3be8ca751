"""Reads a strategy file strictly: what is wrong is named with its path and line, in Japanese, all at once."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from consult.domain.errors import PlanRefused
from consult.plan.references import problems_between
from consult.plan.strategy_schema import StrategyContent
from consult.plan.yaml_source import MAX_CHARACTERS, Source, read_yaml, spoken
from consult.plan.yaml_source import Path as Place
from consult.plan.year_keys import key_in_file

# What the transcriber of a document says to readers of the file, as against what the document says: it enters no
# table and no page. `kpi_definition` is not here, being the document's own sentence.
NOTES_FOR_READERS = frozenset(
    {
        "ambiguities",
        "catch_confidence",
        "confidence",
        "kpi_note",
        "mapping_to_phase2_note",
        "note",
        "source_pages_note",
        "years_confidence",
    }
)
SHOWN_AT_MOST = 20
REASONS = {
    "bool_type": "true か false で書いてください。",
    "dict_type": "「項目: 値」の組で書いてください。",
    "extra_forbidden": "知らない項目です。綴りを確かめてください。",
    "finite_number": "有限の数で書いてください。",
    "float_type": "数で書いてください。",
    "greater_than_equal": "数が小さすぎます。",
    "int_type": "整数で書いてください。",
    "less_than_equal": "数が大きすぎます。",
    "list_type": "一覧（- で始まる行）で書いてください。",
    "missing": "必要な項目がありません。",
    "model_type": "「項目: 値」の組で書いてください。",
    "string_pattern_mismatch": "空白か、使えない形の値です。",
    "string_too_long": "長すぎます。",
    "string_too_short": "空です。",
    "string_type": "文字で書いてください（引用符で囲みます）。",
    "too_short": "一つ以上必要です。",
}


def read_strategy(given: Path | str) -> StrategyContent:
    """The content of a file (`Path`) or of a text. Raises PlanRefused; reads nothing but the file."""
    source = read_yaml(_text_of(given), ignored=NOTES_FOR_READERS)
    try:
        content = StrategyContent.model_validate(source.content)
    except ValidationError as error:
        raise _refused([_problem(source, each) for each in error.errors(include_url=False)]) from error
    problems = problems_between(content)
    if problems:
        raise _refused([(source.line(path), spoken(path), reason) for path, reason in problems])
    return content


def _text_of(given: Path | str) -> str:
    if isinstance(given, str):
        return given
    try:
        # One character of UTF-8 takes four bytes at most.
        if given.stat().st_size > MAX_CHARACTERS * 4:
            raise PlanRefused(f"ファイルが大きすぎます（{MAX_CHARACTERS:,}文字まで）。")
        return given.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PlanRefused(f"ファイルを開けません：{given}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PlanRefused(f"ファイル全体（{line}行目）：UTF-8の文字として読み取れません。") from error


def _problem(source: Source, error: Any) -> tuple[int, str, str]:
    path = _path_in_file(source, tuple(step for step in error["loc"] if step != "[key]"))
    reason = REASONS.get(error["type"], "正しい値ではありません。")
    if error["type"] == "value_error":
        reason = str(error["ctx"]["error"])
    return source.line(path), spoken(path), reason


def _path_in_file(source: Source, loc: Place) -> Place:
    """Names that were lifted out of a key with its year go back to the key that stands in the file."""
    path: Place = ()
    for n, step in enumerate(loc):
        if isinstance(step, str) and (*path, step) not in source.lines:
            real = key_in_file(step, [str(key) for key in source.children(path)])
            if real is not None:
                rest = loc[n + 1 :] if source.children((*path, real)) else ()
                return (*path, real, *rest)
        path = (*path, step.strip() if isinstance(step, str) else step)
    return path


def _refused(problems: list[tuple[int, str, str]]) -> PlanRefused:
    lines = [f"{path}（{line}行目）：{reason}" for line, path, reason in sorted(set(problems))]
    more = [f"ほか{len(lines) - SHOWN_AT_MOST}か所"] if len(lines) > SHOWN_AT_MOST else []
    return PlanRefused("\n".join(lines[:SHOWN_AT_MOST] + more))
