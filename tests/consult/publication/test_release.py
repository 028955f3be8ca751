"""Officials release results: what is left is named, what was seen is what goes out, and a version never changes."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.errors import EditConflict, NotPublishable
from consult.domain.publication_rules import Concern
from consult.domain.vocabulary import (
    AuditAction,
    Channel,
    Disposition,
    FlagKind,
    ResponseState,
    Role,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import AuditEvent, Publication, PublishedOpinion, Submitter
from consult.publication import services
from consult.publication.services import Wanted
from consult.publication.stored import stored_snapshot, version_digest
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.consult.publication.rounds import WORDS, answered_group, ended_consultation, release, send
from tests.pages import Page
from tests.query_counting import counted_queries


def concerns(case, **how) -> list[Concern]:
    found = services.proposed(case, at=clock.now(), **how)
    return [each.concern for each in found.check.findings]


@pytest.mark.usefixtures("database")
class TestCheck:
    def test_an_opinion_in_no_answer_is_named_and_refused(self) -> None:
        case = ended_consultation()
        (opinion,) = send(case)
        found = services.proposed(case, at=clock.now()).check.findings
        assert [(each.concern, each.opinion_id) for each in found] == [(Concern.LEFT_OVER, opinion.id)]
        with pytest.raises(NotPublishable, match="どの回答にも入っていない意見（1）"):
            release(case)

    def test_what_needs_no_answer_is_not_left_over(self) -> None:
        case = ended_consultation()
        for kind in (FlagKind.OFF_TOPIC, FlagKind.BLANK):
            factories.make_opinion_flag(opinion=send(case)[0], kind=kind)
        send(case, is_late=True)
        send(case, withdrawn_at=clock.now())
        send(case, set_aside_at=clock.now())
        send(case, of_opinion={"superseded_at": clock.now()})
        assert concerns(case) == []
        release(case)
        fates = db.session.scalars(select(PublishedOpinion.outcome)).all()
        assert sorted(fate.value for fate in fates) == [
            "late",
            "off_topic",
            "set_aside",
            "set_aside",
            "withdrawn",
        ]

    def test_an_answer_without_approval_stops_and_an_approved_one_that_was_reopened_too(self) -> None:
        case = ended_consultation()
        send(case, group=answered_group(case, state=ResponseState.CHECKING))
        reopened = answered_group(case)
        send(case, group=reopened)
        assert concerns(case) == [Concern.NOT_APPROVED]
        db.session.scalars(select(factories.OfficialResponse)).all()[-1].state = ResponseState.DRAFTING
        assert concerns(case) == [Concern.NOT_APPROVED] * 2

    def test_results_wait_for_the_end_of_the_period(self) -> None:
        today = clock.today()
        case = ended_consultation(opens_on=today - timedelta(days=9), closes_on=today)
        assert concerns(case) == [Concern.PERIOD]
        case.closed_early_at = clock.now() - timedelta(hours=1)
        assert concerns(case) == []

    def test_a_masked_word_in_a_summary_stops_however_it_is_written(self) -> None:
        case = ended_consultation()
        group = answered_group(case, summary="連絡は０９０‐００００‐１２３４へほしい。")
        (opinion,) = send(case, ["返事は090-0000-1234へ。"], group=group)
        factories.make_redaction(opinion=opinion, start=3, end=16)
        assert Concern.MASKED_WORDS in concerns(case)

    def test_an_undecided_passage_stops_only_where_its_words_go_out(self) -> None:
        case = ended_consultation()
        group = answered_group(case)
        (opinion,) = send(case, ["青木花子さんの家の前にバス停がほしい。"], group=group)
        factories.make_personal_look(opinion=opinion, passages=[[0, 4, "name"]])
        assert concerns(case) == []
        assert concerns(case, with_voices=True) == [Concern.UNDECIDED]
        factories.make_redaction(opinion=opinion, start=0, end=4)
        assert concerns(case, with_voices=True) == []

    def test_a_submitters_contact_stops_and_a_submitters_name_is_asked_about(self) -> None:
        case = ended_consultation()
        person = Submitter(kind=SubmitterKind.PERSON, name="架空 花子", email="hanako@example.jp")
        group = answered_group(case, wording="架空花子様（HANAKO＠example.jp）にお答えします。")
        send(case, group=group, submitter=person)
        found = concerns(case)
        assert Concern.CONTACT in found
        assert Concern.POSSIBLE in found

    def test_the_note_of_a_correction_is_looked_at_too(self) -> None:
        case = ended_consultation()
        person = Submitter(kind=SubmitterKind.PERSON, email="hanako@example.jp")
        send(case, group=answered_group(case), submitter=person)
        assert Concern.CONTACT in concerns(case, note="hanako@example.jp さんの指摘により訂正します。")

    def test_warnings_tell_of_late_ones_and_of_own_approvals_and_stop_nothing(self) -> None:
        case = ended_consultation()
        send(case, is_late=True)
        send(case, group=answered_group(case))
        db.session.scalars(select(factories.ResponseAct)).one().is_own_work = True
        check = services.proposed(case, at=clock.now()).check
        assert check.stopping == []
        assert [words.partition("：")[0] for words in check.warnings] == [
            "期限後に届いたもの",
            "書いた人が自ら決裁した回答",
        ]


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


def test_a_round_without_opinions_is_published_with_one_press(
    app: Flask, staff_client: Callable[..., FlaskClient], public_client: FlaskClient
) -> None:
    with app.app_context():
        case_id = ended_consultation().id
        db.session.commit()
    client = staff_client(Role.OFFICIAL)
    page = Page(client.get(f"/staff/consultations/{case_id}/results"))
    form = {name: page.hidden(name) for name in ("number", "seen")}
    assert client.post(f"/staff/consultations/{case_id}/results/release", data=form).status_code == 303
    assert "意見はありませんでした。" in Page(public_client.get(f"/consultations/{case_id}/results")).text


def test_a_correction_needs_its_note_and_keeps_what_was_typed(
    app: Flask, staff_client: Callable[..., FlaskClient], public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, group=answered_group(case))
        release(case)
        send(case, group=answered_group(case, summary="教室を開いてほしい。"))
        case_id = case.id
        db.session.commit()
    client, address = staff_client(Role.APPROVER), f"/staff/consultations/{case_id}/results"
    page = Page(client.get(address))
    form = {name: page.hidden(name) for name in ("number", "seen")}
    refused = client.post(f"{address}/release", data=form | {"note": "　"})
    assert refused.status_code == 422
    assert "何をどう訂正したかを書いてください" in Page(refused).errors[0]
    assert client.post(f"{address}/release", data=form | {"note": "意見の数を2件に訂正。"}).status_code == 303
    old, new = (Page(public_client.get(f"/consultations/{case_id}/results/{n}")) for n in (1, 2))
    assert "新しい版が公表されています" in old.text
    assert old.links["最新の版を見る"] == f"/consultations/{case_id}/results"
    assert "正誤（" in new.text
    assert "意見の数を2件に訂正。" in new.text
    assert new.links["訂正する前の版を見る"].endswith("/results/1")
    assert "1件の意見が" in old.text
    assert "2件の意見が" in new.text


def test_a_case_without_a_plan_says_so_and_owes_no_answers(
    app: Flask, staff_client: Callable[..., FlaskClient], public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation(dropped_at=clock.now(), dropped_reason="計画を一つにまとめるため。")
        send(case)
        case_id = case.id
        db.session.commit()
    client = staff_client(Role.OFFICIAL)
    page = Page(client.get(f"/staff/consultations/{case_id}/results"))
    assert page.value("正誤・理由の文") == "計画を一つにまとめるため。"
    form = {name: page.hidden(name) for name in ("number", "seen")} | {"note": "計画を一つにまとめるため。"}
    assert client.post(f"/staff/consultations/{case_id}/results/release", data=form).status_code == 303
    shown = Page(public_client.get(f"/consultations/{case_id}/results")).text
    assert "この案による策定は行わないこととしました。計画を一つにまとめるため。" in shown


def test_nothing_is_there_before_results_or_of_a_case_that_is_not_announced(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        case_id = case.id
        hidden = ended_consultation(stage=factories.ConsultationStage.DRAFT)
        release(hidden)
        hidden_id = hidden.id
        db.session.commit()
    for address in (
        f"{case_id}/results",
        f"{case_id}/results/1",
        f"{hidden_id}/results",
        f"{hidden_id}/results/1",
    ):
        assert public_client.get(f"/consultations/{address}").status_code == 404


def test_a_drafter_reads_but_does_not_release(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    with app.app_context():
        case_id = ended_consultation().id
        db.session.commit()
    page = Page(staff_client(Role.DRAFTER).get(f"/staff/consultations/{case_id}/results"))
    assert "結果を公表する" not in page.buttons
    with app.app_context():
        assert db.session.scalars(select(Publication)).all() == []


def test_the_figures_of_a_round_are_taken_along_before_anything_is_published(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, WORDS)
        case_id = case.id
        db.session.commit()
    address = f"/staff/consultations/{case_id}/results/counts"
    client = staff_client(Role.DRAFTER)
    rows = read_own_csv(client.post(address).data)
    assert rows[1][4:7] == ["意見", "3", "1"]
    assert client.post(address, data={"format": "xlsx"}).data.startswith(b"PK")
    with app.app_context():
        assert (
            len(db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).all())
            == 2
        )


def test_citizens_find_the_results_from_the_case_and_from_the_list(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation(title="公民館の使い方（案）")
        ended_consultation(title="結果のない案件")
        release(case)
        case_id = case.id
        db.session.commit()
    address = f"/consultations/{case_id}/results"
    assert Page(public_client.get(f"/consultations/{case_id}")).links["結果を読む"] == address
    assert Page(public_client.get("/consultations")).links["結果を読む：公民館の使い方（案）"] == address


def test_a_file_that_a_reader_has_already_is_not_made_again(app: Flask, public_client: FlaskClient) -> None:
    with app.app_context():
        case = ended_consultation()
        release(case)
        case_id = case.id
    address = f"/consultations/{case_id}/results/1/files/counts.csv"
    tag = public_client.get(address).headers["ETag"]
    assert public_client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_the_table_is_narrowed_to_a_class_and_ordered_by_its_opinions(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        first = factories.make_result_class(consultation=case, label="今後の参考")
        other = factories.make_result_class(consultation=case, label="その他", disposition=Disposition.OTHER)
        send(case, WORDS[:1], group=answered_group(case, result_class=first, summary="一つの声"))
        send(case, WORDS, group=answered_group(case, result_class=other, summary="三つの声"))
        db.session.refresh(case)
        release(case)
        case_id = case.id
    address = f"/consultations/{case_id}/results"
    rows = Page(public_client.get(f"{address}/1?sort=opinions")).rows("意見の概要")[1:]
    assert [row[0] for row in rows] == ["2", "1"], "a row keeps its number"
    assert len(Page(public_client.get(f"{address}/1?class=その他")).rows("意見の概要")) == 2
    for odd in ("class=x&sort=email", "page=99999999", "sort=opinions';--"):
        assert len(Page(public_client.get(f"{address}/1?{odd}")).rows("意見の概要")) == 3
