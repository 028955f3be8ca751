"""The page of learning: begins and stops a refit, shows what is in shadow and why, and goes back in one click."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult import clock, learning_gateway
from consult.domain.vocabulary import Facet, RefitState, Role, TaggerState
from consult.extensions import db
from consult.learning_gateway import Condition
from consult.models import AuditEvent, LearnedTagger, Refit, ShadowLook
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

ADDRESS = "/staff/settings/learning"
pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def drafter(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER)


@pytest.fixture
def admin(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.ADMIN)


@pytest.fixture
def usable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every learned file is there and fits."""
    monkeypatch.setattr(learning_gateway, "condition_of", lambda *_: Condition.USABLE)


def made(app: Flask, **fields: object) -> int:
    with app.app_context():
        number = factories.make_learned_tagger(**fields).id
        db.session.commit()
        return number


def states(app: Flask) -> dict[int, str]:
    with app.app_context():
        return {row.id: row.state.value for row in db.session.scalars(select(LearnedTagger))}


def told(client: FlaskClient, answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return Page(client.get(answer.location)).text


def press(client: FlaskClient, action: str, *, page: Page | None = None, **typed: str) -> TestResponse:
    """Send the page's form that leads to `action`, as a browser would."""
    page = page or Page(client.get(ADDRESS))
    form = page.root.first("form", action=action)
    fields = {box.attributes["name"]: box.attributes["value"] for box in form.all("input")}
    return client.post(action, data=fields | typed)


def test_a_city_that_has_learned_nothing_works_with_the_cold_tagger(drafter: FlaskClient) -> None:
    page = Page(drafter.get(ADDRESS))
    assert page.heading == "候補の付け方の学習"
    assert "はじめの付け方（戦略の言葉と分類の決まりだけを使い、決定からは学んでいません）" in page.text
    assert "1件の決定が増えました" in page.text
    assert "決定から学び直す" in page.buttons
    assert "これに戻す" not in page.text


def test_learning_is_asked_for_shown_and_stopped(app: Flask, drafter: FlaskClient) -> None:
    answer = told(drafter, press(drafter, f"{ADDRESS}/refits"))
    assert "学習を頼みました。このページを離れても続きます。" in answer
    assert "あなたが候補の付け方の学習を頼んだ" in Page(drafter.get("/staff")).text
    page = Page(drafter.get(ADDRESS))
    assert "順番を待っています" in page.text
    assert page.root.first("progress").attributes["max"] == "4"
    assert "決定から学び直す" not in page.buttons

    assert "学習を中止しました" in told(drafter, press(drafter, f"{ADDRESS}/refits/1/stop"))
    with app.app_context():
        assert db.session.scalars(select(Refit)).one().state is RefitState.STOPPED
        actions = [
            row.action.value for row in db.session.scalars(select(AuditEvent)) if row.object_type == "refit"
        ]
        assert actions == ["asked", "stopped"]


def test_the_step_that_is_done_is_shown_in_words(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_refit(state=RefitState.RUNNING, step=2)
        db.session.commit()
    assert "いまの付け方と比べています（4段階のうち2まで済み" in Page(drafter.get(ADDRESS)).text


def test_the_second_person_who_asks_is_told_who_was_first(drafter: FlaskClient, admin: FlaskClient) -> None:
    page = Page(admin.get(ADDRESS))
    press(drafter, f"{ADDRESS}/refits")
    answer = told(admin, press(admin, f"{ADDRESS}/refits", page=page))
    assert "さんが始めた学習が進んでいます" in answer


def test_a_refit_that_ended_cannot_be_stopped(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_refit(state=RefitState.DONE)
        db.session.commit()
    assert "すでに終わっています" in told(drafter, drafter.post(f"{ADDRESS}/refits/1/stop"))


def test_two_presses_at_the_same_moment_make_one_refit(
    app: Flask, drafter: FlaskClient, admin: FlaskClient
) -> None:
    ready = threading.Barrier(2)

    def press_start(client: FlaskClient) -> int:
        ready.wait()
        return client.post(f"{ADDRESS}/refits").status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press_start, (drafter, admin))) == [303, 303]
    with app.app_context():
        assert len(db.session.scalars(select(Refit)).all()) == 1


def test_a_failed_refit_says_why(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        factories.make_refit(state=RefitState.FAILED, message="保存する場所に空きがありません。")
        db.session.commit()
    text = Page(drafter.get(ADDRESS)).text
    assert "前の学習は終わりませんでした。" in text
    assert "保存する場所に空きがありません。" in text


def test_fifty_new_decisions_suggest_learning_anew_on_the_page_of_settings(
    app: Flask, drafter: FlaskClient
) -> None:
    settings = "/staff/settings"
    assert "学び直す時期です" not in Page(drafter.get(settings)).text
    with app.app_context():
        for number in range(49):
            factories.make_review(opinion=factories.make_opinion(wording=f"道が{number}本ある。"))
        db.session.commit()
    assert "50件の決定が増えました" in Page(drafter.get(settings)).text
    assert "学び直すと、候補が良くなる見込みがあります" in Page(drafter.get(ADDRESS)).text


def test_an_official_hears_of_settings_but_not_of_learning(staff_client: Callable[..., FlaskClient]) -> None:
    official = staff_client(Role.OFFICIAL)
    assert "候補の付け方の学習" not in Page(official.get("/staff/settings")).text
    assert official.get(ADDRESS).status_code == 404


@pytest.mark.usefixtures("usable")
def test_one_click_goes_back_to_an_earlier_one(app: Flask, drafter: FlaskClient) -> None:
    earlier = made(app)
    current = made(app, state=TaggerState.ACTIVE)
    answer = told(drafter, press(drafter, f"{ADDRESS}/{earlier}/use"))
    assert (
        f"学習結果 第{earlier}号に戻しました。候補は順に付け直されます。確定・却下した分類は変わりません。"
        in answer
    )
    assert states(app) == {earlier: "active", current: "retired"}
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.object_type == "learned_tagger")).one()
        assert (event.action.value, event.details) == ("changed", {"before": current, "after": earlier})
        assert event.staff_member_id is not None


