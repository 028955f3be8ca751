"""The form asks what the case asks, says why, and takes any way of writing (R7, R21, R22, R26, R52, C4, C5, TU1–TU8)."""

import unicodedata
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.domain.vocabulary import (
    AgeBand,
    Demand,
    SubmitterClass,
    SubmitterItem,
    SubmitterKind,
)
from consult.extensions import db
from consult.models import AskedItem, Consultation, Submission, Submitter
from tests import factories
from tests.consult.intake.citizen import Citizen, filled, labels_seen, open_consultation, receipt_shown, rows
from tests.query_counting import counted_queries

LINES = ["name", "kana", "organisation", "representative", "postal_code", "address", "phone", "email"]
LIMITS = {"postal_code": 50, "phone": 50, "address": 400, "email": 254}
EVERYTHING = dict.fromkeys(SubmitterItem, Demand.REQUIRED)
FULL = {
    "name": "髙﨑　𠮷子",
    "kana": "タカサキ　よしこ",
    "organisation": "架空の会（葛󠄀城）",
    "representative": "﨑山 太郎",
    "postal_code": "〒９７０ー００００",
    "address": "架空市１丁目－２‐３",
    "phone": "０２４６（００）〇〇〇〇",
    "email": "ｙｏｓｈｉｋｏ＠example.jp",
    "age_band": "forties",
    "district": "みどり地区",
    "submitter_class": "works_here",
    "class_detail": "架空商店",
}


def asking(demands: dict[SubmitterItem, Demand], **reasons: str) -> list[AskedItem]:
    return [
        AskedItem(item=item, demand=demand, position=position, reason=reasons.get(item.value, ""))
        for position, (item, demand) in enumerate(demands.items(), start=1)
    ]


@pytest.fixture
def case(app: Flask, public_client: FlaskClient) -> Callable[..., Citizen]:
    """`case({SubmitterItem.NAME: Demand.REQUIRED})`: a citizen in front of a case that asks for this."""

    def opened(demands: dict[SubmitterItem, Demand], **reasons: str) -> Citizen:
        with app.app_context():
            factories.make_district(name="みどり地区")
            factories.make_district(name="廃止地区", retired_at=factories.NOW)
            db.session.commit()
        return Citizen(public_client, open_consultation(app, asked_items=asking(demands, **reasons)))

    return opened


def ask_now(app: Flask, citizen: Citizen, demands: dict[SubmitterItem, Demand]) -> None:
    """An official changes what the case asks."""
    with app.app_context():
        consultation = db.session.get_one(Consultation, citizen.consultation_id)
        consultation.asked_items = []
        db.session.flush()
        consultation.asked_items = asking(demands)
        db.session.commit()


def kept(app: Flask) -> Submitter:
    with app.app_context():
        submitter = db.session.query(Submission).one().submitter
        db.session.expunge(submitter)
        return submitter


def test_what_is_not_asked_does_not_stand_on_the_form(case: Callable[..., Citizen]) -> None:
    page = case({SubmitterItem.PHONE: Demand.OPTIONAL}).open().page
    assert labels_seen(page) == ["電話番号", "対象", "ご意見"]


def test_a_case_that_asks_nothing_says_so(case: Callable[..., Citizen], app: Flask) -> None:
    citizen = case({})
    assert "お名前や連絡先はうかがいません" in citizen.open().page.main.text
    assert citizen.send("意見")
    assert kept(app).kind is SubmitterKind.ANONYMOUS


def test_required_is_said_in_words_and_the_reason_stands_under_the_label(
    case: Callable[..., Citizen],
) -> None:
    citizen = case(
        {SubmitterItem.NAME: Demand.REQUIRED, SubmitterItem.ADDRESS: Demand.OPTIONAL},
        name="条例により氏名をうかがいます。",
    )
    main = citizen.open().page.main
    assert "お名前 ※必須 条例により氏名をうかがいます。" in main.text
    assert "ご住所 任意" in main.text
    field = citizen.page.field("お名前")
    assert field.attributes["aria-required"] == "true"
    assert "条例により" in main.first("p", id=field.attributes["aria-describedby"]).text


def test_the_words_of_the_case_on_use_stand_above(app: Flask, public_client: FlaskClient) -> None:
    statement = "お名前などは、内容の確認だけに使います。"
    citizen = Citizen(public_client, open_consultation(app, use_statement=statement))
    assert statement in citizen.open().page.main.text


