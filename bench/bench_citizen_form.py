"""Time and queries of the citizen's form, confirmation, send and receipt look-up, with 1,000 opinions in the database.

.venv/bin/python bench/bench_citizen_form.py
"""

import platform
import sqlite3
import statistics
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
from consult.domain.receipt import new_form_token
from consult.extensions import db, limiter
from tests import factories
from tests.consult.intake.citizen import open_consultation, receipt_shown
from tests.pages import Page, csrf_token
from tests.query_counting import counted_queries

ROUNDS = 50
WORDING = "バスの本数が少なく、車がないと病院に行けない。" * 16  # 368 characters


def site(folder: Path, opinions: int) -> tuple[Flask, str]:
    """The site with `opinions` opinions, two to a submission, and one open consultation."""
    app = create_app(Settings(data_dir=folder))
    # One browser sends all of them here, and would be slowed (TS7).
    limiter.enabled = False
    with app.app_context():
        upgrade()
    address = f"/consultations/{open_consultation(app)}/opinions"
    with app.app_context():
        consultation = factories.make_consultation()
        for _ in range(opinions // 2):
            submission = factories.make_submission(consultation=consultation)
            for position in (1, 2):
                factories.make_opinion(submission=submission, position=position, wording=WORDING)
        db.session.commit()
    return app, address


def measured(act: Callable[[], object]) -> tuple[list[float], int]:
    """Milliseconds of each round, and the queries of the last."""
    act()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    with counted_queries() as queries:
        act()
    return times, len(queries)


def steps(app: Flask, address: str) -> dict[str, tuple[list[float], int]]:
    client = app.test_client()
    form = {"csrf_token": csrf_token(client.get(address))}
    for number in range(3):
        form |= {f"opinions-{number}-wording": WORDING, f"opinions-{number}-about": ""}
    sent = form | {"form_token": new_form_token(), "act": "send"}
    receipt = receipt_shown(Page(client.post(address, data=sent)))

    def send() -> None:
        answer = client.post(address, data=form | {"form_token": new_form_token(), "act": "send"})
        assert answer.status_code == 200, answer.status

    return {
        "form": measured(lambda: client.get(address)),
        "confirmation": measured(lambda: client.post(address, data=form | {"act": "confirm"})),
        "send and receipt": measured(send),
        "receipt look-up": measured(
            lambda: client.post("/receipt", data={"receipt": receipt, "csrf_token": form["csrf_token"]})
        ),
    }


def main() -> None:
    print(f"Citizen's form, three opinions of {len(WORDING)} characters, {ROUNDS} rounds, in-process client;")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}")
    counts: dict[str, list[int]] = {}
    for opinions in (10, 1000):
        with tempfile.TemporaryDirectory() as folder:
            app, address = site(Path(folder), opinions)
            print(f"{opinions:,} opinions in the database:")
            for name, (times, queries) in steps(app, address).items():
                counts.setdefault(name, []).append(queries)
                middle, worst = statistics.median(times), sorted(times)[int(ROUNDS * 0.95)]
                print(f"  {name:18} median {middle:6.1f} ms   p95 {worst:6.1f} ms   {queries} queries")
            with app.app_context():
                db.engine.dispose()
    same = all(len(set(each)) == 1 for each in counts.values())
    print(f"Query counts {'do not depend' if same else 'DEPEND'} on the rows.")
    if not same:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
