"""Time and memory of a workbook of 5,000 hearings: reading, the look at every row, cutting, the transaction that writes.

.venv/bin/python bench/bench_import.py [rows]
"""

import io
import json
import platform
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask_migrate import upgrade
from openpyxl import Workbook

from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import ImportKind
from consult.extensions import db
from consult.imports import dry_run, queries, services
from consult.imports.recording import cuts_of
from consult.imports.services import Upload
from consult.spreadsheets.reading import read_file
from tests.consult.spreadsheets.books import FOLDER
from tests.query_counting import counted_queries

HEADINGS = ("番号", "実施日", "種別", "方法", "場所", "相手方", "分野", "聞き手", "議題", "記録", "意見数")
Done = TypeVar("Done")


def workbook(rows: int) -> bytes:
    """The demo register over and over, each row of another day, body and text."""
    answers = [json.loads(line) for line in (FOLDER / "hearings_demo.jsonl").read_text().splitlines()]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("一覧")
    sheet.append(HEADINGS)
    for n in range(rows):
        answer = answers[n % len(answers)]
        day = date(2019, 5, 1) + timedelta(days=n % 2_000)
        sheet.append(
            (
                n + 1,
                day if n % 2 else f"R{day.year - 2018}.{day.month}.{day.day}",
                "関係機関" if n % 3 else "庁内",
                "訪問",
                answer["place"],
                f"{answer['body']}{n % 900}",
                "企業",
                answer["interviewers"],
                "、".join(answer["agenda"]),
                f"{answer['notes']}\n（{n + 1}回目）",
                len(answer["remarks"]),
            )
        )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def timed(name: str, act: Callable[[], Done]) -> Done:
    start, begun = time.perf_counter(), time.process_time()
    with counted_queries() as statements:
        done = act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent, cpu = time.perf_counter() - start, time.process_time() - begun
    print(f"{name}: {spent:6.2f} s ({cpu:5.2f} s of work), {len(statements)} statements, peak {peak} MB")
    return done


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}")
    content = workbook(rows)
    print(f"{rows:,} rows, {len(content) / 1024**2:.1f} MB")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder)))
        with app.app_context():
            upgrade()
            book = timed("read       ", lambda: read_file("a.xlsx", content))
            upload = Upload("a.xlsx", content, book)
            batch = timed("staged     ", lambda: services.stage(upload, ImportKind.HEARINGS, by=None))
            batch_id = batch.id
            db.session.commit()
            plan = timed("dry run    ", lambda: dry_run.plan_for(batch))
            cuts = timed("cut        ", lambda: cuts_of(plan))
            # As the worker does: only this holds the lock.
            read = dry_run.understand(dry_run.staged(batch))
            done = timed("imported   ", lambda: services.import_rows(batch, cuts, by=None, understood=read))
            db.session.commit()
            print(f"{done.hearings:,} hearings, {done.opinions:,} opinions")
            db.session.expunge_all()
            again = timed("again      ", lambda: dry_run.plan_for(queries.batch_or_404(batch_id, ImportKind)))
            print(f"the same file again: {again.in_words}")
            timed("undone     ", lambda: services.undo(queries.batch_or_404(batch_id, ImportKind), by=None))
            db.session.commit()


if __name__ == "__main__":
    main()
