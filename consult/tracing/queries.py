"""Reads: the list of links, the links of one opinion, and how many each target has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from consult import link_standing, opinion_records, paging, redactions, standing
from consult.database import ids_in_batches
from consult.domain.vocabulary import LinkKind, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget, Targets, all_targets, cases_with_text, plan_targets, target_of
from consult.models import Consultation, LinkDecision, LinkSuggestion, Opinion, StaffMember
from consult.opinion_records import OpinionRecord
from consult.paging import Page
from consult.plan_codes import PlanCodes, plan_codes
from consult.search.showing import Excerpt, Marker
from consult.tracing.link_filter import LinkFilter

BATCH = 500
SHORT = 120


@dataclass(frozen=True)
class Link:
    """A suggestion, or (with a `decision`) what a person decided. `target` is None where there is no such thing now."""

    opinion_id: int
    target: LinkTarget | None
    words: tuple[str, ...]
    is_named: bool
    decision: LinkDecision | None = None
    is_inherited: bool = False

    @property
    def kind(self) -> LinkKind | None:
        return self.decision.kind if self.decision else (self.target.kind if self.target else None)

    @property
    def text(self) -> str:
        """What it says now; where it says nothing any more, what it said when it was decided."""
        return self.target.text if self.target else (self.decision.target_text if self.decision else "")

    @property
    def place(self) -> str:
        return self.target.place if self.target else (self.decision.target_place if self.decision else "")

    @property
    def was(self) -> tuple[str, str] | None:
        """(place, text) as they read when it was decided, where that is not how they read now."""
        if self.decision is None or self.target is None:
            return None
        then = (self.decision.target_place, self.decision.target_text)
        return then if then != (self.target.place, self.target.text) else None


@dataclass(frozen=True)
class ListedLink:
    link: Link
    row_id: int
    record: OpinionRecord
    short: Excerpt


def cases() -> list[tuple[int, str]]:
    """(id, title) of each case whose draft is text here."""
    ids = cases_with_text()
    rows = (
        select(Consultation.id, Consultation.title).where(Consultation.id.in_(ids)).order_by(Consultation.id)
    )
    return [(row.id, row.title) for row in db.session.execute(rows)]


def targets_in_force() -> Targets:
    return all_targets(cases_with_text())


def link_page(asked: LinkFilter, number: int, *, codes: PlanCodes, targets: Targets, total: int) -> Page:
    page = paging.paged(asked.listed(), number, total=total)
    return replace(page, rows=list(_listed(asked, page.rows, codes, targets)))


def links_to_export(asked: LinkFilter, codes: PlanCodes, targets: Targets) -> Iterator[ListedLink]:
    """As opinions may leave the house; a batch at a time, so that an export never holds the whole list."""
    for ids in ids_in_batches(asked.listed(), asked.table.id, BATCH):
        batch = list(_listed(asked, ids, codes, targets))
        leaving = redactions.leaving_together([each.record for each in batch])
        for listed, record in zip(batch, leaving, strict=True):
            yield replace(listed, record=record)


def _listed(
    asked: LinkFilter, ids: Sequence[int], codes: PlanCodes, targets: Targets
) -> Iterator[ListedLink]:
    table = asked.table
    found: Iterable[LinkSuggestion | LinkDecision] = db.session.scalars(
        select(table).where(table.id.in_(ids))
    )
    rows = {each.id: each for each in found}
    opinion_ids = {each.opinion_id for each in rows.values()}
    opinions = db.session.scalars(opinion_records.with_sources().where(Opinion.id.in_(opinion_ids))).all()
    records = {each.opinion_id: each for each in opinion_records.records(opinions, codes)}
    marker = Marker(asked.search)
    # The worker may have put another look in the place of a suggestion, between two batches of a file.
    for row_id in (each for each in ids if each in rows):
        row = rows[row_id]
        record = records[row.opinion_id]
        yield ListedLink(_link(row, targets), row_id, record, marker.excerpt(record.spoken, most=SHORT))


def _link(row: LinkSuggestion | LinkDecision, targets: Targets) -> Link:
    target = targets.known(target_of(row))
    if isinstance(row, LinkDecision):
        return Link(row.opinion_id, target, tuple(row.words), False, row)
    return Link(row.opinion_id, target, tuple(row.words), row.is_named, None, row.is_inherited)


@dataclass(frozen=True)
class PastDecision:
    decision: LinkDecision
    by: str
    undone_by: str


@dataclass(frozen=True)
class LinksOfOpinion:
    """`history`: what was decided and undone again, the newest first."""

    suggested: tuple[Link, ...]
    confirmed: tuple[Link, ...]
    rejected: tuple[Link, ...]
    history: tuple[PastDecision, ...]

    @cached_property
    def linked(self) -> set[LinkTarget]:
        """On which somebody decided, or waits to."""
        links = (*self.suggested, *self.confirmed, *self.rejected)
        return {each.target for each in links if each.target}


def opinion_or_404(opinion_id: int) -> Opinion:
    found = db.session.scalar(opinion_records.with_sources().where(Opinion.id == opinion_id))
    return found or abort(404)


def record_of(opinion: Opinion) -> OpinionRecord:
    return opinion_records.records([opinion], plan_codes())[0]


def is_open(opinion: Opinion) -> bool:
    """Whether links of it may be seen and decided on: it counts, and is not held for the blind sample."""
    states = select(standing.counts() & ~standing.is_held()).where(Opinion.id == opinion.id)
    return bool(db.session.scalar(states))


def links_of(opinion: Opinion, targets: Targets) -> LinksOfOpinion:
    """Two queries."""
    suggested = db.session.scalars(
        select(LinkSuggestion)
        .where(LinkSuggestion.opinion_id == opinion.id, link_standing.awaits_decision())
        .order_by(LinkSuggestion.id)
    ).all()
    past = _decisions(opinion)
    in_force = [each.decision for each in past if each.decision.undone_at is None]
    by_outcome = {
        outcome: tuple(_link(each, targets) for each in in_force if each.outcome is outcome)
        for outcome in Outcome
    }
    links = (_link(each, targets) for each in suggested)
    return LinksOfOpinion(
        tuple(each for each in links if each.target),
        by_outcome[Outcome.CONFIRMED],
        by_outcome[Outcome.REJECTED],
        tuple(each for each in past if each.decision.undone_at is not None),
    )


def _decisions(opinion: Opinion) -> list[PastDecision]:
    maker, undoer = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        select(LinkDecision, maker.name, undoer.name)
        .outerjoin(maker, LinkDecision.staff_member_id == maker.id)
        .outerjoin(undoer, LinkDecision.undone_by_id == undoer.id)
        .options(joinedload(LinkDecision.revision))
        .where(LinkDecision.opinion_id == opinion.id)
        .order_by(LinkDecision.id.desc())
    )
    return [PastDecision(decision, name or "職員", undone or "職員") for decision, name, undone in rows]


def decision_or_404(opinion_id: int, decision_id: int) -> LinkDecision:
    found = db.session.get(LinkDecision, decision_id)
    return found if found and found.opinion_id == opinion_id else abort(404)


@dataclass(frozen=True)
class TargetCount:
    target: LinkTarget
    confirmed: int
    suggested: int


def plan_counts() -> list[TargetCount]:
    """Every measure and KPI of the plan in force, also those that no opinion leads to. Four queries."""
    confirmed = _numbers(LinkDecision)
    suggested = _numbers(LinkSuggestion)
    return [TargetCount(each, confirmed.get(each, 0), suggested.get(each, 0)) for each in plan_targets()]


def _numbers(table: type[LinkDecision] | type[LinkSuggestion]) -> dict[LinkTarget, int]:
    is_decision = table is LinkDecision
    rows = db.session.execute(
        select(table.kind, func.coalesce(table.measure_id, table.kpi_id), func.count())
        .where(
            link_standing.counts_as(Outcome.CONFIRMED) if is_decision else link_standing.awaits_decision(),
            table.kind != LinkKind.PASSAGE,
        )
        .group_by(table.kind, func.coalesce(table.measure_id, table.kpi_id))
    )
    return {LinkTarget(kind, row_id): number for kind, row_id, number in rows}
