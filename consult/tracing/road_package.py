"""The public page of a package's road: its measures with their voices, the answers, and what was changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, or_, select, union_all

from consult import paging
from consult.domain.vocabulary import Facet, LinkKind
from consult.extensions import db
from consult.link_targets import LinkTarget, plan_targets
from consult.models import (
    LinkDecision,
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedLink,
    PublishedOpinion,
    PublishedReading,
    Review,
    RoadCode,
    TagDecision,
)
from consult.paging import Page
from consult.plan_codes import PlanCode
from consult.tracing import released
from consult.tracing.road_voices import Changed, changes_of, voices_of

ANSWERS_ON_A_PAGE, VOICES_ON_A_PAGE = 20, 50
# More places than a reader goes through; each answer tells its own.
MOST_CHANGED = 50


@dataclass(frozen=True)
class PackageRoad:
    """`by_class` adds up to `total`. `answers` (with their case) and `voices` are pages; `targets` have their numbers."""

    package: PlanCode
    total: int
    by_class: tuple[tuple[str, int], ...]
    targets: tuple[tuple[LinkTarget, int], ...]
    answers: Page
    voices: Page
    changes: tuple[Changed, ...]


def package_road(package: PlanCode, *, answers: int, voices: int) -> PackageRoad:
    """A dozen queries and a half, whatever the number of opinions. `answers` and `voices` are numbers of pages."""
    of_package = _is_of(package)
    by_class = _by_class(of_package)
    return PackageRoad(
        package,
        sum(by_class.values()),
        tuple(sorted(by_class.items(), key=lambda each: (-each[1], each[0]))),
        tuple(_targets(package)),
        _answers(of_package, answers),
        _voices(of_package, voices),
        changes_of(_changing(of_package))[:MOST_CHANGED],
    )


def _is_of(package: PlanCode) -> ColumnElement[bool]:
    """Of an Opinion: people confirmed the package."""
    return Opinion.id.in_(
        union_all(
            *(
                rows.with_only_columns(table.opinion_id).where(
                    names.facet == Facet.PACKAGE, names.code == package.code
                )
                for rows, table, names in (
                    (released.kept_tags(), PublishedReading, PublishedReading),
                    (released.printed_tags(), Review, TagDecision),
                )
            )
        )
    )


def _by_class(of_package: ColumnElement[bool]) -> Counter[str]:
    label = func.coalesce(func.nullif(PublishedAnswer.class_label, ""), released.NO_CLASS)
    answered = (
        select(label, func.count())
        .select_from(PublishedOpinion)
        .join(Opinion, Opinion.id == PublishedOpinion.opinion_id)
        .outerjoin(PublishedAnswer, PublishedAnswer.id == PublishedOpinion.published_answer_id)
        .where(released.is_released(), of_package)
        .group_by(label)
    )
    found = Counter(dict(db.session.execute(answered).tuples().all()))
    printed = select(func.count()).select_from(Opinion).where(released.on_published_page(), of_package)
    if number := db.session.scalar(printed):
        found[released.AS_PUBLISHED] = number
    return found


def _answers_to(of_package: ColumnElement[bool]) -> ColumnElement[bool]:
    answered = (
        select(PublishedOpinion.published_answer_id)
        .join(Opinion, Opinion.id == PublishedOpinion.opinion_id)
        .where(released.is_released(), of_package)
    )
    return PublishedAnswer.id.in_(answered)


def _answers(of_package: ColumnElement[bool], number: int) -> Page:
    wanted = (
        select(PublishedAnswer)
        .where(_answers_to(of_package))
        .order_by(PublishedAnswer.publication_id.desc(), PublishedAnswer.position)
    )
    page = paging.paged(wanted, number, size=ANSWERS_ON_A_PAGE)
    cases = select(Publication.id, Publication.consultation_id).where(
        Publication.id.in_([each.publication_id for each in page.rows])
    )
    case_of = dict(db.session.execute(cases).tuples().all())
    return replace(page, rows=[(each, case_of[each.publication_id]) for each in page.rows])


def _changing(of_package: ColumnElement[bool]) -> Sequence[PublishedAnswer]:
    changing = select(PublishedAnswer).where(
        _answers_to(of_package), func.json_array_length(PublishedAnswer.revisions) > 0
    )
    return db.session.scalars(changing.order_by(PublishedAnswer.id).limit(MOST_CHANGED)).all()


def _voices(of_package: ColumnElement[bool], number: int) -> Page:
    """In the order of their codes, which is no order of arrival (TP10)."""
    said = select(PublishedOpinion.opinion_id).where(
        released.is_released(), PublishedOpinion.wording.is_not(None)
    )
    wanted = (
        select(Opinion.id)
        .join(RoadCode, RoadCode.opinion_id == Opinion.id)
        .where(of_package, or_(Opinion.id.in_(said), released.on_published_page()))
        .order_by(RoadCode.code)
    )
    page = paging.paged(wanted, number, size=VOICES_ON_A_PAGE)
    by_id = voices_of(page.rows)
    return replace(page, rows=[by_id[each] for each in page.rows if each in by_id])


def _targets(package: PlanCode) -> Iterator[tuple[LinkTarget, int]]:
    """Its measures and KPIs, each with the released opinions that lead to it; those without any, too."""
    mine = [each for each in plan_targets() if each.package_code == package.code]
    numbers = Counter[LinkTarget]()
    for rows, table in ((released.kept_links(), PublishedLink), (released.printed_links(), LinkDecision)):
        for kind, column in ((LinkKind.MEASURE, table.measure_id), (LinkKind.KPI, table.kpi_id)):
            ids = [each.row_id for each in mine if each.kind is kind]
            found = rows.with_only_columns(column, func.count()).where(column.in_(ids)).group_by(column)
            for row_id, number in db.session.execute(found):
                numbers[LinkTarget(kind, row_id)] += number
    for each in mine:
        yield each, numbers[each]
