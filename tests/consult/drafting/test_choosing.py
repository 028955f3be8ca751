"""代表意見: chosen by people from the confirmed, in their order, removable with undo; the rest stays countable."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import AuditEvent, ChosenOpinion
from tests import factories as make
from tests.consult.drafting.boards import band, confirmed_opinion, put_on_board, quotations, seed
from tests.pages import Page


@pytest.fixture
def three(app: Flask, drafter: FlaskClient) -> list[int]:
    """Three chosen opinions of まち, 一 二 三."""
    with app.app_context():
        opinions = [confirmed_opinion("machi", wording=wording) for wording in "一二三"]
        for position, opinion in enumerate(opinions, start=1):
            put_on_board(opinion, position=position)
        ids = [opinion.id for opinion in opinions]
        db.session.commit()
    return ids


def act(client: FlaskClient, opinion_id: int, verb: str, **data: object):  # type: ignore[no-untyped-def]
    return client.post(f"/staff/theme-board/machi/chosen/{opinion_id}/{verb}", data=data)


def test_an_opinion_is_chosen_from_the_confirmed_and_stands_last(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: [confirmed_opinion("machi", wording="一"), confirmed_opinion("machi", wording="二")])
    seed(app, lambda: [confirmed_opinion("hito", wording="別のテーマ"), make.make_tag()])
    page = Page(drafter.get("/staff/theme-board/machi/choose"))
    assert len(page.main.all("article")) == 2
    assert "別のテーマ" not in page.text
    for button in reversed(page.root.all("button", name="opinion_id")):
        answer = drafter.post(
            "/staff/theme-board/machi/choose", data={"opinion_id": button.attributes["value"]}
        )
        assert answer.status_code == 303
    assert quotations(band(drafter)) == ["一", "二"]
    assert "代表意見に選択中" in Page(drafter.get("/staff/theme-board/machi/choose")).text


@pytest.mark.parametrize("sent", ["9223372036854775808", "9" * 400, "-1", "x", ""])
def test_a_number_that_no_opinion_can_have_is_refused_like_one_that_is_missing(
    drafter: FlaskClient, three: list[int], sent: str
) -> None:
    missing = drafter.post("/staff/theme-board/machi/choose", data={"opinion_id": "999"})
    answer = drafter.post("/staff/theme-board/machi/choose", data={"opinion_id": sent})
    assert answer.status_code == missing.status_code == 400


def test_choosing_twice_is_choosing_once(app: Flask, drafter: FlaskClient, three: list[int]) -> None:
    drafter.post("/staff/theme-board/machi/choose", data={"opinion_id": three[0]})
    assert quotations(band(drafter)) == ["一", "二", "三"]


@pytest.mark.parametrize("opinion_id", ["suggested", "withdrawn", "other theme", "999", "x"])
def test_what_is_not_confirmed_on_the_theme_cannot_be_chosen(
    app: Flask, drafter: FlaskClient, opinion_id: str
) -> None:
    with app.app_context():
        ids = {
            "suggested": make.make_tag().opinion.id,
            "withdrawn": confirmed_opinion("machi", withdrawn_at=make.NOW).id,
            "other theme": confirmed_opinion("hito").id,
        }
        db.session.commit()
    answer = drafter.post(
        "/staff/theme-board/machi/choose", data={"opinion_id": ids.get(opinion_id, opinion_id)}
    )
    assert answer.status_code == 400
    assert "確定した意見だけを" in Page(answer).text
    assert quotations(band(drafter)) == []


def test_the_order_can_be_changed_by_one_place(app: Flask, drafter: FlaskClient, three: list[int]) -> None:
    answer = act(drafter, three[2], "move", direction="up")
    assert answer.location.endswith(f"#chosen-machi-{three[2]}")
    assert quotations(band(drafter)) == ["一", "三", "二"]
    act(drafter, three[0], "move", direction="down")
    assert quotations(band(drafter)) == ["三", "一", "二"]
    with app.app_context():
        moves = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.CHANGED)).all()
        assert [event.details for event in moves] == [{"theme": "machi", "fields": ["position"]}] * 2
        chosen = db.session.scalars(select(ChosenOpinion)).all()
        place_of = {row.id: row.opinion_id for row in chosen}
        assert [place_of[event.object_id] for event in moves if event.object_id] == [three[2], three[0]]


def test_at_the_end_of_the_band_nothing_moves(drafter: FlaskClient, three: list[int]) -> None:
    act(drafter, three[0], "move", direction="up")
    act(drafter, three[2], "move", direction="down")
    assert quotations(band(drafter)) == ["一", "二", "三"]
    assert act(drafter, three[0], "move", direction="sideways").status_code == 400
    found = band(drafter).all("li", id=f"chosen-machi-{three[0]}")[0]
    assert [b.text for b in found.all("button")] == ["下へ", "外す"]


def test_a_removed_opinion_can_be_put_back_in_its_place(
    app: Flask, drafter: FlaskClient, three: list[int]
) -> None:
    answer = act(drafter, three[1], "remove")
    after = Page(drafter.get(answer.location))
    assert quotations(after.root.first("section", id="theme-machi")) == ["一", "三"]
    assert f"意見{three[1]}を外しました" in after.text
    assert "選んでいない意見 1件" in band(drafter).text
    form = next(f for f in after.root.all("form") if f.attributes["action"].endswith("/put-back"))
    fields = {each.attributes["name"]: each.attributes["value"] for each in form.all("input", type="hidden")}
    assert drafter.post(form.attributes["action"], data=fields).status_code == 303
    assert quotations(band(drafter)) == ["一", "二", "三"]
    assert "元に戻す" not in Page(drafter.get(answer.location)).buttons
    with app.app_context():
        actions = [
            event.action.value for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        ]
        assert actions[-2:] == ["removed", "chose"]


def test_removing_what_is_not_there_changes_nothing(drafter: FlaskClient, three: list[int]) -> None:
    assert act(drafter, 999, "remove").status_code == 303
    assert quotations(band(drafter)) == ["一", "二", "三"]


@pytest.mark.parametrize(
    "address", ["removed=x&theme=machi&place=1", "removed=1&theme=umi&place=1", "removed=5"]
)
def test_an_address_made_up_by_hand_offers_nothing(drafter: FlaskClient, address: str) -> None:
    answer = drafter.get(f"/staff/theme-board?{address}")
    assert answer.status_code == 200
    assert "元に戻す" not in Page(answer).buttons


def test_the_list_to_choose_from_is_searched_literally_and_paged(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: [confirmed_opinion("machi", wording=f"{n}割に達した") for n in range(51)])
    seed(app, lambda: confirmed_opinion("machi", wording="100%の人"))
    page = Page(drafter.get("/staff/theme-board/machi/choose"))
    assert len(page.main.all("article")) == 50
    assert page.links["次の50件"] == "/staff/theme-board/machi/choose?page=2"
    assert len(Page(drafter.get("/staff/theme-board/machi/choose?q=%25")).main.all("article")) == 1
    assert len(Page(drafter.get("/staff/theme-board/machi/choose?q=の人　100")).main.all("article")) == 1


def test_the_same_opinion_may_stand_in_two_bands(app: Flask, drafter: FlaskClient) -> None:
    with app.app_context():
        number = confirmed_opinion("machi", "hito", wording="両方の意見").id
        db.session.commit()
    for theme in ("machi", "hito"):
        drafter.post(f"/staff/theme-board/{theme}/choose", data={"opinion_id": number})
        assert quotations(band(drafter, theme)) == ["両方の意見"]
    with app.app_context():
        assert db.session.query(ChosenOpinion).count() == 2
