"""Reads: the opinions that wait for a group, a group with its opinions, the last acts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult import draft_places, paging, standing
from consult.answer_standing import awaits_group, group_sizes
from consult.domain.draft_text import shown_heading
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import (
    AnswerGroup,
    AuditEvent,
    Consultation,
    DraftDocument,
    DraftSection,
    OfficialResponse,
    Opinion,
)
from consult.paging import Page
from consult.past_acts import past_acts
from consult.search.showing import Excerpt, Marker
from consult.summary.opinion_filter import SECTION, GroupingFilter

SHORT = 160
ACTS_SHOWN = 5
ACT_WORDS = {
    "made": "新しい回答単位にまとめた",
    "made_each": "1件ずつの回答単位にした",
    "put_in": "回答単位に加えた",
    "taken_out": "回答単位から外した",
    "moved": "別の回答単位に移した",
    "split": "別の回答単位に分けた",
    "merged": "回答単位をほかに統合した",
}


@dataclass(frozen=True)
class Row:
    """An opinion of a list; `same` is how many opinions of the list's kind have its text."""

    opinion: Opinion
    short: Excerpt
    same: int
    place: str

    @property
    def is_folded(self) -> bool:
        return len(self.opinion.wording) > SHORT


@dataclass(frozen=True)
class Act:
    event: AuditEvent
    words: str
    opinions: int
    by: str
    is_undone: bool


def consultation_or_404(consultation_id: int) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def group_or_404(consultation_id: int, group_id: int) -> AnswerGroup:
    found = db.session.scalar(
        select(AnswerGroup)
        .options(joinedload(AnswerGroup.consultation), joinedload(AnswerGroup.division))
        .where(AnswerGroup.id == group_id, AnswerGroup.consultation_id == consultation_id)
    )
    return found or abort(404)


def group_numbered(consultation: Consultation, number: int) -> AnswerGroup | None:
    return db.session.scalar(
        select(AnswerGroup).where(
            AnswerGroup.consultation_id == consultation.id, AnswerGroup.number == number
        )
    )


def place_labels(consultation_id: int) -> dict[str, str]:
    """Heading of each section by its place, as the newest version of the draft has it."""
    rows = db.session.execute(
        select(DraftSection.key, DraftSection.heading)
        .join(DraftSection.document)
        .where(DraftDocument.consultation_id == consultation_id, DraftDocument.discarded_at.is_(None))
        .order_by(DraftDocument.number, DraftSection.position)
    )
    return {SECTION + key: shown_heading(heading) for key, heading in rows}


def waiting_page(asked: GroupingFilter, number: int) -> tuple[Page, int]:
    """The page of rows, and how many opinions the filter finds in all (copies too)."""
    page = paging.paged(asked.listed(), number)
    total = db.session.scalar(select(func.count()).select_from(asked.found().subquery())) or 0
    opinions = _loaded(page.rows)
    digests = {each.text_digest for each in opinions}
    same = _copies(digests, awaits_group(asked.consultation_id))
    return replace(page, rows=_rows(opinions, same, Marker(asked.search))), total


def number_waiting(consultation: Consultation) -> int:
    waits = awaits_group(consultation.id)
    return db.session.scalar(select(func.count()).select_from(Opinion).where(waits)) or 0


def ids_waiting(consultation: Consultation) -> list[int]:
    return list(
        db.session.scalars(select(Opinion.id).where(awaits_group(consultation.id)).order_by(Opinion.id))
    )


def number_of_groups(consultation: Consultation) -> int:
    """Emptied ones stand for nothing and are not counted."""
    return db.session.scalar(select(func.count()).select_from(group_sizes(consultation.id))) or 0


def member_page(group: AnswerGroup, number: int) -> Page:
    """Every opinion of the group, also those that ask for no answer any more (they say so)."""
    page = paging.paged(
        select(Opinion.id).where(Opinion.answer_group_id == group.id).order_by(Opinion.id), number
    )
    opinions = _loaded(page.rows)
    same = _copies({each.text_digest for each in opinions}, Opinion.answer_group_id == group.id)
    return replace(page, rows=_rows(opinions, same, None))


def asking_among(ids: Sequence[int]) -> set[int]:
    """Those that ask for an answer: withdrawn, late and off-topic ones are not among them."""
    return set(db.session.scalars(select(Opinion.id).where(Opinion.id.in_(ids), standing.asks_for_answer())))


def state_of(group: AnswerGroup) -> OfficialResponse | None:
    return db.session.scalar(select(OfficialResponse).where(OfficialResponse.answer_group_id == group.id))


def last_acts(consultation: Consultation) -> list[Act]:
    """The newest first."""
    found = past_acts(Consultation, consultation.id, [AuditAction.GROUPED], most=ACTS_SHOWN)
    return [_act(each.event, each.name, each.is_undone) for each in found]


def act_or_404(consultation: Consultation, event_id: int) -> AuditEvent:
    event = db.session.get(AuditEvent, event_id)
    is_ours = event is not None and (event.object_type, event.object_id) == ("consultation", consultation.id)
    if event is None or not is_ours or event.action is not AuditAction.GROUPED:
        abort(404)
    return event


def _act(event: AuditEvent, name: str, is_undone: bool) -> Act:
    moves = event.details["moves"]
    number = sum(len(each["opinions"]) for each in moves)
    return Act(event, ACT_WORDS[event.details["act"]], number, name, is_undone)


def _loaded(ids: Sequence[int]) -> list[Opinion]:
    rows = db.session.scalars(
        select(Opinion)
        .options(joinedload(Opinion.submission), joinedload(Opinion.about_section))
        .where(Opinion.id.in_(ids))
    ).all()
    return sorted(rows, key=lambda opinion: ids.index(opinion.id))


def _copies(digests: set[str], condition: object) -> dict[str, int]:
    rows = db.session.execute(
        select(Opinion.text_digest, func.count())
        .where(Opinion.text_digest.in_(digests), condition)  # type: ignore[arg-type]
        .group_by(Opinion.text_digest)
    )
    return {row[0]: row[1] for row in rows}


def _rows(opinions: Sequence[Opinion], same: dict[str, int], marker: Marker | None) -> list[Row]:
    plain = [(each, Excerpt(each.wording[:SHORT], (), False, len(each.wording) > SHORT)) for each in opinions]
    if marker is not None:
        plain = [(each, marker.excerpt(each.wording, most=SHORT)) for each in opinions]
    places = draft_places.labels_of(opinions)
    return [Row(each, short, same.get(each.text_digest, 1), places[each.id]) for each, short in plain]
