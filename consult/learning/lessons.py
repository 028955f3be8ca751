"""What decisions teach: per text the tags that hold, those that do not, and those that nobody has decided.

- A staff review is finished: every tag that could be chosen then and was not confirmed does not hold.
- A published page decides only what it says; a tag that the plan got later was never decided. Both stay undecided.
- What was withdrawn teaches nothing, nor does the blind sample or a copy of its words (`standing.may_teach`): a tagger
  that has learned what it is measured on shows a figure that is not true.
- Copies of one text are one lesson. Where their decisions contradict each other, the tag is undecided.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from consult import learning_due
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.learning_gateway import Lesson
from consult.models import (
    Opinion,
    PlanEdition,
    PolicyPackage,
    PriorityModel,
    Review,
    TagDecision,
    Theme,
)

Pair = tuple[str, str]


@dataclass(frozen=True)
class Lessons:
    """Distinct texts with what is decided of them; `opinions` are all they stand for."""

    lessons: tuple[Lesson, ...]
    opinions: int
    newest_review_id: int


@dataclass(frozen=True)
class _Decided:
    """One current review of one opinion."""

    wording: str
    text_digest: str
    group: str
    review_id: int
    decided_at: datetime
    is_finished: bool


def gather() -> Lessons:
    """All lessons there are, in the order of their opinions; six queries, whatever their number."""
    decided = [_decided(row) for row in db.session.execute(_teaching())]
    pairs, outcomes = _pairs_of_plan(), _outcomes()
    copies: dict[str, list[_Decided]] = defaultdict(list)
    for each in decided:
        if not is_blank(each.wording):
            copies[each.text_digest].append(each)
    return Lessons(
        tuple(_lesson(same, pairs, outcomes) for same in copies.values()),
        sum(map(len, copies.values())),
        max((each.review_id for same in copies.values() for each in same), default=0),
    )


def _teaching() -> Select[Any]:
    return learning_due.teaching(
        Opinion.wording,
        Opinion.text_digest,
        Opinion.hearing_id,
        Opinion.submission_id,
        Review.id,
        Review.decided_at,
        Review.staff_member_id,
    )


def _decided(row: Any) -> _Decided:
    wording, text_digest, hearing_id, submission_id, review_id, decided_at, staff_member_id = row
    # Opinions of one source are learned or held back together when thresholds are chosen.
    source = f"hearing {hearing_id}" if hearing_id else f"submission {submission_id}"
    group = source if hearing_id or submission_id else f"review {review_id}"
    return _Decided(wording, text_digest, group, review_id, decided_at, staff_member_id is not None)


def _outcomes() -> dict[int, dict[Pair, bool]]:
    """Review → what it says of each tag it names."""
    rows = (
        select(TagDecision.review_id, TagDecision.facet, TagDecision.code, TagDecision.outcome)
        .join(Review, Review.id == TagDecision.review_id)
        .where(Review.is_current.is_(True))
    )
    found: dict[int, dict[Pair, bool]] = defaultdict(dict)
    for review_id, facet, code, outcome in db.session.execute(rows):
        found[review_id][facet.value, code] = outcome is Outcome.CONFIRMED
    return found


def _pairs_of_plan() -> dict[Pair, datetime | None]:
    """Every tag of the plan in force, and since when it could be chosen."""
    in_force: ColumnElement[bool] = PolicyPackage.edition.has(PlanEdition.is_current)
    tables = {
        Facet.THEME: select(Theme.code, Theme.added_at),
        Facet.PACKAGE: select(PolicyPackage.code, PolicyPackage.added_at).where(in_force),
        Facet.MODEL: select(PriorityModel.code, PriorityModel.added_at),
    }
    return {
        (facet.value, code): since
        for facet, rows in tables.items()
        for code, since in db.session.execute(rows).tuples()
    }


def _lesson(
    same: Iterable[_Decided], pairs: dict[Pair, datetime | None], outcomes: dict[int, dict[Pair, bool]]
) -> Lesson:
    same = list(same)
    said = {pair: _said(pair, since, same, outcomes) for pair, since in pairs.items()}
    return Lesson(
        same[0].wording,
        same[0].group,
        frozenset(pair for pair, values in said.items() if values == {True}),
        frozenset(pair for pair, values in said.items() if len(values) != 1),
    )


def _said(
    pair: Pair, since: datetime | None, same: list[_Decided], outcomes: dict[int, dict[Pair, bool]]
) -> set[bool]:
    """What the copies' reviews say of a tag: one of them, both, or nothing."""
    said = set()
    for each in same:
        outcome = outcomes.get(each.review_id, {}).get(pair)
        could_be_chosen = each.is_finished and (since is None or since <= each.decided_at)
        if outcome is not None:
            said.add(outcome)
        elif could_be_chosen:
            said.add(False)
    return said
