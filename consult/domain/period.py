"""Comment period: first and last day, both inclusive, Japan time (R4, R23, TC1)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
CUSTOMARY_DAYS = 30


class PeriodState(Enum):
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"upcoming": "募集前", "open": "募集中", "closed": "募集終了"}[self.value]


@dataclass(frozen=True)
class CommentPeriod:
    """The days on which opinions are accepted, both inclusive."""

    opens_on: date
    closes_on: date
    # A person ended it before its last day, with a reason that citizens read.
    closed_early_at: datetime | None = None

    @property
    def days(self) -> int:
        """Length counted from the opening day: 5/10–6/8 is 30 days."""
        return (self.closes_on - self.opens_on).days + 1

    @property
    def is_short(self) -> bool:
        """Under 30 days asks for a stated reason (R13); it is never a hard stop."""
        return self.days < CUSTOMARY_DAYS

    def state_at(self, moment: datetime) -> PeriodState:
        """Where the aware `moment` stands: upcoming, open or closed."""
        if moment < _midnight(self.opens_on):
            return PeriodState.UPCOMING
        return PeriodState.OPEN if moment < self.ends_before else PeriodState.CLOSED

    @property
    def ends_before(self) -> datetime:
        """The first moment that is too late: midnight after the last day, as UTC, or when it was closed early."""
        midnight = _midnight(self.closes_on + timedelta(days=1))
        return min(midnight, self.closed_early_at) if self.closed_early_at else midnight

    def accepts(self, moment: datetime) -> bool:
        """True from 00:00:00 of the first day to 23:59:59.999… of the last, Japan time."""
        return self.state_at(moment) is PeriodState.OPEN

    def days_left(self, today: date) -> int:
        """Whole days after `today` until the last day; 0 on the last day itself."""
        return (self.closes_on - today).days


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=JAPAN).astimezone(UTC)
