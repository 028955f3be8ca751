"""Reads of the package pages of the desk: the strategy's own words on the left, and the overview of all packages."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from consult.domain.counting import Tally
from consult.domain.vocabulary import Facet
from consult.drafting import headlines
from consult.drafting.headlines import Headline
from consult.drafting.tallies import standing_on, tallies
from consult.extensions import db
from consult.kpi_standing import KpiStanding, kpis_with_values, standing_of
from consult.models import (
    DeskNote,
    DeskNoteLink,
    Kpi,
    Opinion,
    PlanEdition,
    PolicyPackage,
    Revision,
    RevisionGroup,
)
from consult.plan_codes import PlanCode, PlanCodes

# The newest ones stand on the page; the rest are one press away.
DESK_NOTES_SHOWN = REVISIONS_SHOWN = 10
SORTS = {"plan": "計画の順", "confirmed": "確定の多い順", "suggested": "候補の多い順"}


@dataclass(frozen=True)
class PackageRow:
    package: PlanCode
    headline: Headline | None
    total: Tally
    decided: Tally


@dataclass(frozen=True)
class NoteOnPackage:
    """A desk note that touches the package, and which of its measures (none: the whole package)."""

    note: DeskNote
    measures: tuple[str, ...]


@dataclass(frozen=True)
class ChangedPlace:
    """A place of a draft that was changed because of so many confirmed opinions of the package."""

    revision: Revision
    place: str
    opinions: int


def overview(codes: PlanCodes, sort: str = "plan") -> list[PackageRow]:
    """Every package, also one without a voice (R41): four queries."""
    counted = tallies(Facet.PACKAGE, [package.code for package in codes.packages])
    standing = headlines.current(Facet.PACKAGE)
    rows = [
        PackageRow(each, standing.get(each.code), counted[each.code].total, counted[each.code].decided)
        for each in codes.packages
    ]
    if sort == "confirmed":
        rows.sort(key=lambda row: -row.total.confirmed)
    elif sort == "suggested":
        rows.sort(key=lambda row: -row.total.suggested)
    return rows


def code_or_404(codes: PlanCodes, code: str) -> PlanCode:
    return codes.find(Facet.PACKAGE, code) or abort(404)


def package_or_404(code: str) -> PolicyPackage:
    """A package of the edition in force, with everything that its page shows of it."""
    found = db.session.scalar(
        select(PolicyPackage)
        .join(PlanEdition)
        .where(PlanEdition.is_current, PolicyPackage.code == code)
        .options(
            joinedload(PolicyPackage.goal),
            joinedload(PolicyPackage.predecessor),
            selectinload(PolicyPackage.measures),
        )
    )
    return found or abort(404)


def kpis_of(package: PolicyPackage) -> list[KpiStanding]:
    """What stands of its KPIs: what people typed, before what the strategy says."""
    return standing_of(kpis_with_values(Kpi.package_id == package.id, Kpi.retired_at.is_(None)))


def notes_on(code: str) -> tuple[int, list[NoteOnPackage]]:
    """How many desk notes touch the package, and the newest of them; removed ones touch nothing."""
    touched = select(DeskNoteLink.desk_note_id).where(DeskNoteLink.package_code == code)
    stands = DeskNote.removed_at.is_(None), DeskNote.id.in_(touched)
    total = db.session.scalar(select(func.count(DeskNote.id)).where(*stands)) or 0
    newest = (
        select(DeskNote)
        .where(*stands)
        .options(selectinload(DeskNote.links))
        .order_by(DeskNote.noted_on.desc().nulls_last(), DeskNote.id.desc())
        .limit(DESK_NOTES_SHOWN)
    )
    return total, [NoteOnPackage(note, _measures(note.links, code)) for note in db.session.scalars(newest)]


def revisions_for(code: str) -> tuple[int, list[ChangedPlace]]:
    """Places of drafts that were changed in answer to its confirmed opinions: how many, and the newest; two queries."""
    listed = standing_on(Facet.PACKAGE, code)
    confirmed = select(listed.c.opinion_id).where(listed.c.is_confirmed == 1)
    because = (
        select(RevisionGroup.revision_id, func.count(Opinion.id.distinct()).label("opinions"))
        .join(Opinion, Opinion.answer_group_id == RevisionGroup.answer_group_id)
        .where(Opinion.id.in_(confirmed))
        .group_by(RevisionGroup.revision_id)
        .subquery()
    )
    stands = Revision.id == because.c.revision_id, Revision.removed_at.is_(None)
    total = db.session.scalar(
        select(func.count()).select_from(Revision).join(because, stands[0]).where(stands[1])
    )
    rows = db.session.execute(
        select(Revision, because.c.opinions)
        .join(because, stands[0])
        .where(stands[1])
        .options(joinedload(Revision.section), joinedload(Revision.consultation))
        .order_by(Revision.id.desc())
        .limit(REVISIONS_SHOWN)
    )
    return total or 0, [_changed(revision, opinions) for revision, opinions in rows]


def _changed(revision: Revision, opinions: int) -> ChangedPlace:
    place = revision.section.heading if revision.section else revision.place
    return ChangedPlace(revision, place or "箇所の記入なし", opinions)


def _measures(links: Sequence[DeskNoteLink], code: str) -> tuple[str, ...]:
    return tuple(link.measure for link in links if link.package_code == code and link.measure)
