"""Reads the lines a command is given: JSON lines, or CSV with the columns id and text."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from nlp.errors import InputUnreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One text with the id it came with (a string or a number, given back unchanged)."""

    id: str | int
    text: str


def read_lines(source: str) -> Iterator[Line]:
    """The lines of a file, or of standard input for `-`, one by one; InputUnreadable names the line at fault."""
    with naming(source):
        content = _decoded(source)
        before: list[str] = []
        for line in content:
            before.append(line)
            if line.strip():
                break
        first = before[-1].lstrip()[:1] if before else ""
        if first == "[":
            raise InputUnreadable(
                "JSON の配列ではなく、一行に一件の JSON（JSON lines）か CSV にしてください。"
            )
        rows = (_json_rows if first in ("{", "") else _csv_rows)(chain(before, content))
        yield from (_line(row, number) for number, row in rows)


def read_rows(source: str) -> Iterator[tuple[int, Any]]:
    """(line number, value) of every JSON line of a file, or of standard input for `-`."""
    return _json_rows(_decoded(source))


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Whatever is refused meanwhile names the file: a command may be given several."""
    try:
        yield
    except InputUnreadable as refused:
        raise InputUnreadable(f"{'標準入力' if source == '-' else source}: {refused}") from refused


def _decoded(source: str) -> Iterator[str]:
    """Line by line, each with its end: a file of a million opinions need not fit into memory."""
    # str.splitlines は U+2028 などでも切るので使わない。バイトのまま読めば、切れ目は LF だけである
    number = 0
    try:
        with nullcontext(_standard_input()) if source == "-" else Path(source).open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
    except OSError as error:
        raise InputUnreadable(f"ファイルを開けません（{error.strerror}）。") from error
    except UnicodeDecodeError as error:
        raise InputUnreadable(f"{number} 行目が UTF-8 ではありません。") from error


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputUnreadable("標準入力が閉じています。")
    return sys.stdin.buffer


def _json_rows(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix("\n")
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


def _csv_rows(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(sys.maxsize)
    # CR だけで行を終える表もある
    reader = csv.DictReader((part for line in lines for part in io.StringIO(line, newline="")), strict=True)
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
