"""意見の行方 for citizens: the road in both directions, one picture with its table; nothing that is not released."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from consult.domain.vocabulary import (
    Channel,
    ConsultationStage,
    Disposition,
    Facet,
    LinkKind,
    PublicationKind,
    PublishedOutcome,
)
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import (
    Consultation,
    LinkDecision,
    Measure,
    Opinion,
    PolicyPackage,
    Publication,
    PublishedFlow,
    PublishedLink,
    PublishedReading,
    Review,
    RoadCode,
)
from consult.road_codes import give
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries

BUS = "バスを一日六本にします。"
REVISION = {"place": "第1章 移動", "key": "s1", "before": BUS, "after": "バスを一日八本にします。"}


class Round:
    """A published case: one opinion with its words, read as package A, which changed the draft; one without its words."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            make.make_plan()
            package = db.session.scalars(select(PolicyPackage).order_by(PolicyPackage.position)).first()
            assert package is not None
            measure = make.make_measure(package=package, name="路線バスの維持")
            case = make.make_consultation()
            make.make_draft_text(consultation=case)
            publication = make.make_publication(consultation=case)
            answer = make.make_published_answer(
                publication=publication,
                class_label="反映するもの",
                disposition=Disposition.REVISED,
                wording="本数を見直します。",
                revisions=[REVISION],
            )
            ids = []
            for words in ("バスを八本にしてほしい。", None):
                opinion = make.make_opinion(
                    submission=make.make_submission(consultation=case), wording="ひみつの原文です。"
                )
                make.make_review(
                    opinion=opinion, confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: [package.code]}
                )
                make.make_published_opinion(
                    publication=publication, opinion=opinion, published_answer_id=answer.id, wording=words
                )
                for target in (
                    LinkTarget(LinkKind.MEASURE, measure.id),
                    LinkTarget(LinkKind.PASSAGE, case.id, "s1", 1, BUS),
                ):
                    make.make_link_decision(opinion=opinion, target=target)
                ids.append(opinion.id)
            make.keep_readings([publication])
            self.code = make.make_road_code(opinion=db.session.get_one(Opinion, ids[0])).code
            self.ids = ids
            db.session.commit()

    def change(self, act: Callable[[], object]) -> None:
        with self.app.app_context():
            act()
            db.session.commit()


@pytest.fixture
def published(app: Flask) -> Round:
    return Round(app)


ADDRESSES = ("/road", "/road/packages/A", "/road/drafts/1")


def test_one_opinion_leads_to_its_answer_and_to_the_changed_sentence(
    published: Round, public_client: FlaskClient
) -> None:
    page = Page(public_client.get(f"/road/opinions/{published.code}"))
    for words in (
        "バスを八本にしてほしい。",
        "まち",
        "移動しやすいまちPJ",
        "路線バスの維持",
        BUS,
        "本数を見直します。",
        "反映するもの",
        "［削除］六",
    ):
        assert words in page.main.text, words
    assert public_client.get(page.links["結果の表で見る"]).status_code == 200


def test_a_package_leads_back_to_its_opinions(published: Round, public_client: FlaskClient) -> None:
    page = Page(public_client.get("/road/packages/A"))
    assert (
        "2件" in page.main.text and "本数を見直します。" in page.main.text and "［削除］六" in page.main.text
    )
    assert ["路線バスの維持 主な施策", "2"] in [
        [" ".join(cell.split()) for cell in row] for row in page.rows("施策・KPI")
    ]
    assert page.rows("反映区分")[-1] == ["合計", "2"]
    address = next(href for text, href in page.links.items() if "バスを八本に" in text)
    assert address.endswith(published.code)
    assert "まだありません" in Page(public_client.get("/road/packages/B")).main.text
    assert public_client.get("/road/packages/none").status_code == 404


def test_a_passage_of_the_draft_leads_back_to_its_opinions(
    published: Round, public_client: FlaskClient
) -> None:
    text = Page(public_client.get("/road/drafts/1")).main.text
    assert BUS in text and "つながる意見 2件" in text and "ほか1件" in text and "［削除］六" in text
    assert public_client.get("/road/drafts/9").status_code == 404


