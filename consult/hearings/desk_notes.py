"""国等の動向: kept, changed, found. A desk note holds no opinions and counts as no hearing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, exists, func, or_, select

from consult import audit, clock
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.hearings.removal import refuse_removed
from consult.models import DeskNote, DeskNoteLink, Measure, PlanEdition, PolicyPackage, StaffMember
from consult.paging import Page, paged

BODY_LIMIT = 20_000
SORTS: dict[str, tuple[UnaryExpression[Any], ...]] = {
    "-noted_on": (DeskNote.noted_on.desc().nulls_last(), DeskNote.id.desc()),
    "noted_on": (DeskNote.noted_on.asc().nulls_last(), DeskNote.id.asc()),
    "title": (DeskNote.title.asc(), DeskNote.id.asc()),
}
# Between the code of a package and the name of a measure: no code holds it.
LINK = "\t"


@dataclass(frozen=True)
class Finding:
    """What is written about one. `links` are `code` for a package, `code⇥name` for one of its measures."""

    title: str
    publisher: str = ""
    source: str = ""
    noted_on: date | None = None
    noted_on_typed: str = ""
    body: str = ""
    links: tuple[str, ...] = ()


COLUMNS = ("title", "publisher", "source", "noted_on", "noted_on_typed", "body")


@dataclass(frozen=True)
class DeskFilter:
    """Empty asks for everything that stands."""

    words: str = ""
    package: str = ""
    is_removed: bool = False
    sort: str = "-noted_on"

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield DeskNote.removed_at.is_not(None) if self.is_removed else DeskNote.removed_at.is_(None)
        columns = (DeskNote.title, DeskNote.publisher, DeskNote.source, DeskNote.body)
        for word in self.words.split():
            yield or_(*(column.contains(word, autoescape=True) for column in columns))
        if self.package:
            touched = (DeskNoteLink.desk_note_id == DeskNote.id, DeskNoteLink.package_code == self.package)
            yield exists().where(*touched).correlate(DeskNote)


@dataclass(frozen=True)
class LinkablePackage:
    code: str
    name: str
    measures: tuple[str, ...]


def linkable() -> list[LinkablePackage]:
    """Packages and measures of the strategy in force; two queries."""
    in_force = (
        select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current).order_by(PolicyPackage.position)
    )
    packages = db.session.scalars(in_force).all()
    measures: dict[int, list[str]] = {}
    rows = select(Measure.package_id, Measure.name).order_by(Measure.position)
    for package_id, name in db.session.execute(
        rows.where(Measure.package_id.in_([package.id for package in packages]))
    ):
        measures.setdefault(package_id, []).append(name)
    return [LinkablePackage(each.code, each.name, tuple(measures.get(each.id, ()))) for each in packages]


def links_of(note: DeskNote) -> tuple[str, ...]:
    return tuple(written_link(link.package_code, link.measure) for link in note.links)


def written_link(code: str, measure: str = "") -> str:
    return f"{code}{LINK}{measure}" if measure else code


def keep(finding: Finding, *, form_token: str, by: StaffMember) -> DeskNote:
    """A new one; the same page sent again is the same note."""
    already = note_of_page(form_token)
    if already is not None:
        return already
    note = DeskNote(
        **{name: getattr(finding, name) for name in COLUMNS},
        links=_rows(finding.links),
        registered_by_id=by.id,
        form_token=form_token,
        created_at=clock.now(),
    )
    db.session.add(note)
    db.session.flush()
    audit.record(AuditAction.ADDED, note, by=by)
    return note


def change(note: DeskNote, finding: Finding, *, version: int, by: StaffMember) -> None:
    """EditConflict when somebody saved since `version` (TW1)."""
    refuse_removed(note)
    if note.version != version:
        raise EditConflict()
    changed = [name for name in COLUMNS if getattr(note, name) != getattr(finding, name)]
    for name in changed:
        setattr(note, name, getattr(finding, name))
    if set(links_of(note)) != set(finding.links):
        note.links = _rows(finding.links)
        changed.append("links")
    if changed:
        note.version += 1
        db.session.flush()
        audit.record(AuditAction.CHANGED, note, by=by, fields=changed)


def note_of_page(form_token: str) -> DeskNote | None:
    """The note that a page was kept as, if it was."""
    return db.session.scalar(select(DeskNote).where(DeskNote.form_token == form_token))


def is_said_by(finding: Finding, note: DeskNote) -> bool:
    """Whether the note says just this."""
    same = all(getattr(note, name) == getattr(finding, name) for name in COLUMNS)
    return same and set(links_of(note)) == set(finding.links)


def note_or_404(note_id: int) -> DeskNote:
    return db.one_or_404(select(DeskNote).where(DeskNote.id == note_id))


def found(asked: DeskFilter, number: int) -> Page:
    return paged(ordered(select(DeskNote), asked), number)


def ordered(statement: Select[Any], asked: DeskFilter) -> Select[Any]:
    """What the list holds, in its order."""
    return statement.where(*asked.conditions()).order_by(*SORTS.get(asked.sort, SORTS["-noted_on"]))


def links_of_page(notes: Sequence[DeskNote]) -> dict[int, list[DeskNoteLink]]:
    """One query for the rows of a list."""
    rows = select(DeskNoteLink).where(DeskNoteLink.desk_note_id.in_([note.id for note in notes]))
    links: dict[int, list[DeskNoteLink]] = {}
    for link in db.session.scalars(rows.order_by(DeskNoteLink.id)):
        links.setdefault(link.desk_note_id, []).append(link)
    return links


def numbers_by_package(asked: DeskFilter) -> Mapping[str, int]:
    """How many notes each package would leave, the other filters standing."""
    of_package = (
        select(DeskNoteLink.package_code, func.count(DeskNoteLink.desk_note_id.distinct()))
        .join(DeskNote, DeskNote.id == DeskNoteLink.desk_note_id)
        .where(*replace(asked, package="").conditions())
        .group_by(DeskNoteLink.package_code)
    )
    return dict(db.session.execute(of_package).tuples().all())


def _rows(links: Sequence[str]) -> list[DeskNoteLink]:
    parts = (link.partition(LINK) for link in dict.fromkeys(links))
    return [DeskNoteLink(package_code=code, measure=measure) for code, _, measure in parts]
