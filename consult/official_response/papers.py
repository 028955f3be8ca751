"""An answer with all that belongs to it, as it lies on somebody's desk: summary, position, class, revisions, state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.answer_standing import group_sizes
from consult.domain.answering import Answer, Replaced, Standing
from consult.domain.draft_text import shown_heading
from consult.domain.vocabulary import ResponseState
from consult.extensions import db
from consult.models import (
    AnswerGroup,
    OfficialResponse,
    ResponseVersion,
    ResultClass,
    Revision,
    RevisionGroup,
    StaffMember,
)


@dataclass(frozen=True)
class Paper:
    """One row of the table. `response` is a blank sheet, not in the database, where nobody has written yet."""

    group: AnswerGroup
    response: OfficialResponse
    revisions: tuple[Revision, ...]
    opinions: int
    asks_for_class: bool

    @property
    def answer(self) -> Answer:
        chosen = self.response.result_class
        return Answer(
            summary=self.group.summary,
            wording=self.response.wording,
            reason=self.response.reason,
            disposition=chosen.disposition if chosen else None,
            revisions=tuple(Replaced(place_of(each), each.before, each.after) for each in self.revisions),
            opinions=self.opinions,
            asks_for_class=self.asks_for_class,
        )

    @property
    def seen(self) -> str:
        """What a page sends back of it: the version that was read, and the opinions that it stood for."""
        return f"{self.response.version}-{self.opinions}"

    @property
    def standing(self) -> Standing:
        return Standing(self.response.state, self.group.division_id is not None)

    @property
    def content(self) -> dict[str, Any]:
        """What a version keeps: all that citizens will read of the row."""
        chosen = self.response.result_class
        return {
            "summary": self.group.summary,
            "wording": self.response.wording,
            "reason": self.response.reason,
            "class_label": chosen.label if chosen else "",
            "disposition": chosen.disposition.value if chosen else None,
            "revisions": [
                {
                    "place": place_of(each),
                    "key": each.section.key if each.section else "",
                    "before": each.before,
                    "after": each.after,
                }
                for each in self.revisions
            ],
            "opinions": self.opinions,
        }


def place_of(revision: Revision) -> str:
    """The heading of its section and what was typed beside it."""
    heading = shown_heading(revision.section.heading) if revision.section else ""
    return "　".join(filter(None, (heading, revision.place.strip())))


def paper_or_404(consultation_id: int, group_id: int) -> Paper:
    group = db.session.scalar(
        select(AnswerGroup)
        .options(joinedload(AnswerGroup.consultation), joinedload(AnswerGroup.division))
        .where(AnswerGroup.id == group_id, AnswerGroup.consultation_id == consultation_id)
    )
    return papers_of([group])[0] if group else abort(404)


def papers_numbered(consultation_id: int, group_ids: Iterable[int]) -> list[Paper]:
    """Those of the case, in the order of their numbers; ids of other cases are nobody's."""
    groups = db.session.scalars(
        select(AnswerGroup)
        .options(joinedload(AnswerGroup.consultation), joinedload(AnswerGroup.division))
        .where(AnswerGroup.id.in_(list(group_ids)), AnswerGroup.consultation_id == consultation_id)
        .order_by(AnswerGroup.number)
    ).all()
    return papers_of(groups)


def papers_of(groups: Sequence[AnswerGroup]) -> list[Paper]:
    """Groups of one case, in their order; four queries for any number."""
    if not groups:
        return []
    ids, consultation_id = [group.id for group in groups], groups[0].consultation_id
    responses = {
        each.answer_group_id: each
        for each in db.session.scalars(
            select(OfficialResponse)
            .options(joinedload(OfficialResponse.result_class))
            .where(OfficialResponse.answer_group_id.in_(ids))
        )
    }
    sizes = group_sizes(consultation_id)
    opinions = dict(db.session.execute(select(sizes).where(sizes.c.group_id.in_(ids))).tuples().all())
    classes = select(func.count()).where(ResultClass.consultation_id == consultation_id)
    asks_for_class = bool(db.session.scalar(classes))
    revisions = _revisions_of(ids)
    return [
        Paper(
            group,
            responses.get(group.id) or _blank_sheet(group),
            tuple(revisions.get(group.id, ())),
            opinions.get(group.id, 0),
            asks_for_class,
        )
        for group in groups
    ]


def _blank_sheet(group: AnswerGroup) -> OfficialResponse:
    blank = {"wording": "", "reason": "", "state": ResponseState.DRAFTING, "version": 1}
    return OfficialResponse(answer_group_id=group.id, **blank)


def _revisions_of(group_ids: Sequence[int]) -> dict[int, list[Revision]]:
    rows = db.session.execute(
        select(RevisionGroup.answer_group_id, Revision)
        .join(Revision, Revision.id == RevisionGroup.revision_id)
        .options(joinedload(Revision.section))
        .where(RevisionGroup.answer_group_id.in_(group_ids), Revision.removed_at.is_(None))
        .order_by(Revision.id)
    )
    found: dict[int, list[Revision]] = {}
    for group_id, revision in rows:
        found.setdefault(group_id, []).append(revision)
    return found


def last_versions(responses: Iterable[OfficialResponse]) -> dict[int, ResponseVersion]:
    """By the id of the response; none where nothing was saved yet."""
    ids = [each.id for each in responses if each.id]
    newest = (
        select(ResponseVersion.official_response_id, func.max(ResponseVersion.number).label("number"))
        .where(ResponseVersion.official_response_id.in_(ids))
        .group_by(ResponseVersion.official_response_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(ResponseVersion).join(
            newest,
            (newest.c.official_response_id == ResponseVersion.official_response_id)
            & (newest.c.number == ResponseVersion.number),
        )
    )
    return {each.official_response_id: each for each in rows}


def written_by(responses: Iterable[OfficialResponse], person: StaffMember) -> set[int]:
    """Ids of the responses of which this person has saved a version."""
    ids = [each.id for each in responses if each.id]
    rows = select(ResponseVersion.official_response_id).where(
        ResponseVersion.official_response_id.in_(ids), ResponseVersion.saved_by_id == person.id
    )
    return set(db.session.scalars(rows.distinct()))
