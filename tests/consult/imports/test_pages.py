"""The road through the pages, without scripts: file, columns, rows, import, undo."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult import import_job, jobs
from consult.domain.vocabulary import ImportState, OpinionSource, Role
from consult.extensions import db
from consult.imports import dry_run, staff_routes
from consult.models import Hearing, ImportBatch, Opinion
from tests import factories
from tests.consult.imports.files import HEADINGS, NOTES, demo, row, sheet
from tests.consult.spreadsheets import books
from tests.pages import Page
from tests.query_counting import counted_queries


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def upload(client: FlaskClient, content: bytes, name: str = "hearings.xlsx") -> Response:
    return client.post("/staff/imports", data={"file": (io.BytesIO(content), name)})


def looked_at(client: FlaskClient, content: bytes, name: str = "hearings.xlsx") -> str:
    """The address of the rows, after the columns were left as proposed."""
    columns = upload(client, content, name).location
    assert columns.endswith("/columns")
    client.post(columns, data=fields_of(Page(client.get(columns))))
    return columns.removesuffix("/columns")


def fields_of(page: Page) -> dict[str, str]:
    """What a browser would send for the page's first form."""
    found: dict[str, str] = {}
    for form in page.main.all("form")[:1]:
        for each in form.all("input", "select", "textarea"):
            name, kind = each.attributes.get("name", ""), each.attributes.get("type", "")
            if kind == "checkbox" and "checked" not in each.attributes:
                continue
            found[name] = _value(each)
    return found


def _value(element: Any) -> str:
    if element.name == "select":
        chosen = [o for o in element.all("option") if "selected" in o.attributes] or element.all("option")
        return chosen[0].attributes["value"]
    if element.name == "textarea":
        return "".join(c for c in element.children if isinstance(c, str)).removeprefix("\n")
    return element.attributes.get("value", "on")


def press(client: FlaskClient, address: str, act: str, **sent: str) -> Page:
    version = Page(client.get(address)).hidden("version") if act in ("import", "rows") else "0"
    answer = client.post(f"{address}/{act}", data={"version": version} | sent, follow_redirects=True)
    assert answer.status_code == 200
    return Page(answer)


def count(app: Flask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_demo_register_comes_in_without_a_hand_and_goes_out_as_a_whole(
    app: Flask, official: FlaskClient
) -> None:
    address = looked_at(official, demo())
    rows = Page(official.get(address))
    assert "取込 90・要確認 1・対象外 7" in rows.text
    assert "260ですが、各行を足すと262です" in rows.text
    assert count(app, Hearing) == 0
    done = press(official, address, "import")
    assert "延べ87回" in done.text
    assert "3件（提出）" in done.text
    assert count(app, Hearing) == 87
    undo = Page(official.get(f"{address}/undo"))
    assert "ヒアリング87回" in undo.text
    undone = press(official, address, "undo")
    assert "取り消しました" in undone.text
    assert "延べ0回" in Page(official.get("/staff/hearings")).text.replace(" ", "")


def test_columns_are_shown_with_their_content_and_can_be_chosen_otherwise(official: FlaskClient) -> None:
    columns = upload(official, demo()).location
    page = Page(official.get(columns))
    assert page.value("上期のC列「実 施 年月日」の使い方") == "held_on"
    assert page.value("上期のH列「内部メモ」の使い方") == ""
    assert "隠れた列" in page.text
    sent = fields_of(page) | {"sheet-0-column-7": "impression"}
    assert official.post(columns, data=sent).location.endswith(columns.removesuffix("/columns"))
    assert Page(official.get(columns)).value("上期のH列「内部メモ」の使い方") == "impression"


def test_a_file_confirmed_as_proposed_spoils_no_other_file(official: FlaskClient) -> None:
    headings = ("番号", "実施日", "区分", "相手方", "記録")
    rows = [[n, f"R2.6.{n}", word, f"架空の会{n}", NOTES] for n, word in enumerate("産労言", start=1)]
    looked_at(official, sheet(*rows, headings=headings))
    name = "hearings_demo_cp932.csv"
    assert "取込 90・要確認 1・" in Page(official.get(looked_at(official, demo(name), name))).text


def test_one_field_for_two_columns_is_refused_by_name(official: FlaskClient) -> None:
    columns = upload(official, demo()).location
    sent = fields_of(Page(official.get(columns))) | {"sheet-0-column-7": "held_on"}
    page = Page(official.post(columns, data=sent, follow_redirects=True))
    assert "「実施日」がC列とH列に選ばれています" in page.text


def test_a_workbook_without_a_recognisable_header_asks_for_its_row(official: FlaskClient) -> None:
    rows = [["だれ", "なに"], ["x", "y"], ["架空の会", NOTES], ["別の会", NOTES]]
    columns = upload(official, books.xlsx(rows)).location
    page = Page(official.get(columns))
    assert "見出しの行が見つかりません" in page.text
    refused = Page(official.post(columns, data=fields_of(page), follow_redirects=True))
    assert "見出しの行が見つかりません" in refused.text
    named = {"sheet-0-taken": "on", "sheet-0-header": "2"}
    page = Page(official.post(columns, data=fields_of(page) | named, follow_redirects=True))
    assert "見出しの行を変えました" in page.text
    chosen = {"sheet-0-column-0": "counterpart", "sheet-0-column-1": "notes"}
    rows_page = Page(official.post(columns, data=fields_of(page) | chosen, follow_redirects=True))
    assert "取込 2・要確認 2" in rows_page.text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "空のファイル"),
        ("a.csv", demo(), "名前と中身が合っていません"),
        ("a.xlsx", books.raw_xlsx(members=3_000), "大きすぎて読めません"),
        ("a.csv", '番号,記録\n1,"開いた'.encode(), "閉じていません"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    official: FlaskClient, name: str, content: bytes, words: str
) -> None:
    answer = upload(official, content, name)
    assert answer.status_code == 422
    assert any(words in error for error in Page(answer).errors)


