"""A package at the desk: the strategy's words beside its voices, every figure open, the headline typed by people."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.domain.vocabulary import Channel, Facet, Outcome, Role, Sector
from consult.extensions import db
from consult.link_targets import plan_targets
from consult.models import AuditEvent, Measure, Opinion, PackageHeadline, PolicyPackage
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories as make
from tests.consult.drafting.boards import seed
from tests.pages import Page
from tests.query_counting import counted_queries
from tests.register import number_listed_at

DESK = "/staff/packages/A"


def on_package(code: str = "A", **fields: object) -> Opinion:
    opinion = make.make_opinion(**fields)
    make.make_review(opinion=opinion, confirmed={Facet.PACKAGE: [code]})
    return opinion


def suggested_on(code: str = "A", **fields: object) -> Opinion:
    return make.make_tag(opinion=make.make_opinion(**fields), facet=Facet.PACKAGE, code=code).opinion


def voices() -> None:
    """Confirmed and suggested, of two sectors, two months with an empty one between, sent twice by one person."""
    school = make.make_counterpart(sector=Sector.ACADEMIA)
    on_package(hearing=make.make_hearing(counterpart=school, held_on=date(2026, 4, 30)))
    suggested_on(hearing=make.make_hearing(counterpart=school, held_on=date(2026, 6, 1)))
    # The last evening of June in Japan is still June there, and so is the first night of July in London.
    sent = make.make_submission(channel=Channel.FORM, received_at=datetime(2026, 6, 30, 14, 59, tzinfo=UTC))
    for _ in range(2):
        on_package(submission=sent)
    on_package("B", submission=sent)
    on_package(published_page=make.make_published_page())


def figures_that_open(client: FlaskClient, address: str) -> list[tuple[int, str]]:
    links = [link for link in Page(client.get(address)).main.all("a") if link.all("span")]
    return [
        (int(text), link.attributes["href"])
        for link in links
        if re.fullmatch(r"\d+", text := link.all("span")[-1].text)
    ]


def save(client: FlaskClient, text: str, version: int):  # type: ignore[no-untyped-def]
    data = {"A-text": text, "A-version": str(version)}
    return client.post(f"{DESK}/headline", data=data)


def test_every_figure_of_the_desk_opens_exactly_its_opinions(app: Flask, drafter: FlaskClient) -> None:
    seed(app, voices)
    for address in (DESK, "/staff/packages"):
        figures = figures_that_open(drafter, address)
        assert sum(number for number, _ in figures) > 5
        for number, href in set(figures):
            assert number_listed_at(app, href) == number, (address, href)


def test_whoever_stands_behind_a_figure_is_one_press_away(app: Flask, drafter: FlaskClient) -> None:
    seed(app, voices)
    desk, overview = (Page(drafter.get(address)).links for address in (DESK, "/staff/packages"))
    # One sender of two confirmed opinions; two opinions were said at hearings, one of them confirmed.
    for href, opinions in (
        (desk["1名"], 2),
        (desk["延べ1回、実1者"], 1),
        (desk["延べ2回・実1者"], 2),
        (desk["2（1）"], 2),
        (desk["2件"], 2),
        (overview["1（1）"], 1),
    ):
        found = Page(drafter.get(href)).root.first("h2", id="list-heading").text
        assert found == f"{opinions}件の意見", href


def test_sectors_and_months_add_up_and_nothing_is_left_out(app: Flask, drafter: FlaskClient) -> None:
    seed(app, voices)
    page = Page(drafter.get(DESK))
    assert "確定 4件・候補 1件" in page.text
    assert "確定した意見：提出者 1名・ヒアリング 延べ1回、実1者・公表資料は名 不明" in page.text
    for caption in (
        "「移動しやすいまちPJ」の意見（相手方の区分ごと）",
        "「移動しやすいまちPJ」の意見（月ごと）",
    ):
        _header, *lines = page.rows(caption)
        assert [sum(int(line[column]) for line in lines) for column in (1, 2, 3)] == [5, 4, 1], caption
    sectors = {line[0]: line[1:] for line in page.rows("「移動しやすいまちPJ」の意見（相手方")[1:]}
    assert sectors[Sector.ACADEMIA.label] == ["2", "1", "1", "0", "2（1）"]
    assert sectors[Sector.FINANCE.label] == ["0", "0", "0", "0", "0（0）"]
    months = [line[:2] for line in page.rows("「移動しやすいまちPJ」の意見（月")[1:]]
    assert months == [
        ["令和8(2026)年4月", "1"],
        ["令和8(2026)年5月", "0"],
        ["令和8(2026)年6月", "3"],
        ["日付なし（公表資料、日付要確認）", "1"],
    ]


def test_the_strategys_words_stand_beside_the_voices(app: Flask, drafter: FlaskClient) -> None:
    def rows() -> None:
        package = db.session.scalars(select(PolicyPackage).where(PolicyPackage.code == "A")).one()
        package.descriptions = ["だれもが移動できるまち"]
        make.make_desk_note(title="交通の白書（架空）", links=[("A", "乗合交通"), ("A", ""), ("B", "")])
        make.make_desk_note(title="子育ての白書（架空）", links=[("B", "")])
        make.make_desk_note(title="消した白書（架空）", links=[("A", "")], removed_at=make.NOW)

    seed(app, rows)
    page = Page(drafter.get(DESK))
    assert "だれもが移動できるまち" in page.text
    assert "交通の白書（架空）" in page.text and "乗合交通" in page.text and "すべて見る（1点）" in page.text
    assert "子育ての白書" not in page.text and "消した白書" not in page.text
    listed = Page(drafter.get(page.links["すべて見る（1点）"]))
    assert "交通の白書（架空）" in listed.text and "子育ての白書" not in listed.main.text


def test_each_measure_says_how_many_opinions_lead_to_it_and_opens_them(
    app: Flask, drafter: FlaskClient
) -> None:
    def rows() -> None:
        package = db.session.scalars(select(PolicyPackage).where(PolicyPackage.code == "A")).one()
        package.measures = [
            Measure(name=name, position=n) for n, name in enumerate(("乗合交通", "歩道"), start=1)
        ]
        db.session.flush()
        (asked, *_) = plan_targets()
        for _ in range(2):
            make.make_link_decision(opinion=on_package(), target=asked)
        make.make_link_decision(opinion=on_package(), target=asked, outcome=Outcome.REJECTED)
        make.make_link_decision(opinion=on_package(), target=asked, undone_at=make.NOW)
        make.make_link_suggestion(opinion=on_package(), target=asked)

    seed(app, rows)
    page = Page(drafter.get(DESK))
    assert "歩道結びついた意見はありません" in page.text
    assert number_listed_at(app, page.links["結びついた意見 2件"]) == 2


def test_places_that_were_changed_for_its_opinions_are_named(app: Flask, drafter: FlaskClient) -> None:
    def rows() -> None:
        case = make.make_consultation()
        group = make.make_answer_group(consultation=case)
        for _ in range(2):
            on_package(submission=make.make_submission(consultation=case), answer_group_id=group.id)
        make.make_revision(consultation=case, groups=(group,), place="第2章 移動の足")
        make.make_revision(consultation=case, groups=(group,), place="消した箇所", removed_at=make.NOW)
        other = make.make_answer_group(consultation=case)
        on_package("B", submission=make.make_submission(consultation=case), answer_group_id=other.id)
        make.make_revision(consultation=case, groups=(other,), place="別の箇所")

    seed(app, rows)
    changes = Page(drafter.get(DESK)).root.first("section", id="changes").text
    assert "第2章 移動の足" in changes and "確定した意見2件への回答" in changes
    assert "消した箇所" not in changes and "別の箇所" not in changes


def test_a_package_without_voices_says_so_and_offers_the_review(drafter: FlaskClient) -> None:
    page = Page(drafter.get(DESK))
    assert "確定した意見も、候補の意見も、まだありません" in page.text
    assert page.links["未確認の意見を確かめる"] == "/staff/review"
    assert drafter.get("/staff/packages/Z").status_code == 404


def test_a_drafter_writes_the_headline_of_a_package_and_earlier_ones_stay(
    app: Flask, drafter: FlaskClient
) -> None:
    assert save(drafter, "足を　守る", 0).location == f"{DESK}#headline"
    save(drafter, "夜の足を守る", 1)
    page = Page(drafter.get(DESK))
    assert "前の見出し（1）" in page.text and "足を 守る" in page.text
    assert "夜の足を守る" in Page(drafter.get("/staff/packages")).text
    with app.app_context():
        kept = select(PackageHeadline.text).order_by(PackageHeadline.version)
        assert list(db.session.scalars(kept)) == ["足を 守る", "夜の足を守る"]
        about = AuditEvent.object_type == "package_headline"
        events = db.session.scalars(select(AuditEvent).where(about).order_by(AuditEvent.id)).all()
        assert events[-1].details == {"package": "A", "fields": ["text"], "version": 2}


def test_the_second_of_two_savers_of_a_package_keeps_the_text(
    drafter: FlaskClient, staff_client: Callable[..., FlaskClient]
) -> None:
    save(staff_client(Role.DRAFTER), "先の見出し", 0)
    answer = save(drafter, "あとの見出し", 0)
    page = Page(answer)
    assert answer.status_code == 409 and "今の見出し：「先の見出し」" in page.text
    assert page.value("「移動しやすいまちPJ」の見出し") == "あとの見出し"
    assert page.hidden("A-version") == "1"
    refused = Page(save(drafter, " ", 1))
    assert "見出しを入力してください" in refused.errors[0]


def test_others_read_the_desk_and_write_no_headline(
    plan: None, staff_client: Callable[..., FlaskClient]
) -> None:
    official = staff_client(Role.OFFICIAL)
    assert "見出しを保存" not in Page(official.get(DESK)).buttons
    assert save(official, "見出し", 0).status_code == 404


def test_the_packages_go_out_as_a_table_on_record_also_without_a_voice(
    app: Flask, drafter: FlaskClient
) -> None:
    seed(app, voices)
    save(drafter, "足を守る", 0)
    header, *rows = read_own_csv(drafter.post("/staff/packages/export", data={"file": "csv"}).data)
    assert header[:5] == ["番号", "政策パッケージ", "見出し", "確定（件）", "候補（件）"]
    assert rows == [
        ["A", "移動しやすいまちPJ", "足を守る", "4", "1", "1", "1", "1"],
        ["B", "育ちあうひとPJ", "", "1", "0", "1", "0", "0"],
    ]
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event and (event.object_type, event.details) == ("policy_package", {"rows": 2})


def test_the_overview_is_put_in_order_by_its_figures(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: [on_package("B"), suggested_on("A")])

    def order(sort: str) -> list[str]:
        rows = Page(drafter.get(f"/staff/packages?sort={sort}")).rows()[1:]
        return [row[0][0] for row in rows]

    assert (order("plan"), order("confirmed"), order("suggested")) == (["A", "B"], ["B", "A"], ["A", "B"])
    assert order("nonsense") == ["A", "B"]


def test_a_desk_asks_the_database_as_often_for_many_voices(app: Flask, drafter: FlaskClient) -> None:
    seed(app, lambda: [voices(), make.make_desk_note(links=[("A", "")])])
    counts = []
    for _ in range(2):
        with counted_queries() as queries:
            drafter.get(DESK)
        counts.append(len(queries))
        seed(
            app, lambda: [voices(), [on_package() for _ in range(20)], make.make_desk_note(links=[("A", "")])]
        )
    assert counts[0] == counts[1]
