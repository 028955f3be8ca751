"""How much text one paper takes: setting a page costs about a kilobyte of memory for each character."""

from consult.domain.errors import TooLongForPaper

MOST_CHARACTERS = 400_000


def check_length(characters: int, way_out: str) -> None:
    """Raises TooLongForPaper, with the way out in words."""
    if characters > MOST_CHARACTERS:
        raise TooLongForPaper(f"文が合わせて{MOST_CHARACTERS:,}字を超えるため、作れません。{way_out}")
