"""Released opinions in lists, and what was changed because of them: the parts that every page of the road shares."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult import redactions
from consult.domain.draft_passages import follow
from consult.domain.redaction import redacted
from consult.domain.vocabulary import ConsultationStage
from consult.domain.word_diff import Part, word_diff
from consult.draft_places import text_citizens_read
from consult.extensions import db
from consult.link_targets import LinkTarget, targets_of_section
from consult.models import (
    Consultation,
    DraftDocument,
    DraftSection,
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedOpinion,
    RoadCode,
)
from consult.tracing import released


@dataclass(frozen=True)
class Changed:
    """A place of the draft before and after, as published."""

    place: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Voice:
    """A released opinion in a list, under the code of its own page."""

    code: str
    wording: str
    class_label: str


def changes_of(answers: Iterable[PublishedAnswer]) -> tuple[Changed, ...]:
    """Each once, although several answers may have asked for it."""
    places = {
        (each["place"], each["before"], each["after"]): None
        for answer in answers
        for each in answer.revisions
    }
    return tuple(Changed(place, word_diff(before, after)) for place, before, after in places)


def voices_of(opinion_ids: Sequence[int]) -> dict[int, Voice]:
    """By id, those whose words are released; five queries."""
    codes = _mapping(select(RoadCode.opinion_id, RoadCode.code).where(RoadCode.opinion_id.in_(opinion_ids)))
    answered = db.session.execute(
        select(PublishedOpinion.opinion_id, PublishedOpinion.wording, PublishedAnswer.class_label)
        .outerjoin(PublishedAnswer, PublishedAnswer.id == PublishedOpinion.published_answer_id)
        .where(PublishedOpinion.opinion_id.in_(opinion_ids), released.is_released())
    )
    words = {row.opinion_id: (row.wording, row.class_label or "") for row in answered if row.wording}
    printed = select(Opinion.id).where(Opinion.id.in_(opinion_ids), released.on_published_page())
    of_page = words_of_page(db.session.scalars(printed).all())
    words |= {key: (text, released.AS_PUBLISHED) for key, text in of_page.items()}
    return {each: Voice(codes[each], *said) for each, said in words.items() if each in codes}


def words_of_page(ids: Collection[int]) -> dict[int, str]:
    """As the city printed them, but for what a person has masked since."""
    texts = _mapping(select(Opinion.id, Opinion.wording).where(Opinion.id.in_(ids)))
    masked = redactions.masked_by_people(texts)
    return {key: redacted(text, masked.get(key, ())) for key, text in texts.items()}


def _mapping(statement: object) -> Mapping[int, str]:
    return dict(db.session.execute(statement).tuples().all())  # type: ignore[call-overload]


def published_text(consultation_id: int) -> DraftDocument | None:
    """The text that citizens read of a case with results; nothing of a case is told before."""
    has_results = (
        select(Publication.id)
        .join(Consultation, Consultation.id == Publication.consultation_id)
        .where(
            Publication.consultation_id == consultation_id,
            Consultation.stage == ConsultationStage.ANNOUNCED,
            Publication.id.in_(released.newest_publications()),
        )
    )
    if db.session.scalar(has_results) is None:
        return None
    return text_citizens_read(consultation_id)


def passage_in(section: DraftSection, said: str, passage: int) -> LinkTarget:
    """The passage as the released text has it: links follow the newest one, which may be in the making."""
    targets = targets_of_section(section)
    if not passage:
        return targets[0]
    return targets[follow(said, [each.text for each in targets[1:]], passage)]
