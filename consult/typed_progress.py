"""What people typed about KPIs and packages, read and checked: between forms, imports and services."""

from dataclasses import dataclass

from consult.domain.vocabulary import KpiDirection, Pace

TEXT_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT = 4_000, 2_000, 100


@dataclass(frozen=True)
class Entry:
    """A value of one year. Without a value `note` says why."""

    year: int
    value: float | None
    reference: str = ""
    note: str = ""
    is_preliminary: bool = False


@dataclass(frozen=True)
class TypedTerms:
    """What a KPI is measured by, as one form says it; a version's columns have these names."""

    unit: str
    decimals: int
    direction: KpiDirection | None
    is_cumulative: bool
    baseline_year: int | None
    baseline_value: float | None
    baseline_reference: str
    target_year: int | None
    target_value: float | None


@dataclass(frozen=True)
class Assessed:
    """A division's assessment of a package's year; empty texts where it says nothing."""

    pace: Pace | None = None
    done: str = ""
    assessment: str = ""
    next_step: str = ""

    @property
    def is_blank(self) -> bool:
        return self.pace is None and not (self.done or self.assessment or self.next_step)