def test_an_undo_tells_of_work_that_was_done_while_its_page_was_open(
    app: Flask, official: FlaskClient
) -> None:
    address = looked_at(official, sheet(row(), row(番号=2, 実施日="R2.6.2")))
    press(official, address, "import")
    opened = fields_of(Page(official.get(f"{address}/undo")))
    with app.app_context():
        db.session.scalars(select(Hearing).where(Hearing.number == 2)).one().version += 1
        db.session.commit()
    told = Page(official.post(f"{address}/undo", data=opened, follow_redirects=True))
    assert "まだ取り消していません" in told.text
    assert "人が手を入れたヒアリングが1回" in told.text
    done = Page(official.post(f"{address}/undo", data=fields_of(told), follow_redirects=True))
    assert "この取込は取り消されました" in done.text


def test_the_same_file_confirmed_twice_comes_in_once(app: Flask, official: FlaskClient) -> None:
    first, second = (looked_at(official, sheet(row())) for _ in range(2))
    seen = [Page(official.get(address)).hidden("version") for address in (first, second)]
    for address, version in zip((first, second), seen, strict=True):
        page = official.post(f"{address}/import", data={"version": version}, follow_redirects=True)
    assert "取り込む行がありません" in Page(page).text
    assert count(app, Hearing) == 1


def test_no_file_is_no_fault(official: FlaskClient) -> None:
    answer = official.post("/staff/imports", data={})
    assert (answer.status_code, "ファイルを選んでください" in Page(answer).text) == (422, True)


def test_a_row_is_mended_where_it_is_told_and_nothing_is_imported_before(
    app: Flask, official: FlaskClient
) -> None:
    address = looked_at(official, sheet(row(), row(番号=2, 相手方="", 実施日="R2.6.2")))
    page = Page(official.get(address))
    assert "直す必要のある行が1行あります" in page.text
    assert "1行を取り込む" not in page.buttons
    refused = official.post(
        f"{address}/import", data={"version": page.hidden("version")}, follow_redirects=True
    )
    assert "直す必要のある行" in Page(refused).text
    assert count(app, Hearing) == 0
    assert page.value("相手方（3行目）") == ""
    mended = fields_of(page) | {"cell-0-2-counterpart": "別の商店会"}
    page = Page(official.post(f"{address}/rows", data=mended, follow_redirects=True))
    assert "2行を取り込む" in page.buttons
    press(official, address, "import")
    with app.app_context():
        assert {h.counterpart.name for h in db.session.scalars(select(Hearing))} == {
            "架空の商店会",
            "別の商店会",
        }


