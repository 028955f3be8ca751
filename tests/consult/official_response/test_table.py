"""The table of answers: filtered, sorted, assigned, exported; and what is left (O12, screens "Answer table")."""

from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from consult.domain.vocabulary import Disposition, ResponseState
from consult.extensions import db
from consult.models import AnswerGroup, Consultation, OfficialResponse
from tests import factories as make
from tests.consult.official_response.conftest import WORDINGS, Case, add_opinion
from tests.pages import Page
from tests.query_counting import counted_queries


def rows(client: FlaskClient, case: Case, query: str = "") -> list[str]:
    page = Page(client.get(case.address + query))
    if "当てはまる回答はありません" in page.text:
        return []
    return [row[1].removeprefix("回答").strip() for row in page.rows("回答")[1:]]


def test_each_row_says_how_many_opinions_its_class_and_its_state(case: Case, official: FlaskClient) -> None:
    case.whole(official)
    row = Page(official.get(case.address)).rows("回答")[1]
    assert row[2:6] == [WORDINGS[0], "1", "本数を見直します。", "今後の参考とするもの"]
    assert row[-1] == "作成中"


def test_emptied_groups_are_shown_only_to_who_asks_for_them(case: Case, official: FlaskClient) -> None:
    case.change(lambda: make.make_answer_group(consultation=db.session.get_one(Consultation, 1), number=9))
    assert rows(official, case) == ["1", "2"]
    assert rows(official, case, "?state=empty") == ["9"]


def test_the_table_is_narrowed_and_sorted(case: Case, official: FlaskClient) -> None:
    def prepare() -> None:
        division = make.make_division()
        group = db.session.get_one(AnswerGroup, 2)
        group.division_id, group.due_on = division.id, date(2026, 1, 5)
        add_opinion(group.consultation, "図書館。", 2)

    case.change(prepare)
    case.whole(official)
    chosen = case.class_id(Disposition.REFERENCE)
    for query, expected in {
        "?sort=-opinions": ["2", "1"],
        "?sort=-number": ["2", "1"],
        "?sort=due": ["2", "1"],
        "?sort=email": ["1", "2"],
        "?division=1": ["2"],
        "?division=none": ["1"],
        "?due=overdue": ["2"],
        "?due=undated": ["1"],
        f"?result_class={chosen}": ["1"],
        "?result_class=none": ["2"],
        "?state=approved": [],
        "?q=本数": ["1"],
        "?q=ﾊﾞｽ": ["1"],
        "?q=%25": [],
    }.items():
        assert rows(official, case, query) == expected, query


def test_many_are_assigned_at_once_and_what_is_left_is_told_by_division(
    case: Case, official: FlaskClient
) -> None:
    case.change(lambda: make.make_division(name="架空交通課"))
    data = {"answer": ["1", "2"], "act": "assign", "division": "1", "due_on": "Ｒ８．１．５"}
    assert official.post(case.address, data=data | {"due_on": "きのう"}).status_code == 422
    assert official.post(case.address, data=data).status_code == 303
    assert case.group(2).due_on == date(2026, 1, 5)

    def approve() -> None:
        db.session.get_one(OfficialResponse, 1).state = ResponseState.APPROVED

    case.change(approve)
    page = Page(official.get(case.address))
    assert page.rows("担当課ごとの残り")[1] == ["架空交通課", "2", "1", "1"]
    assert "残り 1件" in page.text
    assert "期限超過" in page.text


def test_two_who_assign_at_once_notice_each_other(case: Case, official: FlaskClient) -> None:
    case.change(lambda: make.make_division())
    data = {"division": "1", "due_on": "", "version": "1"}
    assert official.post(f"{case.address}/1/division", data=data).status_code == 303
    assert official.post(f"{case.address}/1/division", data={**data, "division": ""}).status_code == 409
    assert case.group().division_id == 1


def test_the_table_leaves_as_excel_and_csv_and_leaves_a_trace(case: Case, official: FlaskClient) -> None:
    case.whole(official, wording="=1+1")
    sheet = load_workbook(BytesIO(official.post(f"{case.address}/export", data={"file": "xlsx"}).data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:4] == [1, WORDINGS[0], 1, "=1+1"]
    text = official.post(f"{case.address}/export", data={"file": "csv"}).get_data(as_text=True)
    assert "'=1+1" in text


def test_opinions_without_a_group_are_told_above_the_table(case: Case, official: FlaskClient) -> None:
    case.change(lambda: add_opinion(db.session.get_one(Consultation, 1), "残った意見。", None))
    assert "1件の意見をまとめる" in Page(official.get(case.address)).links


@pytest.mark.parametrize("page", ["", "/approval", "/revisions", "/1"])
def test_more_rows_ask_no_more_queries(case: Case, official: FlaskClient, page: str) -> None:
    def add(number: int) -> None:
        consultation = db.session.get_one(Consultation, 1)
        for _ in range(number):
            group = make.make_answer_group(consultation=consultation, division_id=make.make_division().id)
            make.make_response_version(
                response=make.make_official_response(group=group, state=ResponseState.AWAITING_APPROVAL)
            )
            make.make_revision(consultation=consultation, groups=(group,))
            add_opinion(consultation, WORDINGS[0], group.id)
            add_opinion(consultation, WORDINGS[1], 1)

    counts = []
    for number in (3, 9):
        case.change(lambda number=number: add(number))
        official.get(case.address + page)
        with counted_queries() as queries:
            assert official.get(case.address + page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