@pytest.mark.parametrize("blank", ["", "　", "\u200b"])
def test_everything_required_is_refused_beside_its_field_when_blank(
    case: Callable[..., Citizen], app: Flask, blank: str
) -> None:
    """TU3; the text stays."""
    citizen = case(EVERYTHING)
    page = citizen.open().press("confirm", wording="残る意見", **dict.fromkeys(FULL, blank)).page
    assert citizen.last and citizen.last.status_code == 422
    assert page.errors == [
        f"{each.label}：{each.label}を{word}ください。"
        for each, word in zip(
            [each for each in SubmitterItem if each.value not in ("organisation", "representative")],
            ["書いて"] * 6 + ["選んで"] * 3,
            strict=True,
        )
    ]
    assert page.value("ご意見") == "残る意見"
    assert page.field("お名前").attributes["aria-invalid"] == "true"
    assert rows(app) == (0, 0)


def test_everything_is_kept_exactly_as_typed(case: Callable[..., Citizen], app: Flask) -> None:
    """R26, TU1, TU8: any width, kana, hyphen and 〒; names with their own characters."""
    case(EVERYTHING).send("意見", kind="organisation", may_name_organisation="y", **FULL)
    submitter = kept(app)
    assert {name: getattr(submitter, name) for name in FULL} == FULL | {
        "age_band": AgeBand.FORTIES,
        "submitter_class": SubmitterClass.WORKS_HERE,
    }
    assert submitter.kind is SubmitterKind.ORGANISATION
    assert submitter.may_name_organisation


def test_the_confirmation_shows_every_item_in_words(case: Callable[..., Citizen]) -> None:
    page = case(EVERYTHING).open().press("confirm", wording="意見", kind="organisation", **FULL).page
    shown = {each.first("dt").text: each.first("dd").text for each in page.main.first("dl").all("div")}
    assert shown["どなたの意見ですか"] == "団体・事業者"
    assert shown["団体名の公表"] == "公表しない"
    assert shown["年代"] == "40代"
    assert shown["市との関わり"] == "市内で働いている"
    assert shown["市との関わり（くわしく）"] == "架空商店"
    assert shown["お名前"] == "髙﨑 𠮷子"


def test_going_back_from_the_confirmation_keeps_every_choice(case: Callable[..., Citizen]) -> None:
    citizen = case(EVERYTHING).open()
    citizen.press("confirm", wording="意見", kind="organisation", may_name_organisation="y", **FULL)
    typed = filled(citizen.press("edit").page)
    assert {name: typed[name] for name in FULL} == FULL
    assert (typed["kind"], typed["may_name_organisation"]) == ("organisation", "y")


def test_an_organisation_needs_no_persons_name_and_a_person_no_representative(
    case: Callable[..., Citizen],
) -> None:
    citizen = case({SubmitterItem.NAME: Demand.REQUIRED, SubmitterItem.ORGANISATION: Demand.REQUIRED}).open()
    assert "※個人の場合は必須" in citizen.page.main.text and "※団体の場合は必須" in citizen.page.main.text
    citizen.press("confirm", wording="意見", kind="organisation")
    assert citizen.page.errors == ["団体・事業者の名称：団体・事業者の名称を書いてください。"]
    assert citizen.press("confirm", organisation="架空会").page.heading == "内容の確認"
    citizen.press("edit").press("confirm", kind="person", organisation="", name="")
    assert citizen.page.errors == ["お名前：お名前を書いてください。"]


def test_only_a_case_that_asks_organisations_asks_who_writes(citizen: Citizen, app: Flask) -> None:
    assert "どなたの意見ですか" not in citizen.open().page.main.text
    citizen.press("confirm", wording="意見", kind="organisation", organisation="架空会", name="花子")
    citizen.press("send")
    submitter = kept(app)
    assert (submitter.kind, submitter.organisation) == (SubmitterKind.PERSON, "")


def test_without_consent_no_name_of_an_organisation_may_be_published(
    case: Callable[..., Citizen], app: Flask
) -> None:
    """R52."""
    case({SubmitterItem.ORGANISATION: Demand.OPTIONAL}).send(
        "意見", kind="organisation", organisation="架空会"
    )
    assert not kept(app).may_name_organisation


def test_the_citys_districts_in_use_and_outside_are_offered(case: Callable[..., Citizen]) -> None:
    page = case({SubmitterItem.DISTRICT: Demand.OPTIONAL}).open().page
    options = [each.text for each in page.field("お住まいの地区").all("option")]
    assert options == ["答えない", "みどり地区", "市外"]


