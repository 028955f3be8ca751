"""Which answers of a case somebody asks for, and in what order: allow-listed names only (TP7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, type_coerce

from consult.answer_standing import group_sizes
from consult.domain.vocabulary import ResponseState
from consult.extensions import db
from consult.models import AnswerGroup, Division, OfficialResponse, Opinion, ResultClass
from consult.search.finding import search_for

NONE = "none"
OVERDUE, SOON, UNDATED, EMPTY = "overdue", "soon", "undated", "empty"
DUES = {OVERDUE: "期限を過ぎたもの", SOON: "7日以内のもの", UNDATED: "期限のないもの"}
STATES = (*ResponseState.choices(), (EMPTY, "意見のない回答単位"))
SORTS = ("number", "opinions", "class", "division", "due", "state")


@dataclass(frozen=True)
class AnswerFilter:
    """Empty asks for nothing. `result_class` and `division` are ids, or none; emptied groups only when asked for."""

    consultation_id: int
    today: date
    q: str = ""
    state: str = ""
    result_class: str = ""
    division: str = ""
    due: str = ""
    sort: str = "number"

    @property
    def order(self) -> str:
        return self.sort

    def as_args(self) -> dict[str, Any]:
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "today"}
        given["sort"] = "" if self.sort == "number" else self.sort
        return {name: value for name, value in given.items() if value}

    def sorted_by(self, name: str) -> "AnswerFilter":
        return replace(self, sort=f"-{name}" if self.sort == name else name)

    def listed(self) -> Select[tuple[int]]:
        statement, opinions = self._joined(select(AnswerGroup.id))
        statement = statement.where(*self._conditions(opinions))
        column = {
            "number": AnswerGroup.number,
            "opinions": func.coalesce(opinions, 0),
            "class": ResultClass.position,
            "division": Division.position,
            "due": AnswerGroup.due_on,
            "state": _state(),
        }[self.sort.removeprefix("-")]
        ordered = column.desc() if self.sort.startswith("-") else column.asc()
        return statement.order_by(ordered.nulls_last(), AnswerGroup.number)

    def counts(self) -> dict[str, Mapping[str, int]]:
        """How many rows each choice would leave, the other filters standing. Three queries."""
        columns: dict[str, ColumnElement[Any]] = {
            "state": _state(),
            "result_class": func.coalesce(type_coerce(OfficialResponse.result_class_id, String), NONE),
            "division": func.coalesce(type_coerce(AnswerGroup.division_id, String), NONE),
        }
        found: dict[str, Mapping[str, int]] = {}
        for name, column in columns.items():
            other: dict[str, Any] = {name: ""}
            asked = replace(self, **other)
            statement, opinions = self._joined(select(column, func.count()).select_from(AnswerGroup))
            narrowed = statement.where(*asked._conditions(opinions)).group_by(column)
            found[name] = {str(row[0]): row[1] for row in db.session.execute(narrowed)}
        return found

    def _joined(self, statement: Select[Any]) -> tuple[Select[Any], ColumnElement[int]]:
        sizes = group_sizes(self.consultation_id)
        joined = (
            statement.outerjoin(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
            .outerjoin(ResultClass, ResultClass.id == OfficialResponse.result_class_id)
            .outerjoin(Division, Division.id == AnswerGroup.division_id)
            .outerjoin(sizes, sizes.c.group_id == AnswerGroup.id)
        )
        return joined, sizes.c.opinions

    def _conditions(self, opinions: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
        yield AnswerGroup.consultation_id == self.consultation_id
        yield opinions.is_(None) if self.state == EMPTY else opinions.is_not(None)
        if self.state and self.state != EMPTY:
            yield _state() == self.state
        if self.q:
            # The city's own texts hold it, or an opinion of the group does.
            texts = (AnswerGroup.summary, OfficialResponse.wording)
            said = select(Opinion.answer_group_id).where(
                Opinion.answer_group_id.is_not(None), search_for(self.q).in_opinions()
            )
            in_texts = (text.contains(self.q, autoescape=True) for text in texts)
            yield or_(AnswerGroup.id.in_(said), *in_texts)
        if self.result_class:
            yield _is_or_none(OfficialResponse.result_class_id, self.result_class)
        if self.division:
            yield _is_or_none(AnswerGroup.division_id, self.division)
        if self.due:
            yield self._is_due()

    def _is_due(self) -> ColumnElement[bool]:
        due, open_ones = AnswerGroup.due_on, _state() != ResponseState.APPROVED.value
        if self.due == UNDATED:
            return due.is_(None)
        if self.due == OVERDUE:
            return and_(due < self.today, open_ones)
        return and_(due >= self.today, due <= self.today + timedelta(days=7), open_ones)


def _state() -> ColumnElement[str]:
    """As a plain code: a group on whose answer nobody has written is being drafted."""
    return func.coalesce(type_coerce(OfficialResponse.state, String), ResponseState.DRAFTING.value)


def _is_or_none(column: Any, wanted: str) -> ColumnElement[bool]:
    return column.is_(None) if wanted == NONE else column == int(wanted)


@dataclass(frozen=True)
class Remaining:
    """残り of one division (None: of nobody): answers, those not approved, those past their day."""

    division: str
    code: str
    answers: int
    left: int
    overdue: int


def remaining_by_division(consultation_id: int, today: date) -> list[Remaining]:
    """One query, in the order of the divisions."""
    sizes = group_sizes(consultation_id)
    left = case_when(_state() != ResponseState.APPROVED.value)
    overdue = case_when(and_(_state() != ResponseState.APPROVED.value, AnswerGroup.due_on < today))
    rows = db.session.execute(
        select(Division.id, Division.name, func.count(), func.sum(left), func.sum(overdue))
        .select_from(AnswerGroup)
        .join(sizes, sizes.c.group_id == AnswerGroup.id)
        .outerjoin(OfficialResponse, OfficialResponse.answer_group_id == AnswerGroup.id)
        .outerjoin(Division, Division.id == AnswerGroup.division_id)
        .where(AnswerGroup.consultation_id == consultation_id)
        .group_by(Division.id)
        .order_by(Division.position.nulls_last())
    )
    return [
        Remaining(name or "担当課なし", str(key or NONE), answers, left, overdue)
        for key, name, answers, left, overdue in rows
    ]


def case_when(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.iif(condition, 1, 0)
