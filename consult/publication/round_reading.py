"""One round as it stands, read for counting: opinions with what is counted of them, and nothing that says who sent them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consult.database import let_writers_in
from consult.domain.publication_rules import outcome_of
from consult.domain.results import UNKNOWN, Point
from consult.domain.vocabulary import Channel, Facet, FlagKind, Outcome, PublishedOutcome, ResultAxis
from consult.extensions import db
from consult.models import Consultation, Opinion, OpinionFlag, Review, Submission, Submitter, TagDecision

# Of opinions with more than one confirmed package: they stand in one line, so that the axis adds up.
SEVERAL = "several"
COLUMNS = (
    Opinion.id,
    Opinion.text_digest,
    Opinion.answer_group_id,
    Opinion.about_section_id,
    Opinion.about_package,
    Opinion.withdrawn_at,
    Submission.channel,
    Submission.withdrawn_at.label("submission_withdrawn_at"),
    Submission.set_aside_at,
    Submission.is_late,
    Submission.signals,
    Submission.signals_seen_at,
    Submitter.id.label("submitter_id"),
    Submitter.same_as_id,
    Submitter.kind,
    Submitter.submitter_class,
    Submitter.district,
    Submitter.age_band,
)
OF_PERSON = ("kind", "submitter_class", "district", "age_band")


@dataclass(frozen=True)
class Arrived:
    """One opinion that arrived, and what became of it."""

    id: int
    outcome: PublishedOutcome
    person: int
    channel: Channel
    text_digest: str
    group_id: int | None
    section_id: int | None
    package: str | None
    looks_mechanical: bool
    values: Mapping[ResultAxis, str]

    @property
    def is_of_committee(self) -> bool:
        return self.channel is Channel.COMMITTEE

    def point(self, **more: str) -> Point:
        values = {**self.values, **{ResultAxis.of(axis): code for axis, code in more.items()}}
        return Point(self.person, self.outcome, self.text_digest, values)


def arrived(consultation: Consultation) -> list[Arrived]:
    """Everything that arrived, first come first. Four queries, whatever its size."""
    rows = _rows(consultation)
    let_writers_in()
    flags = _flags(consultation)
    themes, packages = _main_themes(consultation), _packages(consultation)
    let_writers_in()
    people = _people(rows)
    about_people = _about_people(rows, people)
    return [
        Arrived(
            id=row.id,
            outcome=outcome_of(
                is_withdrawn=bool(row.withdrawn_at or row.submission_withdrawn_at),
                is_set_aside=row.set_aside_at is not None,
                is_late=row.is_late,
                flags=flags.get(row.id, ()),
            ),
            person=people[row.submitter_id],
            channel=row.channel,
            text_digest=row.text_digest,
            group_id=row.answer_group_id,
            section_id=row.about_section_id,
            package=row.about_package,
            looks_mechanical=bool(row.signals) and row.signals_seen_at is None and row.set_aside_at is None,
            values={
                ResultAxis.CHANNEL: row.channel.value,
                ResultAxis.THEME: themes.get(row.id, UNKNOWN),
                ResultAxis.PACKAGE: packages.get(row.id, UNKNOWN),
                **about_people[people[row.submitter_id]],
            },
        )
        for row in rows
    ]


def _rows(consultation: Consultation) -> list[Any]:
    statement = (
        select(*COLUMNS)
        .join(Submission, Submission.id == Opinion.submission_id)
        .join(Submitter, Submitter.id == Submission.submitter_id)
        .where(Submission.consultation_id == consultation.id, Opinion.superseded_at.is_(None))
        .order_by(Submission.received_at, Submission.id, Opinion.position, Opinion.id)
    )
    return list(db.session.execute(statement).all())


def _flags(consultation: Consultation) -> dict[int, set[FlagKind]]:
    statement = _of_case(
        select(OpinionFlag.opinion_id, OpinionFlag.kind), OpinionFlag.opinion_id, consultation
    )
    found: dict[int, set[FlagKind]] = defaultdict(set)
    for opinion_id, kind in db.session.execute(statement.where(OpinionFlag.lifted_at.is_(None))):
        found[opinion_id].add(kind)
    return found


def _main_themes(consultation: Consultation) -> dict[int, str]:
    statement = _confirmed(Facet.THEME, consultation).where(TagDecision.is_main.is_(True))
    return dict(db.session.execute(statement).tuples().all())


def _packages(consultation: Consultation) -> dict[int, str]:
    found: dict[int, str] = {}
    for opinion_id, code in db.session.execute(_confirmed(Facet.PACKAGE, consultation)):
        found[opinion_id] = SEVERAL if opinion_id in found else code
    return found


def _confirmed(facet: Facet, consultation: Consultation) -> Any:
    statement = (
        select(Review.opinion_id, TagDecision.code)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            Review.is_current.is_(True),
            TagDecision.facet == facet,
            TagDecision.outcome == Outcome.CONFIRMED,
        )
    )
    return _of_case(statement, Review.opinion_id, consultation)


def _of_case(statement: Any, opinion_id: Any, consultation: Consultation) -> Any:
    return (
        statement.join(Opinion, Opinion.id == opinion_id)
        .join(Submission, Submission.id == Opinion.submission_id)
        .where(Submission.consultation_id == consultation.id)
    )


def _people(rows: list[Any]) -> dict[int, int]:
    """The first row of each person, by submitter: staff decided who sent again (R42)."""
    earlier = {row.submitter_id: row.same_as_id for row in rows if row.same_as_id}
    return {row.submitter_id: _first_row(row.submitter_id, earlier) for row in rows}


def _first_row(submitter_id: int, earlier: Mapping[int, int]) -> int:
    seen = {submitter_id}
    while (before := earlier.get(submitter_id)) is not None and before not in seen:
        seen.add(before)
        submitter_id = before
    return submitter_id


def _about_people(rows: list[Any], people: Mapping[int, int]) -> dict[int, dict[ResultAxis, str]]:
    """What each person said about themselves: what they wrote first, where they sent again without it."""
    found: dict[int, dict[ResultAxis, str]] = defaultdict(dict)
    for row in rows:
        about = found[people[row.submitter_id]]
        for name in OF_PERSON:
            value = getattr(row, name)
            if value:
                about.setdefault(ResultAxis.of(name), value if isinstance(value, str) else value.value)
    return found
