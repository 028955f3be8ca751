"""The form as a PDF whose text can be searched, copied and read aloud (tagged, PDF/UA-1), set by typst."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from consult.documents.record_sheet import TITLE, RecordSheet
from consult.domain.printable import printable

MEDIA_TYPE = "application/pdf"
HERE = Path(__file__).parent
TEMPLATE = HERE / "record_sheet.typ"
# Copied by `make assets`; the system's faces are left out, so that a page looks the same everywhere.
FACES = HERE.parent / "static/vendor/fonts"


def write_pdf(sheets: Sequence[RecordSheet], *, made_at: datetime) -> bytes:
    """One form after the other; `made_at` is the file's time of making.

    PDF/UA-1 where our faces know every character. A rare one is set in a face of the system, or as an empty box with
    its text kept: a page that is less than perfect is better than none.
    """
    inputs = {"title": TITLE, "sheets": json.dumps([all_printable(asdict(sheet)) for sheet in sheets])}
    return set_page(TEMPLATE, inputs, made_at=made_at)


def set_page(template: Path, inputs: dict[str, str], *, made_at: datetime) -> bytes:
    """Any template of this folder with its data."""
    when = made_at.replace(microsecond=0)
    try:
        return _compiled(template, inputs, when, pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError as refused:
        if "could not be displayed" not in refused.message:
            raise
    return _compiled(template, inputs, when)


def _compiled(template: Path, inputs: dict[str, str], when: datetime, **how: Any) -> bytes:
    made: bytes = typst.compile(
        template, root=HERE, font_paths=[FACES], format="pdf", sys_inputs=inputs, timestamp=when, **how
    )
    return made


def all_printable(value: Any) -> Any:
    """The same structure with every text fit for a page."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: all_printable(each) for key, each in value.items()}
    return [all_printable(each) for each in value] if isinstance(value, list | tuple) else value
