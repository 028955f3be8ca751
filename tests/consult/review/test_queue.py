"""The queue: what nobody has decided on, narrowed and ordered by what stands on the allow-list only."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Facet, HearingKind, Role
from consult.extensions import db
from tests import factories
from tests.consult.review.conftest import Reviewer
from tests.pages import Page
from tests.query_counting import counted_queries


def listed(reviewer: Reviewer, query: str = "") -> list[int]:
    """Numbers of the opinions on the page, in its order."""
    page = Page(reviewer.client.get(f"/staff/review{query}"))
    return [int(card.first("h2").text.removeprefix("意見")) for card in page.root.all("article")]


@pytest.fixture
def queue(app: Flask) -> dict[str, int]:
    """Opinions by what is special about them."""
    with app.app_context():
        factories.make_plan()
        consultation = factories.make_consultation(title="海辺の計画への意見募集")
        hearing = factories.make_hearing(kind=HearingKind.ASSEMBLY)
        by_post = factories.make_submission(consultation=consultation, channel=Channel.POST)
        opinions = {
            "sure": factories.make_opinion(submission=by_post),
            "unsure": factories.make_opinion(hearing=hearing),
            "abstained": factories.make_opinion(),
            "untouched": factories.make_opinion(),
            "decided": factories.make_opinion(),
            "withdrawn": factories.make_opinion(withdrawn_at=factories.NOW),
            "sent_back": factories.make_opinion(
                submission=factories.make_submission(consultation=consultation, withdrawn_at=factories.NOW)
            ),
        }
        factories.make_tag(opinion=opinions["sure"], code="machi", probability=0.9)
        factories.make_tag(opinion=opinions["unsure"], code="hito", probability=0.55)
        factories.make_tag(opinion=opinions["unsure"], facet=Facet.PACKAGE, code="A", probability=0.7)
        factories.make_tag(opinion=opinions["decided"], code="machi", probability=0.6)
        for name in ("sure", "unsure", "abstained"):
            factories.make_tagger_run(opinion=opinions[name])
        factories.make_review(opinion=opinions["decided"], confirmed={Facet.THEME: ["machi"]})
        ids = {name: opinion.id for name, opinion in opinions.items()}
        ids["consultation"], ids["hearing"] = consultation.id, hearing.id
        db.session.commit()
    return ids


def test_only_undecided_opinions_that_count_wait_the_oldest_first(
    reviewer: Reviewer, queue: dict[str, int]
) -> None:
    assert listed(reviewer) == [queue[name] for name in ("sure", "unsure", "abstained", "untouched")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?theme=machi", ["sure"]),
        ("?theme=hito&package=A", ["unsure"]),
        ("?theme=machi&package=A", []),
        ("?model=X1", []),
        ("?certainty=high", ["sure"]),
        ("?certainty=middle", ["unsure"]),
        ("?certainty=low", ["unsure"]),
        ("?certainty=none", ["abstained"]),
        ("?way_in=post", ["sure"]),
        ("?way_in=assembly", ["unsure"]),
        ("?way_in=fax", []),
        ("?sort=newest", ["untouched", "abstained", "unsure", "sure"]),
        ("?sort=unsure", ["abstained", "untouched", "unsure", "sure"]),
    ],
)
def test_the_queue_is_narrowed_and_ordered(
    reviewer: Reviewer, queue: dict[str, int], query: str, names: list[str]
) -> None:
    assert listed(reviewer, query) == [queue[name] for name in names]


def test_the_queue_of_one_consultation_or_one_hearing(reviewer: Reviewer, queue: dict[str, int]) -> None:
    assert listed(reviewer, f"?consultation={queue['consultation']}") == [queue["sure"]]
    assert listed(reviewer, f"?hearing={queue['hearing']}") == [queue["unsure"]]


@pytest.mark.parametrize(
    "query",
    [
        "?theme=umi&package=%27--&model=%F0%A0%AE%B7",
        "?sort=email",
        "?sort=wording;drop",
        "?certainty=1",
        "?way_in=%E5%90%8D%E5%89%8D",
        "?consultation=abc&hearing=-1",
        "?page=-5",
        "?filter[submitter.email]=a&submitter=1&q=%E5%90%8D",
    ],
)
def test_what_is_not_on_the_allow_list_is_as_if_absent(
    reviewer: Reviewer, queue: dict[str, int], query: str
) -> None:
    """TP7."""
    assert listed(reviewer, query) == listed(reviewer)


def test_filters_say_how_many_opinions_each_choice_holds(reviewer: Reviewer, queue: dict[str, int]) -> None:
    page = Page(reviewer.client.get("/staff/review"))

    choices = [option.text for option in page.field("テーマの候補").all("option")]
    assert choices == ["すべて", "ひと（1件）", "まち（1件）", "しごと（0件）"]
    ways = [option.text for option in page.field("受付の経路").all("option")]
    assert "郵送（1件）" in ways
    assert "市議会との意見交換（1件）" in ways


def test_chosen_conditions_can_be_taken_off_one_by_one(reviewer: Reviewer, queue: dict[str, int]) -> None:
    page = Page(reviewer.client.get("/staff/review?theme=machi&certainty=high&sort=unsure"))

    chips = {text: href for text, href in page.links.items() if "条件を外す" in text}
    assert sorted(chips.values()) == [
        "/staff/review?certainty=high&sort=unsure",
        "/staff/review?theme=machi&sort=unsure",
    ]


def test_an_empty_answer_says_why(reviewer: Reviewer, queue: dict[str, int]) -> None:
    page = Page(reviewer.client.get("/staff/review?model=X1"))

    assert "この条件に当てはまる、確認待ちの意見はありません" in page.text


@pytest.mark.parametrize("sort", ["", "newest", "unsure"])
def test_following_the_queue_meets_every_opinion_once(
    reviewer: Reviewer, queue: dict[str, int], sort: str
) -> None:
    query = f"?sort={sort}" if sort else ""
    order = listed(reviewer, query)
    answer = reviewer.decide(order[0], query=query, theme=["machi"])
    met = [order[0]]
    while (
        not answer.location.startswith(f"/staff/review{query}")
        or answer.location.split("?")[0] != "/staff/review"
    ):
        assert answer.location.endswith(query)
        met.append(int(answer.location.split("?")[0].rsplit("/", 1)[1]))
        answer = reviewer.decide(met[-1], query=query, theme=["machi"])

    assert met == order


def test_skipping_goes_on_and_comes_round(reviewer: Reviewer, queue: dict[str, int]) -> None:
    order = listed(reviewer)

    skip = [reviewer.open(number).root.first("a", id="skip").attributes["href"] for number in order]

    assert [int(href.rsplit("/", 1)[1]) for href in skip] == [*order[1:], order[0]]


def test_deciding_stays_within_the_filter(reviewer: Reviewer, queue: dict[str, int]) -> None:
    answer = reviewer.decide(queue["sure"], query="?theme=machi", theme=["machi"])

    assert answer.location == "/staff/review?theme=machi"


def test_a_long_queue_is_paged(app: Flask, reviewer: Reviewer, queue: dict[str, int]) -> None:
    with app.app_context():
        hearing = factories.make_hearing()
        for position in range(60):
            factories.make_opinion(hearing=hearing, position=position)
        db.session.commit()

    assert len(listed(reviewer)) == 50
    assert len(listed(reviewer, "?page=2")) == 14
    assert listed(reviewer, "?page=99") == listed(reviewer, "?page=2")


def test_the_page_costs_the_same_for_one_opinion_and_a_hundred(app: Flask, reviewer: Reviewer) -> None:
    def fill(count: int) -> None:
        with app.app_context():
            hearing = factories.make_hearing()
            for position in range(count):
                factories.make_tag(opinion=factories.make_opinion(hearing=hearing, position=position))
            db.session.commit()

    with app.app_context():
        factories.make_plan()
        db.session.commit()
    fill(1)
    listed(reviewer)
    with counted_queries() as few:
        assert len(listed(reviewer)) == 1
    fill(99)
    with counted_queries() as many:
        assert len(listed(reviewer)) == 50

    assert len(many) == len(few)
    assert len(few) <= 19


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMIN])
def test_for_other_roles_nothing_is_there(
    staff_client: Callable[..., FlaskClient], queue: dict[str, int], role: Role
) -> None:
    client = staff_client(role)

    assert client.get("/staff/review").status_code == 404
    assert client.get(f"/staff/review/{queue['sure']}").status_code == 404
    assert client.post(f"/staff/review/{queue['sure']}", data={"theme": "machi"}).status_code == 404


def test_a_citizen_is_sent_to_the_sign_in_page(public_client: FlaskClient, queue: dict[str, int]) -> None:
    assert "/staff/sign-in" in public_client.get("/staff/review").location


def test_opinions_without_suggestions_are_told_of(reviewer: Reviewer, queue: dict[str, int]) -> None:
    text = Page(reviewer.client.get("/staff/review")).text

    assert "候補がまだ付いていない意見が1件あります" in text


def test_staff_pages_say_so_when_the_worker_is_down(
    app: Flask, reviewer: Reviewer, queue: dict[str, int]
) -> None:
    stopped = "候補を付ける処理が止まっています"
    assert stopped in Page(reviewer.client.get("/staff/review")).text
    assert stopped in Page(reviewer.client.get("/staff")).text

    (app.config["DATA_DIR"] / "worker_alive").touch()

    assert stopped not in Page(reviewer.client.get("/staff/review")).text
