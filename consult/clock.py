"""The one clock. UTC for storage, Japan time for people; CONSULT_NOW rehearses another moment."""

from datetime import UTC, date, datetime, timedelta

from flask import current_app, has_app_context

from consult.domain.period import JAPAN


def now() -> datetime:
    """The present moment, timezone-aware UTC; fixed or shifted when CONSULT_NOW says so."""
    rehearsal = current_app.config["REHEARSAL_NOW"] if has_app_context() else None
    moment = datetime.now(UTC)
    if isinstance(rehearsal, timedelta):
        return moment + rehearsal
    if isinstance(rehearsal, datetime):
        return rehearsal.astimezone(UTC)
    return moment


def today() -> date:
    """The calendar day in Japan."""
    return now().astimezone(JAPAN).date()
