"""Reads one workbook in a process of its own: `python -I workbook_process.py FORMAT < file > json`.

A workbook is a stranger's program for our memory: members without end, sheets of a billion cells, entities that
double. So nothing of it is opened inside the site. This process has little memory and little time, dies of what is
too much, and its end is a refusal. It imports nothing of the site and starts in a moment.
"""

import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

MEMORY = 160 * 1024 * 1024
SECONDS = 2
MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_SHEETS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CHARACTERS = 12_000_000
MAX_CELLS = 600_000
# Each is looked at for every row that may be a heading.
MAX_MERGES = 20_000
MAX_COMMENTS, MAX_COMMENTED = 20_000, 1_000_000
CHUNK = 1 << 16
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Refused(Exception):
    """`reason` is a key of REASONS in workbook_reading.py."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def main() -> None:
    content = sys.stdin.buffer.read()
    limit_memory_and_time()
    try:
        answer = read(sys.argv[1], content)
    except Refused as refused:
        answer = {"refused": refused.reason}
    except MemoryError:
        answer = {"refused": "too_large"}
    # As it is, not in escapes of six or twelve letters a character: the site reads the whole answer at once.
    with io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="surrogatepass") as told:
        json.dump(answer, told, ensure_ascii=False, separators=(",", ":"))


def limit_memory_and_time() -> None:
    """From what the process has now: the interpreter's own size differs between machines."""
    with open("/proc/self/statm") as file:  # noqa: PTH123 (nothing is imported that is not needed)
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(kind: str, content: bytes) -> dict[str, Any]:
    layout = Layout(content) if kind == "xlsx" else None
    # After the check: what calamine would be given is known to be bounded.
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet][:MAX_SHEETS]
        read_sheets, characters = [], 0
        for known in sheets:
            sheet = book.get_sheet_by_name(known.name)
            rows = sheet.to_python(skip_empty_area=False)
            characters += checked_size(rows)
            if characters > MAX_CHARACTERS:
                raise Refused("too_large")
            is_hidden = known.visible != SheetVisibleEnum.Visible
            merges = checked_merges(sheet.merged_cell_ranges or (), rows)
            read_sheets.append(_sheet(known.name, rows, merges, is_hidden) | seen(layout, known.name))
    except (CalamineError, PasswordError) as error:
        raise Refused("encrypted" if isinstance(error, PasswordError) else "damaged") from error
    return {
        "kind": {"xlsx": "Excel（xlsx）", "xls": "Excel（xls）"}[kind],
        "knows_hidden": layout is not None,
        "counts_from_1904": layout is not None and layout.counts_from_1904,
        "sheets": read_sheets,
    }


def seen(layout: "Layout | None", name: str) -> dict[str, Any]:
    found = layout.sheets.get(name) if layout else None
    return found.as_json() if found else {"hidden_rows": [], "hidden_columns": [], "comments": []}


def checked_size(rows: list[list[Any]]) -> int:
    if len(rows) > MAX_ROWS:
        raise Refused("rows")
    if rows and len(rows[0]) > MAX_COLUMNS:
        raise Refused("columns")
    return sum(_units(cell) for row in rows for cell in row if isinstance(cell, str))


