"""How long links of opinions take: the worker's look at every opinion, and the desk. The public pages: bench_road.py.

Run: .venv/bin/python bench/bench_trace.py [opinions] [renders]
"""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from bench.bench_theme_board import measured
from bench.seed import NOW, add_opinions, bench_site, machine, signed_in
from consult.domain.vocabulary import Outcome, PublishedOutcome, Role
from consult.extensions import db
from consult.link_looks import look_at_waiting
from consult.link_targets import passage_targets, plan_targets
from consult.models import Consultation, LinkDecision, LinkLook, Opinion, PublishedOpinion
from consult.road_codes import give
from consult.search.indexing import index_waiting
from tests import factories

LIMIT = 2_000.0
PAGES = (
    ("意見の結びつき（候補）", "/staff/links"),
    ("意見の結びつき（確定、条件つき）", "/staff/links?state=confirmed&kind=measure"),
    ("施策とKPIの声", "/staff/links/targets"),
    ("案と意見", "/staff/consultations/{case}/passages"),
    ("段落（5,000件の声）", "/staff/consultations/{case}/passages/s1/1"),
    ("段落を修正する", "/staff/consultations/{case}/answers/passages/s1/1/change"),
)


def main(opinions: int, renders: int) -> int:
    print(f"links at {opinions:,} opinions, median of {renders} renders; {machine()}")
    with bench_site() as app:
        client = signed_in(app, Role.DRAFTER)
        add_opinions(app, opinions)
        with app.app_context():
            case_id = publish()
        look(app, opinions)
        with app.app_context():
            link(case_id)
        slow = 0
        for name, address in PAGES:
            slow += shown(client, name, address.format(case=case_id), renders) > LIMIT
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:,.0f} MB")
    print(f"limit: every page within {LIMIT / 1000:.0f} s on the processor: {'missed' if slow else 'kept'}")
    return 1 if slow else 0


def publish() -> int:
    """One case with every submission answered in its results, with its words; its id."""
    case = db.session.scalars(select(Consultation)).first() or factories.make_consultation()
    factories.make_draft_text(consultation=case)
    publication = factories.make_publication(consultation=case)
    answers = [
        factories.make_published_answer(publication=publication, class_label=f"区分{n}") for n in range(5)
    ]
    texts = select(Opinion.id, Opinion.wording).where(Opinion.submission_id.is_not(None))
    rows = [
        {
            "publication_id": publication.id,
            "opinion_id": opinion_id,
            "published_answer_id": answers[opinion_id % 5].id,
            "outcome": PublishedOutcome.ANSWERED,
            "wording": wording,
        }
        for opinion_id, wording in db.session.execute(texts)
    ]
    db.session.execute(insert(PublishedOpinion), rows)
    give(row["opinion_id"] for row in rows)
    db.session.commit()
    return case.id


def look(app: Flask, opinions: int) -> None:
    with app.app_context():
        index_waiting()
        start = time.perf_counter()
        looked = look_at_waiting(opinions, batch=250)
        first = time.perf_counter() - start
        db.session.execute(LinkLook.__table__.update().values(made_with="old"))  # type: ignore[attr-defined]
        db.session.commit()
        start = time.perf_counter()
        look_at_waiting(opinions, batch=250)
        again = time.perf_counter() - start
    print(
        f"  the worker looked at {looked:,} opinions in {first:.1f} s; after a change of the draft in {again:.1f} s"
    )


def link(case_id: int) -> None:
    """Half of the opinions lead to a measure, 5,000 to one passage."""
    measures = plan_targets()
    passage = next(each for each in passage_targets([case_id]) if each.passage)
    ids = db.session.scalars(select(Opinion.id).order_by(Opinion.id)).all()
    targets = [(each, measures[each % len(measures)]) for each in ids[::2]]
    targets += [(each, passage) for each in ids[-5_000:]]
    rows = [
        {
            "opinion_id": opinion_id,
            **target.columns,
            "target_text": target.text,
            "target_place": target.place,
            "outcome": Outcome.CONFIRMED,
            "was_suggested": False,
            "words": [],
            "decided_at": NOW,
        }
        for opinion_id, target in targets
    ]
    db.session.execute(insert(LinkDecision), rows)
    db.session.commit()


def shown(client: FlaskClient, name: str, address: str, renders: int) -> float:
    figure = measured(client, address, renders)
    print(f"  {figure}  {name}")
    return figure.processor


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in (*sys.argv[1:3], *("20000", "3")[len(sys.argv) - 1 :]))))
