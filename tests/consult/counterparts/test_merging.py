"""A person merges two bodies, undoes it, or tells them apart; no hearing is ever lost or counted twice."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consult.counterparts import doubles, merging, queries, services
from consult.counterparts.body_filter import BodyFilter
from consult.counterparts.services import BodyFacts
from consult.domain.counterpart_name import match_key
from consult.domain.errors import CounterpartRefused, EditConflict
from consult.domain.vocabulary import AuditAction, Reach, Sector
from consult.extensions import db
from consult.hearing_records import HearingFacts, counterpart_for
from consult.hearings import services as hearings
from consult.hearings.forms import typed_facts
from consult.hearings.queries import known_counterpart
from consult.models import AuditEvent, Counterpart, CounterpartMerge, Hearing, StaffMember
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def body(name: str, times: int = 1, **fields: object) -> Counterpart:
    made = factories.make_counterpart(name=name, match_key=match_key(name) or None, **fields)
    for _ in range(times):
        factories.make_hearing(counterpart=made)
    return made


def merge(kept: Counterpart, merged: Counterpart) -> CounterpartMerge:
    return merging.merge(kept, merged, versions=(kept.version, merged.version), by=person())


def person() -> StaffMember:
    return db.session.scalar(select(StaffMember)) or factories.make_staff_member()


def heard_by() -> dict[int, list[int]]:
    """Body to its hearings."""
    rows = db.session.execute(select(Hearing.counterpart_id, Hearing.id).order_by(Hearing.id))
    found: dict[int, list[int]] = {}
    for body_id, hearing_id in rows:
        found.setdefault(body_id, []).append(hearing_id)
    return found


def test_merged_bodies_are_one_body_under_both_names() -> None:
    kept, merged = body("みどり地区のNPO法人W", 2), body("NPO法人W（みどり地区）", 1)
    act = merge(kept, merged)
    totals = queries.totals(BodyFilter())
    assert (totals.bodies, totals.heard, totals.hearings) == (1, 1, 3)
    for typed in ("NPO法人Ｗ（みどり地区）", "みどり地区の特定非営利活動法人W"):
        assert counterpart_for(typed, Sector.MEDIA) is kept
        known = known_counterpart(typed)
        assert known and (known.name, known.times) == ("みどり地区のNPO法人W", 3)
    assert [past.name for past in queries.merges_into(kept)] == ["NPO法人W（みどり地区）"]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event and (event.action, event.object_id) == (AuditAction.MERGED, act.id)


def test_undone_the_hearings_that_moved_go_back_and_later_ones_stay() -> None:
    kept, merged = body("甲の会", 1), body("乙の会", 2)
    before = heard_by()
    act = merge(kept, merged)
    later = factories.make_hearing(counterpart=kept)
    assert merging.undo(act, by=person()) is merged
    assert heard_by() == {**before, kept.id: [*before[kept.id], later.id]}
    assert counterpart_for("乙の会", Sector.UNKNOWN) is merged
    with pytest.raises(EditConflict):
        merging.undo(act, by=person())


def test_a_hearing_that_was_given_another_body_since_is_not_taken_back() -> None:
    kept, merged = body("甲の会", 1), body("乙の会", 1)
    act = merge(kept, merged)
    moved = db.session.get_one(Hearing, act.hearing_ids[0])
    facts = typed_facts(moved)
    hearings.change_facts(
        moved,
        HearingFacts(moved.held_on, facts["held_on"], moved.kind, "丙の会", Sector.CITIZENS),
        version=moved.version,
    )
    merging.undo(act, by=person())
    assert moved.counterpart.name == "丙の会"


def test_a_hearing_given_to_a_body_that_was_merged_later_is_not_taken_back_either() -> None:
    """By way of a third body it is where the act put it, and yet it is that third body's."""
    kept, merged, third = body("甲の会", 1), body("乙の会", 1), body("丙の会", 1)
    act = merge(kept, merged)
    moved = db.session.get_one(Hearing, act.hearing_ids[0])
    facts = HearingFacts(moved.held_on, moved.held_on_typed, moved.kind, "丙の会", Sector.CITIZENS)
    hearings.change_facts(moved, facts, version=moved.version)
    later = merge(kept, third)
    merging.undo(act, by=person())
    assert moved.counterpart_id == kept.id
    merging.undo(later, by=person())
    db.session.expire_all()
    assert moved.counterpart_id == third.id


