"""A round as it would be published now: the snapshot, and what the check before release has to look at."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from consult import redactions
from consult.database import let_writers_in
from consult.domain.plain_text import is_blank
from consult.domain.redaction import redacted
from consult.domain.results import COUNTED, UNKNOWN, Breakdown, Point, breakdown, whole_round
from consult.domain.vocabulary import Channel, PublishedOutcome, ResultAxis, SubmitterKind
from consult.extensions import db
from consult.models import Consultation, DraftDocument, Opinion, Submission, Submitter
from consult.plan_codes import PlanCodes, plan_codes
from consult.publication import axes
from consult.publication.answer_reading import Answered, answers_of
from consult.publication.axes import Labels, Places
from consult.publication.round_reading import Arrived, arrived
from consult.publication.snapshot import Answer, Fate, Snapshot

PLACES_NAMED = 5
# Ids in one statement: a database takes some ten thousand.
TOGETHER = 5_000


@dataclass(frozen=True)
class LiveRound:
    """`left_over`: opinions that ask for an answer and stand in no group (R35). `voices`: their words, masked, by id."""

    consultation: Consultation
    opinions: tuple[Arrived, ...]
    answers: tuple[Answered, ...]
    snapshot: Snapshot

    @property
    def left_over(self) -> list[Arrived]:
        known = {each.group.id for each in self.answers}
        return [each for each in self.to_answer if each.group_id not in known]

    @property
    def to_answer(self) -> list[Arrived]:
        return [each for each in self.opinions if each.outcome is PublishedOutcome.ANSWERED]

    @property
    def standing_answers(self) -> list[Answered]:
        """Those that stand for an opinion; an empty group is nothing to publish."""
        used = {each.group_id for each in self.to_answer}
        return [each for each in self.answers if each.group.id in used]


def live_round(
    consultation: Consultation, *, with_voices: bool = False, approved_only: bool = False
) -> LiveRound:
    """`approved_only`: of a case without a plan whatever is answered goes public, and nothing has to be."""
    opinions = arrived(consultation)
    let_writers_in()
    answers = answers_of(consultation)
    let_writers_in()
    if approved_only:
        answers = [each for each in answers if each.approved_version is not None]
    plan, places = plan_codes(), axes.places_of(consultation)
    found = LiveRound(consultation, tuple(opinions), tuple(answers), Snapshot({}, (), ()))
    words = _masked_words(found.to_answer) if with_voices else {}
    rows = tuple(_rows(found, plan, places, words))
    snapshot = Snapshot(
        facts=_facts(consultation),
        answers=rows,
        counts=tuple(_counts(consultation, opinions, _Labelled(answers, plan, places))),
        fates=tuple(_fates(found, words)),
    )
    return replace(found, snapshot=snapshot)


def _masked_words(opinions: Iterable[Arrived]) -> dict[int, str]:
    """The opinions' own words, with 〔非公表〕 where somebody masked or nobody has decided yet."""
    ids = sorted(each.id for each in opinions)
    found: dict[int, str] = {}
    for at in range(0, len(ids), TOGETHER):
        chosen = Opinion.id.in_(ids[at : at + TOGETHER])
        rows = db.session.execute(select(Opinion.id, Opinion.wording).where(chosen))
        texts = dict(rows.tuples().all())
        passages = redactions.passages_of(texts)
        let_writers_in()
        found |= {key: redacted(text, passages[key].withheld) for key, text in texts.items()}
    return found


def _rows(live: LiveRound, plan: PlanCodes, places: Places, words: Mapping[int, str]) -> Iterable[Answer]:
    of_group: dict[int | None, list[Arrived]] = defaultdict(list)
    for each in live.to_answer:
        of_group[each.group_id].append(each)
    for answered in live.standing_answers:
        opinions = of_group[answered.group.id]
        of_committee = sum(each.is_of_committee for each in opinions)
        yield Answer(
            group_number=answered.group.number,
            about=_about([places.words(each, plan) for each in opinions]),
            summary=answered.summary,
            opinions=len(opinions) - of_committee,
            committee_opinions=of_committee,
            wording=answered.wording,
            reason=answered.reason,
            class_label=answered.class_label,
            disposition=answered.disposition,
            division=answered.group.division,
            revisions=answered.revisions,
            voices=tuple(words[each.id] for each in opinions if each.id in words),
        )


def _about(places: Sequence[str]) -> str:
    named = list(dict.fromkeys(places))
    more = "ほか" if len(named) > PLACES_NAMED else ""
    return ("、".join(named[:PLACES_NAMED]) + more)[:300]


def _fates(live: LiveRound, words: Mapping[int, str]) -> Iterable[Fate]:
    numbers = {each.group.id: each.group.number for each in live.standing_answers}
    for each in live.opinions:
        number = numbers.get(each.group_id or 0) if each.outcome is PublishedOutcome.ANSWERED else None
        yield Fate(each.id, each.outcome, number, words.get(each.id))


