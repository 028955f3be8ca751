"""Many forms at once to one case are all taken; above a budget they stand in a quarantine of that case (TS7, 0043).

The budget is the case's own: a flood against one leaves no mark on what citizens send to another.
"""

from flask_limiter import RateLimitExceeded

from consult.domain.vocabulary import FormSignal
from consult.extensions import limiter

# One a second for ten minutes: 300 visitors from one school stay far below (TS6).
BUDGET = "600 per 10 minutes"


def signals_above(consultation_id: int) -> list[str]:
    """Counts one form to the case; the signal of the quarantine where its budget is used up. Nobody is refused."""
    try:
        with limiter.limit(BUDGET, key_func=lambda: str(consultation_id), scope="sends to one case"):
            return []
    except RateLimitExceeded:
        return [FormSignal.CASE_FLOODED.value]
