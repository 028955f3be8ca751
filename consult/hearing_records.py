"""Putting a hearing on record, for whoever does it: an official on the page, or a workbook row by row.

What was said about it (`HearingFacts`), which body it was (one look-up for any number of names), and the opinion
that a claim becomes. Nothing here numbers, refuses or logs a hearing: that is the act of the stage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import audit, clock
from consult.bulk import add_in_one
from consult.domain.claims import Claim
from consult.domain.counterpart_name import match_key
from consult.domain.errors import HearingRefused
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AuditAction, Consent, HearingKind, HearingMethod, OpinionSource, Sector
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion

UNSEEN_NAME = "相手方の名称が、見えない文字だけです。入力し直すか、消してください。"


@dataclass(frozen=True)
class HearingFacts:
    """Who was heard, when, how and by whom. A counterpart without a name is a body of its own of that sector.

    `held_on` is None for a date that nobody could read (日付要確認).
    """

    held_on: date | None
    held_on_typed: str
    kind: HearingKind
    counterpart_name: str = ""
    sector: Sector = Sector.UNKNOWN
    method: HearingMethod | None = None
    place: str = ""
    people_present: str = ""
    heard_by: str = ""
    agenda: str = ""
    consent: Consent = Consent.UNKNOWN
    materials: str = ""
    impression: str = ""
    shared_with: str = ""


def opinion_values(notes: str, claim: Claim, position: int) -> dict[str, Any]:
    """The opinion of one claim, column by column: its wording is cut here and nowhere else."""
    return {
        "source": OpinionSource.HEARING,
        "position": position,
        "wording": claim.wording(notes),
        "note_start": claim.start,
        "note_end": claim.end,
        "gist": claim.gist or None,
        "created_at": clock.now(),
    }


def opinion_of(hearing: Hearing, claim: Claim, position: int) -> Opinion:
    return Opinion(hearing=hearing, **opinion_values(hearing.notes, claim, position))


def counterpart_for(name: str, sector: Sector) -> Counterpart:
    """The body of that name, however it was typed before, or a new one. Its registered sector stays."""
    return counterparts_for([(name, sector)])[0]


def counterparts_for(named: Sequence[tuple[str, Sector]]) -> list[Counterpart]:
    """One body for each (name, sector): equal names are one body, a merged one is the one that stands for it."""
    known = known_counterparts(name for name, _ in named)
    found, new = [], []
    for name, sector in named:
        key = match_key(name) or None
        body = known.get(key) if key else None
        if body is None:
            body = _new_counterpart(name, key, sector)
            new.append(body)
            if key:
                known[key] = body
        elif body.sector is Sector.UNKNOWN:
            body.sector = sector
        found.append(body)
    add_in_one(new)
    add_in_one([audit.record(AuditAction.ADDED, body) for body in new])
    return found


def known_counterparts(names: Iterable[str]) -> dict[str, Counterpart]:
    """The registered bodies of these names by their folded name; one query."""
    keys = {key for name in names if (key := match_key(name))}
    statement = select(Counterpart).options(joinedload(Counterpart.merged_into))
    bodies = db.session.scalars(statement.where(Counterpart.match_key.in_(keys))) if keys else ()
    return {body.match_key: body.merged_into or body for body in bodies if body.match_key}


def _new_counterpart(name: str, key: str | None, sector: Sector) -> Counterpart:
    if name and is_blank(name):
        raise HearingRefused(UNSEEN_NAME, field="counterpart")
    if key is None and sector is Sector.UNKNOWN:
        raise HearingRefused("相手方の名称か区分のどちらかを入力してください。", field="counterpart")
    return Counterpart(name=name, match_key=key, sector=sector, created_at=clock.now())
