"""Writes: what a person decides on a passage that may tell who somebody is. The wording itself never changes (R30)."""

from dataclasses import dataclass

from sqlalchemy import select

from consult import audit, clock, redactions
from consult.domain.errors import NotUndoable, PassageUnclear
from consult.domain.plain_text import is_blank
from consult.domain.redaction import Span, places_of
from consult.domain.vocabulary import AuditAction, PassageOutcome, PersonalKind, RedactionReason
from consult.extensions import db
from consult.models import Opinion, Redaction, StaffMember


@dataclass(frozen=True)
class Reasoned:
    """伏せる with a reason, or 伏せない without one; `note` are free words."""

    outcome: PassageOutcome
    reason: RedactionReason | None = None
    note: str = ""

    def check(self) -> None:
        if self.outcome is PassageOutcome.MASKED and self.reason is None:
            raise PassageUnclear("伏せる理由を選んでください。", field="reason")
        if self.reason is RedactionReason.OTHER and is_blank(self.note):
            raise PassageUnclear("理由が「その他」のときは、補足に理由を書いてください。", field="note")


def decide(
    opinion: Opinion, spans: list[tuple[Span, PersonalKind]], decision: Reasoned, *, by: StaffMember
) -> int:
    """Keep a decision on each passage; how many are new. A decision that already stands is not made twice.

    A later decision on the same passage takes the place of an earlier one, which stays as history.
    """
    decision.check()
    for (start, end), _kind in spans:
        if not 0 <= start < end <= len(opinion.wording):
            raise PassageUnclear("この箇所は原文にありません。画面を開き直してください。")
    standing = {row.span: row for row in _in_force(opinion)}
    made = [_decide(opinion, span, kind, decision, standing.get(span), by) for span, kind in spans]
    db.session.flush()
    redactions.count_again(opinion)
    return sum(made)


def decide_on_words(opinion: Opinion, typed: str, decision: Reasoned, *, by: StaffMember) -> int:
    """Mask these words wherever they stand in the wording."""
    words = typed.replace("\r\n", "\n").strip("\n")
    spans = places_of(words, opinion.wording) if words.strip() else []
    if not spans:
        raise PassageUnclear("この言葉は原文にありません。原文からそのまま写してください。", field="words")
    return decide(opinion, [(span, PersonalKind.TYPED) for span in spans], decision, by=by)


def decide_on_all(opinion: Opinion, decision: Reasoned, *, by: StaffMember) -> int:
    """The same decision on everything that still waits for one."""
    waiting = redactions.passages_of({opinion.id: opinion.wording})[opinion.id].undecided
    return decide(opinion, [(passage.span, passage.kind) for passage in waiting], decision, by=by)


def undo(redaction: Redaction, *, by: StaffMember) -> None:
    """Take a decision back: a proposal waits again, what was pointed at is as before."""
    if redaction.undone_at is not None:
        raise NotUndoable("この決定は、すでに取り消されています。")
    _step_down(redaction, by)
    db.session.flush()
    redactions.count_again(redaction.opinion)
    audit.record(AuditAction.UNDID, redaction, by=by, opinion_id=redaction.opinion_id)


def _decide(
    opinion: Opinion,
    span: Span,
    kind: PersonalKind,
    decision: Reasoned,
    earlier: Redaction | None,
    by: StaffMember,
) -> bool:
    note = decision.note.strip()
    reason = decision.reason if decision.outcome is PassageOutcome.MASKED else None
    if earlier and (earlier.outcome, earlier.reason, earlier.note) == (decision.outcome, reason, note):
        return False
    if earlier:
        _step_down(earlier, by)
    row = Redaction(
        opinion_id=opinion.id,
        start_at=span[0],
        end_at=span[1],
        kind=kind,
        outcome=decision.outcome,
        reason=reason,
        note=note,
        staff_member_id=by.id,
        decided_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    _audit_decision(row, by)
    return True


def _audit_decision(row: Redaction, by: StaffMember) -> None:
    """Never the words, nor where they stand (TS13)."""
    audit.record(
        AuditAction.REDACTED if row.outcome is PassageOutcome.MASKED else AuditAction.CLEARED,
        row,
        by=by,
        opinion_id=row.opinion_id,
        kind=row.kind.value,
        reason=row.reason.value if row.reason else None,
    )


def _step_down(redaction: Redaction, by: StaffMember) -> None:
    redaction.undone_at = clock.now()
    redaction.undone_by_id = by.id


def _in_force(opinion: Opinion) -> list[Redaction]:
    rows = select(Redaction).where(Redaction.opinion_id == opinion.id, Redaction.undone_at.is_(None))
    return list(db.session.scalars(rows))
