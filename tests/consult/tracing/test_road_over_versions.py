"""Whoever kept the picture of another day and subtracts it has nothing of a way that few used (TP10, decision 0166)."""

import itertools

import pytest

from consult.domain.vocabulary import Channel, ConsultationStage, Facet, PublicationKind
from consult.extensions import db
from consult.models import Consultation
from consult.plan_codes import plan_codes
from consult.tracing.road_flows import TOGETHER, road
from tests import factories as make

FORM, POST, FAX = Channel.FORM.value, Channel.POST.value, Channel.FAX.value
Sent = dict[str, int]


@pytest.fixture(autouse=True)
def _plan(database: None) -> None:
    make.make_plan()


def released(case: Consultation, number: int, kind: PublicationKind | None = None, **sent: int) -> None:
    """A version of the case's results with so many people by each way on each of two themes."""
    kinds = {} if kind is None else {"kind": kind}
    publication = make.make_publication(consultation=case, number=number, **kinds)
    for theme, (way, people) in itertools.product(("hito", "machi"), sent.items()):
        for _ in range(people):
            submission = make.make_submission(consultation=case, channel=Channel.of(way))
            opinion = make.make_opinion(submission=submission)
            make.make_review(opinion=opinion, confirmed={Facet.THEME: [theme]})
            make.make_published_opinion(publication=publication, opinion=opinion)
    make.keep_readings([publication])
    db.session.flush()


def picture() -> Sent:
    """What the road shows of ways, by one of the themes."""
    return {place.code: count // 2 for place, count in road(plan_codes()).flows.totals[0]}


def test_a_way_that_was_put_together_once_stays_so_in_later_versions_of_its_case() -> None:
    case = make.make_consultation()
    released(case, 1, **{FORM: 9, POST: 3, FAX: 6})
    assert picture() == {FORM: 9, TOGETHER: 9}
    released(case, 2, **{FORM: 9, POST: 7, FAX: 6})
    # Apart, 6 by fax taken from the 9 of the first version would be the 3 by post.
    assert picture() == {FORM: 9, TOGETHER: 13}


def test_it_stays_so_over_a_version_in_which_one_way_alone_was_left() -> None:
    case = make.make_consultation()
    released(case, 1, **{FORM: 9, POST: 3})
    released(case, 2, **{FORM: 9})
    released(case, 3, **{FORM: 9, POST: 8})
    assert picture() == {TOGETHER: 17}


def test_a_case_is_put_together_by_its_own_people_however_many_used_the_way_in_others() -> None:
    released(make.make_consultation(), 1, **{FORM: 20, POST: 30, FAX: 10})
    before = picture()
    released(make.make_consultation(), 1, **{FORM: 20, POST: 1, FAX: 10})
    after = picture()
    assert before == {FORM: 20, POST: 30, FAX: 10}
    # The difference is the second case: one person by post, of whom nothing is told.
    assert after == {FORM: 40, POST: 30, FAX: 10, TOGETHER: 11}


def test_ways_that_many_used_in_every_version_are_shown_each_for_itself() -> None:
    case = make.make_consultation()
    released(case, 1, **{FORM: 9, POST: 6})
    released(case, 2, **{FORM: 9, POST: 8})
    assert picture() == {FORM: 9, POST: 8}


def test_a_version_without_answers_shows_nothing_of_the_one_before() -> None:
    case = make.make_consultation()
    released(case, 1, **{FORM: 9, POST: 6})
    released(case, 2)
    assert picture() == {}


def test_a_case_that_was_dropped_or_is_not_announced_is_in_no_sum() -> None:
    dropped, hidden = make.make_consultation(), make.make_consultation(stage=ConsultationStage.DRAFT)
    released(hidden, 1, **{FORM: 9, POST: 6})
    released(dropped, 1, **{FORM: 9, POST: 6})
    released(dropped, 2, PublicationKind.NOT_ADOPTED)
    assert picture() == {}
