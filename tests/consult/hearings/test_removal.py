"""Removing a hearing: a status with a reason and an undo; while it lasts, the hearing counts nowhere."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import learning_due
from consult.domain.vocabulary import AuditAction, Consent, Facet, HearingKind, Role, Sector
from consult.extensions import db
from consult.hearings import queries
from consult.models import AuditEvent, FollowUp, Hearing, HearingAttachment, Opinion, Review, StaffMember
from consult.plan_codes import plan_codes
from tests import factories
from tests.consult.hearings.page_of_hearing import cut_page, fields_of, press
from tests.pages import Page
from tests.query_counting import counted_queries

# Every page that lists or counts what was heard.
READERS = (
    "/",
    "/strategy",
    "/strategy/timeline",
    "/main-opinions",
    "/staff/hearings",
    "/staff/hearings?q=橋",
    "/staff/hearings?state=undated",
    "/staff/hearings?state=follow_up",
    "/staff/hearings/new",
    "/staff/opinions",
    "/staff/opinions?q=橋",
    "/staff/opinions?state=suggested",
    "/staff/links",
    "/staff/links/targets",
    "/staff/review",
    "/staff/theme-board",
    "/staff/theme-board/files",
    "/staff/packages",
    "/staff/packages/A",
    "/staff/packages/A/reading",
    "/staff/theme-board/machi/voices",
    "/staff/blind-coding",
    "/staff/analysis/tags",
    "/staff/analysis/words",
    "/staff/analysis/words/apart",
    "/staff/analysis/words/context?word=橋",
    "/staff/analysis/hearings/counts",
    "/staff/analysis/coverage",
    "/staff/analysis/coverage/uncovered",
    "/staff/analysis/hearings/calendar",
    "/staff/analysis/hearings/not-heard",
    "/staff/analysis/hearings/new-points",
    "/staff/settings/rules",
    "/staff/settings/learning",
)


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def make_heard(name: str, *, reviewer: StaffMember) -> Hearing:
    """A hearing of a body of its own with one opinion decided and one suggested; undated, with something promised."""
    body = factories.make_counterpart(name=name)
    hearing = factories.make_hearing(
        counterpart=body, notes="・橋を直してほしい。\n・道が暗い。", held_on=None
    )
    decided = factories.make_opinion(hearing=hearing, wording="橋を直してほしい。", note_start=1, note_end=10)
    factories.make_tag(opinion=decided, code="machi")
    factories.make_review(
        opinion=decided, by=reviewer, confirmed={Facet.THEME: ["machi"], Facet.PACKAGE: [package_code()]}
    )
    waiting = factories.make_opinion(hearing=hearing, wording="道が暗い。", note_start=12, note_end=17)
    factories.make_tag(opinion=waiting, code="machi")
    factories.make_tagger_run(opinion=waiting)
    factories.make_follow_up(hearing=hearing)
    return hearing


def package_code() -> str:
    return plan_codes().packages[0].code


def removed(client: FlaskClient, hearing_id: int, reason: str = "二重に登録した"):
    return client.post(f"/staff/hearings/{hearing_id}/remove", data={"reason": reason})


def seen_by(client: FlaskClient, addresses: tuple[str, ...]) -> dict[str, str]:
    """The words of each page, but for the number of removed hearings and the time."""
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = Page(answer).main.text
        found[address] = re.sub(r"取り消したもの（\d+）|\d+時\d+分|\d+:\d+", "", text)
    return found


def test_a_removed_hearing_counts_on_no_page(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    client = staff_client(*Role)
    with app.app_context():
        factories.make_plan()
        reviewer = factories.make_staff_member(roles=[Role.DRAFTER])
        make_heard("甲の会", reviewer=reviewer)
        reviewer_id = reviewer.id
        addresses = (*READERS, f"/strategy/packages/{package_code()}")
        db.session.commit()
    before = seen_by(client, addresses)
    with app.app_context():
        removed_id = make_heard("乙の会", reviewer=db.session.get_one(StaffMember, reviewer_id)).id
        db.session.commit()
    assert seen_by(client, addresses) != before
    assert removed(client, removed_id).status_code == 303
    after = seen_by(client, addresses)
    exported = client.post("/staff/hearings/export", data={"file": "csv"}).data.decode()
    assert "甲の会" in exported and "乙の会" not in exported
    assert client.post("/staff/opinions/export").data.decode().count("橋を直してほしい。") == 1
    assert {address: text for address, text in after.items() if text != before[address]} == {}


def test_a_removed_hearing_teaches_nothing_and_its_body_was_not_heard(database: None) -> None:
    factories.make_plan()
    hearing = make_heard("乙の会", reviewer=factories.make_staff_member(roles=[Role.DRAFTER]))
    assert len(db.session.scalars(learning_due.teaching(Review.id)).all()) == 1
    hearing.removed_at = factories.NOW
    db.session.flush()
    assert db.session.scalars(learning_due.teaching(Review.id)).all() == []
    assert queries.known_counterpart("乙の会").times == 0  # type: ignore[union-attr]
    assert queries.counterpart_names() == []


def test_the_page_asks_with_the_name_wants_a_reason_and_says_who_removed_it(
    app: Flask, official: FlaskClient
) -> None:
    press(official, cut_page(official, counterpart="架空の会"), "register")
    asked = Page(official.get("/staff/hearings/1/remove"))
    assert "「架空の会」（令和2年1月15日(水)）のヒアリングを取り消しますか。意見2件とともに" in asked.text
    for reason in ("", " 　\u200b"):
        refused = removed(official, 1, reason)
        assert refused.status_code == 422
        assert any("理由を入力してください" in error for error in Page(refused).errors)
    assert removed(official, 1).status_code == 303
    page = Page(official.get("/staff/hearings/1"))
    assert "取り消されたヒアリングです" in page.text and "理由：二重に登録した" in page.text
    assert not [link for link in page.links.values() if link.endswith(("/edit", "/append", "/claims"))]
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.REMOVED)).one()
        assert (event.object_type, event.details) == ("hearing", {})


def test_it_comes_back_as_it_was(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official), "register")
    removed(official, 1)
    assert official.post("/staff/hearings/1/put-back").status_code == 303
    text = Page(official.get("/staff/hearings")).main.text
    assert "延べ 1回・実 1者" in text
    with app.app_context():
        hearing = db.session.scalars(select(Hearing)).one()
        assert (hearing.removed_at, hearing.removed_by_id, hearing.removal_reason) == (None, None, "")
        assert [o.is_withdrawn for o in db.session.scalars(select(Opinion))] == [False, False]
        acts = [e.action for e in db.session.scalars(select(AuditEvent)) if e.object_type == "hearing"]
        assert acts[-2:] == [AuditAction.REMOVED, AuditAction.PUT_BACK]


def test_what_is_removed_is_found_by_its_filter_alone(app: Flask, official: FlaskClient) -> None:
    press(official, cut_page(official, counterpart="残る会"), "register")
    press(official, cut_page(official, counterpart="消える会"), "register")
    removed(official, 2)
    listed = [row[2] for row in Page(official.get("/staff/hearings")).rows()[1:]]
    assert listed == ["残る会"]
    gone = Page(official.get("/staff/hearings?state=removed"))
    assert [row[2] for row in gone.rows()[1:]] == ["消える会"]
    assert "取り消したもの。集計には入りません" in gone.text


def test_nothing_is_changed_on_a_removed_hearing_and_nothing_typed_is_lost(
    app: Flask, official: FlaskClient
) -> None:
    press(official, cut_page(official), "register")
    edit = Page(official.get("/staff/hearings/1/edit"))
    sent = fields_of(edit, edit.root.first("form", action="/staff/hearings/1/edit"))
    append = Page(official.get("/staff/hearings/1/append"))
    added = fields_of(append, append.root.first("form", action="/staff/hearings/1/append"))
    claims = fields_of(Page(official.get("/staff/hearings/1/claims")))
    removed(official, 1)
    for address in ("edit", "append", "claims", "remove"):
        assert official.get(f"/staff/hearings/1/{address}").status_code == 409
    for address, data in (
        ("edit", {**sent, "place": "架空公民館"}),
        ("append", {**added, "addition": "追記のことば"}),
        ("claims", {**claims, "act": "save", "gist-0": "要旨のことば"}),
    ):
        answer = official.post(f"/staff/hearings/1/{address}", data=data)
        assert answer.status_code == 422, address
        page = Page(answer)
        assert "この記録は取り消されています" in page.text, address
        kept = answer.get_data(as_text=True)
        assert any(words in kept for words in ("架空公民館", "追記のことば", "要旨のことば")), address


def test_follow_ups_and_files_of_a_removed_hearing_stay_as_they_are(
    app: Flask, official: FlaskClient
) -> None:
    with app.app_context():
        hearing = factories.make_hearing()
        factories.make_follow_up(hearing=hearing)
        factories.make_hearing_attachment(hearing=hearing)
        db.session.commit()
    removed(official, 1)
    for act in ("done", "open", "remove", "put-back", "edit"):
        address = f"/staff/hearings/follow-ups/1/{act}"
        assert official.post(address, data={"wording": "別の宿題", "seen": " "}).status_code in (409, 422), (
            act
        )
    for act in ("remove", "put-back"):
        assert official.post(f"/staff/hearings/1/attachments/1/{act}").status_code == 409, act
    with app.app_context():
        row, file = db.session.get_one(FollowUp, 1), db.session.get_one(HearingAttachment, 1)
        assert (row.wording, row.done_at, row.removed_at) == ("補助制度の資料を送る", None, None)
        assert file.removed_at is None


def test_each_filter_says_how_many_hearings_it_would_leave(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        labour = factories.make_counterpart(name="乙の会", sector=Sector.LABOUR)
        factories.make_hearing(consent=Consent.NAME, held_on=date(2020, 1, 15))
        factories.make_hearing(counterpart=labour, kind=HearingKind.INTERNAL, held_on=None)
        third = factories.make_hearing(counterpart=labour, held_on=date(2020, 2, 1))
        factories.make_follow_up(hearing=third)
        factories.make_follow_up(hearing=third, removed_at=factories.NOW)
        done = factories.make_hearing(held_on=date(2020, 2, 1))
        factories.make_follow_up(hearing=done, done_at=factories.NOW)
        db.session.commit()

    def offered(label: str, query: str = "") -> list[str]:
        page = Page(official.get(f"/staff/hearings{query}"))
        return [option.text for option in page.field(label).all("option")]

    assert "関係機関ヒアリング（3）" in offered("種別") and "庁内ヒアリング（1）" in offered("種別")
    assert f"{Sector.LABOUR.label}（2）" in offered("相手方の区分")
    assert "団体名と内容を公表してよい（1）" in offered("公表の承諾")
    assert offered("記録の状態")[1:] == [
        "宿題が残っているもの（1）",
        "日付要確認（1）",
        "取り消したもの（0）",
    ]
    # The other filters stand; its own does not.
    narrowed = offered("種別", "?sector=labour&kind=internal")
    assert "関係機関ヒアリング（1）" in narrowed and "庁内ヒアリング（1）" in narrowed
    assert offered("記録の状態", "?kind=external")[2] == "日付要確認（0）"


def test_a_chosen_filter_is_a_chip_that_takes_it_out(app: Flask, official: FlaskClient) -> None:
    with app.app_context():
        factories.make_hearing(held_on=None, held_on_typed="6月31日")
        db.session.commit()
    page = Page(official.get("/staff/hearings?state=undated&kind=external&from=R1.5.1"))
    assert page.links["種別：関係機関ヒアリング ×の条件を外す"] == "/staff/hearings?state=undated&from=R1.5.1"
    undated = Page(official.get("/staff/hearings?state=undated"))
    assert "6月31日（日付要確認）" in undated.rows()[1][1]


def test_the_list_needs_as_many_queries_for_many_hearings(app: Flask, official: FlaskClient) -> None:
    counts = []
    for size in (1, 20):
        with app.app_context():
            for _ in range(size):
                factories.make_follow_up(hearing=factories.make_hearing())
            db.session.commit()
        with counted_queries() as asked:
            official.get("/staff/hearings?state=follow_up&kind=external")
        counts.append(len(asked))
    assert counts[0] == counts[1]
