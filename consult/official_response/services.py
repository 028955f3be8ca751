"""Writing on an answer, assigning it, remarking on it. Every saved state is kept as a version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consult import audit, clock
from consult.domain.answering import check_writable
from consult.domain.errors import EditConflict, ResponseRefused
from consult.domain.vocabulary import AuditAction, ResponseState
from consult.extensions import db
from consult.group_voices import keep_quotations
from consult.models import (
    AnswerGroup,
    Consultation,
    Division,
    InternalRemark,
    OfficialResponse,
    ResponseVersion,
    ResultClass,
    StaffMember,
)
from consult.official_response.papers import Paper, last_versions


@dataclass(frozen=True)
class Written:
    """What the form of an answer says."""

    summary: str
    wording: str
    reason: str
    result_class: ResultClass | None

    def differs_in(self, paper: Paper) -> list[str]:
        saved = (
            paper.group.summary,
            paper.response.wording,
            paper.response.reason,
            paper.response.result_class,
        )
        mine = (self.summary, self.wording, self.reason, self.result_class)
        names = ("summary", "wording", "reason", "result_class")
        return [name for name, old, new in zip(names, saved, mine, strict=True) if old != new]


def save_answer(paper: Paper, written: Written, *, version: int, by: StaffMember) -> None:
    """Over `version`. Raises ResponseFrozen, or EditConflict when somebody saved meanwhile (TW1)."""
    check_writable(paper.response.state)
    check_unchanged(paper, version)
    changed = written.differs_in(paper)
    if not changed:
        return
    paper.group.summary = written.summary
    paper.response.wording = written.wording
    paper.response.reason = written.reason
    paper.response.result_class = written.result_class
    keep_changed([paper], by=by)
    keep_quotations(paper.group)
    audit.record(AuditAction.CHANGED, paper.response, by=by, fields=changed, number=paper.group.number)


def check_unchanged(paper: Paper, version: int) -> None:
    if paper.response.version != version:
        raise EditConflict("この回答は、開いてからほかの人が保存しています。両方の内容を見比べてください。")


def keep_changed(papers: Sequence[Paper], *, by: StaffMember) -> None:
    """After a change of what citizens will read: a version of each, and whoever has the page open will notice."""
    for paper in papers:
        if paper.response.id is None:
            # Whoever opened the blank sheet saw version 1.
            paper.response.created_at, paper.response.version = clock.now(), 2
            db.session.add(paper.response)
        else:
            paper.response.version += 1
    db.session.flush()
    keep_versions(papers, by=by)


def keep_versions(papers: Sequence[Paper], *, by: StaffMember | None) -> dict[int, int]:
    """The number of the version that says what each paper says now, by group; a new one only where none does.

    `by` is None where nobody wrote anything: an opinion was withdrawn since the last version, say.
    """
    last = last_versions(paper.response for paper in papers)
    numbers: dict[int, int] = {}
    for paper in papers:
        before = last.get(paper.response.id)
        number = before.number if before else 0
        if before is None or before.content != paper.content:
            number += 1
            db.session.add(_version(paper.response, number, paper.content, by))
        numbers[paper.group.id] = number
    db.session.flush()
    return numbers


def _version(
    response: OfficialResponse, number: int, content: dict, by: StaffMember | None
) -> ResponseVersion:
    return ResponseVersion(
        official_response_id=response.id,
        number=number,
        content=content,
        saved_at=clock.now(),
        saved_by_id=by.id if by else None,
    )


def assign(papers: Iterable[Paper], division: Division | None, due_on: date | None) -> int:
    """Who answers until when. An approved answer stays with whom it was; how many were assigned."""
    assigned = 0
    for paper in papers:
        group = paper.group
        if paper.response.state is ResponseState.APPROVED:
            continue
        if (group.division_id, group.due_on) == ((division.id if division else None), due_on):
            continue
        group.division, group.due_on = division, due_on
        group.version += 1
        assigned += 1
        db.session.flush()
        audit.record(AuditAction.CHANGED, group, fields=["division", "due_on"], number=group.number)
    return assigned


def assign_one(paper: Paper, division: Division | None, due_on: date | None, *, version: int) -> None:
    if paper.group.version != version:
        raise EditConflict("担当課と期限は、開いてからほかの人が変えています。いまの内容を確かめてください。")
    assign([paper], division, due_on)


def add_remark(group: AnswerGroup, wording: str, *, by: StaffMember) -> InternalRemark:
    """Among colleagues alone: no version, no publication and no file reads it."""
    remark = InternalRemark(
        answer_group_id=group.id, wording=wording, written_by_id=by.id, created_at=clock.now()
    )
    db.session.add(remark)
    db.session.flush()
    audit.record(AuditAction.ADDED, remark, by=by)
    return remark


def take_back_remark(remark: InternalRemark, *, by: StaffMember) -> None:
    if remark.written_by_id != by.id:
        raise ResponseRefused("庁内のメモを取り消せるのは、書いた人だけです。")
    remark.removed_at, remark.removed_by_id = clock.now(), by.id
    db.session.flush()
    audit.record(AuditAction.REMOVED, remark, by=by)


def record_export(consultation: Consultation, rows: int, *, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, AnswerGroup, by=by, rows=rows, consultation=consultation.id)
