"""受付番号のメール: the number and nothing else, to one address (TR18, TP21)."""

from datetime import datetime

from flask import current_app

from consult import outbox
from consult.domain import receipt
from consult.domain.mail_address import mailable
from consult.domain.submission_rules import WrittenSubmitter
from consult.domain.vocabulary import SubmitterItem

SUBJECT = "受付番号のお知らせ"
BODY = """意見を受け付けました。受付番号をお知らせします。

受付番号：{number}

送った内容は、次のページに受付番号を入れると読めます。
{address}/receipt

受付番号を知っている人は、送った意見を読めます。ほかの人に知らせないでください。
このメールに心当たりがないときは、お手数ですが削除してください。
このメールには返信できません。
"""


def enqueue(by: WrittenSubmitter, form_token: str, *, at: datetime) -> None:
    """For who wants one, while the site sends mail; in the transaction that keeps the submission."""
    address = mailable(by.item(SubmitterItem.EMAIL))
    if not (by.wants_mail and address and outbox.mail_server()):
        return
    number = receipt.grouped(receipt.receipt_number(form_token))
    body = BODY.format(number=number, address=current_app.config["BASE_URL"])
    outbox.enqueue(address, SUBJECT, body, at=at)
