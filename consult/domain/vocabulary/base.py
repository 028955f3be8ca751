"""What every vocabulary is: a stored code and the word on screen."""

from enum import Enum
from typing import Self


class Vocabulary(Enum):
    """A stored code (`value`) and the word on screen (`label`)."""

    def __new__(cls, code: str, label: str) -> "Vocabulary":
        member = object.__new__(cls)
        member._value_ = code
        member.label = label
        return member

    label: str

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with a stored code; ValueError for a code that does not exist."""
        # Looked up, not searched for: a page of a large register reads a hundred thousand of them.
        return cls(code)  # type: ignore[call-arg]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs for a select, in the order of definition."""
        return [(member.value, member.label) for member in cls]
