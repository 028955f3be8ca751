"""What a round's results cost: the release and how long it keeps others from writing, the officials' page, and each
page and file for citizens.

Run: .venv/bin/python bench/bench_results.py [opinions of the round] [renders]
"""

import multiprocessing
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from bench.bench_theme_board import Figure, measured
from bench.bench_trace import link
from bench.seed import add_opinions, bench_site, machine, signed_in
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.models import Consultation, Opinion, Submission
from consult.personal_looks import look_at_waiting
from consult.publication.files import FILES
from consult.search.indexing import index_waiting
from consult.serving import collect_less_often
from tests import factories
from tests.consult.publication.rounds import answered_group
from tests.pages import Page, csrf_token
from tests.query_counting import counted_queries

# Nobody who sends an opinion waits longer for a release.
LIMIT_LOCKED = 5.0
OPINIONS_PER_ANSWER = 10


def main(opinions: int, renders: int) -> int:
    # As the server does.
    collect_less_often()
    print(f"results of a round, median of {renders} renders; {machine()}")
    queries: list[list[int]] = []
    for size in (opinions // 10, opinions):
        with bench_site() as app:
            client = signed_in(app, Role.APPROVER)
            case = ended_round(app, size)
            print(f"{size:,} opinions in {size // OPINIONS_PER_ANSWER:,} answers:")
            staff_page = f"/staff/consultations/{case}/results"
            figures = [measured(client, staff_page, renders)]
            print(f"  {figures[0]}  officials' page before the release")
            locked, asked = released(app, client, staff_page)
            figures += shown(app, client, case, renders)
            queries.append([asked, *(each.queries for each in figures)])
    depends = queries[0] != queries[1]
    print(f"query counts {'DEPEND on the rows' if depends else 'do not depend on the rows'}")
    is_slow = locked > LIMIT_LOCKED
    print(
        f"limit: a release locks others out for under {LIMIT_LOCKED:.0f} s: {'missed' if is_slow else 'kept'}"
    )
    return 1 if is_slow or depends else 0


def ended_round(app: Flask, opinions: int) -> int:
    """The id of a case that has ended: every opinion read by the worker and answered, seven in ten read by people."""
    add_opinions(app, 2 * opinions)
    with app.app_context():
        case = db.session.scalars(select(Consultation).join(Submission)).first()
        assert case is not None
        case.opens_on, case.closes_on = date(2026, 1, 5), date(2026, 2, 3)
        factories.make_draft_text(consultation=case)
        groups = [answered_group(case).id for _ in range(opinions // OPINIONS_PER_ANSWER)]
        dealt = groups[0] + Opinion.id % len(groups)
        db.session.execute(
            update(Opinion).where(Opinion.submission_id.is_not(None)).values(answer_group_id=dealt)
        )
        link(case.id)
        index_waiting()
        look_at_waiting(2 * opinions, batch=1_000)
        db.session.commit()
        return case.id


def released(app: Flask, client: FlaskClient, address: str) -> tuple[float, int]:
    """Seconds that somebody else had to wait for a write meanwhile, and the queries of the release."""
    page = Page(client.get(address))
    form = {name: page.hidden(name) for name in ("number", "seen", "csrf_token")}
    with counted_queries() as queries, somebody_writes(app) as longest:
        begun, busy = time.perf_counter(), time.process_time()
        status = client.post(f"{address}/release", data=form).status_code
        took, worked = time.perf_counter() - begun, time.process_time() - busy
    assert status == 303, status
    waited = longest()
    print(
        f"  released in {took:.2f} s (processor {worked:.2f}), {len(queries)} queries; "
        f"whoever wrote meanwhile waited {waited:.2f} s at the most"
    )
    return waited, len(queries)


@contextmanager
def somebody_writes(app: Flask) -> Iterator[Any]:
    """Another process commits a row again and again, as submissions do; gives what asks for its longest wait."""
    fork = multiprocessing.get_context("fork")
    longest, begun, ended = fork.Value("d", 0.0), fork.Event(), fork.Event()
    path = app.config["DATA_DIR"] / "consult.sqlite3"
    other = fork.Process(target=write_on, args=(path, longest, begun, ended))
    other.start()
    begun.wait()
    try:
        yield lambda: longest.value
    finally:
        ended.set()
        other.join()


def write_on(path: Path, longest: Any, begun: Any, ended: Any) -> None:
    connection = sqlite3.connect(path, timeout=300, isolation_level=None)
    while not ended.is_set():
        asked = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE blind_sampling SET share_percent = share_percent")
        connection.execute("COMMIT")
        if begun.is_set():
            longest.value = max(longest.value, time.perf_counter() - asked)
        begun.set()
        time.sleep(0.05)


def shown(app: Flask, client: FlaskClient, case: int, renders: int) -> Iterator[Figure]:
    results, citizen = f"/consultations/{case}/results", app.test_client()
    token = csrf_token(citizen.get("/results"))
    found = citizen.post("/results", data={"csrf_token": token, "q": "バス"}).location
    pages = {
        "officials' page after it": (client, f"/staff{results}"),
        "page of results": (citizen, results),
        "search of answers": (citizen, found),
        **{each.name: (citizen, f"{results}/1/files/{each.name}") for each in FILES},
    }
    for name, (reader, address) in pages.items():
        figure = measured(reader, address, renders)
        print(f"  {figure}  {name}")
        yield figure


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in (*sys.argv[1:3], *("20000", "3")[len(sys.argv) - 1 :]))))
