"""What the register writes out comes back as the same register (0130): xlsx and CSV, whatever people typed."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from consult import clock
from consult.domain.claims import NOTES_LIMIT
from consult.domain.counterpart_name import match_key
from consult.domain.vocabulary import Consent, HearingKind, HearingMethod, Reach, RowOutcome, Sector
from consult.extensions import db
from consult.hearings import exports
from consult.hearings.exports import Told
from consult.hearings.hearing_filter import Filter
from consult.imports.own_rows import KEYS
from consult.models import (
    AuditEvent,
    Counterpart,
    FollowUp,
    Hearing,
    ImportBatch,
    ImportedRow,
    Opinion,
    RememberedColumn,
    StoredFile,
)
from consult.plan_codes import plan_codes
from consult.spreadsheets import register_table
from tests import factories
from tests.consult.imports.files import imported, planned, staged

FACTS = [
    "number",
    "kind",
    "held_on",
    "held_on_typed",
    "method",
    "place",
    "people_present",
    "heard_by",
    "agenda",
    "notes",
    "consent",
    "materials",
    "impression",
    "shared_with",
    "is_invented",
]
OF_BODY = ["name", "sector", "reach", "own_sector_id", "district_id"]


@pytest.fixture
def register(app: Flask) -> Iterator[None]:
    with app.app_context():
        factories.make_plan()
        yield


def as_values() -> list[Any]:
    """Everything of the register that must come back."""
    found = []
    for hearing in db.session.scalars(select(Hearing).order_by(Hearing.number)):
        opinions = db.session.scalars(
            select(Opinion).where(Opinion.hearing_id == hearing.id).order_by(Opinion.note_start)
        )
        found.append(
            (
                [getattr(hearing, name) for name in FACTS],
                [getattr(hearing.counterpart, name) for name in OF_BODY],
                [(each.wording, each.note_start, each.note_end, each.gist) for each in opinions],
                [(each.wording, each.due_on, bool(each.done_at)) for each in hearing.follow_ups],
            )
        )
    return found


def emptied() -> None:
    """The same city, with nothing in its register."""
    db.session.expire_all()
    for table in (
        ImportedRow,
        ImportBatch,
        RememberedColumn,
        FollowUp,
        Opinion,
        Hearing,
        Counterpart,
        StoredFile,
        AuditEvent,
    ):
        db.session.execute(delete(table))
    db.session.commit()


def exported(kind: str) -> bytes:
    if kind == "csv":
        return exports.register_csv(Filter(sort="number")).read()
    told = Told(clock.now(), [], 0, 0)
    return exports.register_xlsx(Filter(sort="number"), told, plan_codes()).read()


def come_back(kind: str) -> None:
    content = exported(kind)
    emptied()
    batch = staged(content, f"hearings.{kind}")
    db.session.commit()
    imported(batch)
    db.session.expire_all()


def make_register() -> None:
    own, district = factories.make_own_sector(name="漁業"), factories.make_district(name="架空浜地区")
    body = factories.make_counterpart(
        name="架空漁業協同組合",
        match_key=match_key("架空漁業協同組合"),
        sector=Sector.CITIZENS,
        own_sector_id=own.id,
        district_id=district.id,
        reach=Reach.INSIDE,
    )
    notes = "・=1+1 と言われた。\n\n  'はじめの引用。𠮷田さんの話 \n〃"
    hearing = factories.make_hearing(
        number=7,
        counterpart=body,
        kind=HearingKind.PARTICIPATION,
        held_on=date(2020, 1, 15),
        held_on_typed="Ｒ２．１．１５",
        method=HearingMethod.ONLINE,
        place="=集会所",
        people_present="組合長\n職員2名",
        heard_by="@架空課",
        agenda="+海のこと",
        notes=notes,
        consent=Consent.CONTENT,
        materials="https://example.jp/",
        impression="〃",
        shared_with="-なし",
        is_invented=True,
    )
    factories.make_opinion(
        hearing=hearing, wording=notes[1:12], note_start=1, note_end=12, gist="=要旨\n二行目"
    )
    factories.make_opinion(hearing=hearing, position=2, wording=notes[17:24], note_start=17, note_end=24)
    factories.make_follow_up(hearing=hearing, wording="［急ぎ］資料を\n送る", due_on=date(2026, 12, 1))
    factories.make_follow_up(hearing=hearing, wording="電話する", done_at=datetime(2026, 11, 28, tzinfo=UTC))
    nameless = factories.make_counterpart(name="", match_key=None, sector=Sector.LABOUR)
    factories.make_hearing(
        number=3, counterpart=nameless, held_on=None, held_on_typed=" 6月31日 ", notes="あ" * NOTES_LIMIT
    )
    factories.make_hearing(number=12, counterpart=body, notes="合計")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_register_comes_back_as_it_was(kind: str) -> None:
    make_register()
    db.session.commit()
    before = as_values()
    come_back(kind)
    assert as_values() == before


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_imported_where_it_came_from_it_changes_nothing(kind: str) -> None:
    make_register()
    db.session.commit()
    plan = planned(exported(kind), f"hearings.{kind}")
    assert [row.outcome for row in plan.rows] == [RowOutcome.LEFT_OUT] * 3
    assert all("登録済み" in row.reason for row in plan.rows)


@pytest.mark.usefixtures("register")
def test_the_sheets_for_readers_are_left_out() -> None:
    make_register()
    db.session.commit()
    batch = staged(exported("xlsx"))
    assert [sheet["is_taken"] for sheet in batch.choices["sheets"]] == [True, False, False]


@pytest.mark.usefixtures("register")
def test_notes_that_somebody_rewrote_in_the_file_are_cut_anew_and_that_is_told() -> None:
    make_register()
    db.session.commit()
    content = exported("csv").decode("utf-8-sig").replace("と言われた。", "と言われた。市は変わってほしい。")
    emptied()
    plan = planned(content.encode(), "hearings.csv")
    told = [notice.text for row in plan.rows for notice in row.notices]
    assert [text for text in told if "書き換えられている" in text]
    imported(staged(content.encode(), "hearings.csv"))
    hearing = db.session.scalars(select(Hearing).where(Hearing.number == 7)).one()
    opinions = db.session.scalars(select(Opinion).where(Opinion.hearing_id == hearing.id)).all()
    assert all(hearing.notes[each.note_start : each.note_end] == each.wording for each in opinions)


@pytest.mark.usefixtures("register")
def test_a_broken_cell_of_the_export_stops_the_import_with_its_place() -> None:
    make_register()
    db.session.commit()
    content = exported("csv").decode("utf-8-sig").replace("1-12 17-24", "12-1 あ")
    emptied()
    plan = planned(content.encode(), "hearings.csv")
    assert [(row.line, row.outcome) for row in plan.rows if row.problems and plan.stops] == [
        (2, RowOutcome.TO_CHECK),
        (3, RowOutcome.TO_MEND),
    ]


# What a form or a file can bring: any character but controls (refused there), line breaks in notes.
typed = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=30)
notes_typed = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=("Cs", "Cc", "Cn")), st.sampled_from("\n=+-@'\"〃同上,;\t合計 　")
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() and match_key(text))


@pytest.mark.usefixtures("register")
@given(made=st.lists(st.tuples(notes_typed, typed, typed, typed.filter(match_key)), min_size=1, max_size=3))
@settings(max_examples=25)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_whatever_was_typed_comes_back(kind: str, made: list[tuple[str, str, str, str]]) -> None:
    emptied()
    bodies: dict[str, Counterpart] = {}
    for number, (notes, place, gist, name) in zip(itertools.count(1), made, strict=False):
        key = match_key(name)
        if key not in bodies:
            bodies[key] = factories.make_counterpart(name=name, match_key=key)
        hearing = factories.make_hearing(
            number=number, counterpart=bodies[key], notes=f"{number}{notes}", place=place, held_on_typed=place
        )
        end = len(hearing.notes)
        factories.make_opinion(
            hearing=hearing, wording=hearing.notes, note_start=0, note_end=end, gist=gist or None
        )
    db.session.commit()
    before = as_values()
    come_back(kind)
    assert as_values() == before


def test_the_files_of_the_exporter_are_known_by_their_header() -> None:
    assert tuple(KEYS) == register_table.HEADER
    assert len(set(KEYS.values())) == len(KEYS)
