"""What an undo of an import takes out: its rows, the work that people have done on them since, and what forbids it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from consult import progress_records
from consult.domain.answering import WRITABLE
from consult.extensions import db
from consult.models import (
    ChosenOpinion,
    FollowUp,
    Hearing,
    HearingAttachment,
    ImportBatch,
    ImportedRow,
    OfficialResponse,
    Opinion,
    OpinionFlag,
    PinnedOpinion,
    PublishedOpinion,
    Redaction,
    Review,
    Submission,
    SubmissionFile,
)


@dataclass(frozen=True)
class WorkedOn:
    """A submission that people have worked on: what they did, in words, and how often."""

    id: int
    version: int
    consultation_id: int | None
    work: tuple[tuple[str, int], ...]

    @property
    def in_words(self) -> str:
        return "、".join(words for words, _times in self.work)


@dataclass(frozen=True)
class Undoing:
    """What an undo takes out, and which hearings and submissions people have worked on since."""

    hearings: int
    submissions: int
    opinions: int
    # Values of KPIs and assessments of divisions.
    answers: int
    changed: list[Hearing]
    worked_on: list[WorkedOn]
    # So many of the submissions stand in published results: nothing is taken from under them (R53).
    published: int

    @property
    def refusal(self) -> str:
        """Why it cannot be undone; empty where it can."""
        if not self.published:
            return ""
        return (
            f"公表した結果で数えている提出が{self.published:,}通あるため、この取込は取り消せません。"
            "取り下げがあったものは、その提出の画面で1通ずつ取り下げ、結果を訂正してください。"
        )

    @property
    def sign(self) -> str:
        """Another one as soon as somebody works on another of them, or once more; empty while nobody has."""
        signs = [f"{each.id}.{each.version}" for each in self.changed]
        signs += [f"s{each.id}.{each.version}.{each.work}" for each in self.worked_on]
        return hashlib.sha256(",".join(signs).encode()).hexdigest()[:16] if signs else ""


def undoing(batch: ImportBatch) -> Undoing:
    hearing_ids = _still_there(batch, ImportedRow.hearing_id)
    submission_ids = _still_there(batch, ImportedRow.submission_id)
    opinions = select(func.count(Opinion.id)).where(
        or_(Opinion.hearing_id.in_(hearing_ids), Opinion.submission_id.in_(submission_ids)),
        Opinion.withdrawn_at.is_(None),
    )
    return Undoing(
        hearings=_count(hearing_ids),
        submissions=_count(submission_ids),
        opinions=db.session.scalar(opinions) or 0,
        answers=len(progress_records.brought_by(batch)),
        changed=list(db.session.scalars(_changed(hearing_ids))),
        worked_on=_worked_on(submission_ids),
        published=_count(_published(submission_ids)),
    )


def _changed(hearing_ids: Select[tuple[int]]) -> Select[tuple[Hearing]]:
    """Saved again, reviewed, or with a follow-up or a file: somebody's work hangs on it."""
    reviewed = (
        select(Opinion.hearing_id)
        .join(Review, Review.opinion_id == Opinion.id)
        .where(Review.undone_at.is_(None))
    )
    hung_on = (select(FollowUp.hearing_id), select(HearingAttachment.hearing_id), reviewed)
    is_worked_on = or_(Hearing.version > 1, *(Hearing.id.in_(ids) for ids in hung_on))
    statement = select(Hearing).options(joinedload(Hearing.counterpart))
    return statement.where(Hearing.id.in_(hearing_ids), is_worked_on).order_by(Hearing.number)


def _worked_on(submission_ids: Select[tuple[int]]) -> list[WorkedOn]:
    """Two queries, whatever the number of rows."""
    parts = [
        each.add_columns(literal(words).label("words"), literal(place).label("place"))
        for place, (words, each) in enumerate(_work())
    ]
    work = union_all(*parts).subquery()
    rows = db.session.execute(
        select(work.c[0], work.c.words, func.count())
        .where(work.c[0].in_(submission_ids))
        .group_by(work.c[0], work.c.place)
        .order_by(work.c[0], work.c.place)
    ).all()
    by_id: dict[int, list[tuple[str, int]]] = {}
    for submission_id, words, times in rows:
        by_id.setdefault(submission_id, []).append((words, times))
    facts = select(Submission.id, Submission.version, Submission.consultation_id)
    found = db.session.execute(facts.where(Submission.id.in_(submission_ids)).order_by(Submission.id))
    return [
        WorkedOn(row.id, row.version, row.consultation_id, tuple(by_id[row.id]))
        for row in found
        if row.id in by_id
    ]


def _work() -> Iterator[tuple[str, Select[Any]]]:
    """What people do with a submission and its opinions, and the ids of those where it stands."""
    yield "内容の変更", select(Submission.id).where(Submission.version > 1)
    yield "ファイル", select(SubmissionFile.submission_id).where(SubmissionFile.removed_at.is_(None))
    yield "分類の確定", _of_opinions(Review, Review.undone_at.is_(None))
    yield "該当しない・不適切などの印", _of_opinions(OpinionFlag, OpinionFlag.lifted_at.is_(None))
    yield "伏せる判断", _of_opinions(Redaction, Redaction.undone_at.is_(None))
    yield "意見の分割・訂正", select(Opinion.submission_id).where(Opinion.split_from_id.is_not(None))
    yield "テーマ別ボード", _of_opinions(ChosenOpinion)
    yield "政策パッケージで先に置く意見", _of_opinions(PinnedOpinion)
    grouped = select(Opinion.submission_id).where(Opinion.answer_group_id.is_not(None))
    yield "回答単位", grouped
    yield (
        "決裁に回した回答",
        grouped.join(OfficialResponse, OfficialResponse.answer_group_id == Opinion.answer_group_id).where(
            OfficialResponse.state.not_in(WRITABLE)
        ),
    )


def _of_opinions(table: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(Opinion.submission_id).join(table, table.opinion_id == Opinion.id).where(*conditions)


def _published(submission_ids: Select[tuple[int]]) -> Select[tuple[int]]:
    counted = select(Opinion.submission_id).join(PublishedOpinion, PublishedOpinion.opinion_id == Opinion.id)
    return select(Submission.id).where(Submission.id.in_(counted), Submission.id.in_(submission_ids))


def _still_there(batch: ImportBatch, column: Any) -> Select[tuple[int]]:
    """Ids of what the import brought and nobody has removed since."""
    statement = select(column).where(ImportedRow.import_batch_id == batch.id, column.is_not(None))
    if column is ImportedRow.hearing_id:
        return statement.join(Hearing, Hearing.id == column).where(Hearing.removed_at.is_(None))
    return statement.join(Submission, Submission.id == column).where(Submission.withdrawn_at.is_(None))


def _count(ids: Select[tuple[int]]) -> int:
    # Several rows may have become one submission.
    return db.session.scalar(select(func.count()).select_from(ids.distinct().subquery())) or 0


def hearings_still_there(batch: ImportBatch) -> Sequence[Hearing]:
    ids = _still_there(batch, ImportedRow.hearing_id)
    return db.session.scalars(select(Hearing).where(Hearing.id.in_(ids))).all()


def submissions_still_there(batch: ImportBatch) -> Sequence[Submission]:
    ids = _still_there(batch, ImportedRow.submission_id)
    return db.session.scalars(select(Submission).where(Submission.id.in_(ids))).all()
