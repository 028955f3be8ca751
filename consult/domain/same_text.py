"""Which opinions are copies of one text: told by a digest of what a reader sees, so that a database can look them up."""

import hashlib
import unicodedata
from functools import lru_cache

DIGEST_BYTES = 16


def text_digest(wording: str) -> str:
    """Equal for copies of one text, however they are spaced, wrapped or set in width.

    It is stored with every opinion: whoever changes what counts as equal writes a migration that fills it anew.
    """
    return hashlib.blake2b(seen(wording).encode(), digest_size=DIGEST_BYTES).hexdigest()


def seen(wording: str) -> str:
    """What is compared: without blanks, width and what nobody sees."""
    ink = "".join(filter(_is_ink, unicodedata.normalize("NFKC", wording)))
    # A voice mark that stood behind a blank joins its kana only now.
    return unicodedata.normalize("NFC", ink)


@lru_cache(maxsize=4096)
def _is_ink(char: str) -> bool:
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return False
    return not unicodedata.name(char, "").startswith("VARIATION SEL")
