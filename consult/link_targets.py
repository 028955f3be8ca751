"""What an opinion can be linked to: the measures and KPIs of the plan in force, and the passages of drafts.

A target is sent as one value: `m:<id>` a measure, `k:<id>` a KPI, `s:<case>:<key>:<n>` a passage (n is 0 for a section as
a whole). The passages of a case are those of its newest text, released or not: it is the one that is being written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.domain.draft_blocks import blocks_of
from consult.domain.draft_text import shown_heading
from consult.domain.plain_text import visible
from consult.domain.vocabulary import LinkKind
from consult.extensions import db
from consult.models import (
    Consultation,
    DraftDocument,
    DraftSection,
    Kpi,
    LinkDecision,
    LinkSuggestion,
    Measure,
    PlanEdition,
    PolicyPackage,
    Publication,
)

WHOLE_SECTION = 0
_VALUE = re.compile(
    r"(?P<kind>[mk]):(?P<id>[1-9][0-9]{0,17})"
    r"|s:(?P<case>[1-9][0-9]{0,17}):(?P<key>s[1-9][0-9]{0,5}):(?P<passage>0|[1-9][0-9]{0,4})"
)
_LETTERS = {"m": LinkKind.MEASURE, "k": LinkKind.KPI}


@dataclass(frozen=True)
class LinkTarget:
    """`text` is what it says, `place` where it stands: the package, or the section of which draft; `within` the name of
    the package or section alone."""

    kind: LinkKind
    row_id: int
    section_key: str = ""
    passage: int = 0
    text: str = field(default="", compare=False)
    place: str = field(default="", compare=False)
    package_code: str = field(default="", compare=False)
    within: str = field(default="", compare=False)

    @property
    def value(self) -> str:
        if self.kind is LinkKind.PASSAGE:
            return f"s:{self.row_id}:{self.section_key}:{self.passage}"
        return f"{self.kind.value[0]}:{self.row_id}"

    @property
    def columns(self) -> dict[str, Any]:
        """As the tables of links keep it."""
        names = {
            LinkKind.MEASURE: "measure_id",
            LinkKind.KPI: "kpi_id",
            LinkKind.PASSAGE: "consultation_id",
        }
        rows = {name: self.row_id if kind is self.kind else None for kind, name in names.items()}
        return {"kind": self.kind, **rows, "section_key": self.section_key, "passage": self.passage}


Linked = LinkSuggestion | LinkDecision


def target_of(row: Linked) -> LinkTarget | None:
    """The bare target of a row, without its text; None where the plan has it no more."""
    row_id = row.measure_id or row.kpi_id or row.consultation_id
    return LinkTarget(row.kind, row_id, row.section_key, row.passage) if row_id else None


def read_target(value: str | None) -> LinkTarget | None:
    """A bare target of a value; None for what no form of ours can have sent."""
    match = _VALUE.fullmatch(value or "")
    if match is None:
        return None
    if match["kind"]:
        return LinkTarget(_LETTERS[match["kind"]], int(match["id"]))
    return LinkTarget(LinkKind.PASSAGE, int(match["case"]), match["key"], int(match["passage"]))


class Targets:
    """Targets with their texts, in the order of plan and drafts; what is not there any more is named as such."""

    def __init__(self, targets: Iterable[LinkTarget]) -> None:
        self.listed = tuple(targets)
        self._known = {each: each for each in self.listed}

    def known(self, target: LinkTarget | None) -> LinkTarget | None:
        return self._known.get(target) if target else None

    def of(self, kind: LinkKind) -> tuple[LinkTarget, ...]:
        return tuple(each for each in self.listed if each.kind is kind)


def all_targets(consultation_ids: Iterable[int] = ()) -> Targets:
    """Those of the plan, and of these cases' drafts: four queries."""
    return Targets([*plan_targets(), *passage_targets(consultation_ids)])


def plan_targets() -> list[LinkTarget]:
    """Package by package its measures, then its KPIs; two queries."""
    in_force = (
        select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current).order_by(PolicyPackage.position)
    )
    packages = {each.id: each for each in db.session.scalars(in_force)}
    measures = select(Measure).where(Measure.package_id.in_(packages)).order_by(Measure.position)
    kpis = select(Kpi).where(Kpi.package_id.in_(packages), Kpi.retired_at.is_(None)).order_by(Kpi.position)
    found = [_of_plan(each, packages) for rows in (measures, kpis) for each in db.session.scalars(rows)]
    order = {code: n for n, code in enumerate(each.code for each in packages.values())}
    # Sorting keeps the order inside of a package.
    return sorted(found, key=lambda target: order[target.package_code])


def _of_plan(row: Measure | Kpi, packages: dict[int, PolicyPackage]) -> LinkTarget:
    package = packages[row.package_id or 0]
    kind = LinkKind.MEASURE if isinstance(row, Measure) else LinkKind.KPI
    place = f"{package.code} {package.name}"
    code, within = package.code, package.name
    return LinkTarget(kind, row.id, text=row.name, place=place, package_code=code, within=within)


def passage_targets(consultation_ids: Iterable[int]) -> list[LinkTarget]:
    """Section by section of each case's newest text; one query."""
    return [target for section in newest_sections(consultation_ids) for target in targets_of_section(section)]


def newest_sections(consultation_ids: Iterable[int]) -> Sequence[DraftSection]:
    wanted = list(consultation_ids)
    if not wanted:
        return ()
    newest = (
        select(DraftDocument.consultation_id, func.max(DraftDocument.number).label("number"))
        .where(DraftDocument.consultation_id.in_(wanted), DraftDocument.discarded_at.is_(None))
        .group_by(DraftDocument.consultation_id)
        .subquery()
    )
    return db.session.scalars(
        select(DraftSection)
        .join(DraftSection.document)
        .join(
            newest,
            (newest.c.consultation_id == DraftDocument.consultation_id)
            & (newest.c.number == DraftDocument.number),
        )
        .options(joinedload(DraftSection.document).joinedload(DraftDocument.consultation))
        .order_by(DraftDocument.consultation_id, DraftSection.position)
    ).all()


def targets_of_section(section: DraftSection) -> list[LinkTarget]:
    """The section as a whole, then its passages."""
    case = section.document.consultation
    heading = visible(shown_heading(section.heading))
    whole = LinkTarget(LinkKind.PASSAGE, case.id, section.key, text=heading, place=f"{case.title}　{heading}")
    passages = [
        LinkTarget(
            LinkKind.PASSAGE, case.id, section.key, number, visible(block.text), whole.place, within=heading
        )
        for number, block in enumerate(blocks_of(section.body), start=1)
    ]
    return [whole, *passages]


def cases_with_text(*, being_written: bool = False) -> list[int]:
    """Cases whose draft is text here. `being_written`: neither published nor dropped, so that hearings may change it, too."""
    stands = DraftDocument.consultation_id == Consultation.id, DraftDocument.discarded_at.is_(None)
    has_text = select(DraftDocument.id).where(*stands).exists()
    found = select(Consultation.id).where(has_text).order_by(Consultation.id)
    if being_written:
        is_published = select(Publication.id).where(Publication.consultation_id == Consultation.id).exists()
        found = found.where(~is_published, Consultation.dropped_at.is_(None))
    return list(db.session.scalars(found))
