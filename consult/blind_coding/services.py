"""Writes: blind answers, taking one back, the share that is drawn, and releases. No suggestion is read here."""

from collections.abc import Sequence
from datetime import timedelta

from consult import audit, clock
from consult.blind_coding.answer import Answer
from consult.blind_coding.queries import CODERS
from consult.domain.errors import NotCodable, NotUndoable, ReleaseRefused
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import AuditAction, Facet
from consult.extensions import db
from consult.models import BlindCode, BlindSampling, SampledOpinion, StaffMember

# From the second answer to the opening: time enough to notice a slip and take it back.
OPENS_AFTER = timedelta(minutes=10)


def code(
    sampled: SampledOpinion, answer: Answer, *, by: StaffMember, seconds_taken: int | None = None
) -> BlindCode:
    """Keep one person's answer. The first two different people are coders a and b; nobody answers twice.

    The same form sent twice is one answer (a double press of the button).
    """
    answer.check()
    given = {each.coder: each for each in sampled.codes if each.undone_at is None}
    own = next((each for each in given.values() if each.staff_member_id == by.id), None)
    if own and all(own.codes_of(facet) == answer.codes(facet) for facet in Facet):
        return own
    _refuse_unless_open_to(sampled, own, given)
    row = BlindCode(
        sampled=sampled,
        staff_member_id=by.id,
        coder=next(each for each in CODERS if each not in given),
        themes=answer.codes(Facet.THEME),
        packages=answer.codes(Facet.PACKAGE),
        models=answer.codes(Facet.MODEL),
        coded_at=clock.now(),
        seconds_taken=seconds_taken,
    )
    if len(given) + 1 == len(CODERS):
        sampled.opens_at = clock.now() + OPENS_AFTER
    db.session.add(row)
    db.session.flush()
    audit.record(AuditAction.CODED, sampled.opinion, by=by, coder=row.coder)
    return row


def undo(row: BlindCode, *, by: StaffMember) -> None:
    """Take back one's own answer while nobody can have seen the suggestions; somebody else may then answer, too."""
    sampled = row.sampled
    if row.staff_member_id != by.id or row.undone_at is not None or _is_open(sampled):
        raise NotUndoable("この分類は、すでに取り消されたか、候補が開かれたため、取り消せません。")
    row.undone_at = clock.now()
    sampled.opens_at = None
    db.session.flush()
    audit.record(AuditAction.UNDID, sampled.opinion, by=by, blind_code=row.id)


def set_share(sampling: BlindSampling, percent: int, *, by: StaffMember) -> None:
    """From now on this share of arriving opinions is drawn; what was drawn stays."""
    before, sampling.share_percent = sampling.share_percent, percent
    db.session.flush()
    if before != percent:
        audit.record(AuditAction.CHANGED, sampling, by=by, share_percent=percent, before=before)


def release(rows: Sequence[SampledOpinion], reason: str, *, by: StaffMember) -> None:
    """Open held opinions without two codes: they go to the review, and never into the figures."""
    if is_blank(reason):
        raise ReleaseRefused("理由を書いてください。あとで数字を読む人が確かめます。", field="reason")
    now = clock.now()
    for row in rows:
        if row.opens_at is not None:
            raise ReleaseRefused("この意見は、もう開かれています。", field="reason")
        row.released_at, row.released_by_id, row.release_reason = now, by.id, reason.strip()
        row.opens_at = now
    db.session.flush()
    for row in rows:
        audit.record(AuditAction.RELEASED, row.opinion, by=by)


def _is_open(sampled: SampledOpinion) -> bool:
    return sampled.opens_at is not None and sampled.opens_at <= clock.now()


def _refuse_unless_open_to(
    sampled: SampledOpinion, own: BlindCode | None, given: dict[str, BlindCode]
) -> None:
    if own:
        raise NotCodable("この意見は、もう分類しています。直すときは、先に取り消してください。")
    if _is_open(sampled):
        raise NotCodable("この意見は、候補が開かれたため、候補を見ない分類ができなくなりました。")
    if len(given) == len(CODERS):
        raise NotCodable("この意見は、ほかの二人がもう分類しました。")
