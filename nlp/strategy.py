"""Reads the parts of a city's plan file that the tagger needs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from nlp.errors import StrategyUnreadable
from nlp.types import PlanModel, PlanPackage, PlanTheme, PlanWord, Strategy


def read_strategy(path: str | Path) -> Strategy:
    """The strategy in a YAML file; raises StrategyUnreadable with the place of the fault."""
    try:
        tree = yaml.safe_load(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise StrategyUnreadable(f"{path}: 戦略のファイルを開けません（{error.strerror}）。") from error
    except UnicodeDecodeError as error:
        raise StrategyUnreadable(f"{path}: UTF-8 で書かれていません。") from error
    except yaml.YAMLError as error:
        raise StrategyUnreadable(f"{path}{_place(error)}: YAML として読めません。") from error
    if not isinstance(tree, dict):
        raise StrategyUnreadable(f"{path}: 戦略の項目がありません。")
    try:
        return _strategy(tree)
    except (KeyError, TypeError, AttributeError) as error:
        raise StrategyUnreadable(f"{path}: 戦略の項目 {error} が足りないか、形が違います。") from error


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" {mark.line + 1} 行 {mark.column + 1} 字目" if mark else ""


def _strategy(tree: dict[str, Any]) -> Strategy:
    phase: dict[str, Any] = tree["phase2"]
    return Strategy(
        themes=tuple(_theme(row) for row in tree["themes"]),
        packages=tuple(_package(row) for row in phase["packages"]),
        models=tuple(_model(row) for row in phase.get("promotion_models") or ()),
        vocabulary=tuple(_word(row) for row in tree.get("vocabulary") or ()),
    )


def _theme(row: dict[str, Any]) -> PlanTheme:
    return PlanTheme(str(row["code"]), str(row["label"]), str(row.get("definition") or ""))


def _package(row: dict[str, Any]) -> PlanPackage:
    return PlanPackage(
        code=str(row["code"]),
        name=str(row["name"]),
        includes=str(row.get("includes") or ""),
        excludes=str(row.get("excludes") or ""),
        descriptions=_texts(row.get("descriptions")),
        measures=_texts(row.get("measures")),
    )


def _model(row: dict[str, Any]) -> PlanModel:
    items: list[str] = []
    for block in row.get("blocks") or ():
        items.append(str(block["name"]))
        items.extend(_texts(block.get("items")))
    return PlanModel(str(row["code"]), str(row["name"]), str(row.get("description") or ""), tuple(items))


def _word(row: dict[str, Any]) -> PlanWord:
    return PlanWord(str(row["surface"]), str(row.get("reading") or ""), str(row.get("same_as") or ""))


def _texts(rows: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(row) for row in rows or ())
