"""One opinion becomes several and one again: parts are rows of their own, the whole stands aside (R30, decision 0150)."""

from collections.abc import Sequence

from sqlalchemy import select, update

from consult import clock, link_heirs, nlp_gateway
from consult.answer_standing import check_not_frozen
from consult.domain import splitting as cutting
from consult.domain.errors import EditConflict, NotUndoable
from consult.domain.spans import Span
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AuditEvent, Opinion
from consult.sorting import acts, masks
from consult.sorting.services import SPLIT_MEANWHILE


def proposed_cuts(wording: str) -> list[int]:
    return cutting.proposed_cuts(wording, nlp_gateway.claims_of(wording))


def split(whole: Opinion, cuts: Sequence[int], *, consultation_id: int) -> list[Opinion]:
    """Its parts count from now on and wait for the tagger; what people decided on the whole stays with the whole,
    and its links are proposed for the parts.

    What was masked stays masked in the part. A part that was cut in the same place before comes back with its history.
    """
    spans = cutting.parts_of(whole.wording, cuts)
    check_not_frozen([whole.id])
    _step_aside(whole)
    known = {(part.part_start, part.part_end): part for part in _parts(whole)}
    parts = [_stand(whole, span, known.get(span)) for span in spans]
    db.session.flush()
    link_heirs.look_again(part.id for part in parts)
    masks.carry_down(whole, parts)
    acts.record(AuditAction.SPLIT, whole, consultation_id, parts=[part.id for part in parts])
    return parts


def join(whole: Opinion, *, consultation_id: int, of: AuditEvent | None = None) -> None:
    """The whole counts again, as it was, and nothing that was cut from it; nothing is deleted."""
    standing = _standing_parts(whole)
    # Without parts that count it is one already, or stands in what it was itself cut from.
    if whole.superseded_at is None or not standing:
        raise NotUndoable("この意見は、すでに1件に戻っています。")
    check_not_frozen([whole.id, *(part.id for part in standing)])
    now = clock.now()
    for part in standing:
        part.superseded_at = now
    masks.carry_up(whole, standing)
    whole.superseded_at = None
    db.session.flush()
    details = {"of": of.id} if of else {}
    acts.record(AuditAction.UNDID, whole, consultation_id, joined=[part.id for part in standing], **details)


def take_back(event: AuditEvent) -> int:
    """Of a split, while it stands: the number of parts that are one again."""
    whole = db.session.get_one(Opinion, event.object_id)
    if acts.was_undone(event) or not _is_latest(event):
        raise NotUndoable("この操作は、すでに取り消されたか、その後に分け直されています。")
    join(whole, consultation_id=event.details["case"], of=event)
    return len(event.details["parts"])


def _is_latest(event: AuditEvent) -> bool:
    later = select(AuditEvent.id).where(
        AuditEvent.object_type == event.object_type,
        AuditEvent.object_id == event.object_id,
        AuditEvent.action == AuditAction.SPLIT,
        AuditEvent.id > event.id,
    )
    return db.session.scalar(later.limit(1)) is None


def _step_aside(whole: Opinion) -> None:
    """Whoever comes second finds it split already, also when both pressed at once."""
    changed = db.session.execute(
        update(Opinion)
        .where(Opinion.id == whole.id, Opinion.superseded_at.is_(None))
        .values(superseded_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(whole, ["superseded_at"])
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise EditConflict(SPLIT_MEANWHILE)


def _stand(whole: Opinion, span: Span, known: Opinion | None) -> Opinion:
    if known is not None:
        known.superseded_at = None
        return known
    start, end = span
    part = Opinion(
        source=whole.source,
        submission_id=whole.submission_id,
        position=whole.position,
        wording=whole.wording[start:end],
        about_package=whole.about_package,
        about_section_id=whole.about_section_id,
        about_passage=whole.about_passage,
        split_from_id=whole.id,
        part_start=start,
        part_end=end,
        # A person has just read it.
        sorted_at=clock.now(),
        created_at=clock.now(),
    )
    db.session.add(part)
    return part


def _parts(whole: Opinion) -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).where(Opinion.split_from_id == whole.id)))


def _standing_parts(whole: Opinion) -> list[Opinion]:
    """What counts in the place of the whole, also where a part was split again or its typing corrected.

    A correction of the whole itself is no part of it: it is taken back where it was made.
    """
    cut = select(Opinion).where(Opinion.split_from_id == whole.id, Opinion.part_start.is_not(None))
    first = list(db.session.scalars(cut.order_by(Opinion.part_start)))
    found, level = [part for part in first if part.superseded_at is None], [part.id for part in first]
    while level:
        parts = list(
            db.session.scalars(
                select(Opinion)
                .where(Opinion.split_from_id.in_(level))
                .order_by(Opinion.split_from_id, Opinion.part_start)
            )
        )
        found += [part for part in parts if part.superseded_at is None]
        level = [part.id for part in parts]
    return found
