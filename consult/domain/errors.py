"""Broken rules, by name. `consult.errors` shows their message; forms put it beside the field."""


class RuleViolation(Exception):  # (a broken rule is an answer to the user, not a fault)
    """A rule of the product refuses the act. `message` is Japanese, for the reader; `field` names the form field."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class PeriodClosed(RuleViolation):
    """The comment period does not take this submission (R23, TC1)."""


class ArrivalImpossible(RuleViolation):
    """What staff enter cannot have come on that day (O8)."""


class SubmissionRefused(RuleViolation):
    """A change to a submission on record that cannot be made."""


class ActRefused(RuleViolation):
    """A case cannot be closed, dropped or moved as it stands (domain.lifecycle)."""


class ClassInUse(RuleViolation):
    """A result class that answers stand in; the message names them."""


class UnreadableDate(RuleViolation):
    """What was typed is not a date, or a date that does not exist (O2)."""


class UnreadableFigure(RuleViolation):
    """What was typed is no number or no year of a report (D7)."""


class EditConflict(RuleViolation):
    """Somebody else saved the same object since it was opened (TW1)."""

    def __init__(
        self,
        message: str = "ほかの人が先に保存しました。両方の内容を見比べてください。",
        *,
        field: str | None = None,
    ) -> None:
        super().__init__(message, field=field)


class PlanRefused(RuleViolation):
    """A strategy file cannot be loaded; the message names path and line."""


class SignInRefused(RuleViolation):
    """Address and password do not belong together, or the account is closed: one answer for all three (TS5)."""


class SignInSlowed(RuleViolation):
    """Too many failures for this account from this source; `seconds` until the next try is looked at (TS5)."""

    def __init__(self, message: str, *, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class WeakPassword(RuleViolation):
    """A new password that is too short, too long or easily guessed (TS5)."""


class AccountRefused(RuleViolation):
    """An account cannot be made or changed in this way."""


class LinkRefused(RuleViolation):
    """A link for setting a password was used, replaced, expired or never issued (TS11)."""


class PassageUnclear(RuleViolation):
    """A passage to be masked is not in the wording, or nothing says why it is masked (R33)."""


class NotCleared(RuleViolation):
    """An opinion may not stand on what leaves the house: nobody has looked at its likely passages, or no consent."""


class UnusableFilter(RuleViolation):
    """A list cannot be exported by a filter that cannot be read: it would be another list."""


class TooLongForExcel(RuleViolation):
    """A text of a table that is to come back fits no cell: cut, it would come back as another text."""


class TooLongForPaper(RuleViolation):
    """More rows than a paper is made of; the message says what to take instead."""


class NotConfirmed(RuleViolation):
    """Only an opinion confirmed on a theme may represent it."""


class BlankText(RuleViolation):
    """A text that people will read may not be empty, blank-looking or over-long (TU3, TU6)."""


class NothingDecided(RuleViolation):
    """A review with no tag must say 該当なし: an empty form is not a decision."""


class MainThemeUnclear(RuleViolation):
    """One main theme, among the themes confirmed (主テーマは一つ)."""


class NotUndoable(EditConflict):
    """Only one's own, still current review can be undone."""


class HeldForBlindCoding(EditConflict):
    """Two people are to code the opinion first, without seeing what the tagger suggests."""


class NotCodable(EditConflict):
    """The opinion cannot be coded blind by this person: answered already, opened, or withdrawn."""


class ReleaseRefused(RuleViolation):
    """A release from the blind sample needs a reason, and an opinion that is still held."""


class LearningRefused(RuleViolation):
    """A refit cannot be begun, or a learned tagger not be put to use, as things stand."""


class OvertakenByColleague(EditConflict):
    """Which tagger is in use was changed since the page was opened."""


class HearingRefused(RuleViolation):
    """A hearing cannot be registered as typed (O1)."""


class CounterpartRefused(RuleViolation):
    """A body cannot be called so, or not be merged, as things stand."""


class ListRefused(RuleViolation):
    """A word cannot join the city's own list (地区, 市の区分) as typed."""


class FutureDateUnconfirmed(RuleViolation):
    """A hearing dated after today is asked about once: a slip in the year is far likelier than a meeting to come."""


class RemovedRecord(RuleViolation):
    """What was taken out of the register (取り消した) is brought back before anything is changed on it."""


class ClaimsDoNotFit(RuleViolation):
    """Claims that cannot be cut from the notes, or have another form than the page sends."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or "意見の区切りがメモと合いません。「意見に分ける」をもう一度押してください。",
            field="notes",
        )


class WithdrawalUnconfirmed(RuleViolation):
    """A claim with a review would leave the counts: the official has to say so first."""


class UnreadableReceipt(RuleViolation):
    """What was typed cannot be a receipt number: a character too many, a confusable one, or a slip (TP15)."""


class PeriodReversed(RuleViolation):
    """The last day of a comment period lies before its first."""


class DraftRefused(RuleViolation):
    """A text of the draft cannot be taken, changed or released as things stand."""


class ShortPeriodUnexplained(RuleViolation):
    """A comment period under 30 days needs a stated reason (R13)."""


class NoticeIncomplete(RuleViolation):
    """A consultation lacks items that citizens must be told before it is announced (R1–R13)."""


class FileRefused(RuleViolation):
    """An uploaded file is empty, too large or of a kind that is not handed out (TX13)."""


class AlreadySent(RuleViolation):
    """This form was sent before with other content: nothing is overwritten (TR7, R24)."""


class NotLinkable(RuleViolation):
    """An opinion cannot be linked to this: one of the two is not there, or counts no more."""


class RuleRefused(RuleViolation):
    """A coding rule cannot be read, or says nothing new; the message names line and column."""


class WordRefused(RuleViolation):
    """A word or a synonym cannot join the dictionary as typed."""


class ImportRefused(RuleViolation):
    """A file cannot be imported, stopped or undone as things stand."""


class GroupRefused(RuleViolation):
    """Opinions cannot be put together, or moved, as things stand (R31)."""


class SplitRefused(RuleViolation):
    """An opinion cannot be cut in these places, or its parts not be joined, as things stand (R30)."""


class SortingRefused(RuleViolation):
    """A flag, a setting aside or a match of two submitters lacks something (R33, R42)."""


class OpinionsChanged(EditConflict):
    """An answer stands for more or fewer opinions than whoever approves it has seen (R37)."""


class ResponseRefused(RuleViolation):
    """A step that cannot be taken from here, by this person, or without a comment (R37)."""


class ResponseIncomplete(ResponseRefused):
    """An answer that lacks what its class demands (R35, R36); `lacks` names each with its field."""

    def __init__(self, message: str, *, field: str | None = None, lacks: tuple[object, ...] = ()) -> None:
        super().__init__(message, field=field)
        self.lacks = lacks


class OwnWorkUnconfirmed(ResponseRefused):
    """Whoever approves has written the answer, too: asked once, and recorded (R37)."""


class ResponseFrozen(EditConflict):
    """An answer that is approved, or lies with the approver, does not change (R37)."""


class NotPublishable(RuleViolation):
    """Results cannot go public as things stand: an opinion is left over, a personal item remains, a note is missing."""
