"""What people masked in an opinion stays masked when it is split, and what they masked in a part when it is one again."""

from collections.abc import Sequence

from sqlalchemy import select

from consult import redactions
from consult.domain.redaction import is_covered, places_of
from consult.domain.spans import Span
from consult.domain.vocabulary import PassageOutcome
from consult.extensions import db
from consult.models import Opinion, Redaction


def carry_down(whole: Opinion, parts: Sequence[Opinion]) -> None:
    """Each decision in force on the whole, cut to the part; not where the part has a decision of its own."""
    decided = _in_force([whole.id])
    own = _in_force([part.id for part in parts])
    for part in parts:
        start, end = _place(whole, part)
        of_part = [row for row in own if row.opinion_id == part.id]
        for row in decided:
            inside = max(row.start_at, start) - start, min(row.end_at, end) - start
            _copy(row, part, inside, of_part)
        redactions.count_again(part)


def carry_up(whole: Opinion, parts: Sequence[Opinion]) -> None:
    """Each decision in force on a part, at its place in the whole, where the whole has none."""
    of_whole = _in_force([whole.id])
    by_id = {part.id: part for part in parts}
    for row in _in_force(list(by_id)):
        for span in _places_in(whole, by_id[row.opinion_id], row.span):
            _copy(row, whole, span, of_whole)
    redactions.count_again(whole)


def _places_in(whole: Opinion, part: Opinion, span: Span) -> list[Span]:
    """Where the whole says what a part says there; of a part with other words (a slip corrected), wherever it does."""
    start, end = _place(whole, part)
    if whole.wording[start:end] == part.wording:
        return [(span[0] + start, span[1] + start)]
    return places_of(part.wording[slice(*span)], whole.wording)


def _place(whole: Opinion, part: Opinion) -> Span:
    """Where in the wording of the whole a part stands, also a part of a part."""
    start, end, at = part.part_start or 0, part.part_end or 0, part
    while at.split_from_id != whole.id:
        at = db.session.get_one(Opinion, at.split_from_id)
        start, end = start + (at.part_start or 0), end + (at.part_start or 0)
    return start, end


def _in_force(opinion_ids: Sequence[int]) -> list[Redaction]:
    rows = select(Redaction).where(Redaction.opinion_id.in_(opinion_ids), Redaction.undone_at.is_(None))
    return list(db.session.scalars(rows.order_by(Redaction.id)))


def _copy(row: Redaction, opinion: Opinion, span: Span, standing: Sequence[Redaction]) -> None:
    """A mask gives way to masks alone: that somebody let the words out elsewhere does not open them here."""
    masks_alone = row.outcome is PassageOutcome.MASKED
    covered = [each.span for each in standing if each.outcome is row.outcome or not masks_alone]
    if span[0] >= span[1] or is_covered(span, covered):
        return
    names = ("kind", "outcome", "reason", "note", "staff_member_id", "decided_at")
    values = {name: getattr(row, name) for name in names}
    db.session.add(Redaction(opinion_id=opinion.id, start_at=span[0], end_at=span[1], **values))
