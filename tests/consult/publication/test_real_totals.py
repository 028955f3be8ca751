"""The totals that cities published (practice §4), through the whole chain: rows → snapshot → page, CSV and JSON."""

import io
import json
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import Channel, Disposition
from consult.extensions import db
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.consult.publication.rounds import (
    answered_group,
    ended_consultation,
    release,
    sow_many,
    with_methods,
)
from tests.pages import Page

D = Disposition
WAYS = (Channel.FORM, Channel.EMAIL, Channel.POST, Channel.FAX, Channel.COUNTER)


@dataclass(frozen=True)
class City:
    """A published round: the unit of its people, people by method, and opinions by label (each with its codes)."""

    name: str
    unit: str
    people: tuple[int, ...]
    classes: tuple[tuple[str, tuple[tuple[Disposition, int], ...]], ...]

    @property
    def opinions(self) -> list[int]:
        return [sum(n for _, n in codes) for _, codes in self.classes]


CITIES = (
    City(
        "横浜（福まち）",
        "人",
        (12, 3, 2, 2, 2),
        (
            ("反映するもの", ((D.REVISED, 21),)),
            ("趣旨が既に含まれているもの", ((D.COVERED, 4),)),
            ("賛同", ((D.AGREEMENT, 4),)),
            ("今後の参考", ((D.REFERENCE, 28),)),
            ("その他", ((D.OTHER, 19),)),
        ),
    ),
    City(
        "神奈川",
        "者",
        (200, 100, 30, 20, 5),
        (
            ("1 反映した(している)", ((D.REVISED, 90), (D.COVERED, 106))),
            ("2 今後の参考", ((D.REFERENCE, 48),)),
            ("3 反映できない", ((D.EXPLAINED, 52),)),
            ("4 その他", ((D.OTHER, 197),)),
        ),
    ),
    City(
        "北九州",
        "人・団体",
        (20, 10, 5, 0, 0),
        (
            ("追加・修正あり", ((D.REVISED, 18),)),
            ("計画に掲載済み", ((D.COVERED, 3),)),
            ("追加・修正なし", ((D.EXPLAINED, 40), (D.REFERENCE, 33))),
            ("その他", ((D.OTHER, 12),)),
        ),
    ),
    City(
        "熊本地域",
        "名",
        (3, 1, 0, 1, 0),
        (
            ("対応1 補足・修正", ((D.REVISED, 2),)),
            ("対応2 既記載", ((D.COVERED, 3),)),
            ("対応3 説明・理解", ((D.EXPLAINED, 0),)),
            ("対応4 事業参考", ((D.REFERENCE, 5),)),
            ("対応5 その他", ((D.OTHER, 0),)),
        ),
    ),
    City("横浜（計画）", "人・団体", (589, 208, 572, 486, 124), (("その他", ((D.OTHER, 4273),)),)),
)


def publish(city: City) -> int:
    case = ended_consultation(submitter_unit=city.unit, methods=with_methods(*WAYS))
    groups = []
    for label, codes in city.classes:
        for code, opinions in codes:
            result_class = factories.make_result_class(consultation=case, label=label, disposition=code)
            if opinions:
                groups.append((answered_group(case, result_class=result_class), opinions))
    sow_many(case, people_by_channel=list(zip(WAYS, city.people, strict=True)), groups=groups)
    db.session.refresh(case)
    release(case)
    return case.id


def figures(rows: list[list[str]]) -> list[list[str]]:
    """The rows of a breakdown without its heading and its sum."""
    return rows[1:-1]


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city.name)
def test_the_totals_of_a_real_round_stand_on_the_page_in_the_csv_and_in_the_json(
    city: City, app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case_id = publish(city)
    people, opinions = sum(city.people), sum(city.opinions)
    address = f"/consultations/{case_id}/results"
    page = Page(public_client.get(address))
    assert f"{people:,}{city.unit}から、{opinions:,}件の意見が寄せられました。" in page.text
    by_class, by_way = page.rows("反映区分"), page.rows("提出方法")
    assert [row[1] for row in figures(by_class)] == [*(f"{n:,}" for n in city.opinions), "0"]
    assert [row[2] for row in figures(by_way)] == [f"{n:,}" for n in city.people]
    assert by_class[-1][1] == by_way[-1][1] == f"{opinions:,}"
    assert by_way[-1][2] == f"{people:,}"

    rows = read_own_csv(public_client.get(f"{address}/1/files/counts.csv").data)
    places = {name: n for n, name in enumerate(rows[0])}
    for axis, expected in (("class", [*city.opinions, 0]), ("channel", None)):
        lines = [row for row in rows if row[places["軸コード"]] == axis]
        counted = [int(row[places["意見数"]]) for row in lines]
        assert sum(counted) == opinions
        assert expected is None or counted == expected
    of_people = [int(row[places["提出者数"]]) for row in rows if row[places["軸コード"]] == "channel"]
    assert of_people == list(city.people)

    published = json.loads(public_client.get(f"{address}/1/files/results.json").data)
    lines = {each["axis"]: each["lines"] for each in published["counts"]}
    assert [line["opinions"] for line in lines["class"]] == [*city.opinions, 0]
    assert lines["round"][0] == {
        "code": "opinions",
        "label": "意見",
        "opinions": opinions,
        "submitters": people,
    }
    assert sum(answer["opinions"] for answer in published["answers"]) == opinions


def test_kitakyushus_shares_add_up_to_a_hundred(app: Flask, public_client: FlaskClient) -> None:
    with app.app_context():
        case_id = publish(CITIES[2])
    rows = Page(public_client.get(f"/consultations/{case_id}/results")).rows("反映区分")
    assert [row[-1] for row in rows[1:5]] == ["17.0", "2.8", "68.9", "11.3"]
    assert rows[-1][-1] == "100.0"


def test_three_opinions_of_one_person_stand_beside_fifteen_of_two_committee_members(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation(methods=with_methods(Channel.FORM, Channel.COMMITTEE))
        group = answered_group(case)
        sow_many(case, people_by_channel=[(Channel.FORM, 1)], groups=[(group, 3)])
        sow_many(case, people_by_channel=[(Channel.COMMITTEE, 2)], groups=[(group, 15)])
        release(case)
        case_id = case.id
    address = f"/consultations/{case_id}/results"
    page = Page(public_client.get(address))
    assert "1名から、3件の意見が寄せられました。ほかに、委員から2名・15件の意見がありました。" in page.text
    assert page.rows("意見の概要")[1][2] == "3件 委員15件"
    assert page.rows("提出方法")[1:] == [["電子フォーム", "3", "1", "100.0"], ["合計", "3", "1", "100.0"]]
    rows = read_own_csv(public_client.get(f"{address}/1/files/answers.csv").data)
    answer = dict(zip(rows[0], rows[1], strict=True))
    assert (answer["意見数"], answer["委員意見数"]) == ("3", "15")
    published = json.load(io.BytesIO(public_client.get(f"{address}/1/files/results.json").data))
    committee = next(each for each in published["counts"] if each["axis"] == "committee")
    assert committee["lines"][0]["opinions"] == 15
    assert committee["lines"][0]["submitters"] == 2
