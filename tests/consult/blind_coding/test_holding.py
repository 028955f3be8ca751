"""A sampled opinion from the tagger to the review: held for everybody until two have answered, or it is released."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.errors import HeldForBlindCoding
from consult.domain.vocabulary import AuditAction, Facet, Role
from consult.extensions import db
from consult.models import AuditEvent, BlindSampling, Review, SampledOpinion
from consult.nlp_gateway import Suggested, SuggestedTag
from consult.review import services as review
from consult.review.decision import Decision
from consult.tagging import services as tagging
from tests import factories
from tests.consult.blind_coding.conftest import Coder
from tests.pages import Page
from tests.query_counting import counted_queries


def suggestions(*opinion_ids: int) -> list[Suggested]:
    tag = SuggestedTag(Facet.THEME, "machi", 0.93, [[0, 2]], [])
    return [Suggested(each, (tag,), ["A"]) for each in opinion_ids]


def opinion_of(app: Flask, sampled_id: int) -> int:
    with app.app_context():
        return db.session.get_one(SampledOpinion, sampled_id).opinion_id


def test_the_tagger_draws_what_it_sees_for_the_first_time_and_nothing_later(app: Flask) -> None:
    with app.app_context():
        seen = factories.make_opinion(wording="バスの屋根がほしい。")
        new = factories.make_opinion(wording="図書館の席がほしい。")
        tagging.replace_suggestions(suggestions(seen.id), tagger_version="v1")
        assert db.session.scalars(select(SampledOpinion.opinion_id)).all() == []
        db.session.get_one(BlindSampling, 1).share_percent = 100

        tagging.replace_suggestions(suggestions(seen.id, new.id), tagger_version="v2")
        tagging.replace_suggestions(suggestions(seen.id, new.id), tagger_version="v3")

        assert db.session.scalars(select(SampledOpinion.opinion_id)).all() == [new.id]
        details = [
            event.details["drawn_into_blind_sample"]
            for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        ]
        assert details == [0, 1, 0]


def test_tagging_a_batch_asks_no_more_for_more_opinions(app: Flask) -> None:
    with app.app_context():
        db.session.get_one(BlindSampling, 1).share_percent = 100
        few, many = (
            [factories.make_opinion(wording=f"{size}人の{n}つめの意見").id for n in range(size)]
            for size in (1, 30)
        )
        with counted_queries() as for_few:
            tagging.replace_suggestions(suggestions(*few), tagger_version="v1")
        with counted_queries() as for_many:
            tagging.replace_suggestions(suggestions(*many), tagger_version="v1")
        assert len(for_many) == len(for_few)


def test_a_held_opinion_is_in_no_queue_and_the_queue_says_so(coder: Coder, sample: list[int]) -> None:
    page = Page(coder.client.get("/staff/review"))
    assert "まだ誰も決めていない意見は 0件" in page.text
    assert "候補を見ない分類を待つ意見が3件" in page.text
    assert "未確認0件" in Page(coder.client.get("/staff")).text


@pytest.mark.parametrize("role", [Role.OFFICIAL, Role.DRAFTER, Role.APPROVER])
def test_no_page_of_staff_shows_a_suggestion_of_a_held_opinion(
    app: Flask, staff_client: Callable[..., FlaskClient], sample: list[int], role: Role
) -> None:
    number = opinion_of(app, sample[0])
    client = staff_client(role)
    pages = [
        f"/staff/review/{number}",
        "/staff/review?theme=machi",
        "/staff/opinions",
        "/staff/opinions?theme=machi&state=suggested",
        f"/staff/opinions/{number}",
        "/staff/theme-board",
        "/staff/hearings/1",
    ]
    for address in pages:
        text = Page(client.get(address)).main.text
        assert "93％" not in text, address
    assert "候補を見ない分類を待っています" in Page(client.get(f"/staff/opinions/{number}")).text
    assert "候補 0件" in Page(client.get("/staff/theme-board")).main.text
    voices = Page(client.get("/staff/theme-board/machi/voices?scope=all")).main
    assert "候補 0件" in voices.text and voices.all("blockquote") == []
    # the number alone may be part of a hearing's number
    exported = client.post("/staff/opinions/export").get_data(as_text=True)
    assert "0.93" not in exported and "93％" not in exported


def test_no_page_shows_or_decides_on_a_copy_of_a_held_text_until_two_have_coded_the_text(
    app: Flask, coder: Coder, second_coder: Coder, sample: list[int], later: Callable[..., None]
) -> None:
    with app.app_context():
        copy = factories.make_opinion(wording="バスを０本\n ふやしてほしい。")
        factories.make_tag(opinion=copy, code="machi", probability=0.93)
        factories.make_tagger_run(opinion=copy)
        db.session.commit()
        number, hearing = copy.id, copy.hearing_id

    assert "候補を見ない分類を待つ意見が4件" in Page(coder.client.get("/staff/review")).text
    assert "候補を見ない分類を待っています" in Page(coder.client.get(f"/staff/review/{number}")).heading
    assert coder.client.post(f"/staff/review/{number}", data={"theme": ["machi"]}).status_code == 409
    for address in (
        "/staff/review?theme=machi",
        "/staff/opinions?theme=machi&state=suggested",
        f"/staff/opinions/{number}",
        "/staff/theme-board",
        f"/staff/hearings/{hearing}",
    ):
        assert "93％" not in Page(coder.client.get(address)).main.text, address
    exported = coder.client.post("/staff/opinions/export").get_data(as_text=True)
    assert "0.93" not in exported and "93％" not in exported
    assert "あなたを待つ意見は3件" in coder.overview().text, "the text is coded once"

    coder.code(sample[0], theme=["hito"])
    second_coder.code(sample[0], theme=["hito"])
    later(minutes=11)

    assert "93％" in Page(coder.client.get(f"/staff/review/{number}")).text


def test_a_form_that_was_open_when_the_opinion_was_drawn_decides_nothing(app: Flask, coder: Coder) -> None:
    with app.app_context():
        factories.make_plan()
        opinion = factories.make_opinion()
        db.session.commit()
        number = opinion.id
    form = Page(coder.client.get(f"/staff/review/{number}"))
    sent = {
        box.attributes["name"]: box.attributes.get("value", "")
        for box in form.root.all("input", type="hidden")
    }
    with app.app_context():
        db.session.get_one(BlindSampling, 1).share_percent = 100
        tagging.replace_suggestions(suggestions(number), tagger_version="v1")
        db.session.commit()

    answer = coder.client.post(f"/staff/review/{number}", data=sent | {"theme": ["hito"]})

    assert answer.status_code == 409
    assert "候補を見ない分類を待っています" in Page(answer).heading
    with app.app_context():
        assert db.session.scalars(select(Review)).all() == []


def test_no_way_to_decide_passes_the_hold(app: Flask, sample: list[int]) -> None:
    with app.app_context():
        sampled = db.session.get_one(SampledOpinion, sample[0])
        decision = Decision(confirmed=frozenset({(Facet.THEME, "hito")}), shown=frozenset())
        with pytest.raises(HeldForBlindCoding):
            review.decide(sampled.opinion, decision, by=factories.make_staff_member())


def test_ten_minutes_after_the_second_answer_the_review_takes_it(
    app: Flask, coder: Coder, second_coder: Coder, sample: list[int], later: Callable[..., None]
) -> None:
    number = opinion_of(app, sample[0])
    coder.code(sample[0], theme=["hito"])
    assert "待っています" in Page(coder.client.get(f"/staff/review/{number}")).heading
    second_coder.code(sample[0], theme=["hito"])
    later(minutes=9)
    assert "待っています" in Page(coder.client.get(f"/staff/review/{number}")).heading
    later(minutes=2)
    page = Page(coder.client.get(f"/staff/review/{number}"))
    assert "93％" in page.text and page.heading == f"意見{number}"
    assert "まだ誰も決めていない意見は 1件" in Page(coder.client.get("/staff/review")).text


def test_an_answer_taken_back_holds_the_opinion_on(
    app: Flask, coder: Coder, second_coder: Coder, sample: list[int], later: Callable[..., None]
) -> None:
    coder.code(sample[0], theme=["hito"])
    second_coder.code(sample[0], theme=["hito"])
    second_coder.undo()
    later(minutes=11)
    number = opinion_of(app, sample[0])
    assert "待っています" in Page(coder.client.get(f"/staff/review/{number}")).heading


def test_an_administrator_sets_the_share_and_it_is_on_record(app: Flask, admin: FlaskClient) -> None:
    answer = admin.post("/staff/settings/blind-coding", data={"share_percent": "20"})
    assert answer.status_code == 303
    assert Page(admin.get(answer.location)).value("候補を見ずに分類する割合") == "20"
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "blind_sampling")).one()
        assert (event.action, event.details) == (AuditAction.CHANGED, {"share_percent": 20, "before": 0})
    assert "候補を見ない分類の割合" in Page(admin.get("/staff")).text


@pytest.mark.parametrize("typed", ["", "-1", "101", "五", "5.5"])
def test_a_share_that_is_none_is_refused(app: Flask, admin: FlaskClient, typed: str) -> None:
    answer = admin.post("/staff/settings/blind-coding", data={"share_percent": typed})
    assert answer.status_code == 422
    assert "0から100までの整数" in Page(answer).errors[0]


@pytest.mark.parametrize("percent", ["0", "100", "１００", " 7％"])
def test_none_and_all_are_shares(app: Flask, admin: FlaskClient, percent: str) -> None:
    assert admin.post("/staff/settings/blind-coding", data={"share_percent": percent}).status_code == 303


def test_an_administrator_releases_one_opinion_with_a_reason_and_reads_no_word_of_it(
    app: Flask, admin: FlaskClient, coder: Coder, sample: list[int]
) -> None:
    number = opinion_of(app, sample[0])
    coder.code(sample[0], theme=["hito"])
    page = Page(admin.get("/staff/settings/blind-coding"))
    assert "バス" not in page.text
    address = page.links[f"外す：意見{number}"]
    assert (
        f"意見{number}を" in Page(admin.get(address)).heading and "バス" not in Page(admin.get(address)).text
    )

    assert admin.post(address, data={"reason": " "}).status_code == 422
    assert admin.post(address, data={"reason": "担当が一人だけのため"}).status_code == 303

    assert "93％" in Page(coder.client.get(f"/staff/review/{number}")).text
    assert "待っていません" in coder.open(sample[0]).text
    assert coder.overview().root.all("form", id="undo") == [], "an opened opinion's answer stays"
    with app.app_context():
        row = db.session.get_one(SampledOpinion, sample[0])
        assert (row.release_reason, row.released_at is not None) == ("担当が一人だけのため", True)
        assert (
            db.session.scalar(select(AuditEvent.action).order_by(AuditEvent.id.desc()))
            == AuditAction.RELEASED
        )


def test_all_that_wait_are_released_at_once_but_not_those_that_open_by_themselves(
    app: Flask, admin: FlaskClient, coder: Coder, second_coder: Coder, sample: list[int]
) -> None:
    coder.code(sample[0], no_tag="y")
    second_coder.code(sample[0], no_tag="y")
    page = Page(admin.get("/staff/settings/blind-coding"))
    address = page.links["待っている2件をすべて外す"]
    admin.post(address, data={"reason": "締切のため"})
    with app.app_context():
        rows = db.session.scalars(select(SampledOpinion).order_by(SampledOpinion.id)).all()
        assert [row.released_at is not None for row in rows] == [False, True, True]
    assert "外した意見2件" in Page(admin.get("/staff/settings/blind-coding")).text
    assert admin.get(address).status_code == 303, "nothing is left to release"


def test_releasing_many_reads_no_more_often_than_releasing_a_few(app: Flask, admin: FlaskClient) -> None:
    def reads_for(count: int) -> int:
        with app.app_context():
            for _ in range(count):
                factories.make_sampled_opinion()
            db.session.commit()
        with counted_queries() as queries:
            answer = admin.post("/staff/settings/blind-coding/release", data={"reason": "締切のため"})
        assert answer.status_code == 303
        return sum(query.lstrip().startswith("SELECT") for query in queries)

    assert reads_for(2) == reads_for(40)


def test_a_form_that_was_open_at_the_release_codes_nothing(
    app: Flask, admin: FlaskClient, coder: Coder, sample: list[int]
) -> None:
    page = coder.open(sample[0])
    admin.post(f"/staff/settings/blind-coding/{sample[0]}/release", data={"reason": "急ぐため"})
    answer = coder.code(sample[0], page=page, theme=["hito"])
    assert "候補が開かれたため" in Page(coder.client.get(answer.location)).text
    with app.app_context():
        assert db.session.get_one(SampledOpinion, sample[0]).codes == []
