"""What happens to a hearing: registered, its facts changed, its notes continued, its claims cut anew."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select

from consult import audit, clock
from consult.domain import claims as cutting
from consult.domain.claims import NOTES_LIMIT, Claims
from consult.domain.counterpart_name import match_key
from consult.domain.dates import wareki
from consult.domain.errors import EditConflict, FutureDateUnconfirmed, HearingRefused
from consult.domain.plain_text import is_blank, unix_newlines
from consult.domain.vocabulary import AuditAction, Sector
from consult.extensions import db
from consult.hearing_records import HearingFacts, counterpart_for, opinion_of
from consult.hearings.removal import refuse_removed
from consult.models import (
    Counterpart,
    CounterpartMerge,
    DistinctCounterparts,
    Hearing,
    HearingDraft,
    StaffMember,
)


@dataclass(frozen=True)
class Origin:
    """From which page a hearing was sent, by whom; invented ones are marked on every page."""

    by: StaffMember | None = None
    form_token: str | None = None
    is_invented: bool = False


def register(
    facts: HearingFacts, notes: str, claims: Claims, *, origin: Origin, may_be_future: bool = False
) -> Hearing:
    """The hearing with its opinions, numbered next in the register; the same page sent again gives the same hearing.

    Every opinion's wording is a slice of the notes. The draft of the page is gone in the same transaction.
    Raises FutureDateUnconfirmed for a day to come that nobody has confirmed.
    """
    already = _registered(origin.form_token)
    if already is not None:
        return already
    notes = _writable(unix_newlines(notes))
    opinions = cutting.opinions_of(cutting.checked(notes, claims))
    _ask_about_future(facts.held_on, may_be_future)
    if not opinions:
        raise HearingRefused("意見が1つもありません。意見にするものを1つ以上残してください。", field="notes")
    hearing = _new_hearing(facts, notes, origin)
    for position, claim in enumerate(opinions, start=1):
        db.session.add(opinion_of(hearing, claim, position))
    _forget_draft(origin)
    db.session.flush()
    audit.record(AuditAction.ADDED, hearing, by=origin.by, number=hearing.number)
    audit.record(AuditAction.SPLIT, hearing, by=origin.by, opinions=len(opinions))
    return hearing


def change_facts(
    hearing: Hearing,
    facts: HearingFacts,
    *,
    version: int,
    body_seen: str | None = None,
    may_be_future: bool = False,
    by: StaffMember | None = None,
) -> None:
    """New facts; the notes stay. EditConflict when somebody saved since `version`, or changed the body since (TW1).

    `body_seen` is `state_of_body` as the page showed it; None: nobody was shown anything.
    """
    refuse_stale(hearing, version)
    if body_seen is not None and body_seen != state_of_body(hearing.counterpart):
        raise EditConflict("ほかの人が相手方の内容を直しました。両方の内容を見比べてください。")
    # Who agreed to the day when it was registered is not asked again for every other field.
    _ask_about_future(facts.held_on, may_be_future or facts.held_on == hearing.held_on)
    values = {name: getattr(facts, name) for name in FACT_COLUMNS}
    changed = [name for name, value in values.items() if getattr(hearing, name) != value]
    for name in changed:
        setattr(hearing, name, values[name])
    changed += _change_counterpart(hearing, facts)
    if changed:
        hearing.version += 1
        db.session.flush()
        audit.record(AuditAction.CHANGED, hearing, by=by, fields=changed)


def state_of_body(counterpart: Counterpart) -> str:
    """What the page of a hearing shows of its body, and sends back to say what it has seen."""
    return f"{counterpart.id} {counterpart.sector.value} {counterpart.name}"


FACT_COLUMNS = (
    "held_on",
    "held_on_typed",
    "kind",
    "method",
    "place",
    "people_present",
    "heard_by",
    "agenda",
    "consent",
    "materials",
    "impression",
    "shared_with",
)


def append_notes(hearing: Hearing, addition: str, *, version: int, by: StaffMember | None = None) -> int:
    """追記: the notes grow at their end, what stood there stays. Where the addition begins."""
    refuse_stale(hearing, version)
    if is_blank(addition):
        raise HearingRefused("追記する文章を入力してください。", field="addition")
    grown = f"{hearing.notes}\n{unix_newlines(addition)}"
    if len(grown) > NOTES_LIMIT:
        over = len(grown) - NOTES_LIMIT
        raise HearingRefused(
            f"メモは追記を含めて{NOTES_LIMIT:,}字までです。あと{over:,}字短くしてください。", field="addition"
        )
    start = len(hearing.notes) + 1
    hearing.notes = grown
    hearing.version += 1
    db.session.flush()
    audit.record(AuditAction.CHANGED, hearing, by=by, fields=["notes"], appended_from=start)
    return start


def refuse_stale(hearing: Hearing, version: int) -> None:
    refuse_removed(hearing)
    if hearing.version != version:
        raise EditConflict()


def _registered(form_token: str | None) -> Hearing | None:
    if form_token is None:
        return None
    return db.session.scalar(select(Hearing).where(Hearing.form_token == form_token))


def _writable(notes: str) -> str:
    if is_blank(notes):
        raise HearingRefused("メモを入力してください。", field="notes")
    if len(notes) > NOTES_LIMIT:
        raise HearingRefused(
            f"メモは{NOTES_LIMIT:,}字までです（いま{len(notes):,}字）。分けて登録してください。",
            field="notes",
        )
    return notes


def _ask_about_future(held_on: date | None, may_be_future: bool) -> None:
    if held_on is not None and held_on > clock.today() and not may_be_future:
        raise FutureDateUnconfirmed(
            f"実施日（{wareki(held_on)}）は、まだ来ていない日付です。このまま登録しますか。"
            "違うときは、実施日の年や月を直してください。",
            field="held_on",
        )


def _new_hearing(facts: HearingFacts, notes: str, origin: Origin) -> Hearing:
    hearing = Hearing(
        # A write transaction holds the lock from its start: nobody else reads the same highest number.
        number=(db.session.scalar(select(func.max(Hearing.number))) or 0) + 1,
        counterpart=counterpart_for(facts.counterpart_name, facts.sector),
        notes=notes,
        registered_by_id=origin.by.id if origin.by else None,
        form_token=origin.form_token,
        is_invented=origin.is_invented,
        created_at=clock.now(),
        **{name: getattr(facts, name) for name in FACT_COLUMNS},
    )
    db.session.add(hearing)
    db.session.flush()
    return hearing


def _change_counterpart(hearing: Hearing, facts: HearingFacts) -> list[str]:
    """A new name is another body, or the first name of a body that had none; a new sector is the body's own."""
    before = hearing.counterpart
    key = match_key(facts.counterpart_name) or None
    changed = []
    if key != before.match_key:
        hearing.counterpart = counterpart_for(facts.counterpart_name, facts.sector)
        _leave_merges(hearing)
        changed.append("counterpart")
    elif facts.counterpart_name != before.name:
        before.name = facts.counterpart_name
        before.version += 1
        changed.append("counterpart")
    if facts.sector is not Sector.UNKNOWN and hearing.counterpart.sector is not facts.sector:
        hearing.counterpart.sector = facts.sector
        # The city's own sector lies within one sector: it does not follow to another.
        hearing.counterpart.own_sector_id = None
        hearing.counterpart.version += 1
        changed.append("sector")
    _forget_unused(before)
    return changed


