"""What a citizen may send: how much, and what counts as nothing. Form, server and database read these numbers.

The unit is the character as Python and SQLite count it (one Unicode code point); a line break is one (TU6).
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass

from consult.domain.plain_text import is_blank

MAX_OPINION_CHARACTERS = 2000
# What staff type in from a letter has no counter beside it; only what no letter is long enough for is refused.
MAX_ENTERED_CHARACTERS = 20_000
MAX_OPINIONS = 50
MAX_NAME_CHARACTERS = 200
MAX_ADDRESS_CHARACTERS = 400
MAX_EMAIL_CHARACTERS = 254

EMAIL_SHAPE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class WrittenOpinion:
    """One opinion as its writer sent it; `about_package` is None for the whole draft."""

    about_package: str | None
    wording: str


@dataclass(frozen=True)
class WrittenSubmission:
    """All that one filled form says. Two forms with equal content are equal here."""

    consultation_id: int
    name: str
    address: str
    email: str
    opinions: tuple[WrittenOpinion, ...]

    @property
    def is_anonymous(self) -> bool:
        return all(is_blank(each) for each in (self.name, self.address, self.email))

    @property
    def content_hash(self) -> str:
        """Tells a repeated send from a changed one (TR7)."""
        content = [
            self.consultation_id,
            self.name,
            self.address,
            self.email,
            [[each.about_package, each.wording] for each in self.opinions],
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def as_written(typed: str | None) -> str:
    """The text as it is kept. Browsers send line breaks as CR LF: they become LF, and nothing else changes (TU8)."""
    return (typed or "").replace("\r\n", "\n").replace("\r", "\n")


def looks_like_email(text: str) -> bool:
    """Something@somewhere.somewhat, in full or half width (R26); no finer test refuses a real address."""
    return EMAIL_SHAPE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None