def test_one_click_goes_back_to_the_cold_one(app: Flask, drafter: FlaskClient) -> None:
    current = made(app, state=TaggerState.ACTIVE)
    assert "はじめの付け方に戻しました" in told(drafter, press(drafter, f"{ADDRESS}/cold"))
    assert states(app) == {current: "retired"}
    assert "はじめの付け方（戦略の言葉" in Page(drafter.get(ADDRESS)).text
    assert "あなたが候補の付け方を変更した" in Page(drafter.get("/staff")).text


def test_an_earlier_one_whose_file_is_gone_is_refused_with_the_reason(
    app: Flask, drafter: FlaskClient
) -> None:
    earlier, current = made(app), made(app, state=TaggerState.ACTIVE)
    answer = told(drafter, press(drafter, f"{ADDRESS}/{earlier}/use"))
    assert "この学習結果は使えません。学習結果のファイルがありません。" in answer
    assert states(app) == {earlier: "retired", current: "active"}


def test_the_one_at_work_without_its_file_is_told_and_a_refit_is_asked_for(
    app: Flask, drafter: FlaskClient
) -> None:
    current = made(app, state=TaggerState.ACTIVE)
    text = Page(drafter.get(ADDRESS)).text
    assert f"学習結果 第{current}号は、いまは使えません。" in text
    assert "はじめの付け方で候補を付けています" in text
    settings = Page(drafter.get("/staff/settings")).text
    assert "決定から学んだ付け方が、いまは使えません。 学習結果のファイルがありません。" in settings


@pytest.mark.usefixtures("usable")
def test_two_people_choose_at_once_and_the_later_one_is_told(
    app: Flask, drafter: FlaskClient, admin: FlaskClient
) -> None:
    earlier, current = made(app), made(app, state=TaggerState.ACTIVE)
    opened = Page(admin.get(ADDRESS))
    press(drafter, f"{ADDRESS}/cold")
    answer = told(admin, press(admin, f"{ADDRESS}/{earlier}/use", page=opened))
    assert "この画面を開いている間に、使う学習結果が替わりました" in answer
    assert states(app) == {earlier: "retired", current: "retired"}


@pytest.mark.parametrize("seen", ["", "-1", "x", "９", "99999999999999999999"])
def test_a_form_that_the_page_did_not_send_changes_nothing(
    app: Flask, drafter: FlaskClient, seen: str
) -> None:
    current = made(app, state=TaggerState.ACTIVE)
    drafter.post(f"{ADDRESS}/cold", data={"seen": seen})
    assert states(app) == {current: "active"}