@dataclass(frozen=True)
class _Labelled:
    """What turns an opinion into a point: its class, its place."""

    answers: Sequence[Answered]
    plan: PlanCodes
    places: Places

    def class_codes(self, lines: Labels) -> dict[int, str]:
        """By group id."""
        codes = {label: code for code, label in lines}
        return {each.group.id: codes.get(each.class_label, UNKNOWN) for each in self.answers}

    def point(self, each: Arrived, classes: Mapping[int, str], districts: Labels) -> Point:
        of_topic = each.outcome is PublishedOutcome.OFF_TOPIC
        more = {
            "place": self.places.code(each),
            "class": each.outcome.value if of_topic else classes.get(each.group_id or 0, UNKNOWN),
        }
        district = each.values.get(ResultAxis.DISTRICT, UNKNOWN)
        if district:
            more["district"] = axes.listed_district(district, districts)
        return each.point(**more)


def _counts(
    consultation: Consultation, opinions: Sequence[Arrived], labelled: _Labelled
) -> Iterable[Breakdown]:
    ours = [each for each in opinions if not each.is_of_committee]
    given = [each for each in opinions if each.is_of_committee]
    counted = [each for each in ours if each.outcome in COUNTED]
    of_groups = {each.group.id: each.class_label for each in labelled.answers}
    in_question = [each for each in opinions if each.outcome is PublishedOutcome.ANSWERED]
    used = [of_groups.get(each.group_id or 0, UNKNOWN) for each in in_question]
    classes = axes.class_lines(consultation, used)
    about_people = axes.asked_axes(consultation, counted)
    codes = labelled.class_codes(classes)
    districts = dict(about_people).get(ResultAxis.DISTRICT, [])
    points = [labelled.point(each, codes, districts) for each in counted]
    yield whole_round([each.point() for each in ours])
    of_draft = axes.place_lines(labelled.places, counted, labelled.plan)
    lines = [
        (ResultAxis.CHANNEL, axes.channel_lines(consultation, ours)),
        (ResultAxis.PLACE, of_draft if len(of_draft) > 1 else []),
        (ResultAxis.CLASS, classes),
        (ResultAxis.KIND, axes.kind_lines()),
        *about_people,
        (ResultAxis.THEME, axes.theme_lines(labelled.plan, counted)),
        (ResultAxis.PACKAGE, axes.package_lines(labelled.plan, counted)),
    ]
    for axis, labels in lines:
        if labels:
            yield breakdown(axis, points, labels)
    if given or Channel.COMMITTEE in {each.channel for each in consultation.methods}:
        yield from _committee(given, labelled, classes, codes)


def _committee(
    given: Sequence[Arrived], labelled: _Labelled, classes: Labels, codes: Mapping[int, str]
) -> Iterable[Breakdown]:
    yield whole_round([each.point() for each in given], ResultAxis.COMMITTEE)
    if classes:
        counted = [each for each in given if each.outcome in COUNTED]
        of_class = [
            Point(
                point.person,
                point.outcome,
                point.text,
                {ResultAxis.COMMITTEE_CLASS: point.on(ResultAxis.CLASS)},
            )
            for point in (labelled.point(each, codes, []) for each in counted)
        ]
        yield breakdown(ResultAxis.COMMITTEE_CLASS, of_class, classes)


def _facts(consultation: Consultation) -> dict[str, Any]:
    """The allow-listed facts of the case; whatever is not named here is not published (R50)."""
    closed_early = consultation.closed_early_at
    return {
        "title": consultation.title,
        "purpose": consultation.purpose,
        "opens_on": consultation.opens_on.isoformat(),
        "closes_on": consultation.closes_on.isoformat(),
        "closed_early_at": closed_early.isoformat() if closed_early else None,
        "closed_early_reason": consultation.closed_early_reason if closed_early else "",
        "methods": [
            each.channel.label for each in consultation.methods if each.channel is not Channel.COMMITTEE
        ],
        "unit": consultation.submitter_unit,
        "division": consultation.division.name if consultation.division else "",
        "contact": consultation.contact,
        "organisations": _organisations(consultation),
        "drafts": _drafts(consultation),
        "dropped_reason": consultation.dropped_reason if consultation.dropped_at else "",
    }


def _organisations(consultation: Consultation) -> list[str]:
    """R52: names of organisations that agreed to be named, and nobody else's."""
    names = db.session.scalars(
        select(Submitter.organisation)
        .join(Submission, Submission.submitter_id == Submitter.id)
        .where(
            Submission.consultation_id == consultation.id,
            Submission.withdrawn_at.is_(None),
            Submission.set_aside_at.is_(None),
            Submission.is_late.is_(False),
            Submitter.kind == SubmitterKind.ORGANISATION,
            Submitter.may_name_organisation.is_(True),
        )
    )
    return sorted({name.strip() for name in names if not is_blank(name)})


def _drafts(consultation: Consultation) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(DraftDocument.number, DraftDocument.label)
        .where(DraftDocument.consultation_id == consultation.id, DraftDocument.released_at.is_not(None))
        .order_by(DraftDocument.number)
    )
    return [{"number": number, "label": label} for number, label in rows]
