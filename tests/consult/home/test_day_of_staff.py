"""A day's work of each role starts at one page: five links or fewer, each with its figure, each of them opens."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult import audit
from consult.domain.vocabulary import AuditAction, ConsultationStage, Facet, Role, SubmitterKind
from consult.extensions import db
from consult.home.daily_work import MOST_LINKS
from consult.models import HearingDraft, StaffMember, Submitter
from tests import factories
from tests.pages import Element, Page
from tests.query_counting import counted_queries


def day(client: FlaskClient) -> Element:
    return Page(client.get("/staff")).root.first("ul", id="day")


def figures(client: FlaskClient) -> dict[str, str]:
    """Link text to figure."""
    rows = day(client).all("li")
    return {row.first("a").text: row.first("span").text for row in rows}


def recent(client: FlaskClient) -> list[str]:
    return [item.text for item in Page(client.get("/staff")).main.all("li") if item.all("time")]


@pytest.mark.parametrize("roles", [*[[role] for role in Role], list(Role), [Role.OFFICIAL, Role.ADMIN]])
def test_each_role_has_at_most_five_links_and_each_opens(
    staff_client: Callable[..., FlaskClient], roles: list[Role]
) -> None:
    client = staff_client(*roles)
    links = day(client).all("a")
    assert 2 <= len(links) <= MOST_LINKS == 5
    for link in links:
        assert client.get(link.attributes["href"]).status_code == 200, link.text


def test_every_link_has_one_figure_with_its_unit(staff_client: Callable[..., FlaskClient]) -> None:
    for role in Role:
        for text, figure in figures(staff_client(role)).items():
            assert figure[-1] in "件回名", (text, figure)
            assert sum(part.isdigit() for part in figure) == 1, (text, figure)


def test_whoever_keeps_the_accounts_finds_them_whatever_else_they_do(
    staff_client: Callable[..., FlaskClient],
) -> None:
    assert "設定：職員" in figures(staff_client(*Role))
    assert "設定：職員" not in figures(staff_client(Role.OFFICIAL, Role.DRAFTER, Role.APPROVER))


def test_an_officials_figures_count_what_the_pages_list(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.OFFICIAL)
    with app.app_context():
        factories.make_plan()
        closed = {"opens_on": date(2020, 1, 1), "closes_on": date(2020, 1, 31)}
        open_now = {"opens_on": date(2020, 1, 1), "closes_on": date(2100, 1, 1)}
        factories.make_consultation(**closed)
        factories.make_consultation(**open_now, stage=ConsultationStage.DRAFT)
        factories.make_consultation(**open_now)
        hearing = factories.make_hearing()
        reviewed = factories.make_opinion(hearing=hearing)
        factories.make_review(opinion=reviewed, confirmed={Facet.THEME: ["machi"]})
        factories.make_opinion(hearing=hearing)
        factories.make_opinion(hearing=factories.make_hearing())
        factories.make_opinion(hearing=hearing, withdrawn_at=factories.NOW)
        db.session.commit()
    assert figures(client) == {
        "ヒアリングを登録": "下書き0件",
        "意見の確認": "未確認2件",
        "意見募集": "募集中1件",
        "ヒアリング一覧": "延べ2回",
        "意見の台帳": "3件",
    }
    assert "2件" in Page(client.get("/staff/review")).text
    assert "3件" in Page(client.get("/staff/opinions")).text


def draft(owner: int, **changed: Any) -> HearingDraft:
    values: dict[str, Any] = {
        "staff_member_id": owner,
        "form_token": f"token{owner}-{changed.get('form_token', '')}",
        "fields": {"counterpart": f"架空商店会{owner}", "held_on": "R8.11.20", "notes": "x"},
        "saved_at": factories.NOW,
        "created_at": factories.NOW,
    }
    return HearingDraft(**values | changed)


def test_ones_own_drafts_wait_and_nobody_elses(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    first, second = staff_client(Role.OFFICIAL), staff_client(Role.OFFICIAL)
    with app.app_context():
        db.session.add_all([draft(1), draft(2), draft(1, form_token="gone", discarded_at=factories.NOW)])
        db.session.commit()
    assert figures(first)["ヒアリングを登録"] == figures(second)["ヒアリングを登録"] == "下書き1件"
    page = Page(first.get("/staff"))
    assert "架空商店会1（R8.11.20）" in page.text
    assert "架空商店会2" not in page.text
    assert first.get(page.links["架空商店会1（R8.11.20）"]).status_code == 200


def event(action: AuditAction, target: object, by: int | None = None, at: datetime | None = None) -> None:
    made = audit.record(action, target, by=db.session.get(StaffMember, by) if by else None)
    made.at = at or factories.NOW


def test_the_last_changes_are_told_in_plain_words(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client, _ = staff_client(Role.OFFICIAL), staff_client(Role.DRAFTER)
    with app.app_context():
        hearing = factories.make_hearing(number=37)
        consultation = factories.make_consultation(title="素案への意見募集")
        event(AuditAction.ADDED, hearing, by=1)
        event(AuditAction.ANNOUNCED, consultation, by=2)
        event(AuditAction.VIEWED, consultation, by=2)
        db.session.commit()
        colleague = db.session.get_one(StaffMember, 2).name
    assert recent(client) == [
        f"令和8年11月24日(火) 10:00 {colleague}が意見募集「素案への意見募集」を公開した",
        "令和8年11月24日(火) 10:00 あなたがヒアリング第37号を登録した",
    ]


def test_neighbours_that_say_the_same_are_told_once_with_their_number(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.OFFICIAL)
    with app.app_context():
        hearing = factories.make_hearing(number=37)
        event(AuditAction.ADDED, hearing, by=1)
        for _ in range(3):
            event(AuditAction.RECEIVED, factories.make_submission())
        db.session.commit()
    told = recent(client)
    assert len(told) == 2 and told[0].endswith("市民からの提出を受け付けた（3件）")


def test_only_changes_to_what_one_may_open_are_told(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """TP3: an administrator may not open hearings, an official no accounts."""
    official, admin = staff_client(Role.OFFICIAL), staff_client(Role.ADMIN)
    with app.app_context():
        event(AuditAction.ADDED, factories.make_hearing(number=37), by=1)
        event(AuditAction.CHANGED, db.session.get_one(StaffMember, 1), by=2)
        db.session.commit()
    assert [("第37号" in line, "職員の情報" in line) for line in recent(official)] == [(True, False)]
    assert [("第37号" in line, "職員の情報" in line) for line in recent(admin)] == [(False, True)]


def test_nothing_that_a_citizen_gave_stands_on_the_first_page(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        submitter = Submitter(kind=SubmitterKind.PERSON, name="鳥山カナリヤ", email="canary@example.jp")
        submission = factories.make_submission(submitter=submitter)
        opinion = factories.make_opinion(submission=submission, wording="鳥籠の言葉")
        event(AuditAction.RECEIVED, submission)
        event(AuditAction.CONFIRMED, opinion)
        db.session.commit()
    for role in Role:
        page = Page(staff_client(role).get("/staff")).text
        for canary in ("鳥山", "canary", "鳥籠"):
            assert canary not in page


def test_the_number_of_queries_does_not_depend_on_the_rows(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(*Role)
    with counted_queries() as few:
        client.get("/staff")
    with app.app_context():
        for number in range(40):
            hearing = factories.make_hearing()
            factories.make_opinion(hearing=hearing)
            event(AuditAction.ADDED, hearing, by=1)
            event(AuditAction.ADDED, factories.make_consultation(), by=1)
            db.session.add(draft(1, form_token=str(number)))
        db.session.commit()
    with counted_queries() as many:
        client.get("/staff")
    assert len(many) == len(few) <= 14
    assert len(recent(client)) == 8


def test_what_changed_last_says_nothing_twice(staff_client: Callable[..., FlaskClient], app: Flask) -> None:
    client = staff_client(Role.OFFICIAL)
    with app.app_context():
        consultation = factories.make_consultation(title="素案への意見募集")
        response = factories.make_official_response(
            group=factories.make_answer_group(consultation=consultation)
        )
        db.session.flush()
        audit.record(AuditAction.GROUPED, consultation)
        audit.record(AuditAction.ANSWERED, response)
        db.session.commit()
    newest, before = recent(client)[:2]
    assert newest.endswith("が回答の手続を進めた")
    assert before.endswith("が意見募集「素案への意見募集」の意見をまとめた")
