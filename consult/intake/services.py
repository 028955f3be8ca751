"""Receiving a submission, once and only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consult import audit
from consult.domain import receipt
from consult.domain.errors import AlreadySent, PeriodClosed
from consult.domain.submission_rules import WrittenSubmission, WrittenSubmitter
from consult.domain.vocabulary import (
    AgeBand,
    AuditAction,
    Channel,
    OpinionSource,
    SubmitterClass,
    SubmitterItem,
    SubmitterKind,
    Vocabulary,
)
from consult.draft_places import Places
from consult.extensions import db
from consult.intake import queries, receipt_mail
from consult.models import Consultation, Opinion, Submission, Submitter

CODED: dict[SubmitterItem, type[Vocabulary]] = {
    SubmitterItem.AGE_BAND: AgeBand,
    SubmitterItem.SUBMITTER_CLASS: SubmitterClass,
}


@dataclass(frozen=True)
class Arrival:
    """How one form came: `at` is the moment its complete request had arrived; `signals` stop nobody (TS8)."""

    form_token: str
    at: datetime
    places: Places
    signals: Sequence[str] = ()


def receive_submission(
    consultation: Consultation, written: WrittenSubmission, arrival: Arrival
) -> Submission:
    """Keep what was written; a repeated send of one form is the same submission, whenever it comes (TR4–TR6).

    Raises PeriodClosed outside the comment period (R23) and
    AlreadySent when this form was sent before with other content (TR7). The writer's lock makes look-up and insert
    one act; should two ever pass it, the unique hash of the token refuses the second.
    """
    earlier = sent_before(written, arrival.form_token)
    if earlier is not None:
        return earlier
    if not consultation.period.accepts(arrival.at):
        raise PeriodClosed("募集期間の外のため、受け付けられません。")
    return _keep(consultation, written, arrival)


def sent_before(written: WrittenSubmission, form_token: str) -> Submission | None:
    """What this form sent before. Raises AlreadySent when that was something else."""
    earlier = queries.submission_by_form_token(form_token)
    if earlier is not None and earlier.content_hash != written.content_hash:
        raise AlreadySent("この画面からは、すでに別の内容で意見をお送りいただいています。")
    return earlier


def _keep(consultation: Consultation, written: WrittenSubmission, arrival: Arrival) -> Submission:
    by = written.submitter.only({each.item for each in consultation.asked_items})
    submission = Submission(
        consultation=consultation,
        submitter=_submitter(by),
        channel=Channel.FORM,
        received_at=arrival.at,
        receipt_hash=receipt.fingerprint(receipt.receipt_number(arrival.form_token)),
        form_token_hash=receipt.fingerprint(arrival.form_token),
        content_hash=written.content_hash,
        signals=list(arrival.signals),
    )
    db.session.add(submission)
    db.session.flush()
    for position, opinion in enumerate(written.opinions, start=1):
        db.session.add(
            Opinion(
                source=OpinionSource.SUBMISSION,
                submission=submission,
                position=position,
                **vars(arrival.places.columns(opinion.place)),
                wording=opinion.wording,
                created_at=arrival.at,
            )
        )
    db.session.flush()
    receipt_mail.enqueue(by, arrival.form_token, at=arrival.at)
    audit.record(AuditAction.RECEIVED, submission, channel=Channel.FORM.value, opinions=len(written.opinions))
    return submission


def _submitter(written: WrittenSubmitter) -> Submitter:
    kind = SubmitterKind.ORGANISATION if written.is_organisation else SubmitterKind.PERSON
    texts = {item.value: text for item, text in written.items.items() if item not in CODED}
    return Submitter(
        kind=SubmitterKind.ANONYMOUS if written.is_anonymous else kind,
        **texts,
        **{item.value: words.of(written.item(item)) for item, words in CODED.items() if written.item(item)},
        class_detail=written.class_detail,
        may_name_organisation=written.may_name_organisation,
    )
