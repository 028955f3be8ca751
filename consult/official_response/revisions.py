"""修正箇所: what changes in the draft, because of which answers (D5). One change may answer several groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from consult import audit, clock
from consult.domain.answering import check_writable
from consult.domain.errors import EditConflict, ResponseFrozen, ResponseRefused
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import (
    AnswerGroup,
    DraftDocument,
    DraftSection,
    Revision,
    RevisionGroup,
    StaffMember,
)
from consult.official_response.papers import Paper, papers_numbered
from consult.official_response.services import keep_changed

MOST_OFFERED = 100


@dataclass(frozen=True)
class WrittenRevision:
    section: DraftSection | None
    place: str
    before: str
    after: str

    @property
    def stands_in_section(self) -> bool:
        """Whether the text before can be found where it is said to be; an inserted or typed place has none."""
        if self.section is None or self.before.strip().startswith("（"):
            return True
        return "".join(self.before.split()) in "".join(f"{self.section.heading}{self.section.body}".split())


@dataclass(frozen=True)
class ListedRevision:
    """With the numbers of the answers because of which it was made, and how many opinions stand behind them."""

    revision: Revision
    answers: tuple[AnswerGroup, ...]
    opinions: int


def sections_of(consultation_id: int) -> Sequence[DraftSection]:
    """Of the newest version of the draft, in its order."""
    newest = (
        select(DraftDocument.id)
        .where(DraftDocument.consultation_id == consultation_id, DraftDocument.discarded_at.is_(None))
        .order_by(DraftDocument.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.scalars(
        select(DraftSection).where(DraftSection.document_id == newest).order_by(DraftSection.position)
    ).all()


def revision_of(consultation_id: int, revision_id: int) -> Revision | None:
    return db.session.scalar(
        select(Revision)
        .options(joinedload(Revision.section), joinedload(Revision.consultation))
        .where(Revision.id == revision_id, Revision.consultation_id == consultation_id)
    )


def not_linked_to(group: AnswerGroup) -> Sequence[Revision]:
    """Of the same case, to be linked, too."""
    linked = exists().where(
        RevisionGroup.revision_id == Revision.id, RevisionGroup.answer_group_id == group.id
    )
    return db.session.scalars(
        select(Revision)
        .options(joinedload(Revision.section))
        .where(Revision.consultation_id == group.consultation_id, Revision.removed_at.is_(None), ~linked)
        .order_by(Revision.id)
        .limit(MOST_OFFERED)
    ).all()


def listed(consultation_id: int) -> list[ListedRevision]:
    """Every revision of the case, in the order of the draft: three queries."""
    revisions = db.session.scalars(
        select(Revision)
        .outerjoin(Revision.section)
        .options(joinedload(Revision.section))
        .where(Revision.consultation_id == consultation_id)
        .order_by(Revision.removed_at.is_not(None), DraftSection.position.nulls_last(), Revision.id)
    ).all()
    links = db.session.execute(
        select(RevisionGroup.revision_id, RevisionGroup.answer_group_id)
        .join(Revision, Revision.id == RevisionGroup.revision_id)
        .where(Revision.consultation_id == consultation_id)
    ).all()
    papers = {paper.group.id: paper for paper in papers_numbered(consultation_id, {row[1] for row in links})}
    found = []
    for revision in revisions:
        linked = [papers[row.answer_group_id] for row in links if row.revision_id == revision.id]
        linked.sort(key=lambda paper: paper.group.number)
        found.append(
            ListedRevision(
                revision, tuple(paper.group for paper in linked), sum(paper.opinions for paper in linked)
            )
        )
    return found


def add(paper: Paper, written: WrittenRevision, *, by: StaffMember) -> Revision:
    """Because of one answer; others may be linked later."""
    return add_because_of([paper.group.id], written, consultation_id=paper.group.consultation_id, by=by)


def add_because_of(
    group_ids: Sequence[int], written: WrittenRevision, *, consultation_id: int, by: StaffMember
) -> Revision:
    """It stands in every one of these answers at once; in none where nobody's answer asked for it."""
    _check_all_writable(consultation_id, group_ids)
    revision = Revision(consultation_id=consultation_id, made_by_id=by.id, created_at=clock.now())
    _write(revision, written)
    db.session.add(revision)
    db.session.flush()
    db.session.add_all(RevisionGroup(revision_id=revision.id, answer_group_id=each) for each in group_ids)
    _tell(consultation_id, group_ids, by=by)
    audit.record(AuditAction.ADDED, revision, by=by, groups=list(group_ids))
    return revision


def change(revision: Revision, written: WrittenRevision, *, version: int, by: StaffMember) -> None:
    """Over `version`. What an approved answer says does not change under it: ResponseFrozen."""
    if revision.version != version:
        raise EditConflict(
            "この修正箇所は、開いてからほかの人が保存しています。両方の内容を見比べてください。"
        )
    group_ids = _linked(revision)
    _check_all_writable(revision.consultation_id, group_ids)
    _write(revision, written)
    revision.version += 1
    _tell(revision.consultation_id, group_ids, by=by)
    audit.record(AuditAction.CHANGED, revision, by=by, fields=["place", "before", "after"])


def link(paper: Paper, revision: Revision, *, by: StaffMember) -> None:
    check_writable(paper.response.state)
    if revision.removed_at is not None:
        raise ResponseRefused("取り消した修正箇所は結べません。")
    if paper.group.id in _linked(revision):
        return
    db.session.add(RevisionGroup(revision_id=revision.id, answer_group_id=paper.group.id))
    _tell(revision.consultation_id, [paper.group.id], by=by)
    audit.record(AuditAction.CHANGED, revision, by=by, linked=paper.group.number)


def unlink(paper: Paper, revision: Revision, *, by: StaffMember) -> None:
    check_writable(paper.response.state)
    for each in db.session.scalars(
        select(RevisionGroup).where(
            RevisionGroup.revision_id == revision.id, RevisionGroup.answer_group_id == paper.group.id
        )
    ):
        db.session.delete(each)
    _tell(revision.consultation_id, [paper.group.id], by=by)
    audit.record(AuditAction.CHANGED, revision, by=by, unlinked=paper.group.number)


def set_removed(revision: Revision, *, is_removed: bool, by: StaffMember) -> None:
    """Taken out of every answer and file, and brought back the same way."""
    group_ids = _linked(revision)
    _check_all_writable(revision.consultation_id, group_ids)
    revision.removed_at = clock.now() if is_removed else None
    revision.removed_by_id = by.id if is_removed else None
    _tell(revision.consultation_id, group_ids, by=by)
    audit.record(AuditAction.REMOVED if is_removed else AuditAction.PUT_BACK, revision, by=by)


def _write(revision: Revision, written: WrittenRevision) -> None:
    revision.section = written.section
    revision.place, revision.before, revision.after = written.place, written.before, written.after


def _linked(revision: Revision) -> list[int]:
    rows = select(RevisionGroup.answer_group_id).where(RevisionGroup.revision_id == revision.id)
    return list(db.session.scalars(rows))


def _check_all_writable(consultation_id: int, group_ids: Sequence[int]) -> None:
    for paper in papers_numbered(consultation_id, group_ids):
        try:
            check_writable(paper.response.state)
        except ResponseFrozen as frozen:
            raise ResponseFrozen(f"回答{paper.group.number}は{frozen.message}") from frozen


def _tell(consultation_id: int, group_ids: Sequence[int], *, by: StaffMember) -> None:
    """Each answer that has it says something else now."""
    db.session.flush()
    keep_changed(papers_numbered(consultation_id, group_ids), by=by)
