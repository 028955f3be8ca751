"""Writing the versions of a draft's text. A released one never changes: what comes after it is another version."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from consult import audit
from consult.domain.draft_keys import KeyedCut, keyed
from consult.domain.draft_text import Cut, check_fits, cut_text, joined, shown_heading, split_at
from consult.domain.errors import DraftRefused, EditConflict
from consult.domain.vocabulary import AuditAction, DraftSource
from consult.draft_texts import queries
from consult.extensions import db
from consult.models import Consultation, DraftDocument, DraftSection, Revision, StaffMember

DISCARDED = "捨てた版は直せません。元に戻すか、写しを作って直してください。"
RELEASED = "公開した版は直せません。写しを作って、新しい版として直してください。"
CHANGED = "この版は、開いてからほかの人が直しています。いまの形を確かめて、もう一度押してください。"


@dataclass(frozen=True)
class WrittenText:
    """What a form says: how citizens tell the version from others, the whole text, and whether it was a Word file."""

    label: str
    text: str
    is_docx: bool = False


def add_version(
    consultation: Consultation, written: WrittenText, *, by: StaffMember, at: datetime
) -> DraftDocument:
    """A new version, not released. Sections that an earlier version had keep their anchors."""
    refuse_second(consultation)
    source, cuts = cut_text(written.text)
    earlier = queries.latest_version(consultation)
    document = DraftDocument(
        consultation=consultation,
        number=queries.next_number(consultation),
        label=written.label,
        source=DraftSource.DOCX if written.is_docx else source,
        made_by_id=by.id,
        created_at=at,
    )
    known = queries.keyed_cuts(earlier) if earlier else []
    _lay_out(document, keyed(cuts, known, queries.keys_used(consultation.id)))
    db.session.add(document)
    db.session.flush()
    audit.record(AuditAction.ADDED, document, by=by, number=document.number, sections=len(document.sections))
    return document


def copy_version(document: DraftDocument, *, by: StaffMember, at: datetime) -> DraftDocument:
    """The same text as a new version that may be changed."""
    refuse_second(document.consultation)
    copy = DraftDocument(
        consultation=document.consultation,
        number=queries.next_number(document.consultation),
        label=document.label,
        source=document.source,
        made_by_id=by.id,
        created_at=at,
    )
    _lay_out(copy, queries.keyed_cuts(document))
    db.session.add(copy)
    db.session.flush()
    audit.record(AuditAction.ADDED, copy, by=by, number=copy.number, copy_of=document.number)
    return copy


def replace_text(document: DraftDocument, written: WrittenText, *, version: int, by: StaffMember) -> None:
    """The whole text anew; EditConflict when somebody changed it since `version` (TW1)."""
    _refuse_frozen(document)
    if document.version != version:
        raise EditConflict()
    source, cuts = cut_text(written.text)
    document.label = written.label
    if written.is_docx:
        document.source = DraftSource.DOCX
    elif document.source is not DraftSource.DOCX:
        document.source = source
    used = queries.keys_used(document.consultation_id)
    _lay_out(document, keyed(cuts, queries.keyed_cuts(document), used))
    _changed(document, by=by, fields=["text"])


def change_section(
    section: DraftSection, heading: str, level: int, body: str, *, seen: str, by: StaffMember
) -> None:
    """One section; EditConflict when it is no longer what the person had `seen` (`digest_of`)."""
    _refuse_frozen(section.document)
    if digest_of(section) != seen:
        raise EditConflict()
    section.heading, section.level, section.body = heading, level, body
    check_fits([queries.cut_of(each) for each in section.document.sections])
    _changed(section.document, by=by, fields=["section"], key=section.key)


def change_level(section: DraftSection, by_how_much: int, *, version: int, by: StaffMember) -> None:
    """One level up (-1) or down (1)."""
    refuse_changed(section.document, version)
    section.level = min(max(section.level + by_how_much, 1), 6)
    _changed(section.document, by=by, fields=["level"], key=section.key)


def join_to_the_one_before(section: DraftSection, *, version: int, by: StaffMember) -> DraftSection:
    """Its heading becomes a line of the section before, its text follows. Returns that section."""
    document = section.document
    refuse_changed(document, version)
    at = document.sections.index(section)
    if at == 0:
        raise DraftRefused("最初の節には、つなげる前の節がありません。")
    before = document.sections[at - 1]
    before.body = joined(queries.cut_of(before), queries.cut_of(section)).body
    _take_out(document, [section], into=before)
    _changed(document, by=by, fields=["joined"], key=section.key)
    return before


def split_section(section: DraftSection, line: int, *, version: int, by: StaffMember) -> DraftSection:
    """A line of the text becomes the heading of what follows it. Returns the new section."""
    document = section.document
    refuse_changed(document, version)
    before, after = split_at(queries.cut_of(section), line)
    (new,) = keyed([after], [], queries.keys_used(document.consultation_id))
    section.body = before.body
    at = document.sections.index(section)
    for each in document.sections[at + 1 :]:
        each.position += 1
    added = _row(new, section.position + 1)
    document.sections.insert(at + 1, added)
    check_fits([queries.cut_of(each) for each in document.sections])
    _changed(document, by=by, fields=["split"], key=section.key)
    return added


def release(document: DraftDocument, *, version: int, by: StaffMember, at: datetime) -> None:
    """Citizens read it from now on, and it never changes again."""
    refuse_changed(document, version)
    others = queries.other_versions(document)
    if any(each.released_at and each.number > document.number for each in others):
        raise DraftRefused("この版より新しい版が、すでに公開されています。")
    document.released_at = at
    document.version += 1
    db.session.flush()
    audit.record(AuditAction.ANNOUNCED, document, by=by, number=document.number)


def digest_of(section: DraftSection) -> str:
    """What a page saw of a section when it was opened."""
    content = json.dumps([section.level, section.heading, section.body])
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def as_text(document: DraftDocument) -> str:
    """The whole version as text that is cut into the same sections again."""
    return "\n\n".join(
        part
        for each in document.sections
        for part in (f"{'#' * each.level} {each.heading}" if each.heading else "", each.body)
        if part
    )


def refuse_second(consultation: Consultation) -> None:
    """Two versions in the making would be two places to mend one text."""
    working = queries.working_version(consultation)
    if working is not None:
        raise DraftRefused(
            f"作業中の版（第{working.number}版「{working.label}」）があります。そちらを直すか、先に公開するか、捨ててください。"
        )


def why_frozen(document: DraftDocument) -> str:
    """Why nobody may change it; "" while it is in the making."""
    return RELEASED if document.released_at else DISCARDED if document.discarded_at else ""


def _refuse_frozen(document: DraftDocument) -> None:
    if why := why_frozen(document):
        raise DraftRefused(why)


def refuse_changed(document: DraftDocument, version: int) -> None:
    """For acts on what a page showed: it may be changed, and nobody did since `version`."""
    _refuse_frozen(document)
    if document.version != version:
        raise EditConflict(CHANGED)


def _changed(document: DraftDocument, *, by: StaffMember, **details: object) -> None:
    document.version += 1
    db.session.flush()
    audit.record(AuditAction.CHANGED, document, by=by, **details)


def _lay_out(document: DraftDocument, cuts: Sequence[KeyedCut]) -> None:
    """The version's sections are these. A row whose key stays is the same row."""
    rows = {each.key: each for each in document.sections}
    kept = {each.key for each in cuts}
    gone = [each for each in document.sections if each.key not in kept]
    if gone:
        _take_out(document, gone, into=None)
    for position, each in enumerate(cuts, start=1):
        row = rows.get(each.key)
        if row is None:
            document.sections.append(_row(each, position))
            continue
        row.position, row.level = position, each.cut.level
        row.heading, row.body = each.cut.heading, each.cut.body


def _take_out(
    document: DraftDocument, sections: Sequence[DraftSection], *, into: DraftSection | None
) -> None:
    """A revision that pointed to one of them points to what holds its text now; its words are its own."""
    for each in sections:
        points_here = Revision.draft_section_id == each.id
        if into is None:
            unnamed = update(Revision).where(points_here, Revision.place == "")
            db.session.execute(unnamed.values(place=shown_heading(each.heading)))
        db.session.execute(
            update(Revision).where(points_here).values(draft_section_id=into.id if into else None)
        )
        document.sections.remove(each)


def _row(keyed_cut: KeyedCut, position: int) -> DraftSection:
    cut: Cut = keyed_cut.cut
    return DraftSection(
        position=position, key=keyed_cut.key, level=cut.level, heading=cut.heading, body=cut.body
    )
