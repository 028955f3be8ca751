"""Which links somebody asks for: allow-listed names only (TP7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, or_, select, type_coerce

from consult import link_standing
from consult.domain.vocabulary import LinkKind, Outcome
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import Kpi, LinkDecision, LinkSuggestion, Measure, Opinion, PlanEdition, PolicyPackage
from consult.search.finding import Search, search_for

Linked = type[LinkDecision] | type[LinkSuggestion]
SUGGESTED, CONFIRMED, REJECTED = "suggested", "confirmed", "rejected"
STATES = {SUGGESTED: "候補", CONFIRMED: "確定", REJECTED: "却下"}
# What a row is sorted by: how well the words fit, or the opinion's number.
SORTS = {"score": "よく合う順", "number": "意見の番号順", "newest": "新しい意見の順"}


@dataclass(frozen=True)
class LinkFilter:
    """`state` names the table: suggestions, or decisions in force. `case` is that of the passage."""

    state: str = SUGGESTED
    kind: LinkKind | None = None
    package: str = ""
    case: int | None = None
    target: LinkTarget | None = None
    opinion: int | None = None
    q: str = ""
    sort: str = ""

    def as_args(self) -> dict[str, str]:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        given["state"] = "" if self.state == SUGGESTED else self.state
        given["kind"] = self.kind.value if self.kind else ""
        given["target"] = self.target.value if self.target else ""
        return {name: str(value) for name, value in given.items() if value}

    @property
    def table(self) -> Linked:
        return LinkSuggestion if self.state == SUGGESTED else LinkDecision

    @property
    def order(self) -> str:
        return self.sort or ("score" if self.state == SUGGESTED else "newest")

    @cached_property
    def search(self) -> Search:
        return search_for(self.q)

    def listed(self) -> Select[tuple[int]]:
        """The ids of the rows, in order."""
        table = self.table
        found = select(table.id).where(*self.conditions())
        if self.order == "score" and table is LinkSuggestion:
            return found.order_by(LinkSuggestion.score.desc(), table.id)
        way = table.opinion_id if self.order == "number" else table.opinion_id.desc()
        return found.order_by(way, table.id)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        table = self.table
        if table is LinkSuggestion:
            yield link_standing.awaits_decision()
        else:
            yield link_standing.counts_as(Outcome.of(self.state))
        if self.kind:
            yield table.kind == self.kind
        if self.package:
            yield of_package(table, self.package)
        if self.case:
            yield table.consultation_id == self.case
        if self.target:
            yield link_standing.points_to(table, self.target)
        if self.opinion:
            yield table.opinion_id == self.opinion
        if self.q:
            yield table.opinion_id.in_(select(Opinion.id).where(self.search.in_opinions()))

    def counts(self) -> dict[str, Mapping[str, int]]:
        """How many links each choice would list, the others staying as chosen. A query per state, and two more."""
        return {
            "state": {state: replace(self, state=state).number for state in STATES},
            "kind": replace(self, kind=None)._by(lambda table: type_coerce(table.kind, String)),
            "package": replace(self, package="")._by_package(),
        }

    @property
    def number(self) -> int:
        return db.session.scalar(select(func.count()).select_from(self.table).where(*self.conditions())) or 0

    def _by(self, column: Any) -> Mapping[str, int]:
        code = column(self.table)
        rows = select(code, func.count()).where(*self.conditions()).group_by(code)
        return dict(db.session.execute(rows).tuples().all())

    def _by_package(self) -> Mapping[str, int]:
        table = self.table
        code = PolicyPackage.code
        rows = (
            select(code, func.count())
            .select_from(table)
            .outerjoin(Measure, Measure.id == table.measure_id)
            .outerjoin(Kpi, Kpi.id == table.kpi_id)
            .join(PolicyPackage, PolicyPackage.id == func.coalesce(Measure.package_id, Kpi.package_id))
            .where(*self.conditions())
            .group_by(code)
        )
        return dict(db.session.execute(rows).tuples().all())


def of_package(table: Linked, code: str) -> ColumnElement[bool]:
    """Of a link: its measure or KPI is one of this package of the plan in force."""
    package = (
        select(PolicyPackage.id)
        .join(PlanEdition)
        .where(PlanEdition.is_current, PolicyPackage.code == code)
        .scalar_subquery()
    )
    return or_(
        table.measure_id.in_(select(Measure.id).where(Measure.package_id == package)),
        table.kpi_id.in_(select(Kpi.id).where(Kpi.package_id == package)),
    )
