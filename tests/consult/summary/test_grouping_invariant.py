"""TW3: whatever two people do to groups, every opinion is in exactly one or in none, and the sums are equal."""

import random

import pytest
from sqlalchemy import select

from consult.answer_standing import awaits_group, group_sizes
from consult.domain.errors import RuleViolation
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AnswerGroup, AuditEvent, Consultation, Opinion, StaffMember
from consult.summary import moving, services
from tests import factories as make

OPINIONS, OPERATIONS = 12, 1_000


@pytest.mark.usefixtures("database")
def test_a_thousand_random_operations_by_two_people_lose_and_double_no_opinion() -> None:
    consultation, rng = make.make_consultation(), random.Random(5)
    submission = make.make_submission(consultation=consultation)
    everything = [
        make.make_opinion(submission=submission, position=n, wording=f"意見{n % 7}。").id
        for n in range(1, OPINIONS + 1)
    ]
    people = [make.make_staff_member(), make.make_staff_member()]
    # Each person works from the page as it was when they opened it: what they see is often out of date.
    seen = {person.id: _state(consultation) for person in people}
    done = 0
    for turn in range(OPERATIONS):
        person = rng.choice(people)
        if rng.random() < 0.7:
            seen[person.id] = _state(consultation)
        done += _tried(consultation, seen[person.id], person, rng)
        assert _everybody() == everything
        if turn % 20 == 0:
            _sums_are_equal(consultation, everything)
    _sums_are_equal(consultation, everything)
    assert done > OPERATIONS / 3


State = dict[int | None, list[int]]


def _state(consultation: Consultation) -> State:
    found: State = {None: []}
    groups = select(AnswerGroup.id).where(AnswerGroup.consultation_id == consultation.id)
    for group_id in db.session.scalars(groups.order_by(AnswerGroup.id.desc()).limit(6)):
        found[group_id] = []
    return found | _members()


def _everybody() -> list[int]:
    """Every opinion once, in a group or in none."""
    return sorted(opinion_id for members in _members().values() for opinion_id in members)


def _members() -> State:
    found: State = {None: []}
    for opinion_id, group_id in db.session.execute(select(Opinion.id, Opinion.answer_group_id)):
        found.setdefault(group_id, []).append(opinion_id)
    return found


def _sums_are_equal(consultation: Consultation, everything: list[int]) -> None:
    """Through the figures that pages and results use, not through the column itself."""
    sizes = dict(db.session.execute(select(group_sizes(consultation.id))).tuples().all())
    waiting = db.session.scalars(select(Opinion.id).where(awaits_group(consultation.id))).all()
    assert sizes == {key: len(members) for key, members in _members().items() if key is not None}
    assert sum(sizes.values()) + len(waiting) == len(everything)


def _tried(consultation: Consultation, seen: State, person: StaffMember, rng: random.Random) -> int:
    point = db.session.begin_nested()
    try:
        _act(consultation, seen, person, rng)
    except RuleViolation:
        point.rollback()
        return 0
    point.commit()
    return 1


def _act(consultation: Consultation, seen: State, person: StaffMember, rng: random.Random) -> None:
    groups = [group_id for group_id in seen if group_id is not None]
    waiting = rng.sample(seen[None], min(len(seen[None]), rng.randint(1, 4)))
    if not groups or rng.random() < 0.2:
        services.make_group(consultation, services.waiting(consultation, waiting), by=person)
        return
    group = db.session.get_one(AnswerGroup, rng.choice(groups))
    target = db.session.get_one(AnswerGroup, rng.choice(groups))
    members = rng.sample(seen[group.id], min(len(seen[group.id]), 2))
    act = rng.randrange(6)
    if act == 0:
        services.put_into(group, services.waiting(consultation, waiting))
    elif act == 1:
        services.take_out(group, members)
    elif act == 2:
        services.move(group, members, target)
    elif act == 3:
        services.split_off(group, members, by=person)
    elif act == 4:
        services.merge(group, target)
    else:
        acts = select(AuditEvent).where(AuditEvent.action == AuditAction.GROUPED)
        moving.take_back(
            consultation, rng.choice(db.session.scalars(acts.order_by(AuditEvent.id.desc()).limit(4)).all())
        )
