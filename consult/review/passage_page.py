"""What the pages show about passages that may not leave: proposals, decisions, and how the text leaves."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult import redactions
from consult.domain.redaction import redacted
from consult.domain.vocabulary import PassageOutcome, PersonalKind, RedactionReason
from consult.extensions import db
from consult.models import Opinion, Redaction

LIKELY = "候補"


@dataclass(frozen=True)
class PassageRow:
    """A proposal on which nobody has decided: `number` stands beside its words in the text."""

    number: int
    start: int
    end: int
    kind: PersonalKind
    words: str


@dataclass(frozen=True)
class DecidedRow:
    redaction_id: int
    words: str
    kind: PersonalKind
    outcome: PassageOutcome
    reason: RedactionReason | None
    note: str
    actor: str
    decided_at: datetime
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True)
class PassageView:
    """`spans` are those of the wording, each with the word that stands beside it; `leaving` is what leaves the house."""

    waiting: tuple[PassageRow, ...]
    decided: tuple[DecidedRow, ...]
    undone: tuple[DecidedRow, ...]
    spans: list[tuple[int, int, str]]
    leaving: str
    gist_leaving: str
    gist_repeats: bool

    @property
    def is_done(self) -> bool:
        return not self.waiting


def passage_view(opinion: Opinion) -> PassageView:
    passages = redactions.passages_of({opinion.id: opinion.wording})[opinion.id]
    wording, gist = opinion.wording, opinion.gist or ""
    waiting = tuple(
        PassageRow(number, each.start, each.end, each.kind, wording[each.start : each.end])
        for number, each in enumerate(passages.undecided, start=1)
    )
    rows = [_decided(row, wording) for row in _history(opinion)]
    is_published = opinion.published_page_id is not None
    of_gist = redactions.withheld_of_gist(gist, wording, passages, is_published=is_published)
    marked = [(*row.span, row.outcome.label) for row in passages.decided]
    return PassageView(
        waiting=waiting,
        decided=tuple(row for row in rows if row.undone_at is None),
        undone=tuple(row for row in rows if row.undone_at is not None),
        spans=[*((row.start, row.end, f"{LIKELY}{row.number} {row.kind.label}") for row in waiting), *marked],
        leaving=redacted(wording, passages.withheld),
        gist_leaving=redacted(gist, of_gist),
        gist_repeats=bool(of_gist),
    )


def redaction_or_404(opinion_id: int, redaction_id: int) -> Redaction:
    return db.first_or_404(
        select(Redaction).where(Redaction.id == redaction_id, Redaction.opinion_id == opinion_id)
    )


def _history(opinion: Opinion) -> list[Redaction]:
    rows = select(Redaction).where(Redaction.opinion_id == opinion.id).order_by(Redaction.id.desc())
    people = (joinedload(Redaction.staff_member), joinedload(Redaction.undone_by))
    return list(db.session.scalars(rows.options(*people)))


def _decided(row: Redaction, wording: str) -> DecidedRow:
    return DecidedRow(
        redaction_id=row.id,
        words=wording[row.start_at : row.end_at],
        kind=row.kind,
        outcome=row.outcome,
        reason=row.reason,
        note=row.note,
        actor=row.staff_member.name,
        decided_at=row.decided_at,
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
    )