def test_without_a_list_of_districts_one_writes_it(app: Flask, public_client: FlaskClient) -> None:
    asked = asking({SubmitterItem.DISTRICT: Demand.REQUIRED})
    citizen = Citizen(public_client, open_consultation(app, asked_items=asked))
    assert citizen.open().page.field("お住まいの地区").name == "input"
    citizen.press("confirm", wording="意見").press("confirm", district="川向こう").press("send")
    assert kept(app).district == "川向こう"


@pytest.mark.parametrize("field", ["age_band", "district", "submitter_class"])
@pytest.mark.parametrize("odd", ["廃止地区", "'; DROP", "<script>", "あ" * 300])
def test_what_is_not_on_a_list_is_told_and_nothing_else_is_lost(
    case: Callable[..., Citizen], app: Flask, field: str, odd: str
) -> None:
    page = (
        case({SubmitterItem.of(field): Demand.OPTIONAL})
        .open()
        .press("confirm", wording="意見", **{field: odd})
        .page
    )
    assert "選び直してください" in page.errors[-1]
    assert page.value("ご意見") == "意見"
    assert rows(app) == (0, 0)


@pytest.mark.parametrize("field", LINES)
def test_each_line_is_counted_in_characters_as_people_do(case: Callable[..., Citizen], field: str) -> None:
    """TU6: at n and n + 1, with characters outside of the first plane; what is too long stays in the field."""
    item, limit = SubmitterItem.of(field), LIMITS.get(field, 200)
    domain = "@example.jp" if field == "email" else ""
    full = "𠮷" * (limit - len(domain)) + domain
    citizen = case({item: Demand.OPTIONAL}).open()
    assert citizen.press("confirm", wording="意見", **{field: full}).page.heading == "内容の確認"
    page = citizen.press("edit").press("confirm", **{field: "𠮷" + full}).page
    assert page.errors == [f"{item.label}：{limit}字までです。1字減らしてください。"]
    assert page.value(item.label) == "𠮷" + full


