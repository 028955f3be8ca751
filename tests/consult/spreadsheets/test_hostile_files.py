"""TX11: a file made to hurt is refused within three seconds; what reads it never grows by more than 200 MB."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable

import pytest

from consult.domain.errors import FileRefused
from consult.spreadsheets import workbook_process
from consult.spreadsheets.reading import read_file
from consult.spreadsheets.workbook_reading import PROGRAM
from tests.consult.spreadsheets import books

ONE_PLACE = '<c r="A1"><v>1</v></c>'
DOUBLING = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{DOUBLING}]>'
SECRET = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
ENTITY_CELL = books.ONE_CELL.replace("<t>x</t>", "<t>&j;</t>")


def shared(strings: str) -> str:
    return f"<sst {books.MAIN}>{strings}</sst>"


def sheet(rows: str) -> str:
    return f"<worksheet {books.MAIN}><sheetData>{rows}</sheetData></worksheet>"


def merged(ranges: list[str]) -> str:
    cells = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    first = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>'
    return (
        f"<worksheet {books.MAIN}><sheetData>{first}</sheetData><mergeCells>{cells}</mergeCells></worksheet>"
    )


def with_comments(text: str, times: int) -> bytes:
    file = io.BytesIO(books.raw_xlsx())
    one = f'<comment ref="A1" authorId="0"><text><t>{text}</t></text></comment>'
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        relation = f'<Relationship Id="c" Type="{books.RELATIONS}/comments" Target="../comments1.xml"/>'
        relations = f'<Relationships xmlns="{books.PACKAGE}/relationships">{relation}</Relationships>'
        packed.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
        comments = f"<comments {books.MAIN}><commentList>{one * times}</commentList></comments>"
        packed.writestr("xl/comments1.xml", comments)
    return file.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb": ("a.xlsx", lambda: books.raw_xlsx(shared=shared(f"<si><t>{' ' * 200_000_000}</t></si>"))),
    "one giant string": (
        "a.xlsx",
        lambda: books.raw_xlsx(shared=shared(f"<si><t>{'a' * 95_000_000}</t></si>")),
    ),
    "millions of strings": ("a.xlsx", lambda: books.raw_xlsx(shared=shared("<si><t>a</t></si>" * 5_000_000))),
    "20,000 members": ("a.xlsx", lambda: books.raw_xlsx(members=20_000)),
    "billion laughs in a sheet": ("a.xlsx", lambda: books.raw_xlsx(LAUGHS + ENTITY_CELL)),
    "a file of the server": ("a.xlsx", lambda: books.raw_xlsx(SECRET + ENTITY_CELL)),
    "a cell in the last corner": (
        "a.xlsx",
        lambda: books.raw_xlsx(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    ),
    "100,000 columns": ("a.xlsx", lambda: books.raw_xlsx(sheet(f"<row>{'<c><v>1</v></c>' * 100_000}</row>"))),
    "a million rows": ("a.xlsx", lambda: books.raw_xlsx(sheet("<row><c><v>1</v></c></row>" * 1_000_000))),
    "three million cells in one place": (
        "a.xlsx",
        lambda: books.raw_xlsx(sheet(f'<row r="1">{ONE_PLACE * 3_000_000}</row>')),
    ),
    "300,000 merged ranges over everything": (
        "a.xlsx",
        lambda: books.raw_xlsx(merged(["A1:GR20000"] * 300_000)),
    ),
    "merged ranges that lie on one another": ("a.xlsx", lambda: books.raw_xlsx(merged(["A1:B2"] * 19_000))),
    "30 million characters of comments": ("a.xlsx", lambda: with_comments("あ" * 2_000, 16_000)),
    "one string of rare characters in hundreds of cells": (
        "a.xlsx",
        lambda: books.raw_xlsx(
            sheet("".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 380))),
            shared=shared(f"<si><t>{'𠮷' * 30_000}</t></si>"),
        ),
    ),
    "a csv of millions of short cells": ("a.csv", lambda: b"\n".join([b"ab," * 199 + b"ab"] * 19_000)),
    "a csv of 100,000 columns": ("a.csv", lambda: b"a," * 100_000),
    "an unclosed quote": ("a.csv", lambda: ('番号,記録\n1,"開いたまま\n' + "あ\n" * 2_000_000).encode()),
    "a quote around everything": ("a.csv", lambda: b'"' + b"a" * 11_000_000),
    "noise": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    file_name, make = HOSTILE[name]
    content = make()
    with pytest.raises(FileRefused):
        read_file(file_name, content)


def test_billion_laughs_in_the_shared_strings_are_no_text_either() -> None:
    """Nothing expands them: either the file is refused, or the cell is without them."""
    content = books.raw_xlsx(shared=LAUGHS + shared("<si><t>&j;</t></si>"))
    with pytest.raises(FileRefused):
        read_file("a.xlsx", content)


def test_the_process_that_reads_has_at_most_200_megabytes_and_no_way_to_write() -> None:
    assert workbook_process.MEMORY <= 200 * 1024**2
    assert workbook_process.SECONDS <= 3
    program = f"""
import sys
sys.path.insert(0, {str(PROGRAM.parent)!r})
import json, resource
from workbook_process import limit_memory_and_time
before = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
limit_memory_and_time()
try:
    bytearray(200 * 1024**2)
    grew = True
except MemoryError:
    grew = False
print(json.dumps([grew, resource.getrlimit(resource.RLIMIT_AS)[0] - before, resource.getrlimit(resource.RLIMIT_FSIZE)[0]]))
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    grew, room, writable = json.loads(done.stdout)
    assert (grew, writable) == (False, 0)
    assert room <= 200 * 1024**2
