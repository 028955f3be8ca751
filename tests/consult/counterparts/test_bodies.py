"""The list of bodies and a body's page: found by folded names, counted in 延べ and 実, all that was said by theme."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import AuditAction, Consent, Facet, Reach, Role, Sector
from consult.extensions import db
from consult.models import AuditEvent, Counterpart
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.pages import Page
from tests.query_counting import counted_queries

LIST = "/staff/counterparts"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def body(name: str, times: int = 1, **fields: object) -> Counterpart:
    made = factories.make_counterpart(name=name, match_key=match_key(name), **fields)
    for _ in range(times):
        factories.make_hearing(counterpart=made)
    return made


def listed(client: FlaskClient, **asked: str) -> list[tuple[str, str]]:
    """(name, times) of each row."""
    page = Page(client.get(LIST, query_string=asked))
    return [(row[0], row[3]) for row in page.rows("相手方")[1:]] if page.root.all("table") else []


@pytest.fixture
def three_bodies(app: Flask) -> dict[str, int]:
    with app.app_context():
        district = factories.make_district(name="みどり地区")
        own = factories.make_own_sector(name="子育て団体", sector=Sector.CITIZENS)
        first = body("ｶｸｳ水産", 2, sector=Sector.INDUSTRY, reach=Reach.INSIDE, district=district)
        body("架空子育てサークル", 3, own_sector=own)
        body("=架空の研究所", 0, sector=Sector.ACADEMIA, reach=Reach.OUTSIDE)
        factories.make_hearing(counterpart=first, removed_at=factories.NOW, removal_reason="二重")
        ids = {"first": first.id, "district": district.id, "own": own.id}
        db.session.commit()
        return ids


def test_bodies_are_listed_with_how_often_they_were_heard(
    official: FlaskClient, three_bodies: dict[str, int]
) -> None:
    assert listed(official) == [("架空子育てサークル", "3"), ("ｶｸｳ水産", "2"), ("=架空の研究所", "0")]
    assert "延べ 5回・実 2者" in Page(official.get(LIST)).main.text
    assert [name for name, _ in listed(official, sort="name")] == [
        "=架空の研究所",
        "架空子育てサークル",
        "ｶｸｳ水産",
    ]
    assert listed(official, sort="times")[0][0] == "=架空の研究所"
    assert listed(official, sort="-last_heard")[-1][0] == "=架空の研究所"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "カクウ　水産"}, ["ｶｸｳ水産"]),
        ({"q": "架空"}, ["架空子育てサークル", "=架空の研究所"]),
        ({"q": "見つからない"}, []),
        ({"q": "・"}, []),
        ({"q": "npo"}, []),
        ({"sector": "industry"}, ["ｶｸｳ水産"]),
        ({"reach": "outside"}, ["=架空の研究所"]),
        ({"district": "none"}, ["架空子育てサークル"]),
        ({"district": "outside"}, ["=架空の研究所"]),
        ({"heard": "no"}, ["=架空の研究所"]),
        ({"heard": "yes"}, ["架空子育てサークル", "ｶｸｳ水産"]),
        ({"own_sector": "none", "sector": "academia"}, ["=架空の研究所"]),
        ({"sector": "no-such-code"}, ["架空子育てサークル", "ｶｸｳ水産", "=架空の研究所"]),
    ],
)
def test_the_list_is_narrowed(
    official: FlaskClient, three_bodies: dict[str, int], asked: dict[str, str], found: list[str]
) -> None:
    assert [name for name, _ in listed(official, **asked)] == found


@pytest.mark.parametrize("typed", ["NPO", "ｎｐｏ", "ＮＰＯ法人", "法人　森", "特定非営利"])
def test_half_a_legal_form_finds_a_body_in_either_width(
    app: Flask, official: FlaskClient, typed: str
) -> None:
    with app.app_context():
        body("NPO法人架空の森")
        body("ＮＰＯ法人 架空の森林")
        db.session.commit()
    assert len(listed(official, q=typed)) == 2


def test_the_city_s_own_words_are_filters_too_and_say_how_many_they_leave(
    official: FlaskClient, three_bodies: dict[str, int]
) -> None:
    for name in ("district", "own"):
        asked = {"own_sector" if name == "own" else name: str(three_bodies[name])}
        assert len(listed(official, **asked)) == 1
    page = Page(official.get(f"{LIST}?sector=industry"))
    offered = [option.text for option in page.field("地区").all("option")]
    assert offered == ["すべて", "みどり地区（1）"]
    sectors = [option.text for option in page.field("区分").all("option")]
    assert "学（学校・研究機関）（1）" in sectors and "産（事業者・生産者）（1）" in sectors
    assert "区分：産（事業者・生産者）" in " ".join(page.links)


def test_the_list_leaves_as_a_file_that_no_spreadsheet_runs(
    app: Flask, official: FlaskClient, three_bodies: dict[str, int]
) -> None:
    answer = official.post(f"{LIST}/export", data={"sort": "times"})
    rows = read_own_csv(answer.data)
    assert "'=架空の研究所" in answer.data.decode("utf-8-sig")
    assert [row[0] for row in rows[1:]] == ["=架空の研究所", "ｶｸｳ水産", "架空子育てサークル"]
    assert rows[2][4:8] == ["みどり地区", "2", "2026-11-10", "令和8年11月10日"]
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and event.action is AuditAction.EXPORTED and event.details["rows"] == 3


def test_a_body_s_page_shows_all_it_said_under_one_theme_each(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        factories.make_plan()
        one = body("甲の会", 0)
        hearing = factories.make_hearing(counterpart=one, consent=Consent.CONTENT)
        decided = factories.make_opinion(hearing=hearing, wording="橋を直してほしい。")
        factories.make_review(opinion=decided, confirmed={Facet.THEME: ["machi", "hito"]})
        suggested = factories.make_opinion(hearing=hearing, position=2, wording="塾が足りない。")
        factories.make_tag(opinion=suggested, code="hito", probability=0.9)
        factories.make_tag(opinion=suggested, code="machi", probability=0.4)
        factories.make_opinion(hearing=hearing, position=3, wording="よく分からない。")
        gone = factories.make_hearing(counterpart=one, removed_at=factories.NOW, removal_reason="二重")
        factories.make_opinion(hearing=gone, wording="数えない意見。")
        factories.make_opinion(wording="ほかの会の意見。")
        address = f"{LIST}/{one.id}"
        db.session.commit()
    page = Page(official.get(address))
    assert page.heading == "甲の会"
    headings = [each.text for each in page.main.all("h3")]
    assert headings == [
        "●ひと 1件（確定 0件・候補 1件）",
        "■まち 1件（確定 1件・候補 0件）",
        "テーマの分類なし 1件（確定 0件・候補など 1件）",
    ]
    assert "全部で3件です" in page.text
    assert "数えない意見" not in page.text and "ほかの会の意見" not in page.text
    assert ["内容だけ公表してよい", "1"] in page.rows("承諾ごとの")
    assert page.rows("承諾ごとの")[-1] == ["合計", "1"]
    assert len(page.rows("ヒアリングの一覧")) == 2
    only = Page(official.get(f"{address}?theme=machi"))
    assert "橋を直してほしい" in only.text and "塾が足りない" not in only.text


def test_opinions_held_for_blind_coding_show_no_theme(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        factories.make_plan()
        one = body("甲の会", 0)
        opinion = factories.make_opinion(hearing=factories.make_hearing(counterpart=one))
        factories.make_tag(opinion=opinion)
        factories.make_sampled_opinion(opinion=opinion)
        address = f"{LIST}/{one.id}"
        db.session.commit()
    headings = [each.text for each in Page(official.get(address)).main.all("h3")]
    assert headings == ["テーマの分類なし 1件（確定 0件・候補など 1件）"]


def test_the_address_of_a_merged_body_leads_to_the_one_that_stands_for_it(
    app: Flask, official: FlaskClient
) -> None:
    with app.app_context():
        kept, merged = body("甲の会"), body("乙の会", 0)
        factories.make_counterpart_merge(kept=kept, merged=merged)
        old, new = merged.id, kept.id
        db.session.commit()
    assert official.get(f"{LIST}/{old}").location == f"{LIST}/{new}"
    assert official.get(f"{LIST}/{old}/edit").status_code == 404
    assert [name for name, _ in listed(official)] == ["甲の会ほかの書き方：乙の会"]


def test_two_people_who_change_one_body_see_both_texts(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        one = body("甲の会")
        district = factories.make_district(name="みどり地区")
        address, chosen = f"{LIST}/{one.id}/edit", str(district.id)
        db.session.commit()
    mine = {"name": "甲の会", "sector": "citizens", "own_sector": "", "reach": "inside", "district": chosen}
    theirs = {**mine, "name": "甲乙の会", "district": "", "version": "1"}
    assert official.post(address, data=theirs).status_code == 303
    conflict = official.post(address, data={**mine, "version": "1"})
    assert conflict.status_code == 409
    rows = Page(conflict).rows("保存済みの内容と")
    assert rows[1:] == [["名称", "甲乙の会", "甲の会"], ["地区", "（空欄）", "みどり地区"]]
    again = {**mine, "version": Page(conflict).hidden("version")}
    assert official.post(address, data=again).status_code == 303
    assert listed(official)[0][0].startswith("甲の会")


def test_a_person_merges_two_bodies_on_the_pages_and_undoes_it(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        body("みどり地区のNPO法人W", 1)
        body("NPO法人W（みどり地区）", 2)
        db.session.commit()
    doubles = Page(official.get(f"{LIST}/doubles"))
    assert doubles.rows("似ている名称の組")[1][2].startswith("書き方")
    link = next(address for text, address in doubles.links.items() if text.startswith("まとめる"))
    page = Page(official.get(link))
    kept = next(
        each.attributes["value"]
        for each in page.root.all("input", type="radio")
        if "checked" in each.attributes
    )
    fields = {name: page.hidden(name) for name in ("version", "other_version")}
    done = official.post(link, data={"keep": kept, **fields})
    assert done.status_code == 303
    shown = Page(official.get(done.location))
    assert shown.heading == "NPO法人W（みどり地区）", "the one heard more often is offered first"
    assert listed(official)[0][1] == "3"
    assert official.post(link, data={"keep": kept, **fields}).status_code == 404
    undo = next(
        form.attributes["action"] for form in shown.root.all("form") if "undo" in form.attributes["action"]
    )
    assert official.post(undo).status_code == 303
    assert [times for _, times in listed(official)] == ["2", "1"]
    assert official.post(undo).status_code == 409


def test_any_two_bodies_can_be_found_by_name_and_merged(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        one = body("甲の会")
        body("まったく別の名称の団体")
        own_id, address = one.id, f"{LIST}/{one.id}/merge"
        db.session.commit()
    page = Page(official.get(address, query_string={"q": "まったく"}))
    assert official.get(page.links["まったく別の名称の団体"]).status_code == 200
    assert official.get(f"{address}?other={own_id}").status_code == 404


def test_told_apart_on_the_page_a_pair_goes_and_can_come_back(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        first, second = body("架空会議（第１回）"), body("架空会議（第２回）")
        data = {"first": first.id, "second": second.id}
        db.session.commit()
    assert official.post(f"{LIST}/doubles/apart", data=data).status_code == 303
    page = Page(official.get(f"{LIST}/doubles"))
    assert "似ている名称の組はありません" in page.text
    assert page.rows("別の相手方とした組")[1][:2] == ["架空会議（第１回）", "架空会議（第２回）"]
    undo = next(
        each.attributes["action"] for each in page.main.all("form") if "apart" in each.attributes["action"]
    )
    assert official.post(undo).status_code == 303
    assert len(Page(official.get(f"{LIST}/doubles")).rows("似ている名称の組")) == 2


def test_only_officials_are_offered_acts(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    with app.app_context():
        first, _ = body("架空会議（第１回）"), body("架空会議（第２回）")
        address = f"{LIST}/{first.id}"
        db.session.commit()
    drafter = staff_client(Role.DRAFTER)
    assert "内容を直す" not in Page(drafter.get(address)).text
    assert Page(drafter.get(f"{LIST}/doubles")).main.all("form") == []
    assert drafter.post(f"{LIST}/doubles/apart", data={"first": 1, "second": 2}).status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}/doubles", f"{LIST}/1"])
def test_more_bodies_hearings_and_opinions_ask_no_more_of_the_database(
    app: Flask, official: FlaskClient, path: str
) -> None:
    def grow(rows: int) -> None:
        with app.app_context():
            for n in range(rows):
                made = body(f"架空会議（第{n + rows}回）")
                factories.make_opinion(hearing=factories.make_hearing(counterpart=made))
                first = db.session.get_one(Counterpart, 1)
                opinion = factories.make_opinion(hearing=factories.make_hearing(counterpart=first))
                factories.make_tag(opinion=opinion)
            db.session.commit()

    with app.app_context():
        factories.make_plan()
        factories.make_counterpart()
        db.session.commit()
    grow(2)
    with counted_queries() as few:
        assert official.get(path).status_code == 200
    grow(25)
    with counted_queries() as many:
        assert official.get(path).status_code == 200
    assert len(many) == len(few)


def test_a_name_that_is_searched_for_stays_out_of_the_address(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        one, _ = body("甲の会"), body("移住者w氏（みどり地区）")
        db.session.commit()
        number = str(one.id)
    for fields in (
        {"list": "staff.counterparts.index"},
        {"list": "staff.counterparts.merge", "counterpart_id": number},
    ):
        answer = official.post("/staff/search", data={**fields, "q": "移住者ｗ"})
        assert answer.status_code == 303 and "%" not in answer.location and "移住者" not in answer.location
        page = Page(official.get(answer.location))
        assert "移住者w氏（みどり地区）" in page.text
        assert page.value("まとめる相手方の名称" if "merge" in fields["list"] else "名称") == "移住者ｗ"
    wrong = {"list": "staff.counterparts.merge", "counterpart_id": "x", "q": "甲"}
    assert official.post("/staff/search", data=wrong).status_code == 400
