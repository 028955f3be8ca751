"""A case as its form would have been filled in: to fill the form, and to set two people's versions side by side (TW1)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from consult.consultations.forms import TEXTS, ConsultationForm
from consult.consultations.written import ClassLine, Details
from consult.domain.asked_items import STANDARD_REASONS, Asked
from consult.domain.dates import wareki
from consult.domain.standard_notice import OFFERED_CHANNELS, STANDARD_TEXTS, USUAL_CHANNELS
from consult.domain.vocabulary import Channel, OfferedPlaces, SubmitterItem
from consult.models import Consultation, Division

# What a new case takes over from the one before it: the city's addresses and sentences, never what it is about.
TAKEN_OVER = (
    "eligibility", "contact", "use_statement", "results_plan", "reply_statement",
    "consideration_statement", "inspection_places",
)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """Everything on the form but the files."""

    texts: Mapping[str, str]
    opens_on: str
    closes_on: str
    details: Details
    version: int = 1

    @classmethod
    def of(cls, consultation: Consultation) -> "Typed":
        return cls(
            {name: getattr(consultation, name) for name in TEXTS},
            wareki(consultation.opens_on),
            wareki(consultation.closes_on),
            details_of(consultation),
            consultation.version,
        )

    @classmethod
    def new(cls, like: Consultation | None, division: Division | None) -> "Typed":
        """The usual, or what the case before this one said about the same things."""
        texts = dict.fromkeys(TEXTS, "") | dict(STANDARD_TEXTS)
        details = Details(methods=dict.fromkeys(USUAL_CHANNELS, ""))
        if like:
            texts |= {name: getattr(like, name) for name in TAKEN_OVER if getattr(like, name)}
            details = details_of(like, as_new=True)
        own = division.id if division else details.division_id
        return cls(texts, "", "", replace(details, division_id=own))

    @classmethod
    def in_form(cls, form: ConsultationForm) -> "Typed":
        """Of a validated form."""
        period = form.period
        return cls(form.texts(), wareki(period.opens_on), wareki(period.closes_on), form.details())

    def fill(self, form: ConsultationForm, names: Iterable[str] | None = None) -> None:
        """The whole form, or its fields of these `names`."""
        details = self.details
        texts = {
            **self.texts,
            "opens_on": self.opens_on,
            "closes_on": self.closes_on,
            "deadline_rule": details.deadline_rule.value,
            "offered_places": details.offered_places.value,
            "submitter_unit": details.submitter_unit,
            "retention_years": str(details.retention_years),
            "division": str(details.division_id or ""),
        }
        for name in texts.keys() | FILLED_IN_PARTS.keys() if names is None else names:
            if name in texts:
                form[name].data = texts[name]
            else:
                FILLED_IN_PARTS[name](form, details)
        form.version.data = str(self.version)

    def as_words(self, divisions: Mapping[int, str]) -> dict[str, str]:
        """By field, as people read it: what two versions are compared by."""
        details = self.details
        return {
            **self.texts,
            "opens_on": self.opens_on,
            "closes_on": self.closes_on,
            "methods": _lines(
                (each.label, details.methods[each]) for each in Channel if each in details.methods
            ),
            "asked": _lines(
                (each.item.label, f"{each.demand.label} {each.reason}") for each in details.asked
            ),
            "deadline_rule": details.deadline_rule.value,
            "offered_places": details.offered_places.value,
            "classes": _lines((each.label, each.disposition.label) for each in details.classes),
            "submitter_unit": details.submitter_unit,
            "retention_years": str(details.retention_years),
            "division": divisions.get(details.division_id or 0, ""),
        }


def details_of(consultation: Consultation, *, as_new: bool = False) -> Details:
    """`as_new`: its classes without their rows, for another case."""
    return Details(
        # What no form offers is kept by whoever saves (details), and is no difference between two of them.
        methods={
            each.channel: each.directions for each in consultation.methods if each.channel in OFFERED_CHANNELS
        },
        asked=tuple(Asked(each.item, each.demand, each.reason) for each in consultation.asked_items),
        classes=tuple(
            ClassLine(each.label, each.disposition, None if as_new else each.id)
            for each in consultation.result_classes
        ),
        deadline_rule=consultation.deadline_rule,
        # What a new case is about decides it anew.
        offered_places=OfferedPlaces.BY_DRAFT if as_new else consultation.offered_places,
        division_id=consultation.division_id,
        submitter_unit=consultation.submitter_unit,
        retention_years=consultation.retention_years,
    )


def _fill_methods(form: ConsultationForm, details: Details) -> None:
    for channel in OFFERED_CHANNELS:
        form.methods.form[channel.value].data = channel in details.methods
        form.methods.form[f"{channel.value}_directions"].data = details.methods.get(channel, "")


def _fill_asked(form: ConsultationForm, details: Details) -> None:
    for item in SubmitterItem:
        form.asked.form[item.value].data = ""
        form.asked.form[f"{item.value}_reason"].data = STANDARD_REASONS[item]
    for line in details.asked:
        form.asked.form[line.item.value].data = line.demand.value
        form.asked.form[f"{line.item.value}_reason"].data = line.reason


def _fill_classes(form: ConsultationForm, details: Details) -> None:
    form.class_preset.data = ""
    while form.classes.entries:
        form.classes.pop_entry()
    for line in details.classes:
        form.classes.append_entry(
            {
                "class_id": str(line.class_id or ""),
                "label": line.label,
                "disposition": line.disposition.value,
            }
        )


# Fields that are tables of their own.
FILLED_IN_PARTS: Mapping[str, Callable[[ConsultationForm, Details], None]] = {
    "methods": _fill_methods,
    "asked": _fill_asked,
    "classes": _fill_classes,
}


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}：{text}".strip() for name, text in pairs)
