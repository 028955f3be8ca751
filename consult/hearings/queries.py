"""What the pages of hearings read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from consult.domain.claims import Claim, Claims, filled_up, pieces
from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import HearingKind, Sector
from consult.extensions import db
from consult.hearing_records import known_counterparts
from consult.models import Counterpart, Hearing, HearingDraft, Opinion, StaffMember
from consult.paging import Page, paged
from consult.search.finding import Search, search_for
from consult.search.showing import Excerpt, Marker

SUGGESTED_NAMES = 300
EXCERPT = 100
SORTS = {
    "-held_on": (Hearing.held_on.desc(), Hearing.number.desc()),
    "held_on": (Hearing.held_on.asc(), Hearing.number.asc()),
    "-number": (Hearing.number.desc(),),
    "number": (Hearing.number.asc(),),
    "counterpart": (Counterpart.name.asc(), Hearing.number.asc()),
}


@dataclass(frozen=True)
class Filter:
    """What a list of hearings is narrowed to; empty means everything."""

    words: str = ""
    kind: HearingKind | None = None
    sector: Sector | None = None
    first_day: date | None = None
    last_day: date | None = None
    # Empty: the best first where words are searched for, else the newest.
    sort: str = ""

    @cached_property
    def search(self) -> Search:
        return search_for(self.words)


@dataclass(frozen=True)
class Heard:
    """延べ (hearings) and 実 (bodies) of a list (R44)."""

    hearings: int
    bodies: int


def hearing_or_404(hearing_id: int) -> Hearing:
    statement = select(Hearing).options(joinedload(Hearing.counterpart)).where(Hearing.id == hearing_id)
    return db.one_or_404(statement)


def hearings_found(wanted: Filter, *, page: int) -> Page:
    statement = _narrowed(select(Hearing).join(Hearing.counterpart), wanted)
    statement = statement.options(contains_eager(Hearing.counterpart))
    return paged(_ordered(statement, wanted), page)


def _ordered(statement: Select, wanted: Filter) -> Select:
    if wanted.sort in SORTS or not wanted.search.ranks:
        return statement.order_by(*SORTS.get(wanted.sort, SORTS["-held_on"]))
    ranked = wanted.search.ranked_hearings()
    return statement.join(ranked, ranked.c.id == Hearing.id).order_by(ranked.c.rank, *SORTS["-held_on"])


def found_in_notes(hearings: Sequence[Hearing], wanted: Filter) -> dict[int, Excerpt]:
    """Where the notes of each hearing say what was searched for; those that say it elsewhere are left out."""
    marker = Marker(wanted.search)
    excerpts = {hearing.id: marker.excerpt(hearing.notes, most=EXCERPT) for hearing in hearings}
    return {number: excerpt for number, excerpt in excerpts.items() if excerpt.spans}


def heard(wanted: Filter) -> Heard:
    numbers = select(func.count(Hearing.id), func.count(func.distinct(Hearing.counterpart_id)))
    row = db.session.execute(_narrowed(numbers.join(Hearing.counterpart), wanted)).one()
    return Heard(*row)


def _narrowed(statement: Select, wanted: Filter) -> Select:
    if wanted.words:
        statement = statement.where(wanted.search.in_hearings())
    if wanted.kind is not None:
        statement = statement.where(Hearing.kind == wanted.kind)
    if wanted.sector is not None:
        statement = statement.where(Counterpart.sector == wanted.sector)
    if wanted.first_day is not None:
        statement = statement.where(Hearing.held_on >= wanted.first_day)
    if wanted.last_day is not None:
        statement = statement.where(Hearing.held_on <= wanted.last_day)
    return statement


def opinion_counts(hearings: Sequence[Hearing]) -> dict[int, int]:
    """Standing opinions (件) of each hearing; one query."""
    rows = db.session.execute(
        select(Opinion.hearing_id, func.count())
        .where(Opinion.hearing_id.in_([hearing.id for hearing in hearings]), Opinion.withdrawn_at.is_(None))
        .group_by(Opinion.hearing_id)
    )
    return {hearing_id: count for hearing_id, count in rows if hearing_id is not None}


def opinions_of(hearing: Hearing) -> Sequence[Opinion]:
    """Standing opinions in the order of the notes."""
    return db.session.scalars(
        select(Opinion)
        .where(Opinion.hearing_id == hearing.id, Opinion.withdrawn_at.is_(None))
        .order_by(Opinion.note_start, Opinion.id)
    ).all()


def withdrawn_count(hearing: Hearing) -> int:
    gone = select(func.count()).where(Opinion.hearing_id == hearing.id, Opinion.withdrawn_at.is_not(None))
    return db.session.scalar(gone) or 0


def claims_with_rest(opinions: Sequence[Opinion], suggestion: Claims, *, appended_from: int) -> Claims:
    """The registered claims, and between them what could be one: left out, unless it was just appended."""
    standing = [Claim(o.note_start or 0, o.note_end or 0, True, o.gist or "") for o in opinions]
    rest = (
        replace(claim, is_opinion=claim.is_opinion and claim.start >= appended_from) for claim in suggestion
    )
    return filled_up(standing, rest)


def counterpart_names() -> Sequence[str]:
    """Names for the suggestion list, lately heard first."""
    latest = func.max(Hearing.id)
    return db.session.scalars(
        select(Counterpart.name)
        .join(Hearing, Hearing.counterpart_id == Counterpart.id)
        .where(Counterpart.name != "")
        .group_by(Counterpart.id)
        .order_by(latest.desc())
        .limit(SUGGESTED_NAMES)
    ).all()


@dataclass(frozen=True)
class KnownCounterpart:
    """A body heard before, and how often."""

    name: str
    sector: Sector
    times: int


def known_counterpart(typed: str) -> KnownCounterpart | None:
    """The body that a typed name means, whatever its width, blanks and legal form."""
    body = known_counterparts([typed]).get(match_key(typed))
    if body is None:
        return None
    heard = select(func.count()).where(Hearing.counterpart_id == body.id, Hearing.removed_at.is_(None))
    return KnownCounterpart(body.name, body.sector, db.session.scalar(heard) or 0)


def drafts_of(owner: StaffMember, *, discarded: bool) -> Sequence[HearingDraft]:
    gone = HearingDraft.discarded_at
    return db.session.scalars(
        select(HearingDraft)
        .where(HearingDraft.staff_member_id == owner.id, gone.is_not(None) if discarded else gone.is_(None))
        .order_by(HearingDraft.saved_at.desc())
        .limit(200)
    ).all()


def hearing_of_page(form_token: str | None) -> Hearing | None:
    """The hearing that a page was sent as, if it was."""
    if not form_token:
        return None
    return db.session.scalar(select(Hearing).where(Hearing.form_token == form_token))


@dataclass(frozen=True)
class NotePiece:
    """A stretch of the notes, and the opinion it was registered as."""

    text: str
    opinion: Opinion | None


def note_pieces(hearing: Hearing, opinions: Sequence[Opinion]) -> list[NotePiece]:
    """The whole of the notes; joined, the texts are the notes."""
    spans = [Claim(opinion.note_start or 0, opinion.note_end or 0) for opinion in opinions]
    return [NotePiece(text, None if n is None else opinions[n]) for text, n in pieces(hearing.notes, spans)]
