"""Rows for measurements: a migrated site in a folder of its own, the shipped strategy, and as many opinions as asked.

Made in bulk, the same every time (a fixed seed). Everybody and everything said here is invented.
"""

import os
import platform
import random
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert

from bench.invented_texts import TextMaker
from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import (
    Channel,
    Facet,
    HearingKind,
    OpinionSource,
    Outcome,
    Role,
    Sector,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import (
    Counterpart,
    Hearing,
    Opinion,
    Review,
    Submission,
    Submitter,
    Tag,
    TagDecision,
)
from consult.models.base import Base
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from consult.plan_codes import plan_codes
from tests import factories
from tests.pages import csrf_token

FIRST_DAY = date(2026, 4, 1)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PLACES = ("駅前", "海沿い", "山あい", "団地", "商店街", "学校の近く", "工業団地", "病院の前")
NEEDS = (
    "バスの本数を増やしてほしい",
    "子どもが遊べる場所がほしい",
    "若い人が働ける会社が少ない",
    "空き家をどうにかしてほしい",
    "買い物に行く足がない",
    "夜道が暗くて不安だ",
    "起業した人の話を聞く機会がほしい",
    "健康教室を続けてほしい",
)
OPINIONS_PER_HEARING = 5
OPINIONS_PER_SUBMISSION = 2


def machine() -> str:
    """One line: what the figures were measured on."""
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    )


@contextmanager
def bench_site() -> Iterator[Flask]:
    """A site with the shipped strategy in a temporary data folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder)))
        with app.app_context():
            upgrade()
            load_strategy(SHIPPED_STRATEGY)
            db.session.commit()
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """A client signed in through the sign-in page."""
    with app.app_context():
        email = factories.make_staff_member(roles=[role]).email
        db.session.commit()
    client = app.test_client()
    token = csrf_token(client.get("/staff/sign-in"))
    form = {"csrf_token": token, "email": email, "password": factories.PASSWORD}
    answer = client.post("/staff/sign-in", data=form)
    assert answer.status_code == 303, answer.status
    return client


def add_opinions(
    app: Flask, count: int, *, texts: TextMaker | None = None, per_hearing: int = OPINIONS_PER_HEARING
) -> None:
    """Half from hearings, half from submissions; seven in ten decided (one or two themes, a package), the others
    with suggestions of the tagger. Short texts, unless `texts` makes them."""
    chance = random.Random(20261124)
    with app.app_context():
        ids = _opinion_ids(count, chance, texts=texts, per_hearing=per_hearing)
        decided = [each for n, each in enumerate(ids) if n % 10 < 7]
        _decide(decided, chance)
        _suggest([each for n, each in enumerate(ids) if n % 10 >= 7], chance)
        db.session.commit()


def _opinion_ids(
    count: int, chance: random.Random, *, texts: TextMaker | None, per_hearing: int
) -> list[int]:
    heard = count // 2
    hearings = _add_hearings(-(-heard // per_hearing), chance, texts)
    submissions = _add_submissions(-(-(count - heard) // OPINIONS_PER_SUBMISSION), chance)
    shared = {"wording": "", "created_at": NOW, "submission_id": None, "hearing_id": None}
    rows = [
        shared
        | {
            "source": OpinionSource.HEARING,
            "hearing_id": hearings[n // per_hearing],
            "position": n % per_hearing,
        }
        for n in range(heard)
    ] + [
        shared
        | {
            "source": OpinionSource.SUBMISSION,
            "submission_id": submissions[n // OPINIONS_PER_SUBMISSION],
            "position": n % 2,
        }
        for n in range(count - heard)
    ]
    for number, row in enumerate(rows):
        short = f"{chance.choice(PLACES)}では、{chance.choice(NEEDS)}と思います。（{number}）"
        row["wording"] = texts.opinion(number) if texts else short
    return _insert(Opinion, rows)


def _add_hearings(count: int, chance: random.Random, texts: TextMaker | None) -> list[int]:
    names = [f"架空の団体{secrets.token_hex(4)}" for _ in range(max(1, count // 2))]
    bodies = _insert(
        Counterpart,
        [
            {"name": name, "match_key": name, "sector": chance.choice(list(Sector)), "created_at": NOW}
            for name in names
        ],
    )
    first = (db.session.query(db.func.max(Hearing.number)).scalar() or 0) + 1
    rows = [
        {
            "number": first + n,
            "kind": chance.choice(list(HearingKind)),
            "held_on": FIRST_DAY + timedelta(days=chance.randrange(200)),
            "held_on_typed": "",
            "notes": texts.notes(n) if texts else "・架空の記録",
            "counterpart_id": chance.choice(bodies),
            "created_at": NOW,
        }
        for n in range(count)
    ]
    return _insert(Hearing, rows)


def _add_submissions(count: int, chance: random.Random) -> list[int]:
    consultation = factories.make_consultation()
    people = _insert(Submitter, [{"kind": SubmitterKind.ANONYMOUS} for _ in range(count)])
    rows = [
        {
            "consultation_id": consultation.id,
            "submitter_id": person,
            "channel": chance.choice(list(Channel)),
            "received_at": NOW - timedelta(minutes=chance.randrange(40_000)),
            "receipt_hash": secrets.token_hex(32),
            "form_token_hash": secrets.token_hex(32),
            "content_hash": secrets.token_hex(32),
        }
        for person in people
    ]
    return _insert(Submission, rows)


def _decide(opinions: list[int], chance: random.Random) -> None:
    codes = plan_codes()
    person = factories.make_staff_member(roles=[Role.DRAFTER])
    reviews = _insert(
        Review,
        [
            {"opinion_id": each, "staff_member_id": person.id, "decided_at": NOW, "is_current": True}
            for each in opinions
        ],
    )
    rows: list[dict[str, Any]] = []
    for review in reviews:
        themes = chance.sample(codes.themes, chance.choice((1, 1, 2)))
        chosen = [*themes, chance.choice(codes.packages)]
        rows += [
            {
                "review_id": review,
                "facet": code.facet,
                "code": code.code,
                "outcome": Outcome.CONFIRMED,
                "is_main": n == 0,
                "was_suggested": False,
            }
            for n, code in enumerate(chosen)
        ]
    _insert(TagDecision, rows)


def _suggest(opinions: list[int], chance: random.Random) -> None:
    codes = plan_codes()
    rows = [
        {
            "opinion_id": each,
            "facet": code.facet,
            "code": code.code,
            "probability": round(chance.uniform(0.3, 0.95), 2),
            "evidence": [[0, 2]],
            "reasons": [],
            "tagger_version": "bench",
        }
        for each in opinions
        for code in (chance.choice(codes.themes), chance.choice(codes.packages))
    ]
    _insert(Tag, [row for row in rows if row["facet"] in Facet])


def _insert(table: type[Base], rows: list[dict[str, Any]]) -> list[int]:
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))
