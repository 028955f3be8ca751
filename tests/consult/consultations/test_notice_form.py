"""The form of a case: usual answers filled in, and rows that keep what stands in them (R4–R13, §4, R54)."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import case_phases, clock
from consult.domain.vocabulary import (
    Channel,
    ConsultationStage,
    Demand,
    Disposition,
    ResponseState,
    Role,
    SubmitterItem,
)
from consult.extensions import db
from consult.models import AuditEvent, Consultation, OfficialResponse
from tests import factories
from tests.pages import Element, Page, value_of

NEW = "/staff/consultations/new"


@pytest.fixture
def official(staff_client: Callable[..., FlaskClient]) -> FlaskClient:
    return staff_client(Role.OFFICIAL)


def filled(page: Page) -> dict[str, str]:
    """What a browser would send of the page's form, untouched."""
    form = page.main.first("form", enctype="multipart/form-data")
    sent = {}
    for each in form.all("input", "select", "textarea"):
        kind, name = each.attributes.get("type", ""), each.attributes.get("name")
        is_off = kind in ("checkbox", "radio") and "checked" not in each.attributes
        if name and kind not in ("file", "submit") and not is_off:
            sent[name] = _value(each)
    return sent


def _value(each: Element) -> str:
    return each.attributes.get("value", "y") if each.attributes.get("type") == "checkbox" else value_of(each)


def made(app: Flask, **fields: object) -> int:
    with app.app_context():
        consultation = factories.make_consultation(**fields)
        db.session.commit()
        return consultation.id


def stored(consultation_id: int) -> Consultation:
    return db.session.get_one(Consultation, consultation_id)


