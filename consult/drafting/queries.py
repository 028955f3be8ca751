"""Reads of the theme board and of the public page 主な意見."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from consult import opinion_records, paging, redactions, standing
from consult.domain.vocabulary import Facet
from consult.drafting import headlines
from consult.drafting.headlines import Headline
from consult.drafting.tallies import CodeTally, tallies
from consult.extensions import db
from consult.models import ChosenOpinion, Opinion
from consult.opinion_records import OpinionRecord
from consult.paging import Page
from consult.plan_codes import PlanCode, PlanCodes
from consult.search.finding import search_for


@dataclass(frozen=True)
class ChosenRecord:
    """A representative opinion. `is_confirmed` turns false when its confirmation was undone or it was withdrawn."""

    record: OpinionRecord
    position: int
    is_confirmed: bool


@dataclass(frozen=True)
class Band:
    theme: PlanCode
    headline: Headline | None
    tally: CodeTally
    chosen: tuple[ChosenRecord, ...]

    @property
    def unchosen(self) -> int:
        """Confirmed opinions that do not stand on the board: chosen and unchosen add up to 確定."""
        return self.tally.total.confirmed - sum(each.is_confirmed for each in self.chosen)


def bands(codes: PlanCodes) -> list[Band]:
    """One band per theme of the plan; a fixed number of queries."""
    counted = tallies(Facet.THEME, [theme.code for theme in codes.themes])
    standing_headlines, chosen = headlines.current(Facet.THEME), _chosen(codes)
    return [
        Band(
            theme,
            standing_headlines.get(theme.code),
            counted[theme.code],
            tuple(chosen.get(theme.code, ())),
        )
        for theme in codes.themes
    ]


@dataclass(frozen=True)
class Removed:
    """What was just taken off a band, so that the page can offer to put it back."""

    theme: str
    opinion_id: int
    place: int


def removed_opinion(args: Mapping[str, str], bands: Sequence[Band]) -> Removed | None:
    """Read from the board's address; None when nothing was removed or it stands there again."""
    theme, opinion_id, place = (args.get(name, "") for name in ("theme", "removed", "place"))
    if not all(each.isascii() and each.isdigit() and len(each) < 10 for each in (opinion_id, place)):
        return None
    band = next((band for band in bands if band.theme.code == theme), None)
    if band is None or any(each.record.opinion_id == int(opinion_id) for each in band.chosen):
        return None
    return Removed(theme, int(opinion_id), int(place))


def theme_or_404(codes: PlanCodes, code: str) -> PlanCode:
    return codes.find(Facet.THEME, code) or abort(404)


def choosable_page(theme: PlanCode, typed: str, number: int, codes: PlanCodes) -> Page:
    """Opinions confirmed on the theme, newest first, one page of records; `typed` narrows them by their words."""
    statement = opinion_records.with_sources().where(
        standing.counts(), standing.is_confirmed(Facet.THEME, theme.code)
    )
    if typed:
        statement = statement.where(search_for(typed).in_opinions())
    page = paging.paged(statement.order_by(Opinion.id.desc()), number)
    return replace(page, rows=opinion_records.records(page.rows, codes))


def chosen_ids(theme: PlanCode) -> list[int]:
    return list(
        db.session.scalars(
            select(ChosenOpinion.opinion_id)
            .where(ChosenOpinion.theme == theme.code)
            .order_by(ChosenOpinion.position, ChosenOpinion.id)
        )
    )


def confirmed_records(theme: PlanCode, codes: PlanCodes) -> Iterator[tuple[int | None, OpinionRecord]]:
    """(place on the board or None, record) of every opinion confirmed on the theme; chosen ones first."""
    statement = (
        opinion_records.with_sources()
        .outerjoin(
            ChosenOpinion,
            (ChosenOpinion.opinion_id == Opinion.id) & (ChosenOpinion.theme == theme.code),
        )
        .where(standing.counts(), standing.is_confirmed(Facet.THEME, theme.code))
        .order_by(ChosenOpinion.position.asc().nulls_last(), Opinion.id)
    )
    places = {opinion_id: place for place, opinion_id in enumerate(chosen_ids(theme), start=1)}
    for record in redactions.leaving(opinion_records.record_batches(statement, codes)):
        yield places.get(record.opinion_id), record


def _chosen(codes: PlanCodes) -> dict[str, list[ChosenRecord]]:
    rows = db.session.scalars(
        select(ChosenOpinion)
        .join(ChosenOpinion.opinion)
        .options(contains_eager(ChosenOpinion.opinion).options(*opinion_records.source_options()))
        .order_by(ChosenOpinion.theme, ChosenOpinion.position, ChosenOpinion.id)
    ).all()
    # The board is made to be printed and handed out: it shows what may leave.
    leaving = redactions.leaving_together(opinion_records.records(_distinct(rows), codes))
    by_id = {record.opinion_id: record for record in leaving}
    found: dict[str, list[ChosenRecord]] = {}
    for row in rows:
        record, band = by_id[row.opinion_id], found.setdefault(row.theme, [])
        is_confirmed = record.is_confirmed_on(Facet.THEME, row.theme)
        band.append(ChosenRecord(record, len(band) + 1, is_confirmed))
    return found


def _distinct(rows: Sequence[ChosenOpinion]) -> list[Opinion]:
    return list({row.opinion_id: row.opinion for row in rows}.values())
