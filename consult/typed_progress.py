"""What people typed about KPIs and packages, read and checked: between forms, imports and services."""

from dataclasses import dataclass

from consult.domain.vocabulary import KpiDirection, Pace

TEXT_LIMIT, NOTE_LIMIT, REFERENCE_LIMIT = 4_000, 2_000, 100
MOST_PLACES = 6


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
class Terms(TypedTerms):
    """What a KPI is measured by. `version` 0: nobody typed anything, the strategy's own stand."""

    version: int = 0
    # The baseline is the strategy's first value (策定時), nobody typed one.
    is_first_value: bool = False
    # Neither the strategy nor anybody has said how many places it has: those of its typed values count.
    has_open_places: bool = False

    @property
    def places_allowed(self) -> int:
        return MOST_PLACES if self.has_open_places else self.decimals

    def shown(self, value: float | None) -> str:
        """The figure with its places; "" for a blank."""
        return "" if value is None else f"{value:,.{self.decimals}f}"


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


def places_of(value: float) -> int:
    """How many places a typed value has: 66.5 has one."""
    return len(f"{value:.{MOST_PLACES}f}".rstrip("0").partition(".")[2])