def test_an_older_act_undone_late_fetches_no_hearing_that_went_its_own_way() -> None:
    one, other, third = body("甲の会", 1), body("乙の会", 2), body("丙の会", 1)
    at_first = heard_by()
    first = merge(one, other)
    second = merge(third, one)
    merging.undo(first, by=person())
    third_act = merge(other, third)
    for act in (second, third_act):
        merging.undo(act, by=person())
        db.session.expire_all()
    assert heard_by() == at_first


def test_removed_hearings_move_too_and_count_nowhere() -> None:
    kept, merged = body("甲の会", 1), body("乙の会", 0)
    removed = factories.make_hearing(counterpart=merged, removed_at=factories.NOW, removal_reason="二重")
    merge(kept, merged)
    assert removed.counterpart_id == kept.id
    assert queries.totals(BodyFilter()).hearings == 1


def test_a_body_cannot_be_merged_with_itself_nor_after_a_colleague_did_it() -> None:
    one, other, third = body("甲の会"), body("乙の会"), body("丙の会")
    with pytest.raises(CounterpartRefused):
        merge(one, one)
    merge(one, other)
    with pytest.raises(EditConflict):
        merge(third, other)
    with pytest.raises(EditConflict):
        merging.merge(one, third, versions=(1, third.version), by=person())


class Bodies:
    """Five bodies, acts by number, and what must hold after each."""

    def __init__(self) -> None:
        self.bodies = [body(f"架空{n}会{chr(0x4E00 + n)}", n % 3 + 1) for n in range(5)]
        self.acts: list[CounterpartMerge] = []
        self.hearings = sorted(each for ids in heard_by().values() for each in ids)

    def check(self) -> None:
        found = heard_by()
        assert sorted(each for ids in found.values() for each in ids) == self.hearings
        standing = {each.id for each in self.bodies if each.merged_into_id is None}
        assert found.keys() <= standing
        for each in self.bodies:
            assert each.merged_into_id is None or each.merged_into_id in standing, "never further"
        totals = queries.totals(BodyFilter())
        assert (totals.bodies, totals.hearings) == (len(standing), len(self.hearings))


