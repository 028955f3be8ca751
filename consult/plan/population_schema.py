"""The shape of a strategy file's population vision."""

from typing import Annotated, Any

from pydantic import StringConstraints, model_validator

from consult.plan.schema_types import Count, Lines, LongCode, Number, Part, Short, Text, Word, Year
from consult.plan.year_keys import lift_year


class Figure(Part):
    text_key: Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z0-9_]+$")]
    year: Year | None = None
    value: Count
    value_text: Short | None = None
    approx: bool = False
    unit: Word
    basis: Short | None = None


class Versus(Part):
    percent: Number
    of_year: Year


class Point(Part):
    year: Year
    value: Count
    value_text: Short | None = None
    approx: bool = False
    versus: Versus | None = None

    @model_validator(mode="before")
    @classmethod
    def _versus(cls, given: Any) -> Any:
        return lift_year(given, "versus", suffix="percent")


class Scenario(Part):
    label: Short
    legend: Short | None = None
    natural: Text | None = None
    natural_before_revision: Text | None = None
    social: Text | None = None
    points: list[Point] = []
    adopted_as_target: bool = False
    target_text: Text | None = None


class SupportRatio(Part):
    label: Text
    unit: Word
    values: list[Number]
    years: list[Year]


class DirectionEntry(Part):
    label: Short
    items: Lines


class Population(Part):
    statements: list[Figure] = []
    narrative: Lines = []
    charts_without_values: Lines = []
    projections: dict[LongCode, Scenario] = {}
    support_ratio: SupportRatio | None = None
    directions: dict[LongCode, DirectionEntry] = {}
