"""Reads the parts of a city's plan file that the tagger needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlp.errors import StrategyUnreadable
from nlp.lines import is_broken
from nlp.types import PlanModel, PlanPackage, PlanTheme, PlanWord, Strategy

# 計画の一項目の文としては十分に長く、辞書が一度に読める長さ（49,149 バイト）には収まる
LONGEST_TEXT = 10_000
LONGEST_WORD = 100


def read_strategy(path: str | Path) -> Strategy:
    """The strategy in a YAML file; raises StrategyUnreadable with the place of the fault."""
    try:
        written = Path(path).read_text(encoding="utf-8-sig")
        tree = yaml.safe_load(written)
    except OSError as error:
        raise StrategyUnreadable(f"{path}: 戦略のファイルを開けません（{error.strerror}）。") from error
    except UnicodeDecodeError as error:
        raise StrategyUnreadable(f"{path}: UTF-8 で書かれていません。") from error
    except yaml.YAMLError as error:
        raise StrategyUnreadable(f"{path}{_place(error)}: YAML として読めません。") from error
    except (ValueError, RecursionError) as error:
        # 「2024-13-45」のような日付、桁の多すぎる数、深すぎる入れ子
        raise StrategyUnreadable(
            f"{path}: 日付や数の形をした値が正しくないか、入れ子が深すぎるため、YAML として読めません。"
        ) from error
    try:
        return _strategy(_Part(tree, ()))
    except _Misshapen as fault:
        line = _line_of(written, fault.part.path)
        raise StrategyUnreadable(f"{path} {line} 行: {fault.part.name}{fault.reason}") from fault


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" {mark.line + 1} 行 {mark.column + 1} 字目" if mark else ""


def _line_of(written: str, path: tuple[str | int, ...]) -> int:
    """The line of an item, or of the innermost item around it that is there."""
    node = yaml.compose(written, yaml.SafeLoader)
    for step in path:
        inner = None
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            inner = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            inner = next((value for key, value in node.value if key.value == step), None)
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1 if node else 1


class _Misshapen(Exception):
    def __init__(self, part: _Part, reason: str) -> None:
        super().__init__(reason)
        self.part = part
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Part:
    """A value of the file and the way to it."""

    value: Any
    path: tuple[str | int, ...]

    @property
    def name(self) -> str:
        steps = (f" の {step + 1} 番目" if isinstance(step, int) else f" {step}" for step in self.path)
        return "".join(steps).strip() or "全体"

    def at(self, key: str) -> _Part:
        """What stands under a key; its value is None where nothing does."""
        if not isinstance(self.value, dict):
            raise _Misshapen(self, " が「項目: 値」の形ではありません。")
        return _Part(self.value.get(key), (*self.path, key))

    def rows(self, *, needed: bool = False) -> list[_Part]:
        if self.value is None and not needed:
            return []
        if not isinstance(self.value, list):
            raise _Misshapen(self, " が「- 」で始まる並びではありません。")
        return [_Part(row, (*self.path, number)) for number, row in enumerate(self.value)]

    def text(self, *, needed: bool = False, longest: int = LONGEST_TEXT) -> str:
        if self.value is None and not needed:
            return ""
        # 下の項目を持つ値を文にすると、参照（*名前）を重ねた小さなファイルが際限なく膨らむ
        if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
            raise _Misshapen(self, " が足りないか、文字ではありません。")
        text = str(self.value)
        if needed and not text.strip():
            raise _Misshapen(self, " が空です。")
        if is_broken(text):
            raise _Misshapen(self, " に対になっていないサロゲートがあります。")
        if len(text) > longest:
            raise _Misshapen(self, f" が長すぎます（{len(text):,} 字。{longest:,} 字まで）。")
        return text

    def texts(self) -> tuple[str, ...]:
        return tuple(row.text() for row in self.rows())


def _strategy(tree: _Part) -> Strategy:
    phase = tree.at("phase2")
    themes, packages = tree.at("themes"), phase.at("packages")
    if not (themes.rows(needed=True) or packages.rows(needed=True)):
        raise _Misshapen(themes, " にも phase2 の packages にも、分類が一つもありません。")
    return Strategy(
        themes=tuple(_theme(row) for row in _distinct(themes)),
        packages=tuple(_package(row) for row in _distinct(packages)),
        models=tuple(_model(row) for row in _distinct(phase.at("promotion_models"), needed=False)),
        vocabulary=tuple(_word(row) for row in tree.at("vocabulary").rows()),
    )


def _distinct(rows: _Part, *, needed: bool = True) -> Iterable[_Part]:
    """Rows whose codes differ: a code that stands twice could not be told from the other one."""
    seen: set[str] = set()
    for row in rows.rows(needed=needed):
        code = row.at("code")
        if code.text(needed=True, longest=LONGEST_WORD) in seen:
            raise _Misshapen(code, f"「{code.value}」が二度あります。")
        seen.add(str(code.value))
        yield row


def _code(row: _Part) -> str:
    return row.at("code").text(needed=True, longest=LONGEST_WORD)


def _theme(row: _Part) -> PlanTheme:
    return PlanTheme(_code(row), row.at("label").text(needed=True), row.at("definition").text())


def _package(row: _Part) -> PlanPackage:
    return PlanPackage(
        code=_code(row),
        name=row.at("name").text(needed=True),
        includes=row.at("includes").text(),
        excludes=row.at("excludes").text(),
        descriptions=row.at("descriptions").texts(),
        measures=row.at("measures").texts(),
    )


def _model(row: _Part) -> PlanModel:
    items: list[str] = []
    for block in row.at("blocks").rows():
        items.append(block.at("name").text(needed=True))
        items.extend(block.at("items").texts())
    return PlanModel(_code(row), row.at("name").text(needed=True), row.at("description").text(), tuple(items))


def _word(row: _Part) -> PlanWord:
    surface, reading, same_as = row.at("surface"), row.at("reading"), row.at("same_as")
    return PlanWord(
        surface.text(needed=True, longest=LONGEST_WORD),
        reading.text(longest=LONGEST_WORD),
        same_as.text(longest=LONGEST_WORD),
    )
