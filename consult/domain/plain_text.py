"""Citizens' and officials' text is plain text, kept as typed; only the kind of line break is made one."""

import re
import unicodedata

# Drawn as nothing (or as a blank) although Unicode files them under letters, symbols or marks.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U000e0000-\U000e0fff]"
)
BLANK_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Zs"}
ALLOWED_CONTROLS = {"\n", "\t"}
CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in ALLOWED_CONTROLS} | {
    0x7F: 0x2421
}


def unix_newlines(text: str) -> str:
    """CRLF (what browsers send) and lone CR as LF, so that positions count a line break once."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_blank(text: str) -> bool:
    """True when nothing in the text would leave ink: spaces, line breaks, zero-width and filler characters (TU3)."""
    return all(unicodedata.category(char) in BLANK_CATEGORIES or INVISIBLE.match(char) for char in text)


def has_controls(text: str) -> bool:
    """True for a character that no keyboard types into one line."""
    return any(unicodedata.category(char) == "Cc" for char in text)


def visible(text: str) -> str:
    """Control characters as their pictures (␈): the same length, so positions stay true (TU5)."""
    return text.translate(CONTROL_PICTURES)
