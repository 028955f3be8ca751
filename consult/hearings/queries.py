"""What the pages of hearings read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from consult.domain.claims import Claim, Claims, filled_up, pieces
from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import Role, Sector
from consult.extensions import db
from consult.hearing_records import known_counterparts
from consult.hearings.hearing_filter import Filter, stands
from consult.models import (
    Counterpart,
    Hearing,
    HearingAttachment,
    HearingDraft,
    ImportedRow,
    Opinion,
    StaffMember,
)
from consult.paging import Page, paged
from consult.search.showing import Excerpt, Marker
from consult.staff_sessions import signed_in_member

SUGGESTED_NAMES = 300
PAST_SHOWN = 5
FIRST_LINE = 60
# What may stand before the first word of notes.
BLANKS = " \u3000\t\n・"
EXCERPT = 100


@dataclass(frozen=True)
class Heard:
    """延べ (hearings) and 実 (bodies) of a list (R44)."""

    hearings: int
    bodies: int


def may(roles: Collection[Role]) -> bool:
    """Whether to offer the signed-in person a link that these roles may follow."""
    return any(role in roles for role in signed_in_member().granted_roles)


def hearing_or_404(hearing_id: int) -> Hearing:
    statement = select(Hearing).options(joinedload(Hearing.counterpart))
    statement = statement.options(selectinload(Hearing.attachments).joinedload(HearingAttachment.file))
    statement = statement.where(Hearing.id == hearing_id)
    return db.one_or_404(statement)


def hearings_found(wanted: Filter, *, page: int) -> Page:
    statement = wanted.narrowed(select(Hearing).join(Hearing.counterpart))
    return paged(wanted.ordered(statement.options(contains_eager(Hearing.counterpart))), page)


def found_in_notes(hearings: Sequence[Hearing], wanted: Filter) -> dict[int, Excerpt]:
    """Where the notes of each hearing say what was searched for; those that say it elsewhere are left out."""
    marker = Marker(wanted.search)
    excerpts = {hearing.id: marker.excerpt(hearing.notes, most=EXCERPT) for hearing in hearings}
    return {number: excerpt for number, excerpt in excerpts.items() if excerpt.spans}


def heard(wanted: Filter) -> Heard:
    numbers = select(func.count(Hearing.id), func.count(func.distinct(Hearing.counterpart_id)))
    row = db.session.execute(wanted.narrowed(numbers.join(Hearing.counterpart))).one()
    return Heard(*row)


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
    return db.session.scalars(standing_opinions([hearing.id])).all()


def standing_opinions(hearing_ids: Sequence[int]) -> Select[tuple[Opinion]]:
    """Those of each hearing together, in the order of its notes."""
    return (
        select(Opinion)
        .where(Opinion.hearing_id.in_(hearing_ids), Opinion.withdrawn_at.is_(None))
        .order_by(Opinion.hearing_id, Opinion.note_start, Opinion.id)
    )


def is_imported(hearing: Hearing) -> bool:
    """Whether it came with a file, whose row can be read again."""
    row = select(ImportedRow.id).where(ImportedRow.hearing_id == hearing.id).limit(1)
    return db.session.scalar(row) is not None


def withdrawn_count(hearing: Hearing) -> int:
    gone = select(func.count()).where(Opinion.hearing_id == hearing.id, Opinion.withdrawn_at.is_not(None))
    return db.session.scalar(gone) or 0


def name_of(person_id: int | None) -> str:
    """Whoever did it, by name; a command has none."""
    person = db.session.get(StaffMember, person_id) if person_id else None
    return person.name if person and person.name else "職員"


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
        .where(Counterpart.name != "", stands())
        .group_by(Counterpart.id)
        .order_by(latest.desc())
        .limit(SUGGESTED_NAMES)
    ).all()


@dataclass(frozen=True)
class PastHearing:
    id: int
    number: int
    held_on: date | None
    first_line: str


@dataclass(frozen=True)
class KnownCounterpart:
    """A body heard before, how often, and what it was about lately."""

    id: int
    name: str
    sector: Sector
    times: int
    past: tuple["PastHearing", ...] = ()


def known_counterpart(typed: str) -> KnownCounterpart | None:
    """The body that a typed name means, whatever its width, blanks and legal form."""
    body = known_counterparts([typed]).get(match_key(typed))
    if body is None:
        return None
    heard = select(func.count()).where(Hearing.counterpart_id == body.id, stands())
    times = db.session.scalar(heard) or 0
    return KnownCounterpart(body.id, body.name, body.sector, times, past_hearings(body.id))


def past_hearings(body_id: int) -> tuple[PastHearing, ...]:
    """The last few of a body, the newest first; of the notes only their beginning is read."""
    beginning = func.substr(func.ltrim(Hearing.notes, BLANKS), 1, FIRST_LINE)
    rows = db.session.execute(
        select(Hearing.id, Hearing.number, Hearing.held_on, beginning)
        .where(Hearing.counterpart_id == body_id, stands())
        .order_by(Hearing.held_on.desc().nulls_last(), Hearing.number.desc())
        .limit(PAST_SHOWN)
    )
    return tuple(
        PastHearing(hearing_id, number, held_on, notes.partition("\n")[0])
        for hearing_id, number, held_on, notes in rows
    )


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
