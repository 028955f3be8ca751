"""Reads the lines a command is given: JSON lines, or CSV with the columns id and text."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import InputUnreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One text with the id it came with (a string or a number, given back unchanged)."""

    id: str | int
    text: str


def read_lines(source: str) -> list[Line]:
    """All lines of a file, or of standard input for `-`; InputUnreadable names the line at fault."""
    with naming(source):
        content = _decoded(_bytes_of(source))
        first = content.lstrip()[:1]
        if first == "[":
            raise InputUnreadable(
                "JSON の配列ではなく、一行に一件の JSON（JSON lines）か CSV にしてください。"
            )
        rows = _json_rows(content) if first in ("{", "") else _csv_rows(content)
        return [_line(row, number) for number, row in rows]


def read_rows(source: str) -> Iterator[tuple[int, Any]]:
    """(line number, value) of every JSON line of a file, or of standard input for `-`."""
    return _json_rows(_decoded(_bytes_of(source)))


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Whatever is refused meanwhile names the file: a command may be given several."""
    try:
        yield
    except InputUnreadable as refused:
        raise InputUnreadable(f"{'標準入力' if source == '-' else source}: {refused}") from refused


def _bytes_of(source: str) -> bytes:
    try:
        if source != "-":
            return Path(source).read_bytes()
        if sys.stdin is None:
            raise InputUnreadable("標準入力が閉じています。")
        return sys.stdin.buffer.read()
    except OSError as error:
        raise InputUnreadable(f"ファイルを開けません（{error.strerror}）。") from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise InputUnreadable(f"{number} 行目が UTF-8 ではありません。") from error


def _json_rows(content: str) -> Iterator[tuple[int, Any]]:
    # str.splitlines は U+2028 などでも切るので使わない
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise InputUnreadable(
                f"{number} 行目の {error.colno} 字目から JSON として読めません。"
            ) from error
        except (ValueError, RecursionError) as error:
            raise InputUnreadable(f"{number} 行目が JSON として読めません。") from error


def _csv_rows(content: str) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(sys.maxsize)
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    try:
        names = list(reader.fieldnames or ())
        if missing := {"id", "text"} - set(names):
            raise InputUnreadable(f"1 行目（見出し）に {'、'.join(sorted(missing))} の列がありません。")
        if len(names) > len(set(names)):
            raise InputUnreadable("1 行目（見出し）に同じ名前の列があります。")
        for row in reader:
            # 文の中のコンマが囲まれていないと、文の続きを黙って落とすことになる
            if None in row:
                raise InputUnreadable(
                    f'{reader.line_num} 行目の列が見出しより多くあります（コンマを含む文は " で囲みます）。'
                )
            yield reader.line_num, row
    except csv.Error as error:
        number = max(reader.line_num, 1)
        raise InputUnreadable(f'{number} 行目が CSV として読めません（" の使い方など）。') from error


def _line(row: Any, number: int) -> Line:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputUnreadable(f"{number} 行目に text（文字列）がありません。")
    identity = row.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise InputUnreadable(f"{number} 行目に id（文字列か整数）がありません。")
    if is_broken(row["text"]) or (isinstance(identity, str) and is_broken(identity)):
        raise InputUnreadable(f"{number} 行目に対になっていないサロゲートがあります。")
    return Line(identity, row["text"])


def is_broken(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, which no file and no database can keep."""
    return any("\ud800" <= char <= "\udfff" for char in text)
