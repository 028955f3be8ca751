"""What becomes of one row: words with synonyms, what is missing, what stops the import, what needs a yes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from consult import clock
from consult.domain.claims import NOTES_LIMIT
from consult.domain.errors import EditConflict, ImportRefused
from consult.domain.vocabulary import (
    Consent,
    HearingKind,
    HearingMethod,
    ImportState,
    Reach,
    RowOutcome,
    Sector,
)
from consult.extensions import db
from consult.imports import dry_run, services, undoing
from consult.imports.rows import PlannedRow
from consult.models import (
    AuditEvent,
    Counterpart,
    Hearing,
    ImportBatch,
    Opinion,
    StoredFile,
)
from tests import factories
from tests.consult.imports.files import HEADINGS, NOTES, imported, planned, row, sheet, staged
from tests.consult.spreadsheets import books

pytestmark = pytest.mark.usefixtures("database")


def only(**cells: Any) -> PlannedRow:
    (found,) = planned(sheet(row(**cells))).rows
    return found


def test_a_plain_row_is_imported_without_a_word() -> None:
    found = only()
    assert (found.outcome, found.notices, found.problems) == (RowOutcome.IMPORTED, (), ())
    assert (found.content.kind, found.content.method) == (HearingKind.EXTERNAL, HearingMethod.VISIT)


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({"種別": "庁内ＨＲ"}, {"kind": HearingKind.INTERNAL}),
        ({"種別": "議会"}, {"kind": HearingKind.ASSEMBLY}),
        ({"種別": "会議参画"}, {"kind": HearingKind.PARTICIPATION}),
        ({"種別": "委員"}, {"kind": None}),
        ({"方法": "訪 問"}, {"method": HearingMethod.VISIT}),
        ({"方法": "ｵﾝﾗｲﾝ"}, {"method": HearingMethod.ONLINE}),
        ({"方法": "紙・メール"}, {"method": HearingMethod.PAPER}),
        ({"方法": ""}, {"method": None}),
        ({"分野": "医療・福祉"}, {"sector": Sector.MEDICAL_WELFARE}),
        ({"分野": ""}, {"sector": Sector.UNKNOWN}),
        ({"番号": "№１２"}, {"number": 12}),
        ({"相手方": "架空の会　様"}, {"name": "架空の会"}),
    ],
)
def test_words_are_understood_however_they_are_written(cells: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = only(**cells)
    assert found.outcome is RowOutcome.IMPORTED
    assert {name: getattr(found.content, name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"種別": "なぞの種別"}, "「関係機関ヒアリング」としました"),
        ({"方法": "狼煙"}, "空欄にしました"),
        ({"分野": "なぞの分野"}, "「その他」としました"),
        ({"番号": "甲"}, "次の番号にします"),
    ],
)
def test_an_unknown_word_is_a_notice_and_never_an_error(cells: dict[str, Any], words: str) -> None:
    found = only(**cells)
    assert found.outcome is RowOutcome.IMPORTED
    assert words in found.notices[0].text


@pytest.mark.parametrize(
    ("word", "consent"),
    [("公表可", Consent.NAME), ("内容のみ", Consent.CONTENT), ("不可", Consent.NONE), ("", Consent.UNKNOWN)],
)
def test_what_may_be_published_is_read_from_its_column(word: str, consent: Consent) -> None:
    content = sheet([*row(), word], headings=(*HEADINGS, "公表の可否"))
    assert planned(content).rows[0].content.consent is consent


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"相手方": ""}, "counterpart", "相手方がありません"),
        ({"記録": " "}, "notes", "記録がありません"),
        ({"記録": "あ" * (NOTES_LIMIT + 1)}, "notes", "50,000字まで"),
        ({"記録": "長い" * 100_000}, "notes", "いま200,000字"),
    ],
)
def test_a_row_without_body_or_notes_stops_the_import_at_its_cell(
    cells: dict[str, Any], field: str, words: str
) -> None:
    batch = staged(books.csv(HEADINGS, [str(cell) for cell in row(**cells)]), "hearings.csv")
    (found,) = dry_run.plan_for(batch).rows
    assert found.outcome is RowOutcome.TO_MEND
    assert (found.problems[0].field, words in found.problems[0].text) == (field, True)
    with pytest.raises(ImportRefused):
        services.import_rows(batch, {}, by=None)
    assert db.session.scalars(select(Hearing)).all() == []


def test_a_date_that_cannot_be_read_stops_nothing() -> None:
    batch = staged(sheet(row(実施日="６月３１日ごろ")))
    (found,) = dry_run.plan_for(batch).rows
    assert found.outcome is RowOutcome.TO_CHECK
    imported(batch)
    hearing = db.session.scalars(select(Hearing)).one()
    assert (hearing.held_on, hearing.held_on_typed) == (None, "６月３１日ごろ")


def test_a_committee_row_without_a_readable_date_is_of_the_day_of_the_import() -> None:
    batch = staged(sheet(row(種別="委員", 実施日="未定")))
    (found,) = dry_run.plan_for(batch).rows
    assert "取り込んだ日" in found.problems[0].text
    assert imported(batch).committee == 1


def test_a_day_that_has_not_come_needs_a_yes() -> None:
    tomorrow = clock.today() + timedelta(days=1)
    batch = staged(sheet(row(実施日=tomorrow)))
    (found,) = dry_run.plan_for(batch).rows
    assert found.outcome is RowOutcome.TO_MEND
    assert "まだ来ていません" in found.question
    choices = dry_run.choices_of(batch)
    services.decide(batch, replace(choices, agreed=frozenset({(0, 1)})), version=batch.version)
    assert dry_run.plan_for(batch).rows[0].outcome is RowOutcome.IMPORTED
    imported(batch)
    assert db.session.scalars(select(Hearing)).one().held_on == tomorrow


def test_a_corrected_cell_counts_and_the_file_stays_as_it_was() -> None:
    content = sheet(row(実施日="R2.6.31"))
    batch = staged(content)
    choices = replace(dry_run.choices_of(batch), corrected={(0, 1, "held_on"): "R2.6.30"})
    services.decide(batch, choices, version=batch.version)
    assert dry_run.plan_for(batch).rows[0].outcome is RowOutcome.IMPORTED
    imported(batch)
    assert db.session.scalars(select(Hearing)).one().held_on == date(2020, 6, 30)
    assert batch.file.content == content
    # The untouched file is known again, though its date was corrected on the way.
    assert planned(content).imported == []


def test_two_people_decide_and_the_second_is_told() -> None:
    batch = staged(sheet(row()))
    seen = batch.version
    services.decide(batch, dry_run.choices_of(batch), version=seen)
    with pytest.raises(EditConflict):
        services.decide(batch, dry_run.choices_of(batch), version=seen)


def test_a_row_left_out_by_hand_stops_nothing() -> None:
    batch = staged(sheet(row(), row(番号=2, 相手方="")))
    choices = replace(dry_run.choices_of(batch), left_out=frozenset({(0, 2)}))
    services.decide(batch, choices, version=batch.version)
    assert imported(batch).hearings == 1


def test_the_same_row_twice_in_a_file_is_one_hearing() -> None:
    plan = planned(sheet(row(), row(番号=2)))
    assert [each.outcome for each in plan.rows] == [RowOutcome.IMPORTED, RowOutcome.LEFT_OUT]
    assert "2行目" in plan.rows[1].reason


def test_a_hearing_logged_by_hand_is_not_imported_again() -> None:
    body = factories.make_counterpart(name="架空の商店会", match_key="架空の商店会")
    factories.make_hearing(number=40, counterpart=body, held_on=date(2020, 6, 1), notes=NOTES)
    assert only().reason == "登録済み（第40号）"


def test_a_half_width_kana_body_is_the_body_it_is_and_a_merged_one_the_one_that_stands_for_it() -> None:
    kept = factories.make_counterpart(name="サンゴ商会", match_key="サンゴ商会")
    merged = factories.make_counterpart(name="さんご商店", match_key="さんご商店")
    factories.make_counterpart_merge(kept=kept, merged=merged)
    imported(staged(sheet(row(相手方="ｻﾝｺﾞ商会"), row(番号=2, 相手方="さんご商店", 実施日="R2.6.2"))))
    assert {hearing.counterpart_id for hearing in db.session.scalars(select(Hearing))} == {kept.id}
    assert len(db.session.scalars(select(Counterpart)).all()) == 2


def test_the_files_own_number_is_kept_where_it_is_free() -> None:
    factories.make_hearing(number=7)
    batch = staged(sheet(row(番号=7), row(番号=3, 実施日="R2.6.2"), row(番号="", 実施日="R2.6.3")))
    assert "番号7はほかの記録が使っている" in dry_run.plan_for(batch).rows[0].notices[0].text
    imported(batch)
    numbers = {str(h.held_on): h.number for h in db.session.scalars(select(Hearing)) if h.number != 7}
    assert numbers["2020-06-02"] == 3
    assert sorted(numbers.values()) == [3, 8, 9]


def test_notes_without_an_opinion_are_registered_and_told() -> None:
    done = imported(staged(sheet(row(記録="日程の調整のみ。"))))
    assert done.hearings == 1
    opinions = db.session.scalars(select(Opinion)).all()
    assert (done.without_opinions == [1]) == (opinions == [])


def test_a_long_place_loses_nothing() -> None:
    place = "架空会館の" * 60
    batch = staged(sheet(row(場所=place)))
    imported(batch)
    hearing = db.session.scalars(select(Hearing)).one()
    assert len(hearing.place) == 200
    assert place in hearing.impression


def test_what_is_imported_is_whole_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = staged(sheet(row(), row(番号=2, 実施日="R2.6.2", 種別="委員")))
    db.session.commit()
    monkeypatch.setattr("consult.imports.committee_recording._submission", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        imported(batch)
    db.session.rollback()
    assert db.session.scalars(select(Hearing)).all() == []
    assert db.session.get_one(ImportBatch, batch.id).state is ImportState.DRAFT


def test_a_hearing_that_people_worked_on_is_told_before_an_undo() -> None:
    batch = staged(sheet(row(), row(番号=2, 実施日="R2.6.2")))
    imported(batch)
    first, second = db.session.scalars(select(Hearing).order_by(Hearing.number))
    first.version = 2
    told = undoing.undoing(batch)
    assert (told.hearings, [hearing.number for hearing in told.changed]) == (2, [1])
    services.undo(batch, by=None)
    assert (second.removal_reason, second.removed_at is not None) == ("取込の取消", True)
    assert batch.state is ImportState.UNDONE


def test_a_file_nobody_imported_is_forgotten_after_a_week() -> None:
    batch = staged(sheet(row()))
    batch.created_at = clock.now() - services.KEPT_FOR - timedelta(minutes=1)
    db.session.flush()
    staged(sheet(row(番号=2)))
    assert len(db.session.scalars(select(ImportBatch)).all()) == 1
    assert len(db.session.scalars(select(StoredFile)).all()) == 1


def test_the_log_holds_no_text_of_the_file() -> None:
    batch = staged(sheet(row()))
    imported(batch)
    services.undo(batch, by=None)
    for event in db.session.scalars(select(AuditEvent)):
        assert "架空の商店会" not in str(event.details)
        assert "バス" not in str(event.details)


def test_a_table_of_totals_and_one_of_text_that_goes_on_are_read() -> None:
    """TX11: nothing is added up or copied anew for each row."""
    totals = [
        each
        for n in range(4_000)
        for each in (row(相手方=f"架空の会{n}"), ["合計", "", "", "", "", "", "", ""])
    ]
    assert len(planned(sheet(*totals)).rows) >= 4_000
    going_on = [row(記録="はじめ"), *(["", "", "", "", "あ" * 300] for _ in range(9_000))]
    found = planned(sheet(*going_on)).rows
    assert [notice.text for notice in found[0].notices] == [
        "3行目から9002行目までの9,000行に続く文章をつなげました。"
    ]


def test_as_many_corrections_as_rows_are_read() -> None:
    batch = staged(sheet(*(row(相手方=f"架空の会{n}") for n in range(4_000))))
    choices = dry_run.choices_of(batch)
    corrected = {(0, n, "place"): "架空公民館" for n in range(1, 4_001)}
    services.decide(batch, replace(choices, corrected=corrected), version=batch.version)
    assert len(dry_run.plan_for(batch).rows) == 4_000


def test_a_new_body_whose_name_tells_a_district_gets_it_and_the_dry_run_says_so() -> None:
    district = factories.make_district(name="架空みどり")
    batch = staged(sheet(row(相手方="架空みどり地区の商店会")))
    (found,) = dry_run.plan_for(batch).rows
    assert [notice.text for notice in found.notices] == ["地区「架空みどり」を名称から付けました。"]
    imported(batch)
    body = db.session.scalars(select(Counterpart)).one()
    assert (body.district_id, body.reach) == (district.id, Reach.INSIDE)


def test_a_registered_body_keeps_what_people_noted_of_its_district() -> None:
    factories.make_district(name="架空みどり")
    factories.make_counterpart(name="架空みどり地区の商店会", district_id=None)
    batch = staged(sheet(row(相手方="架空みどり地区の商店会")))
    (found,) = dry_run.plan_for(batch).rows
    assert found.notices == ()
    imported(batch)
    assert db.session.scalars(select(Counterpart)).one().district_id is None


@pytest.mark.parametrize("cells", [{"分野": "市外企業"}, {"種別": "委員"}])
def test_a_body_from_outside_and_a_committee_member_get_no_district(cells: dict[str, Any]) -> None:
    factories.make_district(name="架空みどり")
    found = only(相手方="架空みどり地区の会", **cells)
    assert (found.content.district, found.notices) == ("", ())


def test_a_retired_district_is_given_to_no_new_body() -> None:
    factories.make_district(name="架空みどり", retired_at=clock.now())
    assert only(相手方="架空みどり地区の会").content.district == ""
