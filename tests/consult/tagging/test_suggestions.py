"""The tagger's suggestions as rows: replaced by a re-run, never touching a decision, never without evidence."""

import pytest
from sqlalchemy import select

from consult import jobs, nlp_gateway
from consult.domain.vocabulary import AuditAction, Facet, Outcome
from consult.extensions import db
from consult.models import AuditEvent, Opinion, PlanEdition, PolicyPackage, Tag, TagDecision, TaggerRun, Theme
from consult.nlp_gateway import Suggested, SuggestedTag
from consult.tagging import queries, services
from tests import factories

pytestmark = pytest.mark.usefixtures("database")

BUS = "バスの本数が少なく、車がないと病院に行けない。"


def make_plan_about_buses() -> PlanEdition:
    """The small made-up strategy, with words of its own about transport."""
    plan = factories.make_plan()
    theme = db.session.scalars(select(Theme).where(Theme.code == "machi")).one()
    theme.definition = "場所、環境、交通、施設、にぎわい、安全"
    package = db.session.scalars(select(PolicyPackage).where(PolicyPackage.code == "A")).one()
    package.includes = "公共交通、バス、移動手段、交通弱者"
    db.session.commit()
    return plan


def suggested(opinion: Opinion, *codes: str, version: str = "v1") -> list[Suggested]:
    tags = tuple(SuggestedTag(Facet.THEME, code, 0.7, [[0, 2]], []) for code in codes)
    return [Suggested(opinion.id, tags, ["A"])]


def waiting(tagger_version: str) -> list[int]:
    return list(queries.texts_waiting(tagger_version, after_id=0, limit=10))


def tags_of(opinion: Opinion) -> set[str]:
    return set(db.session.scalars(select(Tag.code).where(Tag.opinion_id == opinion.id)))


def test_a_suggestion_keeps_probability_evidence_reasons_and_version() -> None:
    opinion = factories.make_opinion()
    row = SuggestedTag(
        Facet.THEME, "machi", 0.7, [[0, 2]], [{"label": "足", "weight": 1.5, "spans": [[0, 2]]}]
    )

    services.replace_suggestions([Suggested(opinion.id, (row,), ["A", "B"])], tagger_version="v1")

    tag = db.session.scalars(select(Tag)).one()
    assert (tag.facet, tag.code, tag.probability, tag.tagger_version) == (Facet.THEME, "machi", 0.7, "v1")
    assert tag.evidence == [[0, 2]]
    assert tag.reasons[0]["label"] == "足"
    run = db.session.scalars(select(TaggerRun)).one()
    assert (run.opinion_id, run.tagger_version, run.ranked_packages) == (opinion.id, "v1", ["A", "B"])


def test_a_rerun_replaces_suggestions_and_never_decisions() -> None:
    opinion = factories.make_opinion()
    services.replace_suggestions(suggested(opinion, "hito", "machi"), tagger_version="v1")
    factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["hito"]})

    services.replace_suggestions(suggested(opinion, "shigoto"), tagger_version="v2")

    assert tags_of(opinion) == {"shigoto"}
    decisions = db.session.scalars(select(TagDecision)).all()
    assert [(d.code, d.outcome) for d in decisions] == [("hito", Outcome.CONFIRMED)]


def test_a_rerun_leaves_other_opinions_alone() -> None:
    one, other = factories.make_opinion(), factories.make_opinion()
    services.replace_suggestions(suggested(one, "hito") + suggested(other, "machi"), tagger_version="v1")

    services.replace_suggestions(suggested(one, "shigoto"), tagger_version="v2")

    assert tags_of(other) == {"machi"}


def test_an_opinion_withdrawn_while_the_tagger_worked_gets_nothing() -> None:
    opinion = factories.make_opinion(withdrawn_at=factories.NOW)

    assert services.replace_suggestions(suggested(opinion, "hito"), tagger_version="v1") == 0
    assert tags_of(opinion) == set()


