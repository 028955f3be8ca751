"""Readings over words: a text cut where a word with a reading stands."""

import re

from consult.domain.ruby import RubyPart


def ruby_parts(text: str, readings: dict[str, str]) -> list[RubyPart]:
    """The parts put together give the text again; the longer word wins where two begin at one place."""
    if not readings:
        return [RubyPart(text)]
    words = sorted(readings, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text)
    return [RubyPart(part, readings.get(part, "")) for part in parts if part]
