"""Every page of the drafter's desk over one register: board, packages, voices, reading, matrix, words, links, passages.

.venv/bin/python bench/bench_desk.py [opinions] [renders] [folder]

20,000 opinions of 20–600 characters, all read by the worker, 5,000 of them on one package and 5,000 at one passage. With a
folder the site is made there once and used again: 200,000 opinions take an hour to make, of which most is the dictionary's.
The limits are on the processor's time: 2 s for a page, 10 s from 100,000 opinions on; and no page takes 500 MB.
"""

import itertools
import random
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from bench import bench_files, bench_matrix, bench_trace, bench_voices, bench_words
from bench.bench_theme_board import measured
from bench.invented_texts import TextMaker
from bench.seed import add_opinions, bench_site, machine, signed_in
from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import Role
from consult.extensions import db
from consult.link_targets import passage_targets, plan_targets
from consult.models import Consultation, LinkDecision, LinkSuggestion, Opinion, OpinionWords
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from consult.search.indexing import index_waiting
from tests import factories

ON_ONE = 5_000
MANY = 100_000
LIMITS_MS = (2_000, 10_000)
LIMIT_MB = 500
BOARD = (
    ("テーマ別ボード", "/staff/theme-board"),
    ("代表意見を選ぶ", "/staff/theme-board/{theme}/choose"),
    ("スライドと配付資料", "/staff/theme-board/files"),
    ("最初のページ", "/staff"),
)
WORDS = tuple((name, f"{address}?{urlencode(args)}") for name, address, args in bench_words.PAGES)
LINKS = tuple(each for each in bench_trace.PAGES if "road" not in each[1])
PAGES = (*BOARD, *bench_voices.PAGES, *bench_matrix.PAGES, *WORDS, *LINKS)


def main(opinions: int, renders: int, folder: str = "") -> int:
    print(
        f"the desk at {opinions:,} opinions, {ON_ONE:,} of them on one package; median of {renders} renders;"
    )
    print(machine(), flush=True)
    limit = LIMITS_MS[opinions >= MANY]
    missed = []
    with site(folder) as app:
        names = furnished(app, opinions)
        client = signed_in(app, Role.DRAFTER)
        for name, address in PAGES:
            before = peak()
            figure = measured(client, address.format(**names), renders)
            print(f"  {figure}  {peak() - before:+5.0f} MB  {name}", flush=True)
            if figure.processor > limit or peak() - before > LIMIT_MB:
                missed.append(name)
    print(f"limit: every page within {limit:,} ms of the processor and {LIMIT_MB} MB: {missed or 'kept'}")
    return 1 if missed else 0


@contextmanager
def site(folder: str) -> Iterator[Flask]:
    if not folder:
        with bench_site() as app:
            yield app
        return
    app = create_app(Settings(data_dir=Path(folder)))
    with app.app_context():
        upgrade()
        load_strategy(SHIPPED_STRATEGY)
        db.session.commit()
        kept = db.session.scalar(select(func.count()).select_from(Opinion)) or 0
        # Whoever was made when the site was made has a number of its own.
        factories._numbers = itertools.count(1_000_000 + random.randrange(1_000_000) if kept else 1)
    yield app


def furnished(app: Flask, opinions: int) -> dict[str, object]:
    """The site with so many opinions; the arguments of its addresses."""
    with app.app_context():
        kept = db.session.scalar(select(func.count()).select_from(Opinion)) or 0
    if kept < opinions:
        add_opinions(app, opinions - kept, texts=TextMaker(random.Random(20261128)))
    with app.app_context():
        if (db.session.scalar(select(func.count()).select_from(OpinionWords)) or 0) < opinions:
            index_waiting()
    names: dict[str, object] = {**bench_voices.put_on_one(app, ON_ONE)}
    bench_files.prepare(app)
    with app.app_context():
        case = db.session.scalars(select(Consultation).order_by(Consultation.id)).first()
        assert case is not None
        names["case"] = case.id
        if not db.session.scalar(select(LinkDecision.id).limit(1)):
            factories.make_draft_text(consultation=case)
            bench_trace.link(case.id)
            suggest(case.id)
    return names


def suggest(case_id: int) -> None:
    """As the worker would, one opinion in three to a measure; and the newest 5,000 to the second passage."""
    measures = plan_targets()
    passage = [each for each in passage_targets([case_id]) if each.passage][-1]
    ids = db.session.scalars(select(Opinion.id).order_by(Opinion.id)).all()
    targets = [(each, measures[each % len(measures)]) for each in ids[::3]]
    targets += [(each, passage) for each in ids[-ON_ONE:]]
    shared = {"words": ["バス"], "is_named": False}
    rows = [{"opinion_id": each, **to.columns, **shared, "score": each % 97 / 10} for each, to in targets]
    db.session.execute(insert(LinkSuggestion), rows)
    db.session.commit()


def peak() -> float:
    """The most that the process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    sys.exit(main(*(given + [20_000, 3][len(given) :]), *sys.argv[3:4]))
