"""What decisions teach: confirmed holds, unticked does not, undecided stays open; some opinions never teach."""

from datetime import timedelta

import pytest

from consult import clock, learning_due
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.learning import lessons
from consult.learning.lessons import Lessons
from consult.learning_gateway import Lesson
from consult.models import PolicyPackage, TagDecision, Theme
from consult.plan.services import load_strategy
from tests import factories
from tests.consult.plan.conftest import MINATO
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")

EVERY = {
    *(("theme", code) for code in ("hito", "machi", "shigoto")),
    *(("package", code) for code in ("A", "B")),
    ("model", "X1"),
}


@pytest.fixture(autouse=True)
def plan(database: None) -> None:
    factories.make_plan()


def decided(wording: str, *, confirmed: dict[Facet, list[str]] | None = None, **fields: object) -> object:
    opinion = factories.make_opinion(wording=wording, **fields)
    factories.make_review(opinion=opinion, confirmed=confirmed)
    return opinion


def only(found: Lessons) -> Lesson:
    [lesson] = found.lessons
    return lesson


def test_a_finished_review_decides_every_tag_of_the_plan() -> None:
    decided("バスを増やしてほしい。", confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["A"]})
    lesson = only(lessons.gather())
    assert lesson.text == "バスを増やしてほしい。"
    assert lesson.codes == {("theme", "machi"), ("package", "A")}
    assert lesson.undecided == frozenset()


def test_none_of_them_is_a_lesson_too() -> None:
    decided("ありがとうございました。")
    lesson = only(lessons.gather())
    assert (lesson.codes, lesson.undecided) == (frozenset(), frozenset())


def test_an_opinion_that_nobody_has_decided_teaches_nothing() -> None:
    factories.make_tag(opinion=factories.make_opinion(), code="machi")
    assert lessons.gather() == Lessons((), 0, 0)


def test_a_published_page_decides_only_what_it_says() -> None:
    page = factories.make_published_page()
    opinion = factories.make_opinion(published_page=page)
    factories.make_review(opinion=opinion, published_page=page, confirmed={Facet.THEME: ["hito"]})
    lesson = only(lessons.gather())
    assert lesson.codes == {("theme", "hito")}
    assert lesson.undecided == EVERY - {("theme", "hito")}


def test_a_tag_that_the_plan_got_later_was_not_decided() -> None:
    decided("海の話をもっと聞いてほしい。", confirmed={Facet.THEME: ["machi"]})
    edition = db.session.query(PolicyPackage).first().edition
    later = factories.NOW + timedelta(days=1)
    db.session.add(PolicyPackage(edition=edition, code="C", name="海のPJ", position=3, added_at=later))
    db.session.query(Theme).filter_by(code="hito").one().added_at = factories.NOW - timedelta(days=1)
    db.session.flush()
    lesson = only(lessons.gather())
    assert lesson.undecided == {("package", "C")}


def test_a_package_of_a_later_file_is_dated_and_those_that_stay_keep_their_date() -> None:
    """Seven hundred decisions of last year must not teach that nothing belongs to this year's new package."""
    later = MINATO.read_text()
    earlier = "".join(line for line in later.splitlines(keepends=True) if '"P9"' not in line)
    assert earlier != later
    load_strategy(earlier)
    opinion = factories.make_opinion(wording="図書室を夜も開けてほしい。")
    factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["manabi"]}, decided_at=clock.now())
    assert only(lessons.gather()).undecided == frozenset()
    load_strategy(later)
    assert only(lessons.gather()).undecided == {("package", "P9")}


def test_only_the_current_review_counts() -> None:
    opinion = factories.make_opinion()
    factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["hito"]}, is_current=False)
    factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
    assert only(lessons.gather()).codes == {("theme", "machi")}


def test_a_code_that_the_plan_no_longer_has_is_left_out() -> None:
    decided("バスを増やしてほしい。", confirmed={Facet.PACKAGE: ["gone", "A"]})
    assert only(lessons.gather()).codes == {("package", "A")}


