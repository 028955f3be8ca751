"""What was seen is what goes out, and a version never changes (R53, TW2)."""

import dataclasses
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.errors import EditConflict
from consult.domain.vocabulary import (
    AuditAction,
    Channel,
    Disposition,
    Role,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import AuditEvent, Publication, Submitter
from consult.publication import services
from consult.publication.services import Wanted
from consult.publication.stored import stored_snapshot, version_digest
from tests import factories
from tests.consult.publication.rounds import WORDS, answered_group, ended_consultation, release, send
from tests.pages import Page
from tests.query_counting import counted_queries


@pytest.mark.usefixtures("database")
class TestVersions:
    def test_what_is_kept_is_what_was_seen_and_its_digest_can_be_worked_out_again(self) -> None:
        case = ended_consultation()
        revised = factories.make_result_class(
            consultation=case, label="案を直します", disposition=Disposition.REVISED
        )
        send(case, WORDS, group=answered_group(case, result_class=revised))
        db.session.refresh(case)
        seen = services.proposed(case, at=clock.now(), with_voices=True).live.snapshot
        publication = release(case, with_voices=True)
        db.session.expire_all()
        kept = stored_snapshot(publication)
        assert kept == dataclasses.replace(seen, fates=())
        assert kept.answers[0].voices_in_no_order == seen.answers[0].voices_in_no_order
        assert version_digest(publication, kept) == publication.digest
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.PUBLISHED)).one()
        assert event.details["digest"] == publication.digest
        assert event.details["answers"] == {str(kept.answers[0].group_number): 1}

    def test_what_changed_since_it_was_seen_does_not_go_out(self) -> None:
        """TW2: an opinion is withdrawn between the look and the press."""
        case = ended_consultation()
        send(case, WORDS, group=answered_group(case))
        seen = services.proposed(case, at=clock.now()).live.snapshot.digest
        send(case, group=answered_group(case))
        with pytest.raises(EditConflict, match="内容が変わりました"):
            release(case, seen=seen)

    def test_two_people_who_press_at_once_publish_once(self) -> None:
        case = ended_consultation()
        found = services.proposed(case, at=clock.now())
        wanted = Wanted(found.number, found.live.snapshot.digest)
        by = factories.make_staff_member()
        services.release(case, wanted, by=by, at=clock.now())
        with pytest.raises(EditConflict, match="先に公表"):
            services.release(case, wanted, by=by, at=clock.now())

    def test_an_approved_answer_is_published_as_it_was_approved(self) -> None:
        case = ended_consultation()
        group = answered_group(case, wording="六本にします。")
        send(case, group=group)
        group.summary = "あとで書き換えた概要"
        assert [(each.summary, each.wording) for each in stored_snapshot(release(case)).answers] == [
            ("バスの本数を増やしてほしい。", "六本にします。")
        ]

    def test_a_person_who_sent_twice_is_one(self) -> None:
        case = ended_consultation()
        group = answered_group(case)
        (first,) = send(case, group=group)
        (second,) = send(case, group=group, channel=Channel.POST)
        second.submission.submitter.same_as_id = first.submission.submitter_id
        db.session.flush()
        whole = stored_snapshot(release(case)).whole
        assert (whole.opinions, whole.submitters) == (2, 1)

    def test_organisations_are_named_with_consent_alone(self) -> None:
        case = ended_consultation()
        group = answered_group(case)
        for name, may in (("架空商店会", True), ("架空組合", False)):
            send(
                case,
                group=group,
                submitter=Submitter(
                    kind=SubmitterKind.ORGANISATION, organisation=name, may_name_organisation=may
                ),
            )
        assert stored_snapshot(release(case)).facts["organisations"] == ["架空商店会"]

    def test_a_round_of_thousands_asks_no_more_queries_than_one_of_three(self) -> None:
        counts = []
        for size in (1, 8):
            case = ended_consultation()
            for _ in range(size):
                send(case, WORDS, group=answered_group(case))
            db.session.commit()
            with counted_queries() as statements:
                release(case)
            counts.append(len(statements))
        assert counts[0] == counts[1]


def test_a_version_stays_as_it_was_whatever_happens_to_the_round(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        group = answered_group(case)
        opinion_id = send(case, WORDS, group=group)[0].id
        case_id, group_id = case.id, group.id
        release(case)
        address = f"/consultations/{case_id}/results/1"
    before = [public_client.get(f"{address}/files/{name}").data for name in ("results.json", "answers.csv")]
    with app.app_context():
        db.session.get_one(factories.Opinion, opinion_id).withdrawn_at = clock.now()
        db.session.get_one(factories.AnswerGroup, group_id).summary = "別の概要"
        db.session.get_one(factories.Consultation, case_id).title = "別の件名"
        db.session.commit()
    after = [public_client.get(f"{address}/files/{name}").data for name in ("results.json", "answers.csv")]
    assert before == after


def test_publishing_while_an_opinion_is_withdrawn_publishes_one_state_of_the_round(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """TW2: either the round before the withdrawal or a refusal; the digest is that of what the tables hold."""
    with app.app_context():
        rounds = []
        for _ in range(6):
            case = ended_consultation()
            rounds.append((case.id, send(case, WORDS, group=answered_group(case))[0].id))
        db.session.commit()
    client = staff_client(Role.OFFICIAL)

    def withdraw(opinion_id: int) -> None:
        with app.test_request_context(method="POST"):
            db.session.get_one(factories.Opinion, opinion_id).withdrawn_at = clock.now()
            db.session.commit()

    for case_id, opinion_id in rounds:
        address = f"/staff/consultations/{case_id}/results"
        page = Page(client.get(address))
        other = threading.Thread(target=withdraw, args=(opinion_id,))
        other.start()
        form = {name: page.hidden(name) for name in ("number", "seen")}
        status = client.post(f"{address}/release", data=form).status_code
        other.join()
        with app.app_context():
            found = db.session.scalars(
                select(Publication).where(Publication.consultation_id == case_id)
            ).all()
            assert len(found) == (1 if status == 303 else 0)
            for publication in found:
                kept = stored_snapshot(publication)
                assert kept.whole.opinions == 3
                assert version_digest(publication, kept) == publication.digest
