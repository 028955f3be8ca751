"""What people's work refers to: a file that drops such a code, or what typed KPI values belong to, is refused."""

from collections.abc import Iterator

from sqlalchemy import Select, select, union
from sqlalchemy.orm import joinedload

from consult.domain.errors import PlanRefused
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import (
    ChosenOpinion,
    InquiryItem,
    Kpi,
    Opinion,
    PackageAssessment,
    PackageHeadline,
    PinnedOpinion,
    PolicyPackage,
    Review,
    TagDecision,
    ThemeHeadline,
)
from consult.plan.kpi_rows import typed_about
from consult.plan.strategy_schema import StrategyContent
from consult.plan.structure_rows import EARLIER


def refuse_lost_codes(content: StrategyContent) -> None:
    """Raises PlanRefused naming each theme, package and model that staff decided on and the file has not."""
    kept = {
        Facet.THEME: {theme.code for theme in content.themes},
        Facet.PACKAGE: {package.code for package in content.phase2.packages},
        Facet.MODEL: {model.code for model in content.phase2.promotion_models},
    }
    lost = sorted({(facet.label, code) for facet, code in _referred() if code not in kept[facet]})
    if lost:
        named = "、".join(f"{label}「{code}」" for label, code in lost)
        raise PlanRefused(f"職員の判断や提出された意見が参照している{named}がファイルにありません。")
    _refuse_lost_owners(content)


def _refuse_lost_owners(content: StrategyContent) -> None:
    """A KPI that the file drops is kept with what people typed (kpi_rows); what it belongs to has to be there."""
    codes = {package.code for package in content.phase2.packages}
    numbers = {goal.number for goal in content.phase2.goals}
    lost = set()
    rows = select(Kpi).options(joinedload(Kpi.package), joinedload(Kpi.goal), joinedload(Kpi.edition))
    for kpi in db.session.scalars(rows.where(Kpi.id.in_(typed_about()))):
        if kpi.edition.code == EARLIER and not content.phase1:
            lost.add(kpi.edition.label)
        if kpi.package and kpi.package.code not in codes:
            lost.add(f"政策パッケージ「{kpi.package.code}」")
        if kpi.goal and kpi.goal.number not in numbers:
            lost.add(f"基本目標{kpi.goal.number}")
    for code in db.session.scalars(_assessed_packages()):
        if code not in codes:
            lost.add(f"政策パッケージ「{code}」")
    if lost:
        raise PlanRefused(f"職員がKPIの値や評価を入力した{'、'.join(sorted(lost))}がファイルにありません。")


def _assessed_packages() -> Select[tuple[str]]:
    """Those that a division assessed or was asked about."""
    said = union(select(PackageAssessment.package_id), select(InquiryItem.package_id)).subquery()
    return select(PolicyPackage.code).where(PolicyPackage.id.in_(select(said.c.package_id)))


def _referred() -> Iterator[tuple[Facet, str]]:
    decided = (
        select(TagDecision.facet, TagDecision.code).join(Review).where(Review.staff_member_id.is_not(None))
    )
    yield from ((facet, code) for facet, code in db.session.execute(decided.distinct()))
    packages = select(Opinion.about_package).where(Opinion.about_package.is_not(None)).distinct()
    yield from ((Facet.PACKAGE, code) for code in db.session.scalars(packages) if code)
    for chosen in (PackageHeadline, PinnedOpinion):
        codes = db.session.scalars(select(chosen.package).distinct())
        yield from ((Facet.PACKAGE, code) for code in codes)
    for table in (ThemeHeadline, ChosenOpinion):
        themes = select(table.theme).where(table.staff_member_id.is_not(None)).distinct()
        yield from ((Facet.THEME, code) for code in db.session.scalars(themes))
