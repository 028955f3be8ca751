"""YAML with line numbers, and nothing but plain data: no aliases, no tags, no doubled keys, no huge files."""

from dataclasses import dataclass, field
from typing import Any

import yaml

from consult.domain.errors import PlanRefused

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 20
Path = tuple[str | int, ...]
PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null")}
CONTROL_CHARACTERS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Source:
    """The content as plain Python values, and the line (from 1) on which each path begins."""

    content: Any = None
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Line of `path`, or of the nearest thing around it that exists in the file."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def children(self, path: Path) -> list[str | int]:
        """Keys and indices that stand right under `path`."""
        return [known[-1] for known in self.lines if known and known[:-1] == path]


def refuse(path: Path, line: int, reason: str) -> PlanRefused:
    return PlanRefused(f"{spoken(path)}（{line}行目）：{reason}")


def spoken(path: Path) -> str:
    """phase2.packages[3].name"""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).lstrip(".") or "ファイル全体"


def read_yaml(text: str, *, ignored: frozenset[str]) -> Source:
    """Keys in `ignored` are left out wherever they stand. Raises PlanRefused with path and line."""
    if len(text) > MAX_CHARACTERS:
        raise PlanRefused(f"ファイルが大きすぎます（{MAX_CHARACTERS:,}文字まで）。")
    try:
        _refuse_aliases_and_depth(text)
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text[: getattr(error, "position", 0)].count("\n") + 1
        raise refuse((), line, "YAMLとして読み取れません。") from error
    if node is None:
        raise refuse((), 1, "何も書かれていません。")
    source = Source()
    source.content = _Reading(source, ignored).value(node, ())
    return source


def _refuse_aliases_and_depth(text: str) -> None:
    """Looks at the stream of events only, so that a bomb is refused before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse((), line, "別名（& と *）は使えません。同じ内容でも書き下してください。")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise refuse((), line, f"入れ子が深すぎます（{MAX_DEPTH}段まで）。")


class _Reading:
    """One walk over the tree of nodes: builds values and notes lines."""

    def __init__(self, source: Source, ignored: frozenset[str]) -> None:
        self.source = source
        self.ignored = ignored

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.source.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return [self.value(each, (*path, n)) for n, each in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag in PLAIN_TAGS:
            return self._scalar(node, path)
        raise refuse(path, node.start_mark.line + 1, "この型の値は使えません。文字は引用符で囲んでください。")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise refuse(path, line, "項目名は文字で書いてください。")
            key = self._checked_text(key_node.value, path, line)
            if key in found:
                raise refuse((*path, key), line, "同じ項目が二度書かれています。")
            if key in self.ignored:
                continue
            self.source.lines[(*path, key)] = line
            found[key] = self.value(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        line = node.start_mark.line + 1
        if node.tag.endswith(":str"):
            return self._checked_text(node.value, path, line)
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (ValueError, yaml.YAMLError) as error:
            raise refuse(path, line, "数として読み取れません。") from error

    def _checked_text(self, text: str, path: Path, line: int) -> str:
        if CONTROL_CHARACTERS.intersection(text):
            raise refuse(path, line, "使えない制御文字が含まれています。")
        return text
