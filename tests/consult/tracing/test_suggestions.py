"""The worker suggests what an opinion leads to, with the words that both sides share; it never touches a decision."""

import pytest
from sqlalchemy import select

from consult.domain.vocabulary import LinkKind, Outcome
from consult.extensions import db
from consult.link_looks import look_at_waiting
from consult.link_targets import LinkTarget, plan_targets
from consult.models import LinkDecision, LinkSuggestion, Measure, Opinion, PolicyPackage
from consult.search.indexing import index_waiting
from tests import factories as make
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")


def plan() -> PolicyPackage:
    make.make_plan()
    package = db.session.scalars(select(PolicyPackage).order_by(PolicyPackage.position)).first()
    assert package is not None
    make.make_measure(package=package, name="路線バスの維持")
    make.make_measure(package=package, name="図書館の開館時間の延長")
    make.make_kpi(package=package, name="図書館の利用者数")
    return package


def look() -> int:
    db.session.commit()
    index_waiting()
    return look_at_waiting(1_000, batch=100)


def suggested(opinion: Opinion) -> list[tuple[str, tuple[str, ...]]]:
    names = {(each.kind, each.row_id): each.text for each in plan_targets()}
    rows = db.session.scalars(
        select(LinkSuggestion).where(LinkSuggestion.opinion_id == opinion.id).order_by(LinkSuggestion.id)
    )
    return [
        (
            names.get((row.kind, row.measure_id or row.kpi_id or 0), f"{row.section_key}-{row.passage}"),
            tuple(sorted(row.words)),
        )
        for row in rows
    ]


def test_an_opinion_leads_to_the_measures_and_kpis_with_which_it_shares_words() -> None:
    plan()
    bus = make.make_opinion(wording="夕方のバスが少なく、路線も減って困る。")
    books = make.make_opinion(wording="図書館をもっと遅くまで開けてほしい。")
    readers = make.make_opinion(wording="図書館の利用者の目標を示してほしい。")
    nothing = make.make_opinion(wording="よく分からない。")
    assert look() == 4
    assert suggested(bus) == [("路線バスの維持", ("バス", "路線"))]
    # A KPI is what is counted: only who speaks of counts or aims may mean it.
    assert [text for text, _ in suggested(books)] == ["図書館の開館時間の延長"]
    assert "図書館の利用者数" in [text for text, _ in suggested(readers)]
    assert suggested(nothing) == []
    assert look() == 0


def test_an_opinion_that_says_it_in_other_words_leads_there_by_its_topic_and_says_how() -> None:
    package = plan()
    make.make_measure(package=package, name="外国人が活躍できる環境づくり")
    opinion = make.make_opinion(wording="やさしい日本語の掲示がほしい。")
    look()
    assert suggested(opinion) == [("外国人が活躍できる環境づくり", ("やさしい日本語→外国人",))]


def test_a_topic_leads_by_the_word_of_the_measure_and_the_name_of_its_package_and_says_both() -> None:
    package = plan()
    package.name = "稼げる農林水産業PJ"
    make.make_measure(package=package, name="担い手の育成及び確保")
    opinion = make.make_opinion(wording="認定農業者だけでは足りない。")
    look()
    assert suggested(opinion) == [("担い手の育成及び確保", ("認定農業者→農林水産業・担い手",))]
    package.name = "観光PJ"
    look()
    assert suggested(opinion) == [("担い手の育成及び確保", ("認定農業者→担い手",))]


def test_a_passage_that_only_lists_measures_is_not_suggested_beside_them() -> None:
    plan()
    text = make.make_draft_text(consultation=make.make_consultation())
    text.sections[0].body = "・路線バスの維持\n・図書館の開館時間の延長\n\n路線とバスの話をします。"
    opinion = make.make_opinion(wording="夕方のバスが少なく、路線も減って困る。")
    look()
    assert [place for place, _ in suggested(opinion)] == ["路線バスの維持", "s1-2"]


def test_what_somebody_named_comes_first_and_passages_of_the_own_case_follow() -> None:
    case = make.make_consultation()
    text = make.make_draft_text(consultation=case)
    text.sections[0].body = "バスを一日六本にします。\n\n灯台に風車を置きます。"
    other = make.make_draft_text(consultation=make.make_consultation())
    submission = make.make_submission(consultation=case)
    named = make.make_opinion(
        submission=submission, wording="灯台の風車は要らない。", about_section_id=text.sections[0].id
    )
    heard = make.make_opinion(wording="灯台に風車がほしい。")
    look()
    assert suggested(named) == [("s1-0", ()), ("s1-2", ("灯台", "風車"))]
    # What was heard may change every draft that is being written; of these two only one has the words.
    assert [place for place, _ in suggested(heard)] == ["s1-2"]
    cases = db.session.scalars(select(LinkSuggestion.consultation_id).distinct()).all()
    assert cases == [case.id] and other.consultation_id != case.id


def test_a_reworded_measure_brings_another_suggestion_and_leaves_the_decision() -> None:
    package = plan()
    opinion = make.make_opinion(wording="夕方のバスが少なく、路線も減って困る。")
    measure = package.measures[0]
    look()
    target = LinkTarget(LinkKind.MEASURE, measure.id, text=measure.name)
    make.make_link_decision(opinion=opinion, target=target)
    measure.name = "公園の整備"
    look()
    assert suggested(opinion) == []
    assert db.session.scalars(select(LinkDecision.outcome)).all() == [Outcome.CONFIRMED]


def test_a_measure_that_leaves_the_plan_takes_its_suggestions_along_but_no_decision() -> None:
    package = plan()
    opinion = make.make_opinion(wording="夕方のバスが少なく、路線も減って困る。")
    look()
    target = LinkTarget(LinkKind.MEASURE, package.measures[0].id)
    decision = make.make_link_decision(opinion=opinion, target=target, target_text="路線バスの維持")
    db.session.commit()
    db.session.delete(db.session.get_one(Measure, target.row_id))
    db.session.commit()
    db.session.expire_all()
    assert suggested(opinion) == []
    assert (decision.measure_id, decision.target_text) == (None, "路線バスの維持")


def test_drafts_are_read_again_only_after_a_change() -> None:
    plan()
    text = make.make_draft_text(consultation=make.make_consultation())
    make.make_opinion()
    look()

    def drafts_read() -> int:
        with counted_queries() as queries:
            look()
        return sum("draft_section.body" in each for each in queries)

    assert drafts_read() == 0
    text.version += 1
    assert drafts_read() == 1
    assert drafts_read() == 0


def test_more_opinions_ask_no_more_queries() -> None:
    plan()
    for _ in range(3):
        make.make_opinion()
    db.session.commit()
    index_waiting()
    with counted_queries() as few:
        look_at_waiting(1_000, batch=100)
    for n in range(30):
        make.make_opinion(wording=f"夕方のバスが{n}本しかない。")
    db.session.commit()
    index_waiting()
    with counted_queries() as many:
        look_at_waiting(1_000, batch=100)
    assert len(many) <= len(few) + 3
