"""What was worked out for a text is kept for when it comes again: a flood of opinions repeats its sentences."""

from __future__ import annotations

from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values by text, those asked for last; bounded by the characters of the texts, whatever comes.

    Two generations: when the younger one is full the older one is forgotten, and what is asked for moves up.
    Safe to share between threads: at worst something is worked out twice.
    """

    def __init__(self, most: int) -> None:
        self._most = most // 2
        self._young: dict[str, Value] = {}
        self._old: dict[str, Value] = {}
        self._held = 0

    def get(self, text: str) -> Value | None:
        """What was kept for a text; None when it was forgotten or never kept."""
        value = self._young.get(text)
        if value is None and (value := self._old.get(text)) is not None:
            self.keep(text, value)
        return value

    def keep(self, text: str, value: Value) -> None:
        """Keep a value for as long as it is among the latest."""
        # 短い文にも、入れ物の分だけ場所が要る
        self._held += len(text) + _LEAST
        if self._held > self._most:
            self._old, self._young, self._held = self._young, {}, len(text) + _LEAST
        self._young[text] = value


_LEAST = 10
