"""Reads: the versions of a draft's text, one version with its sections, what citizens read."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import ColumnElement, func, select

from consult.domain.draft_keys import KeyedCut
from consult.domain.draft_text import Cut
from consult.domain.vocabulary import ConsultationStage
from consult.draft_places import text_citizens_read as text_citizens_read
from consult.extensions import db
from consult.models import Consultation, DraftDocument, DraftSection


@dataclass(frozen=True)
class VersionLine:
    """One line of the list of versions."""

    document: DraftDocument
    sections: int
    characters: int


def consultation_or_404(consultation_id: int) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def announced_or_404(consultation_id: int) -> Consultation:
    """For citizens: what is not announced does not exist (TP3)."""
    found = consultation_or_404(consultation_id)
    return found if found.stage is ConsultationStage.ANNOUNCED else abort(404)


def text_or_404(consultation: Consultation) -> DraftDocument:
    """What citizens read of an announced consultation."""
    return text_citizens_read(consultation.id) or abort(404)


def versions_of(consultation: Consultation) -> list[VersionLine]:
    """Those that stand, the newest first; one query."""
    rows = db.session.execute(
        select(
            DraftDocument,
            func.count(DraftSection.id),
            func.coalesce(
                func.sum(func.length(DraftSection.body) + func.length(DraftSection.heading)),
                0,
            ),
        )
        .outerjoin(DraftSection, DraftSection.document_id == DraftDocument.id)
        .where(*_standing(consultation.id))
        .group_by(DraftDocument.id)
        .order_by(DraftDocument.number.desc())
    )
    return [VersionLine(document, sections, characters) for document, sections, characters in rows]


def version_or_404(consultation_id: int, document_id: int) -> DraftDocument:
    found = db.session.get(DraftDocument, document_id)
    return found if found and found.consultation_id == consultation_id else abort(404)


def section_or_404(document: DraftDocument, section_id: int) -> DraftSection:
    return next((each for each in document.sections if each.id == section_id), None) or abort(404)


def working_version(consultation: Consultation) -> DraftDocument | None:
    """The one that is not released yet."""
    return db.session.scalar(
        select(DraftDocument)
        .where(*_standing(consultation.id), DraftDocument.released_at.is_(None))
        .order_by(DraftDocument.number.desc())
        .limit(1)
    )


def latest_version(consultation: Consultation) -> DraftDocument | None:
    return db.session.scalar(
        select(DraftDocument)
        .where(*_standing(consultation.id))
        .order_by(DraftDocument.number.desc())
        .limit(1)
    )


def other_versions(document: DraftDocument) -> Sequence[DraftDocument]:
    """What it can be compared with, the newest first."""
    return db.session.scalars(
        select(DraftDocument)
        .where(*_standing(document.consultation_id), DraftDocument.id != document.id)
        .order_by(DraftDocument.number.desc())
    ).all()


def discarded_versions(consultation: Consultation) -> Sequence[DraftDocument]:
    return db.session.scalars(
        select(DraftDocument)
        .where(DraftDocument.consultation_id == consultation.id, DraftDocument.discarded_at.is_not(None))
        .order_by(DraftDocument.number.desc())
    ).all()


def next_number(consultation: Consultation) -> int:
    """A number is never given twice: the audit log speaks of versions by theirs."""
    of_case = DraftDocument.consultation_id == consultation.id
    return (db.session.scalar(select(func.max(DraftDocument.number)).where(of_case)) or 0) + 1


def keys_used(consultation_id: int) -> Sequence[str]:
    """By any version: a key is never given to another section."""
    return db.session.scalars(
        select(DraftSection.key)
        .join(DraftDocument)
        .where(DraftDocument.consultation_id == consultation_id)
        .distinct()
    ).all()


def cut_of(section: DraftSection) -> Cut:
    return Cut(section.level, section.heading, section.body)


def _standing(consultation_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return DraftDocument.consultation_id == consultation_id, DraftDocument.discarded_at.is_(None)


def keyed_cuts(document: DraftDocument) -> list[KeyedCut]:
    return [KeyedCut(each.key, cut_of(each)) for each in document.sections]
