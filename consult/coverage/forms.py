"""What the figures may be narrowed to; a code that nobody knows narrows nothing."""

from wtforms import SelectField

from consult.asking_form import AskingForm
from consult.coverage.queries import Asked
from consult.domain.vocabulary import HearingKind, Sector
from consult.form_fields import labels_offered, offered


class NarrowingForm(AskingForm):
    kind = SelectField(
        "種別", choices=offered([("", "すべて"), *HearingKind.choices()]), validate_choice=False
    )
    sector = SelectField("区分", choices=offered([("", "すべて"), *Sector.choices()]), validate_choice=False)

    def asked(self) -> Asked:
        kind, sector = self._known(self.kind), self._known(self.sector)
        return Asked(
            HearingKind.of(kind) if kind else None,
            Sector.of(sector) if sector else None,
        )

    def _known(self, field: SelectField) -> str:
        return field.data if field.data in labels_offered(field) else ""


class KindForm(AskingForm):
    kind = NarrowingForm.kind

    def chosen(self) -> HearingKind | None:
        known = self.kind.data if self.kind.data in labels_offered(self.kind) else ""
        return HearingKind.of(known) if known else None
