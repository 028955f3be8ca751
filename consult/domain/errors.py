"""Broken rules, by name. `consult.errors` shows their message; forms put it beside the field."""


class RuleViolation(Exception):  # (a broken rule is an answer to the user, not a fault)
    """A rule of the product refuses the act. `message` is Japanese, for the reader; `field` names the form field."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class PeriodClosed(RuleViolation):
    """The comment period does not take this submission (R23, TC1)."""


class UnreadableDate(RuleViolation):
    """What was typed is not a date, or a date that does not exist (O2)."""


class EditConflict(RuleViolation):
    """Somebody else saved the same object since it was opened (TW1)."""


class PlanRefused(RuleViolation):
    """A strategy file cannot be loaded; the message names path and line."""
