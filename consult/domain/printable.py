"""Text as a paper can show it: what has no shape, or turns the line round, is named instead of dropped (TX6, TU5)."""

import re
import unicodedata

# XML 1.0 §2.2: no surrogates, no U+FFFE and U+FFFF; the other planes' last two are no characters either.
NO_CHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
FORBIDDEN = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{NO_CHARACTERS}]")
SHOWN_AS = "\ufffd"
LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Marks of direction would print what was typed backwards.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WIDE_BLANK = "\u3000"


def printable(text: str) -> str:
    """The text for a page: every kind of line break is one, a tab is a wide blank, a control is ［U+0008］."""
    lines = LINE_BREAKS.sub("\n", text).replace("\t", WIDE_BLANK)
    return "".join(_named(each) if _has_no_shape(each) else each for each in lines)


def _has_no_shape(character: str) -> bool:
    if character == "\n":
        return False
    return unicodedata.category(character) == "Cc" or character in TURNING or bool(FORBIDDEN.match(character))


def _named(character: str) -> str:
    return f"［U+{ord(character):04X}］"