def test_what_was_withdrawn_teaches_nothing() -> None:
    decided("取り下げる意見です。", withdrawn_at=factories.NOW)
    submission = factories.make_submission(withdrawn_at=factories.NOW)
    decided("提出ごと取り下げる意見です。", submission=submission)
    assert lessons.gather().lessons == ()


def test_the_blind_sample_never_teaches_not_even_by_a_copy_of_its_words() -> None:
    sampled = decided("バスを　増やしてほしい。", confirmed={Facet.THEME: ["machi"]})
    factories.make_sampled_opinion(opinion=sampled, opens_at=factories.NOW)
    decided("バスを増やして\nほしい。", confirmed={Facet.THEME: ["machi"]})
    decided("道を明るくしてほしい。", confirmed={Facet.THEME: ["machi"]})
    found = lessons.gather()
    assert [lesson.text for lesson in found.lessons] == ["道を明るくしてほしい。"]


def test_copies_of_one_text_count_once() -> None:
    for wording in ("バスを増やしてほしい。", "バスを増やしてほしい。", "バスを　増やして ほしい。"):
        decided(wording, confirmed={Facet.THEME: ["machi"]})
    found = lessons.gather()
    assert only(found).codes == {("theme", "machi")}
    assert found.opinions == 3


def test_copies_whose_decisions_contradict_each_other_leave_the_tag_open() -> None:
    decided("バスを増やしてほしい。", confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["A"]})
    decided("バスを増やしてほしい。", confirmed={Facet.THEME: ["machi"]})
    lesson = only(lessons.gather())
    assert lesson.codes == {("theme", "machi")}
    assert lesson.undecided == {("package", "A")}


def test_a_page_and_a_person_who_agree_make_one_decided_lesson() -> None:
    page = factories.make_published_page()
    told = factories.make_opinion(published_page=page, wording="バスを増やしてほしい。")
    factories.make_review(opinion=told, published_page=page, confirmed={Facet.THEME: ["machi"]})
    decided("バスを増やしてほしい。", confirmed={Facet.THEME: ["machi"]})
    lesson = only(lessons.gather())
    assert (lesson.codes, lesson.undecided) == ({("theme", "machi")}, frozenset())


def test_remarks_of_one_hearing_stay_together() -> None:
    hearing = factories.make_hearing()
    for number, wording in enumerate(("バスが少ない。", "道が暗い。")):
        decided(wording, hearing=hearing, position=number)
    decided("店が減った。")
    groups = [lesson.group for lesson in lessons.gather().lessons]
    assert groups[0] == groups[1] != groups[2]


def test_new_decisions_are_those_after_the_last_lesson() -> None:
    decided("バスが少ない。")
    assert learning_due.new_decisions() == 1
    factories.make_learned_tagger(newest_review_id=lessons.gather().newest_review_id)
    assert learning_due.new_decisions() == 0
    decided("道が暗い。")
    decided("店が減った。", withdrawn_at=factories.NOW)
    factories.make_sampled_opinion(opinion=decided("橋が古い。"), opens_at=factories.NOW)
    page = factories.make_published_page()
    factories.make_review(opinion=factories.make_opinion(published_page=page), published_page=page)
    assert learning_due.new_decisions() == 1


def test_the_number_of_queries_does_not_grow_with_decisions() -> None:
    def asked() -> int:
        with counted_queries() as queries:
            lessons.gather()
        return len(queries)

    decided("バスが少ない。", confirmed={Facet.THEME: ["machi"]})
    one = asked()
    for number in range(20):
        decided(f"バスが{number}本しかない。", confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["B"]})
    assert asked() == one


def test_a_rejected_suggestion_does_not_hold() -> None:
    opinion = factories.make_opinion()
    review = factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
    db.session.add(TagDecision(review=review, facet=Facet.PACKAGE, code="B", outcome=Outcome.REJECTED))
    db.session.flush()
    lesson = only(lessons.gather())
    assert ("package", "B") not in lesson.codes | lesson.undecided
