"""What would have to be missing for a suggestion to go, and which sentence of a long opinion carries it."""

from typing import Any

import pytest
from flask import Flask

from consult import jobs
from consult.domain.vocabulary import Facet
from consult.extensions import db
from consult.models import Tag
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests import factories
from tests.consult.review.conftest import Reviewer

LONG = "バスの本数が少ない。病院に行けない。ありがとうございました。"
BASE = {"label": "はじめの値", "weight": -2.0, "spans": []}


def reason(label: str, weight: float, *spans: list[int]) -> dict[str, Any]:
    return {"label": label, "weight": weight, "spans": list(spans)}


def opened(app: Flask, reviewer: Reviewer, *reasons: dict[str, Any], **fields: Any) -> Any:
    with app.app_context():
        factories.make_plan()
        opinion = factories.make_opinion(wording=fields.pop("wording", LONG))
        factories.make_tagger_run(opinion=opinion)
        factories.make_tag(opinion=opinion, reasons=[BASE, *reasons], **{"threshold": -0.5} | fields)
        db.session.commit()
        number = opinion.id
    return reviewer.open(number)


def test_the_smallest_set_is_named_the_strongest_first(app: Flask, reviewer: Reviewer) -> None:
    page = opened(
        app, reviewer, reason("病院", 0.7, [10, 12]), reason("本数", 0.9, [3, 5]), reason("バス", 2.0, [0, 2])
    )
    # 点数 1.6、下限 -0.5：「バス」だけでは足りず（-0.4）、「本数」もいる
    assert (
        "何が無ければ候補にならないか：「バス」と「本数」の効き方を除くと、点数が下限を下回ります"
        "（ほかの言葉の効き方は変わらないとした計算です）。" in page.text
    )


def test_reasons_of_the_same_words_go_together_also_those_against_it(app: Flask, reviewer: Reviewer) -> None:
    """The rule and the word itself: whoever strikes the word out strikes out both."""
    page = opened(
        app,
        reviewer,
        reason("バス（交通）", 1.4, [0, 2]),
        reason("本数", 1.2, [3, 5]),
        reason("バス", 0.4, [0, 2]),
        reason("本数（頻度）", -0.9, [3, 5]),
    )
    # 点数 0.1、下限 -0.5：「バス」は合わせて 1.8
    assert "候補にならないか：「バス」の効き方を除くと" in page.text


def test_one_reason_may_be_enough(app: Flask, reviewer: Reviewer) -> None:
    page = opened(app, reviewer, reason("バス", 3.0, [0, 2]), reason("本数", 0.4, [3, 5]))
    assert "：「バス」の効き方を除くと" in page.text


def test_a_score_exactly_at_the_threshold_still_stands(app: Flask, reviewer: Reviewer) -> None:
    page = opened(app, reviewer, reason("バス", 2.0, [0, 2]), reason("本数", 1.5, [3, 5]))
    assert "：「バス」の効き方を除くと" not in page.text
    assert "「バス」と「本数」の効き方を除くと" in page.text


def test_what_speaks_against_it_or_has_no_words_cannot_be_missing(app: Flask, reviewer: Reviewer) -> None:
    page = opened(
        app, reviewer, reason("バス", 1.0, [0, 2]), reason("本数", -0.3, [3, 5]), reason("その他の語", 3.0)
    )
    assert "上に挙げた言葉の効き方をすべて除いても、点数は下限を下回りません。" in page.text


def test_score_threshold_and_probability_stand_together(app: Flask, reviewer: Reviewer) -> None:
    page = opened(app, reviewer, reason("バス", 3.0, [0, 2]), probability=0.7)
    assert page.rows("言葉ごとの効き方")[-3:] == [
        ["点数の合計", "+1.00"],
        ["候補にする下限の点数", "-0.50"],
        ["この点数の確からしさ", "70％"],
    ]


def test_a_suggestion_of_before_thresholds_were_kept_says_nothing_of_it(
    app: Flask, reviewer: Reviewer
) -> None:
    page = opened(app, reviewer, reason("バス", 3.0, [0, 2]), threshold=None)
    assert "何が無ければ" not in page.text
    assert "下限" not in page.text


def test_a_long_opinion_tells_which_sentence_carries_which_tag(app: Flask, reviewer: Reviewer) -> None:
    page = opened(
        app, reviewer, reason("バス", 1.5, [0, 2]), reason("行く", 1.0, [10, 12]), reason("本数", 0.5, [3, 5])
    )
    assert page.rows("文ごとの根拠")[1:] == [
        ["バスの本数が少ない。", "■1 まち +2.00"],
        ["病院に行けない。", "■1 まち +1.00"],
        ["ありがとうございました。", "なし"],
    ]


def test_a_word_in_two_sentences_counts_in_each_with_its_part(app: Flask, reviewer: Reviewer) -> None:
    page = opened(app, reviewer, reason("場所", 3.0, [0, 2], [10, 12]))
    assert [row[1] for row in page.rows("文ごとの根拠")[1:]] == ["■1 まち +1.50", "■1 まち +1.50", "なし"]


def test_a_short_opinion_needs_no_table_of_sentences(app: Flask, reviewer: Reviewer) -> None:
    page = opened(app, reviewer, reason("バス", 3.0, [0, 2]), wording="バスの本数が少ない。病院に行けない。")
    assert "どの文がどの候補の根拠か" not in page.text


@pytest.mark.usefixtures("database")
def test_what_is_kept_adds_up_to_the_score_and_stands_above_its_threshold() -> None:
    load_strategy(SHIPPED_STRATEGY)
    for wording in (LONG, "商店街を元気にしてほしい。", "保育園に入れず、移住した友人も困っています。"):
        factories.make_opinion(wording=wording)
    db.session.commit()
    jobs.tag_waiting()
    tags = db.session.query(Tag).all()
    assert {tag.facet for tag in tags} >= {Facet.THEME}
    for tag in tags:
        assert tag.score is not None
        assert tag.threshold is not None
        assert abs(sum(reason["weight"] for reason in tag.reasons) - tag.score) < 1e-9
        assert tag.score >= tag.threshold
