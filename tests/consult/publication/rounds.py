"""Rounds that have ended, in rows: so many people, so many opinions, answers that were approved."""

import itertools
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from consult import clock
from consult.domain.same_text import text_digest
from consult.domain.vocabulary import (
    Channel,
    Disposition,
    OpinionSource,
    ResponseState,
    ResponseStep,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import (
    AcceptedMethod,
    AnswerGroup,
    Consultation,
    Opinion,
    Publication,
    Submission,
    Submitter,
)
from consult.publication import services
from consult.publication.services import Wanted
from tests import factories

WORDS = ("バスの本数を増やしてほしい。", "放課後の教室を開いてほしい。", "図書館を夜も開けてほしい。")


def ended_consultation(**fields: Any) -> Consultation:
    values = {"opens_on": date(2026, 1, 5), "closes_on": date(2026, 2, 3)}
    return factories.make_consultation(**values | fields)


def with_methods(*channels: Channel) -> list[AcceptedMethod]:
    return [AcceptedMethod(channel=each, position=n) for n, each in enumerate(channels, start=1)]


def answered_group(
    consultation: Consultation,
    *,
    result_class: Any = None,
    state: Any = ResponseState.APPROVED,
    **content: Any,
) -> AnswerGroup:
    """A group whose answer was approved as its first version."""
    group = factories.make_answer_group(
        consultation=consultation, summary=content.pop("summary", "バスの本数を増やしてほしい。")
    )
    response = factories.make_official_response(group=group, result_class=result_class, state=state)
    values = {
        "summary": group.summary,
        "wording": response.wording,
        "reason": "",
        "class_label": result_class.label if result_class else "",
        "disposition": result_class.disposition.value if result_class else None,
        "revisions": [],
    }
    if result_class and result_class.disposition is Disposition.EXPLAINED:
        values["reason"] = "運転手が足りないため。"
    if result_class and result_class.disposition is Disposition.REVISED:
        values["revisions"] = [{"place": "第1章", "before": "四本", "after": "六本"}]
    factories.make_response_version(response=response, content=values | content)
    if state is ResponseState.APPROVED:
        factories.make_response_act(response=response, step=ResponseStep.APPROVED)
    return group


def send(
    consultation: Consultation,
    wordings: Sequence[str] = WORDS[:1],
    *,
    group: AnswerGroup | None = None,
    of_opinion: dict[str, Any] | None = None,
    **fields: Any,
) -> list[Opinion]:
    """One submission with its opinions."""
    submission = factories.make_submission(consultation=consultation, **fields)
    return [
        factories.make_opinion(
            submission=submission,
            position=n,
            wording=wording,
            answer_group_id=group.id if group else None,
            **of_opinion or {},
        )
        for n, wording in enumerate(wordings, start=1)
    ]


def sow_many(
    consultation: Consultation,
    *,
    people_by_channel: Sequence[tuple[Channel, int]],
    groups: Sequence[tuple[AnswerGroup, int]],
) -> None:
    """So many people by each way; the opinions of the groups are dealt out to them, each has at least one."""
    channels = [channel for channel, people in people_by_channel for _ in range(people)]
    first_id = (db.session.query(Submitter.id).count() or 0) + 1
    ids = range(first_id, first_id + len(channels))
    kind = SubmitterKind.ANONYMOUS
    db.session.execute(insert(Submitter), [{"id": n, "kind": kind} for n in ids])
    first_submission = db.session.query(Submission.id).count() + 1
    submissions = range(first_submission, first_submission + len(channels))
    db.session.execute(
        insert(Submission),
        [
            {
                "id": submission,
                "submitter_id": submitter,
                "consultation_id": consultation.id,
                "channel": channel,
                "received_at": factories.NOW,
                "receipt_hash": secrets.token_hex(32),
                "form_token_hash": secrets.token_hex(32),
                "content_hash": "0" * 64,
            }
            for submission, submitter, channel in zip(submissions, ids, channels, strict=True)
        ],
    )
    group_ids = [group.id for group, opinions in groups for _ in range(opinions)]
    senders = itertools.cycle(submissions)
    db.session.execute(
        insert(Opinion),
        [
            {
                "source": OpinionSource.SUBMISSION,
                "submission_id": next(senders),
                "position": n,
                "wording": (wording := WORDS[n % len(WORDS)]),
                "text_digest": text_digest(wording),
                "answer_group_id": group_id,
                "created_at": factories.NOW,
            }
            for n, group_id in enumerate(group_ids)
        ],
    )


def release(consultation: Consultation, note: str = "", **wanted: Any) -> Publication:
    """As an official does who has looked at what the page shows. Commits."""
    found = services.proposed(
        consultation, at=clock.now(), note=note, with_voices=wanted.get("with_voices", False)
    )
    values = {
        "number": found.number,
        "seen": found.live.snapshot.digest,
        "note": note,
        "ticked": frozenset(each.key for each in found.check.to_tick),
    }
    publication = services.release(
        consultation, Wanted(**values | wanted), by=factories.make_staff_member(), at=clock.now()
    )
    db.session.commit()
    return publication
