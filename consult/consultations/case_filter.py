"""Which cases somebody asks for, and in which order: allow-listed names only (TP7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SearchField, SelectField

from consult import case_phases
from consult.asking_form import AskingForm
from consult.domain.vocabulary import CasePhase
from consult.form_fields import offered
from consult.models import Consultation

LONGEST_SEARCH = 200
NEWEST_FIRST = "-opens"
SORTS: Mapping[str, Any] = {
    "title": Consultation.title,
    "opens": Consultation.opens_on,
    "closes": Consultation.closes_on,
}


@dataclass(frozen=True)
class CaseFilter:
    """An empty field asks for nothing."""

    q: str = ""
    phase: CasePhase | None = None
    sort: str = NEWEST_FIRST

    def as_args(self) -> dict[str, str]:
        """The address's arguments that ask for the same list."""
        phase, sort = self.phase.value if self.phase else "", "" if self.sort == NEWEST_FIRST else self.sort
        return {name: value for name, value in (("q", self.q), ("phase", phase), ("sort", sort)) if value}

    @property
    def order(self) -> str:
        return self.sort

    def sorted_by(self, name: str) -> "CaseFilter":
        """The same list by another column, days the newest first; a second press turns the order round."""
        first, other = (name, f"-{name}") if name == "title" else (f"-{name}", name)
        return replace(self, sort=other if self.sort == first else first)

    def titled(self) -> Iterator[ColumnElement[bool]]:
        for word in self.q.split():
            yield Consultation.title.contains(word, autoescape=True)

    def found(self, statement: Select[Any], at: datetime) -> Select[Any]:
        """Narrowed and in order."""
        statement = statement.where(*self.titled())
        if self.phase:
            statement = statement.where(case_phases.is_in(self.phase, at))
        column = SORTS[self.sort.removeprefix("-")]
        return statement.order_by(
            column.desc() if self.sort.startswith("-") else column, Consultation.id.desc()
        )


class CaseFilterForm(AskingForm):
    """`?q=…&phase=open&sort=title`: what is not known is left out."""

    q = SearchField("件名のことば")
    phase = SelectField("状態", validate_choice=False)
    sort = HiddenField()

    @classmethod
    def read(cls, sent: "MultiDict[str, str]") -> "CaseFilterForm":
        return cls(MultiDict(sent))

    def filter(self) -> CaseFilter:
        sort, asked = self.sort.data or "", self.phase.data
        return CaseFilter(
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            phase=next((each for each in CasePhase if each.value == asked), None),
            sort=sort if sort.removeprefix("-") in SORTS else NEWEST_FIRST,
        )

    def offer(self, numbers: Mapping[CasePhase, int]) -> None:
        """Beside each choice: how many cases the list would hold with it."""
        phases = [(each.value, f"{each.label}（{number:,}）") for each, number in numbers.items()]
        self.phase.choices = offered([("", f"すべて（{sum(numbers.values()):,}）"), *phases])

    def in_force(self, asked: CaseFilter) -> list[tuple[str, str]]:
        """(name, words on the chip) of each filter in force."""
        words = [("q", f"件名：{asked.q}")] if asked.q else []
        return words + ([("phase", f"状態：{asked.phase.label}")] if asked.phase else [])
