"""意見の行方: with the receipt number a sender reads how each opinion was treated, and what changed (C9)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from consult.domain.vocabulary import Facet, PublicationKind, PublishedOutcome
from consult.extensions import db
from consult.models import Consultation, Opinion
from tests import factories
from tests.consult.intake.citizen import Citizen
from tests.pages import Page
from tests.query_counting import counted_queries

ANSWER = {
    "summary": "バスの本数を増やしてほしい。",
    "wording": "朝の便を増やします。",
    "class_label": "反映するもの",
    "revisions": [{"place": "第1章", "key": "s1", "before": "一日四本", "after": "一日六本"}],
}


def look_up(citizen: Citizen, number: str, **more: str) -> TestResponse:
    return citizen.client.post("/receipt", data={"receipt": number, **more})


@pytest.fixture
def publish(app: Flask, citizen: Citizen) -> Callable[..., None]:
    """Publishes the case: wording of an opinion → answer (a dict), or an outcome without one."""

    def publish(fates: dict[str, Any], **fields: Any) -> None:
        with app.app_context():
            consultation = db.session.get_one(Consultation, citizen.consultation_id)
            publication = factories.make_publication(consultation=consultation, **fields)
            for wording, fate in fates.items():
                opinion = db.session.scalars(select(Opinion).where(Opinion.wording == wording)).one()
                kept: dict[str, Any] = {"outcome": fate}
                if isinstance(fate, dict):
                    answer = factories.make_published_answer(publication=publication, **fate)
                    kept = {"published_answer_id": answer.id}
                factories.make_published_opinion(publication=publication, opinion=opinion, **kept)
            factories.keep_readings([publication])
            db.session.commit()

    return publish


def test_before_publication_the_page_says_when_to_come_back(citizen: Citizen) -> None:
    page = Page(look_up(citizen, citizen.send("バスを増やして")))
    assert "結果はまだ公表していません" in page.main.text
    assert "市の考え方" not in page.main.first("ol").text


def test_the_answer_its_class_and_the_change_stand_under_ones_opinion(
    citizen: Citizen, publish: Callable[..., None]
) -> None:
    number = citizen.send("バスを増やして")
    publish({"バスを増やして": {**ANSWER, "opinions": 3}})
    card = Page(look_up(citizen, number)).main.first("li", id="opinion-1")
    for words in ("朝の便を増やします。", "反映するもの", "3件", "第1章"):
        assert words in card.text
    changed = card.all("bdi", class_="wording")[-1]
    assert [each.text for each in changed.all("del")] == ["［削除］四"]
    assert [each.text for each in changed.all("ins")] == ["［追加］六"]


@pytest.mark.parametrize(
    "outcome", [each for each in PublishedOutcome if each is not PublishedOutcome.ANSWERED]
)
def test_without_an_answer_a_sentence_says_why(
    citizen: Citizen, publish: Callable[..., None], outcome: PublishedOutcome
) -> None:
    number = citizen.send("宇宙の話")
    publish({"宇宙の話": outcome})
    way = Page(look_up(citizen, number)).main.first("section", class_="way-back").text
    assert way.strip()
    assert "市の考え方" not in way or "示していません" in way


def test_parts_of_a_split_opinion_are_told_by_their_words(
    app: Flask, citizen: Citizen, publish: Callable[..., None]
) -> None:
    number = citizen.send("バスを増やして。道も直して。")
    with app.app_context():
        whole = db.session.scalars(select(Opinion)).one()
        whole.superseded_at = factories.NOW
        for start, end in ((0, 8), (8, 14)):
            factories.make_opinion(
                submission=whole.submission,
                wording=whole.wording[start:end],
                split_from_id=whole.id,
                part_start=start,
                part_end=end,
            )
        db.session.commit()
    publish({"バスを増やして。": ANSWER, "道も直して。": PublishedOutcome.OFF_TOPIC})
    page = Page(look_up(citizen, number))
    assert len(page.main.all("li", id="opinion-1")) == 1
    first, second = page.main.all("section", class_="way-back")
    assert "バスを増やして。" in first.first("blockquote").text and "朝の便を増やします。" in first.text
    assert "道も直して。" in second.first("blockquote").text and "対象外" in second.text


def test_only_the_newest_publication_speaks_with_its_note(
    citizen: Citizen, publish: Callable[..., None]
) -> None:
    number = citizen.send("バスを増やして")
    publish({"バスを増やして": ANSWER})
    corrected = {**ANSWER, "wording": "昼の便を増やします。"}
    publish(
        {"バスを増やして": corrected}, number=2, kind=PublicationKind.CORRECTION, note="便を誤っていました。"
    )
    text = Page(look_up(citizen, number)).main.text
    assert "昼の便を増やします。" in text and "朝の便" not in text and "便を誤っていました。" in text


def test_how_it_was_read_is_told_once_it_is_public(
    app: Flask, citizen: Citizen, publish: Callable[..., None]
) -> None:
    number = citizen.send("バスを増やして")
    with app.app_context():
        opinion = db.session.scalars(select(Opinion)).one()
        factories.make_review(
            opinion=opinion,
            by=factories.make_staff_member(),
            confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: ["A"]},
        )
        db.session.commit()
    assert "まち、" not in Page(look_up(citizen, number)).main.text
    publish({"バスを増やして": ANSWER})
    assert "分類：まち、移動しやすいまちPJ" in Page(look_up(citizen, number)).main.text


def test_the_copy_to_keep_holds_the_answer(citizen: Citizen, publish: Callable[..., None]) -> None:
    number = citizen.send("バスを増やして")
    publish({"バスを増やして": ANSWER})
    text = look_up(citizen, number, act="save").get_data(as_text=True)
    for words in ("市の考え方：朝の便を増やします。", "反映区分：反映するもの", "一日四本", "一日六本"):
        assert words in text


def test_the_same_number_of_queries_for_one_opinion_and_for_ten(
    citizen: Citizen, publish: Callable[..., None]
) -> None:
    asked = []
    for size in (1, 10):
        wordings = [f"{size}件のうち{n}" for n in range(size)]
        number = citizen.send(*wordings)
        publish(dict.fromkeys(wordings, ANSWER), number=size)
        with counted_queries() as queries:
            look_up(citizen, number)
        asked.append(len(queries))
    assert asked[0] == asked[1]