def test_every_cell_of_a_row_can_be_corrected_on_its_page(app: Flask, official: FlaskClient) -> None:
    address = looked_at(official, sheet(row(実施日="R2.6.31")))
    page = Page(official.get(f"{address}/rows/1/2"))
    assert page.value("実施日（2行目）") == "R2.6.31"
    sent = fields_of(page) | {"cell-0-1-held_on": "R2.6.30", "cell-0-1-place": "別の会館"}
    assert (
        "直した内容で確かめ直しました"
        in Page(official.post(f"{address}/rows", data=sent, follow_redirects=True)).text
    )
    press(official, address, "import")
    with app.app_context():
        hearing = db.session.scalars(select(Hearing)).one()
        assert (str(hearing.held_on), hearing.place) == ("2020-06-30", "別の会館")
    assert official.get(f"{address}/rows/1/99").status_code in (302, 404)


def test_a_row_can_be_left_out_and_taken_in_again(official: FlaskClient) -> None:
    address = looked_at(official, sheet(row(), row(番号=2, 記録="")))
    sent = fields_of(Page(official.get(address))) | {"out-0-2": "on"}
    page = Page(official.post(f"{address}/rows", data=sent, follow_redirects=True))
    assert "取り込まないと決めた行" in page.text
    assert "1行を取り込む" in page.buttons
    again = {name: value for name, value in fields_of(page).items() if name != "out-0-2"}
    page = Page(official.post(f"{address}/rows", data=again, follow_redirects=True))
    assert "直す必要のある行が1行あります" in page.text


def test_a_coming_day_is_asked_about(official: FlaskClient) -> None:
    address = looked_at(official, sheet(row(実施日="R99.6.1")))
    page = Page(official.get(address))
    assert "まだ来ていません" in page.text
    page = Page(
        official.post(f"{address}/rows", data=fields_of(page) | {"yes-0-1": "on"}, follow_redirects=True)
    )
    assert "1行を取り込む" in page.buttons


def test_a_page_that_somebody_overtook_changes_nothing(official: FlaskClient) -> None:
    address = looked_at(official, sheet(row(実施日="R2.6.31")))
    seen = fields_of(Page(official.get(address)))
    for typed in ("R2.6.30", "R2.6.29"):
        page = Page(
            official.post(f"{address}/rows", data=seen | {"cell-0-1-held_on": typed}, follow_redirects=True)
        )
    assert "ほかの人が先に変えました" in page.text
    assert "令和2年6月30日" in page.text


def test_a_large_file_is_the_workers_and_the_page_can_be_left(
    app: Flask, official: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_routes, "AT_ONCE", 1)
    address = looked_at(official, sheet(row(), row(番号=2, 実施日="R2.6.2")))
    page = press(official, address, "import")
    assert "順番を待っています" in page.text
    assert "離れても続きます" in page.text
    assert count(app, Hearing) == 0
    with app.app_context():
        jobs.work_once()
    assert "延べ2回" in Page(official.get(address)).text
    assert count(app, Hearing) == 2


