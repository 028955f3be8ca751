"""What a citizen may send: how much, and what counts as nothing. Form, server and database read these numbers.

The unit is the character as Python and SQLite count it (one Unicode code point); a line break is one (TU6).
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from consult.domain.asked_items import OF_ORGANISATION
from consult.domain.plain_text import is_blank, unix_newlines
from consult.domain.vocabulary import SubmitterItem

MAX_OPINION_CHARACTERS = 2000
# What staff type in from a letter has no counter beside it; only what no letter is long enough for is refused.
MAX_ENTERED_CHARACTERS = 20_000
MAX_OPINIONS = 50
MAX_NAME_CHARACTERS = 200
MAX_ADDRESS_CHARACTERS = 400
MAX_EMAIL_CHARACTERS = 254
MAX_NUMBER_CHARACTERS = 50
MAX_CLASS_DETAIL_CHARACTERS = 200
MAX_DISTRICT_CHARACTERS = 100

FIRST_ASKED = (SubmitterItem.NAME, SubmitterItem.ADDRESS, SubmitterItem.EMAIL)
TELL_NOBODY = frozenset({SubmitterItem.AGE_BAND, SubmitterItem.DISTRICT, SubmitterItem.SUBMITTER_CLASS})

EMAIL_SHAPE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class WrittenOpinion:
    """One opinion as its writer sent it; `place` is a value of draft_places, "" the whole draft."""

    place: str
    wording: str


@dataclass(frozen=True)
class WrittenSubmitter:
    """What a form says of its sender, as typed (R26). Items without ink may be missing."""

    items: Mapping[SubmitterItem, str] = field(default_factory=dict)
    is_organisation: bool = False
    class_detail: str = ""
    may_name_organisation: bool = False
    wants_mail: bool = False

    def item(self, item: SubmitterItem) -> str:
        return self.items.get(item, "")

    @property
    def is_anonymous(self) -> bool:
        """Nothing says who it is; an age or a district does not."""
        return all(is_blank(self.item(each)) for each in SubmitterItem if each not in TELL_NOBODY)

    def only(self, asked: Collection[SubmitterItem]) -> "WrittenSubmitter":
        """What a case may keep of it: nothing that it does not ask for (R21)."""
        knows_organisations = bool(OF_ORGANISATION & set(asked))
        return WrittenSubmitter(
            {each: text for each, text in self.items.items() if each in asked},
            is_organisation=self.is_organisation and knows_organisations,
            class_detail=self.class_detail if SubmitterItem.SUBMITTER_CLASS in asked else "",
            may_name_organisation=self.may_name_organisation and SubmitterItem.ORGANISATION in asked,
            wants_mail=self.wants_mail and SubmitterItem.EMAIL in asked,
        )


@dataclass(frozen=True)
class WrittenSubmission:
    """All that one filled form says. Two forms with equal content are equal here."""

    consultation_id: int
    submitter: WrittenSubmitter
    opinions: tuple[WrittenOpinion, ...]

    @property
    def content_hash(self) -> str:
        """Tells a repeated send from a changed one (TR7), also when the case asks for other items meanwhile."""
        by = self.submitter
        content: list[Any] = [
            self.consultation_id,
            *(by.item(each) for each in FIRST_ASKED),
            # A package has been in the hash by its bare code since before a draft had other places.
            [[each.place.removeprefix("p:") or None, each.wording] for each in self.opinions],
        ]
        more: dict[str, Any] = {
            "kind": by.is_organisation,
            "detail": by.class_detail,
            "may_name": by.may_name_organisation,
            "mail": by.wants_mail,
            **{each.value: text for each, text in by.items.items() if each not in FIRST_ASKED},
        }
        # A form of before there was more than the first three has the hash it always had.
        more = {name: value for name, value in more.items() if value}
        if more:
            content.append(sorted(more.items()))
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def as_written(typed: str | None) -> str:
    """The text as it is kept. Browsers send line breaks as CR LF: they become LF, and nothing else changes (TU8)."""
    return unix_newlines(typed or "")


def looks_like_email(text: str) -> bool:
    """Something@somewhere.somewhat, in full or half width (R26); no finer test refuses a real address."""
    return EMAIL_SHAPE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None
