"""意見の行方 of one submission: how each opinion was read, the answer, and what changed in the draft (C9).

Only what is published: the newest publication of the case and what it copied. Before that there is a sentence that
says when to come back. A part that staff cut out of an opinion is told by its words.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.domain.vocabulary import Facet, PublicationKind, PublishedOutcome
from consult.domain.word_diff import Part, word_diff
from consult.extensions import db
from consult.models import (
    Opinion,
    Publication,
    PublishedAnswer,
    PublishedOpinion,
    PublishedReading,
    RoadCode,
    Submission,
)
from consult.plan_codes import PlanCodes, plan_codes

# What citizens read instead of an answer.
WITHOUT_ANSWER = {
    PublishedOutcome.OFF_TOPIC: "この案件の案についての意見ではないため、対象外として数えました。市の考え方は示していません。",
    PublishedOutcome.LATE: "募集期間のあとに届いたため、件数を分けて公表しました。市の考え方は示していません。",
    PublishedOutcome.SET_ASIDE: "受付の対象としませんでした。くわしくは担当課にお問い合わせください。",
    PublishedOutcome.WITHDRAWN: "取り下げられた意見として、件数だけを公表しました。",
}


@dataclass(frozen=True)
class ChangedText:
    """A place of the draft before and after, compared word by word."""

    place: str
    before: str
    after: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Treated:
    """One opinion, or a part of one (`part`: its words), in the publication. `answer` is a row of the published table.

    `road_code` names its page on the public road, "" where its words are not public.
    """

    part: str
    read_as: tuple[str, ...]
    answer: PublishedAnswer | None
    instead: str
    changes: tuple[ChangedText, ...]
    road_code: str = ""

    def in_lines(self) -> list[str]:
        """As the copy to keep tells it."""
        told = [("あなたの意見のうち", self.part), ("扱い", self.instead)]
        if self.answer:
            told += [
                ("意見の概要", self.answer.summary),
                ("市の考え方", self.answer.wording),
                ("理由", self.answer.reason),
                ("反映区分", self.answer.class_label),
            ]
        for change in self.changes:
            told += [
                ("変わったところ", change.place),
                ("　変更前", change.before),
                ("　変更後", change.after),
            ]
        return [f"　{name}：{words}" for name, words in told if words]


@dataclass(frozen=True)
class WayBack:
    """For each own opinion, in the sender's order, what became of it; no publication: nothing is public yet."""

    published_at: datetime | None = None
    is_dropped: bool = False
    note: str = ""
    of_opinions: tuple[tuple[Treated, ...], ...] = ()


def way_back(submission: Submission, own: Sequence[Opinion]) -> WayBack:
    """`own`: the opinions as their sender knows them. A fixed number of queries, whatever their number."""
    publication = _newest(submission)
    if publication is None:
        return WayBack(of_opinions=tuple(() for _ in own))
    fates = _fates(publication, submission)
    read_as, codes = _read_as(publication, fates), _road_codes(publication, fates)
    parts = _parts_of(submission)
    return WayBack(
        publication.published_at,
        publication.kind is PublicationKind.NOT_ADOPTED,
        publication.note,
        tuple(
            tuple(
                replace(
                    _treated(
                        fates[each.id], "" if each is opinion else each.wording, read_as.get(each.id, ())
                    ),
                    road_code=codes.get(each.id, ""),
                )
                for each in _standing_for(opinion, parts)
                if each.id in fates
            )
            for opinion in own
        ),
    )


def _newest(submission: Submission) -> Publication | None:
    return db.session.scalar(
        select(Publication)
        .where(Publication.consultation_id == submission.consultation_id)
        .order_by(Publication.number.desc())
        .limit(1)
    )


def _fates(publication: Publication, submission: Submission) -> dict[int, PublishedOpinion]:
    rows = db.session.scalars(
        select(PublishedOpinion)
        .join(Opinion, Opinion.id == PublishedOpinion.opinion_id)
        .where(
            PublishedOpinion.publication_id == publication.id,
            Opinion.submission_id == submission.id,
        )
        .options(joinedload(PublishedOpinion.answer))
    )
    return {row.opinion_id: row for row in rows}


def _parts_of(submission: Submission) -> Mapping[int, list[Opinion]]:
    """The opinions that were made out of each one."""
    parts: dict[int, list[Opinion]] = defaultdict(list)
    made = select(Opinion).where(Opinion.submission_id == submission.id, Opinion.split_from_id.is_not(None))
    for each in db.session.scalars(made.order_by(Opinion.position, Opinion.part_start, Opinion.id)):
        parts[each.split_from_id or 0].append(each)
    return parts


def _standing_for(opinion: Opinion, parts: Mapping[int, list[Opinion]]) -> list[Opinion]:
    """The opinion and all that came out of it, in the order of its text; which of them count, the publication says."""
    return [opinion, *(found for part in parts.get(opinion.id, ()) for found in _standing_for(part, parts))]


def _read_as(publication: Publication, opinion_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The themes and packages that each was read as when this was released, as the plan calls them."""
    rows = db.session.execute(
        select(PublishedReading.opinion_id, PublishedReading.facet, PublishedReading.code).where(
            PublishedReading.publication_id == publication.id, PublishedReading.opinion_id.in_(opinion_ids)
        )
    ).all()
    codes = plan_codes() if rows else PlanCodes((), (), ())
    chosen: dict[int, set[tuple[Facet, str]]] = defaultdict(set)
    for opinion_id, facet, code in rows:
        chosen[opinion_id].add((facet, code))
    order = (*codes.themes, *codes.packages)
    return {
        opinion_id: tuple(each.label for each in order if (each.facet, each.code) in mine)
        for opinion_id, mine in chosen.items()
    }


def _road_codes(publication: Publication, fates: Mapping[int, PublishedOpinion]) -> dict[int, str]:
    """Of the answered ones whose words are public."""
    if publication.kind is PublicationKind.NOT_ADOPTED:
        return {}
    spoken = [
        key
        for key, fate in fates.items()
        if fate.wording is not None and fate.outcome is PublishedOutcome.ANSWERED
    ]
    rows = select(RoadCode.opinion_id, RoadCode.code).where(RoadCode.opinion_id.in_(spoken))
    return dict(db.session.execute(rows).tuples().all())


def _treated(fate: PublishedOpinion, part: str, read_as: tuple[str, ...]) -> Treated:
    answer = fate.answer
    changes = tuple(
        ChangedText(each["place"], each["before"], each["after"], word_diff(each["before"], each["after"]))
        for each in (answer.revisions if answer else ())
    )
    return Treated(part, read_as, answer, WITHOUT_ANSWER.get(fate.outcome, ""), changes)
