"""Requests per second and queries of the results of a round of 10,000 opinions: page, search, form, each file.

.venv/bin/python bench/bench_results.py
"""

import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask_migrate import upgrade

from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import Channel
from consult.extensions import db
from consult.publication.files import FILES
from consult.search.indexing import index_waiting
from tests.consult.intake.citizen import open_consultation
from tests.consult.publication.rounds import (
    answered_group,
    ended_consultation,
    release,
    sow_many,
    with_methods,
)
from tests.pages import csrf_token
from tests.query_counting import counted_queries

OPINIONS, ANSWERS, SECONDS = 10_000, 1_000, 3.0
WORDING = "バスの本数が少なく、車がないと病院に行けない。" * 16  # 368 characters


def site(folder: Path, opinions: int) -> tuple[Flask, str, str]:
    """The site, the address of published results with a tenth as many answers, and that of an open form."""
    app = create_app(Settings(data_dir=folder))
    with app.app_context():
        upgrade()
    form = f"/consultations/{open_consultation(app)}/opinions"
    with app.app_context():
        case = ended_consultation(methods=with_methods(Channel.FORM))
        each = OPINIONS // ANSWERS
        groups = [(answered_group(case), each) for _ in range(opinions // each)]
        sow_many(case, people_by_channel=[(Channel.FORM, opinions // 2)], groups=groups)
        db.session.refresh(case)
        begun = time.perf_counter()
        release(case)
        print(f"released in {time.perf_counter() - begun:.1f} s")
        index_waiting()
        results = f"/consultations/{case.id}/results"
    return app, results, form


def measured(act: Callable[[], int]) -> tuple[float, int]:
    """Requests per second, one after the other, and the queries of one."""
    act()
    begun, done = time.perf_counter(), 0
    while (passed := time.perf_counter() - begun) < SECONDS:
        if (status := act()) != 200:
            raise SystemExit(f"HTTP {status}")
        done += 1
    with counted_queries() as queries:
        act()
    return done / passed, len(queries)


def steps(app: Flask, results: str, form: str) -> dict[str, tuple[float, int]]:
    client = app.test_client()
    token = csrf_token(client.get(form))
    filled = {"csrf_token": token, "opinions-0-wording": WORDING, "opinions-0-about": "", "act": "confirm"}
    found = client.post("/results", data={"csrf_token": token, "q": "バス"}).location
    acts: dict[str, Callable[[], int]] = {
        "form": lambda: client.get(form).status_code,
        "confirmation": lambda: client.post(form, data=filled).status_code,
        "page of results": lambda: client.get(results).status_code,
        "search of answers": lambda: client.get(found).status_code,
    }
    for file in FILES:
        acts[file.name] = lambda name=file.name: client.get(f"{results}/1/files/{name}").status_code  # type: ignore[misc]
    return {name: measured(act) for name, act in acts.items()}


def main() -> None:
    print(
        f"Results, {OPINIONS:,} opinions in {ANSWERS:,} answers; in-process client, one request after the other;"
    )
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}")
    counts: dict[str, list[int]] = {}
    for opinions in (OPINIONS // 10, OPINIONS):
        with tempfile.TemporaryDirectory() as folder:
            app, results, form = site(Path(folder), opinions)
            print(f"{opinions:,} opinions:")
            for name, (rate, queries) in steps(app, results, form).items():
                counts.setdefault(name, []).append(queries)
                print(f"  {name:18} {rate:7.1f} requests/s   {queries} queries")
            with app.app_context():
                db.engine.dispose()
    different = [name for name, each in counts.items() if len(set(each)) > 1]
    print(
        f"Query counts {'DEPEND on the rows: ' + ', '.join(different) if different else 'do not depend on the rows.'}"
    )
    if different:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
