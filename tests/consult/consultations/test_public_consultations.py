"""Citizens see what is open, until when, and can take the draft with them (C1, C2, TP3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import AuditAction, ConsultationStage, Role
from consult.extensions import db
from consult.models import AuditEvent
from tests import factories
from tests.pages import Page

# 2026-11-24 10:00 in Japan.
NOW = factories.NOW
ODD_QUERIES = [
    "?sort=email",
    "?sort=title;drop",
    "?q=%25_'\"",
    "?page=-1",
    "?page=9999999999",
    "?q=" + "x" * 5000,
]


@pytest.fixture
def consultations(app: Flask) -> dict[str, int]:
    app.config["REHEARSAL_NOW"] = NOW
    with app.app_context():
        factories.make_plan()
        days = {
            "募集中の案": (date(2026, 11, 1), date(2026, 11, 30)),
            "今日までの案": (date(2026, 10, 20), date(2026, 11, 24)),
            "これからの案": (date(2026, 12, 1), date(2027, 1, 8)),
            "終わった案": (date(2026, 9, 1), date(2026, 9, 30)),
        }
        ids = {
            title: factories.make_consultation(title=title, opens_on=first, closes_on=last).id
            for title, (first, last) in days.items()
        }
        ids["準備中の案"] = factories.make_consultation(title="準備中の案", stage=ConsultationStage.DRAFT).id
        db.session.commit()
    return ids


def sections(page: Page) -> dict[str, str]:
    """Heading of each section with the text up to the next."""
    found: dict[str, str] = {}
    for child in page.main.children:
        if not isinstance(child, str) and child.name == "h2":
            found[child.text] = ""
        elif not isinstance(child, str) and found:
            found[list(found)[-1]] += child.text
    return found


def test_open_upcoming_and_closed_follow_from_the_days(
    public_client: FlaskClient, consultations: dict[str, int]
) -> None:
    found = sections(Page(public_client.get("/consultations")))
    assert "募集中の案" in found["募集中"] and "今日までの案" in found["募集中"]
    assert "これからの案" in found["これから募集"]
    assert "終わった案" in found["募集を終えた案件"]
    assert "準備中の案" not in "".join(found.values())


def test_the_days_left_are_told(public_client: FlaskClient, consultations: dict[str, int]) -> None:
    text = Page(public_client.get("/consultations")).main.text
    assert "締切まであと6日" in text
    assert "きょうが最終日です" in text


def test_the_same_day_turns_at_midnight_in_japan(
    app: Flask, public_client: FlaskClient, consultations: dict[str, int]
) -> None:
    app.config["REHEARSAL_NOW"] = datetime(2026, 11, 24, 14, 59, 59, tzinfo=UTC)
    assert "今日までの案" in sections(Page(public_client.get("/consultations")))["募集中"]
    app.config["REHEARSAL_NOW"] = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert "今日までの案" in sections(Page(public_client.get("/consultations")))["募集を終えた案件"]


def test_an_empty_list_says_why(app: Flask, public_client: FlaskClient) -> None:
    assert "いま募集している意見はありません" in Page(public_client.get("/consultations")).main.text


def test_the_page_tells_the_period_with_both_days(
    public_client: FlaskClient, consultations: dict[str, int]
) -> None:
    page = Page(public_client.get(f"/consultations/{consultations['募集中の案']}"))
    assert "募集中 令和8年11月1日(日)〜11月30日(月) 23:59" in page.main.text
    assert "締切まであと6日" in page.main.text


def test_a_period_over_the_turn_of_the_year_names_both_years(
    public_client: FlaskClient, consultations: dict[str, int]
) -> None:
    page = Page(public_client.get(f"/consultations/{consultations['これからの案']}"))
    assert "令和8年12月1日(火)〜令和9年1月8日(金) 23:59" in page.main.text


def test_each_package_leads_to_the_form_with_itself_chosen(
    public_client: FlaskClient, consultations: dict[str, int]
) -> None:
    page = Page(public_client.get(f"/consultations/{consultations['募集中の案']}"))
    href = page.links["この政策に意見を書く：移動しやすいまちPJ"]
    assert Page(public_client.get(href)).value("対象") == "p:A"


@pytest.mark.parametrize("title", ["これからの案", "終わった案"])
def test_what_is_not_open_offers_no_form(
    public_client: FlaskClient, consultations: dict[str, int], title: str
) -> None:
    page = Page(public_client.get(f"/consultations/{consultations[title]}"))
    assert not any("意見を書く" in text for text in page.links)


def test_what_is_not_announced_answers_like_what_does_not_exist(
    public_client: FlaskClient, consultations: dict[str, int]
) -> None:
    """TP3: the same bytes."""
    hidden = public_client.get(f"/consultations/{consultations['準備中の案']}")
    nothing = public_client.get("/consultations/9999")
    nonces = [Page(each).root.first("script").attributes["nonce"] for each in (hidden, nothing)]
    bodies = [
        each.get_data(as_text=True).replace(nonce, "")
        for each, nonce in zip((hidden, nothing), nonces, strict=True)
    ]
    assert (hidden.status_code, nothing.status_code) == (404, 404)
    assert bodies[0] == bodies[1]


def test_markup_in_a_title_stays_text(app: Flask, public_client: FlaskClient) -> None:
    """TX1."""
    with app.app_context():
        made = factories.make_consultation(title="<script>alert(1)</script>", outline="<b>太字</b>").id
        db.session.commit()
    answer = public_client.get(f"/consultations/{made}").get_data(as_text=True)
    assert "<script>alert" not in answer and "<b>太字" not in answer


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_odd_parameters_of_the_staff_list_are_harmless(
    staff_client: Callable[..., FlaskClient], consultations: dict[str, int], query: str
) -> None:
    """TP7, TX7."""
    assert staff_client(Role.OFFICIAL).get(f"/staff/consultations{query}").status_code == 200


def test_the_staff_list_is_searched_and_sorted(
    staff_client: Callable[..., FlaskClient], consultations: dict[str, int]
) -> None:
    client = staff_client(Role.OFFICIAL)
    rows = Page(client.get("/staff/consultations?q=案&sort=-closes")).rows("案件")[1:]
    assert rows[0][0] == "これからの案"
    assert [row[0] for row in Page(client.get("/staff/consultations?q=終わった")).rows("案件")[1:]] == [
        "終わった案"
    ]
    assert "この条件に当てはまる案件はありません" in Page(client.get("/staff/consultations?q=%25")).main.text
    by_title = Page(client.get("/staff/consultations?sort=title"))
    assert by_title.main.first("th", **{"aria-sort": "ascending"}).text.startswith("件名")
    assert by_title.links["件名▲"] == "/staff/consultations?sort=-title"


def test_words_searched_for_among_cases_stay_out_of_the_address(
    staff_client: Callable[..., FlaskClient], consultations: dict[str, int]
) -> None:
    """TP11."""
    client = staff_client(Role.OFFICIAL)
    sent = {"list": "staff.consultations.index", "q": "終わった", "phase": "considering"}
    where = client.post("/staff/search", data=sent).headers["Location"]
    assert where.startswith("/staff/consultations?q=~") or "&q=~" in where
    page = Page(client.get(where))
    assert page.value("件名のことば") == "終わった"
    assert [row[0] for row in page.rows("案件")[1:]] == ["終わった案"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_listed_cases_leave_as_a_file_and_it_is_on_record(
    app: Flask, staff_client: Callable[..., FlaskClient], consultations: dict[str, int], kind: str
) -> None:
    client = staff_client(Role.APPROVER)
    answer = client.post("/staff/consultations/export?q=終わった&sort=title", data={"file": kind})
    assert answer.headers["Content-Disposition"].endswith(f".{kind}")
    if kind == "csv":
        lines = answer.get_data().decode("utf-8-sig").splitlines()
        assert lines[0].startswith('"件名","状態","募集の初日"')
        assert [line.split(",")[0] for line in lines[1:]] == ['"終わった案"']
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and event.action is AuditAction.EXPORTED
        assert event.details["has_search"] is True and "終わった" not in str(event.details)
