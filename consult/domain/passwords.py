"""What a password must be: long and not easily guessed. No rule about kinds of characters (TS5, NIST SP 800-63B)."""

import unicodedata

SHORTEST = 15
LONGEST = 128


def normalised_password(typed: str) -> str:
    """The same password however the keyboard writes it: full-width, half-width, composed or not."""
    return unicodedata.normalize("NFKC", typed)
