"""The shape of a strategy file. What is not named here is refused; what may be absent has a default."""

from typing import Annotated

from pydantic import Field

from consult.plan.population_schema import Population
from consult.plan.results_schema import EarlierEdition
from consult.plan.schema_types import (
    Channel,
    Code,
    Count,
    Lines,
    LongCode,
    Month,
    PageNumber,
    Part,
    Short,
    Text,
    Title,
    Word,
    Year,
)


class VisionPeriod(Part):
    label: Short
    start_year: Year
    end_year: Year
    unit: Word


class StrategyPeriod(Part):
    label: Short
    start_fiscal_year: Year
    end_fiscal_year: Year
    unit: Word


class Periods(Part):
    population_vision: VisionPeriod | None = None
    strategy: StrategyPeriod | None = None


class Promotion(Part):
    stance: Text | None = None
    approach: Text | None = None
    progress_management: Text | None = None


class Meta(Part):
    title: Short
    municipality: Title
    prefecture: Short | None = None
    municipality_code: Code | None = None
    legal_basis: Text | None = None
    kind: Text | None = None
    purpose: Text | None = None
    plan_period: Periods = Periods()
    promotion: Promotion = Promotion()


class ThemeEntry(Part):
    code: LongCode
    label: Title
    definition: Text


class Term(Part):
    surface: Title
    reading: Title | None = None
    same_as: Title | None = None


class StepCount(Part):
    value: Count
    qualifier: Word | None = None
    unit: Word
    basis: Word | None = None


class UnitCount(Part):
    value: Count
    unit: Word


class StepPart(Part):
    id: LongCode
    content: Text
    channel: Channel
    submitters: UnitCount | None = None
    opinions: UnitCount | None = None


class Step(Part):
    id: LongCode
    name: Text
    content: Text | None = None
    channel: Channel
    group_heading: Text | None = None
    row_name: Text | None = None
    period: Short | None = None
    start: Month | None = None
    end: Month | None = None
    role: Short | None = None
    body: Short | None = None
    targets: Lines = []
    agenda: Lines = []
    count: StepCount | None = None
    parts: list[StepPart] = []


class PublishedOpinion(Part):
    id: LongCode
    text: Text


class OpinionBand(Part):
    theme: Short
    headline: Text
    opinions: list[PublishedOpinion]


class MainOpinions(Part):
    title: Short
    source_timeline: LongCode | None = None
    page: PageNumber | None = None
    themes: list[OpinionBand]


class BasicStance(Part):
    page: PageNumber | None = None
    text: Text | None = None
    principles: Lines = []
    examples: Lines = []


class PlanSystem(Part):
    description: Text | None = None
    columns: Lines = []


class Concept(Part):
    text: Text


class GoalEntry(Part):
    number: Annotated[int, Field(ge=1, le=99)]
    group: Title | None = None
    title: Text
    title_variants: Lines = []
    title_ruby: dict[str, Title] = {}
    catch: Text | None = None
    statements: Lines = []


class Block(Part):
    name: Short
    open_ended: bool = False
    items: Lines = []


class ModelEntry(Part):
    number: Annotated[int, Field(ge=1, le=99)]
    code: Code
    name: Short
    page: PageNumber | None = None
    description: Text | None = None
    credit: Short | None = None
    blocks: list[Block] = []


class PackageEntry(Part):
    code: Code
    goal: int
    name: Short
    name_variants: Lines = []
    same_name_as_phase1: Code | None = None
    includes: Text | None = None
    excludes: Text | None = None
    descriptions: Lines = []
    measures: Lines = []
    kpis: Lines = []


class CurrentEdition(Part):
    basic_stance: BasicStance | None = None
    system: PlanSystem | None = None
    concept: Concept | None = None
    goals: Annotated[list[GoalEntry], Field(min_length=1)]
    goals_intro: Text | None = None
    promotion_models: list[ModelEntry] = []
    packages: Annotated[list[PackageEntry], Field(min_length=1)]
    kpi_definition: Text | None = None


class StrategyContent(Part):
    """The whole file, without its notes for readers."""

    meta: Meta
    themes: Annotated[list[ThemeEntry], Field(min_length=1)]
    vocabulary: list[Term] = []
    districts: list[Title] = []
    consultation_timeline: list[Step] = []
    main_opinions: MainOpinions | None = None
    population: Population | None = None
    phase1: EarlierEdition | None = None
    phase2: CurrentEdition
