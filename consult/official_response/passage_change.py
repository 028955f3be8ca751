"""To change a passage of the draft because of opinions: the voices behind it, and what colleagues have changed there (D5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select

from consult.domain.draft_passages import passage_changed, written_passages
from consult.domain.vocabulary import Outcome
from consult.extensions import db
from consult.group_voices import text_that_leaves
from consult.link_standing import counts_as, mark_cause, points_to
from consult.link_targets import LinkTarget, targets_of_section
from consult.models import AnswerGroup, DraftSection, LinkDecision, Opinion, Revision, StaffMember
from consult.official_response import revisions
from consult.official_response.revisions import WrittenRevision

# So many a person ticks on one page; the desk of the passage lists them all.
MOST_CAUSES = 200


@dataclass(frozen=True)
class Cause:
    """An opinion that is linked to the passage; `group` answers it, where somebody has put it into one."""

    opinion_id: int
    text: str
    group: AnswerGroup | None
    has_changed: bool


@dataclass(frozen=True)
class Passage:
    """`section` is of the newest text. `place` says which passage of it in words, "" for the section as a whole."""

    section: DraftSection
    target: LinkTarget
    changes: tuple[Revision, ...]
    causes: tuple[Cause, ...]
    causes_in_all: int

    @property
    def place(self) -> str:
        return f"{self.target.passage}番目の段落" if self.target.passage else ""

    @property
    def sign(self) -> str:
        """Changes when a colleague changes the passage, or changes it again (TW1)."""
        return ",".join(f"{each.id}.{each.version}" for each in self.changes)

    @property
    def texts(self) -> dict[str, str]:
        """What a form begins with: the passage as it reads now."""
        texts = [self.section.body, *written_passages(self.section.body)]
        text = texts[self.target.passage]
        return {"section": self.section.key, "place": self.place, "before": text, "after": text}


def passage_or_404(consultation_id: int, key: str, number: int) -> Passage:
    """Seven queries, whatever the number of opinions."""
    sections = revisions.sections_of(consultation_id)
    section = next((each for each in sections if each.key == key), None) or abort(404)
    targets = targets_of_section(section)
    target = targets[number] if number < len(targets) else abort(404)
    changes = _changes(consultation_id, target, written_passages(section.body))
    return Passage(section, target, tuple(changes), *_causes(target))


def _changes(consultation_id: int, target: LinkTarget, texts: Sequence[str]) -> list[Revision]:
    """Of the section in any version of the draft: its key is the same in all."""
    rows = db.session.scalars(
        select(Revision)
        .join(Revision.section)
        .where(
            Revision.consultation_id == consultation_id,
            Revision.removed_at.is_(None),
            DraftSection.key == target.section_key,
        )
        .order_by(Revision.id)
    )
    return [each for each in rows if passage_changed(each.before, texts) == target.passage]


def _causes(target: LinkTarget) -> tuple[tuple[Cause, ...], int]:
    """Those that have changed nothing yet first, and how many there are in all."""
    leads_here = points_to(LinkDecision, target), counts_as(Outcome.CONFIRMED)
    total = db.session.scalar(select(func.count()).select_from(LinkDecision).where(*leads_here))
    rows = db.session.execute(
        select(Opinion.id, Opinion.wording, AnswerGroup, LinkDecision.revision_id)
        .join(LinkDecision, LinkDecision.opinion_id == Opinion.id)
        .outerjoin(AnswerGroup, AnswerGroup.id == Opinion.answer_group_id)
        .where(*leads_here)
        .order_by(LinkDecision.revision_id.is_not(None), Opinion.id)
        .limit(MOST_CAUSES)
    ).all()
    texts = text_that_leaves([(row.id, row.wording) for row in rows])
    case_id = target.row_id
    causes = (
        Cause(
            opinion_id,
            texts[opinion_id],
            group if group is not None and group.consultation_id == case_id else None,
            revision_id is not None,
        )
        for opinion_id, _, group, revision_id in rows
    )
    return tuple(causes), total or 0


def change(
    passage: Passage, written: WrittenRevision, opinion_ids: Sequence[int], *, by: StaffMember
) -> Revision:
    """Because of these opinions: it stands in the answers to them, and each link says so."""
    chosen = [each for each in passage.causes if each.opinion_id in set(opinion_ids)]
    group_ids = list(dict.fromkeys(each.group.id for each in chosen if each.group))
    revision = revisions.add_because_of(group_ids, written, consultation_id=passage.target.row_id, by=by)
    mark_cause(revision, passage.target, [each.opinion_id for each in chosen])
    return revision
