"""The fiscal years of the strategy in force, for whoever counts by them."""

from sqlalchemy import select

from consult.extensions import db
from consult.models import PlanPeriod


def strategy_years() -> range | None:
    """From its first to its last year; None while there is no strategy. One query."""
    period = db.session.scalar(select(PlanPeriod).where(PlanPeriod.code == "strategy"))
    return range(period.start_year, period.end_year + 1) if period else None
