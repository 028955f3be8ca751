"""A drafter confirms, rejects and adds links; only confirmed ones count, and nothing is decided twice by accident (D4)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, LinkKind, Outcome, Role
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import AuditEvent, LinkDecision, Opinion, PolicyPackage
from tests import factories as make
from tests.pages import Page
from tests.query_counting import counted_queries


class Desk:
    """A plan with two measures; an opinion for which the first is suggested."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            make.make_plan()
            package = db.session.scalars(select(PolicyPackage).order_by(PolicyPackage.position)).first()
            assert package is not None
            bus = make.make_measure(package=package, name="路線バスの維持")
            park = make.make_measure(package=package, name="公園の整備")
            opinion = make.make_looked_at_opinion(wording="夕方のバスが少ない。")
            self.bus, self.park = f"m:{bus.id}", f"m:{park.id}"
            self.target = LinkTarget(LinkKind.MEASURE, bus.id)
            self.opinion_id, self.package_id = opinion.id, package.id
            make.make_link_suggestion(opinion=opinion, target=self.target)
            db.session.commit()

    @property
    def address(self) -> str:
        return f"/staff/links/opinions/{self.opinion_id}"

    def press(self, client: FlaskClient, act: str, target: str, seen: str = "") -> None:
        sent = "|".join(filter(None, [act, str(self.opinion_id), target, seen]))
        answer = client.post(self.address, data={"do": sent})
        assert answer.status_code == 303

    def decisions(self) -> list[tuple[str, Outcome, bool]]:
        with self.app.app_context():
            rows = db.session.scalars(select(LinkDecision).order_by(LinkDecision.id))
            return [(row.target_text, row.outcome, row.undone_at is None) for row in rows]

    def decision_id(self) -> str:
        with self.app.app_context():
            return str(db.session.scalars(select(LinkDecision.id).order_by(LinkDecision.id.desc())).first())


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


@pytest.fixture
def drafter(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.DRAFTER)


def count_of(client: FlaskClient, name: str) -> list[str]:
    return row_of(client, name)[-2:]


def row_of(client: FlaskClient, name: str) -> list[str]:
    rows = Page(client.get("/staff/links/targets")).rows()
    return next(row for row in rows if name in " ".join(row))


def test_a_suggestion_says_why_and_counts_only_when_it_is_confirmed(desk: Desk, drafter: FlaskClient) -> None:
    page = Page(drafter.get("/staff/links"))
    assert "夕方のバスが少ない" in page.text and "共通のことば・話題：バス" in page.text
    assert count_of(drafter, "路線バスの維持") == ["0件", "1件"]
    desk.press(drafter, "confirm", desk.bus)
    assert count_of(drafter, "路線バスの維持") == ["1件", "0件"]
    assert "意見なし" in " ".join(row_of(drafter, "公園の整備"))
    assert "候補はありません" in Page(drafter.get("/staff/links")).text
    assert "夕方のバスが少ない" in Page(drafter.get("/staff/links?state=confirmed")).text
    with desk.app.app_context():
        assert AuditAction.CONFIRMED in db.session.scalars(select(AuditEvent.action)).all()


def test_a_rejected_link_counts_nowhere_and_comes_back_when_it_is_undone(
    desk: Desk, drafter: FlaskClient
) -> None:
    desk.press(drafter, "reject", desk.bus)
    assert count_of(drafter, "路線バスの維持") == ["0件", "0件"]
    desk.press(drafter, "undo", desk.bus, desk.decision_id())
    assert count_of(drafter, "路線バスの維持") == ["0件", "1件"]
    assert desk.decisions() == [("路線バスの維持", Outcome.REJECTED, False)]
    assert "取り消した決定" in Page(drafter.get(desk.address)).text


def test_a_link_that_nobody_suggested_is_found_and_added(desk: Desk, drafter: FlaskClient) -> None:
    page = Page(drafter.get(f"{desk.address}?kind=measure&q=公園"))
    assert "公園の整備" in page.main.text and "路線バスの維持" in page.main.text
    desk.press(drafter, "confirm", desk.park)
    assert desk.decisions() == [("公園の整備", Outcome.CONFIRMED, True)]
    assert "当てはまるものはありません" in Page(drafter.get(f"{desk.address}?kind=measure&q=空港")).text


