"""The codes and labels of the strategy in force, for every page that shows or asks for a tag."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import PlanEdition, PolicyPackage, PriorityModel, Theme

# A theme has a colour, a mark and a word; the mark follows the theme's place in the plan (screens.md).
MARKS = "●■▲◆★✚"


@dataclass(frozen=True)
class PlanCode:
    """One value of a facet: code, label, and for themes the mark and its number (1…) that styles choose by."""

    facet: Facet
    code: str
    label: str
    mark: str = ""
    number: int = 0


@dataclass(frozen=True)
class PlanCodes:
    """Every value of the three facets, in the plan's order."""

    themes: tuple[PlanCode, ...]
    packages: tuple[PlanCode, ...]
    models: tuple[PlanCode, ...]

    def of(self, facet: Facet) -> tuple[PlanCode, ...]:
        return {Facet.THEME: self.themes, Facet.PACKAGE: self.packages, Facet.MODEL: self.models}[facet]

    def find(self, facet: Facet, code: str) -> PlanCode | None:
        return next((each for each in self.of(facet) if each.code == code), None)

    def known(self, facet: Facet, code: str) -> PlanCode:
        """The value with a code; when an older plan had it, one whose label is the bare code."""
        return self.find(facet, code) or PlanCode(facet, code, code)

    def label(self, facet: Facet, code: str) -> str:
        """The label, or the bare code when an older plan had it."""
        return self.known(facet, code).label


def plan_codes() -> PlanCodes:
    """Read the strategy in force: three queries, whatever its size."""
    themes = db.session.scalars(select(Theme).order_by(Theme.position))
    packages = db.session.scalars(
        select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current).order_by(PolicyPackage.position)
    )
    models = db.session.scalars(select(PriorityModel).order_by(PriorityModel.number))
    return PlanCodes(
        tuple(
            PlanCode(Facet.THEME, theme.code, theme.label, MARKS[(n - 1) % len(MARKS)], n)
            for n, theme in enumerate(themes, start=1)
        ),
        tuple(
            PlanCode(Facet.PACKAGE, each.code, each.name, number=n)
            for n, each in enumerate(packages, start=1)
        ),
        tuple(PlanCode(Facet.MODEL, each.code, each.name, number=each.number) for each in models),
    )


def definitions() -> dict[tuple[Facet, str], tuple[str, ...]]:
    """What the plan itself says about each code: what belongs there, and what belongs elsewhere."""
    packages = select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current)
    models = select(PriorityModel).options(selectinload(PriorityModel.blocks))
    found: dict[tuple[Facet, str], tuple[str, ...]] = {
        (Facet.THEME, theme.code): (theme.definition,) for theme in db.session.scalars(select(Theme))
    }
    found |= {(Facet.PACKAGE, each.code): _of_package(each) for each in db.session.scalars(packages)}
    return found | {(Facet.MODEL, each.code): _of_model(each) for each in db.session.scalars(models)}


def _of_package(package: PolicyPackage) -> tuple[str, ...]:
    lines = (("入れる：", package.includes), ("入れない：", package.excludes))
    written = tuple(f"{word}{text}" for word, text in lines if text)
    return written or tuple(package.descriptions[:1])


def _of_model(model: PriorityModel) -> tuple[str, ...]:
    fields = "、".join(block.name for block in model.blocks)
    return (f"取組の分野：{fields}",) if fields else tuple(filter(None, [model.description]))