def test_a_small_round_is_four_fields_and_two_buttons(official: FlaskClient, app: Flask) -> None:
    """O10: whoever announced one case types title, purpose, outline and the first day of the next."""
    with app.app_context():
        first = factories.make_consultation(
            title="前の案件",
            results_plan="秋に公表します。",
            reply_statement="個別には答えません。",
            consideration_statement="内容を検討します。",
            use_statement="確かめるためだけに使います。",
            inspection_places="本庁舎1階",
        )
        factories.make_draft_file(consultation=first)
        db.session.commit()
    page = Page(official.get(NEW))
    typed = {"title": "件名", "purpose": "目的", "outline": "概要", "opens_on": "R9.4.1"}
    assert "前の案件「前の案件」と同じもの" in page.main.text
    data = filled(page) | typed | {"files": (io.BytesIO(b"%PDF-1.7\n"), "案.pdf")}
    answer = official.post(NEW, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, Page(answer).errors
    where = answer.headers["Location"]
    assert "公開する" in Page(official.get(where)).buttons
    official.post(f"{where}/announce")
    citizen = Page(app.test_client().get(where.removeprefix("/staff"))).main.text
    assert "令和9年4月1日(木)〜4月30日(金) 23:59（30日間）" in citizen
    for sentence in ("秋に公表します。", "個別には答えません。", "内容を検討します。", "本庁舎1階"):
        assert sentence in citizen


def test_the_first_case_offers_the_usual_answers(official: FlaskClient) -> None:
    sent = filled(Page(official.get(NEW)))
    taken = {
        code for code in ("form", "email", "post", "counter", "fax", "phone") if f"methods-{code}" in sent
    }
    assert taken == {"form", "email", "post", "counter"}
    asked = {key.removeprefix("asked-"): value for key, value in sent.items() if key.startswith("asked-")}
    assert {key for key, value in asked.items() if value == "optional"} == {"name", "address", "email"}
    assert (sent["deadline_rule"], sent["submitter_unit"], sent["retention_years"]) == ("arrival", "名", "5")
    assert sent["consideration_statement"] and sent["reply_statement"] and sent["use_statement"]


def test_methods_and_items_are_kept_and_told_to_citizens(official: FlaskClient, app: Flask) -> None:
    case = made(app, inspection_places="ここ")
    edit = f"/staff/consultations/{case}/edit"
    sent = filled(Page(official.get(edit))) | {
        "methods-post": "y",
        "methods-post_directions": "〒000-0000 架空市役所",
        "deadline_rule": "postmark",
        "asked-age_band": "required",
        "asked-age_band_reason": "年代ごとの声を知るため",
        "results_plan": "秋", "reply_statement": "しません", "consideration_statement": "内容", "use_statement": "確認",
    }  # fmt: skip
    with app.app_context():
        factories.make_draft_file(consultation=stored(case))
        db.session.commit()
    answer = official.post(edit, data=sent)
    assert answer.status_code == 303, Page(answer).errors
    with app.app_context():
        found = stored(case)
        assert {each.channel: each.directions for each in found.methods} == {
            Channel.FORM: "",
            Channel.POST: "〒000-0000 架空市役所",
        }
        assert (SubmitterItem.AGE_BAND, Demand.REQUIRED) in [(a.item, a.demand) for a in found.asked_items]
    text = Page(app.test_client().get(f"/consultations/{case}")).main.text
    assert "〒000-0000 架空市役所" in text and "消印のあるものまで有効" in text
    assert "年代（必須）：年代ごとの声を知るため" in text


def with_classes(app: Flask) -> tuple[int, int]:
    """A case that is being prepared, with two classes; 「採用」 stands in the answer to group 7."""
    with app.app_context():
        case = factories.make_consultation(stage=ConsultationStage.DRAFT)
        used = factories.make_result_class(
            consultation=case, label="採用", disposition=Disposition.REVISED, position=1
        )
        factories.make_result_class(
            consultation=case, label="不採用", disposition=Disposition.EXPLAINED, position=2
        )
        group = factories.make_answer_group(consultation=case, number=7)
        answer = factories.make_official_response(group=group, result_class_id=used.id)
        db.session.commit()
        return case.id, answer.id


def classes_of(app: Flask, case: int) -> list[tuple[str, Disposition]]:
    with app.app_context():
        return [(each.label, each.disposition) for each in stored(case).result_classes]


def test_a_class_in_use_is_not_deleted_and_the_answer_is_named(official: FlaskClient, app: Flask) -> None:
    case, _ = with_classes(app)
    edit = f"/staff/consultations/{case}/edit"
    for change in ({"classes-0-label": ""}, {"class_preset": "none"}):
        page = Page(official.post(edit, data=filled(Page(official.get(edit))) | change))
        assert any("「採用」は回答7で使われています" in each for each in page.errors)
    code = {"classes-0-disposition": "other"}
    page = Page(official.post(edit, data=filled(Page(official.get(edit))) | code))
    assert any("共通の区分は変えられません" in each for each in page.errors)
    assert classes_of(app, case) == [("採用", Disposition.REVISED), ("不採用", Disposition.EXPLAINED)]


def test_a_class_in_use_is_reworded_until_an_answer_is_approved(official: FlaskClient, app: Flask) -> None:
    case, answer_id = with_classes(app)
    edit = f"/staff/consultations/{case}/edit"
    sent = filled(Page(official.get(edit))) | {"classes-0-label": "取り入れる", "classes-1-label": ""}
    assert official.post(edit, data=sent).status_code == 303
    assert classes_of(app, case) == [("取り入れる", Disposition.REVISED)]
    with app.app_context():
        db.session.get_one(OfficialResponse, answer_id).state = ResponseState.APPROVED
        db.session.commit()
    sent = filled(Page(official.get(edit))) | {"classes-0-label": "採り入れる"}
    page = Page(official.post(edit, data=sent))
    assert any("決裁済みの回答" in each for each in page.errors)


def test_two_classes_exchange_their_words(official: FlaskClient, app: Flask) -> None:
    case = made(app)
    with app.app_context():
        for position, label in enumerate(("一", "二"), start=1):
            factories.make_result_class(consultation=stored(case), label=label, position=position)
        factories.make_draft_file(consultation=stored(case))
        stored(case).stage = ConsultationStage.DRAFT
        db.session.commit()
    edit = f"/staff/consultations/{case}/edit"
    sent = filled(Page(official.get(edit))) | {"classes-0-label": "二", "classes-1-label": "一"}
    assert official.post(edit, data=sent).status_code == 303
    assert [label for label, _ in classes_of(app, case)] == ["二", "一"]


def test_a_preset_with_one_label_for_two_codes_is_put_in(official: FlaskClient, app: Flask) -> None:
    case, _ = with_classes(app)
    with app.app_context():
        db.session.scalars(select(OfficialResponse)).one().result_class_id = None
        db.session.commit()
    edit = f"/staff/consultations/{case}/edit"
    sent = filled(Page(official.get(edit))) | {"class_preset": "kanagawa"}
    assert official.post(edit, data=sent).status_code == 303
    assert classes_of(app, case)[:2] == [
        ("1 反映した(している)", Disposition.REVISED),
        ("1 反映した(している)", Disposition.COVERED),
    ]


def announced(app: Flask, first: int, last: int) -> int:
    today = clock.today()
    texts = dict.fromkeys(
        ("results_plan", "reply_statement", "consideration_statement", "use_statement", "inspection_places"),
        "文",
    )
    case = made(app, opens_on=today + timedelta(first), closes_on=today + timedelta(last), **texts)
    with app.app_context():
        factories.make_draft_file(consultation=stored(case))
        db.session.commit()
    return case


def test_an_extension_is_recorded_and_told_to_citizens(official: FlaskClient, app: Flask) -> None:
    case = announced(app, -10, 25)
    edit, last = f"/staff/consultations/{case}/edit", clock.today() + timedelta(40)
    sent = filled(Page(official.get(edit))) | {"closes_on": last.isoformat()}
    assert official.post(edit, data=sent).status_code == 303
    assert "募集期間を延長しました" in Page(app.test_client().get(f"/consultations/{case}")).main.text
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and re.search(rf"→ {last.isoformat()}", event.details["closes_on"])
        assert event.details["fields"] == ["closes_on"]


def test_a_case_says_what_its_form_offers_as_places(official: FlaskClient, app: Flask) -> None:
    case = announced(app, -1, 40)
    edit = f"/staff/consultations/{case}/edit"
    sent = filled(Page(official.get(edit)))
    assert sent["offered_places"] == "by_draft"
    assert official.post(edit, data=sent | {"offered_places": "all"}).status_code == 422
    official.post(edit, data=sent | {"offered_places": "with_packages"})
    assert "案の文章の章と節、政策パッケージ" in Page(official.get(f"/staff/consultations/{case}")).main.text


def test_a_day_that_is_past_is_no_last_day(official: FlaskClient, app: Flask) -> None:
    case = announced(app, -40, 25)
    edit = f"/staff/consultations/{case}/edit"
    sent = filled(Page(official.get(edit))) | {"closes_on": (clock.today() - timedelta(1)).isoformat()}
    page = Page(official.post(edit, data=sent))
    assert page.errors and page.errors[0].startswith("募集の最終日：最終日を、過ぎた日にはできません")
    assert page.value("募集の最終日") == (clock.today() - timedelta(1)).isoformat()


@pytest.mark.parametrize(
    ("act", "word"), [("close-early", "予定より早く締め切りました"), ("drop", "取りやめ")]
)
def test_ending_a_case_asks_for_a_reason_tells_citizens_and_takes_no_more(
    official: FlaskClient, app: Flask, act: str, word: str
) -> None:
    case = announced(app, -10, 25)
    where = f"/staff/consultations/{case}/{act}"
    assert official.post(where, data={"reason": "　"}).status_code == 422
    assert official.post(where, data={"reason": "会場が使えないため"}).status_code == 303
    text = Page(app.test_client().get(f"/consultations/{case}")).main.text
    assert word in text and "会場が使えないため" in text
    assert "意見を書く" not in Page(app.test_client().get(f"/consultations/{case}")).links
    assert "いま募集している意見はありません" in Page(app.test_client().get("/consultations")).main.text
    official.post(f"/staff/consultations/{case}/take-back", data={"act": act.replace("-", "_")})
    citizen = Page(app.test_client().get(f"/consultations/{case}"))
    assert "会場が使えないため" not in citizen.main.text and "意見を書く" in citizen.links


def test_the_list_of_staff_counts_and_filters_by_phase(official: FlaskClient, app: Flask) -> None:
    announced(app, -10, 25)
    made(app, title="終わった案", opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    page = Page(official.get("/staff/consultations?phase=considering"))
    assert [row[0] for row in page.rows("案件")[1:]] == ["終わった案"]
    assert "募集中（1）" in page.field("状態").text and "検討中（1）" in page.field("状態").text


def test_the_phase_in_sql_is_the_phase_of_the_rule(app: Flask) -> None:
    """`case_phases.phase_code` and `domain.lifecycle` say the same of every case at every turn of the clock."""
    days = {"opens_on": date(2026, 3, 1), "closes_on": date(2026, 3, 30)}
    opens, closes = (datetime(2026, *day, 15, 0, tzinfo=UTC) for day in ((2, 28), (3, 30)))
    early = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
    with app.app_context():
        factories.make_consultation(**days, stage=ConsultationStage.DRAFT)
        factories.make_consultation(**days)
        factories.make_consultation(**days, closed_early_at=early)
        factories.make_consultation(**days, dropped_at=early)
        factories.make_publication(consultation=factories.make_consultation(**days))
        for moment in (opens, closes, early):
            for at in (moment - timedelta(seconds=1), moment):
                rows = db.session.execute(select(Consultation, case_phases.phase_code(at))).all()
                said = case_phases.phases_of([row[0] for row in rows], at)
                assert {row[0].id: row[1] for row in rows} == {key: said[key].value for key in said}
