"""The list of hearings and one hearing's page: found, filtered, counted, readable by those who may (R44, O5)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.domain.claims import Claim
from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import Facet, HearingKind, Role, Sector
from consult.extensions import db
from consult.hearings import queries, services
from consult.hearings.services import HearingFacts, Origin
from consult.models import Counterpart, FollowUp, Hearing, Opinion
from tests import factories
from tests.consult.hearings.page_of_hearing import cut_page, fields_of, press
from tests.pages import Page
from tests.query_counting import counted_queries

NOTES = "・橋を直してほしい。\n・道が暗い。"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def logged(name: str = "架空の会", sector: Sector = Sector.CITIZENS, **fields: object) -> Hearing:
    facts = HearingFacts(date(2020, 1, 15), "R2.1.15", HearingKind.EXTERNAL, name, sector)
    facts = HearingFacts(**{**facts.__dict__, **fields})  # type: ignore[arg-type]
    return services.register(facts, NOTES, (Claim(1, 10), Claim(12, 17)), origin=Origin())


def found(client: FlaskClient, **asked: str) -> list[str]:
    page = Page(client.get("/staff/hearings", query_string=asked))
    return [row[2] for row in page.rows()[1:]] if page.root.all("table") else []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈱架空水産", "株式会社架空水産"),
        ("(株)架空水産", "（株） 架空水産"),
        ("架空　水産", "架空水産"),
        ("ｶｸｳ水産", "カクウ水産"),
        ("ＮＰＯ法人架空の森", "特定非営利活動法人架空の森"),
        ("架空・水産", "架空水産"),
        ("ABC架空", "ａｂｃ架空"),
        ("葛\U000e0100飾会", "葛飾会"),
        ("架空\u200b会", "架空会"),
    ],
)
def test_one_body_typed_in_two_ways_is_one(database: None, one: str, other: str) -> None:
    logged(one)
    logged(other)
    bodies = db.session.scalars(select(Counterpart)).all()
    assert [body.name for body in bodies] == [one]
    assert queries.known_counterpart(other).times == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社架空", "有限会社架空"),
        ("株式会社架空", "架空株式会社"),
        ("架空会", "架空会館"),
        ("髙橋会", "高橋会"),
    ],
)
def test_different_bodies_stay_apart(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_the_page_says_how_often_a_body_was_heard(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        logged("㈱架空水産")
        db.session.commit()
    told = Page(official.post("/staff/hearings/counterpart", data={"name": "株式会社　架空水産"})).root
    assert told.first("div", data_sector="citizens").text.startswith("「㈱架空水産」は登録済みです")
    assert Page(official.post("/staff/hearings/counterpart", data={"name": "架空"})).root.text == ""
    assert "この相手方は2回目です" in cut_page(official, counterpart="（株）架空水産").text
    names = Page(official.get("/staff/hearings/new")).root.first("datalist").all("option")
    assert [name.attributes["value"] for name in names] == ["㈱架空水産"]


def test_the_registered_sector_of_a_known_body_stays(database: None) -> None:
    logged("架空の会", Sector.UNKNOWN)
    logged("架空の会", Sector.LABOUR)
    logged("架空の会", Sector.MEDIA)
    assert db.session.scalars(select(Counterpart.sector)).all() == [Sector.LABOUR]


def test_hearings_and_bodies_are_counted_apart(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        for name in ("架空の会", "架空 の会", "別の会", ""):
            logged(name)
        db.session.commit()
    text = Page(official.get("/staff/hearings")).main.text
    assert "延べ 4回・実 3者" in text


def test_the_register_is_narrowed_by_words_kind_sector_and_period(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        logged("甲の会", agenda="100%の備え")
        logged("乙の会", Sector.ACADEMIA, kind=HearingKind.INTERNAL, held_on=date(2020, 3, 1))
        db.session.commit()
    assert found(official) == ["乙の会", "甲の会"]
    assert found(official, sort="number") == ["甲の会", "乙の会"]
    assert found(official, q="甲 橋") == ["甲の会"]
    assert found(official, kind="internal") == ["乙の会"]
    assert found(official, sector="citizens") == ["甲の会"]
    assert found(official, **{"from": "R2.2.1"}) == ["乙の会"]
    assert found(official, **{"from": "R2.1.15", "to": "令和2年1月15日"}) == ["甲の会"]
    assert found(official, q="見つからない") == []


@pytest.mark.parametrize(
    ("words", "names"), [("%", ["甲の会"]), ("_", []), ("100%", ["甲の会"]), ("'", []), ("\\", [])]
)
def test_wildcards_are_letters(app: Flask, official: FlaskClient, words: str, names: list[str]) -> None:
    with app.app_context():
        logged("甲の会", agenda="100%の備え")
        logged("乙の会")
        db.session.commit()
    assert found(official, q=words) == names


def test_an_unreadable_period_is_explained_and_narrows_nothing(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        logged("甲の会")
        db.session.commit()
    page = Page(
        official.get("/staff/hearings", query_string={"from": "R2.2.30", "kind": "nonsense", "page": "x"})
    )
    assert "2月は29日まで" in page.text
    assert "甲の会" in page.text


def test_the_number_of_queries_does_not_depend_on_the_rows(app: Flask, official: FlaskClient) -> None:
    counts = []
    for size in (1, 30):
        with app.app_context():
            hearings = [logged(f"架空の会{size}-{n}") for n in range(size)]
            db.session.commit()
            hearing_id = hearings[-1].id
        with counted_queries() as asked:
            for address in ("", f"/{hearing_id}", f"/{hearing_id}/claims", "/new", "/drafts"):
                assert official.get(f"/staff/hearings{address}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_hearing_needs_no_more_queries_than_a_short_one(app: Flask, official: FlaskClient) -> None:
    counts = []
    for remarks in (2, 120):
        notes = "\n".join("・道が暗い。" for _ in range(remarks))
        claims = tuple(Claim(7 * n + 1, 7 * n + 6) for n in range(remarks))
        facts = HearingFacts(date(2020, 1, 15), "R2.1.15", HearingKind.EXTERNAL, "架空の会")
        with app.app_context():
            hearing_id = services.register(facts, notes, claims, origin=Origin()).id
            db.session.commit()
        with counted_queries() as asked:
            official.get(f"/staff/hearings/{hearing_id}")
            official.get(f"/staff/hearings/{hearing_id}/claims")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_ten_officials_at_once_get_ten_numbers(app: Flask, official: FlaskClient) -> None:
    pages = [cut_page(official, counterpart=f"架空の会{n}") for n in range(10)]

    def send(page: Page) -> int:
        client = app.test_client()
        cookie = official.get_cookie("consult")
        assert cookie is not None
        client.set_cookie("consult", cookie.value)
        return press(client, page, "register").status_code

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(send, pages)) == {303}
    with app.app_context():
        assert sorted(db.session.scalars(select(Hearing.number))) == list(range(1, 11))


def test_ten_sends_of_one_page_at_once_make_one_hearing(app: Flask, official: FlaskClient) -> None:
    page = cut_page(official, follow_up_1="資料を送る")
    cookie = official.get_cookie("consult")
    assert cookie is not None

    def send(_n: int) -> str:
        client = app.test_client()
        client.set_cookie("consult", cookie.value)
        return press(client, page, "register").headers["Location"]

    with ThreadPoolExecutor(5) as pool:
        assert len(set(pool.map(send, range(10)))) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Hearing)) == 1
        assert db.session.scalar(select(func.count()).select_from(FollowUp)) == 1


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.APPROVER])
def test_drafters_and_approvers_read_and_are_offered_nothing_to_write(
    app: Flask, staff_client: Callable[..., FlaskClient], role: Role
) -> None:
    with app.app_context():
        hearing_id = logged().id
        db.session.commit()
    client = staff_client(role)
    for address in ("/staff/hearings", f"/staff/hearings/{hearing_id}"):
        page = Page(client.get(address))
        assert not [
            link for link in page.links.values() if link.endswith(("/new", "/edit", "/append", "/claims"))
        ]
    for address in ("new", "drafts", f"{hearing_id}/edit", f"{hearing_id}/append", f"{hearing_id}/claims"):
        assert client.get(f"/staff/hearings/{address}").status_code == 404


def test_every_link_on_a_hearings_page_may_be_followed(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        hearing_id = logged().id
        db.session.commit()
    for role in (Role.OFFICIAL, Role.DRAFTER, Role.APPROVER):
        client = staff_client(role)
        for address in Page(client.get(f"/staff/hearings/{hearing_id}")).links.values():
            if address.startswith("/"):
                assert client.get(address.split("#")[0]).status_code in (200, 302, 303), (role, address)


def test_an_opinion_is_marked_at_its_place_in_the_notes(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        hearing = logged()
        opinion = db.session.scalars(select(Opinion).where(Opinion.position == 2)).one()
        address, place = f"/staff/hearings/{hearing.id}?opinion={opinion.id}", f"opinion-{opinion.id}"
        db.session.commit()
    page = Page(official.get(address))
    marked = page.root.first("span", id=place)
    assert marked.attributes["aria-current"] == "true"
    assert "道が暗い。" in marked.text
    notes = page.root.first("div", aria_label="意見の場所を示したメモ")
    assert "".join(notes.text.replace("番の意見へ", "").split()) == "・1橋を直してほしい。・2道が暗い。"


def test_what_cannot_be_seen_is_shown_to_officials(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official, notes="・橋を\u202e直して\x08ほしい\u200b。"), "register")
    text = Page(official.get("/staff/hearings/1")).main.text
    assert "U+202E" in text and "U+0008" in text and "U+200B" in text


def test_markup_in_notes_is_text(app: Flask, official: FlaskClient) -> None:
    evil = "<script>alert(1)</script>{{31337*3}}"
    press(
        official,
        cut_page(official, notes=f"・{evil}をやめてほしい。", counterpart=evil, place=evil),
        "register",
    )
    for address in ("", "/1", "/1/edit", "/1/claims", "/1/append", "/new"):
        html = official.get(f"/staff/hearings{address}").get_data(as_text=True)
        assert "<script>alert" not in html and "94011" not in html


def test_a_hearing_without_a_readable_date_still_opens(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        hearing_id = factories.make_hearing(held_on=None, held_on_typed="1月頃").id
        db.session.commit()
    assert "1月頃（日付要確認）" in Page(official.get(f"/staff/hearings/{hearing_id}")).text
    assert fields_of(Page(official.get(f"/staff/hearings/{hearing_id}/claims")))["version"] == "1"


def test_each_claim_shows_how_it_was_classified(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        factories.make_plan()
        hearing_id = logged().id
        bridge, road = db.session.scalars(select(Opinion).order_by(Opinion.position)).all()
        factories.make_tag(opinion=bridge, code="machi", probability=0.8)
        factories.make_review(opinion=road, confirmed={Facet.THEME: ["hito"]})
        db.session.commit()
    cards = Page(official.get(f"/staff/hearings/{hearing_id}")).root.first("ol", class_="claims").all("li")
    assert "候補" in cards[0].text and "まち" in cards[0].text
    assert "確定" in cards[1].text and "ひと" in cards[1].text