def test_nobody_who_writes_waits_while_a_file_is_understood(
    official: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TS17: an open look at the database holds every citizen's commit up, and a large file takes seconds."""
    open_ones: list[bool] = []
    understand = dry_run.understand

    def watched(file: dry_run.Staged) -> Any:
        open_ones.append(db.session().in_transaction())
        return understand(file)

    address = looked_at(official, sheet(row()))
    monkeypatch.setattr(dry_run, "understand", watched)
    official.get(address)
    official.get(f"{address}/rows/1/2")
    press(official, address, "import")
    assert open_ones[:3] == [False, False, False]


def test_an_import_under_way_can_be_stopped_and_leaves_nothing(
    app: Flask, official: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_routes, "AT_ONCE", 1)
    address = looked_at(official, sheet(row(), row(番号=2, 実施日="R2.6.2")))
    press(official, address, "import")
    page = press(official, address, "stop")
    assert "中止しました" in page.text
    assert "2行を取り込む" in page.buttons
    with app.app_context():
        assert import_job.import_if_asked() is False
    assert count(app, Hearing) == 0


def test_a_worker_that_fails_says_so_and_nothing_is_there(
    app: Flask, official: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_routes, "AT_ONCE", 0)
    monkeypatch.setattr(import_job, "cut", lambda _: 1 / 0)
    address = looked_at(official, sheet(row()))
    press(official, address, "import")
    with app.app_context():
        import_job.import_if_asked()
    page = Page(official.get(address))
    assert "前の取込は終わりませんでした" in page.text
    assert "1行を取り込む" in page.buttons
    assert count(app, Hearing) == 0


def test_a_file_can_be_thrown_away(app: Flask, official: FlaskClient) -> None:
    address = looked_at(official, sheet(row()))
    assert "ファイルを消しました" in press(official, address, "discard").text
    assert count(app, ImportBatch) == 0
    assert official.get(address).status_code == 404


def test_what_people_worked_on_is_named_before_the_undo(app: Flask, official: FlaskClient) -> None:
    address = looked_at(official, sheet(row()))
    press(official, address, "import")
    with app.app_context():
        opinion = db.session.scalars(select(Opinion)).first()
        assert opinion is not None
        factories.make_review(opinion=opinion)
        db.session.commit()
    page = Page(official.get(f"{address}/undo"))
    assert "手を入れたヒアリングが1回あります" in page.text
    assert "架空の商店会（第1号）" in page.text


def test_a_committee_opinion_leads_back_to_its_row_without_the_members_name(
    app: Flask, staff_client: Callable[..., FlaskClient], official: FlaskClient
) -> None:
    address = looked_at(official, sheet(row(種別="委員", 相手方="架空の委員甲")))
    press(official, address, "import")
    with app.app_context():
        opinion = db.session.scalars(select(Opinion)).first()
        assert opinion is not None
        assert opinion.source is OpinionSource.SUBMISSION
        opinion_id = opinion.id
    drafter = staff_client(Role.DRAFTER)
    page = Page(drafter.get(f"/staff/opinions/{opinion_id}"))
    assert "委員意見（令和2年6月）" in page.text
    source = next(href for href in page.links.values() if "/staff/imports/submissions/" in href)
    page = Page(drafter.get(source))
    assert "夕方のバス" in page.text
    assert "架空の委員甲" not in page.text
    assert "/staff/imports/submissions/" in source


def test_an_import_that_is_done_opens_its_result_from_every_address(official: FlaskClient) -> None:
    address = looked_at(official, sheet(row()))
    press(official, address, "import")
    for part in ("/columns", "/rows/1/2"):
        assert official.get(address + part).location.endswith(address)


def test_the_list_asks_the_same_for_one_import_and_for_many(app: Flask, official: FlaskClient) -> None:
    asked = []
    for more in (1, 6):
        with app.app_context():
            for _ in range(more):
                factories.make_import_batch(created_by_id=factories.make_staff_member().id)
            db.session.commit()
        with counted_queries() as statements:
            official.get("/staff/imports")
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_markup_in_cells_is_text(official: FlaskClient) -> None:
    evil = "<script>alert(1)</script>{{31337*3}}"
    cells = [evil if heading != "番号" else "1" for heading in HEADINGS]
    address = looked_at(official, books.csv(HEADINGS, cells), f"{evil}.csv".replace("/", "_"))
    for part in ("", "/columns", "/rows/1/2", "?part=to_check"):
        html = official.get(address + part).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "94011" not in html


def test_imports_are_in_no_state_but_done_before_the_last_button(app: Flask, official: FlaskClient) -> None:
    looked_at(official, sheet(row()))
    with app.app_context():
        assert db.session.scalars(select(ImportBatch)).one().state is ImportState.DRAFT
    assert count(app, Opinion) == 0
