"""The pages of sorting: what stands on them, what a press does, what is told to whom."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, FlagKind, ResponseState
from consult.extensions import db
from consult.models import AuditEvent, Consultation, Opinion, OpinionFlag, Submission
from tests import factories as make
from tests.consult.sorting.conftest import LETTER
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/staff/consultations/{}/sorting"


def at(case_id: int, *rest: object) -> str:
    return "/".join([ADDRESS.format(case_id), *map(str, rest)])


def copy_of(case_id: int, wording: str, number: int) -> None:
    for _ in range(number):
        sent = make.make_submission(consultation=db.session.get_one(Consultation, case_id))
        make.make_opinion(submission=sent, wording=wording)
    db.session.commit()


def flagged(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        rows = select(OpinionFlag.opinion_id, OpinionFlag.kind).where(OpinionFlag.lifted_at.is_(None))
        return [(opinion_id, kind.value) for opinion_id, kind in db.session.execute(rows)]


def test_a_round_of_three_shows_none_of_the_controls_for_a_flood(official: FlaskClient, case_id: int) -> None:
    page = Page(official.get(at(case_id)))
    assert "意見 3件" in page.text
    assert "条件で絞り込む" not in page.text
    assert "同じ文章" not in page.text
    assert "種類" not in page.text
    assert "同じ文章" not in Page(official.get(at(case_id, 2))).text


def test_sorting_hinders_nothing_a_case_that_nobody_sorted_is_answered_all_the_same(
    official: FlaskClient, case_id: int
) -> None:
    official.post(f"/staff/consultations/{case_id}/groups/each")
    page = Page(official.get(at(case_id)))
    assert "まだ見ていないもの" not in page.text


def test_a_letter_becomes_opinions_that_count_and_is_one_again(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    page = Page(official.get(at(case_id, 1)))
    assert "3件に分ける案があります" in page.text
    cuts = [str(LETTER.index("図書館") - 1), str(LETTER.index("公園") - 1)]
    split = Page(official.post(at(case_id, 1, "split"), data={"at": cuts}, follow_redirects=True))
    assert "3件の意見に分けました" in split.text
    assert "分けた意見（3件）" in split.text
    assert "意見 5件" in Page(official.get(at(case_id))).text
    joined = Page(official.post(at(case_id, 1, "join"), follow_redirects=True))
    assert "1件の意見に戻しました" in joined.text
    assert "意見 3件" in Page(official.get(at(case_id))).text
    with app.app_context():
        acts = db.session.scalars(select(AuditEvent.action).where(AuditEvent.object_type == "opinion"))
        assert [each for each in acts if each in (AuditAction.SPLIT, AuditAction.UNDID)] == [
            AuditAction.SPLIT,
            AuditAction.UNDID,
        ]


def test_any_place_is_found_by_the_words_with_which_the_next_opinion_begins(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    refused = official.post(at(case_id, 2, "split"), data={"before": "段差はない"})
    assert refused.status_code == 422
    assert "この言葉は原文に見つかりません" in Page(refused).text
    assert 'value="段差はない"' in refused.text
    official.post(at(case_id, 2, "split"), data={"before": "段差"})
    with app.app_context():
        parts = db.session.scalars(select(Opinion.wording).where(Opinion.split_from_id == 2)).all()
        assert parts == ["道の", "段差を直してほしい。"]


def test_nothing_chosen_and_hostile_places_are_refused_in_words(official: FlaskClient, case_id: int) -> None:
    for data in ({}, {"at": "0"}, {"at": "99999"}, {"at": "9" * 30}, {"at": "-1"}, {"at": "x"}):
        assert official.post(at(case_id, 2, "split"), data=data).status_code == 422


def test_whoever_comes_second_is_told_that_it_is_split_already(official: FlaskClient, case_id: int) -> None:
    official.post(at(case_id, 2, "split"), data={"before": "段差"})
    second = official.post(at(case_id, 2, "split"), data={"before": "直し"})
    assert second.status_code == 409
    assert "その間に分けられた" in Page(second).text
    assert official.post(at(case_id, 2), data={"act": "done"}).status_code == 409


def test_one_press_flags_and_goes_on_to_the_next_and_one_press_takes_it_back(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    sent = official.post(
        at(case_id, 2) + "?state=left", data={"act": "off_topic", "reason": "案と関わりがない"}
    )
    assert "/sorting/3?" in sent.location
    page = Page(official.get(sent.location))
    assert "「対象外」の印を付けた" in page.text
    assert flagged(app) == [(2, "off_topic")]
    groups = Page(official.get(f"/staff/consultations/{case_id}/groups"))
    assert "まだまとめていない意見 2件" in groups.text
    with app.app_context():
        event = db.session.scalars(
            select(AuditEvent.id).where(AuditEvent.action == AuditAction.FLAGGED)
        ).one()
    official.post(at(case_id, "acts", event, "undo"))
    assert flagged(app) == []
    again = official.post(at(case_id, "acts", event, "undo"), follow_redirects=True)
    assert "すでに取り消されています" in Page(again).text


def test_a_flag_that_asks_for_masking_leads_to_the_passages_until_something_is_masked_for_it(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    sent = official.post(at(case_id, 2), data={"act": "defamation"})
    assert sent.location.endswith("/staff/review/2/passages")
    assert "伏せる候補あり" in Page(official.get(at(case_id, 2))).text
    official.post("/staff/review/2/passages/words", data={"words": "段差", "reason": "defamation"})
    assert "伏せる候補あり" not in Page(official.get(at(case_id, 2))).text


def test_a_flag_is_lifted_and_stays_known(app: Flask, official: FlaskClient, case_id: int) -> None:
    official.post(at(case_id, 3), data={"act": "blank"})
    page = Page(official.post(at(case_id, 3, "flags", 1, "lift"), follow_redirects=True))
    assert "外した印（1件）" in page.text
    assert flagged(app) == []
    assert "すでに外されています" in Page(official.post(at(case_id, 3, "flags", 1, "lift"))).text
    assert official.post(at(case_id, 2, "flags", 1, "lift")).status_code == 404


def test_copies_are_told_as_a_fact_and_flagged_together_only_where_a_person_says_so(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    with app.app_context():
        copy_of(case_id, "道の段差を 直してほしい。", 3)
        digest = db.session.get_one(Opinion, 2).text_digest
    page = Page(official.get(at(case_id) + f"?text={digest}"))
    assert "同じ文章 4件（提出者4名、空白や改行の違いで2通りの書き方" in page.text
    assert "文章は3種類" in page.text
    official.post(at(case_id, 2), data={"act": "off_topic", "expected": "4"})
    assert len(flagged(app)) == 1
    stale = official.post(at(case_id, 2), data={"act": "off_topic", "copies": "yes", "expected": "9"})
    assert stale.status_code == 409
    official.post(at(case_id, 2), data={"act": "off_topic", "copies": "yes", "expected": "4"})
    assert len(flagged(app)) == 4
    assert "意見 6件" in Page(official.get(at(case_id))).text
    with app.app_context():
        event = db.session.scalars(
            select(AuditEvent.id)
            .where(AuditEvent.action == AuditAction.FLAGGED)
            .order_by(AuditEvent.id.desc())
        ).first()
    official.post(at(case_id, "acts", event, "undo"))
    assert flagged(app) == [(2, "off_topic")]


def test_an_opinion_behind_an_approved_answer_is_neither_split_nor_taken_out_of_the_answers(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    with app.app_context():
        group = make.make_answer_group(consultation=db.session.get_one(Consultation, case_id))
        make.make_official_response(group=group, state=ResponseState.APPROVED)
        db.session.get_one(Opinion, 2).answer_group_id = group.id
        db.session.commit()
    for address, data in (("split", {"before": "段差"}), ("", {"act": "off_topic"})):
        answer = official.post(at(case_id, 2, address).rstrip("/"), data=data)
        assert answer.status_code == 409
        assert "決裁済みです" in Page(answer).text


def test_what_was_masked_stays_masked_in_the_parts_and_when_they_are_one_again(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    official.post("/staff/review/2/passages/words", data={"words": "の段差を", "reason": "personal"})
    official.post(at(case_id, 2, "split"), data={"before": "段差"})
    with app.app_context():
        parts = db.session.scalars(select(Opinion.id).where(Opinion.split_from_id == 2)).all()
    official.post(f"/staff/review/{parts[1]}/passages/words", data={"words": "直し", "reason": "personal"})
    exported = official.post(at(case_id, "export"), data={"file": "csv"}).get_data(as_text=True)
    assert "道〔非公表〕" in exported
    assert "〔非公表〕てほしい。" in exported
    official.post(at(case_id, 2, "join"))
    exported = official.post(at(case_id, "export"), data={"file": "csv"}).get_data(as_text=True)
    assert "道〔非公表〕てほしい。" in exported


def test_what_is_set_aside_is_kept_counted_apart_and_put_back(
    app: Flask, official: FlaskClient, case_id: int
) -> None:
    with app.app_context():
        submission_id = db.session.get_one(Opinion, 2).submission_id
        assert submission_id
        db.session.get_one(Submission, submission_id).signals = ["filled_quickly", "x9"]
        db.session.commit()
    page = Page(official.get(at(case_id, "signals")))
    assert "画面を開いてから3秒以内に送られた" in page.text
    assert "そのほか（x9）" in page.text
    refused = official.post(at(case_id, "signals", submission_id), data={"act": "set_aside", "reason": " 　"})
    assert refused.status_code == 422
    assert "理由を書いてください" in Page(refused).text
    official.post(at(case_id, "signals", submission_id), data={"act": "set_aside", "reason": "広告の文だけ"})
    listed = Page(official.get(at(case_id)))
    assert "意見 2件" in listed.text
    assert "受付の対象から外したもの 1件" in listed.text
    assert "意見2" in Page(official.get(at(case_id) + "?state=set_aside")).text
    official.post(at(case_id, "signals", submission_id), data={"act": "put_back"})
    again = official.post(at(case_id, "signals", submission_id), data={"act": "put_back"})
    assert again.status_code == 409
    assert "意見 3件" in Page(official.get(at(case_id))).text
    official.post(at(case_id, "signals", submission_id), data={"act": "keep"})
    assert "ここに並ぶ提出はありません" in Page(official.get(at(case_id, "signals"))).text


def test_no_page_asks_more_for_more_opinions(app: Flask, official: FlaskClient, case_id: int) -> None:
    numbers = []
    for _ in range(2):
        with counted_queries() as queries:
            for address in (
                at(case_id),
                at(case_id) + "?by=text&sort=same",
                at(case_id, 2),
                at(case_id, "signals"),
            ):
                official.get(address)
        numbers.append(len(queries))
        with app.app_context():
            copy_of(case_id, "道の段差を直してほしい。", 30)
            for submission in db.session.scalars(select(Submission)):
                submission.signals = ["filled_quickly"]
            for number in range(5, 20):
                make.make_opinion_flag(opinion=db.session.get_one(Opinion, number), kind=FlagKind.BLANK)
            db.session.commit()
    assert numbers[1] <= numbers[0] + 2


def test_the_list_is_filtered_searched_and_paged(app: Flask, official: FlaskClient, case_id: int) -> None:
    with app.app_context():
        copy_of(case_id, "道の段差を直してほしい。", 60)
    page = Page(official.get(at(case_id) + "?by=text"))
    assert [row[4] for row in page.rows("意見の一覧")[1:]] == ["1", "61件の同じ文章を見る：意見2", "1"]
    assert "意見1" not in Page(official.get(at(case_id) + "?q=段差&page=2")).text
    assert official.get(at(case_id) + "?state=nonsense&channel=x&sort=y&page=z").status_code == 200


def test_an_opinion_of_another_case_is_not_there(app: Flask, official: FlaskClient, case_id: int) -> None:
    with app.app_context():
        other = make.make_consultation().id
        db.session.commit()
    for address in (at(other, 2), at(other, "acts", 1, "undo")):
        assert official.post(address, data={"act": "done"}).status_code == 404
