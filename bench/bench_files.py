"""Slide, 委員会資料 and 意見一覧 of the theme board: seconds, memory and queries, with few and with many opinions.

Run: .venv/bin/python bench/bench_files.py [opinions]
"""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from bench.seed import NOW, add_opinions, bench_site, machine, signed_in
from consult import redactions
from consult.domain.vocabulary import Facet, Role
from consult.drafting.paper_files import FILES
from consult.extensions import db
from consult.models import ChosenOpinion, Opinion, PersonalLook, StaffMember
from consult.plan_codes import plan_codes
from consult.standing import confirmed_codes
from tests.pages import csrf_token
from tests.query_counting import counted_queries

PAGE = "/staff/theme-board/files"
CHOSEN = 5


def main(most: int) -> int:
    print(f"files of the theme board, {CHOSEN} chosen opinions for each theme; {machine()}")
    counts: dict[str, list[int]] = {}
    with bench_site() as app:
        client, kept = signed_in(app, Role.DRAFTER), 0
        for size in (most // 10, most):
            add_opinions(app, size - kept)
            kept = size
            prepare(app)
            for name in FILES:
                seconds, busy, queries, length = made(client, name)
                counts.setdefault(name, []).append(queries)
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                print(
                    f"  {size:>7,} opinions  {seconds:6.2f} s (processor {busy:5.2f})  {queries:>4} queries  "
                    f"{length / 1000:>8,.0f} KB  {memory:>5} MB at most so far  {name}"
                )
    # The list is read in batches; of everything else the number of queries is fixed.
    grown = [name for name, (few, many) in counts.items() if few != many and not name.startswith("list")]
    print(
        f"queries of slide and handout: {'GROW: ' + ', '.join(grown) if grown else 'the same for many as for few'}"
    )
    return 1 if grown else 0


def prepare(app: Flask) -> None:
    """As the worker leaves opinions: looked at for personal information; and a few chosen for each theme."""
    with app.app_context():
        looked_at = select(PersonalLook.opinion_id)
        waiting = db.session.execute(
            select(Opinion.id, Opinion.wording).where(Opinion.id.not_in(looked_at))
        ).tuples()
        texts = dict(waiting.all())
        redactions.keep_looks(texts, {opinion_id: [] for opinion_id in texts})
        chosen = select(ChosenOpinion.id)
        if db.session.scalar(chosen.limit(1)) is None:
            staff = db.session.scalar(select(StaffMember.id).limit(1))
            for theme in plan_codes().themes:
                listed = confirmed_codes(Facet.THEME).subquery()
                ids = db.session.scalars(
                    select(listed.c.id).where(listed.c.code == theme.code).limit(CHOSEN)
                ).all()
                rows = [{"opinion_id": each, "position": n} for n, each in enumerate(ids, start=1)]
                shared = {"theme": theme.code, "chosen_at": NOW, "staff_member_id": staff}
                db.session.execute(insert(ChosenOpinion), [shared | row for row in rows])
        db.session.commit()


def made(client: FlaskClient, name: str) -> tuple[float, float, int, int]:
    token = csrf_token(client.get(PAGE))
    begun, busy = time.perf_counter(), time.process_time()
    with counted_queries() as queries:
        answer = client.post(PAGE, data={"csrf_token": token, "title": "主な意見", "file": name})
        length = len(answer.data)
    assert answer.status_code == 200 or (answer.status_code == 422 and name == "list.pdf"), answer.status
    return time.perf_counter() - begun, time.process_time() - busy, len(queries), length


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
