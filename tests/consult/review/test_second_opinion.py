"""Where a tagger in shadow differs, a person looks first, and is told why."""

import pytest
from flask import Flask

from consult import jobs, refit_job
from consult.domain.vocabulary import Facet, Role, TaggerState
from consult.extensions import db
from consult.learning import services
from consult.models import LearnedTagger, Opinion, ShadowLook
from consult.nlp_gateway import Suggested, SuggestedTag
from consult.review.queue import opinions_up_next
from consult.review.queue_filter import QueueFilter
from tests import factories
from tests.consult.review.conftest import Reviewer
from tests.consult.review.test_queue import listed
from tests.pages import Page
from tests.query_counting import counted_queries


@pytest.fixture
def four(app: Flask) -> list[int]:
    """Four opinions that wait; a tagger in shadow sees the second and the fourth otherwise."""
    with app.app_context():
        factories.make_plan()
        tagger = factories.make_learned_tagger(state=TaggerState.SHADOW)
        opinions = [factories.make_opinion(wording=f"バスが{n}本。") for n in range(4)]
        for opinion in opinions:
            factories.make_tag(opinion=opinion, code="machi")
        for number, opinion in enumerate(opinions):
            adds, drops = ([["package", "A"]], [["theme", "machi"]]) if number % 2 else ([], [])
            factories.make_shadow_look(
                opinion=opinion, tagger=tagger, is_different=bool(number % 2), adds=adds, drops=drops
            )
        ids = [opinion.id for opinion in opinions]
        db.session.commit()
    return ids


def test_what_it_sees_otherwise_comes_first(reviewer: Reviewer, four: list[int]) -> None:
    one, two, three, other = four
    assert listed(reviewer) == [two, other, one, three]
    assert listed(reviewer, "?sort=newest") == [other, three, two, one]


def test_the_queue_says_how_many_and_marks_them(reviewer: Reviewer, four: list[int]) -> None:
    page = Page(reviewer.client.get("/staff/review"))
    assert "試行中の学習結果と候補が食い違う意見が2件あり" in page.text
    marked = [card.first("h2").text for card in page.root.all("article") if "学習結果と食い違い" in card.text]
    assert marked == [f"意見{four[1]}", f"意見{four[3]}"]


def test_deciding_leads_through_all_of_them_and_then_to_the_rest(reviewer: Reviewer, four: list[int]) -> None:
    one, two, three, other = four
    address = f"/staff/review/{two}"
    seen = []
    while address != "/staff/review":
        seen.append(int(address.rpartition("/")[2]))
        address = reviewer.decide(seen[-1], theme=["machi"]).location
    assert seen == [two, other, one, three]


def test_skipping_goes_on_in_the_same_order(app: Flask, four: list[int]) -> None:
    one, two, three, other = four

    def up_next(current: int) -> list[int]:
        found = opinions_up_next(QueueFilter(), db.session.get_one(Opinion, current))
        return [opinion.id for opinion in found]

    with app.app_context():
        assert up_next(two) == [other, one, three]
        assert up_next(other) == [one, three]
        assert up_next(one) == [three]
        assert up_next(three) == [two, other, one], "from the beginning"


def test_the_page_says_why_it_comes_first(reviewer: Reviewer, four: list[int]) -> None:
    page = reviewer.open(four[1])
    assert (
        "先に見る理由：試行中の学習結果は、候補に「移動しやすいまちPJ」を加え、から「まち」を外します"
        not in page.text
    )
    assert (
        "先に見る理由：試行中の学習結果は、候補に「移動しやすいまちPJ」を加え、「まち」を外します。"
        in page.text
    )
    assert "先に見る理由" not in reviewer.open(four[0]).text


def test_without_one_in_shadow_the_queue_is_as_before(
    app: Flask, reviewer: Reviewer, four: list[int]
) -> None:
    with app.app_context():
        db.session.query(ShadowLook).delete()
        db.session.commit()
    assert listed(reviewer) == four
    assert "食い違" not in Page(reviewer.client.get("/staff/review")).text


def test_the_queries_of_the_queue_do_not_grow_with_what_differs(
    app: Flask, reviewer: Reviewer, four: list[int]
) -> None:
    def asked() -> int:
        with counted_queries() as queries:
            reviewer.client.get("/staff/review")
        return len(queries)

    few = asked()
    with app.app_context():
        tagger = db.session.query(LearnedTagger).one()
        for number in range(30):
            opinion = factories.make_opinion(wording=f"道が{number}本。")
            factories.make_shadow_look(opinion=opinion, tagger=tagger)
        db.session.commit()
    assert asked() == few


def said(opinion: Opinion, *codes: str) -> Suggested:
    tags = tuple(SuggestedTag(Facet.THEME, code, 0.8, [[0, 1]], []) for code in codes)
    return Suggested(opinion.id, tags, [])


@pytest.mark.usefixtures("database")
def test_a_look_keeps_what_would_come_and_what_would_go() -> None:
    factories.make_plan()
    tagger = factories.make_learned_tagger(state=TaggerState.SHADOW)
    same, other, held, decided = (factories.make_opinion(wording=f"{n}") for n in range(4))
    for opinion in (same, other, held, decided):
        factories.make_tag(opinion=opinion, code="machi")
    factories.make_sampled_opinion(opinion=held)
    factories.make_review(opinion=decided)

    everything = [said(same, "machi"), said(other, "hito"), said(held, "hito"), said(decided, "hito")]
    assert services.keep_looks(everything, tagger) == 1

    looks = {look.opinion_id: look for look in db.session.query(ShadowLook)}
    assert looks.keys() == {same.id, other.id}, "not at what is held for blind coding, nor at what is decided"
    assert not looks[same.id].is_different
    assert (looks[other.id].adds, looks[other.id].drops) == ([["theme", "hito"]], [["theme", "machi"]])


@pytest.mark.usefixtures("database")
def test_the_worker_looks_after_it_has_tagged_and_once_only() -> None:
    factories.make_plan()
    person = factories.make_staff_member(roles=[Role.DRAFTER])
    for number in range(30):
        lesson = factories.make_opinion(wording=f"みずたまりの会に{number}人で行きました。")
        factories.make_review(opinion=lesson, confirmed={Facet.PACKAGE: ["A"]})
        factories.make_review(opinion=factories.make_opinion(wording=f"会議は{number}回ありました。"))
    opinion = factories.make_opinion(wording="みずたまりの会の場所を広くしてほしい。")
    factories.make_refit(by=person)
    db.session.commit()

    jobs.work_once()

    look = db.session.query(ShadowLook).one()
    assert (look.opinion_id, look.is_different) == (opinion.id, True)
    assert ["package", "A"] in look.adds
    assert refit_job.look_with_shadow(10, batch=10) == 0

    jobs.tag_again()
    assert db.session.query(ShadowLook).count() == 0, "what was said beside other suggestions is gone"
    assert refit_job.look_with_shadow(10, batch=10) == 1
