"""The public page of a package's road: its measures with their voices, the answers, and what was changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, union_all

from consult import paging
from consult.domain.vocabulary import Facet, LinkKind
from consult.extensions import db
from consult.link_targets import LinkTarget, plan_targets
from consult.models import (
    LinkDecision,
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
    answered = _answered(package)
    printed = db.session.scalars(_printed(package)).all()
    by_class = Counter[str]()
    for each in answered:
        by_class[each.label or released.NO_CLASS] += each.opinions
    if printed:
        by_class[released.AS_PUBLISHED] += len(printed)
    spoken = sum(each.spoken for each in answered) + len(printed)
    return PackageRoad(
        package,
        sum(by_class.values()),
        tuple(sorted(by_class.items(), key=lambda each: (-each[1], each[0]))),
        tuple(_targets(package)),
        _answers([each.id for each in answered if each.id], answers),
        _voices(package, voices, total=spoken),
        changes_of(_rows([each.id for each in answered if each.is_changing][:MOST_CHANGED]))[:MOST_CHANGED],
    )


def _kept(package: PlanCode) -> ColumnElement[bool]:
    """Of a PublishedReading: the package, in the newest version of a case."""
    return and_(
        PublishedReading.publication_id.in_(released.newest_publications()),
        PublishedReading.facet == Facet.PACKAGE,
        PublishedReading.code == package.code,
    )


def _printed(package: PlanCode) -> Select[Any]:
    """Ids of what the city has printed and people have confirmed for the package."""
    named = TagDecision.facet == Facet.PACKAGE, TagDecision.code == package.code
    return released.printed_tags().with_only_columns(Review.opinion_id).where(*named)


def _answered(package: PlanCode) -> Sequence[Row[Any]]:
    """Each answer to an opinion of the package, the newest case first: how many it answers, how many have words.

    The one statement that reads every opinion of the package; an opinion without an answer stands under id None.
    """
    answer, opinion = PublishedAnswer, PublishedOpinion
    return db.session.execute(
        select(
            answer.id,
            answer.class_label.label("label"),
            (func.json_array_length(answer.revisions) > 0).label("is_changing"),
            func.count().label("opinions"),
            func.count(opinion.wording).label("spoken"),
        )
        .select_from(PublishedReading)
        .join(opinion, _same_opinion())
        .outerjoin(answer, answer.id == opinion.published_answer_id)
        .where(_kept(package))
        .group_by(answer.id)
        .order_by(answer.publication_id.desc(), answer.position)
    ).all()


def _same_opinion() -> ColumnElement[bool]:
    return and_(
        PublishedOpinion.publication_id == PublishedReading.publication_id,
        PublishedOpinion.opinion_id == PublishedReading.opinion_id,
    )


def _rows(ids: Sequence[int]) -> Sequence[PublishedAnswer]:
    """In the order of the ids."""
    found = db.session.scalars(select(PublishedAnswer).where(PublishedAnswer.id.in_(ids))).all()
    return sorted(found, key=lambda each: ids.index(each.id))


def _answers(ids: Sequence[int], number: int) -> Page:
    page = paging.listed(ids, number, size=ANSWERS_ON_A_PAGE)
    rows = _rows(page.rows)
    cases = select(Publication.id, Publication.consultation_id).where(
        Publication.id.in_([each.publication_id for each in rows])
    )
    case_of = dict(db.session.execute(cases).tuples().all())
    return replace(page, rows=[(each, case_of[each.publication_id]) for each in rows])


def _voices(package: PlanCode, number: int, *, total: int) -> Page:
    """In the order of their codes, which is no order of arrival (TP10)."""
    said = (
        select(RoadCode.code, RoadCode.opinion_id)
        .join(PublishedReading, PublishedReading.opinion_id == RoadCode.opinion_id)
        .join(PublishedOpinion, _same_opinion())
        .where(_kept(package), PublishedOpinion.wording.is_not(None))
    )
    printed = select(RoadCode.code, RoadCode.opinion_id).where(RoadCode.opinion_id.in_(_printed(package)))
    named = union_all(said, printed).subquery()
    wanted = select(named.c.opinion_id).order_by(named.c.code)
    page = paging.paged(wanted, number, size=VOICES_ON_A_PAGE, total=total)
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
