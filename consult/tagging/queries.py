"""Reads: which opinions wait for the tagger."""

from sqlalchemy import Select, func, select

from consult import standing
from consult.extensions import db
from consult.models import Opinion, TaggerRun


def texts_waiting(tagger_version: str, *, after_id: int, limit: int) -> dict[int, str]:
    """The next waiting opinions by id; text and id, nothing else."""
    return _texts(_waiting(tagger_version), after_id, limit)


def texts(*, after_id: int, limit: int) -> dict[int, str]:
    """The next opinions by id, waiting or not (for `flask retag`)."""
    return _texts(_countable(), after_id, limit)


def opinions_countable() -> int:
    return db.session.scalar(select(func.count()).select_from(_countable().subquery())) or 0


def _countable() -> Select[tuple[int, str]]:
    return select(Opinion.id, Opinion.wording).where(standing.counts())


def _waiting(tagger_version: str) -> Select[tuple[int, str]]:
    run = select(TaggerRun.id).where(
        TaggerRun.opinion_id == Opinion.id, TaggerRun.tagger_version == tagger_version
    )
    return _countable().where(~run.exists())


def _texts(statement: Select[tuple[int, str]], after_id: int, limit: int) -> dict[int, str]:
    page = statement.where(Opinion.id > after_id).order_by(Opinion.id).limit(limit)
    return dict(db.session.execute(page).tuples().all())
