"""The desk of a draft: its passages with the voices behind them and what was changed, and one passage with all of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult import link_standing, opinion_records, paging
from consult.domain.draft_passages import passage_changed, written_passages
from consult.domain.vocabulary import LinkKind, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget, newest_sections, targets_of_section
from consult.models import (
    AnswerGroup,
    Consultation,
    DraftSection,
    LinkDecision,
    LinkSuggestion,
    Opinion,
    Revision,
    RevisionGroup,
)
from consult.opinion_records import OpinionRecord
from consult.paging import Page
from consult.plan_codes import plan_codes

# Of suggestions a page shows the best; the list of links has them all.
MOST_SUGGESTED = 20
SHOWN = {
    "": "すべて",
    "voices": "意見か候補のあるところ",
    "changed": "修正したところ",
    "silent": "意見も候補もないところ",
}
Where = tuple[str, int]


@dataclass(frozen=True)
class PassageRow:
    target: LinkTarget
    confirmed: int
    suggested: int
    changes: int

    def is_shown(self, shown: str) -> bool:
        has_voices = bool(self.confirmed or self.suggested)
        wanted = {"voices": has_voices, "changed": bool(self.changes), "silent": not has_voices}
        return wanted.get(shown, True)


def consultation_or_404(consultation_id: int) -> Consultation:
    return db.session.get(Consultation, consultation_id) or abort(404)


def rows_of(consultation_id: int) -> list[PassageRow]:
    """Section by section of the newest text; five queries."""
    sections = newest_sections([consultation_id])
    confirmed = _numbers(LinkDecision, consultation_id)
    suggested = _numbers(LinkSuggestion, consultation_id)
    changes = _changes(consultation_id, sections)
    return [
        PassageRow(each, confirmed[where], suggested[where], len(changes[where]))
        for section in sections
        for each in targets_of_section(section)
        if (where := (each.section_key, each.passage)) is not None
    ]


def _numbers(table: type[LinkDecision] | type[LinkSuggestion], consultation_id: int) -> Counter[Where]:
    is_decision = table is LinkDecision
    counts = link_standing.counts_as(Outcome.CONFIRMED) if is_decision else link_standing.awaits_decision()
    rows = db.session.execute(
        select(table.section_key, table.passage, func.count())
        .where(table.consultation_id == consultation_id, counts)
        .group_by(table.section_key, table.passage)
    )
    return Counter({(key, passage): number for key, passage, number in rows})


def _changes(consultation_id: int, sections: Sequence[DraftSection]) -> dict[Where, list[Revision]]:
    """What stands in any version of the draft, at the passage of the newest that it is about."""
    texts = {each.key: written_passages(each.body) for each in sections}
    found: dict[Where, list[Revision]] = defaultdict(list)
    revisions = db.session.scalars(
        select(Revision)
        .join(Revision.section)
        .options(joinedload(Revision.section))
        .where(Revision.consultation_id == consultation_id, Revision.removed_at.is_(None))
        .order_by(Revision.id)
    )
    for each in revisions:
        assert each.section is not None
        key = each.section.key
        found[key, passage_changed(each.before, texts.get(key, ()))].append(each)
    return found


@dataclass(frozen=True)
class Voice:
    """`group` answers the opinion, `changed` is what was changed because of it."""

    record: OpinionRecord
    decision: LinkDecision
    group: AnswerGroup | None
    changed: Revision | None


@dataclass(frozen=True)
class Change:
    """`answers` have it in the result table; `missing` answer a voice behind it and do not have it yet."""

    revision: Revision
    answers: tuple[AnswerGroup, ...]
    opinion_ids: tuple[int, ...]
    missing: tuple[AnswerGroup, ...]


@dataclass(frozen=True)
class PassageDesk:
    """`voices` is a page of them."""

    target: LinkTarget
    section: DraftSection
    voices: Page
    suggested: tuple[tuple[OpinionRecord, LinkSuggestion], ...]
    suggested_in_all: int
    changes: tuple[Change, ...]
    before: LinkTarget | None
    after: LinkTarget | None


def target_or_404(consultation_id: int, key: str, number: int) -> LinkTarget:
    """The passage of an address, as the newest text has it."""
    targets = _targets(newest_sections([consultation_id]))
    return targets[_place_or_404(targets, LinkTarget(LinkKind.PASSAGE, consultation_id, key, number))]


def desk_or_404(consultation_id: int, key: str, number: int, *, page: int) -> PassageDesk:
    """A dozen queries and a half, whatever the number of voices."""
    sections = newest_sections([consultation_id])
    targets = _targets(sections)
    wanted = LinkTarget(LinkKind.PASSAGE, consultation_id, key, number)
    at = _place_or_404(targets, wanted)
    section = next(each for each in sections if each.key == key)
    suggested, in_all = _suggested(wanted)
    return PassageDesk(
        targets[at],
        section,
        _voices(wanted, page),
        tuple(suggested),
        in_all,
        tuple(_with_answers(_changes(consultation_id, [section])[key, number])),
        targets[at - 1] if at else None,
        targets[at + 1] if at + 1 < len(targets) else None,
    )


def _targets(sections: Iterable[DraftSection]) -> list[LinkTarget]:
    return [target for section in sections for target in targets_of_section(section)]


def _place_or_404(targets: Sequence[LinkTarget], wanted: LinkTarget) -> int:
    return targets.index(wanted) if wanted in targets else abort(404)


def _voices(target: LinkTarget, number: int) -> Page:
    decisions = (
        select(LinkDecision)
        .options(
            joinedload(LinkDecision.revision),
            joinedload(LinkDecision.opinion).joinedload(Opinion.answer_group),
            joinedload(LinkDecision.opinion).options(*opinion_records.source_options()),
        )
        .where(link_standing.points_to(LinkDecision, target), link_standing.counts_as(Outcome.CONFIRMED))
        .order_by(LinkDecision.opinion_id.desc())
    )
    page = paging.paged(decisions, number)
    records = _records([each.opinion for each in page.rows])
    voices = [_voice(each, records[each.opinion_id], target.row_id) for each in page.rows]
    return Page(voices, page.number, page.size, page.total)


def _voice(decision: LinkDecision, record: OpinionRecord, consultation_id: int) -> Voice:
    group, revision = decision.opinion.answer_group, decision.revision
    is_of_case = group is not None and group.consultation_id == consultation_id
    stands = revision is not None and revision.removed_at is None
    return Voice(record, decision, group if is_of_case else None, revision if stands else None)


def _suggested(target: LinkTarget) -> tuple[Iterator[tuple[OpinionRecord, LinkSuggestion]], int]:
    condition = link_standing.points_to(LinkSuggestion, target), link_standing.awaits_decision()
    in_all = db.session.scalar(select(func.count()).select_from(LinkSuggestion).where(*condition))
    rows = db.session.scalars(
        select(LinkSuggestion)
        .where(*condition)
        .order_by(LinkSuggestion.score.desc(), LinkSuggestion.id)
        .limit(MOST_SUGGESTED)
    ).all()
    with_sources = opinion_records.with_sources().where(Opinion.id.in_([each.opinion_id for each in rows]))
    records = _records(db.session.scalars(with_sources).all())
    return ((records[each.opinion_id], each) for each in rows), in_all or 0


def _records(opinions: Sequence[Opinion]) -> dict[int, OpinionRecord]:
    """As they were said: this desk is read in the house."""
    return {each.opinion_id: each for each in opinion_records.records(opinions, plan_codes())}


def _with_answers(revisions: Sequence[Revision]) -> Iterator[Change]:
    ids = [each.id for each in revisions]
    linked = _grouped(
        select(RevisionGroup.revision_id, AnswerGroup)
        .join(AnswerGroup, AnswerGroup.id == RevisionGroup.answer_group_id)
        .where(RevisionGroup.revision_id.in_(ids))
        .order_by(AnswerGroup.number)
    )
    because = select(LinkDecision).where(
        LinkDecision.revision_id.in_(ids), link_standing.counts_as(Outcome.CONFIRMED)
    )
    with_groups = because.options(joinedload(LinkDecision.opinion).joinedload(Opinion.answer_group))
    causes: dict[int, list[LinkDecision]] = defaultdict(list)
    for each in db.session.scalars(with_groups.order_by(LinkDecision.opinion_id)):
        causes[each.revision_id or 0].append(each)
    for revision in revisions:
        answers, of_it = linked.get(revision.id, []), causes[revision.id]
        groups = {each.opinion.answer_group for each in of_it} - {None, *answers}
        missing = [each for each in groups if each and each.consultation_id == revision.consultation_id]
        yield Change(
            revision,
            tuple(answers),
            tuple(each.opinion_id for each in of_it),
            tuple(sorted(missing, key=lambda group: group.number)),
        )


def _grouped(statement: object) -> dict[int, list[AnswerGroup]]:
    found: dict[int, list[AnswerGroup]] = defaultdict(list)
    rows: Iterable[tuple[int, AnswerGroup]] = db.session.execute(statement)  # type: ignore[call-overload]
    for revision_id, group in rows:
        found[revision_id].append(group)
    return found