def _leave_merges(hearing: Hearing) -> None:
    """A person gave it another body: undoing a merge that moved it once must not take it back."""
    for act in db.session.scalars(select(CounterpartMerge).where(CounterpartMerge.undone_at.is_(None))):
        if hearing.id in act.hearing_ids:
            act.hearing_ids = [each for each in act.hearing_ids if each != hearing.id]


def _forget_unused(counterpart: Counterpart) -> None:
    """A body without a hearing left was a slip of the keyboard: 実 counts only bodies that were heard.

    One that a person has merged with another, or told apart from one, was none and stays.
    """
    db.session.flush()
    mine = counterpart.id
    ties = (
        exists().where(Hearing.counterpart_id == mine),
        exists().where(or_(CounterpartMerge.kept_id == mine, CounterpartMerge.merged_id == mine)),
        exists().where(or_(DistinctCounterparts.first_id == mine, DistinctCounterparts.second_id == mine)),
    )
    if not db.session.scalar(select(or_(*ties))):
        db.session.delete(counterpart)
        audit.record(AuditAction.REMOVED, counterpart)


def _forget_draft(origin: Origin) -> None:
    if origin.by is None or origin.form_token is None:
        return
    mine = HearingDraft.staff_member_id == origin.by.id
    draft = db.session.scalar(select(HearingDraft).where(mine, HearingDraft.form_token == origin.form_token))
    if draft is not None:
        db.session.delete(draft)


def record_export(file: str, hearings: int, **conditions: Any) -> None:
    """That somebody took a copy out of the house: which kind of file, of how many hearings."""
    audit.record(AuditAction.EXPORTED, Hearing, file=file, hearings=hearings, **conditions)
