"""Two people code one opinion blind: what they see, what is kept, who may answer, and the way back."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.blind_coding.forms import number_keys
from consult.domain.vocabulary import AuditAction, Facet, Role
from consult.extensions import db
from consult.models import AuditEvent, Opinion, PolicyPackage, PriorityModel, SampledOpinion
from consult.models.plan import ModelBlock
from consult.plan_codes import PlanCode
from tests import factories
from tests.consult.blind_coding.conftest import Coder, kept
from tests.pages import Page
from tests.query_counting import counted_queries


def test_a_coder_sees_the_wording_and_the_plans_own_definitions_and_nothing_of_the_tagger(
    app: Flask, coder: Coder, sample: list[int]
) -> None:
    with app.app_context():
        package = db.session.scalars(select(PolicyPackage).where(PolicyPackage.code == "A")).one()
        package.includes, package.excludes = "バス、移動手段", "道路の整備だけ"
        model = db.session.scalars(select(PriorityModel)).one()
        model.blocks = [ModelBlock(name="共創の場づくり", items=[], position=1)]
        opinion = db.session.get_one(Opinion, db.session.get_one(SampledOpinion, sample[0]).opinion_id)
        opinion.gist = "増便の要望"
        db.session.commit()

    page = coder.open(sample[0])

    assert "バスを0本ふやしてほしい。" in page.text
    assert "入れる：バス、移動手段" in page.text and "入れない：道路の整備だけ" in page.text
    assert "ひとのこと" in page.text and "取組の分野：共創の場づくり" in page.text
    assert page.root.all("input", checked="") == []
    for hidden in ("93％", "高い", "根拠", "要旨", "増便の要望", "候補（"):
        assert hidden not in page.main.text


def test_the_codes_have_number_keys_in_the_order_of_the_page_and_the_page_says_so(
    coder: Coder, sample: list[int]
) -> None:
    page = coder.open(sample[0])
    keys = {
        box.attributes["data-key"]: box.attributes["value"]
        for box in page.root.all("input")
        if "data-key" in box.attributes
    }
    assert keys == {"0": "y", "1": "hito", "2": "machi", "3": "shigoto", "4": "A", "5": "B", "6": "X1"}
    assert "1〜6" in page.root.first("details", id="key-list").text


def test_a_facet_that_has_more_codes_than_keys_has_none_so_that_no_code_is_easier_to_give() -> None:
    def plan(facet: Facet, size: int) -> tuple[Facet, list[PlanCode]]:
        return facet, [PlanCode(facet, f"{n}", f"{n}番") for n in range(size)]

    keys = number_keys([plan(Facet.THEME, 3), plan(Facet.PACKAGE, 7), plan(Facet.MODEL, 2)])
    assert {facet for facet, _ in keys} == {Facet.THEME, Facet.MODEL}
    assert "".join(keys.values()) == "12345"


def test_an_answer_is_kept_with_the_main_code_first(app: Flask, coder: Coder, sample: list[int]) -> None:
    answer = coder.code(
        sample[0], theme=["hito", "machi"], main_theme="machi", package=["B"], model=[], main_package=""
    )
    assert answer.location.endswith(f"/staff/blind-coding/{sample[1]}")
    (row,) = kept(app, sample[0])
    assert (row.coder, row.themes, row.packages, row.models) == ("a", ["machi", "hito"], ["B"], [])
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.CODED)).one()
        assert event.details == {"coder": "a"}, "what was answered is in no log that others read"


def test_none_of_the_codes_is_an_answer_that_must_be_said(
    app: Flask, coder: Coder, sample: list[int]
) -> None:
    refused = coder.code(sample[0])
    assert refused.status_code == 422
    assert "どれにも当たらない" in Page(refused).errors[0]
    assert coder.code(sample[0], no_tag="y").status_code == 303
    assert [row.themes + row.packages + row.models for row in kept(app, sample[0])] == [[]]


@pytest.mark.parametrize(
    ("ticked", "words"),
    [
        ({"theme": ["machi"], "no_tag": "y"}, "同時に選べません"),
        ({"theme": ["machi", "hito"]}, "主なものを一つ"),
        ({"package": ["A", "B"], "main_package": ""}, "主なものを一つ"),
        ({"theme": ["machi"], "main_theme": "hito"}, "選んだテーマの中から"),
        ({"package": ["Z"]}, "いまの戦略にない分類"),
    ],
)
def test_an_unclear_answer_is_refused_and_its_ticks_stay(
    app: Flask, coder: Coder, sample: list[int], ticked: dict[str, object], words: str
) -> None:
    refused = coder.code(sample[0], **ticked)
    assert refused.status_code == 422
    page = Page(refused)
    assert words in " ".join(page.errors)
    assert kept(app, sample[0]) == []
    if "theme" in ticked:
        assert "checked" in page.field("1 ●ひと" if ticked["theme"] == ["hito"] else "2 ■まち").attributes


def test_the_first_two_people_are_coders_a_and_b_and_a_third_comes_too_late(
    app: Flask, coder: Coder, second_coder: Coder, third_coder: Coder, sample: list[int]
) -> None:
    late = third_coder.open(sample[0])
    coder.code(sample[0], theme=["machi"])
    second_coder.code(sample[0], theme=["hito"])

    answer = third_coder.code(sample[0], page=late, theme=["shigoto"])

    assert answer.status_code == 303
    assert "ほかの二人がもう分類しました" in Page(third_coder.client.get(answer.location)).text
    assert [(row.coder, row.themes) for row in kept(app, sample[0])] == [("a", ["machi"]), ("b", ["hito"])]
    assert "待っていません" in third_coder.open(sample[0]).text


def test_nobody_answers_twice_and_a_double_press_is_one_answer(
    app: Flask, coder: Coder, sample: list[int]
) -> None:
    page = coder.open(sample[0])
    coder.code(sample[0], page=page, theme=["machi"])
    assert coder.code(sample[0], page=page, theme=["machi"]).status_code == 303
    again = coder.code(sample[0], page=page, theme=["hito"])
    assert "もう分類しています" in Page(coder.client.get(again.location)).text
    assert len(kept(app, sample[0])) == 1
    assert "待っていません" in coder.open(sample[0]).text


def test_the_second_coder_sees_nothing_of_the_first_ones_answer(
    coder: Coder, second_coder: Coder, sample: list[int]
) -> None:
    before = second_coder.open(sample[0]).main.text
    coder.code(sample[0], theme=["machi"], package=["A"])
    assert second_coder.open(sample[0]).main.text == before


def test_an_opinion_may_be_skipped_and_comes_again(coder: Coder, sample: list[int]) -> None:
    following = coder.open(sample[0]).links["決めずに次へ N"]
    assert following.endswith(f"/{sample[1]}")
    assert coder.open(sample[2]).links["決めずに次へ N"].endswith(f"/{sample[0]}")
    coder.code(sample[1], no_tag="y")
    assert coder.open(sample[0]).links["決めずに次へ N"].endswith(f"/{sample[2]}")


def test_ones_last_answer_can_be_taken_back_and_given_anew(
    app: Flask, coder: Coder, sample: list[int]
) -> None:
    coder.code(sample[0], theme=["machi"])
    answer = coder.undo()
    assert answer.location.endswith(f"/{sample[0]}")
    coder.code(sample[0], theme=["hito"])
    rows = kept(app, sample[0])
    assert [(row.coder, row.themes, row.undone_at is None) for row in rows] == [
        ("a", ["machi"], False),
        ("a", ["hito"], True),
    ]


def test_the_second_answer_can_be_taken_back_until_the_suggestions_open(
    app: Flask, coder: Coder, second_coder: Coder, sample: list[int], later: Callable[..., None]
) -> None:
    coder.code(sample[0], theme=["machi"])
    second_coder.code(sample[0], theme=["hito"])
    second_coder.undo()
    second_coder.code(sample[0], theme=["machi"])
    form = second_coder.overview().root.first("form", id="undo").attributes["action"]
    later(minutes=11)
    assert second_coder.overview().root.all("form", id="undo") == []
    assert second_coder.client.post(form).status_code == 409
    assert [row.coder for row in kept(app, sample[0]) if row.undone_at is None] == ["a", "b"]


def test_when_the_first_answer_is_taken_back_somebody_else_may_give_it(
    app: Flask, coder: Coder, second_coder: Coder, third_coder: Coder, sample: list[int]
) -> None:
    coder.code(sample[0], theme=["machi"])
    second_coder.code(sample[0], theme=["hito"])
    coder.undo()
    third_coder.code(sample[0], theme=["shigoto"])
    in_force = [row for row in kept(app, sample[0]) if row.undone_at is None]
    assert [(row.coder, row.themes) for row in in_force] == [("b", ["hito"]), ("a", ["shigoto"])]
    with app.app_context():
        assert db.session.get_one(SampledOpinion, sample[0]).opens_at is not None


def test_nobody_takes_back_anothers_answer(coder: Coder, second_coder: Coder, sample: list[int]) -> None:
    coder.code(sample[0], theme=["machi"])
    form = coder.overview().root.first("form", id="undo").attributes["action"]
    assert second_coder.client.post(form).status_code == 404


def test_the_seconds_between_showing_and_answering_are_kept_with_a_cap(
    app: Flask, coder: Coder, sample: list[int], later: Callable[..., None]
) -> None:
    page = coder.open(sample[0])
    later(seconds=42)
    coder.code(sample[0], page=page, no_tag="y")
    page = coder.open(sample[1])
    later(minutes=15)
    coder.code(sample[1], page=page, no_tag="y")
    coder.code(sample[2], no_tag="y", shown_at="きのう")
    seconds = [kept(app, each)[0].seconds_taken for each in sample]
    assert seconds[0] in (42, 43)
    assert seconds[1:] == [600, None]


def test_a_withdrawn_opinion_asks_nobody(app: Flask, coder: Coder, sample: list[int]) -> None:
    with app.app_context():
        db.session.get_one(SampledOpinion, sample[0]).opinion.withdrawn_at = factories.NOW
        db.session.commit()
    assert coder.client.get(f"/staff/blind-coding/{sample[0]}").status_code == 404
    assert "あなたを待つ意見は2件" in coder.overview().text


def test_the_overview_tells_how_far_the_sample_is(
    coder: Coder, second_coder: Coder, sample: list[int]
) -> None:
    coder.code(sample[0], no_tag="y")
    second_coder.code(sample[0], no_tag="y")
    coder.code(sample[1], no_tag="y")
    text = coder.overview().text
    for fact in (
        "あなたが分類した意見2件",
        "選ばれた意見3件",
        "二人の分類がそろった意見1件",
        "あと一人を待つ意見1件",
        "まだ誰も分類していない意見1件",
    ):
        assert fact in text


def test_without_a_sample_the_overview_says_so(coder: Coder) -> None:
    assert "まだ一件も選ばれていません" in coder.overview().text


def test_a_longer_sample_asks_no_more_of_the_database(app: Flask, coder: Coder, sample: list[int]) -> None:
    addresses = ("/staff/blind-coding", f"/staff/blind-coding/{sample[0]}", "/staff/review")

    def asked() -> list[int]:
        numbers = []
        for address in addresses:
            with counted_queries() as queries:
                coder.client.get(address)
            numbers.append(len(queries))
        return numbers

    before = asked()
    with app.app_context():
        for _ in range(20):
            factories.make_blind_code(sampled=factories.make_sampled_opinion())
        db.session.commit()
    assert asked() == before


def test_an_approver_and_an_administrator_code_nothing(
    staff_client: Callable[..., FlaskClient], sample: list[int]
) -> None:
    for role in (Role.APPROVER, Role.ADMIN):
        assert staff_client(role).get(f"/staff/blind-coding/{sample[0]}").status_code == 404