def _units(text: str) -> int:
    """As Excel counts: a character beyond the first 65,536 is two. It takes twice the memory, too."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked_merges(ranges: Any, rows: list[list[Any]]) -> list[list[int]]:
    """What lies within the table. No cell is in two ranges: together they are no larger than the table."""
    if len(ranges) > MAX_MERGES:
        raise Refused("too_large")
    height, width = len(rows), len(rows[0]) if rows else 0
    kept, area = [], 0
    for (top, left), (bottom, right) in ranges:
        if top < height and left < width:
            bottom, right = min(bottom, height - 1), min(right, width - 1)
            kept.append([top, left, bottom, right])
            area += (bottom - top + 1) * (right - left + 1)
    if area > height * width:
        raise Refused("damaged")
    return kept


def _sheet(name: str, rows: list[list[Any]], merges: list[list[int]], is_hidden: bool) -> dict[str, Any]:
    cells = [[written(cell) for cell in row] for row in rows]
    return {"name": name, "is_hidden": is_hidden, "rows": cells, "merges": merges}


def written(cell: Any) -> Any:
    if isinstance(cell, (date, datetime)):
        return {"day": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        # NUL (_x0000_) is no text: no form takes it. The carriage return of a line break may be an escape, too.
        return cell.replace("\0", "").replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return cell


class Layout:
    """What calamine does not tell about an xlsx: hidden rows and columns, comments. Checks the file on the way."""

    def __init__(self, content: bytes) -> None:
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Refused("damaged") from error
        members = self.zip.infolist()
        if len(members) > MAX_MEMBERS or sum(each.file_size for each in members) > MAX_UNPACKED:
            raise Refused("too_large")
        self.names = {each.filename for each in members}
        if "xl/workbook.xml" not in self.names:
            raise Refused("damaged")
        self.sheets: dict[str, SheetLayout] = {}
        book = self._parse("xl/workbook.xml", BookLayout())
        self.counts_from_1904 = book.counts_from_1904
        targets = self._targets("xl/workbook.xml")
        for name, key in book.sheets[:MAX_SHEETS]:
            part = targets.get(key, ("", ""))[1]
            if part in self.names:
                sheet = self.sheets[name] = self._parse(part, SheetLayout())
                for kind, other in self._targets(part).values():
                    if kind.endswith("/comments") and other in self.names:
                        sheet.comments = self._parse(other, Comments()).found

    def _targets(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in self.names:
            return {}
        found = self._parse(relations, Relations()).found
        return {
            key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for key, kind, target in found
        }

    def _parse(self, part: str, into: Any) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, given: into.start(name.rpartition(":")[2], given)
        if hasattr(into, "text"):
            parser.CharacterDataHandler = into.text
        # No workbook has a document type: whoever brings one brings entities (XXE, billion laughs).
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            with self.zip.open(part) as file:
                while chunk := file.read(CHUNK):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, RuntimeError, EOFError, OSError) as error:
            raise Refused("damaged") from error
        except ValueError as error:
            raise Refused("damaged") from error
        return into


def _refuse_doctype(*_declared: Any) -> None:
    raise Refused("damaged")


class BookLayout:
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for at, value in given.items() if at.endswith(":id")), "")
            self.sheets.append((given.get("name", ""), key))
        elif name == "workbookPr":
            self.counts_from_1904 = given.get("date1904") in ("1", "true")


class Relations:
    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            self.found.append((given.get("Id", ""), given.get("Type", ""), given.get("Target", "")))


class SheetLayout:
    def __init__(self) -> None:
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.comments: list[list[Any]] = []
        self.rows = self.cells = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise Refused("too_large")
            match = REFERENCE.match(given.get("r", ""))
            # A cell beyond the edge makes a dense table of billions of cells.
            if match and column_number(match[1]) >= MAX_COLUMNS:
                raise Refused("columns")
            if match and int(match[2]) > MAX_ROWS:
                raise Refused("rows")
        elif name == "row":
            self.rows = int(given.get("r", self.rows + 1))
            if given.get("hidden") in ("1", "true") or given.get("ht") == "0":
                self.hidden_rows.append(self.rows - 1)
        elif name == "col" and given.get("hidden") in ("1", "true"):
            first, last = int(given["min"]) - 1, min(int(given["max"]), MAX_COLUMNS)
            self.hidden_columns.update(range(first, last))

    def as_json(self) -> dict[str, Any]:
        rows = [row for row in self.hidden_rows if 0 <= row < MAX_ROWS]
        return {
            "hidden_rows": rows,
            "hidden_columns": sorted(self.hidden_columns),
            "comments": self.comments,
        }


class Comments:
    def __init__(self) -> None:
        self.found: list[list[Any]] = []
        self.characters = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "comment":
            match = REFERENCE.match(given.get("ref", ""))
            place = [int(match[2]) - 1, column_number(match[1])] if match else [0, 0]
            self.found.append([*place, ""])
            if len(self.found) > MAX_COMMENTS:
                raise Refused("too_large")

    def text(self, words: str) -> None:
        self.characters += len(words)
        if self.characters > MAX_COMMENTED:
            raise Refused("too_large")
        if self.found:
            self.found[-1][2] = (self.found[-1][2] + words)[:2_000]


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    main()
