"""Reads for staff: the submissions of a case as a list, in figures, and by committee member."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from consult import standing
from consult.domain.vocabulary import Channel
from consult.extensions import db
from consult.intake.submission_filter import IN_STATE, NUMBER_OF_OPINIONS, SubmissionFilter
from consult.models import Consultation, Opinion, Submission, SubmissionFile, Submitter
from consult.paging import Page, paged
from consult.search.showing import Excerpt, Marker

SHORT = 80
MEMBERS_ON_A_PAGE = 20


@dataclass(frozen=True)
class Row:
    """A line of the list: a submission, how many opinions stand in it, its first words, how many files it has."""

    submission: Submission
    opinions: int
    short: Excerpt | None
    files: int


@dataclass(frozen=True)
class Figures:
    """名 and 件 of a case: public comments in time, late ones, committee members apart (R40, R43, 2名/15件)."""

    submitters: int
    opinions: int
    late: int
    withdrawn: int
    set_aside: int
    members: int
    member_opinions: int


@dataclass(frozen=True)
class Member:
    """A committee member with all that he or she gave to this case."""

    submitter_id: int
    name: str
    opinions: Sequence[Opinion]


def submission_page(asked: SubmissionFilter, number: int) -> Page:
    """Five queries, whatever the number of rows."""
    ids = paged(asked.ordered(select(Submission.id).where(*asked.conditions())), number)
    found = db.session.execute(
        select(Submission, NUMBER_OF_OPINIONS).where(Submission.id.in_(ids.rows))
    ).all()
    rows = sorted(found, key=lambda row: ids.rows.index(row[0].id))
    words, files = _first_words(ids.rows, Marker(asked.search)), _numbers_of_files(ids.rows)
    return replace(
        ids,
        rows=[Row(each, opinions, words.get(each.id), files.get(each.id, 0)) for each, opinions in rows],
    )


def _first_words(ids: Sequence[int], marker: Marker) -> dict[int, Excerpt]:
    """Of each submission the opinion that says what was searched for, else its first one."""
    opinions = db.session.execute(
        select(Opinion.submission_id, Opinion.wording)
        .where(Opinion.submission_id.in_(ids), Opinion.superseded_at.is_(None))
        .order_by(Opinion.position)
    )
    found: dict[int, Excerpt] = {}
    for submission_id, wording in opinions:
        excerpt = marker.excerpt(wording, most=SHORT)
        if submission_id not in found or (excerpt.spans and not found[submission_id].spans):
            found[submission_id] = excerpt
    return found


def _numbers_of_files(ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(SubmissionFile.submission_id, func.count())
        .where(SubmissionFile.submission_id.in_(ids), SubmissionFile.removed_at.is_(None))
        .group_by(SubmissionFile.submission_id)
    )
    return {row[0]: row[1] for row in rows}


def choice_counts(asked: SubmissionFilter) -> dict[str, dict[str, int]]:
    """How many each choice of a filter would list, the other filters staying as chosen."""
    by_channel = db.session.execute(
        select(Submission.channel, func.count())
        .where(*asked.conditions(leave_out="channel"))
        .group_by(Submission.channel)
    )
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in IN_STATE.values()]
    by_state = db.session.execute(select(*sums).where(*asked.conditions(leave_out="state"))).one()
    return {
        "channel": {channel.value: number for channel, number in by_channel},
        "state": dict(zip(IN_STATE, by_state, strict=True)),
    }


def figures_of(consultation: Consultation) -> Figures:
    """One query. A person who sent twice, as staff decided, is 1名 (R42)."""
    counts = standing.counts()
    is_member = Submission.channel == Channel.COMMITTEE
    in_time = Submission.is_late.is_(False)
    person = func.coalesce(Submitter.same_as_id, Submitter.id)
    row = db.session.execute(
        select(
            _distinct(person, counts & ~is_member & in_time),
            _number(counts & ~is_member & in_time),
            _number(counts & ~is_member & ~in_time),
            _number(Submission.withdrawn_at.is_not(None) | Opinion.withdrawn_at.is_not(None)),
            _number(
                Submission.set_aside_at.is_not(None)
                & Submission.withdrawn_at.is_(None)
                & Opinion.withdrawn_at.is_(None)
            ),
            _distinct(person, counts & is_member),
            _number(counts & is_member),
        )
        .select_from(Opinion)
        .join(Opinion.submission)
        .join(Submission.submitter)
        .where(Submission.consultation_id == consultation.id, Opinion.superseded_at.is_(None))
    ).one()
    return Figures(*row)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, Opinion.id)))


def _distinct(column: ColumnElement[int], condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(func.distinct(case((condition, column))))


def members_page(consultation: Consultation, number: int) -> Page:
    """委員ごとの一覧, by name; three queries."""
    of_case = Submission.consultation_id == consultation.id, Submission.channel == Channel.COMMITTEE
    members = (
        select(Submitter)
        .where(Submitter.id.in_(select(Submission.submitter_id).where(*of_case)))
        .order_by(Submitter.name, Submitter.id)
    )
    page = paged(members, number, size=MEMBERS_ON_A_PAGE)
    opinions = db.session.scalars(
        select(Opinion)
        .join(Opinion.submission)
        .options(joinedload(Opinion.submission), joinedload(Opinion.about_section))
        .where(*of_case, standing.counts(), Submission.submitter_id.in_([each.id for each in page.rows]))
        .order_by(Submission.received_at, Submission.id, Opinion.position)
    ).all()
    by_member: dict[int, list[Opinion]] = {}
    for opinion in opinions:
        assert opinion.submission is not None
        by_member.setdefault(opinion.submission.submitter_id, []).append(opinion)
    return replace(page, rows=[Member(each.id, each.name, by_member.get(each.id, [])) for each in page.rows])
