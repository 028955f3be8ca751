"""How the opinions of a version were read when it was released: themes, packages, links, and the figures of the road.

Public pages read this copy and never the decisions of today: whoever decides anew after release changes nothing that
citizens see before a correction says so (docs/decisions/0166).
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Subquery,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from consult import link_standing, standing
from consult.database import let_writers_in
from consult.domain.flows import NONE, SEVERAL
from consult.domain.vocabulary import Facet, Outcome, PublishedOutcome
from consult.extensions import db
from consult.models import (
    LinkDecision,
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedFlow,
    PublishedLink,
    PublishedOpinion,
    PublishedReading,
    Review,
    Submission,
    Submitter,
    TagDecision,
)

READ_AS = ("opinion_id", "facet", "code", "is_main")
TARGET = ("opinion_id", "kind", "measure_id", "kpi_id", "consultation_id", "section_key", "passage")
SAID = ("target_text", "target_place")


def keep(publication: Publication) -> None:
    """Copies what is confirmed now, and counts it: a few statements, whatever the size. Flushes."""
    copies: tuple[tuple[type, Select[Any], Sequence[str]], ...] = (
        (PublishedReading, _confirmed_tags(publication), READ_AS),
        (PublishedLink, _confirmed_links(publication, *TARGET, *SAID), (*TARGET, *SAID)),
    )
    for table, rows, names in copies:
        copied = rows.add_columns(literal(publication.id))
        db.session.execute(insert(table).from_select([*names, "publication_id"], copied))
    flows = list(_flows(publication))
    if flows:
        db.session.execute(insert(PublishedFlow), flows)


def have_changed(publication: Publication) -> bool:
    """Whether opinions of the version are read otherwise now, or lead elsewhere: a reason for a correction.

    Compared by the database, which answers yes or no: both sides are gone through once, and no row is loaded.
    """
    kept_tags = select(*_columns(PublishedReading, READ_AS)).where(
        PublishedReading.publication_id == publication.id
    )
    target_is_there = (PublishedLink.measure_id, PublishedLink.kpi_id, PublishedLink.consultation_id)
    kept_links = select(*_columns(PublishedLink, TARGET)).where(
        PublishedLink.publication_id == publication.id, or_(*(each.is_not(None) for each in target_is_there))
    )
    return _differ(_confirmed_tags(publication), kept_tags, READ_AS) or _differ(
        _confirmed_links(publication, *TARGET), kept_links, TARGET
    )


def _differ(now: Select[Any], kept: Select[Any], names: Sequence[str]) -> bool:
    """Whether any row stands on one side alone."""
    let_writers_in()
    sides = union_all(now.add_columns(literal(0).label("side")), kept.add_columns(literal(1))).subquery()
    alone = (
        select(literal(1))
        .select_from(sides)
        .group_by(*(sides.c[name] for name in names))
        .having(func.min(sides.c.side) == func.max(sides.c.side))
    )
    return bool(db.session.scalar(select(exists(alone))))


def _columns(table: type, names: Sequence[str]) -> list[ColumnElement[Any]]:
    return [getattr(table, name) for name in names]


def _answered(publication: Publication) -> Select[tuple[int]]:
    return select(PublishedOpinion.opinion_id).where(
        PublishedOpinion.publication_id == publication.id,
        PublishedOpinion.outcome == PublishedOutcome.ANSWERED,
    )


def _confirmed_tags(publication: Publication) -> Select[Any]:
    return (
        select(Review.opinion_id, TagDecision.facet, TagDecision.code, TagDecision.is_main)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            Review.is_current,
            TagDecision.outcome == Outcome.CONFIRMED,
            TagDecision.facet.in_((Facet.THEME, Facet.PACKAGE)),
            Review.opinion_id.in_(_answered(publication)),
        )
    )


def _confirmed_links(publication: Publication, *names: str) -> Select[Any]:
    return select(*_columns(LinkDecision, names)).where(
        link_standing.counts_as(Outcome.CONFIRMED), LinkDecision.opinion_id.in_(_answered(publication))
    )


def _flows(publication: Publication) -> Iterator[dict[str, Any]]:
    road = _road(publication).c
    people = func.count(road.person.distinct())
    ways = select(road.channel, road.theme, func.count(), people).group_by(road.channel, road.theme)
    for way, theme, opinions, count in db.session.execute(ways):
        yield _flow(publication, 0, (way, theme), opinions, count)
    # Both later steps from one reading of the road.
    read = (road.theme, road.package, road.class_label)
    steps = (Counter[tuple[str, str]](), Counter[tuple[str, str]]())
    for *places, opinions in db.session.execute(select(*read, func.count()).group_by(*read)):
        for step, pair in zip(steps, itertools.pairwise(places), strict=True):
            step[pair] += opinions
    for number, step in enumerate(steps, start=1):
        for pair, opinions in sorted(step.items()):
            yield _flow(publication, number, pair, opinions)


def _flow(
    publication: Publication, step: int, pair: tuple[str, str], opinions: int, people: int | None = None
) -> dict[str, Any]:
    return {
        "publication_id": publication.id,
        "step": step,
        "from_code": pair[0],
        "to_code": pair[1],
        "opinions": opinions,
        "people": people,
    }


def _road(publication: Publication) -> Subquery:
    """A row per answered opinion: the four places that it goes through, and who sent it."""
    tags = _places(publication)
    package = case((tags.c.packages > 1, SEVERAL), else_=func.coalesce(tags.c.package, NONE))
    return (
        select(
            type_coerce(Submission.channel, String).label("channel"),
            func.coalesce(tags.c.theme, NONE).label("theme"),
            package.label("package"),
            func.coalesce(PublishedAnswer.class_label, NONE).label("class_label"),
            standing.person().label("person"),
        )
        .select_from(PublishedOpinion)
        .join(Opinion, Opinion.id == PublishedOpinion.opinion_id)
        .join(Submission, Submission.id == Opinion.submission_id)
        .join(Submitter, Submitter.id == Submission.submitter_id)
        .outerjoin(PublishedAnswer, PublishedAnswer.id == PublishedOpinion.published_answer_id)
        .outerjoin(tags, tags.c.opinion_id == Opinion.id)
        .where(
            PublishedOpinion.publication_id == publication.id,
            PublishedOpinion.outcome == PublishedOutcome.ANSWERED,
        )
        .subquery()
    )


def _places(publication: Publication) -> Subquery:
    """(opinion_id, theme, package, packages): the main theme, and the one package where there is one."""
    table = PublishedReading
    is_theme, is_package = table.facet == Facet.THEME, table.facet == Facet.PACKAGE
    main = func.max(case((is_theme & table.is_main, table.code)))
    return (
        select(
            table.opinion_id,
            func.coalesce(main, func.min(case((is_theme, table.code)))).label("theme"),
            func.min(case((is_package, table.code))).label("package"),
            func.count(case((is_package, 1))).label("packages"),
        )
        .where(table.publication_id == publication.id)
        .group_by(table.opinion_id)
        .subquery()
    )
