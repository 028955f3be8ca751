"""Whole numbers out of what a request carries: ids, versions and places that a page sent, and numbers that people type."""

import unicodedata

# More digits than any row, version or place of ours has.
MOST_DIGITS = 9


def sent_number(typed: str | None) -> int | None:
    """As a page of ours sends it; None for what a person's browser cannot have sent."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None


def number(typed: str | None) -> int:
    """The same; 0, which nothing bears, for anything else."""
    return sent_number(typed) or 0


def typed_number(typed: str | None) -> int:
    """As people type it, in any width; 0 for anything else."""
    return number(unicodedata.normalize("NFKC", typed or "").strip())
