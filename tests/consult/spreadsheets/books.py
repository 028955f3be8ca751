"""Messy workbooks made by hand, and files made to hurt."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent / "workbooks"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ONE_CELL = (
    f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    "</sheetData></worksheet>"
)
HEADINGS = ("番号", "実施日", "種別", "相手方", "記録")


def xlsx(
    *sheets: Sequence[Sequence[Any]],
    names: Sequence[str] = (),
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """A workbook of these rows; `change` merges, hides or comments on the first sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for n, rows in enumerate(sheets):
        sheet = book.create_sheet(names[n] if names else f"Sheet{n + 1}")
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def raw_xlsx(sheet: str = ONE_CELL, *, shared: str = "", members: int = 0) -> bytes:
    """The smallest workbook around a sheet's own XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        packed.writestr("_rels/.rels", _relations({"rId1": ("officeDocument", "xl/workbook.xml")}))
        packed.writestr(
            "xl/workbook.xml",
            f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
            "</workbook>",
        )
        parts = {
            "rId1": ("worksheet", "worksheets/sheet1.xml"),
            "rId2": ("sharedStrings", "sharedStrings.xml"),
        }
        packed.writestr("xl/_rels/workbook.xml.rels", _relations(parts))
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
        if shared:
            packed.writestr("xl/sharedStrings.xml", shared)
        for n in range(members):
            packed.writestr(f"x/{n}.xml", "")
    return file.getvalue()


def _relations(parts: dict[str, tuple[str, str]]) -> str:
    lines = (
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def csv(*rows: Sequence[str], encoding: str = "utf-8-sig") -> bytes:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode(encoding)