ODD = [
    unicodedata.normalize("NFD", "がプ"),
    "\u202e逆\u202c\u200b",
    "<script>alert(1)</script>{{ 31337*3 }}",
    "制御\x01\x0b\x85",
    "=cmd|' /C calc'!A0",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_is_kept_in_every_line_and_shown_harmlessly(
    case: Callable[..., Citizen], app: Flask, odd: str
) -> None:
    """TU2, TU5, TX1, TX8: on the confirmation, back in the form, and in the database."""
    typed = dict.fromkeys([each for each in LINES if each != "email"], odd) | {"class_detail": odd}
    asked = dict.fromkeys(SubmitterItem, Demand.OPTIONAL)
    citizen = case(asked).open().press("confirm", wording="意見", kind="organisation", **typed)
    assert citizen.last
    html = citizen.last.get_data(as_text=True)
    assert "<script>alert" not in html and "94011" not in html
    assert all(each.name == "bdi" for each in citizen.page.main.first("dl").all("bdi"))
    citizen.press("send")
    submitter = kept(app)
    assert {name: getattr(submitter, name) for name in typed} == typed


def test_a_repeated_send_after_the_case_asked_for_more_shows_the_same_receipt(
    case: Callable[..., Citizen], app: Flask
) -> None:
    """TR4: what was received is received, whatever the case asks by now."""
    citizen = case({SubmitterItem.NAME: Demand.OPTIONAL}).open().press("confirm", wording="意見")
    data = filled(citizen.page) | {"act": "send"}
    first = receipt_shown(citizen.press("send").page)
    ask_now(app, citizen, {SubmitterItem.PHONE: Demand.REQUIRED})
    citizen.last = citizen.client.post(citizen.address, data=data)
    assert receipt_shown(citizen.page) == first != ""
    assert rows(app) == (1, 1)


def test_a_changed_item_is_another_content(case: Callable[..., Citizen], app: Flask) -> None:
    """TR7 for every item, not only for the text."""
    citizen = case(EVERYTHING).open().press("confirm", wording="意見", kind="organisation", **FULL)
    data = filled(citizen.page) | {"act": "send"}
    assert receipt_shown(citizen.press("send").page)
    for change in ({"age_band": "fifties"}, {"phone": "1"}, {"may_name_organisation": "y"}):
        assert citizen.client.post(citizen.address, data=data | change).status_code == 409
    assert rows(app) == (1, 1)


@pytest.mark.parametrize("step", ["confirm", "send"])
@pytest.mark.parametrize("demand", list(Demand))
def test_what_the_case_asks_anew_is_said_and_nothing_is_lost(
    case: Callable[..., Citizen], app: Flask, step: str, demand: Demand
) -> None:
    citizen = case({SubmitterItem.NAME: Demand.OPTIONAL}).open()
    if step == "send":
        citizen.press("confirm", wording="大切な意見", name="架空花子")
    ask_now(app, citizen, {SubmitterItem.NAME: Demand.OPTIONAL, SubmitterItem.AGE_BAND: demand})
    citizen.press(step, **({} if step == "send" else {"wording": "大切な意見", "name": "架空花子"}))
    assert citizen.last and citizen.last.status_code == 422
    alert = " ".join(each.text for each in citizen.page.main.all(role="alert"))
    assert "新しくうかがうこと：年代" in alert and "まだ送られていません" in alert
    assert (citizen.page.value("お名前"), citizen.cards) == ("架空花子", ["大切な意見"])
    assert rows(app) == (0, 0)
    assert citizen.press("confirm", age_band="forties").page.heading == "内容の確認"
    assert receipt_shown(citizen.press("send").page)
    assert kept(app).age_band is AgeBand.FORTIES


def test_what_became_required_is_said(case: Callable[..., Citizen], app: Flask) -> None:
    citizen = case({SubmitterItem.NAME: Demand.OPTIONAL}).open()
    ask_now(app, citizen, {SubmitterItem.NAME: Demand.REQUIRED})
    page = citizen.press("confirm", wording="意見").page
    assert "新しくうかがうこと：お名前（必須）" in page.main.text
    assert page.errors == ["お名前：お名前を書いてください。"]


def test_what_is_not_asked_any_more_is_not_kept_and_the_confirmation_comes_again(
    case: Callable[..., Citizen], app: Flask
) -> None:
    """TU2: what is stored is what the confirmation showed."""
    citizen = case({SubmitterItem.NAME: Demand.OPTIONAL, SubmitterItem.PHONE: Demand.OPTIONAL}).open()
    citizen.press("confirm", wording="意見", name="花子", phone="0000-1111")
    ask_now(app, citizen, {SubmitterItem.NAME: Demand.OPTIONAL})
    page = citizen.press("send").page
    assert citizen.last and citizen.last.status_code == 409
    assert page.heading == "内容の確認"
    assert "うかがわなくなったこと（書かれていても送りません）：電話番号" in page.main.text
    assert "0000-1111" not in page.main.first("dl").text
    assert receipt_shown(citizen.press("send").page)
    assert (kept(app).name, kept(app).phone) == ("花子", "")


@pytest.mark.parametrize("told", ["", "-", "x:y name", "名:必須 " * 5000, "name:required:optional"])
def test_whatever_a_page_says_it_asked_is_answered(citizen: Citizen, told: str) -> None:
    """TU2: the field may be missing (a page of before an update), or hold anything."""
    citizen.open().press("confirm", wording="意見", asked=told)
    assert citizen.last and citizen.last.status_code in (200, 422)
    assert citizen.press("confirm").page.heading == "内容の確認"


def test_what_a_case_asks_costs_one_query_more_for_the_districts(
    case: Callable[..., Citizen], app: Flask
) -> None:
    citizen = case({SubmitterItem.NAME: Demand.OPTIONAL})
    with counted_queries() as few:
        citizen.open()
    ask_now(app, citizen, EVERYTHING)
    with counted_queries() as many:
        citizen.open()
    assert len(many) <= len(few) + 1


@pytest.mark.parametrize(
    ("field", "typed", "is_told"),
    [
        ("postal_code", "〒９７０ー００００", False),
        ("postal_code", "970-000", True),
        ("phone", "（０２４６）００－００００", False),
        ("phone", "000 0000 0000", False),
        ("phone", "内線12", True),
        ("phone", "", False),
    ],
)
def test_a_number_that_looks_mistyped_is_a_hint_and_no_refusal(
    case: Callable[..., Citizen], field: str, typed: str, is_told: bool
) -> None:
    """R26."""
    citizen = case({SubmitterItem.of(field): Demand.OPTIONAL}).open()
    page = citizen.press("confirm", wording="意見", **{field: typed}).page
    assert page.heading == "内容の確認"
    assert ("このまま送れます" in page.main.text) is is_told
    assert receipt_shown(citizen.press("send").page)
