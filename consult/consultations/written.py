"""What the form of a case says, as values; what it leaves out is what most cases do."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.domain.asked_items import STANDARD_REASONS, USUAL_ITEMS, Asked
from consult.domain.period import CommentPeriod
from consult.domain.result_classes import PRESETS, STANDARD_PRESET
from consult.domain.standard_notice import USUAL_RETENTION_YEARS, USUAL_UNIT
from consult.domain.vocabulary import Channel, DeadlineRule, Demand, Disposition, OfferedPlaces
from consult.uploads import SetAside


@dataclass(frozen=True)
class ClassLine:
    """One result class; `class_id` is that of the row that it changes, None for a new one."""

    label: str
    disposition: Disposition
    class_id: int | None = None


USUAL_ASKED = tuple(Asked(item, Demand.OPTIONAL, STANDARD_REASONS[item]) for item in USUAL_ITEMS)


def preset_lines(code: str) -> tuple[ClassLine, ...]:
    return tuple(ClassLine(each.label, each.disposition) for each in PRESETS[code].classes)


@dataclass(frozen=True)
class Details:
    """くわしい設定 and how to send."""

    methods: Mapping[Channel, str] = field(default_factory=lambda: {Channel.FORM: ""})
    asked: tuple[Asked, ...] = USUAL_ASKED
    classes: tuple[ClassLine, ...] = preset_lines(STANDARD_PRESET)
    deadline_rule: DeadlineRule = DeadlineRule.ARRIVAL
    offered_places: OfferedPlaces = OfferedPlaces.BY_DRAFT
    division_id: int | None = None
    submitter_unit: str = USUAL_UNIT
    retention_years: int = USUAL_RETENTION_YEARS

    def columns(self) -> dict[str, object]:
        """What stands in the case's own row."""
        return {
            "deadline_rule": self.deadline_rule,
            "offered_places": self.offered_places,
            "division_id": self.division_id,
            "submitter_unit": self.submitter_unit,
            "retention_years": self.retention_years,
        }


@dataclass(frozen=True)
class Written:
    """Texts by column, the period, the details, files to add, ids of draft files to take out."""

    texts: Mapping[str, str]
    period: CommentPeriod
    details: Details = Details()
    files: tuple[SetAside, ...] = ()
    taken_out: frozenset[int] = frozenset()
