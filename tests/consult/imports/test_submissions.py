"""Lists of submitted opinions come in by the same importer, and our own export comes back without loss (O3, R20, R23, TX4)."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.domain.errors import EditConflict
from consult.domain.vocabulary import Channel, ImportKind, ResponseState, Role, SubmitterClass, SubmitterKind
from consult.extensions import db
from consult.imports import dry_run, services, undoing
from consult.imports.planning import Plan
from consult.imports.services import Upload
from consult.models import (
    AuditEvent,
    Consultation,
    ImportBatch,
    ImportedRow,
    Opinion,
    Submission,
    Submitter,
)
from consult.spreadsheets.reading import read_file
from tests import factories
from tests.consult.spreadsheets import books
from tests.pages import Page

HEADINGS = ("番号", "受付日", "提出方法", "氏名", "住所", "電話", "メール", "区分", "対象", "意見")
BUS, LAMP, PARK = "バスの本数を増やしてほしい。", "街灯を増やしてほしい。", "公園に木陰がほしい。"


def table(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    return books.xlsx([headings, *rows])


def row(**cells: Any) -> list[Any]:
    values = dict.fromkeys(HEADINGS, "") | {
        "番号": 1,
        "受付日": "R8.11.10",
        "提出方法": "郵送",
        "氏名": "架空花子",
        "住所": "架空町1-2",
        "電話": "000-0000-1234",
        "メール": "hanako@example.jp",
        "区分": "在勤",
        "意見": BUS,
    }
    return [(values | cells)[heading] for heading in HEADINGS]


@pytest.fixture
def case(database: None) -> Consultation:
    return factories.make_consultation()


def staged(case: Consultation, content: bytes, name: str = "iken.xlsx") -> ImportBatch:
    upload = Upload(name, content, read_file(name, content))
    return services.stage(upload, ImportKind.SUBMISSIONS, by=None, consultation_id=case.id)


def planned(case: Consultation, content: bytes) -> Plan:
    return dry_run.plan_for(staged(case, content))


def imported(case: Consultation, content: bytes, name: str = "iken.xlsx") -> ImportBatch:
    batch = staged(case, content, name)
    services.import_rows(batch, {}, by=None)
    db.session.commit()
    return batch


def kept() -> list[Submission]:
    return list(db.session.scalars(select(Submission).order_by(Submission.id)))


def wordings(submission: Submission) -> list[str]:
    mine = select(Opinion.wording).where(Opinion.submission_id == submission.id)
    return list(db.session.scalars(mine.order_by(Opinion.position)))


def test_a_row_becomes_a_submission_with_its_writer(case: Consultation) -> None:
    factories.make_draft_text(consultation=case)
    imported(case, table(row(対象="第2章 学び")))
    (sent,) = kept()
    assert (sent.consultation_id, sent.channel, sent.arrived_on) == (
        case.id,
        Channel.POST,
        date(2026, 11, 10),
    )
    assert sent.submitter.name == "架空花子" and sent.submitter.kind is SubmitterKind.PERSON
    assert sent.submitter.phone == "000-0000-1234"
    assert sent.submitter.submitter_class is SubmitterClass.WORKS_HERE
    opinion = db.session.scalars(select(Opinion)).one()
    assert opinion.wording == BUS and opinion.about_section is not None
    assert opinion.about_section.key == "s2"


def test_several_opinions_of_one_person_are_one_submission(case: Consultation) -> None:
    """By the name again, by a row with nothing but an opinion, and by several columns."""
    lone = ["", "", "", "", "", "", "", "", "", PARK]
    imported(case, table(row(), row(番号=2, 意見=LAMP), lone))
    assert [wordings(each) for each in kept()] == [[BUS, LAMP, PARK]]
    columns = (*HEADINGS, "意見2", "意見3")
    imported(case, table([*row(氏名="仮名太郎"), LAMP, PARK], headings=columns))
    assert wordings(kept()[-1]) == [BUS, LAMP, PARK]


def test_people_without_a_name_are_a_submission_each_even_with_equal_words(case: Consultation) -> None:
    """R42, TR6."""
    nameless = row(氏名="", 住所="", 電話="", メール="")
    content = table(nameless, nameless, nameless)
    imported(case, content)
    assert len(kept()) == 3
    assert planned(case, content).imported == []


def test_late_rows_are_marked_and_the_dry_run_says_so(case: Consultation) -> None:
    case.closes_on = date(2026, 11, 9)
    plan = planned(case, table(row(), row(氏名="仮名太郎", 受付日="R8.11.9")))
    assert "期限後として登録します" in plan.rows[0].notices[0].text
    imported(case, table(row(), row(氏名="仮名太郎", 受付日="R8.11.9")))
    assert [each.is_late for each in kept()] == [True, False]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"受付日": ""}, "held_on"),
        ({"受付日": "R8.2.30"}, "held_on"),
        ({"受付日": "2999/1/1"}, "held_on"),
        ({"意見": ""}, "notes"),
        ({"意見": "あ" * 20_001}, "notes"),
        ({"提出方法": "委員意見", "氏名": ""}, "counterpart"),
        ({"住所": "あ" * 401}, "address"),
    ],
)
def test_what_cannot_be_stops_the_import_at_its_cell(
    case: Consultation, cells: dict[str, Any], field: str
) -> None:
    (judged,) = planned(case, table(row(**cells))).rows
    assert field in [problem.field for problem in judged.problems]


def test_the_same_file_twice_changes_nothing_and_an_undo_takes_everything_back(case: Consultation) -> None:
    content = table(row(), row(氏名="仮名太郎", 意見=LAMP))
    batch = imported(case, content)
    assert [each.reason for each in planned(case, content).rows] == ["登録済み（提出1）", "登録済み（提出2）"]
    services.undo(batch, by=None)
    db.session.commit()
    assert all(each.withdrawn_at for each in kept())
    assert len(planned(case, content).imported) == 2


def test_work_done_since_is_told_by_its_submission_before_an_undo(case: Consultation) -> None:
    batch = imported(case, table(row(), row(氏名="仮名太郎", 意見=LAMP), row(氏名="三人目", 意見=PARK)))
    first, second, third = db.session.scalars(select(Opinion).order_by(Opinion.id))
    assert undoing.undoing(batch).sign == ""
    factories.make_opinion_flag(opinion=first)
    factories.make_redaction(opinion=first, start=0, end=2)
    factories.make_review(opinion=second)
    group = factories.make_answer_group(consultation=case)
    second.answer_group_id = group.id
    db.session.flush()
    told = undoing.undoing(batch)
    assert [(each.id, each.in_words) for each in told.worked_on] == [
        (first.submission_id, "該当しない・不適切などの印、伏せる判断"),
        (second.submission_id, "分類の確定、回答単位"),
    ]
    factories.make_official_response(group=group, state=ResponseState.AWAITING_APPROVAL)
    assert "決裁に回した回答" in undoing.undoing(batch).worked_on[1].in_words
    with pytest.raises(EditConflict):
        services.undo(batch, by=None, seen=told.sign)
    assert third.submission is not None and third.submission.withdrawn_at is None


def test_an_import_with_a_published_opinion_is_not_undone(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    official = staff_client(Role.OFFICIAL)
    with app.app_context():
        case = factories.make_consultation()
        imported(case, table(row()))
        factories.make_published_opinion(
            publication=factories.make_publication(consultation=case),
            opinion=db.session.scalars(select(Opinion)).one(),
        )
        db.session.commit()
    page = Page(official.get("/staff/imports/1/undo"))
    assert "公表した結果で数えている提出が1通あるため" in page.main.text
    assert "この取込を取り消す" not in page.buttons
    refused = official.post("/staff/imports/1/undo", data={"seen": ""}, follow_redirects=True)
    assert "この取込は取り消せません" in Page(refused).text
    with app.app_context():
        assert kept()[0].withdrawn_at is None


def test_late_marks_of_rows_follow_the_days_of_the_case_they_come_to(case: Consultation) -> None:
    """R23: the days may move between the look at the rows and the import."""
    batch = staged(case, table(row(受付日="R8.11.10")))
    assert dry_run.plan_for(batch).imported
    case.closes_on = date(2026, 11, 9)
    services.import_rows(batch, {}, by=None)
    assert kept()[0].is_late


def test_what_was_typed_in_by_hand_is_known_but_not_another_persons_equal_words(case: Consultation) -> None:
    by_hand = factories.make_submission(
        consultation=case,
        channel=Channel.POST,
        received_at=factories.NOW.replace(day=10),
        submitter=Submitter(kind=SubmitterKind.PERSON, name="架空花子"),
    )
    factories.make_opinion(submission=by_hand, wording=BUS)
    plan = planned(case, table(row(), row(氏名="仮名太郎")))
    assert [each.content.name for each in plan.imported] == ["仮名太郎"]


def test_committee_members_are_one_person_each(case: Consultation) -> None:
    imported(
        case,
        table(row(提出方法="委員"), row(提出方法="委員", 受付日="R8.11.12", 意見=LAMP), row(氏名="仮名")),
    )
    members = select(func.count(func.distinct(Submission.submitter_id)))
    assert db.session.scalar(members.where(Submission.channel == Channel.COMMITTEE)) == 1


def test_contact_data_stand_in_submitter_and_nowhere_else(
    case: Consultation, caplog: pytest.LogCaptureFixture
) -> None:
    """TP11, TS13."""
    imported(case, table(row()))
    traces = [str(each.details) for each in db.session.scalars(select(AuditEvent))]
    traces += [str(each.cells) + str(each.notices) for each in db.session.scalars(select(ImportedRow))]
    traces.append(caplog.text)
    for secret in ("花子", "架空町", "0000-1234", "hanako"):
        assert not any(secret in trace for trace in traces)


ODD = "＝1+1\n\n 'quoted' 葛\U000e0100 👨‍👩‍👧 ①㈱\t終わり "


def rich_case() -> Consultation:
    """Each thing that an export has to bring back."""
    case = factories.make_consultation()
    factories.make_draft_text(consultation=case)
    named = Submitter(
        kind=SubmitterKind.PERSON,
        name="髙﨑 花子",
        email="hanako@example.jp",
        submitter_class=SubmitterClass.LIVES_HERE,
    )
    form = factories.make_submission(consultation=case, submitter=named)
    factories.make_opinion(submission=form, wording=ODD, position=1)
    factories.make_opinion(submission=form, wording="=HYPERLINK(1)", position=2)
    late = {"channel": Channel.FAX, "arrived_on": date(2026, 12, 3), "is_late": True}
    paper = factories.make_submission(consultation=case, internal_note="＠メモ", **late)
    factories.make_opinion(submission=paper, wording=LAMP)
    gone = factories.make_submission(consultation=case, withdrawn_at=factories.NOW)
    factories.make_opinion(submission=gone, wording=PARK)
    db.session.commit()
    return case


def facts(case_id: int) -> list[tuple[Any, ...]]:
    rows = db.session.scalars(
        select(Opinion)
        .join(Opinion.submission)
        .where(Submission.consultation_id == case_id)
        .order_by(Opinion.submission_id, Opinion.position)
    )
    return [
        (
            each.wording,
            (sent := each.submission).receipt_hash,
            sent.channel,
            sent.received_at,
            sent.arrived_on,
            sent.is_late,
            sent.withdrawn_at is None,
            sent.internal_note,
            sent.submitter.name,
            sent.submitter.email,
            sent.submitter.kind,
            sent.submitter.submitter_class,
        )
        for each in rows
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_export_comes_back_without_loss(
    app: Flask, staff_client: Callable[..., FlaskClient], kind: str
) -> None:
    with app.app_context():
        case_id = rich_case().id
        before = facts(case_id)
    answer = staff_client(Role.OFFICIAL).post(
        f"/staff/consultations/{case_id}/submissions/export", data={"file": kind, "submitters": "yes"}
    )
    with app.app_context():
        case = db.session.get_one(Consultation, case_id)
        again = planned(case, answer.data) if kind == "xlsx" else None
        batch = staged(case, answer.data, f"iken.{kind}")
        plan = again or dry_run.plan_for(batch)
        assert plan.imported == [] and len(plan.rows) == 4
        # On another site, where nothing of it stands.
        db.session.query(ImportBatch).delete()
        db.session.query(Opinion).delete()
        db.session.query(Submission).delete()
        db.session.query(Submitter).delete()
        db.session.commit()
        imported(case, answer.data, f"iken.{kind}")
        assert facts(case_id) == before


def test_without_the_right_to_names_no_name_leaves_and_the_file_still_comes_back(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    """TP2: the columns are not there by construction."""
    with app.app_context():
        case_id = rich_case().id
    address = f"/staff/consultations/{case_id}/submissions/export"
    drafter = staff_client(Role.DRAFTER)
    assert drafter.post(address, data={"file": "csv", "submitters": "yes"}).status_code == 404
    answer = drafter.post(address, data={"file": "csv"})
    for secret in ("花子", "hanako", "メモ", "お名前"):
        assert secret not in answer.data.decode("utf-8-sig")
    with app.app_context():
        case = db.session.get_one(Consultation, case_id)
        plan = dry_run.plan_for(staged(case, answer.data, "iken.csv"))
        assert [each.reason for each in plan.rows] == [f"登録済み（提出{n}）" for n in (1, 1, 2, 3)]


def test_words_changed_in_the_file_are_told_and_not_taken_over(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case_id = rich_case().id
    answer = staff_client(Role.DRAFTER).post(
        f"/staff/consultations/{case_id}/submissions/export", data={"file": "csv"}
    )
    changed = answer.data.decode().replace(LAMP, "別のことば").encode()
    with app.app_context():
        plan = dry_run.plan_for(staged(db.session.get_one(Consultation, case_id), changed, "iken.csv"))
        assert plan.imported == []
        assert any("登録した文章は変えられない" in each.text for row in plan.rows for each in row.notices)


def test_the_pages_take_a_list_to_the_chosen_case(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case_id = factories.make_consultation().id
        db.session.commit()
    official = staff_client(Role.OFFICIAL)
    start = official.get(f"/staff/imports?consultation={case_id}")
    assert "に届いた提出" in Page(start).main.text
    file = (io.BytesIO(table(row(), row(氏名="仮名太郎", 受付日=""))), "iken.xlsx")
    data = {"file": file, "consultation": str(case_id)}
    sent = official.post("/staff/imports", data=data, content_type="multipart/form-data")
    columns = Page(official.get(sent.headers["Location"]))
    assert "架空のデータとして取り込む" not in columns.main.text
    shown = Page(official.get("/staff/imports/1"))
    assert "直す必要のある行が1行あります。" in shown.main.text
    mended = {"version": shown.hidden("version"), "row": "0-2", "cell-0-2-held_on": "R8.11.11"}
    official.post("/staff/imports/1/rows", data=mended)
    version = Page(official.get("/staff/imports/1")).hidden("version")
    official.post("/staff/imports/1/import", data={"version": version})
    done = Page(official.get("/staff/imports/1"))
    assert "2通" in done.main.text and "届いた提出の一覧を見る" in done.links
    assert "提出2通" in Page(official.get("/staff/imports/1/undo")).main.text
    assert official.post("/staff/imports", data={"consultation": "99"}).status_code == 422


def test_the_command_judges_and_imports(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        factories.make_consultation()
        db.session.commit()
    (tmp_path / "iken.xlsx").write_bytes(table(row(), row(氏名="仮名太郎", 意見=LAMP)))
    run = [str(tmp_path / "iken.xlsx"), "--consultation"]
    invoke = app.test_cli_runner().invoke
    judged = invoke(args=["opinions", "import", *run, "1"])
    assert judged.exit_code == 0 and "取込 2" in judged.output and "花子" not in judged.output
    done = invoke(args=["opinions", "import", *run, "1", "--commit"])
    assert "提出2通・意見2件" in done.output
    assert "案件がありません" in invoke(args=["opinions", "import", *run, "7"]).output
    with app.app_context():
        assert len(kept()) == 2
