"""What an inquiry asks for, as typed: which division for the value of which KPI, for the assessment of which package."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AskedItem:
    """Of a KPI or of a package, never both."""

    division_id: int
    kpi_id: int | None = None
    package_id: int | None = None


@dataclass(frozen=True)
class AskedOf:
    title: str
    fiscal_year: int
    due_on: date
    note: str
    items: tuple[AskedItem, ...]
