"""Who sent again (R42): the system proposes, staff decide through `Submitter.same_as`; every act can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update

from consult import audit, clock, standing
from consult.domain.errors import EditConflict, NotUndoable, SortingRefused
from consult.domain.same_person import Alike, Compared, Sender, alike
from consult.domain.vocabulary import AuditAction, Channel
from consult.extensions import db
from consult.models import AuditEvent, Consultation, DistinctSubmitters, Submission, Submitter
from consult.past_acts import past_acts as acts_on
from consult.sorting import acts

ACTS_SHOWN = 20
# In the order of domain.same_person.Compared.
DIGESTS = (Submitter.name_address_digest, Submitter.email_digest, Submitter.phone_digest)
DECIDED_MEANWHILE = "その間に、ほかの人が提出者を決めました。いまの様子を見て、もう一度選んでください。"


@dataclass(frozen=True)
class Sent:
    submission_id: int
    submitter_id: int
    channel: Channel
    received_at: datetime


@dataclass(frozen=True)
class PastAct:
    event: AuditEvent
    by: str
    submissions: tuple[int, ...]
    is_undone: bool


def proposals(consultation_id: int) -> list[Alike]:
    """Two queries. Digests are compared; names and contacts are read only to be shown, by `written_of` (TP17)."""
    sent = (
        Submission.consultation_id == consultation_id,
        Submission.withdrawn_at.is_(None),
        Submission.set_aside_at.is_(None),
    )
    rows = db.session.execute(
        select(Submitter.id, standing.person(), *DIGESTS)
        .join(Submission, Submission.submitter_id == Submitter.id)
        .where(*sent, or_(*(digest.in_(_repeated(digest, sent)) for digest in DIGESTS)))
        .order_by(Submitter.id)
    )
    senders = [Sender(row[0], row[1], Compared(*row[2:])) for row in rows]
    if not senders:
        return []
    pairs = db.session.execute(select(DistinctSubmitters.first_id, DistinctSubmitters.second_id))
    return alike(senders, {(first, second) for first, second in pairs})


def _repeated(digest: Any, sent: tuple[ColumnElement[bool], ...]) -> Select[tuple[str]]:
    """What more than one person told; those whom people found to be one are one."""
    return (
        select(digest)
        .join(Submission, Submission.submitter_id == Submitter.id)
        .where(*sent, digest != "")
        .group_by(digest)
        .having(func.count(standing.person().distinct()) > 1)
        .correlate(None)
    )


def written_of(submitter_ids: Sequence[int]) -> dict[int, Any]:
    """What they wrote of themselves, by id."""
    if not submitter_ids:
        return {}
    rows = select(Submitter.id, Submitter.name, Submitter.address, Submitter.email, Submitter.phone)
    return {row.id: row for row in db.session.execute(rows.where(Submitter.id.in_(submitter_ids)))}


def submissions_of(submitter_ids: Sequence[int]) -> dict[int, Sent]:
    rows = db.session.execute(
        select(Submission.id, Submission.submitter_id, Submission.channel, Submission.received_at).where(
            Submission.submitter_id.in_(submitter_ids)
        )
    )
    return {row.submitter_id: Sent(*row) for row in rows}


def note_look(submitter_ids: Sequence[int]) -> None:
    """Whoever reads who sent something leaves a trace (TP17)."""
    seen = db.session.scalars(select(Submitter).where(Submitter.id.in_(submitter_ids)))
    audit.record_each(AuditAction.VIEWED, [(each, {"for": "same_person"}) for each in seen])


def match(consultation: Consultation, submitter_ids: Sequence[int]) -> AuditEvent | None:
    """They are one, the earliest: 1名 and several 件. None where they are one already."""
    chosen = _chosen(consultation, submitter_ids)
    persons = sorted({each.same_as_id or each.id for each in chosen})
    first, others = persons[0], persons[1:]
    if not others:
        return None
    moved = list(
        db.session.scalars(
            select(Submitter.id).where(Submitter.id.in_(others) | Submitter.same_as_id.in_(others))
        )
    )
    before = dict(
        db.session.execute(select(Submitter.id, Submitter.same_as_id).where(Submitter.id.in_(moved)))
        .tuples()
        .all()
    )
    db.session.execute(update(Submitter).where(Submitter.id.in_(moved)).values(same_as_id=first))
    # A person who takes back having told them apart says so by this.
    moves = [[submitter_id, before[submitter_id]] for submitter_id in moved]
    return acts.record(AuditAction.MATCHED, consultation, consultation.id, first=first, moves=moves)


def tell_apart(consultation: Consultation, submitter_ids: Sequence[int]) -> None:
    """They are not proposed as one again."""
    chosen = _chosen(consultation, submitter_ids)
    persons = sorted({each.same_as_id or each.id for each in chosen})
    if len(persons) < 2:
        raise EditConflict(DECIDED_MEANWHILE)
    known = set(
        db.session.execute(
            select(DistinctSubmitters.first_id, DistinctSubmitters.second_id).where(
                DistinctSubmitters.first_id.in_(persons)
            )
        ).tuples()
    )
    new = [pair for pair in combinations(persons, 2) if pair not in known]
    now = clock.now()
    db.session.add_all(DistinctSubmitters(first_id=a, second_id=b, created_at=now) for a, b in new)
    acts.record(AuditAction.TOLD_APART, consultation, consultation.id, pairs=[list(pair) for pair in new])


def take_back(event: AuditEvent) -> int:
    """Of a match: who still stands with the first stands as before; of a telling apart: the pairs are proposed again."""
    return acts.take_back(event, _unmatched if event.action is AuditAction.MATCHED else _proposed_again)


def past_acts(consultation_id: int) -> list[PastAct]:
    """The newest first, without a name. Four queries."""
    found = acts_on(
        Consultation, consultation_id, (AuditAction.MATCHED, AuditAction.TOLD_APART), most=ACTS_SHOWN
    )
    sent = submissions_of([named for each in found for named in _named_in(each.event)])
    return [
        PastAct(
            each.event,
            each.name,
            tuple(sorted(sent[named].submission_id for named in _named_in(each.event) if named in sent)),
            each.is_undone,
        )
        for each in found
    ]


def _named_in(event: AuditEvent) -> set[int]:
    if event.action is AuditAction.MATCHED:
        return {event.details["first"], *(moved for moved, _before in event.details["moves"])}
    return {each for pair in event.details["pairs"] for each in pair}


def _unmatched(event: AuditEvent) -> int:
    number = 0
    for submitter_id, before in event.details["moves"]:
        changed = db.session.execute(
            update(Submitter)
            .where(Submitter.id == submitter_id, Submitter.same_as_id == event.details["first"])
            .values(same_as_id=before)
        )
        number += changed.rowcount  # type: ignore[attr-defined]
    if not number:
        raise NotUndoable(
            "その後の操作で、この提出者はほかの人とまとめられています。先にそちらを取り消してください。"
        )
    return number


def _proposed_again(event: AuditEvent) -> int:
    pairs = {tuple(pair) for pair in event.details["pairs"]}
    rows = db.session.scalars(
        select(DistinctSubmitters).where(DistinctSubmitters.first_id.in_([first for first, _ in pairs]))
    ).all()
    for row in rows:
        if (row.first_id, row.second_id) in pairs:
            db.session.delete(row)
    return len(pairs)


def _chosen(consultation: Consultation, submitter_ids: Sequence[int]) -> list[Submitter]:
    if len(submitter_ids) < 2:
        raise SortingRefused("提出者を2つ以上選んでください。", field="submitter")
    found = db.session.scalars(
        select(Submitter)
        .join(Submission, Submission.submitter_id == Submitter.id)
        .where(Submission.consultation_id == consultation.id, Submitter.id.in_(submitter_ids))
    ).all()
    if len(found) != len(set(submitter_ids)):
        raise EditConflict(DECIDED_MEANWHILE)
    return list(found)
