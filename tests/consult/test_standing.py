"""Which opinions count, and how each stands."""

from typing import Any

import pytest
from sqlalchemy import ColumnElement, select

from consult import standing
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.models import Opinion, Review, TagDecision
from tests import factories as make

pytestmark = pytest.mark.usefixtures("database")
MACHI = (Facet.THEME, "machi")


def decide(
    opinion: Opinion, codes: list[str] | None = None, facet: Facet = Facet.THEME, **fields: Any
) -> Review:
    confirmed = {facet: codes} if codes else None
    return make.make_review(
        opinion=opinion, confirmed=confirmed, published_page=make.make_published_page(), **fields
    )


def found(condition: ColumnElement[bool]) -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).where(standing.counts(), condition)))


def test_a_withdrawn_opinion_does_not_count() -> None:
    kept = make.make_opinion()
    make.make_opinion(withdrawn_at=make.NOW)
    assert found(Opinion.id > 0) == [kept]


def test_opinions_of_a_withdrawn_submission_do_not_count() -> None:
    make.make_opinion(submission=make.make_submission(withdrawn_at=make.NOW))
    kept = make.make_opinion(submission=make.make_submission())
    assert found(Opinion.id > 0) == [kept]


def test_opinions_of_a_submission_that_was_set_aside_do_not_count() -> None:
    make.make_opinion(submission=make.make_submission(set_aside_at=make.NOW))
    kept = make.make_opinion(submission=make.make_submission())
    assert found(Opinion.id > 0) == [kept]


def test_of_a_split_opinion_its_parts_count_and_it_does_not() -> None:
    whole = make.make_opinion(wording="バスを増やす。道も直す。", superseded_at=make.NOW)
    parts = [
        make.make_opinion(
            wording=whole.wording[start:end], split_from_id=whole.id, part_start=start, part_end=end
        )
        for start, end in ((0, 7), (7, 12))
    ]
    assert found(Opinion.id > 0) == parts


def test_a_suggestion_is_a_candidate_until_somebody_decides() -> None:
    opinion = make.make_tag().opinion
    assert found(standing.is_suggested(*MACHI)) == [opinion]
    assert found(standing.is_confirmed(*MACHI)) == []
    decide(opinion, ["machi"])
    assert found(standing.is_suggested(*MACHI)) == []
    assert found(standing.is_confirmed(*MACHI)) == [opinion]


def test_a_rejected_tag_is_neither_confirmed_nor_a_candidate() -> None:
    opinion = make.make_tag().opinion
    review = decide(opinion)
    db.session.add(TagDecision(review=review, facet=Facet.THEME, code="machi", outcome=Outcome.REJECTED))
    assert found(standing.is_confirmed(*MACHI)) == found(standing.is_suggested(*MACHI)) == []
    assert found(standing.is_untagged()) == [opinion]


def test_an_undone_review_confirms_nothing_and_the_candidate_is_back() -> None:
    opinion = make.make_tag().opinion
    decide(opinion, ["machi"], is_current=False, undone_at=make.NOW)
    assert found(standing.is_confirmed(*MACHI)) == []
    assert found(standing.is_suggested(*MACHI)) == [opinion]


def test_a_tag_of_one_facet_says_nothing_about_another() -> None:
    opinion = make.make_opinion()
    decide(opinion, ["machi"], Facet.PACKAGE)
    assert found(standing.is_confirmed(*MACHI)) == []
    assert found(standing.is_confirmed()) == [opinion]


def test_every_counted_opinion_is_confirmed_suggested_or_untagged() -> None:
    make.make_opinion()
    make.make_tag()
    decide(make.make_opinion())
    decide(make.make_tag().opinion, ["hito"])
    parts = [standing.is_confirmed(), standing.is_suggested(), standing.is_untagged()]
    sizes = [len(found(part)) for part in parts]
    assert sizes == [1, 1, 2]
    assert sum(sizes) == len(found(Opinion.id > 0))
