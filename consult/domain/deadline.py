"""期限後 or in time: what decides is the day of arrival, of a letter under 消印有効 its postmark (R4, R20, R23; O8).

Of paper only days are known: what comes on the last day, or on the day on which a round was closed early, came in time.
"""

from dataclasses import dataclass
from datetime import date

from consult.domain.dates import wareki
from consult.domain.errors import ArrivalImpossible
from consult.domain.period import JAPAN, CommentPeriod
from consult.domain.vocabulary import Channel, DeadlineRule

UNDATED = "消印の日付がないため、届いた日で判断しました。"


@dataclass(frozen=True)
class Arrival:
    """How something came in that staff enter: by what way, on which day, and the day of its postmark if it has one."""

    channel: Channel
    arrived_on: date
    postmarked_on: date | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether it is late, and why, in a sentence for staff."""

    is_late: bool
    reason: str


@dataclass(frozen=True)
class Deadline:
    """The last day of a case and the rule for letters."""

    period: CommentPeriod
    rule: DeadlineRule

    @property
    def last_day(self) -> date:
        closed = self.period.closed_early_at
        return (
            min(self.period.closes_on, closed.astimezone(JAPAN).date()) if closed else self.period.closes_on
        )

    def asks_for_postmark(self, channel: Channel) -> bool:
        return self.rule is DeadlineRule.POSTMARK and channel is Channel.POST

    def verdict(self, arrival: Arrival) -> Verdict:
        """A committee's members are asked apart from the round, and its deadline is not theirs (R43)."""
        last = wareki(self.last_day)
        if arrival.channel is Channel.COMMITTEE:
            return Verdict(False, "委員意見に募集の期限はありません。")
        if arrival.arrived_on < self.period.opens_on:
            return Verdict(False, "募集の初日より前に届きました。期限内として受け付けます。")
        if arrival.arrived_on <= self.last_day:
            return Verdict(False, f"期限（{last}）までに届きました。")
        if not self.asks_for_postmark(arrival.channel):
            return Verdict(True, f"期限（{last}）を過ぎて届きました。")
        if arrival.postmarked_on is None:
            return Verdict(True, f"期限（{last}）を過ぎて届きました。{UNDATED}")
        if arrival.postmarked_on <= self.last_day:
            return Verdict(False, f"期限（{last}）までの消印があります。")
        return Verdict(True, f"消印が期限（{last}）を過ぎています。")


def check_arrival(arrival: Arrival, today: date) -> None:
    """Raises ArrivalImpossible for a day to come, and for a postmark later than the arrival."""
    if arrival.arrived_on > today:
        raise ArrivalImpossible(f"{wareki(arrival.arrived_on)}はまだ来ていません。", field="arrived_on")
    if arrival.postmarked_on and arrival.postmarked_on > arrival.arrived_on:
        raise ArrivalImpossible(
            f"消印の日（{wareki(arrival.postmarked_on)}）が、届いた日より後になっています。",
            field="postmarked_on",
        )
