"""The page of one opinion: evidence in the sentence, reasons that add up, nothing of who sent it, nothing runs."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.certainty import bounds_of, certainty_of
from consult.domain.vocabulary import Certainty, Facet, SubmitterKind
from consult.extensions import db
from consult.models import PolicyPackage, Submitter
from tests import factories
from tests.consult.review.conftest import Reviewer
from tests.query_counting import counted_queries

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


def make_opened(app: Flask, **fields: object) -> int:
    """An opinion with one theme suggestion; returns its id."""
    tag = {"evidence": [[0, 2]], "probability": 0.82} | fields.pop("tag", {})  # type: ignore[operator]
    with app.app_context():
        factories.make_plan()
        opinion = factories.make_opinion(**fields)
        factories.make_tag(opinion=opinion, **tag)
        opinion_id = opinion.id
        db.session.commit()
    return opinion_id


def test_evidence_is_marked_where_it_stands_with_the_sign_of_its_suggestion(
    app: Flask, reviewer: Reviewer
) -> None:
    opinion_id = make_opened(app, wording="𠮷野のバスが少ない。", tag={"evidence": [[3, 5], [6, 9]]})

    marks = reviewer.open(opinion_id).root.all("mark")

    assert [mark.text for mark in marks] == ["バス", "少ない"]
    assert {mark.attributes["data-label"] for mark in marks} == {"■1"}


def test_overlapping_evidence_of_two_tags_names_both(app: Flask, reviewer: Reviewer) -> None:
    opinion_id = make_opened(app, wording="路線バスの本数", tag={"evidence": [[0, 4]]})
    with app.app_context():
        factories.make_tag(
            opinion=db.session.get(factories.Opinion, opinion_id),
            facet=Facet.PACKAGE,
            code="A",
            evidence=[[2, 7]],
        )
        db.session.commit()

    marks = reviewer.open(opinion_id).root.all("mark")

    assert [(mark.text, mark.attributes["data-label"]) for mark in marks] == [
        ("路線", "■1"),
        ("バス", "■1・＃2"),
        ("の本数", "＃2"),
    ]


def test_the_wording_on_the_page_is_the_wording(app: Flask, reviewer: Reviewer) -> None:
    wording = "一行目　全角\n二行目 👨‍👩‍👧 葛󠄀飾"
    opinion_id = make_opened(app, wording=wording)

    shown = reviewer.open(opinion_id).root.first("bdi").text

    for word in ("一行目 全角", "二行目", "👨‍👩‍👧", "葛"):
        assert word in shown


def test_probability_stands_in_words_and_as_a_number(app: Flask, reviewer: Reviewer) -> None:
    text = reviewer.open(make_opened(app)).text

    assert "確からしさ 高い 82％" in text


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.5, "低い"), (0.5999, "低い"), (0.6, "ふつう"), (0.8, "高い"), (0.9999, "高い")],
)
def test_each_probability_has_one_word(probability: float, word: str) -> None:
    assert certainty_of(probability).label == word
    low, high = bounds_of(certainty_of(probability))
    assert low <= probability < high
    assert sum(low <= probability < high for low, high in map(bounds_of, Certainty)) == 1


def test_a_suggestion_is_never_called_certain(app: Flask, reviewer: Reviewer) -> None:
    assert "100％" not in reviewer.open(make_opened(app, tag={"probability": 0.99999})).text


def test_why_lists_the_contributions_and_their_sum(app: Flask, reviewer: Reviewer) -> None:
    reasons = [
        {"label": "はじめの値", "weight": -1.5, "spans": []},
        {"label": "交通の言葉", "weight": 3.02, "spans": [[0, 2]]},
    ]
    opinion_id = make_opened(app, tag={"reasons": reasons})

    rows = reviewer.open(opinion_id).rows("言葉ごとの効き方")

    assert rows[1:] == [
        ["はじめの値", "", "-1.50"],
        ["交通の言葉", "「バス」", "+3.02"],
        ["点数の合計", "+1.52"],
        ["この点数の確からしさ", "82％"],
    ]


def test_who_adds_up_what_the_page_shows_gets_the_sum_that_it_shows(app: Flask, reviewer: Reviewer) -> None:
    """Plain rounding would show 0.34 three times above a sum of 1.01, and a weight of -0.00."""
    weights = (0.336, 0.336, 0.336, -0.001)
    reasons = [{"label": f"理由{n}", "weight": weight, "spans": []} for n, weight in enumerate(weights)]

    rows = reviewer.open(make_opened(app, tag={"reasons": reasons})).rows("言葉ごとの効き方")

    shown = [row[-1] for row in rows[1:5]]
    assert sum(round(float(weight) * 100) for weight in shown) == 101
    assert rows[5] == ["点数の合計", "+1.01"]
    assert "-0.00" not in shown


def test_the_percentage_is_explained_in_plain_words(app: Flask, reviewer: Reviewer) -> None:
    page = reviewer.open(make_opened(app))

    assert "80％と示した候補を10件集めたとき、8件ほどが人の判断と同じになる見込み" in page.text
    assert "80％以上を「高い」、60％以上を「ふつう」" in page.text


def test_the_plan_s_own_words_say_what_each_tag_means(app: Flask, reviewer: Reviewer) -> None:
    opinion_id = make_opened(app)
    with app.app_context():
        package = db.session.scalars(select(PolicyPackage).where(PolicyPackage.code == "A")).one()
        package.includes, package.excludes = "公共交通", "道路の整備だけ"
        db.session.commit()

    page = reviewer.open(opinion_id)

    assert "移動しやすいまちPJ入れる：公共交通入れない：道路の整備だけ" in "".join(page.text.split())
    assert "ひとのこと" in page.text
    assert "ともにつくるまち" not in page.text.split("分類の意味")[1].split("確からしさの読み方")[0], (
        "of a code without a description nothing is said"
    )


def test_every_other_tag_of_the_plan_can_be_added(app: Flask, reviewer: Reviewer) -> None:
    page = reviewer.open(make_opened(app))

    offered = {box.attributes["value"] for box in page.root.all("input", type="checkbox")}
    assert offered == {"hito", "machi", "shigoto", "A", "B", "X1", "y"}


def test_a_suggestion_of_a_code_that_left_the_plan_is_not_offered(app: Flask, reviewer: Reviewer) -> None:
    page = reviewer.open(make_opened(app, tag={"code": "umi"}))

    assert "umi" not in {box.attributes["value"] for box in page.root.all("input", type="checkbox")}


def test_an_opinion_without_suggestions_says_whether_the_tagger_has_looked(
    app: Flask, reviewer: Reviewer
) -> None:
    with app.app_context():
        factories.make_plan()
        untouched = factories.make_opinion().id
        abstained = factories.make_opinion()
        factories.make_tagger_run(opinion=abstained)
        abstained_id = abstained.id
        db.session.commit()

    assert "候補はまだ付いていません" in reviewer.open(untouched).text
    assert "機械は判断を控えました" in reviewer.open(abstained_id).text


def test_nothing_that_somebody_wrote_runs(app: Flask, reviewer: Reviewer) -> None:
    reasons = [{"label": ATTACK, "weight": 1.0, "spans": [[0, len(ATTACK)]]}]
    opinion_id = make_opened(
        app, wording=ATTACK, gist=ATTACK, tag={"reasons": reasons, "evidence": [[0, 8], [4, 40]]}
    )

    for address in (f"/staff/review/{opinion_id}", "/staff/review"):
        answer = reviewer.client.get(address)
        page = answer.get_data(as_text=True)
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "{{7*7}}" in page


def test_who_sent_it_stands_nowhere(app: Flask, reviewer: Reviewer) -> None:
    """TP2: whoever sorts opinions needs no name."""
    canaries = {
        "name": "架空名前カナリア",
        "address": "架空市カナリア町",
        "email": "kanaria@example.jp",
        "phone": "0000-11",
    }
    with app.app_context():
        factories.make_plan()
        submitter = Submitter(kind=SubmitterKind.PERSON, **canaries)
        opinion_id = factories.make_opinion(submission=factories.make_submission(submitter=submitter)).id
        db.session.commit()

    with counted_queries() as queries:
        pages = [
            reviewer.client.get(address).get_data(as_text=True)
            for address in (f"/staff/review/{opinion_id}", "/staff/review")
        ]

    assert [canary for canary in canaries.values() for page in pages if canary in page] == []
    assert [query for query in queries if "FROM submitter" in query or "JOIN submitter" in query] == []


def test_the_page_costs_the_same_for_one_opinion_and_a_hundred(app: Flask, reviewer: Reviewer) -> None:
    def fill(count: int) -> None:
        with app.app_context():
            hearing = factories.make_hearing()
            for position in range(count):
                factories.make_tag(opinion=factories.make_opinion(hearing=hearing, position=position))
            db.session.commit()

    opinion_id = make_opened(app)
    fill(1)
    reviewer.open(opinion_id)
    with counted_queries() as few:
        reviewer.open(opinion_id)
    fill(100)

    with counted_queries() as many:
        reviewer.open(opinion_id)

    assert len(many) == len(few)
    assert len(few) <= 30
