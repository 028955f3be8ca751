"""Mail that leaves the house: kept with what caused it, sent by the worker, once each (TR18, TP21, decision 0045)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, select, update

from consult import clock
from consult.config import MailServer
from consult.database import reading
from consult.extensions import db
from consult.models import OutboxMessage

log = structlog.get_logger()

BATCH = 50
# Whoever waits for the worker (tags, imports) waits no longer than this for a mail server that does not answer.
PATIENCE_SECONDS = 5
LONGEST_WAIT = timedelta(hours=1)
# A server that was down for a day has two days left (TR18).
GIVE_UP_AFTER = timedelta(days=3)
FINAL = 500


@dataclass(frozen=True)
class Due:
    id: int
    recipient: str
    subject: str
    body: str
    attempts: int


def mail_server() -> MailServer | None:
    """None: this site sends no mail, and no form offers any."""
    server: MailServer | None = current_app.config["MAIL_SERVER"]
    return server


def enqueue(recipient: str, subject: str, body: str, *, at: datetime) -> None:
    """In the transaction of what it tells: both are kept, or neither is."""
    db.session.add(
        OutboxMessage(recipient=recipient, subject=subject, body=body, not_before=at, created_at=at)
    )


def send_due() -> int:
    """Send what is due, at most a batch; how many were sent. Commits after each: a mail that went out is never due again."""
    server = mail_server()
    _give_up_on_old()
    due = _due() if server else []
    if not due or server is None:
        return 0
    try:
        with _connected(server) as connection:
            return sum(_send(each, connection, server) for each in due)
    except (OSError, smtplib.SMTPException) as error:
        # The kind alone: what a server answers may repeat an address (TP11).
        log.warning("mail_server_unavailable", kind=type(error).__name__, waiting=len(due))
        _postpone(OutboxMessage.id.in_([each.id for each in due]), due[0].attempts)
        return 0


def _due() -> list[Due]:
    columns = (OutboxMessage.id, OutboxMessage.recipient, OutboxMessage.subject, OutboxMessage.body)
    with reading():
        rows = db.session.execute(
            select(*columns, OutboxMessage.attempts)
            .where(*_waiting(), OutboxMessage.not_before <= clock.now())
            .order_by(OutboxMessage.not_before, OutboxMessage.id)
            .limit(BATCH)
        ).all()
        db.session.commit()
    return [Due(*row) for row in rows]


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return OutboxMessage.sent_at.is_(None), OutboxMessage.failed_at.is_(None)


def _send(due: Due, connection: smtplib.SMTP, server: MailServer) -> bool:
    # Put off before it goes out: should this process die now, nobody sends it again at once.
    _postpone(OutboxMessage.id == due.id, due.attempts)
    try:
        connection.send_message(_message(due, server), server.sender, [due.recipient])
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refused:
        is_final = _code(refused) >= FINAL
        log.warning("mail_refused", code=_code(refused), is_final=is_final)
        if is_final:
            _forget(OutboxMessage.id == due.id, failed_at=clock.now())
        return False
    _forget(OutboxMessage.id == due.id, sent_at=clock.now())
    return True


def _message(due: Due, server: MailServer) -> EmailMessage:
    """One recipient; the headers of this library refuse line breaks (TP21)."""
    local, _, domain = due.recipient.rpartition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["To"] = Address(username=local, domain=domain)
    message["Subject"] = due.subject
    message["Date"] = clock.now()
    # The same in every attempt: a mail program shows it once, even where an answer got lost on the way.
    message["Message-ID"] = f"<receipt-{due.id}@{server.sender.rpartition('@')[2]}>"
    # Out-of-office machines leave it alone (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(due.body, charset="utf-8", cte="base64")
    return message


def _code(refused: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> int:
    if isinstance(refused, smtplib.SMTPResponseException):
        return int(refused.smtp_code)
    return max(code for code, _ in refused.recipients.values())


def _postpone(which: ColumnElement[bool], attempts: int) -> None:
    wait = min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_WAIT)
    values = {"attempts": OutboxMessage.attempts + 1, "not_before": clock.now() + wait}
    db.session.execute(update(OutboxMessage).where(which, *_waiting()).values(values))
    db.session.commit()


def _forget(which: ColumnElement[bool], **outcome: datetime) -> None:
    """Address and number have served: nothing of the person stays (TP18)."""
    values = {"recipient": "", "subject": "", "body": "", **outcome}
    db.session.execute(update(OutboxMessage).where(which, *_waiting()).values(values))
    db.session.commit()


def _give_up_on_old() -> None:
    too_old = OutboxMessage.created_at < clock.now() - GIVE_UP_AFTER
    with reading():
        has_old = db.session.scalar(select(OutboxMessage.id).where(*_waiting(), too_old).limit(1)) is not None
        db.session.commit()
    if has_old:
        log.warning("mail_given_up")
        _forget(too_old, failed_at=clock.now())


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if server.tls == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_SECONDS)
    with connection:
        if server.tls == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        yield connection
