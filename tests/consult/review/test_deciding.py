"""One opinion, one person, one act: what is ticked is confirmed, what was suggested and left is rejected."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, Facet, Outcome
from consult.extensions import db
from consult.models import AuditEvent, Opinion, Review, Tag, TagDecision
from consult.nlp_gateway import Suggested, SuggestedTag
from consult.tagging import services as tagging
from tests import factories
from tests.consult.review.conftest import Reviewer
from tests.pages import Page


def decisions(app: Flask, opinion_id: int) -> dict[str, tuple[Outcome, bool, bool]]:
    """Code to (outcome, is it the main theme, was it suggested) of the current review."""
    with app.app_context():
        rows = db.session.scalars(
            select(TagDecision).join(Review).where(Review.opinion_id == opinion_id, Review.is_current)
        )
        return {row.code: (row.outcome, row.is_main, row.was_suggested) for row in rows}


def reviews(app: Flask, opinion_id: int) -> list[tuple[bool, bool]]:
    """(is current, was taken back) of every review of an opinion, in their order."""
    with app.app_context():
        rows = db.session.scalars(select(Review).where(Review.opinion_id == opinion_id).order_by(Review.id))
        return [(row.is_current, row.undone_at is not None) for row in rows]


def test_no_suggestion_is_ticked_before_a_person_ticks_it(reviewer: Reviewer, waiting: list[int]) -> None:
    page = reviewer.open(waiting[0])

    assert len(page.root.all("input", type="checkbox", data_key="1")) == 1
    assert [box for box in page.root.all("input") if "checked" in box.attributes] == []


def test_ticked_is_confirmed_and_a_suggestion_left_is_rejected(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    answer = reviewer.decide(waiting[0], theme=["machi"], model=["X1"])

    assert answer.status_code == 303
    assert decisions(app, waiting[0]) == {
        "machi": (Outcome.CONFIRMED, True, True),
        "A": (Outcome.REJECTED, False, True),
        "X1": (Outcome.CONFIRMED, False, False),
    }


def test_the_next_opinion_opens_with_the_last_decision_on_top(reviewer: Reviewer, waiting: list[int]) -> None:
    answer = reviewer.decide(waiting[0], theme=["machi"])

    assert answer.location == f"/staff/review/{waiting[1]}"
    page = Page(reviewer.client.get(answer.location))
    last = page.root.first("section", aria_label="直前の決定")
    assert f"意見{waiting[0]}" in last.text
    assert "まち" in last.text
    assert "取り消す" in last.text


def test_after_the_last_opinion_the_queue_opens_and_says_that_nothing_waits(
    reviewer: Reviewer, waiting: list[int]
) -> None:
    for opinion_id in waiting:
        answer = reviewer.decide(opinion_id, theme=["hito"])

    assert answer.location == "/staff/review"
    assert "確認待ちの意見はありません" in Page(reviewer.client.get(answer.location)).text


def test_nothing_ticked_is_no_decision(app: Flask, reviewer: Reviewer, waiting: list[int]) -> None:
    answer = reviewer.decide(waiting[0])

    assert answer.status_code == 422
    assert "該当なし" in Page(answer).errors[0]
    assert reviews(app, waiting[0]) == []


def test_none_of_these_is_a_decision_and_rejects_every_suggestion(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    reviewer.decide(waiting[0], no_tag="y")

    assert {code: row[0] for code, row in decisions(app, waiting[0]).items()} == {
        "machi": Outcome.REJECTED,
        "A": Outcome.REJECTED,
    }
    assert reviews(app, waiting[0]) == [(True, False)]


def test_none_of_these_beside_a_tag_is_refused_with_the_ticks_kept(
    reviewer: Reviewer, waiting: list[int]
) -> None:
    answer = reviewer.decide(waiting[0], no_tag="y", theme=["hito"])

    assert answer.status_code == 422
    ticked = [b.attributes["value"] for b in Page(answer).root.all("input") if "checked" in b.attributes]
    assert ticked == ["y", "hito"]


def test_two_themes_need_a_main_one(app: Flask, reviewer: Reviewer, waiting: list[int]) -> None:
    assert reviewer.decide(waiting[0], theme=["hito", "machi"]).status_code == 422
    assert reviewer.decide(waiting[0], theme=["hito", "machi"], main_theme="hito").status_code == 303
    assert decisions(app, waiting[0])["hito"] == (Outcome.CONFIRMED, True, False)
    assert decisions(app, waiting[0])["machi"] == (Outcome.CONFIRMED, False, True)


def test_the_main_theme_is_one_of_the_ticked(reviewer: Reviewer, waiting: list[int]) -> None:
    answer = reviewer.decide(waiting[0], theme=["hito"], main_theme="machi")

    assert answer.status_code == 422
    assert Page(answer).errors == ["主テーマ：主テーマは、付けるテーマの中から選んでください。"]


@pytest.mark.parametrize(
    "forged", [{"theme": ["umi"]}, {"package": ["9-9"]}, {"model": ["A"]}, {"theme": ["machi", "'--"]}]
)
def test_codes_that_the_plan_does_not_have_are_refused(
    app: Flask, reviewer: Reviewer, waiting: list[int], forged: dict[str, list[str]]
) -> None:
    answer = reviewer.decide(waiting[0], **forged)

    assert answer.status_code == 422
    assert "いまの戦略にない分類" in Page(answer).errors[0]
    assert reviews(app, waiting[0]) == []


def test_fields_that_the_form_does_not_have_change_nothing(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    """TP6: nobody signs for somebody else, dates a decision or rewrites the wording."""
    reviewer.decide(
        waiting[0],
        theme=["machi"],
        staff_member_id="999",
        published_page_id="1",
        decided_at="2000-01-01",
        undone_at="2000-01-01",
        is_current="0",
        wording="書き換え",
        gist="書き換え",
        shown="theme:umi package:B nonsense",
        review_seen="99999999999999999999",
    )

    with app.app_context():
        review = db.session.scalars(select(Review)).one()
        assert (review.opinion_id, review.published_page_id) == (waiting[0], None)
        assert review.staff_member_id != 999
        assert review.decided_at.year > 2000
        opinion = db.session.get(Opinion, waiting[0])
        assert opinion is not None
        assert (opinion.wording, opinion.gist) == ("バスの本数が少なく、車がないと病院に行けない。", None)
    # What was not shown by its name is neither rejected nor called a suggestion.
    assert decisions(app, waiting[0]) == {"machi": (Outcome.CONFIRMED, True, False)}


def test_deciding_again_supersedes_and_shows_ones_own_ticks(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    reviewer.decide(waiting[0], theme=["machi"], package=["B"])

    page = reviewer.open(waiting[0])
    assert reviewer.fields(page)["theme"] == ["machi"]
    assert reviewer.fields(page)["package"] == ["B"]
    reviewer.decide(waiting[0], page=page, theme=["hito"], main_theme="hito", package=[])

    assert reviews(app, waiting[0]) == [(False, False), (True, False)]
    assert decisions(app, waiting[0])["hito"][0] is Outcome.CONFIRMED
    assert "B" not in decisions(app, waiting[0])


def test_undo_puts_the_opinion_back_into_the_queue(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    answer = reviewer.undo(reviewer.decide(waiting[0], theme=["machi"]))

    assert answer.location == f"/staff/review/{waiting[0]}"
    assert "未確認に戻っています" in Page(reviewer.client.get(answer.location)).text
    assert reviews(app, waiting[0]) == [(False, True)]
    assert f"意見{waiting[0]}" in Page(reviewer.client.get("/staff/review")).main.text


def test_undo_gives_back_the_earlier_decision(app: Flask, reviewer: Reviewer, waiting: list[int]) -> None:
    reviewer.decide(waiting[0], theme=["machi"])
    reviewer.undo(reviewer.decide(waiting[0], theme=["hito"], main_theme="hito"))

    assert reviews(app, waiting[0]) == [(True, False), (False, True)]
    assert decisions(app, waiting[0])["machi"][0] is Outcome.CONFIRMED


def test_undo_twice_skips_what_was_taken_back_before(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    reviewer.undo(reviewer.decide(waiting[0], theme=["machi"]))
    reviewer.undo(reviewer.decide(waiting[0], theme=["hito"]))

    assert reviews(app, waiting[0]) == [(False, True), (False, True)]


def test_the_same_undo_sent_twice_is_told_kindly(app: Flask, reviewer: Reviewer, waiting: list[int]) -> None:
    answer = reviewer.decide(waiting[0], theme=["machi"])
    page = Page(reviewer.client.get(answer.location))
    address = page.root.first("form", id="undo").attributes["action"]

    assert reviewer.client.post(address).status_code == 303
    again = reviewer.client.post(address)

    assert again.status_code == 409
    assert "すでに取り消された" in Page(again).text


def test_nobody_undoes_the_decision_of_somebody_else(
    app: Flask, reviewer: Reviewer, second_reviewer: Reviewer, waiting: list[int]
) -> None:
    answer = reviewer.decide(waiting[0], theme=["machi"])
    page = Page(reviewer.client.get(answer.location))
    address = page.root.first("form", id="undo").attributes["action"]

    assert second_reviewer.client.post(address).status_code == 409
    assert reviews(app, waiting[0]) == [(True, False)]


def test_a_review_is_undone_only_under_its_own_opinion(reviewer: Reviewer, waiting: list[int]) -> None:
    reviewer.decide(waiting[0], theme=["machi"])

    assert reviewer.client.post(f"/staff/review/{waiting[1]}/undo/1").status_code == 404


def test_a_published_decision_comes_back_when_ones_own_is_undone(app: Flask, reviewer: Reviewer) -> None:
    with app.app_context():
        factories.make_plan()
        page = factories.make_published_page()
        opinion = factories.make_opinion(published_page=page)
        factories.make_review(opinion=opinion, published_page=page, confirmed={Facet.THEME: ["hito"]})
        opinion_id = opinion.id
        db.session.commit()
    shown = reviewer.open(opinion_id)
    assert "主な意見" in shown.text
    assert reviewer.fields(shown)["theme"] == ["hito"]

    reviewer.undo(reviewer.decide(opinion_id, page=shown, theme=["machi"], main_theme="machi"))

    assert decisions(app, opinion_id)["hito"][0] is Outcome.CONFIRMED


def test_two_people_at_once_are_both_kept_and_the_later_one_is_told(
    app: Flask, reviewer: Reviewer, second_reviewer: Reviewer, waiting: list[int]
) -> None:
    mine, theirs = reviewer.open(waiting[0]), second_reviewer.open(waiting[0])
    first = second_reviewer.decide(waiting[0], page=theirs, theme=["machi"])
    assert "先に決定" not in Page(second_reviewer.client.get(first.location)).text

    answer = reviewer.decide(waiting[0], page=mine, theme=["hito"])

    told = Page(reviewer.client.get(answer.location))
    assert "先に決定していました" in told.text
    assert reviews(app, waiting[0]) == [(False, False), (True, False)]
    assert decisions(app, waiting[0])["hito"][0] is Outcome.CONFIRMED
    history = reviewer.open(waiting[0]).text
    assert "前の決定" in history
    assert "今の決定" in history


def test_two_people_who_decide_alike_are_two_reviews(
    app: Flask, reviewer: Reviewer, second_reviewer: Reviewer, waiting: list[int]
) -> None:
    mine, theirs = reviewer.open(waiting[0]), second_reviewer.open(waiting[0])
    second_reviewer.decide(waiting[0], page=theirs, theme=["machi"])

    answer = reviewer.decide(waiting[0], page=mine, theme=["machi"])

    assert "先に決定していました" in Page(reviewer.client.get(answer.location)).text
    assert reviews(app, waiting[0]) == [(False, False), (True, False)]


def test_the_same_form_sent_twice_is_one_review(app: Flask, reviewer: Reviewer, waiting: list[int]) -> None:
    page = reviewer.open(waiting[0])

    assert reviewer.decide(waiting[0], page=page, theme=["machi"]).status_code == 303
    assert reviewer.decide(waiting[0], page=page, theme=["machi"]).status_code == 303

    assert reviews(app, waiting[0]) == [(True, False)]


def test_a_suggestion_that_came_while_the_form_was_open_is_not_rejected(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    page = reviewer.open(waiting[0])
    with app.app_context():
        row = SuggestedTag(Facet.THEME, "shigoto", 0.9, [[0, 2]], [])
        tagging.replace_suggestions([Suggested(waiting[0], (row,), [])], tagger_version="v2")
        db.session.commit()

    reviewer.decide(waiting[0], page=page, theme=["machi"])

    assert decisions(app, waiting[0]) == {"machi": (Outcome.CONFIRMED, True, False)}


def test_a_rerun_after_the_decision_changes_nothing_of_it(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    reviewer.decide(waiting[0], theme=["machi"])
    before = decisions(app, waiting[0])
    with app.app_context():
        tagging.replace_suggestions([Suggested(waiting[0], (), [])], tagger_version="v2")
        db.session.commit()
        assert db.session.scalars(select(Tag).where(Tag.opinion_id == waiting[0])).all() == []

    assert decisions(app, waiting[0]) == before


def test_each_act_leaves_an_audit_event_without_words(
    app: Flask, reviewer: Reviewer, waiting: list[int]
) -> None:
    reviewer.undo(reviewer.decide(waiting[0], theme=["machi"]))

    with app.app_context():
        acts = (AuditAction.CONFIRMED, AuditAction.REJECTED, AuditAction.UNDID)
        events = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action.in_(acts)).order_by(AuditEvent.id)
        )
        found = [(e.action, e.actor, e.object_type, e.object_id, sorted(e.details)) for e in events]
    assert found == [
        (AuditAction.CONFIRMED, "staff", "opinion", waiting[0], ["review", "tags"]),
        (AuditAction.REJECTED, "staff", "opinion", waiting[0], ["review", "tags"]),
        (AuditAction.UNDID, "staff", "opinion", waiting[0], ["restored_review", "review"]),
    ]


def test_a_withdrawn_opinion_cannot_be_decided(app: Flask, reviewer: Reviewer) -> None:
    with app.app_context():
        factories.make_plan()
        opinion_id = factories.make_opinion(withdrawn_at=factories.NOW).id
        db.session.commit()

    assert reviewer.client.get(f"/staff/review/{opinion_id}").status_code == 404
    assert reviewer.client.post(f"/staff/review/{opinion_id}", data={"theme": "machi"}).status_code == 404


@pytest.mark.parametrize("opinion_id", ["0", "999999", "99999999999999999999999", "1.5", "-1"])
def test_an_opinion_that_does_not_exist_is_not_there(
    reviewer: Reviewer, waiting: list[int], opinion_id: str
) -> None:
    assert reviewer.client.get(f"/staff/review/{opinion_id}").status_code == 404


def test_the_form_needs_its_token(csrf_on: None, reviewer: Reviewer, waiting: list[int]) -> None:
    page = reviewer.open(waiting[0])

    assert reviewer.decide(waiting[0], page=page, theme=["machi"]).status_code == 303
    stale = reviewer.decide(waiting[1], page=page, theme=["machi"], csrf_token="")
    assert stale.status_code in (400, 422)


def test_ten_decisions_at_once_leave_one_current_review_and_lose_none(
    app: Flask, reviewer: Reviewer, second_reviewer: Reviewer, waiting: list[int]
) -> None:
    """TW4: whoever comes later supersedes; the unique index is never hit."""
    codes = ["hito", "machi", "shigoto"]
    forms = [(person, person.open(waiting[0])) for person in (reviewer, second_reviewer)]

    def send(number: int) -> int:
        person, page = forms[number % 2]
        client = app.test_client()
        client._cookies = dict(person.client._cookies)
        sender = Reviewer(client)
        return sender.decide(waiting[0], page=page, theme=[codes[number % 3]]).status_code

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    assert answers == [303] * 10
    kept = reviews(app, waiting[0])
    assert [is_current for is_current, _ in kept] == [False] * (len(kept) - 1) + [True]
    assert len(kept) >= 2
