"""Citizens' and officials' text is plain text, kept as typed; only the kind of line break is made one."""

import unicodedata

ALLOWED_CONTROLS = {"\n", "\t"}
CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in ALLOWED_CONTROLS} | {
    0x7F: 0x2421
}


def unix_newlines(text: str) -> str:
    """CRLF (what browsers send) and lone CR as LF, so that positions count a line break once."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_blank(text: str) -> bool:
    """True when a reader would see nothing: blanks, and characters without a shape of their own (TU3)."""
    return all(char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Mn") for char in text)


def has_controls(text: str) -> bool:
    """True for a character that no keyboard types into one line."""
    return any(unicodedata.category(char) == "Cc" for char in text)


def visible(text: str) -> str:
    """Control characters as their pictures (␈): the same length, so positions stay true (TU5)."""
    return text.translate(CONTROL_PICTURES)