def test_the_picture_and_its_table_say_the_same(published: Round, public_client: FlaskClient) -> None:
    page = Page(public_client.get("/road"))
    assert "公表した意見2件の行き先" in page.main.text
    for caption in (
        "提出方法からテーマへ",
        "テーマから政策パッケージへ",
        "政策パッケージから反映区分へ",
    ):
        (row,) = page.rows(caption)[1:]
        assert "計2件" in row[0] and row[-1] == "2"
    assert page.rows("反映区分ごとの計")[-1] == ["合計", "2"]
    assert "へ" in public_client.get("/road/table.csv").get_data(as_text=True)
    picture = public_client.get("/road/picture.svg")
    assert picture.mimetype == "image/svg+xml" and "移動しやすいまちPJ" in picture.get_data(as_text=True)


def test_the_way_of_sending_that_few_used_is_not_crossed_with_a_theme(
    published: Round, public_client: FlaskClient
) -> None:
    def more() -> None:
        publication = anew(db.session.get_one(Publication, 1))
        for way, theme, number in ((Channel.FORM, "hito", 6), (Channel.POST, "machi", 5)):
            for _ in range(number):
                sent = make.make_submission(consultation=publication.consultation, channel=way)
                opinion = make.make_opinion(submission=sent)
                make.make_review(opinion=opinion, confirmed={Facet.THEME: [theme]})
                make.make_published_opinion(publication=publication, opinion=opinion)
        make.keep_readings([publication])

    published.change(more)
    page = Page(public_client.get("/road"))
    rows = page.rows("提出方法からテーマへ")[1:]
    assert [row[-1] for row in rows] == ["6", "7"]
    assert "まとめた方法" in rows[0][0] and "計13件" in rows[0][0]
    assert "使った人が少ない提出方法をまとめたものです（電子フォーム・郵送）" in page.main.text
    assert "電子フォーム" not in public_client.get("/road/table.csv").get_data(as_text=True)


def test_nothing_of_what_is_not_released_is_shown(published: Round, public_client: FlaskClient) -> None:
    def more() -> None:
        waiting = make.make_opinion(wording="まだ公表していない意見")
        make.make_review(opinion=waiting, confirmed={Facet.PACKAGE: ["A"], Facet.THEME: ["machi"]})
        make.make_tag(opinion=waiting, facet=Facet.PACKAGE, code="B")
        make.make_road_code(opinion=waiting, code="waiting222")
        target = LinkTarget(LinkKind.PASSAGE, 1, "s1", 1, BUS)
        make.make_link_decision(opinion=waiting, target=target)

    published.change(more)
    for address in ADDRESSES:
        page = public_client.get(address).get_data(as_text=True)
        assert "まだ公表していない意見" not in page and "ひみつの原文" not in page
    assert "公表した意見2件の行き先" in Page(public_client.get("/road")).main.text
    assert "つながる意見 2件" in Page(public_client.get("/road/drafts/1")).main.text
    for code in ("waiting222", "nothing", str(published.ids[0])):
        assert public_client.get(f"/road/opinions/{code}").status_code == 404


def unannounced() -> None:
    db.session.get_one(Consultation, 1).stage = ConsultationStage.DRAFT


def corrected() -> None:
    """A newer version in which the opinion was withdrawn."""
    newer = make.make_publication(
        consultation=db.session.get_one(Consultation, 1), number=2, kind=PublicationKind.CORRECTION
    )
    for opinion in db.session.scalars(select(Opinion)):
        make.make_published_opinion(
            publication=newer, opinion=opinion, outcome=PublishedOutcome.WITHDRAWN, wording=None
        )


def dropped() -> None:
    db.session.scalars(select(Publication)).one().kind = PublicationKind.NOT_ADOPTED


@pytest.mark.parametrize("act", [unannounced, corrected, dropped], ids=lambda act: act.__name__)
def test_what_citizens_may_no_longer_see_is_gone(
    published: Round, public_client: FlaskClient, act: Callable[[], None]
) -> None:
    published.change(act)
    assert public_client.get(f"/road/opinions/{published.code}").status_code == 404
    assert "公表した意見はまだありません" in Page(public_client.get("/road")).main.text
    assert "本数を見直します" not in public_client.get("/road/packages/A").get_data(as_text=True)


