"""What people typed about a KPI, read and checked: between the forms, the imports and the services."""

from dataclasses import dataclass

from consult.domain.vocabulary import KpiDirection


@dataclass(frozen=True)
class Entry:
    """A value of one year. Without a value `note` says why."""

    year: int
    value: float | None
    reference: str = ""
    note: str = ""


@dataclass(frozen=True)
class TypedTerms:
    unit: str
    decimals: int
    direction: KpiDirection | None
    is_cumulative: bool
    baseline_year: int | None
    baseline_value: float | None
    baseline_reference: str
    target_year: int | None
    target_value: float | None
