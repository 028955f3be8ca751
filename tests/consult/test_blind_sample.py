"""The blind sample in every list: a held opinion shows no suggestion, waits in no queue, and teaches no tagger."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult import blind_sample, clock, opinion_records, standing
from consult.domain.sampling import is_in_share
from consult.domain.vocabulary import Facet, Standing
from consult.extensions import db
from consult.models import BlindSampling, Opinion, SampledOpinion
from consult.plan_codes import plan_codes
from tests import factories
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")


def draw_all() -> None:
    db.session.get_one(BlindSampling, 1).share_percent = 100
    db.session.flush()


def found(condition: object) -> list[int]:
    return list(db.session.scalars(select(Opinion.id).where(condition).order_by(Opinion.id)))  # type: ignore[arg-type]


def test_every_installation_starts_with_a_key_of_its_own() -> None:
    assert len(db.session.get_one(BlindSampling, 1).key) == 64


def test_a_drawn_opinion_keeps_the_share_it_was_drawn_with() -> None:
    draw_all()
    opinion = factories.make_opinion()

    assert blind_sample.draw([opinion.id]) == 1

    row = db.session.scalars(select(SampledOpinion)).one()
    assert (row.opinion_id, row.share_percent, row.opens_at) == (opinion.id, 100, None)


def test_who_was_drawn_can_be_worked_out_again_from_the_key() -> None:
    sampling = db.session.get_one(BlindSampling, 1)
    sampling.share_percent = 30
    db.session.flush()
    arriving = [factories.make_opinion(wording=f"{n}つめの意見").id for n in range(40)]

    blind_sample.draw(arriving)

    again = {each for each in arriving if is_in_share(each, key=sampling.key, share_percent=30)}
    assert set(db.session.scalars(select(SampledOpinion.opinion_id))) == again
    assert 0 < len(again) < 40


def test_opinions_of_every_source_are_drawn_but_what_the_city_has_published() -> None:
    draw_all()
    heard = factories.make_opinion(wording="聞いた意見")
    sent = factories.make_opinion(submission=factories.make_submission(), wording="届いた意見")
    published = factories.make_opinion(published_page=factories.make_published_page())

    blind_sample.draw([heard.id, sent.id, published.id])

    assert set(db.session.scalars(select(SampledOpinion.opinion_id))) == {heard.id, sent.id}


def test_what_somebody_has_decided_on_is_not_drawn_any_more() -> None:
    draw_all()
    opinion = factories.make_opinion()
    factories.make_review(opinion=opinion)
    assert blind_sample.draw([opinion.id]) == 0


def test_a_share_of_nothing_draws_nothing() -> None:
    assert blind_sample.draw([factories.make_opinion().id]) == 0


def test_drawing_asks_no_more_for_more_opinions() -> None:
    draw_all()
    few, many = (
        [factories.make_opinion(wording=f"{size}人の{n}つめの意見").id for n in range(size)]
        for size in (1, 20)
    )
    db.session.flush()
    with counted_queries() as for_few:
        blind_sample.draw(few)
    with counted_queries() as for_many:
        blind_sample.draw(many)
    assert len(for_many) <= len(for_few) <= 3


def test_a_held_opinion_carries_no_suggestion_in_any_list_or_count() -> None:
    factories.make_plan()
    opinion = factories.make_opinion()
    factories.make_tag(opinion=opinion, code="machi")
    factories.make_sampled_opinion(opinion=opinion)

    (record,) = opinion_records.records([opinion], plan_codes())

    assert (record.suggested, record.standing) == ((), Standing.UNREVIEWED)
    assert found(standing.is_suggested()) == []
    assert found(standing.is_suggested(Facet.THEME, "machi")) == []
    assert list(db.session.execute(standing.suggested_codes(Facet.THEME))) == []
    assert found(standing.is_held()) == [opinion.id]
    assert found(standing.awaits_review()) == []
    assert found(standing.counts()) == [opinion.id], "it stays in every total"


def test_an_opened_opinion_is_like_any_other() -> None:
    factories.make_plan()
    opinion = factories.make_opinion()
    factories.make_tag(opinion=opinion, code="machi")
    factories.make_sampled_opinion(opinion=opinion, opens_at=clock.now())

    (record,) = opinion_records.records([opinion], plan_codes())

    assert [tag.code.code for tag in record.suggested] == ["machi"]
    assert found(standing.is_suggested(Facet.THEME, "machi")) == [opinion.id]
    assert found(standing.awaits_review()) == [opinion.id]


def test_it_opens_at_its_moment_and_not_before() -> None:
    opens_soon, is_open = (
        factories.make_opinion(wording=words) for words in ("もうすぐの意見", "さきほどの意見")
    )
    soon = factories.make_sampled_opinion(opinion=opens_soon, opens_at=clock.now() + timedelta(minutes=1))
    factories.make_sampled_opinion(opinion=is_open, opens_at=clock.now() - timedelta(minutes=1))
    assert found(standing.is_held()) == [soon.opinion_id]


def test_neither_the_sample_nor_a_copy_of_its_text_may_teach() -> None:
    sampled = factories.make_opinion(wording="バスを増やしてほしい。")
    factories.make_sampled_opinion(opinion=sampled, opens_at=clock.now())
    factories.make_opinion(wording="バスを　増やして\nほしい。")
    other = factories.make_opinion(wording="図書館を建ててほしい。")
    assert found(standing.may_teach()) == [other.id]


def test_a_text_is_drawn_once_by_its_first_opinion_whatever_comes_after_it() -> None:
    draw_all()
    first, copy = (factories.make_opinion(wording=words) for words in ("駅に\n屋根を。", "駅に 屋根を｡"))
    other = factories.make_opinion(wording="駅に屋根は要らない。")

    assert blind_sample.draw([copy.id, first.id, other.id]) == 2

    assert set(db.session.scalars(select(SampledOpinion.opinion_id))) == {first.id, other.id}
    later = factories.make_opinion(wording=first.wording)
    assert blind_sample.draw([later.id]) == 0


def test_copies_of_a_text_that_was_not_drawn_are_not_drawn_either() -> None:
    """Otherwise a campaign would be in the sample for certain, and its first copies had shown their suggestions."""
    factories.make_opinion(wording="駅に屋根を。")
    draw_all()
    assert blind_sample.draw([factories.make_opinion(wording="駅に屋根を。").id for _ in range(5)]) == 0


def test_what_somebody_may_have_seen_or_decided_on_a_copy_is_not_drawn() -> None:
    """A first opinion that was withdrawn and comes back meets copies that went their way meanwhile."""
    draw_all()
    seen, decided = (factories.make_opinion(wording=words) for words in ("駅に屋根を。", "席を増やして。"))
    factories.make_tagger_run(opinion=factories.make_opinion(wording=seen.wording))
    factories.make_review(opinion=factories.make_opinion(wording=decided.wording))
    assert blind_sample.draw([seen.id, decided.id]) == 0


def test_a_copy_of_a_held_text_carries_no_suggestion_in_any_list_or_count() -> None:
    factories.make_plan()
    drawn = factories.make_opinion(wording="バスを増やしてほしい。")
    factories.make_sampled_opinion(opinion=drawn)
    copy = factories.make_opinion(wording="バスを　増やしてほしい｡")
    factories.make_tag(opinion=copy, code="machi")
    other = factories.make_opinion(wording="バスを減らしてほしい。")
    factories.make_tag(opinion=other, code="machi")

    records = opinion_records.records([copy, other], plan_codes())

    assert [bool(record.suggested) for record in records] == [False, True]
    assert found(standing.is_held()) == [drawn.id, copy.id]
    assert found(standing.is_suggested(Facet.THEME, "machi")) == [other.id]
    assert list(db.session.execute(standing.suggested_codes(Facet.THEME))) == [("machi", other.id)]
    assert found(standing.awaits_review()) == [other.id]


def test_copies_open_with_the_text() -> None:
    drawn, copy = factories.make_opinion(), factories.make_opinion()
    row = factories.make_sampled_opinion(opinion=drawn, opens_at=clock.now() + timedelta(minutes=1))
    assert found(standing.is_held()) == [drawn.id, copy.id]
    row.opens_at = clock.now()
    db.session.flush()
    assert found(standing.is_held()) == []


@pytest.mark.parametrize("with_its_submission", [False, True])
def test_a_drawn_opinion_that_was_withdrawn_holds_no_copy(*, with_its_submission: bool) -> None:
    """Nobody is asked to code it any more: its copies would wait for ever."""
    submission = factories.make_submission()
    drawn, copy = factories.make_opinion(submission=submission), factories.make_opinion()
    factories.make_sampled_opinion(opinion=drawn)
    assert found(standing.is_held()) == [drawn.id, copy.id]
    (submission if with_its_submission else drawn).withdrawn_at = factories.NOW
    db.session.flush()
    assert found(standing.is_held()) == [drawn.id]


def test_looking_for_copies_reads_an_index_and_no_list_of_opinions() -> None:
    for condition in (standing.is_held(), standing.may_teach()):
        statement = select(Opinion.id).where(Opinion.id == 1, condition)
        sql = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith("SCAN")], plan
