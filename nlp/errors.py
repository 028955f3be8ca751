"""What can go wrong in `nlp`, by name; messages are for an official to read."""


class NlpError(Exception):
    """Any refusal of `nlp` that has a reason to show."""


class StrategyUnreadable(NlpError):
    """A plan file that cannot be read as a strategy."""


class InputUnreadable(NlpError):
    """A line of input that cannot be read; the message names it."""


class ModelMismatch(NlpError):
    """A stored model made from other rules, another dictionary or other libraries."""


class MeaningsMissing(NlpError):
    """The word vectors that the tagger reads are not installed."""

    def __init__(self) -> None:
        super().__init__("語の意味の表（ja_ginza）がありません。make run か make test で入ります。")


class DictionaryUnbuildable(NlpError):
    """The plan's words could not be made into a user dictionary."""


class RuleUnreadable(NlpError):
    """A rule that cannot be read; `line` and `column` count from 1 in the rule as it was typed."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{line}行{column}字目：{reason}")
        self.reason = reason
        self.line = line
        self.column = column
