"""A drafter puts voices first on a package's page: pinned, ordered, taken off; they lead the page, the reading and the paper."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.documents.opinions_paper import OpinionsPaper
from consult.domain.vocabulary import AuditAction, Consent, Facet, Role
from consult.drafting.package_bands import with_packages
from consult.drafting.voices import CONFIRMED, voices_on
from consult.extensions import db
from consult.models import AuditEvent, Opinion, PinnedOpinion
from consult.plan_codes import plan_codes
from tests import factories as make
from tests.consult.drafting.boards import seed
from tests.consult.drafting.test_files import words_of_word
from tests.pages import Page
from tests.query_counting import counted_queries

DESK = "/staff/packages/A"
PINS = f"{DESK}/pins"
PINNED = "担当者が選んだ意見"


def on_package(number: int, code: str = "A", **fields: object) -> Opinion:
    hearing = make.make_hearing(consent=fields.pop("consent", Consent.CONTENT))
    opinion = make.make_opinion(
        hearing=hearing, wording=f"意見の{number}番目で、それぞれ違う話です。", **fields
    )
    make.make_review(opinion=opinion, confirmed={Facet.PACKAGE: [code]})
    return opinion


def ten() -> None:
    for number in range(1, 11):
        on_package(number)


def pinned(app: Flask) -> list[int]:
    with app.app_context():
        rows = select(PinnedOpinion.opinion_id).order_by(PinnedOpinion.position)
        return list(db.session.scalars(rows))


def first_two(client: FlaskClient) -> list[str]:
    section = Page(client.get(DESK)).root.first("section", aria_labelledby="voices-heading")
    return [item.text for item in section.first("ol").all("li")][:2]


def test_pinned_voices_come_first_in_their_order_and_say_who_chose_them(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, ten)
    for number in ("9", "１０"):
        assert drafter.post(PINS, data={"opinion_id": number}).status_code == 303
    shown = first_two(drafter)
    assert "意見の9番目" in shown[0] and "意見の10番目" in shown[1]
    assert all(f"{PINNED}・" in each for each in shown)
    assert f"「{PINNED}」を、担当者が決めた順で先に置き" in Page(drafter.get(DESK)).main.text
    drafter.post(f"{PINS}/10/move", data={"direction": "up"})
    assert "意見の10番目" in first_two(drafter)[0]
    reading = Page(drafter.get(f"{DESK}/reading?minutes=1"))
    assert next(item.text for item in reading.main.all("ol")[-1].all("li")).startswith("意見の10番目")


def test_a_voice_taken_off_is_offered_back_to_its_place_and_every_act_is_on_record(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, ten)
    for number in (3, 4, 5):
        drafter.post(PINS, data={"opinion_id": number})
    answer = drafter.post(f"{PINS}/4/remove", follow_redirects=True)
    assert "意見4を外しました。" in Page(answer).main.text
    assert pinned(app) == [3, 5]
    assert drafter.post(f"{PINS}/4/remove").status_code == 303
    drafter.post(PINS, data={"opinion_id": 4, "place": 2})
    assert pinned(app) == [3, 4, 5]
    with app.app_context():
        about = AuditEvent.object_type == "pinned_opinion"
        acts = db.session.scalars(select(AuditEvent.action).where(about).order_by(AuditEvent.id)).all()
    assert acts == [*[AuditAction.CHOSE] * 3, AuditAction.REMOVED, AuditAction.CHOSE]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "意見の番号を数字で入力してください。"),
        ("三", "意見の番号を数字で入力してください。"),
        ("999", "この政策パッケージに確定した意見だけを選べます。"),
        ("2", "この政策パッケージに確定した意見だけを選べます。"),
        ("3", "公表の承諾が"),
        ("4", "同じ文面の意見1を、すでに選んでいます。"),
    ],
)
def test_what_cannot_be_pinned_is_refused_beside_the_field_and_kept_there(
    app: Flask, drafter: FlaskClient, number: str, words: str
) -> None:
    def some() -> None:
        first = on_package(1)
        on_package(2, "B")
        on_package(3, consent=Consent.NONE)
        copy = make.make_opinion(hearing=make.make_hearing(consent=Consent.CONTENT), wording=first.wording)
        make.make_review(opinion=copy, confirmed={Facet.PACKAGE: ["A"]})
        make.make_pinned_opinion(package="A", opinion=first)

    seed(app, some)
    answer = drafter.post(PINS, data={"opinion_id": number})
    page = Page(answer)
    assert answer.status_code == 422 and words in page.main.text
    assert page.root.first("input", id="opinion_id").attributes.get("value", "") == number
    assert pinned(app) == [1]


def test_a_pinned_voice_that_is_confirmed_no_more_leads_nothing_and_can_be_taken_off(
    app: Flask, drafter: FlaskClient
) -> None:
    def some() -> None:
        on_package(1)
        make.make_pinned_opinion(package="A", opinion=make.make_opinion(wording="まだ候補です。"))

    seed(app, some)
    page = Page(drafter.get(DESK))
    assert "この範囲に出ないもの" in page.main.text and "まだ候補です。" not in page.main.text
    drafter.post(f"{PINS}/2/remove")
    assert pinned(app) == []


def test_only_drafters_pin(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    seed(app, ten)
    official = staff_client(Role.OFFICIAL)
    assert official.post(PINS, data={"opinion_id": 1}).status_code in (403, 404)
    assert "先に置く" not in Page(official.get(DESK)).main.text
    assert pinned(app) == []


def test_the_committee_paper_has_a_part_for_each_package_with_pinned_voices_that_may_leave(
    app: Flask, drafter: FlaskClient
) -> None:
    def some() -> None:
        ten()
        for position, number in enumerate((7, 2), start=1):
            opinion = db.session.get_one(Opinion, number)
            make.make_pinned_opinion(package="A", opinion=opinion, position=position)
        silent = on_package(11, consent=Consent.NONE)
        make.make_pinned_opinion(package="A", opinion=silent, position=3)

    seed(app, some)
    paper = OpinionsPaper("主な意見", "", "", "架空市", "今日", "", (), ("選び方",), ())
    with app.app_context(), counted_queries() as queries:
        found = with_packages(paper, plan_codes())
    assert [each.opinion_id for band in found.bands for each in band.quotations] == [7, 2]
    assert found.bands[0].quotations[0].key == "Aの1" and PINNED in found.rules[-1]
    assert len(queries) < 25
    answer = drafter.post("/staff/theme-board/files", data={"file": "handout.docx", "title": "主な意見"})
    words = words_of_word(answer)
    assert words.index("意見の7番目") < words.index("意見の2番目") and "意見の11番目" not in words


def test_more_pinned_voices_ask_no_more_queries(app: Flask, drafter: FlaskClient) -> None:
    seed(app, ten)

    def asked() -> int:
        with counted_queries() as queries:
            assert drafter.get(DESK).status_code == 200
        return len(queries)

    drafter.post(PINS, data={"opinion_id": 1})
    before = asked()
    for number in range(2, 9):
        drafter.post(PINS, data={"opinion_id": number})
    assert asked() <= before
    with app.app_context():
        about = next(each for each in plan_codes().packages if each.code == "A")
        assert voices_on(about, CONFIRMED).pinned == tuple(range(1, 9))
