"""Names for released opinions, given when their words go public: a page has one, and it says nothing about the row."""

import secrets
from collections.abc import Iterable

from sqlalchemy import insert, select

from consult.extensions import db
from consult.models import RoadCode

# No letters that are taken for one another; 10 of 28 are 48 bits.
ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 10
BATCH = 5_000


def give(opinion_ids: Iterable[int]) -> None:
    """Each that has none gets one; who has one keeps it over corrections. Flushes."""
    ids = list(opinion_ids)
    for at in range(0, len(ids), BATCH):
        batch = ids[at : at + BATCH]
        named = set(db.session.scalars(select(RoadCode.opinion_id).where(RoadCode.opinion_id.in_(batch))))
        rows = [{"opinion_id": each, "code": new_code()} for each in batch if each not in named]
        if rows:
            db.session.execute(insert(RoadCode), rows)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
