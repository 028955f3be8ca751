"""The same register in CP932, which has no 𠮷: known again, never put in twice, and no 〓 in place of a character."""

import pytest
from sqlalchemy import func, select

from consult.domain.vocabulary import RowOutcome
from consult.extensions import db
from consult.imports import dry_run, services
from consult.models import Hearing
from tests.consult.imports.files import NOTES, demo, imported, planned, row, sheet, staged
from tests.counted_work import calls_of
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")

CSV = "hearings_demo_cp932.csv"
LONG = NOTES + "\n・𠮷野の橋を冬までに直してほしい。通学路なので雪の日はとても危ない。"
HEADINGS = "番号,実施日,種別,相手方,記録"


def cp932(*lines: str) -> bytes:
    return "\r\n".join([HEADINGS, *lines]).encode("cp932")


def line(notes: str = LONG, *, kind: str = "関係機関", body: str = "架空の商店会") -> str:
    return f'1,R2.6.1,{kind},{body},"{notes}"'


def test_the_demo_in_cp932_over_the_workbook_brings_nothing() -> None:
    imported(staged(demo()))
    plan = planned(demo(CSV), CSV)
    assert plan.imported == []
    (told,) = [row for row in plan.rows if row.notices]
    assert told.reason == "登録済み（第77号）"
    assert told.notices[0].text == "第77号と同じ記録とみなしました（〓の1文字を除いて同じです）。"


def test_the_workbook_over_the_demo_in_cp932_asks_before_it_brings_a_second() -> None:
    imported(staged(demo(CSV), CSV))
    batch = staged(demo())
    plan = dry_run.plan_for(batch)
    assert plan.imported == []
    (asked,) = [row for row in plan.rows if row.maybe]
    assert (asked.outcome, asked.reason) == (RowOutcome.LEFT_OUT, "要確認：第77号と同じ記録かもしれません")
    assert "同じかもしれない行が1行" in plan.warnings[-1]


@pytest.mark.parametrize("lost", ["〓", "?", "??"])
def test_a_mark_of_a_cp932_file_is_any_one_character(lost: str) -> None:
    imported(staged(sheet(row(記録=LONG))))
    (found,) = planned(cp932(line(LONG.replace("𠮷", lost))), "a.csv").rows
    assert found.reason == "登録済み（第1号）"
    assert found.notices[0].text.startswith("第1号と同じ記録とみなしました")


def test_a_committee_members_opinion_and_a_body_are_known_again_too() -> None:
    imported(staged(sheet(row(記録=LONG, 種別="委員", 相手方="𠮷田委員"), row(番号=2, 相手方="𠮷野の会"))))
    lost = [line(kind="委員", body="〓田委員"), line(NOTES, body="〓野の会")]
    plan = planned(cp932(*(each.replace("𠮷", "〓") for each in lost)), "a.csv")
    assert [each.reason for each in plan.rows] == ["登録済み（委員意見）", "登録済み（第2号）"]


def test_a_hearing_that_people_changed_since_is_known_by_what_came() -> None:
    imported(staged(sheet(row(記録=LONG))))
    hearing = db.session.scalars(select(Hearing)).one()
    hearing.notes, hearing.version = "・別の文章にした。", 2
    db.session.flush()
    (found,) = planned(cp932(line(LONG.replace("𠮷", "〓"))), "a.csv").rows
    assert found.reason == "登録済み（第1号）"


def test_another_day_another_body_and_other_words_are_another_record() -> None:
    imported(staged(sheet(row(記録=LONG))))
    lost = line(LONG.replace("𠮷", "〓"))
    others = [
        lost.replace("R2.6.1", "R2.6.2"),
        lost.replace("商店会", "町内会"),
        lost.replace("雪の日", "雨の日"),
    ]
    assert len(planned(cp932(*others), "a.csv").imported) == 3


def test_what_may_be_the_same_waits_for_a_person_and_comes_in_with_a_yes() -> None:
    imported(staged(sheet(row(記録="・𠮷田橋を直す。"))))
    batch = staged(cp932(line("・〓〓橋を直す。")), "a.csv")
    (found,) = dry_run.plan_for(batch).rows
    assert (found.maybe, found.is_imported) == ("第1号", False)
    agreed = dry_run.choices_of(batch).as_json() | {"agreed": [[0, 1]]}
    services.decide(batch, services.deciding.from_json(agreed), version=batch.version)
    (found,) = dry_run.plan_for(batch).rows
    assert (found.outcome, found.problems[0].text) == (
        RowOutcome.TO_CHECK,
        "第1号と同じ記録かもしれません。",
    )
    imported(batch)
    assert db.session.scalar(select(func.count(Hearing.id))) == 2


def test_many_rows_with_marks_ask_no_more_and_take_time_in_proportion() -> None:
    imported(staged(sheet(*(row(番号=n, 記録=f"{LONG}\n・その{n}") for n in range(1, 301)))))
    asked, calls = [], []
    for rows in (100, 200, 300):
        lines = [line(f"{LONG}\n・その{n}".replace("𠮷", "〓")) for n in range(1, rows + 1)]
        batch = staged(cp932(*lines), "a.csv")
        plan = dry_run.plan_for(batch)
        assert {each.reason for each in plan.rows} == {f"登録済み（第{n}号）" for n in range(1, rows + 1)}
        with counted_queries() as statements:
            calls.append(calls_of(lambda batch=batch: dry_run.plan_for(batch)))
        asked.append(len(statements))
    assert asked[0] == asked[1] == asked[2]
    # Equal steps: what a hundred more rows cost does not grow with the rows that are there.
    assert calls[2] - calls[1] < 1.2 * (calls[1] - calls[0])
