"""Officials release and correct results; citizens find every version of them (O14, O15, R54)."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult import clock
from consult.domain.vocabulary import (
    AuditAction,
    Disposition,
    LinkKind,
    Role,
)
from consult.extensions import db
from consult.link_targets import LinkTarget
from consult.models import AuditEvent, Opinion, Publication
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.consult.publication.rounds import WORDS, answered_group, ended_consultation, release, send
from tests.pages import Page


def test_a_round_without_opinions_is_published_with_one_press(
    app: Flask, staff_client: Callable[..., FlaskClient], public_client: FlaskClient
) -> None:
    with app.app_context():
        case_id = ended_consultation().id
        db.session.commit()
    client = staff_client(Role.OFFICIAL)
    page = Page(client.get(f"/staff/consultations/{case_id}/results"))
    form = {name: page.hidden(name) for name in ("number", "seen")}
    released = client.post(
        f"/staff/consultations/{case_id}/results/release", data=form, follow_redirects=True
    )
    address = Page(released).links["市民が読む結果のページを開く"]
    assert "意見はありませんでした。" in Page(public_client.get(address)).text


def test_a_correction_needs_its_note_and_keeps_what_was_typed(
    app: Flask, staff_client: Callable[..., FlaskClient], public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, group=answered_group(case))
        release(case)
        send(case, group=answered_group(case, summary="教室を開いてほしい。"))
        case_id = case.id
        db.session.commit()
    client, address = staff_client(Role.APPROVER), f"/staff/consultations/{case_id}/results"
    page = Page(client.get(address))
    form = {name: page.hidden(name) for name in ("number", "seen")}
    refused = client.post(f"{address}/release", data=form | {"note": "　"})
    assert refused.status_code == 422
    assert "何をどう訂正したかを書いてください" in Page(refused).errors[0]
    assert client.post(f"{address}/release", data=form | {"note": "意見の数を2件に訂正。"}).status_code == 303
    old, new = (Page(public_client.get(f"/consultations/{case_id}/results/{n}")) for n in (1, 2))
    assert "新しい版が公表されています" in old.text
    assert old.links["最新の版を見る"] == f"/consultations/{case_id}/results"
    assert "正誤（" in new.text
    assert "意見の数を2件に訂正。" in new.text
    assert new.links["訂正する前の版を見る"].endswith("/results/1")
    assert "1件の意見が" in old.text
    assert "2件の意見が" in new.text


def test_opinions_that_are_read_otherwise_after_release_are_a_reason_for_a_correction(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case = ended_consultation()
        (opinion,) = send(case, group=answered_group(case))
        release(case)
        case_id, opinion_id = case.id, opinion.id
    client, address = staff_client(Role.APPROVER), f"/staff/consultations/{case_id}/results"
    assert "変わったところはありません" in Page(client.get(address)).text
    with app.app_context():
        target = LinkTarget(LinkKind.PASSAGE, case_id, "s1", 1, "バスを一日六本にします。")
        factories.make_link_decision(opinion=db.session.get_one(Opinion, opinion_id), target=target)
        db.session.commit()
    page = Page(client.get(address))
    assert "市民が読む「意見の行方」は、公表したときのままです" in page.text
    form = {name: page.hidden(name) for name in ("number", "seen")} | {"note": "結びつきを加えました。"}
    assert client.post(f"{address}/release", data=form).status_code == 303
    assert "変わったところはありません" in Page(client.get(address)).text


def test_a_case_without_a_plan_says_so_and_owes_no_answers(
    app: Flask, staff_client: Callable[..., FlaskClient], public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation(dropped_at=clock.now(), dropped_reason="計画を一つにまとめるため。")
        send(case)
        case_id = case.id
        db.session.commit()
    client = staff_client(Role.OFFICIAL)
    page = Page(client.get(f"/staff/consultations/{case_id}/results"))
    assert page.value("正誤・理由の文") == "計画を一つにまとめるため。"
    form = {name: page.hidden(name) for name in ("number", "seen")} | {"note": "計画を一つにまとめるため。"}
    assert client.post(f"/staff/consultations/{case_id}/results/release", data=form).status_code == 303
    shown = Page(public_client.get(f"/consultations/{case_id}/results")).text
    assert "この案による策定は行わないこととしました。計画を一つにまとめるため。" in shown


def test_nothing_is_there_before_results_or_of_a_case_that_is_not_announced(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        case_id = case.id
        hidden = ended_consultation(stage=factories.ConsultationStage.DRAFT)
        release(hidden)
        hidden_id = hidden.id
        db.session.commit()
    for address in (
        f"{case_id}/results",
        f"{case_id}/results/1",
        f"{hidden_id}/results",
        f"{hidden_id}/results/1",
    ):
        assert public_client.get(f"/consultations/{address}").status_code == 404


def test_a_drafter_reads_but_does_not_release(app: Flask, staff_client: Callable[..., FlaskClient]) -> None:
    with app.app_context():
        case_id = ended_consultation().id
        db.session.commit()
    page = Page(staff_client(Role.DRAFTER).get(f"/staff/consultations/{case_id}/results"))
    assert "結果を公表する" not in page.buttons
    with app.app_context():
        assert db.session.scalars(select(Publication)).all() == []


def test_the_figures_of_a_round_are_taken_along_before_anything_is_published(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, WORDS)
        case_id = case.id
        db.session.commit()
    address = f"/staff/consultations/{case_id}/results/counts"
    client = staff_client(Role.DRAFTER)
    rows = read_own_csv(client.post(address).data)
    assert rows[1][4:7] == ["意見", "3", "1"]
    assert client.post(address, data={"format": "xlsx"}).data.startswith(b"PK")
    with app.app_context():
        assert (
            len(db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).all())
            == 2
        )


def test_citizens_find_the_results_from_the_case_and_from_the_list(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation(title="公民館の使い方（案）")
        ended_consultation(title="結果のない案件")
        release(case)
        case_id = case.id
        db.session.commit()
    address = f"/consultations/{case_id}/results"
    assert Page(public_client.get(f"/consultations/{case_id}")).links["結果を読む"] == address
    assert Page(public_client.get("/consultations")).links["結果を読む：公民館の使い方（案）"] == address


def test_a_file_that_a_reader_has_already_is_not_made_again(app: Flask, public_client: FlaskClient) -> None:
    with app.app_context():
        case = ended_consultation()
        release(case)
        case_id = case.id
    address = f"/consultations/{case_id}/results/1/files/counts.csv"
    tag = public_client.get(address).headers["ETag"]
    assert public_client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_the_table_is_narrowed_to_a_class_and_ordered_by_its_opinions(
    app: Flask, public_client: FlaskClient
) -> None:
    with app.app_context():
        case = ended_consultation()
        first = factories.make_result_class(consultation=case, label="今後の参考")
        other = factories.make_result_class(consultation=case, label="その他", disposition=Disposition.OTHER)
        send(case, WORDS[:1], group=answered_group(case, result_class=first, summary="一つの声"))
        send(case, WORDS, group=answered_group(case, result_class=other, summary="三つの声"))
        db.session.refresh(case)
        release(case)
        case_id = case.id
    address = f"/consultations/{case_id}/results"
    rows = Page(public_client.get(f"{address}/1?sort=opinions")).rows("意見の概要")[1:]
    assert [row[0] for row in rows] == ["2", "1"], "a row keeps its number"
    assert len(Page(public_client.get(f"{address}/1?class=その他")).rows("意見の概要")) == 2
    for odd in ("class=x&sort=email", "page=99999999", "sort=opinions';--"):
        assert len(Page(public_client.get(f"{address}/1?{odd}")).rows("意見の概要")) == 3


def test_a_correction_keeps_the_opinions_own_words_where_they_were_published(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        case = ended_consultation()
        send(case, WORDS, group=answered_group(case))
        release(case, with_voices=True)
        case_id = case.id
    page = Page(staff_client(Role.OFFICIAL).get(f"/staff/consultations/{case_id}/results"))
    assert "変わったところはありません" in page.text
