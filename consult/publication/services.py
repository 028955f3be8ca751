"""Release: a version of the results goes public and never changes. A correction is another version (R53)."""

from dataclasses import dataclass, field
from datetime import datetime

from consult import audit
from consult.database import let_writers_in
from consult.domain.errors import EditConflict
from consult.domain.publication_rules import Check, check_note, check_release, kind_of_next
from consult.domain.vocabulary import AuditAction, PublicationKind
from consult.models import Consultation, Publication, StaffMember
from consult.publication import queries, readings, stored
from consult.publication.live_round import LiveRound, live_round
from consult.publication.release_check import check
from consult.publication.round_mark import mark_of

CHANGED_SINCE = (
    "画面を開いてから内容が変わりました。変わったあとの内容を確かめてから、もう一度押してください。"
)


@dataclass(frozen=True)
class Wanted:
    """What the person who releases saw and decided. `seen` is the digest of the content that was shown."""

    number: int
    seen: str
    note: str = ""
    ticked: frozenset[str] = field(default=frozenset())
    with_voices: bool = False


@dataclass(frozen=True)
class Proposed:
    """The next version as it stands now."""

    number: int
    kind: PublicationKind
    live: LiveRound
    check: Check


def proposed(
    consultation: Consultation, *, at: datetime, note: str = "", with_voices: bool = False
) -> Proposed:
    earlier = queries.publications_of(consultation)
    is_dropped = consultation.dropped_at is not None
    kind = kind_of_next([each.kind for each in earlier], is_dropped=is_dropped)
    live = live_round(consultation, with_voices=with_voices, approved_only=is_dropped)
    found = check(live, at=at, note=note, with_voices=with_voices)
    return Proposed(len(earlier) + 1, kind, live, found.of_dropped_case if is_dropped else found)


@dataclass(frozen=True)
class Prepared:
    """What a release would publish, worked out while others write. It holds while the mark of the round is the same."""

    mark: int
    found: Proposed


def prepared(consultation: Consultation, wanted: Wanted, *, at: datetime) -> Prepared:
    """To be asked for before the lock is taken (within `reading`). Raises what `release` raises."""
    mark = mark_of(consultation)
    let_writers_in()
    found = proposed(consultation, at=at, note=wanted.note, with_voices=wanted.with_voices)
    _refuse_what_may_not_go_out(found, wanted)
    return Prepared(mark, found)


def release(
    consultation: Consultation,
    wanted: Wanted,
    *,
    by: StaffMember,
    at: datetime,
    beforehand: Prepared | None = None,
) -> Publication:
    """Raises EditConflict when something else would be published than was seen, NotPublishable with what is left.

    What was prepared beforehand is worked out again when anything of the round has changed since.
    """
    if beforehand and beforehand.mark == mark_of(consultation):
        found = beforehand.found
    else:
        found = proposed(consultation, at=at, note=wanted.note, with_voices=wanted.with_voices)
    _refuse_what_may_not_go_out(found, wanted)
    publication = Publication(
        consultation_id=consultation.id,
        number=found.number,
        kind=found.kind,
        published_at=at,
        published_by_id=by.id,
        note=wanted.note,
    )
    stored.keep(publication, found.live.snapshot)
    audit.record(
        AuditAction.PUBLISHED,
        publication,
        by=by,
        number=found.number,
        kind=found.kind.value,
        digest=publication.digest,
        answers={each.group.number: each.approved_version for each in found.live.standing_answers},
        looked_at=len(found.check.to_tick),
    )
    return publication


def _refuse_what_may_not_go_out(found: Proposed, wanted: Wanted) -> None:
    if found.number != wanted.number:
        raise EditConflict("ほかの人が先に公表しました。公表された内容を確かめてください。")
    if found.live.snapshot.digest != wanted.seen:
        raise EditConflict(CHANGED_SINCE)
    check_note(found.kind, wanted.note)
    check_release(found.check, ticked=wanted.ticked)


def had_voices(consultation: Consultation) -> bool:
    """Whether the newest version holds the opinions' own words."""
    versions = queries.publications_of(consultation)
    return bool(versions) and queries.has_voices(versions[-1])


def are_read_otherwise(publication: Publication) -> bool:
    """Whether the road of its opinions would be another one: confirmed anew since, or linked to something else."""
    return readings.have_changed(publication)


def record_export(consultation: Consultation, *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, consultation, by=by, table="counts")
