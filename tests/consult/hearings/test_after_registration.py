"""What may change afterwards: facts, notes that only grow, claims that keep their decisions (TW1)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain import claims as cutting
from consult.domain.claims import Claim
from consult.domain.errors import EditConflict, WithdrawalUnconfirmed
from consult.domain.vocabulary import AuditAction, Facet, Role, Sector
from consult.extensions import db
from consult.hearings import recutting, services
from consult.models import AuditEvent, Counterpart, Hearing, Opinion, Review
from tests import factories
from tests.consult.hearings.page_of_hearing import cut_page, fields_of, press
from tests.pages import Page

NOTES = "・橋を直してほしい。\n・道が暗い。\n・駅にベンチがない。"
BRIDGE, ROAD, BENCH = Claim(1, 10), Claim(12, 17), Claim(19, 28)


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def made() -> Hearing:
    """A hearing with its three opinions."""
    hearing = factories.make_hearing(notes=NOTES)
    for position, claim in enumerate((BRIDGE, ROAD, BENCH), 1):
        db.session.add(services.opinion_of(hearing, claim, position))
    db.session.flush()
    return hearing


def opinions() -> list[Opinion]:
    return list(db.session.scalars(select(Opinion).order_by(Opinion.id)))


@pytest.fixture
def hearing_id(app: Flask) -> int:
    with app.app_context():
        hearing = made()
        db.session.commit()
        return hearing.id


def recut(hearing: Hearing, *claims: Claim, **options: bool) -> None:
    options.setdefault("may_withdraw_reviewed", False)
    recutting.recut(hearing, claims, version=hearing.version, **options)


def test_an_unchanged_claim_keeps_its_opinion_and_its_decisions(database: None) -> None:
    hearing = made()
    bridge, road, bench = opinions()
    review = factories.make_review(opinion=bridge, confirmed={Facet.THEME: ["machi"]})
    recut(hearing, BRIDGE, Claim(ROAD.start, BENCH.end))
    standing = [opinion for opinion in opinions() if opinion.withdrawn_at is None]
    assert standing[0].id == bridge.id
    assert db.session.get_one(Review, review.id).is_current
    assert [o.wording for o in standing] == ["橋を直してほしい。", "道が暗い。\n・駅にベンチがない。"]
    assert [o.position for o in standing] == [1, 2]
    assert {o.id for o in opinions() if o.withdrawn_at} == {road.id, bench.id}


def test_a_claim_put_back_is_the_opinion_it_was(database: None) -> None:
    hearing = made()
    road = opinions()[1]
    recut(hearing, BRIDGE, BENCH)
    recut(hearing, BRIDGE, ROAD, BENCH)
    assert len(opinions()) == 3
    assert (road.withdrawn_at, road.position) == (None, 2)


def test_withdrawing_a_reviewed_claim_asks_first(database: None) -> None:
    hearing = made()
    factories.make_review(opinion=opinions()[1], confirmed={Facet.THEME: ["machi"]})
    with pytest.raises(WithdrawalUnconfirmed, match="意見2"):
        recut(hearing, BRIDGE, BENCH)
    assert all(opinion.withdrawn_at is None for opinion in opinions())
    recut(hearing, BRIDGE, BENCH, may_withdraw_reviewed=True)
    assert opinions()[1].withdrawn_at is not None


def test_a_claim_whose_decision_was_taken_back_is_withdrawn_without_asking(database: None) -> None:
    hearing = made()
    factories.make_review(
        opinion=opinions()[1],
        confirmed={Facet.THEME: ["machi"]},
        is_current=False,
        undone_at=factories.NOW,
    )
    recut(hearing, BRIDGE, BENCH)
    assert opinions()[1].withdrawn_at is not None


def test_the_page_asks_before_a_reviewed_claim_is_withdrawn(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    with app.app_context():
        factories.make_review(opinion=opinions()[0], confirmed={Facet.THEME: ["machi"]})
        db.session.commit()
    page = Page(official.get(f"/staff/hearings/{hearing_id}/claims"))
    page = Page(press(official, page, "drop:0"))
    asked = press(official, page, "save")
    assert asked.status_code == 422
    assert "外して保存する" in Page(asked).buttons
    assert press(official, Page(asked), "withdraw").status_code == 303
    with app.app_context():
        assert [o.withdrawn_at is None for o in opinions()] == [False, True, True]


def test_who_cut_the_claims_anew_stands_in_the_log(database: None) -> None:
    person = factories.make_staff_member()
    hearing = made()
    recutting.recut(hearing, (BRIDGE, BENCH), version=hearing.version, may_withdraw_reviewed=False, by=person)
    events = db.session.scalars(select(AuditEvent)).all()
    assert {event.action for event in events} == {AuditAction.WITHDREW, AuditAction.SPLIT}
    assert {event.staff_member_id for event in events} == {person.id}


def test_wordings_stay_slices_whatever_is_cut(database: None) -> None:
    hearing = made()
    claims = cutting.split(NOTES, (BRIDGE, ROAD, BENCH), 0, at=3)
    recut(hearing, *claims)
    for opinion in opinions():
        assert opinion.wording == hearing.notes[opinion.note_start : opinion.note_end]


def test_two_people_cutting_at_once_both_see_both_texts(
    app: Flask, official: FlaskClient, staff_client: Callable[..., FlaskClient], hearing_id: int
) -> None:
    mine = Page(press(official, Page(official.get(f"/staff/hearings/{hearing_id}/claims")), "drop:0"))
    other = staff_client(Role.OFFICIAL)
    theirs = Page(press(other, Page(other.get(f"/staff/hearings/{hearing_id}/claims")), "join:1"))
    assert press(other, theirs, "save").status_code == 303
    conflict = press(official, mine, "save")
    page = Page(conflict)
    assert conflict.status_code == 409
    cells = page.rows("保存済みの意見")[1]
    assert "道が暗い。 ・駅にベンチがない。" in cells[0]
    assert "橋を直してほしい。" not in cells[1]
    assert press(official, page, "save").status_code == 303
    with app.app_context():
        assert [o.wording for o in opinions() if o.withdrawn_at is None] == [
            "道が暗い。",
            "駅にベンチがない。",
        ]


def append(client: FlaskClient, page: Page, addition: str, hearing_id: int):
    return client.post(
        f"/staff/hearings/{hearing_id}/append",
        data={
            "csrf_token": page.hidden("csrf_token"),
            "version": page.hidden("version"),
            "addition": addition,
        },
    )


def test_notes_grow_at_their_end_and_nothing_else_moves(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    page = Page(official.get(f"/staff/hearings/{hearing_id}/append"))
    answer = append(official, page, "・追記：𠮷野にも診療所がほしい。\r\n", hearing_id)
    assert answer.status_code == 303
    with app.app_context():
        hearing = db.session.get_one(Hearing, hearing_id)
        assert hearing.notes == f"{NOTES}\n・追記：𠮷野にも診療所がほしい。\n"
        assert [hearing.notes[o.note_start : o.note_end] for o in opinions()] == [
            o.wording for o in opinions()
        ]
    claims = Page(official.get(answer.headers["Location"]))
    assert press(official, claims, "save").status_code == 303
    with app.app_context():
        assert [o.wording for o in opinions()][3:] == ["𠮷野にも診療所がほしい。"]


@pytest.mark.parametrize("addition", ["", " 　\n", "\u200b", "あ" * 50_000])
def test_what_cannot_be_appended_is_explained_and_kept(
    app: Flask, official: FlaskClient, hearing_id: int, addition: str
) -> None:
    page = Page(official.get(f"/staff/hearings/{hearing_id}/append"))
    answer = append(official, page, addition, hearing_id)
    assert answer.status_code == 422
    assert Page(answer).errors
    assert Page(answer).value("追記する文章") == addition
    with app.app_context():
        assert db.session.get_one(Hearing, hearing_id).notes == NOTES


def test_two_additions_at_once_lose_neither(app: Flask, official: FlaskClient, hearing_id: int) -> None:
    first = Page(official.get(f"/staff/hearings/{hearing_id}/append"))
    append(official, first, "・甲", hearing_id)
    refused = append(official, first, "・乙", hearing_id)
    page = Page(refused)
    assert refused.status_code == 409
    assert "・甲" in page.main.text
    assert page.value("追記する文章") == "・乙"
    append(official, page, "・乙", hearing_id)
    with app.app_context():
        assert db.session.get_one(Hearing, hearing_id).notes == f"{NOTES}\n・甲\n・乙"


def edit(client: FlaskClient, page: Page, hearing_id: int, **typed: str):
    form = page.root.first("form", action=f"/staff/hearings/{hearing_id}/edit")
    named = [e for e in form.all("input", "select", "textarea") if "name" in e.attributes]
    values = {"kind": "external", "sector": "", "method": ""}
    values |= {e.attributes["name"]: e.attributes.get("value", "") for e in named if e.name == "input"}
    return client.post(f"/staff/hearings/{hearing_id}/edit", data={**values, **typed})


def test_facts_can_be_put_right(app: Flask, official: FlaskClient, hearing_id: int) -> None:
    page = Page(official.get(f"/staff/hearings/{hearing_id}/edit"))
    assert (
        edit(official, page, hearing_id, held_on="令和8年11月9日（月）", place="架空公民館").status_code
        == 303
    )
    with app.app_context():
        hearing = db.session.get_one(Hearing, hearing_id)
        assert (hearing.held_on.isoformat(), hearing.place) == ("2026-11-09", "架空公民館")  # type: ignore[union-attr]
        assert hearing.notes == NOTES


def test_two_people_editing_facts_both_see_both_texts(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    page = Page(official.get(f"/staff/hearings/{hearing_id}/edit"))
    edit(official, page, hearing_id, place="架空公民館")
    conflict = edit(official, page, hearing_id, place="架空会館")
    shown = Page(conflict)
    assert conflict.status_code == 409
    assert ["場所", "架空公民館", "架空会館"] in shown.rows("保存済みの内容")
    assert shown.value("場所") == "架空会館"
    assert edit(official, shown, hearing_id, place="架空会館").status_code == 303


def test_an_impossible_date_changes_nothing(app: Flask, official: FlaskClient, hearing_id: int) -> None:
    page = Page(official.get(f"/staff/hearings/{hearing_id}/edit"))
    answer = edit(official, page, hearing_id, held_on="R8.2.29", place="架空公民館")
    assert answer.status_code == 422
    assert Page(answer).value("場所") == "架空公民館"
    with app.app_context():
        assert db.session.get_one(Hearing, hearing_id).place == ""


def test_a_body_named_later_is_the_one_known_by_that_name(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    with app.app_context():
        known = factories.make_counterpart(name="架空つむぎ会", match_key="架空つむぎ会").id
        unnamed = factories.make_counterpart(name="", match_key=None, sector=Sector.LABOUR)
        db.session.get_one(Hearing, hearing_id).counterpart = unnamed
        db.session.commit()
        unnamed_id = unnamed.id
    page = Page(official.get(f"/staff/hearings/{hearing_id}/edit"))
    edit(official, page, hearing_id, counterpart="架空　つむぎ会")
    with app.app_context():
        assert db.session.get_one(Hearing, hearing_id).counterpart_id == known
        assert db.session.get(Counterpart, unnamed_id) is None


def test_a_stale_version_is_refused_by_every_service(database: None) -> None:
    hearing = made()
    with pytest.raises(EditConflict):
        services.append_notes(hearing, "・後から", version=hearing.version + 1)
    with pytest.raises(EditConflict):
        recutting.recut(hearing, (BRIDGE,), version=0, may_withdraw_reviewed=True)


def test_registered_claims_are_not_lost_by_a_broken_page(
    app: Flask, official: FlaskClient, hearing_id: int
) -> None:
    page = Page(official.get(f"/staff/hearings/{hearing_id}/claims"))
    answer = press(official, page, "save", claims="nonsense")
    assert answer.status_code == 422
    with app.app_context():
        assert all(o.withdrawn_at is None for o in opinions())


def test_every_act_needs_its_token(csrf_on: None, official: FlaskClient, app: Flask) -> None:
    page = cut_page(official)
    assert press(official, page, "register", csrf_token="wrong").status_code == 400
    assert press(official, page, "register").status_code == 303


def test_a_new_page_has_a_token_of_its_own(official: FlaskClient) -> None:
    assert fields_of(cut_page(official))["form_token"] != fields_of(cut_page(official))["form_token"]
