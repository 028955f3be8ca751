"""Columns that people chose otherwise are remembered for the same table, and spoil no other file."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.imports import dry_run, services
from consult.imports.planning import Plan
from consult.imports.remembering import remember
from consult.models import ImportBatch, RememberedColumn
from tests.consult.imports.files import NOTES, demo, planned, sheet, staged

pytestmark = pytest.mark.usefixtures("database")

HEADINGS = ("番号", "いつだっけ", "相手方", "記録", "なにか")
# Of another department: 区分 is here what the demo calls 分野, and 種別 is a kind of meeting.
OTHER = sheet(
    [1, "R2.6.1", "産", "架空の会", NOTES, "例会"],
    [2, "R2.6.2", "労", "別の会", NOTES, "総会"],
    [3, "R2.6.3", "言", "架空新聞", NOTES, "例会"],
    headings=("番号", "実施日", "区分", "相手方", "記録", "種別"),
)


def confirmed(batch: ImportBatch, **changed: int | None) -> ImportBatch:
    """The page of columns sent: as proposed, or with fields moved to other columns (None: to none)."""
    before = dry_run.choices_of(batch)
    columns = {**before.sheets[0].columns, **changed}
    first = replace(before.sheets[0], columns={key: at for key, at in columns.items() if at is not None})
    after = replace(before, sheets=(first, *before.sheets[1:]))
    services.decide(batch, after, version=batch.version)
    remember(batch, before)
    return batch


def columns_of(batch: ImportBatch) -> dict[str, int]:
    return dict(dry_run.choices_of(batch).sheets[0].columns)


def kept() -> int:
    return len(db.session.scalars(select(RememberedColumn)).all())


def test_a_column_chosen_otherwise_is_chosen_so_in_the_next_table_of_the_same_headings() -> None:
    confirmed(staged(sheet([1, "R2.6.1", "架空の会", NOTES, "会館"], headings=HEADINGS)), place=4)
    assert kept() == 1
    again = staged(sheet([2, "R2.6.2", "別の会", NOTES, "公民館"], headings=HEADINGS))
    assert columns_of(again)["place"] == 4
    turned = (*HEADINGS[:0:-1], HEADINGS[0])
    moved = staged(sheet(["公民館", NOTES, "別の会", "R2.6.2", 2], headings=turned))
    assert columns_of(moved)["place"] == 0


def test_a_choice_taken_back_is_taken_back_for_the_next_file_too() -> None:
    content = sheet([1, "R2.6.1", "架空の会", NOTES, "会館"], headings=HEADINGS)
    batch = confirmed(staged(content), place=4)
    confirmed(batch, place=None)
    assert "place" not in columns_of(staged(content))


def test_what_nobody_changed_is_not_remembered() -> None:
    confirmed(staged(OTHER))
    confirmed(staged(demo()))
    assert kept() == 0


def test_a_choice_counts_for_no_table_of_other_headings() -> None:
    confirmed(staged(OTHER), kind=5, sector=None)
    assert kept() > 0
    without_number = ("実施日", "区分", "相手方", "記録", "種別")
    other = staged(sheet(["R2.6.1", "庁内", "架空の課", NOTES, "x"], headings=without_number))
    assert columns_of(other)["kind"] == 1


def comes_in_whole(plan: Plan, committee: int = 3) -> bool:
    members = sum(row.content.is_committee for row in plan.imported)
    return plan.in_words.startswith("取込 90・要確認 1・") and members == committee


@pytest.mark.parametrize("names", [("hearings_demo.xlsx", "hearings_demo_cp932.csv")])
def test_the_demo_comes_in_without_a_hand_whatever_was_read_before(names: tuple[str, str]) -> None:
    alone = [columns_of(staged(demo(name), name)) for name in names]
    confirmed(staged(OTHER))
    confirmed(staged(OTHER), kind=5, sector=None)
    for name, columns in zip((*names, *names[::-1]), (*alone, *alone[::-1]), strict=True):
        assert comes_in_whole(planned(demo(name), name))
        assert columns_of(confirmed(staged(demo(name), name))) == columns


def test_the_other_file_comes_in_as_before_whatever_was_read_before() -> None:
    before = columns_of(staged(OTHER))
    confirmed(staged(demo("hearings_demo_cp932.csv"), "hearings_demo_cp932.csv"), sector=None)
    assert columns_of(staged(OTHER)) == before


@pytest.mark.parametrize(("words", "field"), [("産民学", "sector"), (("庁内", "関係機関", "庁内"), "kind")])
def test_a_heading_of_two_meanings_is_read_by_what_stands_below_it(
    words: tuple[str, ...], field: str
) -> None:
    rows = [[n, f"R2.6.{n}", f"架空の会{n}", word, NOTES] for n, word in enumerate(words, start=1)]
    content = sheet(*rows, headings=("番号", "実施日", "相手方", "区分", "記録"))
    assert columns_of(staged(content))[field] == 3
