"""Files on their way through an import, without a page: staged, planned, imported."""

from collections.abc import Sequence
from typing import Any

from consult.domain.vocabulary import ImportKind
from consult.extensions import db
from consult.imports import dry_run, services
from consult.imports.planning import Plan
from consult.imports.recording import Recorded, cuts_of
from consult.imports.services import Upload
from consult.models import ImportBatch
from consult.spreadsheets.reading import read_file
from tests.consult.spreadsheets import books

HEADINGS = (*books.HEADINGS, "方法", "分野", "場所")
NOTES = "・夕方のバスを増やしてほしい。\n・空き店舗を安く借りたい。"


def demo(name: str = "hearings_demo.xlsx") -> bytes:
    return (books.FOLDER / name).read_bytes()


def staged(content: bytes, name: str = "hearings.xlsx", **given: Any) -> ImportBatch:
    upload = Upload(name, content, read_file(name, content))
    return services.stage(upload, ImportKind.HEARINGS, by=None, **given)


def planned(content: bytes, name: str = "hearings.xlsx") -> Plan:
    return dry_run.plan_for(staged(content, name))


def imported(batch: ImportBatch) -> Recorded:
    done = services.import_rows(batch, cuts_of(dry_run.plan_for(batch)), by=None)
    db.session.commit()
    return done


def sheet(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """A workbook of one sheet under its headings; short rows end early."""
    return books.xlsx([headings, *rows])


def row(**cells: Any) -> list[Any]:
    """A row that has nothing to be said about, changed by heading."""
    values = {
        "番号": 1,
        "実施日": "R2.6.1",
        "種別": "関係機関",
        "相手方": "架空の商店会",
        "記録": NOTES,
        "方法": "訪問",
        "分野": "企業",
        "場所": "架空会館",
    }
    return [(values | cells)[heading] for heading in HEADINGS]