@pytest.mark.usefixtures("usable")
def test_one_that_was_never_in_use_is_nothing_to_go_back_to(app: Flask, drafter: FlaskClient) -> None:
    never = made(app, activated_at=None)
    assert f"{ADDRESS}/{never}/use" not in drafter.get(ADDRESS).get_data(as_text=True)
    answer = told(drafter, drafter.post(f"{ADDRESS}/{never}/use", data={"seen": "0"}))
    assert "使われたことがありません" in answer
    assert states(app) == {never: "retired"}


def blind_labels(count: int) -> None:
    people = [factories.make_staff_member(roles=[Role.OFFICIAL]) for _ in "ab"]
    for number in range(count):
        sampled = factories.make_sampled_opinion(
            opinion=factories.make_opinion(wording=f"店が{number}軒ある。"), opens_at=factories.NOW
        )
        for coder, person in zip("ab", people, strict=True):
            factories.make_blind_code(sampled=sampled, by=person, coder=coder)


def test_too_few_blind_labels_are_said_and_only_an_administrator_may_decide(
    app: Flask, drafter: FlaskClient, admin: FlaskClient
) -> None:
    shadow = made(app, state=TaggerState.SHADOW)
    with app.app_context():
        blind_labels(2)
        db.session.commit()
    text = Page(drafter.get(ADDRESS)).text
    assert "二人が候補を見ずに付けた分類が50件必要で、いまは2件です" in text
    assert "管理者が理由を書いて決められます" in text
    assert Page(admin.get(ADDRESS)).links["理由を書いて使う"] == f"{ADDRESS}/{shadow}/promote"


@pytest.mark.usefixtures("usable")
def test_an_administrator_puts_it_in_use_with_a_reason(app: Flask, admin: FlaskClient) -> None:
    shadow, current = made(app, state=TaggerState.SHADOW), made(app, state=TaggerState.ACTIVE)
    with app.app_context():
        tagger = db.session.get_one(LearnedTagger, shadow)
        factories.make_shadow_look(opinion=factories.make_opinion(), tagger=tagger)
        db.session.commit()
    address = f"{ADDRESS}/{shadow}/promote"
    page = Page(admin.get(address))
    assert "良いかどうかは、測られていません" in page.text
    fields = {"seen": page.hidden("seen")}

    refused = admin.post(address, data=fields | {"reason": "　"})
    assert refused.status_code == 422
    assert Page(refused).errors == ["使う理由：理由を入力してください。"]

    told_so = told(admin, admin.post(address, data=fields | {"reason": "職員の二人が見て、良いと判断した。"}))
    assert f"学習結果 第{shadow}号を使い始めました" in told_so
    assert "理由：職員の二人が見て、良いと判断した。" in told_so
    assert states(app) == {shadow: "active", current: "retired"}
    with app.app_context():
        assert db.session.scalars(select(ShadowLook)).all() == []


@pytest.mark.usefixtures("usable")
def test_with_enough_blind_labels_the_comparison_decides_and_nobody_else(
    app: Flask, admin: FlaskClient
) -> None:
    shadow = made(app, state=TaggerState.SHADOW)
    with app.app_context():
        blind_labels(50)
        db.session.commit()
    assert "理由を書いて使う" not in Page(admin.get(ADDRESS)).links
    asked = Page(admin.get(f"{ADDRESS}/{shadow}/promote"))
    assert "候補を見ない分類が50件あり、比べるには足りています" in asked.text
    assert "この学習結果を使う" not in asked.buttons
    answer = admin.post(f"{ADDRESS}/{shadow}/promote", data={"seen": "0", "reason": "急ぐため"})
    assert answer.status_code == 422
    assert "比較の結果で決まります" in Page(answer).errors[0]
    assert states(app) == {shadow: "shadow"}


def test_what_was_withdrawn_half_coded_or_can_still_be_taken_back_is_no_blind_label(
    app: Flask, drafter: FlaskClient
) -> None:
    made(app, state=TaggerState.SHADOW)
    with app.app_context():
        blind_labels(4)
        rows = db.session.scalars(select(factories.SampledOpinion)).all()
        rows[0].opens_at = clock.now() + timedelta(minutes=5)
        rows[1].opinion.withdrawn_at = factories.NOW
        rows[2].codes[0].undone_at = factories.NOW
        db.session.commit()
    assert "いまは1件です" in Page(drafter.get(ADDRESS)).text


