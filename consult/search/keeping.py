"""Writes the index in the transaction of the row itself, whichever service, import or command writes the row.

At the session, not in each service: a service that forgot would lose opinions to everybody who searches. Only the
characters are written here, which costs next to nothing; the words need the dictionary and are the worker's.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, event, inspect, or_, select
from sqlalchemy.orm import Session, aliased

from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, PublishedAnswer
from consult.search.tables import ANSWERS, HEARINGS, OPINIONS, Indexed, put, take_out, wipe_traces


def texts_of_opinion(wording: str, gist: str | None) -> tuple[str, ...]:
    """What of an opinion can be searched: nothing about who said it."""
    return (wording, gist) if gist else (wording,)


def texts_of_answer(answer: PublishedAnswer) -> tuple[str, ...]:
    """What of a published answer can be searched: what its row on the page of results says."""
    return tuple(filter(None, (answer.summary, answer.wording, answer.reason, answer.about)))


def hearing_texts(connection: Connection, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """What of hearings can be searched: the body's names, the agenda, the notes, and the gists of their opinions.

    A body that was merged into another is one of the names of that.
    """
    rows = connection.execute(
        select(Hearing.id, Counterpart.name, Hearing.agenda, Hearing.notes)
        .join(Counterpart, Counterpart.id == Hearing.counterpart_id)
        .where(Hearing.id.in_(ids))
    )
    texts = {number: tuple(filter(None, texts)) for number, *texts in rows}
    other = aliased(Counterpart)
    spelt = select(Hearing.id, other.name).join(other, other.merged_into_id == Hearing.counterpart_id)
    for number, name in connection.execute(spelt.where(Hearing.id.in_(ids)).order_by(other.id)):
        texts[number] += (name,)
    gists = select(Opinion.hearing_id, Opinion.gist).where(
        Opinion.hearing_id.in_(ids), Opinion.gist.is_not(None), Opinion.withdrawn_at.is_(None)
    )
    for number, gist in connection.execute(gists.order_by(Opinion.position, Opinion.id)):
        texts[number] += (gist,)
    return texts


def index_bodies(ids: Collection[int]) -> None:
    """For a statement that moves hearings from body to body past the session (`update(Hearing)`): all of these."""
    connection = db.session.connection()
    _index_hearings(connection, _heard(connection, ids))


def index_opinions(written: Iterable[tuple[int, int | None, str, str | None]]) -> None:
    """For a statement that adds many opinions past the session: (id, hearing's id, wording, gist) of each."""
    rows = list(written)
    connection = db.session.connection()
    put(
        connection,
        OPINIONS,
        (Indexed(number, texts_of_opinion(words, gist)) for number, _, words, gist in rows),
    )
    # A gist is found with its hearing, too.
    _index_hearings(connection, {hearing for _, hearing, _, gist in rows if gist and hearing})


@event.listens_for(db.session, "after_flush")
def _keep(session: Session, _context: object) -> None:
    # A published answer never changes (consult.models.publication).
    published = [row for row in session.new if isinstance(row, PublishedAnswer)]
    if published:
        put(session.connection(), ANSWERS, (Indexed(row.id, texts_of_answer(row)) for row in published))
    written = [
        row for row in (*session.new, *session.dirty) if isinstance(row, Opinion | Hearing | Counterpart)
    ]
    gone = [row for row in session.deleted if isinstance(row, Opinion | Hearing)]
    if not written and not gone:
        return
    changed = [row for row in written if _is_changed(row)]
    connection = session.connection()
    opinions = [row for row in changed if isinstance(row, Opinion)]
    put(connection, OPINIONS, (Indexed(o.id, texts_of_opinion(o.wording, o.gist)) for o in opinions))
    _index_hearings(connection, _hearings_of(connection, changed) - {row.id for row in gone})
    _forget(connection, gone)


_FIELDS = {
    Opinion: ("wording", "gist", "withdrawn_at", "hearing_id"),
    Hearing: ("notes", "agenda", "counterpart_id"),
    Counterpart: ("name",),
}


def _is_changed(row: Opinion | Hearing | Counterpart) -> bool:
    state: Any = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in _FIELDS[type(row)])


def _hearings_of(connection: Connection, rows: Iterable[Opinion | Hearing | Counterpart]) -> set[int]:
    ids: set[int] = set()
    bodies = []
    for row in rows:
        if isinstance(row, Hearing):
            ids.add(row.id)
        elif isinstance(row, Counterpart):
            bodies.append(row.id)
        elif row.hearing_id is not None and _touches_gist(row):
            ids.add(row.hearing_id)
    return ids | _heard(connection, bodies)


def _heard(connection: Connection, bodies: Collection[int]) -> set[int]:
    """Hearings of these bodies, and of those that stand for them."""
    if not bodies:
        return set()
    stands = select(Counterpart.merged_into_id).where(Counterpart.id.in_(bodies))
    asked = or_(Hearing.counterpart_id.in_(bodies), Hearing.counterpart_id.in_(stands))
    return set(connection.scalars(select(Hearing.id).where(asked)))


def _touches_gist(opinion: Opinion) -> bool:
    state: Any = inspect(opinion)
    return bool(opinion.gist or state.attrs.gist.history.deleted)


def _index_hearings(connection: Connection, ids: set[int]) -> None:
    if ids:
        texts = hearing_texts(connection, ids)
        put(connection, HEARINGS, (Indexed(number, each) for number, each in texts.items()))


def _forget(connection: Connection, gone: list[Opinion | Hearing]) -> None:
    for index, kind in ((OPINIONS, Opinion), (HEARINGS, Hearing)):
        ids = [row.id for row in gone if isinstance(row, kind)]
        if ids:
            take_out(connection, index, ids)
            wipe_traces(connection, index)
