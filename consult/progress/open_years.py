"""Years whose values may be typed and published: more than those that are checked, for a baseline is older than its strategy."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import abort
from sqlalchemy import select

from consult import clock
from consult.domain.fiscal_years import fiscal_year_of
from consult.extensions import db
from consult.models import KpiEntry
from consult.progress import sheets
from consult.strategy_period import strategy_years


@dataclass(frozen=True)
class OpenYears:
    """The newest first. `period`: those of the strategy, also to come; None without a strategy."""

    years: tuple[int, ...]
    period: range | None

    @property
    def outside(self) -> Collection[int]:
        return {year for year in self.years if self.period and year not in self.period}


def with_year_or_404(year: int) -> OpenYears:
    found = _open_years()
    return found if year in found.years else abort(404)


def _open_years() -> OpenYears:
    """Those of the strategy that have begun, the one before and the one after them, and every year with a typed value."""
    known = sheets.years()
    beside = {min(known) - 1, max(known) + 1}
    typed = db.session.scalars(select(KpiEntry.reporting_year).distinct()).all()
    begun = {year for year in beside if year <= fiscal_year_of(clock.today())}
    return OpenYears(tuple(sorted({*known, *begun, *typed}, reverse=True)), strategy_years())
