"""The invented cases of `flask demo`: one that is open, with opinions waiting; one that is answered and published.

Everything happens through the services that the pages use, with the days set back.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from consult import clock
from consult.consultations import services as consultations
from consult.consultations.written import Details, Written
from consult.demo.people import People
from consult.demo.plan_text import text_of_plan
from consult.demo.read_as import read
from consult.domain import receipt
from consult.domain.period import JAPAN, CommentPeriod
from consult.domain.standard_notice import STANDARD_TEXTS
from consult.domain.submission_rules import WrittenOpinion, WrittenSubmission, WrittenSubmitter
from consult.domain.vocabulary import Channel, Disposition, ResponseStep
from consult.draft_places import Places
from consult.draft_texts import services as draft_texts
from consult.draft_texts.services import WrittenText
from consult.extensions import db
from consult.intake.services import Arrival, receive_submission
from consult.models import AnswerGroup, Consultation, Opinion, StaffMember, StoredFile, Submission
from consult.official_response import revisions
from consult.official_response import services as answers
from consult.official_response.acts import Seen, take_steps
from consult.official_response.acts import Wanted as WantedStep
from consult.official_response.papers import Paper, papers_of
from consult.publication import services as publication
from consult.summary.services import make_group_of_each
from consult.uploads import SetAside


def open_case(entry: dict[str, Any], *, by: StaffMember) -> None:
    """Began a week ago; what has arrived waits for somebody to sort it."""
    today, draft = clock.today(), entry["draft"].encode("utf-8")
    file = StoredFile(
        name=entry["draft_name"],
        media_type="text/plain",
        size=len(draft),
        sha256=hashlib.sha256(draft).hexdigest(),
        content=draft,
        created_at=clock.now(),
    )
    period = CommentPeriod(today - timedelta(days=7), today + timedelta(days=23))
    case = _announced(entry, period, by, files=(SetAside(file, ""),), text=text_of_plan(entry["text"]))
    list(_received(case, entry["submissions"], first_at=clock.now() - timedelta(days=2)))


def ended_round(entry: dict[str, Any], people: People) -> list[str]:
    """Closed a month ago, answered, approved and published. The receipt numbers of its submissions."""
    today = clock.today()
    period = CommentPeriod(today - timedelta(days=60), today - timedelta(days=30))
    case = _announced(entry, period, people.official, text=entry["text"])
    first_at = _moment(period.opens_on + timedelta(days=3), time(19))
    numbers = list(_received(case, entry["submissions"], first_at=first_at))
    ids = (
        select(Opinion.id).join(Submission).where(Submission.consultation_id == case.id).order_by(Opinion.id)
    )
    opinion_ids = list(db.session.scalars(ids))
    read(case, opinion_ids, entry["read_as"], people)
    groups = make_group_of_each(case, opinion_ids, by=people.official)
    for group, written in zip(groups, entry["answers"], strict=True):
        _answer(case, group, written, by=people.drafter)
    for step, by in (
        (ResponseStep.SENT_TO_APPROVAL, people.drafter),
        (ResponseStep.APPROVED, people.approver),
    ):
        papers = papers_of(groups)
        taken = take_steps(papers, WantedStep(step, by, _seen(papers)))
        assert not taken.refused, taken.refused
    found = publication.proposed(case, at=clock.now(), with_voices=True)
    seen = publication.Wanted(found.number, found.live.snapshot.digest, with_voices=True)
    publication.release(case, seen, by=people.official, at=clock.now())
    return numbers


def _announced(
    entry: dict[str, Any],
    period: CommentPeriod,
    by: StaffMember,
    *,
    text: str,
    files: tuple[SetAside, ...] = (),
) -> Consultation:
    methods = {Channel.of(code): words for code, words in entry["methods"].items()}
    written = Written(
        texts={**STANDARD_TEXTS, **entry["texts"]},
        period=period,
        details=Details(methods=methods),
        files=files,
    )
    at = _moment(period.opens_on, time(0))
    case = consultations.open_consultation(written, by=by, at=at)
    document = draft_texts.add_version(case, WrittenText(entry["text_label"], text), by=by, at=at)
    draft_texts.release(document, version=document.version, by=by, at=at)
    consultations.announce_consultation(case, by=by, at=at)
    return case


def _received(
    case: Consultation, sent: Sequence[list[dict[str, str]]], *, first_at: datetime
) -> Iterator[str]:
    places = Places(case)
    for number, opinions in enumerate(sent):
        written = WrittenSubmission(
            case.id, WrittenSubmitter(), tuple(WrittenOpinion(**opinion) for opinion in opinions)
        )
        token = receipt.new_form_token()
        receive_submission(case, written, Arrival(token, first_at + timedelta(hours=9 * number), places))
        yield receipt.grouped(receipt.receipt_number(token))


def _answer(case: Consultation, group: AnswerGroup, written: dict[str, Any], *, by: StaffMember) -> None:
    if revised := written.get("revision"):
        section = next(each for each in revisions.sections_of(case.id) if each.key == revised["section"])
        change = revisions.WrittenRevision(section, "", revised["before"], revised["after"])
        revisions.add(papers_of([group])[0], change, by=by)
    paper = papers_of([group])[0]
    wanted = Disposition.of(written["disposition"])
    answer = answers.Written(
        summary=group.summary,
        wording=written["wording"],
        reason=written.get("reason", ""),
        result_class=next(each for each in case.result_classes if each.disposition is wanted),
    )
    answers.save_answer(paper, answer, version=paper.response.version, by=by)


def _seen(papers: Sequence[Paper]) -> dict[int, Seen]:
    return {paper.group.id: Seen(paper.response.version, paper.opinions) for paper in papers}


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, JAPAN).astimezone(UTC)