def test_a_comparison_that_failed_names_the_facet(app: Flask, drafter: FlaskClient) -> None:
    figures = [
        {
            "facet": "theme",
            "current": 0.8,
            "new": 0.82,
            "difference": 0.02,
            "low": -0.01,
            "high": 0.05,
            "is_worse": False,
        },
        {
            "facet": "package",
            "current": 0.6,
            "new": 0.5,
            "difference": -0.1,
            "low": -0.2,
            "high": 0.0,
            "is_worse": True,
        },
    ]
    made(app, state=TaggerState.SHADOW, figures=figures, blind_labels=60)
    page = Page(drafter.get(ADDRESS))
    assert "政策パッケージで、いまの付け方より悪くなっていないと言い切れないため、使っていません" in page.text
    rows = page.rows("候補を見ない分類60件での比較")
    assert rows[1:] == [
        ["テーマ", "0.800", "0.820", "+0.020", "-0.010 〜 +0.050", "悪くなっていない"],
        ["政策パッケージ", "0.600", "0.500", "-0.100", "-0.200 〜 0.000", "悪くなっていないと言い切れない"],
    ]


def test_the_difference_is_that_of_the_figures_beside_it_and_the_verdict_is_explained(
    app: Flask, drafter: FlaskClient
) -> None:
    figures = [
        {
            "facet": "model",
            "current": 0.6254,
            "new": 0.6406,
            "difference": 0.0152,
            "low": -0.08,
            "high": 0.13,
            "is_worse": True,
        }
    ]
    made(app, state=TaggerState.SHADOW, figures=figures, blind_labels=83)
    page = Page(drafter.get(ADDRESS))
    assert page.rows("候補を見ない分類83件での比較")[1][1:4] == ["0.625", "0.641", "+0.016"]
    assert "差が-0.01より小さいか、差の95％の幅の下の端が-0.05より小さい軸" in page.text
    assert "差がプラスでも、比べた意見が少ないと幅が広くなり、言い切れない" in page.text


@pytest.mark.usefixtures("usable")
def test_the_one_at_work_shows_the_comparison_that_put_it_there(app: Flask, drafter: FlaskClient) -> None:
    figures = [
        {
            "facet": "theme",
            "current": 0.8,
            "new": 0.85,
            "difference": 0.05,
            "low": 0.01,
            "high": 0.09,
            "is_worse": False,
        }
    ]
    made(app, state=TaggerState.ACTIVE, figures=figures, blind_labels=70)
    page = Page(drafter.get(ADDRESS))
    assert page.rows("候補を見ない分類70件での比較")[1] == [
        "テーマ",
        "0.800",
        "0.850",
        "+0.050",
        "+0.010 〜 +0.090",
        "悪くなっていない",
    ]


def test_the_number_of_queries_does_not_grow_with_what_was_learned(app: Flask, drafter: FlaskClient) -> None:
    def asked() -> int:
        with counted_queries() as queries:
            assert drafter.get(ADDRESS).status_code == 200
        return len(queries)

    with app.app_context():
        person = factories.make_staff_member(roles=[Role.ADMIN])
        for state in TaggerState:
            factories.make_learned_tagger(state=state, made_by=person)
        factories.make_refit(state=RefitState.DONE)
        blind_labels(1)
        db.session.commit()
    few = asked()
    with app.app_context():
        for number in range(9):
            made_by = factories.make_staff_member(roles=[Role.ADMIN])
            factories.make_learned_tagger(made_by=made_by, activated_by=made_by)
            factories.make_refit(state=RefitState.DONE)
            opinion = factories.make_opinion(wording=f"橋が{number}本ある。")
            factories.make_review(opinion=opinion, confirmed={Facet.THEME: ["machi"]})
        blind_labels(5)
        db.session.commit()
    assert asked() == few


def test_the_page_shows_no_opinion_to_an_administrator(admin: FlaskClient) -> None:
    """TP3: keeping the tagger asks for no opinion."""
    assert "バスを増やしてほしい" not in admin.get(ADDRESS).get_data(as_text=True)
