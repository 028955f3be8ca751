"""Which rows of a file stand in the register already, also where the file lost characters that the register has."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from consult.domain.lost_characters import GETA, Lossy, Shelf, has_lost, whole
from consult.domain.period import JAPAN
from consult.domain.same_text import text_digest
from consult.domain.vocabulary import Channel
from consult.extensions import db
from consult.hearing_records import known_counterparts
from consult.imports.choices import Place
from consult.imports.hearing_rows import HearingRow, typed_day
from consult.imports.rows import ReadRow, Registered
from consult.models import Counterpart, Hearing, ImportedRow, Submission, Submitter

COMMITTEE_OPINION = "委員意見"
# The day, or what was typed for it.
Day = date | str
# The day, the body, the notes as a reader sees them.
Identity = tuple[Day, int | None, str]


@dataclass(frozen=True)
class Standing:
    """What is registered under `words`: when, with whom, what was said. `is_committee` as in HearingRow."""

    words: str
    day: Day
    name: str
    notes: str
    is_committee: bool = False

    @property
    def group(self) -> tuple[bool, Day]:
        return self.is_committee, self.day


def already_there(rows: Sequence[ReadRow], *, marks: str) -> Mapping[Place, Registered]:
    """Rows that an earlier import brought and that still count, and hearings logged by hand with the same notes.

    `marks` stand for lost characters in this file.
    """
    imported = _imported_before({row.fingerprint for row in rows})
    heard = [row.content for row in rows if not row.content.is_committee]
    hearings = _hearings_on_days_of(heard)
    bodies = known_counterparts(row.name for row in heard)
    by_hand = {_identity(each): f"第{each.number}号" for each in hearings}
    found: dict[Place, Registered] = {}
    rest = []
    for row in rows:
        words = imported.get(row.fingerprint)
        if not words and not row.content.is_committee:
            words = by_hand.get(_identity_of_row(row.content, bodies))
        if words:
            found[row.place] = Registered(words)
        else:
            rest.append(row)
    return found | _but_for_lost_characters(rest, hearings, bodies, marks=marks)


def _imported_before(fingerprints: Collection[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(ImportedRow.fingerprint, Hearing.number)
        .outerjoin(Hearing, Hearing.id == ImportedRow.hearing_id)
        .outerjoin(Submission, Submission.id == ImportedRow.submission_id)
        .where(ImportedRow.fingerprint.in_(fingerprints))
        .where(Hearing.removed_at.is_(None), Submission.withdrawn_at.is_(None))
    )
    return {print_: COMMITTEE_OPINION if number is None else f"第{number}号" for print_, number in rows}


@dataclass(frozen=True)
class Heard:
    """A registered hearing, as far as rows are compared with it; its body without a name has no key."""

    id: int
    number: int
    version: int
    day: Day
    counterpart_id: int
    body_key: str | None
    name: str
    notes: str


def _hearings_on_days_of(rows: Sequence[HearingRow]) -> list[Heard]:
    days = {row.held_on for row in rows if row.held_on}
    typed = {row.held_on_typed for row in rows if not row.held_on}
    undated = and_(Hearing.held_on.is_(None), Hearing.held_on_typed.in_(typed))
    columns = (
        Hearing.id,
        Hearing.number,
        Hearing.version,
        Hearing.held_on,
        Hearing.held_on_typed,
        Hearing.notes,
    )
    hearings = db.session.execute(
        select(*columns, Counterpart.id.label("body"), Counterpart.match_key, Counterpart.name)
        .join(Hearing.counterpart)
        .where(Hearing.removed_at.is_(None), or_(Hearing.held_on.in_(days), undated))
    )
    return [
        Heard(
            id=each.id,
            number=each.number,
            version=each.version,
            day=each.held_on or typed_day(each.held_on_typed),
            counterpart_id=each.body,
            body_key=each.match_key,
            name=each.name,
            notes=each.notes,
        )
        for each in hearings
    ]


def _identity(hearing: Heard) -> Identity:
    """Bodies without a name are alike."""
    body = hearing.counterpart_id if hearing.body_key else None
    return hearing.day, body, text_digest(hearing.notes)


def _identity_of_row(row: HearingRow, bodies: Mapping[str, Counterpart]) -> Identity:
    body = bodies.get(row.body_key)
    return _day(row), (body.id if body else 0) if row.body_key else None, row.notes_digest


def _day(row: HearingRow) -> Day:
    return row.held_on or typed_day(row.held_on_typed)


def _but_for_lost_characters(
    rows: Sequence[ReadRow], hearings: Sequence[Heard], bodies: Mapping[str, Counterpart], *, marks: str
) -> dict[Place, Registered]:
    """Rows that are the same as what is registered but for characters that one of the two has lost."""
    if not rows:
        return {}
    standing = [*_standing(hearings), *_standing_of_committee(rows)]
    lossy = {row.place: _lossy(row.content, marks) for row in rows}
    groups = {_group(row.content) for row in rows if lossy[row.place]}
    shelf = Shelf(
        (each.group, whole(each.name, each.notes), each) for each in standing if each.group in groups
    )
    found = _perhaps_registered_with_losses(rows, standing, bodies)
    for row in rows:
        pattern = lossy[row.place]
        if pattern and (same := _looked_up(pattern, shelf.near(_group(row.content), pattern))):
            found[row.place] = same
    return found


def _group(row: HearingRow) -> tuple[bool, Day]:
    return row.is_committee, _day(row)


def _lossy(row: HearingRow, marks: str) -> Lossy | None:
    return Lossy(row.name, row.notes, marks) if has_lost(row.name + row.notes, marks) else None


def _looked_up(pattern: Lossy, near: Sequence[tuple[str, Standing]]) -> Registered | None:
    for text, each in near:
        if pattern.is_same_as(text):
            notice = f"{each.words}と同じ記録とみなしました（{pattern.in_words}を除いて同じです）。"
            return Registered(each.words, notice=notice)
    alike = next((each for text, each in near if pattern.resembles(text)), None)
    return Registered(alike.words, is_sure=False) if alike else None


def _perhaps_registered_with_losses(
    rows: Sequence[ReadRow], standing: Sequence[Standing], bodies: Mapping[str, Counterpart]
) -> dict[Place, Registered]:
    """The other way round the file has what the register lost: a person has to see it."""
    lost = [each for each in standing if GETA in each.name + each.notes]
    groups = {each.group for each in lost}
    shelf = Shelf(
        (_group(row.content), _whole(row.content, bodies), row.place)
        for row in rows
        if _group(row.content) in groups
    )
    found: dict[Place, Registered] = {}
    for each in lost:
        pattern = Lossy(each.name, each.notes, GETA)
        for text, place in shelf.near(each.group, pattern):
            if pattern.is_same_as(text) or pattern.resembles(text):
                found[place] = Registered(each.words, is_sure=False)
    return found


def _whole(row: HearingRow, bodies: Mapping[str, Counterpart]) -> str:
    """Under the name of the body that a merged one has become."""
    body = bodies.get(row.body_key)
    return whole(body.name if body else row.name, row.notes)


def _standing(hearings: Sequence[Heard]) -> Iterator[Standing]:
    """Hearings as they are now, and those that people have changed since also as they came."""
    for each in hearings:
        yield Standing(f"第{each.number}号", each.day, each.name, each.notes)
    changed = {each.id: each for each in hearings if each.version > 1}
    rows = select(ImportedRow.hearing_id, ImportedRow.cells).where(ImportedRow.hearing_id.in_(changed))
    for hearing_id, cells in db.session.execute(rows) if changed else ():
        each = changed[hearing_id]
        name, notes = cells.get("counterpart", ""), cells.get("notes", "")
        yield Standing(f"第{each.number}号", each.day, name, notes)


def _standing_of_committee(rows: Sequence[ReadRow]) -> Iterator[Standing]:
    if not any(row.content.is_committee for row in rows):
        return
    submissions = (
        select(Submission.received_at, Submitter.name, ImportedRow.cells)
        .join(Submitter, Submitter.id == Submission.submitter_id)
        .join(ImportedRow, ImportedRow.submission_id == Submission.id)
        .where(Submission.channel == Channel.COMMITTEE, Submission.withdrawn_at.is_(None))
    )
    for received_at, name, cells in db.session.execute(submissions):
        day = received_at.astimezone(JAPAN).date()
        yield Standing(COMMITTEE_OPINION, day, name, cells.get("notes", ""), is_committee=True)
