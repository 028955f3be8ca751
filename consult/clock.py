"""The one clock. UTC for storage, Japan time for people; CONSULT_NOW rehearses another moment."""

from datetime import UTC, date, datetime, timedelta

from flask import current_app, has_app_context, request

from consult.domain.period import JAPAN

# Where the server tells when a request had arrived complete. No header of a client has such a name.
ARRIVED_AT = "consult.arrived_at"


def now() -> datetime:
    """The present moment, timezone-aware UTC; fixed or shifted when CONSULT_NOW says so."""
    return _rehearsed(datetime.now(UTC))


def arrived_at() -> datetime:
    """When the request in hand had arrived complete, however long it waited for its turn behind others (TC1)."""
    moment: datetime = request.environ.get(ARRIVED_AT) or datetime.now(UTC)
    return _rehearsed(moment)


def _rehearsed(moment: datetime) -> datetime:
    rehearsal = current_app.config["REHEARSAL_NOW"] if has_app_context() else None
    if isinstance(rehearsal, timedelta):
        return moment + rehearsal
    if isinstance(rehearsal, datetime):
        return rehearsal.astimezone(UTC)
    return moment


def today() -> date:
    """The calendar day in Japan."""
    return now().astimezone(JAPAN).date()
