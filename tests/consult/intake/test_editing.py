"""A submission on record: facts change, what was said does not; withdrawn with a reason and put back (R24, R30, TW1)."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import late_marks, standing
from consult.consultations import acts
from consult.domain.vocabulary import AuditAction, Channel, FlagKind, Role
from consult.extensions import db
from consult.intake import queries
from consult.models import AuditEvent, Consultation, Opinion, OpinionFlag, Submission
from tests import factories
from tests.pages import Page

TYPED = "バスの本数をふやして欲しい。"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


@pytest.fixture
def letter(app: Flask) -> str:
    """The address of a letter that staff typed in; its one opinion is opinion 1."""
    with app.app_context():
        submission = factories.make_submission(
            channel=Channel.POST, arrived_on=date(2026, 11, 20), original_text=TYPED
        )
        factories.make_opinion(submission=submission, wording=TYPED)
        db.session.commit()
        return f"/staff/consultations/{submission.consultation_id}/submissions/{submission.id}"


@pytest.fixture
def sent_by_form(app: Flask) -> str:
    with app.app_context():
        submission = factories.make_submission()
        factories.make_opinion(submission=submission, wording=TYPED)
        db.session.commit()
        return f"/staff/consultations/{submission.consultation_id}/submissions/{submission.id}"


def facts(client: FlaskClient, letter: str, **typed: str) -> dict[str, str]:
    page = Page(client.get(f"{letter}/edit"))
    fields = {"channel": "post", "arrived_on": page.value("届いた日"), "internal_note": ""}
    return {**fields, "version": page.hidden("version"), "asked_about": page.hidden("asked_about"), **typed}


def standing_wordings() -> list[str]:
    return list(db.session.scalars(select(Opinion.wording).where(standing.counts()).order_by(Opinion.id)))


def test_another_day_of_arrival_sets_the_late_mark_and_takes_it_back(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    with app.app_context():
        db.session.scalars(select(Consultation)).one().closes_on = date(2026, 11, 19)
        db.session.commit()
    for day, is_late in (("2026/11/21", True), ("2026/11/19", False), ("2026/11/20", True)):
        official.post(f"{letter}/edit", data=facts(official, letter, arrived_on=day))
        with app.app_context():
            assert db.session.scalars(select(Submission)).one().is_late is is_late
    page = Page(official.get(letter))
    assert "期限後の提出です" in page.main.text and "令和8年11月19日" in page.main.text


def test_two_officials_who_edit_one_letter_see_both_texts(
    app: Flask, official: FlaskClient, staff_client: Callable[..., FlaskClient], letter: str
) -> None:
    """TW1."""
    other = staff_client(Role.OFFICIAL)
    mine = facts(official, letter, internal_note="わたしのメモ")
    other.post(f"{letter}/edit", data=facts(other, letter, internal_note="ほかの人のメモ"))
    answer = official.post(f"{letter}/edit", data=mine)
    assert answer.status_code == 409
    assert "わたしのメモ" in Page(answer).main.text and "ほかの人のメモ" in Page(answer).main.text
    official.post(f"{letter}/edit", data={**mine, "version": Page(answer).hidden("version")})
    with app.app_context():
        assert db.session.scalars(select(Submission)).one().internal_note == "わたしのメモ"


def test_of_what_came_by_the_form_only_the_note_changes(
    app: Flask, official: FlaskClient, sent_by_form: str
) -> None:
    """TP6: fields that the page does not offer change nothing."""
    page = Page(official.get(f"{sent_by_form}/edit"))
    sent = {"internal_note": "確認済み", "channel": "fax", "arrived_on": "2026/11/1", "is_late": "1"}
    official.post(f"{sent_by_form}/edit", data={**sent, "version": page.hidden("version")})
    with app.app_context():
        kept = db.session.scalars(select(Submission)).one()
        assert (kept.channel, kept.arrived_on, kept.is_late) == (Channel.FORM, None, False)
        assert kept.internal_note == "確認済み"


def test_a_slip_of_the_typist_becomes_a_new_opinion_and_the_old_one_stays_on_record(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    with app.app_context():
        flagged = db.session.scalars(select(Opinion)).one()
        factories.make_opinion_flag(opinion=flagged, kind=FlagKind.OFF_TOPIC)
        db.session.commit()
    page = Page(official.get(f"{letter}/opinions/1/correct"))
    mended = TYPED.replace("ふやして", "増やして")
    data = {"about": "", "wording": mended, "version": page.hidden("version")}
    assert official.post(f"{letter}/opinions/1/correct", data=data).status_code == 303
    with app.app_context():
        old, new = db.session.scalars(select(Opinion).order_by(Opinion.id)).all()
        assert (old.wording, new.wording) == (TYPED, mended)
        assert old.superseded_at is not None and new.split_from_id == old.id
        assert standing_wordings() == [mended]
        flags = db.session.scalars(select(OpinionFlag).where(OpinionFlag.opinion_id == new.id)).all()
        assert [each.kind for each in flags] == [FlagKind.OFF_TOPIC]
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.CHANGED)).one()
        assert event.details["instead_of"] == old.id and "バス" not in str(event.details)
    shown = Page(official.get(letter))
    assert "直す前・分ける前の文章" in shown.main.text
    assert official.get(f"{letter}/opinions/1/correct").status_code == 404


def test_another_place_is_no_other_opinion(app: Flask, official: FlaskClient, letter: str) -> None:
    with app.app_context():
        factories.make_draft_text(consultation=db.session.scalars(select(Consultation)).one())
        db.session.commit()
    page = Page(official.get(f"{letter}/opinions/1/correct"))
    data = {"about": "s:s2", "wording": TYPED, "version": page.hidden("version")}
    official.post(f"{letter}/opinions/1/correct", data=data)
    assert "対象：第2章" in Page(official.get(letter)).main.text
    with app.app_context():
        assert standing_wordings() == [TYPED]


def test_a_citizens_own_words_are_changed_by_nobody(
    app: Flask, official: FlaskClient, sent_by_form: str
) -> None:
    page = Page(official.get(f"{sent_by_form}/opinions/1/correct"))
    data = {"about": "", "wording": "別のことば", "version": page.hidden("version")}
    assert official.post(f"{sent_by_form}/opinions/1/correct", data=data).status_code == 422
    added = {"about": "", "wording": "加えたことば"}
    assert official.post(f"{sent_by_form}/opinions/new", data=added).status_code == 422
    with app.app_context():
        assert standing_wordings() == [TYPED]


def test_words_that_an_answer_stands_for_are_not_changed_under_it(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    with app.app_context():
        opinion = db.session.scalars(select(Opinion)).one()
        case = db.session.scalars(select(Consultation)).one()
        opinion.answer_group_id = factories.make_answer_group(consultation=case).id
        db.session.commit()
    page = Page(official.get(f"{letter}/opinions/1/correct"))
    data = {"about": "", "wording": "直したことば", "version": page.hidden("version")}
    answer = official.post(f"{letter}/opinions/1/correct", data=data)
    assert answer.status_code == 422 and "回答単位" in " ".join(Page(answer).errors)


def test_an_overlooked_opinion_is_added_and_one_is_taken_back(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    official.post(f"{letter}/opinions/new", data={"about": "", "wording": "街灯を増やしてほしい。"})
    official.post(f"{letter}/opinions/1/withdraw")
    with app.app_context():
        assert standing_wordings() == ["街灯を増やしてほしい。"]
    official.post(f"{letter}/opinions/1/put-back")
    with app.app_context():
        assert len(standing_wordings()) == 2


def test_a_submission_is_withdrawn_with_a_reason_and_comes_back(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    assert official.post(f"{letter}/withdraw", data={"reason": "　"}).status_code == 422
    official.post(f"{letter}/withdraw", data={"reason": "本人から電話で申し出"})
    assert "本人から電話で申し出" in Page(official.get(letter)).main.text
    with app.app_context():
        assert standing_wordings() == []
    official.post(f"{letter}/put-back")
    with app.app_context():
        assert standing_wordings() == [TYPED]


def test_the_submitter_is_corrected_and_the_log_names_fields_only(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    """TP17, TS13."""
    opened = Page(official.post(f"{letter}/submitter/edit"))
    data = {"name": "架空 花子", "act": "save", "version": opened.hidden("version")}
    assert official.post(f"{letter}/submitter/edit", data=data).status_code == 303
    assert official.post(f"{letter}/submitter/edit", data={**data, "name": "別人"}).status_code == 409
    with app.app_context():
        assert db.session.scalars(select(Submission)).one().submitter.name == "架空 花子"
        about = select(AuditEvent).where(AuditEvent.object_type == "submitter").order_by(AuditEvent.id)
        events = db.session.scalars(about).all()
        assert [each.action for each in events] == [AuditAction.VIEWED, AuditAction.CHANGED]
        assert set(events[1].details["fields"]) == {"name", "kind"}
        assert "花子" not in str([each.details for each in events])


def test_a_longer_period_takes_the_late_marks_back(app: Flask, letter: str) -> None:
    with app.app_context():
        submission, case = (
            db.session.scalars(select(Submission)).one(),
            db.session.scalars(select(Consultation)).one(),
        )
        case.closes_on = date(2026, 11, 10)
        assert late_marks.mark_anew(case) == 1 and submission.is_late
        case.closes_on = date(2026, 11, 30)
        assert late_marks.mark_anew(case) == 1 and not submission.is_late
        assert late_marks.mark_anew(case) == 0


def test_a_removed_scan_is_not_there_until_it_is_put_back(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    with app.app_context():
        factories.make_submission_file(submission=db.session.scalars(select(Submission)).one())
        db.session.commit()
    official.post(f"{letter}/files/1/remove")
    assert official.post(f"{letter}/files/1").status_code == 404
    official.post(f"{letter}/files/1/put-back")
    assert official.post(f"{letter}/files/1").status_code == 200


def test_the_sender_reads_the_mended_words_and_no_parts(
    app: Flask, official: FlaskClient, letter: str
) -> None:
    with app.app_context():
        first = db.session.scalars(select(Opinion)).one()
        mended = factories.make_opinion(
            submission=first.submission, wording="増やして欲しい。", split_from_id=first.id
        )
        first.superseded_at = mended.superseded_at = factories.NOW
        factories.make_opinion(
            submission=first.submission,
            wording="増やして",
            split_from_id=mended.id,
            part_start=0,
            part_end=4,
        )
        sent = queries.as_sent(first.submission)
        assert [each.wording for each in sent.opinions] == ["増やして欲しい。"]


def test_closing_early_marks_letters_that_came_later_and_taking_it_back_unmarks_them(
    app: Flask, letter: str
) -> None:
    with app.app_context():
        submission, case = (
            db.session.scalars(select(Submission)).one(),
            db.session.scalars(select(Consultation)).one(),
        )
        person = factories.make_staff_member()
        closed = factories.NOW.replace(day=18)
        acts.close_early(case, "会場の都合のため", by=person, at=closed)
        assert submission.is_late
        acts.take_back_closing(case, by=person, at=closed)
        assert not submission.is_late
