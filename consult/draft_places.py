"""Where in a draft an opinion points: what a form offers, how a choice is sent, what it is called, what a row keeps.

A place is sent as one value: "" the whole draft, `s:<key>` a section, `s:<key>:<n>` its n-th passage, `p:<code>` a package of
the strategy. Keys are the same in every version of the text, so a value from a page opened yesterday still says the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.domain.draft_blocks import blocks_of
from consult.domain.draft_text import chapter_starts, shown_heading
from consult.domain.plain_text import visible
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import Consultation, DraftDocument, DraftSection, Opinion
from consult.plan_codes import PlanCode, PlanCodes, plan_codes

WHOLE_DRAFT = ("", "全体（案の全体について）")
# How much of a passage tells which one it is.
QUOTED = 30

_VALUE = re.compile(
    r"s:(?P<key>s[1-9][0-9]{0,5})(?::(?P<passage>[1-9][0-9]{0,4}))?|p:(?P<package>[^\s:]{1,16})"
)


@dataclass(frozen=True)
class Place:
    """Nothing set is the whole draft."""

    key: str | None = None
    passage: int | None = None
    package: str | None = None

    @property
    def value(self) -> str:
        if self.package:
            return f"p:{self.package}"
        if not self.key:
            return ""
        return f"s:{self.key}:{self.passage}" if self.passage else f"s:{self.key}"


@dataclass(frozen=True)
class PlaceColumns:
    """A place as `Opinion` keeps it: `Opinion(**vars(columns))`."""

    about_section_id: int | None = None
    about_passage: int | None = None
    about_package: str | None = None


def read_place(value: str | None) -> Place | None:
    """None for what no form of ours can have sent. Whether the place exists is for `places_of(…)` to say."""
    if not value:
        return Place()
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    passage = int(match["passage"]) if match["passage"] else None
    return Place(match["key"], passage, match["package"])


def text_citizens_read(consultation_id: int) -> DraftDocument | None:
    """The released version with the highest number; None while there is none. One query."""
    return db.session.scalar(
        select(DraftDocument)
        .where(DraftDocument.consultation_id == consultation_id, DraftDocument.released_at.is_not(None))
        .order_by(DraftDocument.number.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class ReadableChapter:
    """A page of the draft's text; `place` is what the form is sent when somebody writes about it."""

    key: str
    title: str
    place: str


def chapters_to_read(consultation_id: int) -> list[ReadableChapter]:
    """What citizens can read of the draft, in order; two queries."""
    text = text_citizens_read(consultation_id)
    sections = text.sections if text else []
    firsts = [sections[at] for at in chapter_starts(sections)]
    return [
        ReadableChapter(each.key, visible(shown_heading(each.heading)), Place(each.key).value)
        for each in firsts
    ]


def packages_to_write_about(consultation: Consultation, *, has_text: bool) -> Sequence[PlanCode]:
    """The packages of the strategy that a case offers; one query where it does."""
    offers = consultation.offered_places.has_packages(has_text=has_text)
    return plan_codes().packages if offers else ()


class Places:
    """The places of one consultation, read once: four queries whatever the length of the text."""

    def __init__(self, consultation: Consultation, codes: PlanCodes | None = None) -> None:
        text = text_citizens_read(consultation.id)
        self._sections: Sequence[DraftSection] = text.sections if text else ()
        self._by_key = {each.key: each for each in self._sections}
        self._packages = (codes or plan_codes()).packages
        self._offers_packages = consultation.offered_places.has_packages(has_text=bool(self._sections))

    def choices(self, chosen: Iterable[str | None] = ()) -> list[tuple[str, str]]:
        """(value, label): the whole, each section, packages where the case offers them; and whatever else is `chosen`."""
        passages: dict[str, set[int]] = {}
        places = [place for place in map(read_place, chosen) if place]
        for place in places:
            if place.key and place.passage and self.label_of(place):
                passages.setdefault(place.key, set()).add(place.passage)
        found = [WHOLE_DRAFT]
        for each in self._sections:
            indent = "　" * (each.level - 1)
            found.append((f"s:{each.key}", f"{indent}{self._heading(each)}"))
            for number in sorted(passages.get(each.key, ())):
                place = Place(each.key, number)
                found.append((place.value, f"{indent}　{self.label_of(place)}"))
        chosen_packages = {place.package for place in places}
        return [
            *found,
            *(
                (f"p:{each.code}", each.label)
                for each in self._packages
                if self._offers_packages or each.code in chosen_packages
            ),
        ]

    def label_of(self, place: Place | None) -> str:
        """What a place is called; "" where there is none such."""
        if place is None:
            return ""
        if place.package:
            return next((each.label for each in self._packages if each.code == place.package), "")
        if not place.key:
            return WHOLE_DRAFT[1]
        section = self._by_key.get(place.key)
        if section is None:
            return ""
        if not place.passage:
            return self._heading(section)
        return passage_label(section, place.passage)

    def holds(self, value: str | None) -> bool:
        return bool(self.label_of(read_place(value)))

    def columns(self, value: str | None) -> PlaceColumns:
        """Of a value that `holds`; anything else is the whole draft."""
        place = read_place(value)
        if place is None or not self.label_of(place):
            return PlaceColumns()
        section = self._by_key.get(place.key or "")
        return PlaceColumns(section.id if section else None, place.passage, place.package)

    @staticmethod
    def _heading(section: DraftSection) -> str:
        return visible(shown_heading(section.heading))


def place_choices(consultation: Consultation, chosen: Iterable[str | None] = ()) -> list[tuple[str, str]]:
    """For one form; who asks more than once keeps `Places`."""
    return Places(consultation).choices(chosen)


def passage_label(section: DraftSection, number: int) -> str:
    """第1章　移動 の3番目の段落「バスを一日六本に…」; "" when it has no such passage."""
    blocks = blocks_of(section.body)
    if not 1 <= number <= len(blocks):
        return ""
    words = visible(" ".join(blocks[number - 1].text.split()))
    quoted = words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
    return f"{visible(shown_heading(section.heading))} の{number}番目の段落「{quoted}」"


def labels_of(opinions: Iterable[Opinion]) -> dict[int, str]:
    """Opinion id to the place it is about, of any version of any draft; two queries besides those of the plan."""
    listed = list(opinions)
    ids = {each.about_section_id for each in listed if each.about_section_id}
    rows = select(DraftSection).options(joinedload(DraftSection.document)).where(DraftSection.id.in_(ids))
    sections = {each.id: each for each in db.session.scalars(rows)} if ids else {}
    codes = plan_codes() if any(each.about_package for each in listed) else None
    return {each.id: _label(each, sections.get(each.about_section_id or 0), codes) for each in listed}


def value_of(opinion: Opinion) -> str:
    """The place of a row as a form's value."""
    section = opinion.about_section
    return Place(section.key if section else None, opinion.about_passage, opinion.about_package).value


def _label(opinion: Opinion, section: DraftSection | None, codes: PlanCodes | None) -> str:
    if section is not None:
        named = passage_label(section, opinion.about_passage) if opinion.about_passage else ""
        return named or visible(shown_heading(section.heading))
    if opinion.about_package and codes:
        return codes.label(Facet.PACKAGE, opinion.about_package)
    return WHOLE_DRAFT[1]
