"""対象: what an opinion is about, as one value of a select: the whole draft, a section of its text, or a package."""

from dataclasses import dataclass

from sqlalchemy import select

from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import Consultation, DraftDocument, DraftSection, Opinion
from consult.plan_codes import PlanCodes, plan_codes

WHOLE = ("", "全体（案の全体について）")
SECTION, PACKAGE = "s:", "p:"


@dataclass(frozen=True)
class Place:
    """The columns of an opinion that say its place; all empty for the whole draft."""

    about_section_id: int | None = None
    about_package: str | None = None


class Places:
    """What opinions of one case can be about; read once for a page or a file."""

    def __init__(self, sections: dict[str, DraftSection], codes: PlanCodes) -> None:
        self.sections, self.codes = sections, codes

    @classmethod
    def of(cls, consultation: Consultation) -> "Places":
        """Sections of the text that citizens read; of earlier versions only what the last one does not have."""
        rows = db.session.scalars(
            select(DraftSection)
            .join(DraftSection.document)
            .where(DraftDocument.consultation_id == consultation.id, DraftDocument.released_at.is_not(None))
            .order_by(DraftDocument.number, DraftSection.position)
        )
        return cls({row.key: row for row in rows}, plan_codes())

    def choices(self) -> list[tuple[str, str]]:
        sections = [(SECTION + key, row.heading) for key, row in self.sections.items()]
        return [WHOLE, *sections, *((PACKAGE + each.code, each.label) for each in self.codes.packages)]

    def read(self, value: str) -> Place:
        """KeyError for what is not among the choices."""
        if not value:
            return Place()
        if value.startswith(SECTION):
            return Place(about_section_id=self.sections[value.removeprefix(SECTION)].id)
        code = value.removeprefix(PACKAGE)
        if not value.startswith(PACKAGE) or self.codes.find(Facet.PACKAGE, code) is None:
            raise KeyError(value)
        return Place(about_package=code)

    def value_of(self, opinion: Opinion) -> str:
        if opinion.about_section is not None:
            return SECTION + opinion.about_section.key
        return PACKAGE + opinion.about_package if opinion.about_package else ""

    def label_of(self, opinion: Opinion) -> str:
        if opinion.about_section is not None:
            return opinion.about_section.heading
        return self.codes.label(Facet.PACKAGE, opinion.about_package) if opinion.about_package else "全体"
