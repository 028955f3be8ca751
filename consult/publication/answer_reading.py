"""The answers of one round as they were approved last, and what each still lacks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.domain import answering
from consult.domain.answering import Replaced
from consult.domain.publication_rules import AnswerState
from consult.domain.vocabulary import Disposition, ResponseState, ResponseStep
from consult.extensions import db
from consult.models import (
    AnswerGroup,
    Consultation,
    OfficialResponse,
    ResponseAct,
    ResponseVersion,
    Revision,
    RevisionGroup,
)
from consult.publication.snapshot import ChangedPlace


@dataclass(frozen=True)
class OfGroup:
    """Plain values of an answer group: they last when the transaction ends that read them."""

    id: int
    number: int
    division: str


@dataclass(frozen=True)
class Answered:
    """An answer group with its texts: the approved version, or what stands there while none is approved."""

    group: OfGroup
    summary: str
    wording: str
    reason: str
    class_label: str
    disposition: Disposition | None
    revisions: tuple[ChangedPlace, ...]
    approved_version: int | None
    approved_for: int | None = None
    is_own_work: bool = False

    @property
    def where(self) -> str:
        return f"回答{self.group.number}"

    def state(self, *, opinions: int, asks_for_class: bool) -> AnswerState:
        answer = answering.Answer(
            summary=self.summary,
            wording=self.wording,
            reason=self.reason,
            disposition=self.disposition,
            revisions=tuple(Replaced(each.place, each.before, each.after) for each in self.revisions),
            opinions=opinions,
            asks_for_class=asks_for_class,
        )
        is_approved = self.approved_version is not None
        return AnswerState(
            self.where,
            self.group.id,
            is_approved=is_approved,
            answer=answer,
            approved_for=self.approved_for,
        )


def answers_of(consultation: Consultation) -> list[Answered]:
    """In the order of their numbers; five queries, whatever their number."""
    groups = db.session.scalars(
        select(AnswerGroup)
        .where(AnswerGroup.consultation_id == consultation.id)
        .options(joinedload(AnswerGroup.division))
        .order_by(AnswerGroup.number)
    ).all()
    responses = {each.answer_group_id: each for each in _responses(consultation)}
    approved = _approved(consultation)
    revisions = _revisions(consultation)
    return [
        _answered(group, responses.get(group.id), approved, revisions.get(group.id, ())) for group in groups
    ]


def _responses(consultation: Consultation) -> Sequence[OfficialResponse]:
    statement = select(OfficialResponse).options(joinedload(OfficialResponse.result_class))
    return db.session.scalars(_of_case(statement, consultation)).all()


def _of_case(statement: Any, consultation: Consultation) -> Any:
    return statement.join(AnswerGroup, AnswerGroup.id == OfficialResponse.answer_group_id).where(
        AnswerGroup.consultation_id == consultation.id
    )


def _approved(consultation: Consultation) -> dict[int, tuple[ResponseVersion, bool]]:
    """The version that was approved last, by response: what is published is exactly one stored version (TW2)."""
    last = (
        select(func.max(ResponseAct.id))
        .where(ResponseAct.step == ResponseStep.APPROVED)
        .group_by(ResponseAct.official_response_id)
    )
    statement = (
        select(ResponseVersion, ResponseAct.is_own_work)
        .join(OfficialResponse, OfficialResponse.id == ResponseVersion.official_response_id)
        .join(
            ResponseAct,
            (ResponseAct.official_response_id == ResponseVersion.official_response_id)
            & (ResponseAct.version_number == ResponseVersion.number),
        )
        .where(ResponseAct.id.in_(last), OfficialResponse.state == ResponseState.APPROVED)
    )
    rows = db.session.execute(_of_case(statement, consultation)).all()
    return {version.official_response_id: (version, is_own) for version, is_own in rows}


def _revisions(consultation: Consultation) -> dict[int, list[ChangedPlace]]:
    statement = (
        select(RevisionGroup.answer_group_id, Revision)
        .join(Revision, Revision.id == RevisionGroup.revision_id)
        .where(Revision.consultation_id == consultation.id, Revision.removed_at.is_(None))
        .options(joinedload(Revision.section))
        .order_by(Revision.id)
    )
    found: dict[int, list[ChangedPlace]] = defaultdict(list)
    for group_id, revision in db.session.execute(statement):
        section = revision.section
        words = revision.place or (section.heading if section else "")
        key = section.key if section else ""
        found[group_id].append(ChangedPlace(words, key, revision.before, revision.after))
    return found


def _answered(
    group: AnswerGroup,
    response: OfficialResponse | None,
    approved: dict[int, tuple[ResponseVersion, bool]],
    revisions: Sequence[ChangedPlace],
) -> Answered:
    version, is_own_work = approved.get(response.id, (None, False)) if response else (None, False)
    known = OfGroup(group.id, group.number, group.division.name if group.division else "")
    if version is None:
        result_class = response.result_class if response else None
        return Answered(
            group=known,
            summary=group.summary,
            wording=response.wording if response else "",
            reason=response.reason if response else "",
            class_label=result_class.label if result_class else "",
            disposition=result_class.disposition if result_class else None,
            revisions=tuple(revisions),
            approved_version=None,
        )
    content = version.content
    code = content.get("disposition")
    return Answered(
        group=known,
        summary=content.get("summary", ""),
        wording=content.get("wording", ""),
        reason=content.get("reason") or "",
        class_label=content.get("class_label") or "",
        disposition=Disposition.of(code) if code else None,
        revisions=tuple(_stored(each) for each in content.get("revisions", [])),
        approved_version=version.number,
        approved_for=content.get("opinions"),
        is_own_work=is_own_work,
    )


def _stored(each: dict[str, str]) -> ChangedPlace:
    return ChangedPlace(*(each.get(name, "") for name in ("place", "key", "before", "after")))
