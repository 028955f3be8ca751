"""The shape of a strategy file's earlier edition: packages, KPIs with values, results, review."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from consult.plan.schema_types import (
    Code,
    Direction,
    GoalKey,
    Lines,
    Number,
    PageNumber,
    Part,
    Short,
    Text,
    Word,
    Year,
)
from consult.plan.year_keys import lift_year


class EarlierPackage(Part):
    code: Code
    name: Short
    group: Word | None = None


class KpiTarget(Part):
    value: Number | None
    text: Short | None = None
    of_year: Year


class KpiYear(Part):
    """`value: null` (or no value at all) is a blank: it is not 0 (D7)."""

    value: Number | None = None
    ref: Short | None = None
    ref_text: Short | None = None
    increment: Number | None = None


class KpiEntry(Part):
    name: Text
    unit: Word | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    direction: Direction | None = None
    cumulative: bool = False
    target: KpiTarget | None = None
    values: dict[str, KpiYear] = {}

    @model_validator(mode="before")
    @classmethod
    def _target(cls, given: Any) -> Any:
        return lift_year(given, "target")


class GoalResults(Part):
    achievements_summary: Text | None = None
    main_achievements: Lines = []
    issues: Lines = []


class ReviewRow(Part):
    purpose: Text
    current_assessment: Lines


class OverallReview(Part):
    title: Text
    page: PageNumber | None = None
    rows: list[ReviewRow]


class EarlierEdition(Part):
    label: Short
    packages: list[EarlierPackage] = []
    kpi_columns: Lines = []
    kpi: dict[GoalKey, list[KpiEntry]] = {}
    results: dict[GoalKey, GoalResults] = {}
    overall_review: OverallReview | None = None
