"""All that a body said, by theme: each opinion stands under one theme, so that the themes add up to the whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from consult import opinion_records, standing
from consult.domain.vocabulary import Facet, Outcome
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, Review, Tag, TagDecision
from consult.opinion_records import OpinionRecord
from consult.paging import Page, listed
from consult.plan_codes import PlanCode, PlanCodes

# Of each theme on the body's page; a theme of its own shows all, fifty to a page.
SHOWN = 10
NO_THEME = "none"


@dataclass(frozen=True)
class ThemeVoices:
    """The opinions under one theme (None: neither confirmed nor suggested on any), `shown` of them as records."""

    code: str
    theme: PlanCode | None
    total: int
    confirmed: int
    shown: Page


def voices(body: Counterpart, codes: PlanCodes, *, theme: str = "", page: int = 1) -> list[ThemeVoices]:
    """Six queries, whatever was said. With a theme: that one alone, a page of it."""
    ids = list(db.session.scalars(_opinions_of(body)))
    confirmed, suggested = _confirmed_themes(body), _suggested_themes(body)
    under: dict[str, list[int]] = {}
    for opinion_id in ids:
        code = confirmed.get(opinion_id) or suggested.get(opinion_id) or NO_THEME
        under.setdefault(code, []).append(opinion_id)
    known = [each.code for each in codes.themes]
    order = [*known, *sorted(under.keys() - {*known, NO_THEME}), NO_THEME]
    parts = [
        (code, listed(under[code], page if theme else 1, **({} if theme else {"size": SHOWN})))
        for code in order
        if code in under and theme in ("", code)
    ]
    records = _records((each for _, part in parts for each in part.rows), codes)
    return [
        ThemeVoices(
            code,
            None if code == NO_THEME else codes.known(Facet.THEME, code),
            part.total,
            sum(each in confirmed for each in under[code]),
            Page([records[each] for each in part.rows], part.number, part.size, part.total),
        )
        for code, part in parts
    ]


def _opinions_of(body: Counterpart) -> Select[tuple[int]]:
    return (
        select(Opinion.id)
        .join(Hearing, Hearing.id == Opinion.hearing_id)
        .where(Hearing.counterpart_id == body.id, standing.counts())
        .order_by(Hearing.held_on.desc().nulls_last(), Hearing.number.desc(), Opinion.position, Opinion.id)
    )


def _confirmed_themes(body: Counterpart) -> dict[int, str]:
    """The main theme of each opinion that somebody confirmed on a theme."""
    rows = db.session.execute(
        select(Review.opinion_id, TagDecision.code)
        .join(TagDecision, TagDecision.review_id == Review.id)
        .where(
            Review.is_current,
            TagDecision.facet == Facet.THEME,
            TagDecision.outcome == Outcome.CONFIRMED,
            Review.opinion_id.in_(_opinions_of(body).order_by(None)),
        )
        .order_by(TagDecision.is_main, TagDecision.id.desc())
    )
    # The last of an opinion stays: its main theme, or the first that was confirmed.
    return {row[0]: row[1] for row in rows}


def _suggested_themes(body: Counterpart) -> dict[int, str]:
    """The likeliest theme of each opinion that nobody decided on yet."""
    rows = db.session.execute(
        select(Tag.opinion_id, Tag.code)
        .join(Opinion, Opinion.id == Tag.opinion_id)
        .where(
            Tag.facet == Facet.THEME,
            ~standing.is_reviewed(),
            ~standing.is_held(),
            Tag.opinion_id.in_(_opinions_of(body).order_by(None)),
        )
        .order_by(Tag.probability, Tag.id.desc())
    )
    return {row[0]: row[1] for row in rows}


def _records(ids: Iterable[int], codes: PlanCodes) -> dict[int, OpinionRecord]:
    wanted = opinion_records.with_sources().where(Opinion.id.in_(list(ids)))
    opinions = db.session.scalars(wanted).all()
    return {record.opinion_id: record for record in opinion_records.records(opinions, codes)}
