"""What looks unlike a person at a form (TS8). Signals only: nothing is refused for them, and a person looks."""

from datetime import UTC, datetime, timedelta

from consult.domain.vocabulary import FormSignal

# Three pages, an opinion and a press on each: nobody is that quick.
QUICKEST = timedelta(seconds=3)


def opened_mark(moment: datetime) -> str:
    """When the form was first shown, as it travels with it. Who forges it escapes a signal and gains nothing."""
    return str(int(moment.timestamp() * 1000))


def signals_of(trap: str, opened: str, sent_at: datetime) -> list[str]:
    """The codes for one form: what stood in the field that nobody sees, and how long it was open."""
    found = [FormSignal.TRAP_FILLED] if trap else []
    took = _taken(opened, sent_at)
    if took is not None and timedelta(0) <= took < QUICKEST:
        found.append(FormSignal.FILLED_QUICKLY)
    return [each.value for each in found]


def _taken(opened: str, sent_at: datetime) -> timedelta | None:
    if not (opened.isascii() and opened.isdigit() and len(opened) <= 14):
        return None
    return sent_at - datetime.fromtimestamp(int(opened) / 1000, UTC)
