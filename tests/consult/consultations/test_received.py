"""What arrived: counted in 名 and 件, opened one by one, names only on request and on record (R24, R40, TP17)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consult.consultations import queries
from consult.domain.vocabulary import AuditAction, Role, SubmitterKind
from consult.extensions import db
from consult.models import AuditEvent, Submitter
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries


def send(consultation, *wordings: str, **fields):  # type: ignore[no-untyped-def]
    submission = factories.make_submission(consultation=consultation, **fields)
    for position, wording in enumerate(wordings, start=1):
        factories.make_opinion(submission=submission, position=position, wording=wording)
    return submission


@pytest.fixture
def received(app: Flask) -> tuple[int, int]:
    """(consultation, submission) of a named person with two opinions."""
    with app.app_context():
        consultation = factories.make_consultation()
        person = Submitter(
            kind=SubmitterKind.PERSON, name="架空花子", address="架空町1-2", email="hanako@example.jp"
        )
        submission = send(consultation, "一つ目の意見", "二つ目\u200bの意見", submitter=person)
        db.session.commit()
        return consultation.id, submission.id


def test_persons_and_opinions_are_counted_apart(
    app: Flask, received: tuple[int, int], staff_client: Callable[..., FlaskClient]
) -> None:
    page = Page(staff_client(Role.OFFICIAL).get(f"/staff/consultations/{received[0]}"))
    assert "提出者 1名、意見 2件" in page.main.text


def test_withdrawn_opinions_are_counted_apart(
    app: Flask, received: tuple[int, int], staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        consultation = queries.consultation_or_404(received[0])
        send(consultation, "取り下げた意見", withdrawn_at=factories.NOW)
        db.session.commit()
    page = Page(staff_client(Role.OFFICIAL).get(f"/staff/consultations/{received[0]}"))
    assert "提出者 1名、意見 2件（ほかに取り下げ 1件、合わせて届いたもの 3件）" in page.main.text


Sent = st.lists(st.tuples(st.booleans(), st.lists(st.booleans(), min_size=1, max_size=3)), max_size=6)


@settings(max_examples=30)
@given(sent=Sent)
def test_counts_add_up_whatever_is_withdrawn(database: None, sent: list[tuple[bool, list[bool]]]) -> None:
    """名 counts who still stands behind an opinion; 件 in force and withdrawn are together all that arrived."""
    consultation = factories.make_consultation()
    for is_withdrawn, opinions in sent:
        submission = send(consultation, withdrawn_at=factories.NOW if is_withdrawn else None)
        for position, gone in enumerate(opinions, start=1):
            at = factories.NOW if gone else None
            factories.make_opinion(submission=submission, position=position, withdrawn_at=at)
    in_force = [[not gone and not withdrawn for gone in opinions] for withdrawn, opinions in sent]
    found = queries.received_by([consultation.id])[consultation.id]
    assert found.submitters == sum(any(opinions) for opinions in in_force)
    assert found.opinions == sum(map(sum, in_force))
    assert found.all_opinions == sum(len(opinions) for _, opinions in sent)
    db.session.rollback()


def test_a_submission_opens_to_its_opinions_without_a_name(
    received: tuple[int, int], staff_client: Callable[..., FlaskClient]
) -> None:
    page = Page(
        staff_client(Role.DRAFTER).get(f"/staff/consultations/{received[0]}/submissions/{received[1]}")
    )
    assert "一つ目の意見" in page.main.text
    assert not any(secret in page.text for secret in ("架空花子", "架空町", "hanako"))
    assert "提出者を表示" not in page.buttons


def test_invisible_characters_are_shown_to_officials(
    received: tuple[int, int], staff_client: Callable[..., FlaskClient]
) -> None:
    """TU5."""
    page = Page(
        staff_client(Role.OFFICIAL).get(f"/staff/consultations/{received[0]}/submissions/{received[1]}")
    )
    assert "U+200B" in page.main.text


def test_reading_who_sent_it_is_recorded(
    app: Flask, received: tuple[int, int], staff_client: Callable[..., FlaskClient]
) -> None:
    answer = staff_client(Role.OFFICIAL).post(
        f"/staff/consultations/{received[0]}/submissions/{received[1]}/submitter"
    )
    assert "架空花子" in Page(answer).main.text and "hanako@example.jp" in Page(answer).main.text
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.VIEWED)).one()
        assert event.object_type == "submitter" and event.staff_member_id
        assert "架空" not in str(event.details)


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.APPROVER, Role.ADMIN])
def test_nobody_else_reads_who_sent_it(
    app: Flask, received: tuple[int, int], staff_client: Callable[..., FlaskClient], role: Role
) -> None:
    answer = staff_client(role).post(
        f"/staff/consultations/{received[0]}/submissions/{received[1]}/submitter"
    )
    assert answer.status_code == 404
    with app.app_context():
        assert (
            db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.VIEWED)).all() == []
        )


def test_a_submission_under_another_consultations_address_is_not_there(
    app: Flask, received: tuple[int, int], staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        other = factories.make_consultation().id
        db.session.commit()
    client = staff_client(Role.OFFICIAL)
    assert client.get(f"/staff/consultations/{other}/submissions/{received[1]}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/staff/consultations", "/staff/consultations/1", "/consultations", "/consultations/1"]
)
def test_pages_ask_no_more_for_more_rows(
    app: Flask, staff_client: Callable[..., FlaskClient], path: str
) -> None:
    client = staff_client(Role.OFFICIAL)
    counts = []
    for rows in (1, 20):
        with app.app_context():
            factories.make_plan() if rows == 1 else None
            for _ in range(rows):
                send(factories.make_consultation(), "意見")
            first = queries.consultation_or_404(1)
            for _ in range(rows):
                send(first, "意見", "もう一つ")
            db.session.commit()
        client.get(path)
        with counted_queries() as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
