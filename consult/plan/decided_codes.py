"""Codes that people's decisions refer to: a file that drops one of them is refused, because the tag would hang."""

from collections.abc import Iterator

from sqlalchemy import select

from consult.domain.errors import PlanRefused
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import ChosenOpinion, Opinion, Review, TagDecision, ThemeHeadline
from consult.plan.strategy_schema import StrategyContent


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


def _referred() -> Iterator[tuple[Facet, str]]:
    decided = (
        select(TagDecision.facet, TagDecision.code).join(Review).where(Review.staff_member_id.is_not(None))
    )
    yield from ((facet, code) for facet, code in db.session.execute(decided.distinct()))
    packages = select(Opinion.about_package).where(Opinion.about_package.is_not(None)).distinct()
    yield from ((Facet.PACKAGE, code) for code in db.session.scalars(packages) if code)
    for table in (ThemeHeadline, ChosenOpinion):
        themes = select(table.theme).where(table.staff_member_id.is_not(None)).distinct()
        yield from ((Facet.THEME, code) for code in db.session.scalars(themes))