def test_what_the_city_printed_has_a_road_of_its_own(published: Round, public_client: FlaskClient) -> None:
    def more() -> None:
        page = make.make_published_page()
        printed = make.make_opinion(published_page=page, wording="公園を広げて。")
        own = {Facet.THEME: ["machi"]}
        make.make_review(opinion=printed, confirmed=own, published_page=page, is_current=False)
        make.make_review(opinion=printed, confirmed={Facet.THEME: ["hito"], Facet.PACKAGE: ["A"]})
        make.make_road_code(opinion=printed, code="printed222")

    published.change(more)
    text = Page(public_client.get("/road/opinions/printed222")).main.text
    assert "公園を広げて。" in text and "素案づくりに使った" in text and "更新しました" in text
    # The theme is the one that it was printed under, whatever staff decide later.
    assert "まち" in text and "ひと" not in text and "移動しやすいまちPJ" in text
    assert "公園を広げて。" in Page(public_client.get("/road/packages/A")).main.text
    assert "公表した意見3件" in Page(public_client.get("/road")).main.text


def test_a_name_in_public_is_given_once_and_kept(app: Flask) -> None:
    with app.app_context():
        ids = [make.make_opinion().id for _ in range(3)]
        give(ids[:2])
        before = dict(db.session.execute(select(RoadCode.opinion_id, RoadCode.code)).tuples().all())
        give(ids)
        after = dict(db.session.execute(select(RoadCode.opinion_id, RoadCode.code)).tuples().all())
        assert before.items() <= after.items() and len(set(after.values())) == 3


def anew(publication: Publication) -> Publication:
    """Without what it kept of how its opinions were read."""
    for table in (PublishedReading, PublishedLink, PublishedFlow):
        db.session.execute(delete(table).where(table.publication_id == publication.id))
    return publication


def read_otherwise() -> None:
    """Somebody decides anew after release: another theme and package, and one link is taken back."""
    for opinion in db.session.scalars(select(Opinion)).all():
        review = db.session.scalars(select(Review).where(Review.opinion_id == opinion.id)).one()
        review.is_current = False
        make.make_review(opinion=opinion, confirmed={Facet.THEME: ["hito"], Facet.PACKAGE: ["B"]})
    for link in db.session.scalars(select(LinkDecision)):
        link.undone_at = make.NOW


def test_who_decides_anew_after_release_changes_nothing_that_citizens_see(
    published: Round, public_client: FlaskClient
) -> None:
    addresses = (*ADDRESSES, "/road/packages/B", f"/road/opinions/{published.code}")
    before = [Page(public_client.get(address)).main.text for address in addresses]
    published.change(read_otherwise)
    assert [Page(public_client.get(address)).main.text for address in addresses] == before
    published.change(lambda: make.keep_readings([anew(db.session.get_one(Publication, 1))]))
    assert [Page(public_client.get(address)).main.text for address in addresses] != before


def test_a_measure_that_the_plan_drops_stays_on_the_road_in_its_words_of_then(
    published: Round, public_client: FlaskClient
) -> None:
    def drop() -> None:
        link = db.session.scalars(select(PublishedLink).where(PublishedLink.kind == LinkKind.MEASURE)).first()
        assert link is not None
        measure = link.measure_id
        db.session.execute(update(PublishedLink).values(target_text="路線バスの維持"))
        db.session.execute(delete(Measure).where(Measure.id == measure))

    published.change(drop)
    page = Page(public_client.get(f"/road/opinions/{published.code}"))
    assert "主な施策：路線バスの維持" in page.main.text


def test_more_opinions_ask_no_more_queries(published: Round, public_client: FlaskClient) -> None:
    with counted_queries() as few:
        for address in ADDRESSES:
            public_client.get(address)

    def more() -> None:
        publication = db.session.scalars(select(Publication)).one()
        for n in range(10):
            opinion = make.make_opinion(
                submission=make.make_submission(consultation=publication.consultation), wording=f"{n}本"
            )
            make.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"]})
            make.make_published_opinion(publication=publication, opinion=opinion, wording=f"{n}本")
            make.make_road_code(opinion=opinion)
            target = LinkTarget(LinkKind.PASSAGE, 1, "s1", 1, BUS)
            make.make_link_decision(opinion=opinion, target=target)
        make.keep_readings([anew(publication)])

    published.change(more)
    with counted_queries() as many:
        for address in ADDRESSES:
            public_client.get(address)
    assert len(many) == len(few)
