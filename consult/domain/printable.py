"""Text as a file format can hold it: what XML forbids is shown, never dropped in silence (TX6)."""

import re

from consult.domain.plain_text import visible

# XML 1.0 §2.2: no surrogates, no U+FFFE and U+FFFF; the other planes' last two are no characters either.
FORBIDDEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff]")
SHOWN_AS = "\ufffd"


def printable(text: str) -> str:
    """The text for a page: controls as their pictures (␈), what is no character as U+FFFD; the same length."""
    return FORBIDDEN.sub(SHOWN_AS, visible(text))
