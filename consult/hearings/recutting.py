"""意見の区切りを直す: what stays keeps its opinion and decisions, what goes is withdrawn and never deleted."""

from sqlalchemy import select

from consult import audit, clock
from consult.domain import claims as cutting
from consult.domain.claims import Claim, Claims
from consult.domain.errors import HearingRefused, WithdrawalUnconfirmed
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.hearing_records import opinion_of
from consult.hearings.services import refuse_stale
from consult.models import Hearing, Opinion, Review, StaffMember


def recut(
    hearing: Hearing,
    claims: Claims,
    *,
    version: int,
    may_withdraw_reviewed: bool,
    by: StaffMember | None = None,
) -> None:
    """The hearing's opinions are those claims. The same span is the same opinion, also one withdrawn before.

    Raises WithdrawalUnconfirmed when an opinion with decisions would go and the official has not said so.
    """
    refuse_stale(hearing, version)
    wanted = cutting.opinions_of(cutting.checked(hearing.notes, claims))
    if not wanted:
        raise HearingRefused("意見が1つもありません。意見にするものを1つ以上残してください。", field="claims")
    known = {(opinion.note_start, opinion.note_end): opinion for opinion in _opinions(hearing)}
    spans = {(claim.start, claim.end) for claim in wanted}
    going = [o for span, o in known.items() if span not in spans and o.withdrawn_at is None]
    if not may_withdraw_reviewed:
        _refuse_reviewed(going)
    for opinion in going:
        _withdraw(opinion, by)
    for position, claim in enumerate(wanted, start=1):
        _stand(hearing, claim, position, known.get((claim.start, claim.end)), by)
    hearing.version += 1
    db.session.flush()
    audit.record(AuditAction.SPLIT, hearing, by=by, opinions=len(wanted), withdrawn=len(going))


def _opinions(hearing: Hearing) -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).where(Opinion.hearing_id == hearing.id)))


def _refuse_reviewed(going: list[Opinion]) -> None:
    ids = [opinion.id for opinion in going]
    reviewed = db.session.scalars(
        select(Review.opinion_id).where(
            Review.opinion_id.in_(ids), Review.is_current, Review.undone_at.is_(None)
        )
    ).all()
    if reviewed:
        numbers = "、".join(str(opinion.position) for opinion in going if opinion.id in set(reviewed))
        raise WithdrawalUnconfirmed(
            f"意見{numbers}には確認済みの分類があります。外すと集計から除かれます（記録は残り、戻せます）。",
            field="claims",
        )


def _withdraw(opinion: Opinion, by: StaffMember | None) -> None:
    opinion.withdrawn_at = clock.now()
    audit.record(AuditAction.WITHDREW, opinion, by=by)


def _stand(
    hearing: Hearing, claim: Claim, position: int, opinion: Opinion | None, by: StaffMember | None
) -> None:
    """The opinion of a claim: as it was, brought back, or new."""
    if opinion is None:
        opinion = opinion_of(hearing, claim, position)
        db.session.add(opinion)
        db.session.flush()
        audit.record(AuditAction.ADDED, opinion, by=by)
        return
    if opinion.withdrawn_at is not None:
        opinion.withdrawn_at = None
        audit.record(AuditAction.UNDID, opinion, by=by)
    opinion.position = position
    if (opinion.gist or "") != claim.gist:
        opinion.gist = claim.gist or None
        audit.record(AuditAction.CHANGED, opinion, by=by, fields=["gist"])
