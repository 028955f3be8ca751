"""Mail of the receipt number: kept with the submission, sent once by the worker, forgotten then (TR18, TP18, TP21)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
from flask import Flask
from sqlalchemy import select

from consult import jobs, outbox
from consult.config import MailServer
from consult.domain.mail_address import mailable
from consult.extensions import db
from consult.models import OutboxMessage, Submission
from tests import factories
from tests.consult.intake.citizen import Citizen, at, filled, open_consultation, receipt_shown, rows
from tests.smtp_server import MailServerOfTests, mail_server


@pytest.fixture
def post(app: Flask) -> Iterator[MailServerOfTests]:
    """A mail server that the site knows."""
    with mail_server() as server:
        app.config["MAIL_SERVER"] = MailServer("127.0.0.1", server.port, "madoguchi@city.example.jp", "none")
        yield server


@pytest.fixture
def citizen(app: Flask) -> Citizen:
    return Citizen(app.test_client(), open_consultation(app))


def send(citizen: Citizen, email: str = "hanako@example.jp", wording: str = "秘密にしたい意見") -> str:
    citizen.open().press("confirm", wording=wording, email=email, wants_mail="y")
    return receipt_shown(citizen.press("send").page)


def worker_looks(app: Flask) -> int:
    with app.app_context():
        return outbox.send_due()


def waiting(app: Flask) -> list[OutboxMessage]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def later(app: Flask, **ahead: float) -> None:
    at(app, app.config["REHEARSAL_NOW"] + timedelta(**ahead))


def test_the_number_comes_by_mail_and_not_a_word_more(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    number = send(citizen)
    assert "メールアドレスにもお送りします" in citizen.page.main.text
    assert worker_looks(app) == 1
    [mail] = post.mails
    assert mail.recipients == ["hanako@example.jp"]
    assert mail.message["To"] == "hanako@example.jp"
    assert mail.message["From"] == "madoguchi@city.example.jp"
    assert number in mail.text and "/receipt" in mail.text
    assert "秘密" not in mail.text and "総合戦略" not in mail.text
    assert number.replace("-", "") not in "".join(re.findall(r"https?://\S+", mail.text)).replace("-", "")


def test_what_was_sent_is_forgotten_and_never_sent_again(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    send(citizen)
    for _ in range(3):
        worker_looks(app)
        later(app, hours=2)
    assert len(post.mails) == 1
    [row] = waiting(app)
    assert (row.recipient, row.subject, row.body) == ("", "", "")
    assert row.sent_at is not None


def test_a_repeated_send_of_one_form_is_one_mail(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    citizen.open().press("confirm", wording="意見", email="hanako@example.jp", wants_mail="y")
    data = filled(citizen.page) | {"act": "send"}
    for _ in range(3):
        assert citizen.client.post(citizen.address, data=data).status_code == 200
    assert len(waiting(app)) == 1


def test_a_day_without_a_mail_server_loses_nothing_and_doubles_nothing(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    """TR18: a hundred people in front of a server that is down; submissions go on."""
    working = app.config["MAIL_SERVER"]
    app.config["MAIL_SERVER"] = MailServer("127.0.0.1", 1, "madoguchi@city.example.jp", "none")
    assert send(citizen, email="nin0@example.jp")
    with app.app_context():
        for number in range(1, 100):
            outbox.enqueue(f"nin{number}@example.jp", "件名", f"番号{number}", at=factories.NOW)
        db.session.commit()
    for _ in range(24):
        assert worker_looks(app) == 0
        later(app, hours=1)
    app.config["MAIL_SERVER"] = working
    for _ in range(3):
        worker_looks(app)
        later(app, hours=1)
    sent = [mail.recipients for mail in post.mails]
    assert sorted(sent) == sorted([f"nin{number}@example.jp"] for number in range(100))


def test_a_server_that_is_down_is_asked_more_and_more_seldom(citizen: Citizen, app: Flask) -> None:
    app.config["MAIL_SERVER"] = MailServer("127.0.0.1", 1, "madoguchi@city.example.jp", "none")
    send(citizen)
    waits = []
    for _ in range(8):
        worker_looks(app)
        [row] = waiting(app)
        waits.append((row.not_before - app.config["REHEARSAL_NOW"]).total_seconds() / 60)
        at(app, row.not_before)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_postponed_mail_does_not_keep_the_worker_busy(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    """A server that is down must not make the queue ask for work again and again."""
    post.refuses["hanako@example.jp"] = b"450 later"
    send(citizen)
    with app.app_context():
        outbox.send_due()
        assert not db.session.info.get("work_arrived")
    assert OutboxMessage in jobs.LEAVES_WORK


def test_an_address_that_is_refused_for_good_is_forgotten_and_others_go_out(
    citizen: Citizen, app: Flask, post: MailServerOfTests, capfd: pytest.CaptureFixture[str]
) -> None:
    post.refuses["nobody@example.jp"] = b"550 no such user nobody@example.jp"
    send(citizen, email="nobody@example.jp")
    send(citizen, email="hanako@example.jp", wording="別の意見")
    assert worker_looks(app) == 1
    refused, sent = waiting(app)
    assert (refused.recipient, refused.body, refused.sent_at) == ("", "", None)
    assert refused.failed_at is not None and sent.sent_at is not None
    assert "nobody" not in "".join(capfd.readouterr())


def test_an_address_that_is_refused_for_now_is_tried_again(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    post.refuses["hanako@example.jp"] = b"450 mailbox busy"
    send(citizen)
    assert worker_looks(app) == 0
    post.refuses.clear()
    assert worker_looks(app) == 0
    later(app, minutes=2)
    assert worker_looks(app) == 1


def test_a_line_that_breaks_in_the_middle_is_tried_again_later_with_the_same_id(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    post.hangs_up_on = 1
    send(citizen)
    assert worker_looks(app) == 0
    assert worker_looks(app) == 0
    later(app, hours=1)
    assert worker_looks(app) == 1
    assert len(post.mails) == 1


def test_after_three_days_a_mail_is_given_up_and_forgotten(citizen: Citizen, app: Flask) -> None:
    app.config["MAIL_SERVER"] = MailServer("127.0.0.1", 1, "madoguchi@city.example.jp", "none")
    send(citizen)
    later(app, days=3, minutes=1)
    worker_looks(app)
    [row] = waiting(app)
    assert (row.recipient, row.body) == ("", "") and row.failed_at is not None


def test_mail_of_a_submission_that_was_not_kept_is_not_kept_either(
    citizen: Citizen, app: Flask, post: MailServerOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction (TR18)."""
    from consult.intake import services

    def full(*_args: object, **_more: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(services.audit, "record", full)
    send(citizen)
    assert rows(app) == (0, 0)
    assert waiting(app) == []


def test_it_is_offered_only_where_an_address_is_asked_and_the_site_sends_mail(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    assert "受付番号をメールで受け取る" in citizen.open().page.main.text
    silent = Citizen(citizen.client, open_silent(app))
    assert "受付番号をメールで受け取る" not in silent.open().page.main.text
    app.config["MAIL_SERVER"] = None
    assert "受付番号をメールで受け取る" not in citizen.open().page.main.text
    citizen.press("confirm", wording="意見", email="hanako@example.jp", wants_mail="y").press("send")
    assert waiting(app) == []


def open_silent(app: Flask) -> int:
    with app.app_context():
        consultation_id = factories.make_consultation(asked_items=[]).id
        db.session.commit()
    return consultation_id


@pytest.mark.parametrize(
    ("email", "told"),
    [("", "メールアドレスを書いてください"), ("花子@example.jp", "このメールアドレスには送れません")],
)
def test_who_wants_a_mail_writes_an_address_that_can_be_reached(
    citizen: Citizen, app: Flask, post: MailServerOfTests, email: str, told: str
) -> None:
    page = citizen.open().press("confirm", wording="残る意見", email=email, wants_mail="y").page
    assert told in page.errors[0]
    assert citizen.cards == ["残る意見"]
    data = {name: text for name, text in filled(page).items() if name != "wants_mail"}
    answer = citizen.client.post(citizen.address, data=data | {"act": "confirm"})
    assert answer.status_code == 200


def test_the_choice_is_shown_kept_over_the_steps_and_part_of_the_content(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    citizen.open().press("confirm", wording="意見", email="hanako@example.jp", wants_mail="y")
    assert "受付番号のメール受け取る" in citizen.page.main.text
    assert filled(citizen.press("edit").page)["wants_mail"] == "y"
    data = filled(citizen.press("confirm").page) | {"act": "send"}
    citizen.press("send")
    without = {name: text for name, text in data.items() if name != "wants_mail"}
    assert citizen.client.post(citizen.address, data=without).status_code == 409


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        ("　ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ ", "hanako@example.jp"),
        ("a..b.@carrier.example.jp", "a..b.@carrier.example.jp"),
        ("hanako@例え.jp", "hanako@xn--r8jz45g.jp"),
    ],
)
def test_an_address_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert mailable(typed) == meant


INJECTIONS = [
    "a@example.jp\nBcc: b@example.jp",
    "a@example.jp\r\n\r\nbody",
    "a@example.jp, b@example.jp",
    "a,b@example.jp",
    "<a@example.jp>",
    '"a b"@example.jp',
    "a@example.jp\u2028Bcc:b@example.jp",
    "a@[127.0.0.1]",
    "a@example",
    "a@-x.jp",
    "@example.jp",
    "a@" + "b." * 5000 + "jp",
    "a" * 70 + "@example.jp",
]


@pytest.mark.parametrize("typed", INJECTIONS)
def test_what_is_more_than_one_plain_address_is_never_mailed(
    citizen: Citizen, app: Flask, post: MailServerOfTests, typed: str
) -> None:
    """TP21."""
    assert mailable(typed) == ""
    citizen.open().press("confirm", wording="意見", email=typed, wants_mail="y").press("send")
    assert waiting(app) == []
    with app.app_context():
        assert db.session.scalars(select(Submission)).all() == []


def test_an_address_with_dots_where_none_belong_arrives_on_the_envelope(
    citizen: Citizen, app: Flask, post: MailServerOfTests
) -> None:
    send(citizen, email="a..b.@carrier.example.jp")
    worker_looks(app)
    assert post.mails[0].recipients == ["a..b.@carrier.example.jp"]
    assert len(message_from_bytes(post.mails[0].raw).get_all("To", [])) == 1