def test_what_was_ticked_is_decided_together_and_what_a_colleague_decided_is_said(
    desk: Desk, drafter: FlaskClient
) -> None:
    desk.press(drafter, "reject", desk.bus)
    link = f"{desk.opinion_id}|{desk.bus}"
    other = f"{desk.opinion_id}|{desk.park}"
    answer = drafter.post(
        "/staff/links", data={"do": "confirm", "link": [link, other]}, follow_redirects=True
    )
    assert (
        "1件を確定しました。" in Page(answer).text
        and "ほかの人がこの結びつきを決めました" in Page(answer).text
    )
    nothing = drafter.post("/staff/links", data={"do": "confirm"}, follow_redirects=True)
    assert "選ばれていません" in Page(nothing).text


def test_the_old_name_stays_in_the_history_when_a_package_is_renamed(
    desk: Desk, drafter: FlaskClient
) -> None:
    desk.press(drafter, "confirm", desk.bus)
    with desk.app.app_context():
        db.session.get_one(PolicyPackage, desk.package_id).name = "うごけるまちPJ"
        db.session.commit()
    text = Page(drafter.get(desk.address)).main.text
    assert "うごけるまちPJ" in text and "移動しやすいまちPJ" in text
    assert count_of(drafter, "路線バスの維持") == ["1件", "0件"]


def test_a_withdrawn_opinion_and_one_of_the_blind_sample_are_linked_by_nobody(
    desk: Desk, drafter: FlaskClient
) -> None:
    with desk.app.app_context():
        make.make_sampled_opinion(opinion=db.session.get_one(Opinion, desk.opinion_id))
        db.session.commit()
    assert "夕方のバスが少ない" not in Page(drafter.get("/staff/links")).text
    assert "路線バスの維持" not in Page(drafter.get(desk.address)).main.text
    desk.press(drafter, "confirm", desk.bus)
    assert desk.decisions() == []


@pytest.mark.parametrize("sent", ["confirm", "confirm|x|m:1", "fly|1|m:1", "confirm|1|z:9"])
def test_what_no_page_sends_is_refused(desk: Desk, drafter: FlaskClient, sent: str) -> None:
    answer = drafter.post(desk.address, data={"do": sent, "link": "x"})
    assert answer.status_code in (400, 404)
    assert desk.decisions() == []


def test_an_approver_reads_and_decides_nothing(desk: Desk, staff_client: Callable[..., FlaskClient]) -> None:
    approver = staff_client(Role.APPROVER)
    assert "確定" not in Page(approver.get("/staff/links")).buttons
    assert (
        approver.post(desk.address, data={"do": f"confirm|{desk.opinion_id}|{desk.bus}"}).status_code == 404
    )


def test_the_list_narrows_pages_and_leaves_as_a_file(desk: Desk, drafter: FlaskClient) -> None:
    assert "1件" in Page(drafter.get("/staff/links?package=A")).text
    assert "条件をすべて外す" in Page(drafter.get("/staff/links?package=B")).text
    assert "条件をすべて外す" in Page(drafter.get("/staff/links?kind=kpi")).text
    assert Page(drafter.get("/staff/links?kind=x&package=%00&case=abc&target=m:0&page=-1")).text
    for file in ("csv", "xlsx"):
        assert drafter.post("/staff/links/export", data={"file": file}).status_code == 200
        assert drafter.post("/staff/links/targets/export", data={"file": file}).status_code == 200
    lines = drafter.post("/staff/links/export", data={"file": "csv"}).get_data(as_text=True)
    assert "路線バスの維持" in lines and "候補" in lines


def test_more_links_ask_no_more_queries(desk: Desk, drafter: FlaskClient) -> None:
    with counted_queries() as few:
        drafter.get("/staff/links")
    with desk.app.app_context():
        for _ in range(12):
            make.make_link_suggestion(opinion=make.make_looked_at_opinion(), target=desk.target)
        db.session.commit()
    with counted_queries() as many:
        assert "13件" in Page(drafter.get("/staff/links")).text
    assert len(many) == len(few)
