"""Which of the opinions that wait for a group somebody asks for: allow-listed names only (TP7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property

from sqlalchemy import ColumnElement, Select, String, exists, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from consult import standing
from consult.answer_standing import awaits_group
from consult.copies_listed import listed_by_text
from consult.domain.vocabulary import Channel, Facet
from consult.extensions import db
from consult.models import DraftSection, Opinion, Submission
from consult.search.finding import Search, search_for

SECTION, PACKAGE, WHOLE = "s:", "p:", "whole"
REPEATED = "yes"
SORTS = {"number": "届いた順", "same": "同じ文の多い順"}


@dataclass(frozen=True)
class GroupingFilter:
    """`place` as in the form of citizens: `s:<key>`, `p:<code>` or whole. `text` is a digest, `by` text lists each once."""

    consultation_id: int
    q: str = ""
    place: str = ""
    package: str = ""
    channel: Channel | None = None
    text: str = ""
    repeated: str = ""
    by: str = ""
    sort: str = "number"

    def as_args(self) -> dict[str, str]:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        given["channel"] = self.channel.value if self.channel else ""
        given["sort"] = "" if self.sort == "number" else self.sort
        return {name: str(value) for name, value in given.items() if value}

    @cached_property
    def search(self) -> Search:
        return search_for(self.q)

    def found(self) -> Select[tuple[int]]:
        """The ids of every opinion that is asked for, each copy by itself."""
        return select(Opinion.id).where(*self.conditions())

    def listed(self) -> Select[tuple[int]]:
        """The ids of the rows of the list, in its order."""
        return listed_by_text(self.found(), by=self.by, sort=self.sort)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield awaits_group(self.consultation_id)
        if self.q:
            yield self.search.in_opinions()
        if self.place:
            yield place_is(self.place)
        if self.package:
            yield or_(
                standing.is_confirmed(Facet.PACKAGE, self.package),
                standing.is_suggested(Facet.PACKAGE, self.package),
            )
        if self.channel:
            yield Opinion.submission_id.in_(select(Submission.id).where(Submission.channel == self.channel))
        if self.text:
            yield Opinion.text_digest == self.text
        if self.repeated:
            yield _has_a_copy(self.consultation_id)

    def counts(self) -> dict[str, Mapping[str, int]]:
        """How many opinions each place and channel would leave, the other filters standing. Two queries."""
        by_place = select(place_code(), func.count()).outerjoin(Opinion.about_section)
        by_channel = select(type_coerce(Submission.channel, String), func.count()).join(Opinion.submission)
        other_places, other_channels = replace(self, place=""), replace(self, channel=None)
        places = by_place.where(*other_places.conditions()).group_by(place_code())
        channels = by_channel.where(*other_channels.conditions()).group_by(Submission.channel)
        return {
            "place": {row[0]: row[1] for row in db.session.execute(places)},
            "channel": {row[0]: row[1] for row in db.session.execute(channels)},
        }


def place_code() -> ColumnElement[str]:
    """For a statement that joins DraftSection outside."""
    return func.coalesce(SECTION + DraftSection.key, PACKAGE + Opinion.about_package, WHOLE)


def place_is(place: str) -> ColumnElement[bool]:
    """A section is the same place in every version of the draft."""
    if place.startswith(SECTION):
        keys = select(DraftSection.id).where(DraftSection.key == place.removeprefix(SECTION))
        return Opinion.about_section_id.in_(keys)
    if place.startswith(PACKAGE):
        return (Opinion.about_package == place.removeprefix(PACKAGE)) & Opinion.about_section_id.is_(None)
    return Opinion.about_package.is_(None) & Opinion.about_section_id.is_(None)


def _has_a_copy(consultation_id: int) -> ColumnElement[bool]:
    other, sent = aliased(Opinion), aliased(Submission)
    return (
        exists()
        .where(
            other.text_digest == Opinion.text_digest,
            other.id != Opinion.id,
            other.answer_group_id.is_(None),
            sent.id == other.submission_id,
            sent.consultation_id == consultation_id,
        )
        .correlate(Opinion)
    )
