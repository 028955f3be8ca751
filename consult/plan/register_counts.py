"""The register's own figures for the steps of the timeline. They stand beside the published ones, never in their place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from consult import standing
from consult.domain.vocabulary import Channel, HearingKind, ProcessChannel
from consult.extensions import db
from consult.models import DeskNote, Hearing, Opinion, PublishedPage, Submission, TimelineStep

HEARD = {
    ProcessChannel.EXTERNAL_HEARING: HearingKind.EXTERNAL,
    ProcessChannel.INTERNAL_HEARING: HearingKind.INTERNAL,
    ProcessChannel.EXTERNAL_MEETING: HearingKind.PARTICIPATION,
    ProcessChannel.ASSEMBLY: HearingKind.ASSEMBLY,
}


@dataclass(frozen=True)
class Step:
    """A step or part: what was published, what the register holds (None: it keeps no such thing), the opinions page."""

    row: TimelineStep
    published: str
    own: str | None
    parts: list["Step"] = field(default_factory=list)
    page: PublishedPage | None = None
    page_opinions: int = 0


@dataclass(frozen=True)
class RegisterCounts:
    """延べ and 実 of hearings by kind (R44); 名 and 件 of submissions, committee members apart (R43).

    Desk notes hold no opinions: what was read is told in 点, and is no part of any other figure.
    """

    hearings: dict[HearingKind, tuple[int, int]]
    citizens: tuple[int, int]
    committee: tuple[int, int]
    desk_notes: int = 0

    def of(self, channel: ProcessChannel) -> str | None:
        if channel in HEARD:
            total, distinct = self.hearings.get(HEARD[channel], (0, 0))
            return f"延べ{total:,}回・実{distinct:,}者"
        if channel in (ProcessChannel.PUBLIC_COMMENT, ProcessChannel.COMMITTEE):
            people, opinions = self.citizens if channel is ProcessChannel.PUBLIC_COMMENT else self.committee
            return f"{people:,}名・{opinions:,}件"
        if channel is ProcessChannel.DESK_RESEARCH:
            return f"資料{self.desk_notes:,}点"
        return None


def register_counts() -> RegisterCounts:
    """Four queries."""
    numbers = select(Hearing.kind, func.count(), func.count(Hearing.counterpart_id.distinct()))
    heard = numbers.where(Hearing.removed_at.is_(None)).group_by(Hearing.kind)
    is_committee = Submission.channel == Channel.COMMITTEE
    people = (
        select(is_committee, func.count(standing.person().distinct()))
        .select_from(Submission)
        .join(Submission.submitter)
        .where(Submission.withdrawn_at.is_(None), Submission.set_aside_at.is_(None))
        .group_by(is_committee)
    )
    opinions = (
        select(is_committee, func.count())
        .select_from(Opinion)
        .join(Submission, Submission.id == Opinion.submission_id)
        .where(standing.counts())
        .group_by(is_committee)
    )
    people_by = {bool(key): count for key, count in db.session.execute(people)}
    opinions_by = {bool(key): count for key, count in db.session.execute(opinions)}
    return RegisterCounts(
        hearings={kind: (total, distinct) for kind, total, distinct in db.session.execute(heard)},
        citizens=(people_by.get(False, 0), opinions_by.get(False, 0)),
        committee=(people_by.get(True, 0), opinions_by.get(True, 0)),
        desk_notes=db.session.scalar(select(func.count(DeskNote.id)).where(DeskNote.removed_at.is_(None)))
        or 0,
    )


def timeline() -> list[Step]:
    """The steps in order, each with both figures and the page of opinions that came from it."""
    statement = (
        select(TimelineStep)
        .where(TimelineStep.parent_id.is_(None))
        .options(selectinload(TimelineStep.parts))
        .order_by(TimelineStep.position)
    )
    counts, pages = register_counts(), _pages()
    return [_step(row, counts, pages) for row in db.session.scalars(statement)]


def _pages() -> dict[int | None, tuple[PublishedPage, int]]:
    statement = (
        select(PublishedPage, func.count(Opinion.id))
        .outerjoin(Opinion, (Opinion.published_page_id == PublishedPage.id) & Opinion.withdrawn_at.is_(None))
        .group_by(PublishedPage.id)
    )
    return {page.timeline_step_id: (page, count) for page, count in db.session.execute(statement)}


def _step(
    row: TimelineStep, counts: RegisterCounts, pages: dict[int | None, tuple[PublishedPage, int]]
) -> Step:
    page, opinions = pages.get(row.id, (None, 0))
    # A step of several parts is counted by its parts.
    own = None if row.parts else counts.of(row.channel)
    parts = [Step(part, published_count(part), counts.of(part.channel)) for part in row.parts]
    return Step(row, published_count(row), own, parts, page, opinions)


def published_count(row: TimelineStep) -> str:
    """延べ140件以上; 1名・3件; "" when the source gives no count."""
    parts: Sequence[tuple[int | None, str | None]] = (
        (row.submitters_value, row.submitters_unit),
        (row.opinions_value, row.opinions_unit),
    )
    told = [f"{value:,}{unit or ''}" for value, unit in parts if value is not None]
    if row.count_value is not None:
        told.insert(
            0, f"{row.count_basis or ''}{row.count_value:,}{row.count_unit or ''}{row.count_qualifier or ''}"
        )
    return "・".join(told)
