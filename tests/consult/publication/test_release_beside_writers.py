"""A release is worked out while others write, and goes out as one state of the round (decision 0166)."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from consult import audit, clock
from consult.database import reading
from consult.domain.errors import EditConflict, NotPublishable
from consult.domain.vocabulary import AuditAction, Facet, Role
from consult.extensions import db
from consult.models import Consultation, Opinion, Publication, Submitter
from consult.publication import live_round, round_mark, services
from consult.publication.round_mark import mark_of
from consult.publication.services import Prepared, Wanted
from tests import factories
from tests.consult.publication.rounds import WORDS, answered_group, ended_consultation, send
from tests.pages import Page

ADDRESS = "架空会館の二階"
# Read for opinions of hearings, of which a round has none.
OF_HEARINGS = {"hearing", "counterpart"}


@contextmanager
def beforehand(case: Consultation) -> Iterator[tuple[Prepared, Wanted]]:
    seen = services.proposed(case, at=clock.now()).live.snapshot.digest
    wanted = Wanted(number=1, seen=seen)
    yield services.prepared(case, wanted, at=clock.now()), wanted


@pytest.mark.usefixtures("database")
class TestPreparedRelease:
    def test_what_was_prepared_goes_out_and_is_not_worked_out_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = ended_consultation()
        send(case, WORDS, group=answered_group(case))
        by = factories.make_staff_member()
        with beforehand(case) as (prepared, wanted):
            monkeypatch.delattr(services, "proposed")
            published = services.release(case, wanted, by=by, at=clock.now(), beforehand=prepared)
        assert [each.opinions for each in published.answers] == [3]

    def test_an_opinion_withdrawn_after_it_was_prepared_stops_the_release(self) -> None:
        case = ended_consultation()
        opinion = send(case, WORDS, group=answered_group(case))[0]
        by = factories.make_staff_member()
        with beforehand(case) as (prepared, wanted):
            opinion.withdrawn_at = clock.now()
            with pytest.raises(EditConflict):
                services.release(case, wanted, by=by, at=clock.now(), beforehand=prepared)

    def test_an_address_that_stands_in_an_answer_since_then_stops_it_although_the_words_are_the_same(
        self,
    ) -> None:
        case = ended_consultation()
        send(case, group=answered_group(case, wording=f"{ADDRESS}でお知らせします。"))
        by = factories.make_staff_member()
        with beforehand(case) as (prepared, wanted):
            db.session.scalars(select(Submitter)).one().address = ADDRESS
            with pytest.raises(NotPublishable):
                services.release(case, wanted, by=by, at=clock.now(), beforehand=prepared)

    def test_a_round_of_which_anything_changed_has_another_mark(self) -> None:
        case = ended_consultation()
        opinion = send(case, group=answered_group(case))[0]

        def changed() -> Iterator[object]:
            yield factories.make_opinion_flag(opinion=opinion)
            yield factories.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"]})
            yield send(case, is_late=True)
            yield setattr(case, "contact", "架空市 別の課")
            yield answered_group(case)
            # Put back as it was: a reader may have seen it in between.
            yield audit.record(AuditAction.PUT_BACK, opinion)

        marks = [mark_of(case), *(mark_of(case) for _ in changed())]
        assert len(set(marks)) == len(marks)

    def test_an_opinion_sent_to_another_case_leaves_the_mark_as_it_was(self) -> None:
        case, other = ended_consultation(), ended_consultation()
        send(case, group=answered_group(case))
        before = mark_of(case)
        send(other)
        assert mark_of(case) == before

    def test_every_table_that_a_release_reads_is_compared(self) -> None:
        case_id = ended_consultation().id
        case = db.session.get_one(Consultation, case_id)
        send(
            case,
            WORDS,
            group=answered_group(case, result_class=factories.make_result_class(consultation=case)),
        )
        db.session.commit()
        read: set[str] = set()

        def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            read.update(re.findall(r"(?:FROM|JOIN) (\w+)", statement))

        event.listen(db.engine, "before_cursor_execute", note)
        services.proposed(db.session.get_one(Consultation, case_id), at=clock.now(), with_voices=True)
        event.remove(db.engine, "before_cursor_execute", note)
        compared = {table.__tablename__ for table, _ in round_mark._compared(case_id)}
        assert {"opinion", "response_version", "personal_look"} <= read
        assert read - compared - OF_HEARINGS == set()


class Pressed:
    """A round whose release somebody presses, while somebody else writes between two parts of the working out."""

    def __init__(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, meanwhile: str
    ) -> None:
        with app.app_context():
            case = ended_consultation()
            send(case, group=answered_group(case, wording=f"{ADDRESS}でお知らせします。"))
            db.session.commit()
            address = f"/staff/consultations/{case.id}/results"
        page = Page(client.get(address))
        self.worked_out = 0
        path = app.config["DATA_DIR"] / "consult.sqlite3"
        answers_of = live_round.answers_of

        def beside(consultation: Consultation) -> Any:
            self.worked_out += 1
            if self.worked_out == 1:
                # Refused at once where a reader or a writer is in the way.
                with sqlite3.connect(path, timeout=0) as other:
                    other.execute(meanwhile)
            return answers_of(consultation)

        monkeypatch.setattr(live_round, "answers_of", beside)
        form = {name: page.hidden(name) for name in ("number", "seen")}
        self.status = client.post(f"{address}/release", data=form).status_code
        with app.app_context():
            self.published = db.session.scalars(select(Publication)).all()


def test_while_a_release_is_worked_out_others_write_and_it_goes_out(
    app: Flask, staff_client: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_of_it = "UPDATE blind_sampling SET share_percent = 1"
    pressed = Pressed(app, staff_client(Role.OFFICIAL), monkeypatch, nothing_of_it)
    assert (pressed.status, len(pressed.published), pressed.worked_out) == (303, 1, 1)


def test_an_opinion_withdrawn_when_it_was_read_already_does_not_go_out(
    app: Flask, staff_client: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn = "UPDATE opinion SET withdrawn_at = '2026-03-01 00:00:00'"
    pressed = Pressed(app, staff_client(Role.OFFICIAL), monkeypatch, withdrawn)
    # Beforehand, again under the lock, and for the page that says so.
    assert (pressed.status, pressed.published, pressed.worked_out) == (409, [], 3)


def test_a_refused_release_shows_its_page_without_keeping_anybody_from_writing(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, group=answered_group(case))
        db.session.commit()
        address = f"/staff/consultations/{case.id}/results"
    client = staff_client(Role.OFFICIAL)
    client.get(address)
    begun: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    refused = client.post(f"{address}/release", data={"number": "1", "seen": "anders"})
    event.remove(engine, "before_cursor_execute", note)
    assert refused.status_code == 409
    # Only the look at who is signed in took the lock.
    assert [each for each in begun if each == "BEGIN IMMEDIATE"] == begun[:1]


def test_a_reader_in_parts_says_what_one_in_one_piece_says(app: Flask) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, WORDS, group=answered_group(case))
        db.session.commit()
        case_id = case.id
        whole = services.proposed(case, at=clock.now(), with_voices=True)
        with reading():
            db.session.commit()
            case = db.session.get_one(Consultation, case_id)
            parts = services.proposed(case, at=clock.now(), with_voices=True)
        assert parts.live.snapshot == whole.live.snapshot
        assert parts.live.snapshot.fates == whole.live.snapshot.fates
        assert parts.check == whole.check
        assert db.session.scalars(select(Opinion.id)).all()