@given(
    st.lists(
        st.tuples(st.sampled_from(["merge", "undo"]), st.integers(0, 4), st.integers(0, 4)), max_size=16
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_whatever_is_merged_and_undone_each_hearing_is_with_one_standing_body(
    acts: list[tuple[str, int, int]], order: Random
) -> None:
    """All undone, in whatever order, everything is as it was."""
    with db.session.begin_nested() as world:
        world_of = Bodies()
        at_first = heard_by()
        for verb, one, other in acts:
            first, second = world_of.bodies[one], world_of.bodies[other]
            if (
                verb == "merge"
                and first is not second
                and not (first.merged_into_id or second.merged_into_id)
            ):
                world_of.acts.append(merge(first, second))
            if verb == "undo" and world_of.acts:
                merging.undo(world_of.acts.pop(one % len(world_of.acts)), by=person())
            db.session.expire_all()
            world_of.check()
        order.shuffle(world_of.acts)
        for act in world_of.acts:
            merging.undo(act, by=person())
            db.session.expire_all()
            world_of.check()
        assert heard_by() == at_first
        world.rollback()


def test_two_bodies_told_apart_are_proposed_no_more_until_that_is_taken_back() -> None:
    one, other = body("架空会議（第１回）"), body("架空会議（第２回）")
    assert [(near.first, near.second) for near in doubles.nearby()] == [(one.id, other.id)]
    pair = merging.tell_apart(other, one, by=person())
    assert merging.tell_apart(one, other, by=person()) is pair
    assert doubles.nearby() == []
    merging.propose_again(pair, by=person())
    assert len(doubles.nearby()) == 1


def test_a_body_told_apart_stays_apart_when_it_is_merged_with_a_third() -> None:
    one, other, third = body("架空会議"), body("架空会議（第２回）"), body("架空会議の幹事会")
    merging.tell_apart(one, other, by=person())
    merge(third, other)
    assert doubles.nearby() == []


def test_names_that_were_merged_away_still_find_further_doubles() -> None:
    kept, merged = body("甲の会"), body("架空会議（第１回）")
    merge(kept, merged)
    other = body("架空会議（第２回）")
    assert [(near.first, near.second) for near in doubles.nearby()] == [(kept.id, other.id)]


def test_an_older_name_still_finds_the_body() -> None:
    one = body("架空まちづくりの會")
    services.change(one, BodyFacts("架空まちづくり協議会", Sector.CITIZENS), version=1, by=person())
    assert counterpart_for("架空まちづくりの會", Sector.UNKNOWN) is one
    assert queries.spellings_of([one]) == {one.id: ["架空まちづくりの會"]}
    assert queries.totals(BodyFilter(q="まちづくりの會")).bodies == 1
    assert [past.is_spelling for past in queries.merges_into(one)] == [True]


def test_renamed_there_and_back_a_body_has_one_other_spelling() -> None:
    one = body("甲の会")
    services.change(one, BodyFacts("乙の会", Sector.CITIZENS), version=1, by=person())
    services.change(one, BodyFacts("甲の会", Sector.CITIZENS), version=2, by=person())
    assert one.name == "甲の会" and queries.spellings_of([one]) == {one.id: ["乙の会"]}
    assert counterpart_for("乙の会", Sector.UNKNOWN) is one is counterpart_for("甲の会", Sector.UNKNOWN)


def test_undoing_a_merge_brings_older_names_back_to_their_body() -> None:
    one, other = body("甲の会"), body("乙の会")
    services.change(other, BodyFacts("丙の会", Sector.CITIZENS), version=1, by=person())
    act = merge(one, other)
    assert counterpart_for("乙の会", Sector.UNKNOWN) is one
    merging.undo(act, by=person())
    db.session.expire_all()
    assert counterpart_for("乙の会", Sector.UNKNOWN) is other


@pytest.mark.parametrize("typed", ["", "  ", "乙の会", "丙の会"])
def test_a_name_that_is_missing_or_anothers_is_refused(typed: str) -> None:
    one, other, _ = body("甲の会"), body("乙の会"), body("丙の会")
    merge(one, other)
    with pytest.raises(CounterpartRefused) as refused:
        services.change(one, BodyFacts(typed.strip(), Sector.CITIZENS), version=one.version, by=person())
    assert refused.value.field == "name"


def test_a_body_without_a_name_can_be_given_one() -> None:
    one = factories.make_counterpart(name="", match_key=None)
    services.change(one, BodyFacts("甲の会", Sector.CITIZENS), version=1, by=person())
    assert counterpart_for("甲 の会", Sector.UNKNOWN) is one


def test_the_own_sector_decides_the_sector_and_may_not_contradict_it() -> None:
    one, own = body("甲の会"), factories.make_own_sector(sector=Sector.LABOUR)
    with pytest.raises(CounterpartRefused):
        services.change(one, BodyFacts("甲の会", Sector.MEDIA, own.id), version=1, by=person())
    services.change(one, BodyFacts("甲の会", Sector.UNKNOWN, own.id), version=1, by=person())
    assert one.sector is Sector.LABOUR


def test_a_body_with_a_history_is_not_forgotten_with_its_last_hearing() -> None:
    one, other = body("甲の会", 1), body("乙の会", 0)
    merge(one, other)
    hearing = db.session.scalars(select(Hearing)).one()
    facts = HearingFacts(hearing.held_on, hearing.held_on_typed, hearing.kind, "丙の会", Sector.MEDIA)
    hearings.change_facts(hearing, facts, version=1)
    assert {each.name for each in db.session.scalars(select(Counterpart))} == {"甲の会", "乙の会", "丙の会"}


def test_a_body_outside_the_city_has_no_district_and_one_with_a_district_is_inside() -> None:
    one, district = body("甲の会"), factories.make_district()
    facts = BodyFacts("甲の会", Sector.CITIZENS, None, Reach.OUTSIDE, district.id)
    with pytest.raises(CounterpartRefused):
        services.change(one, facts, version=1, by=person())
    services.change(one, replace(facts, reach=Reach.UNKNOWN), version=1, by=person())
    assert one.reach is Reach.INSIDE