def test_a_batch_leaves_one_audit_event_with_counts_and_no_text() -> None:
    one, other = factories.make_opinion(), factories.make_opinion()

    services.replace_suggestions(suggested(one, "hito", "machi") + suggested(other), tagger_version="v1")

    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.SUGGESTED)).one()
    assert event.actor == "command"
    counts = {"opinions": 2, "suggestions": 2, "drawn_into_blind_sample": 0}
    assert event.details == counts | {"tagger_version": "v1"}


def test_an_opinion_waits_until_the_current_tagger_has_looked_at_it() -> None:
    old, new = factories.make_opinion(), factories.make_opinion()
    services.replace_suggestions(suggested(old, "hito"), tagger_version="v1")
    services.replace_suggestions(suggested(new), tagger_version="v2")

    assert waiting("v2") == [old.id]
    assert waiting("v3") == [old.id, new.id]


def test_withdrawn_opinions_do_not_wait() -> None:
    factories.make_opinion(withdrawn_at=factories.NOW)

    assert waiting("v1") == []


def test_waiting_opinions_are_tagged_with_evidence_that_slices_out_of_their_wording() -> None:
    make_plan_about_buses()
    opinion = factories.make_opinion(wording=f"　𠮷野家の前の\n{BUS}")

    assert jobs.tag_waiting() == 1

    tags = db.session.scalars(select(Tag).where(Tag.opinion_id == opinion.id)).all()
    assert tags, "the made-up plan has a theme for buses"
    for tag in tags:
        assert tag.tagger_version == nlp_gateway.current_tagger_version()
        assert tag.evidence
        for start, end in [*tag.evidence, *(span for reason in tag.reasons for span in reason["spans"])]:
            assert 0 <= start < end <= len(opinion.wording)
    assert any("バス" in opinion.wording[start:end] for tag in tags for start, end in tag.evidence)


def test_the_reasons_of_a_suggestion_add_up_to_its_probability() -> None:
    make_plan_about_buses()
    factories.make_opinion(wording=BUS)
    jobs.tag_waiting()

    for tag in db.session.scalars(select(Tag)):
        score = sum(reason["weight"] for reason in tag.reasons)
        assert tag.probability == pytest.approx(1 / (1 + 2.718281828**-score), abs=0.01)


def test_tagging_twice_finds_nothing_more_to_do_and_again_gives_the_same() -> None:
    make_plan_about_buses()
    opinion = factories.make_opinion(wording=BUS)
    jobs.tag_waiting()
    before = [(t.code, t.probability, t.evidence) for t in db.session.scalars(select(Tag).order_by(Tag.id))]

    assert jobs.tag_waiting() == 0
    assert jobs.tag_again() == 1

    after = [(t.code, t.probability, t.evidence) for t in db.session.scalars(select(Tag).order_by(Tag.id))]
    assert after == before
    assert opinion.wording == BUS


def test_without_a_strategy_opinions_wait() -> None:
    factories.make_opinion()

    assert jobs.tag_waiting() == 0
    assert db.session.scalars(select(TaggerRun)).all() == []


def test_at_most_as_many_as_asked_are_tagged_and_the_oldest_first() -> None:
    make_plan_about_buses()
    opinions = [factories.make_opinion(wording=BUS) for _ in range(3)]

    assert jobs.tag_waiting(limit=2) == 2
    assert set(db.session.scalars(select(TaggerRun.opinion_id))) == {opinions[0].id, opinions[1].id}


def test_a_changed_plan_makes_every_opinion_wait_again() -> None:
    plan = make_plan_about_buses()
    opinion = factories.make_opinion(wording=BUS)
    jobs.tag_waiting()
    assert waiting(nlp_gateway.current_tagger_version()) == []

    db.session.add(PolicyPackage(edition=plan, code="C", name="海と魚のPJ", position=3))
    db.session.commit()

    assert waiting(nlp_gateway.current_tagger_version()) == [opinion.id]
