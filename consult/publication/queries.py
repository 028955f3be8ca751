"""Publications of a case: which there are, and the one that an address names."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from consult.domain.vocabulary import ConsultationStage
from consult.extensions import db
from consult.models import Consultation, Publication, PublishedOpinion


def consultation_or_404(consultation_id: int) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def publications_of(consultation: Consultation) -> Sequence[Publication]:
    """The first version first."""
    statement = select(Publication).where(Publication.consultation_id == consultation.id)
    return db.session.scalars(statement.order_by(Publication.number)).all()


def versions_or_404(consultation_id: int) -> Sequence[Publication]:
    """For citizens: a case without results, or one that is not announced, has no such page (TP3)."""
    statement = (
        select(Publication)
        .join(Consultation, Consultation.id == Publication.consultation_id)
        .where(
            Publication.consultation_id == consultation_id,
            Consultation.stage == ConsultationStage.ANNOUNCED,
        )
        .options(joinedload(Publication.consultation))
        .order_by(Publication.number)
    )
    return db.session.scalars(statement).all() or abort(404)


def version_or_404(versions: Sequence[Publication], number: int) -> Publication:
    return next((each for each in versions if each.number == number), None) or abort(404)


def has_voices(publication: Publication) -> bool:
    spoken = exists().where(
        PublishedOpinion.publication_id == publication.id, PublishedOpinion.wording.is_not(None)
    )
    return bool(db.session.scalar(select(spoken)))
