"""Opinions become groups: by ticking, by search, by one press; every act can be undone."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, FlagKind, ResponseState, Role
from consult.extensions import db
from consult.models import AnswerGroup, AuditEvent, Consultation, OfficialResponse, Opinion
from tests import factories as make
from tests.consult.summary.conftest import WORDINGS
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/staff/consultations/{}/groups"


def members(app: Flask) -> dict[str, int]:
    """Wording to the number of its group; 0 while it waits."""
    with app.app_context():
        rows = db.session.execute(
            select(Opinion.wording, AnswerGroup.number).outerjoin(Opinion.answer_group).order_by(Opinion.id)
        )
        return {wording: number or 0 for wording, number in rows}


def ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Opinion.id).order_by(Opinion.id)))


def group(client: FlaskClient, case_id: int, *opinions: int, **more: object) -> Page:
    answer = client.post(
        ADDRESS.format(case_id),
        data={"opinion": [str(each) for each in opinions], "into": "new", **more},
        follow_redirects=True,
    )
    return Page(answer)


def test_one_press_gives_each_opinion_of_a_small_round_its_own_group_with_its_words(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    page = Page(official.get(ADDRESS.format(case_id)))
    assert "1件ずつ回答を書く（3件）" in page.buttons
    assert "条件で絞り込む" not in page.text
    official.post(ADDRESS.format(case_id) + "/each")
    assert list(members(app).values()) == [1, 2, 3]
    with app.app_context():
        assert tuple(db.session.scalars(select(AnswerGroup.summary))) == WORDINGS


def test_ticked_opinions_become_one_group_and_the_next_ones_join_it(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    first, second, third = ids(app)
    assert "2件を、回答1にまとめました。" in group(official, case_id, first, second).text
    page = group(official, case_id, third, into="existing", target="１")
    assert "1件を回答1に加えました。" in page.text
    assert set(members(app).values()) == {1}
    assert "まだまとめていない意見はありません" in page.text


def test_copies_of_one_text_are_told_and_become_one_group_by_one_tick(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    with app.app_context():
        for _ in range(2):
            sent = make.make_submission(consultation=db.session.get_one(Consultation, case_id))
            make.make_opinion(submission=sent, wording="バスを増やして ほしい。")
        db.session.commit()
    rows = Page(official.get(ADDRESS.format(case_id) + "?by=text")).rows("まだまとめていない")
    assert [row[-1][:1] for row in rows[1:]] == ["3", "1", "1"]
    group(official, case_id, 1, by="text")
    assert [number for wording, number in members(app).items() if "バス" in wording] == [1, 1]
    with app.app_context():
        assert db.session.scalars(select(AnswerGroup.summary)).one() == WORDINGS[0]


def test_all_that_a_search_finds_is_grouped_unless_it_changed_meanwhile(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    page = group(official, case_id, q="図書館", scope="all", expected="2")
    assert "もう一度選んでください" in page.text
    assert set(members(app).values()) == {0}
    group(official, case_id, q="図書館", scope="all", expected="1")
    assert members(app)[WORDINGS[1]] == 1


def test_nothing_ticked_and_an_unknown_number_are_refused_in_words_and_the_ticks_stay(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    assert "1件以上選んでください" in group(official, case_id).text
    group(official, case_id, 1)
    page = group(official, case_id, 2, into="existing", target="99")
    assert "この番号の回答単位はありません" in page.text
    assert "checked" in page.root.first("input", id="opinion-2").attributes


def test_opinions_of_another_case_late_ones_and_those_off_the_topic_cannot_be_grouped(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    with app.app_context():
        other = make.make_opinion(submission=make.make_submission(), wording="よその案件").id
        make.make_opinion_flag(opinion=db.session.get_one(Opinion, 3), kind=FlagKind.OFF_TOPIC)
        db.session.get_one(Opinion, 2).submission.is_late = True  # type: ignore[union-attr]
        db.session.commit()
    for opinion_id in (other, 3, 2):
        group(official, case_id, 1, opinion_id)
    assert set(members(app).values()) == {0}


def test_members_leave_split_move_and_merge_and_each_act_is_undone(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    def change(act: str, *opinions: int, target: str = "") -> None:
        data = {"act": act, "opinion": [str(each) for each in opinions], "target": target}
        assert official.post(ADDRESS.format(case_id) + "/1", data=data).status_code == 303

    def undo() -> None:
        with app.app_context():
            event_id = db.session.scalars(
                select(AuditEvent.id).where(AuditEvent.action == AuditAction.GROUPED).order_by(AuditEvent.id)
            ).all()[-1]
        official.post(ADDRESS.format(case_id) + f"/acts/{event_id}/undo")

    together = [1, 1, 1]
    group(official, case_id, 1, 2, 3)
    for act, opinions, target, after in (
        ("take_out", (1,), "", [0, 1, 1]),
        ("split", (1, 2), "", [2, 2, 1]),
        ("move", (3,), "2", [1, 1, 2]),
        ("merge", (), "2", [2, 2, 2]),
    ):
        change(act, *opinions, target=target)
        assert list(members(app).values()) == after
        undo()
        assert list(members(app).values()) == together


def test_what_was_undone_or_moved_on_is_not_undone_again(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    group(official, case_id, 1)
    event_id = int(
        Page(official.get(ADDRESS.format(case_id))).root.all("form")[-1].attributes["action"].split("/")[-2]
    )
    undo = ADDRESS.format(case_id) + f"/acts/{event_id}/undo"
    assert official.post(undo).status_code == 303
    assert official.post(undo).status_code == 409
    assert "取り消しました" in Page(official.get(ADDRESS.format(case_id))).text


def test_a_group_whose_answer_is_approved_keeps_its_opinions(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    group(official, case_id, 1)
    with app.app_context():
        db.session.scalars(select(OfficialResponse)).one().state = ResponseState.APPROVED
        db.session.commit()
    assert "回答1は決裁済みです" in group(official, case_id, 2, into="existing", target="1").text
    answer = official.post(ADDRESS.format(case_id) + "/1", data={"act": "take_out", "opinion": "1"})
    assert answer.status_code == 409
    assert members(app)[WORDINGS[0]] == 1
    assert "意見の出し入れはできません" in Page(official.get(ADDRESS.format(case_id) + "/1")).text


def test_an_approver_reads_and_changes_nothing(
    staff_client: Callable[..., FlaskClient], case_id: int
) -> None:
    page = Page(staff_client(Role.APPROVER).get(ADDRESS.format(case_id)))
    assert "まとめる" not in page.buttons
    assert "図書館" in page.text


@pytest.mark.parametrize("address", ["", "?by=text&sort=same", "/1"])
def test_more_opinions_ask_no_more_queries(
    app: Flask, official: FlaskClient, case_id: int, address: str
) -> None:
    def add(number: int) -> None:
        with app.app_context():
            consultation = db.session.get_one(Consultation, case_id)
            for _ in range(number):
                sent = make.make_submission(consultation=consultation)
                make.make_opinion(submission=sent)
                make.make_opinion(submission=sent, answer_group_id=1)
            db.session.commit()

    group(official, case_id, 1)
    add(1)
    counts = []
    for number in (12, 20):
        add(number)
        official.get(ADDRESS.format(case_id) + address)
        with counted_queries() as queries:
            assert official.get(ADDRESS.format(case_id) + address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
