"""The demo register, as xlsx and as CSV, against its right answers: nobody lays a hand on the mapping."""

import json
from collections import Counter

import pytest
from sqlalchemy import select

from consult.domain.counterpart_name import match_key
from consult.domain.period import JAPAN
from consult.domain.vocabulary import Channel, Reach, RowOutcome, Sector
from consult.extensions import db
from consult.imports import services
from consult.models import Counterpart, Hearing, ImportedRow, Opinion, Submission
from tests.consult.imports.files import demo, imported, planned, staged
from tests.consult.spreadsheets import books
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")

FILES = ("hearings_demo.xlsx", "hearings_demo_cp932.csv")
ANSWERS = {
    each["number"]: each
    for each in map(json.loads, (books.FOLDER / "hearings_demo.jsonl").read_text().splitlines())
}
KINDS = {"meeting": "participation"}
SECTORS = {
    "citizen_group": "citizens",
    "school": "academia",
    "business": "industry",
    "entrepreneur": "industry",
    "primary_industry": "industry",
    "finance": "finance",
    "medical_welfare": "medical_welfare",
    "tourism": "industry",
    "culture_sports": "citizens",
    "transport": "industry",
    "migrant": "citizens",
    "foreigner_support": "citizens",
    "youth": "citizens",
    "outside_city": "industry",
    "department": "government",
}
# Read as it stands: there is no 31 June.
UNREADABLE = 45


@pytest.mark.parametrize("name", FILES)
def test_ninety_rows_one_of_them_to_be_checked(name: str) -> None:
    plan = planned(demo(name), name)
    assert plan.in_words.startswith("取込 90・要確認 1・対象外 ")
    (to_check,) = [row for row in plan.rows if row.outcome is RowOutcome.TO_CHECK]
    assert to_check.content.number == UNREADABLE
    assert "6月は30日まで" in to_check.problems[0].text
    assert not plan.stops


def test_the_total_that_is_two_too_small_is_told() -> None:
    warnings = planned(demo()).warnings
    assert warnings == ("シート「下期」60行目の合計は260ですが、各行を足すと262です。",)


@pytest.mark.parametrize("name", FILES)
def test_every_hearing_is_what_its_answer_says(name: str) -> None:
    imported(staged(demo(name), name))
    hearings = {hearing.number: hearing for hearing in db.session.scalars(select(Hearing))}
    committee = {number for number, answer in ANSWERS.items() if answer["kind"] == "committee"}
    assert set(hearings) == set(ANSWERS) - committee
    for number, hearing in hearings.items():
        answer = ANSWERS[number]
        day = None if number == UNREADABLE else answer["held_on"]
        assert (hearing.held_on.isoformat() if hearing.held_on else None) == day, number
        assert hearing.kind.value == KINDS.get(answer["kind"], answer["kind"])
        assert hearing.method is not None
        assert hearing.method.value == answer["method"], number
        lost = answer["notes"].replace("𠮷", "〓")
        assert hearing.notes in (answer["notes"], lost)
        assert match_key(hearing.counterpart.name) == match_key(answer["body"])
        assert hearing.heard_by == answer["interviewers"]
        assert match_key(hearing.place) == match_key(answer["place"])
        if answer["sector"] in SECTORS:
            assert hearing.counterpart.sector is Sector.of(SECTORS[answer["sector"]]), number
        assert hearing.is_invented


def test_what_was_typed_stays_where_no_date_could_be_read() -> None:
    imported(staged(demo()))
    hearing = db.session.scalars(select(Hearing).where(Hearing.number == UNREADABLE)).one()
    assert (hearing.held_on, hearing.held_on_typed) == (None, "R2.6.31")


def test_the_two_visits_to_one_body_are_one_body_and_firms_from_outside_are_outside() -> None:
    imported(staged(demo()))
    bodies = {h.number: h.counterpart_id for h in db.session.scalars(select(Hearing))}
    assert bodies[3] == bodies[69]
    assert bodies[64] == bodies[81] == bodies[89]
    assert bodies[5] != bodies[65]
    outside = select(Counterpart).where(Counterpart.reach == Reach.OUTSIDE)
    assert len(db.session.scalars(outside).all()) == 3


def test_committee_rows_become_submissions_of_members_about_no_consultation() -> None:
    done = imported(staged(demo()))
    assert (done.hearings, done.committee) == (87, 3)
    submissions = db.session.scalars(select(Submission).order_by(Submission.received_at)).all()
    assert {each.channel for each in submissions} == {Channel.COMMITTEE}
    assert {each.consultation_id for each in submissions} == {None}
    days = [each.received_at.astimezone(JAPAN).date().isoformat() for each in submissions]
    assert days == ["2020-08-20", "2020-10-20", "2020-11-30"]
    assert len({each.submitter_id for each in submissions}) == 3
    answers = [answer["notes"] for answer in ANSWERS.values() if answer["kind"] == "committee"]
    opinions = db.session.scalars(select(Opinion).where(Opinion.submission_id.is_not(None))).all()
    assert opinions
    assert all(any(opinion.wording in notes for notes in answers) for opinion in opinions)
    # Who sent an opinion stands in one table alone (TP2).
    origins = db.session.scalars(select(ImportedRow).where(ImportedRow.submission_id.is_not(None)))
    assert all("counterpart" not in origin.cells for origin in origins)


def test_every_opinion_stands_in_the_notes_it_came_from() -> None:
    imported(staged(demo()))
    opinions = db.session.scalars(select(Opinion).where(Opinion.hearing_id.is_not(None))).all()
    assert len(opinions) > 400
    for opinion in opinions:
        assert opinion.hearing is not None
        assert opinion.hearing.notes[opinion.note_start : opinion.note_end] == opinion.wording


@pytest.mark.parametrize("second", FILES)
def test_the_same_register_again_brings_nothing(second: str) -> None:
    imported(staged(demo()))
    plan = planned(demo(second), second)
    assert plan.imported == []
    reasons = Counter(row.reason.partition("（")[0] for row in plan.rows)
    assert reasons["登録済み"] == 90


def test_an_undone_import_can_be_imported_again_with_the_same_numbers() -> None:
    batch = staged(demo())
    imported(batch)
    services.undo(batch, by=None)
    assert db.session.scalars(select(Hearing).where(Hearing.removed_at.is_(None))).all() == []
    done = imported(staged(demo()))
    assert (done.hearings, done.committee) == (87, 3)
    standing = select(Hearing.number).where(Hearing.removed_at.is_(None)).order_by(Hearing.number)
    assert list(db.session.scalars(standing))[:3] == [1, 2, 3]
    assert len(db.session.scalars(select(Hearing)).all()) == 174


def test_more_rows_ask_no_more_of_the_database() -> None:
    asked = []
    for name, book in (
        ("hearings_demo_cp932.csv", demo(FILES[1])),
        ("short.csv", _first_rows(demo(FILES[1]), 56)),
    ):
        with counted_queries() as statements:
            batch = staged(book, name)
            imported(batch)
        asked.append(len(statements))
        services.undo(batch, by=None)
        db.session.commit()
    # A file of other bodies and numbers asks a little differently; none of it once per row.
    assert abs(asked[0] - asked[1]) <= 6, asked


def _first_rows(content: bytes, rows: int) -> bytes:
    """The first records of the CSV; line ends inside of cells are LF alone."""
    return b"\r\n".join(content.split(b"\r\n")[: rows + 1])
