"""Where a case stands. The clock opens and closes it; only named acts do the rest (R4, R23, R53, R54)."""

from dataclasses import dataclass
from datetime import date, datetime

from consult.domain.errors import ActRefused
from consult.domain.period import CommentPeriod, PeriodState
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import CasePhase

BY_CLOCK = {
    PeriodState.UPCOMING: CasePhase.UPCOMING,
    PeriodState.OPEN: CasePhase.OPEN,
    PeriodState.CLOSED: CasePhase.CONSIDERING,
}


@dataclass(frozen=True)
class Course:
    """What has been done with a case so far; everything else about its phase is the time of day."""

    period: CommentPeriod
    is_announced: bool
    is_dropped: bool = False
    has_results: bool = False

    def phase_at(self, moment: datetime) -> CasePhase:
        """A dropped case stays dropped, with or without results; before it is announced no clock runs."""
        if not self.is_announced:
            return CasePhase.PREPARING
        if self.is_dropped:
            return CasePhase.DROPPED
        if self.has_results:
            return CasePhase.RESULTS
        return BY_CLOCK[self.period.state_at(moment)]


def check_close_early(phase: CasePhase, reason: str) -> None:
    """Only what is open can be closed, and citizens are told why."""
    if phase is not CasePhase.OPEN:
        raise ActRefused(f"締め切れるのは募集中の案件だけです。この案件は「{phase.label}」です。")
    if is_blank(reason):
        raise ActRefused("早く締め切る理由を書いてください（公開されます）。", field="reason")


def check_drop(phase: CasePhase, reason: str) -> None:
    """R54: that no plan is adopted is a public fact, with its reason."""
    if phase is CasePhase.PREPARING:
        raise ActRefused("まだ公開していない案件です。取りやめを知らせる相手がいません。")
    if phase is CasePhase.DROPPED:
        raise ActRefused("この案件は、もう取りやめになっています。")
    if is_blank(reason):
        raise ActRefused("取りやめる理由を書いてください（公開されます）。", field="reason")


def check_period_change(
    before: CommentPeriod, after: CommentPeriod, *, phase: CasePhase, today: date
) -> None:
    """What citizens have read may be moved, not turned back: no day that is past changes its meaning.

    Before a case is announced nobody relies on its days. A case closed early opens again by taking that back; once
    the last day of its plan is past there is nothing left to go back to, and new days open it like any case that ended.
    """
    days = (before.opens_on, before.closes_on)
    if phase is CasePhase.PREPARING or days == (after.opens_on, after.closes_on):
        return
    if phase in (CasePhase.RESULTS, CasePhase.DROPPED):
        raise ActRefused(f"「{phase.label}」の案件の募集期間は変えられません。", field="closes_on")
    if before.closed_early_at and phase is not CasePhase.UPCOMING and today <= before.closes_on:
        raise ActRefused(
            "早めに締め切った案件です。締め切りを取り消してから、期間を直してください。", field="closes_on"
        )
    if after.opens_on != before.opens_on and phase is not CasePhase.UPCOMING:
        raise ActRefused("募集はもう始まっています。初日は変えられません。", field="opens_on")
    if after.opens_on != before.opens_on and after.opens_on < today:
        raise ActRefused("初日を、過ぎた日にはできません。", field="opens_on")
    if after.closes_on < today:
        raise ActRefused(
            "最終日を、過ぎた日にはできません。早く締め切るときは、案件の画面の「早めに締め切る」を使ってください。",
            field="closes_on",
        )
