"""The lines of every breakdown of one case: what the case offers, what came besides, and a line for what is not known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from consult.domain.results import UNKNOWN
from consult.domain.vocabulary import (
    AgeBand,
    Channel,
    Facet,
    PublishedOutcome,
    ResultAxis,
    SubmitterClass,
    SubmitterItem,
    SubmitterKind,
    Vocabulary,
)
from consult.extensions import db
from consult.models import Consultation, District, DraftDocument, DraftSection
from consult.plan_codes import PlanCodes
from consult.publication.round_reading import SEVERAL, Arrived

Labels = list[tuple[str, str]]
NOT_KNOWN = "不明・無回答"
WHOLE_DRAFT = "案の全体・指定なし"
NOT_DECIDED = "分類していないもの"
LONGEST_LABEL = 200
ELSEWHERE = "elsewhere"
NO_CLASS = "区分なし・回答前"
# What a case may ask of a submitter, and the axis it gives.
ASKED = {
    SubmitterItem.SUBMITTER_CLASS: ResultAxis.SUBMITTER_CLASS,
    SubmitterItem.DISTRICT: ResultAxis.DISTRICT,
    SubmitterItem.AGE_BAND: ResultAxis.AGE_BAND,
}


@dataclass(frozen=True)
class Place:
    """A section of the draft: its own heading, and the chapter it is counted in."""

    key: str
    heading: str
    chapter: str


@dataclass(frozen=True)
class Places:
    """Sections by id, and the chapters of the text that citizens read last."""

    by_id: dict[int, Place] = field(default_factory=dict)
    chapters: Labels = field(default_factory=list)

    def code(self, each: Arrived) -> str:
        if place := self.by_id.get(each.section_id or 0):
            return f"s:{place.chapter}"
        return f"p:{each.package}" if each.package else UNKNOWN

    def words(self, each: Arrived, plan: PlanCodes) -> str:
        """As precise as the opinion says it."""
        if place := self.by_id.get(each.section_id or 0):
            return place.heading
        return plan.label(Facet.PACKAGE, each.package) if each.package else "案の全体"


def places_of(consultation: Consultation) -> Places:
    """Two queries, whatever the length of the draft."""
    documents = db.session.execute(
        select(DraftDocument.id, DraftDocument.released_at)
        .where(DraftDocument.consultation_id == consultation.id, DraftDocument.discarded_at.is_(None))
        .order_by(DraftDocument.number)
    ).all()
    sections = db.session.execute(
        select(DraftSection.document_id, DraftSection.id, DraftSection.key)
        .add_columns(DraftSection.level, DraftSection.heading)
        .where(DraftSection.document_id.in_([each.id for each in documents]))
        .order_by(DraftSection.document_id, DraftSection.position)
    ).all()
    released = [each.id for each in documents if each.released_at] or [each.id for each in documents]
    newest = released[-1] if released else None
    found = Places()
    chapters: dict[str, str] = {}
    for document in documents:
        of_it = [each for each in sections if each.document_id == document.id]
        top, chapter = min((each.level for each in of_it), default=1), ""
        for each in of_it:
            if each.level == top or not chapter:
                chapter = each.key
                if document.id == newest:
                    chapters[f"s:{each.key}"] = each.heading[:LONGEST_LABEL]
            found.by_id[each.id] = Place(each.key, each.heading, chapter)
    found.chapters.extend(chapters.items())
    return found


def place_lines(places: Places, opinions: Iterable[Arrived], plan: PlanCodes) -> Labels:
    lines = dict(places.chapters)
    used = {places.code(each): each for each in opinions}
    if any(code.startswith("p:") for code in used):
        lines |= {f"p:{each.code}": each.label for each in plan.packages}
    for code, each in sorted(used.items()):
        if code and code not in lines:
            lines[code] = places.words(each, plan)[:LONGEST_LABEL]
    return [*lines.items(), (UNKNOWN, WHOLE_DRAFT)]


def channel_lines(consultation: Consultation, opinions: Iterable[Arrived]) -> Labels:
    """What the case accepts, and what came all the same; committee members are counted apart."""
    offered = {each.channel for each in consultation.methods} | {each.channel for each in opinions}
    return _labels(each for each in Channel if each in offered and each is not Channel.COMMITTEE)


def kind_lines() -> Labels:
    return _labels(SubmitterKind)


def asked_axes(consultation: Consultation, opinions: Sequence[Arrived]) -> list[tuple[ResultAxis, Labels]]:
    """What the case asks of submitters; an item that it does not ask gives no table full of 不明."""
    asked = {each.item for each in consultation.asked_items}
    found = []
    for item, axis in ASKED.items():
        if item in asked or any(axis in each.values for each in opinions):
            found.append((axis, _lines_about_people(axis, opinions)))
    return found


def _lines_about_people(axis: ResultAxis, opinions: Iterable[Arrived]) -> Labels:
    if axis is ResultAxis.DISTRICT:
        names = list(db.session.scalars(select(District.name).order_by(District.position, District.id)))
        typed = {each.values.get(axis, UNKNOWN) for each in opinions} - {UNKNOWN, *names}
        other = [(ELSEWHERE, "一覧にない地区")] if typed else []
        return [*((name, name) for name in names), *other, (UNKNOWN, NOT_KNOWN)]
    words: type[Vocabulary] = SubmitterClass if axis is ResultAxis.SUBMITTER_CLASS else AgeBand
    return [*_labels(words), (UNKNOWN, NOT_KNOWN)]


def listed_district(code: str, lines: Labels) -> str:
    """A typed word may be an address: what is not on the city's list is never printed."""
    return code if code in {each for each, _ in lines} else ELSEWHERE


def theme_lines(plan: PlanCodes, opinions: Iterable[Arrived]) -> Labels:
    return _tag_lines(ResultAxis.THEME, [(each.code, each.label) for each in plan.themes], opinions)


def package_lines(plan: PlanCodes, opinions: Iterable[Arrived]) -> Labels:
    known = [*((each.code, each.label) for each in plan.packages), (SEVERAL, "二つ以上のパッケージ")]
    return _tag_lines(ResultAxis.PACKAGE, known, opinions)


def _tag_lines(axis: ResultAxis, known: Labels, opinions: Iterable[Arrived]) -> Labels:
    used = {each.values.get(axis, UNKNOWN) for each in opinions}
    if used <= {UNKNOWN}:
        return []
    older = sorted(used - {code for code, _ in known} - {UNKNOWN})
    return [*known, *((code, code) for code in older), (UNKNOWN, NOT_DECIDED)]


def class_lines(consultation: Consultation, used: Sequence[str]) -> Labels:
    """The city's labels, each once although it may stand for two codes (§4), and one line for 対象外."""
    labels = list(
        dict.fromkeys([each.label for each in consultation.result_classes] + [u for u in used if u])
    )
    if not labels:
        return []
    lines = [(f"c{n}", label) for n, label in enumerate(labels, start=1)]
    lines.append((PublishedOutcome.OFF_TOPIC.value, PublishedOutcome.OFF_TOPIC.label))
    # Before everything is answered; in a publication of a case with classes every answer has one.
    return lines if all(used) else [*lines, (UNKNOWN, NO_CLASS)]


def _labels(members: Iterable[Vocabulary]) -> Labels:
    return [(each.value, each.label) for each in members]
