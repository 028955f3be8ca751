"""Decided links follow their passage into a new version of the draft: the worker's part, beside the suggestions.

The section keeps its key by itself (domain.draft_keys); inside of it a passage may have moved or been rewritten. What the
passage said when the link was decided stays in the decision.
"""

from collections import defaultdict

from sqlalchemy import select

from consult import audit
from consult.domain.draft_passages import follow
from consult.domain.vocabulary import AuditAction, LinkKind
from consult.extensions import db
from consult.link_standing import is_in_force
from consult.link_targets import Targets
from consult.models import LinkDecision

Place = tuple[int, str]


def follow_passages(targets: Targets) -> int:
    """Move every decision in force whose passage reads otherwise now; how many were moved. Flushes."""
    texts: dict[Place, list[str]] = defaultdict(list)
    for each in targets.of(LinkKind.PASSAGE):
        if each.passage:
            texts[each.row_id, each.section_key].append(each.text)
    moved = 0
    for decision in _decisions():
        place = (decision.consultation_id or 0, decision.section_key)
        if place in texts:
            moved += _follow(decision, texts[place])
    if moved:
        audit.record(AuditAction.CHANGED, LinkDecision, fields=["passage"], moved=moved)
    return moved


def _decisions() -> list[LinkDecision]:
    return list(
        db.session.scalars(
            select(LinkDecision)
            .where(LinkDecision.kind == LinkKind.PASSAGE, LinkDecision.passage > 0, is_in_force())
            .order_by(LinkDecision.id)
        )
    )


def _follow(decision: LinkDecision, texts: list[str]) -> bool:
    at = decision.passage
    if at <= len(texts) and texts[at - 1] == decision.target_text:
        return False
    now = follow(decision.target_text, texts, at)
    if now == at or _is_taken(decision, now):
        return False
    decision.passage = now
    db.session.flush()
    return True


def _is_taken(decision: LinkDecision, passage: int) -> bool:
    """Two passages became one, and somebody had linked the opinion to both."""
    other = select(LinkDecision.id).where(
        LinkDecision.opinion_id == decision.opinion_id,
        is_in_force(),
        LinkDecision.consultation_id == decision.consultation_id,
        LinkDecision.section_key == decision.section_key,
        LinkDecision.passage == passage,
    )
    return db.session.scalar(other) is not None
