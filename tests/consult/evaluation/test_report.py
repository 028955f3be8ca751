"""The report on tags: figures from blind codes alone, anchored ones apart, blank until people have acted."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult import clock
from consult.blind_labels import blind_labels
from consult.commands import evaluate_command
from consult.domain.vocabulary import AuditAction, Facet, Outcome, Role
from consult.evaluation.lines import BLIND, Line, lines
from consult.evaluation.report import FEW, tag_report
from consult.extensions import db
from consult.learning_gateway import ENOUGH_GROUPS
from consult.models import AuditEvent, BlindCode, BlindSampling, Opinion, TagDecision
from consult.plan_codes import plan_codes
from consult.spreadsheets.csv_writing import read_own_csv
from tests import factories
from tests.consult.evaluation.conftest import make_coded
from tests.pages import Page
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("plan")


def figure(key: str, *, code: str = "", facet: str = "package", source: str = BLIND) -> Line:
    found = [
        line
        for line in lines(tag_report(plan_codes()))
        if (line.key, line.code, line.facet, line.source) == (key, code, facet, source)
    ]
    assert len(found) == 1, (key, found)
    return found[0]


def test_until_two_people_have_coded_everything_is_blank_and_says_why(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.APPROVER)
    for share, drawn, words in (
        (0, False, "割合が0％のため"),
        (5, False, "まだ選ばれていないため"),
        (5, True, "そろった意見がまだないため"),
    ):
        with app.app_context():
            db.session.execute(update(BlindSampling).values(share_percent=share))
            if drawn:
                waiting = factories.make_sampled_opinion()
                factories.make_blind_code(sampled=waiting, packages=["A"])
            db.session.commit()
        page = Page(client.get("/staff/analysis/tags"))
        assert words in page.text
        cells = [cell for row in page.rows("軸ごとの数字")[1:] for cell in row[1:]]
        assert cells and set(cells) == {"－まだ測れません"}
        assert page.root.all("svg") == []
    with app.app_context():
        blank = [line for line in lines(tag_report(plan_codes())) if line.source == BLIND]
        assert blank and all(line.value is None for line in blank)


def test_precision_recall_and_f1_are_the_mean_against_each_coder(app: Flask) -> None:
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["A"])
        make_coded(a=["A"], b=["B"], suggested=["A", "B"])
        make_coded(a=[], b=[], suggested=[])

        # Against each: 2 of 3 suggestions right, 2 of 2 wanted found.
        assert figure("precision").value == pytest.approx(2 / 3)
        assert figure("recall").value == pytest.approx(1.0)
        assert figure("f1").value == pytest.approx(0.8)
        assert figure("people_f1").value == pytest.approx(0.5)
        assert figure("none_by_people").value == figure("none_by_machine").value == pytest.approx(1 / 3)
        assert figure("none_kept_empty").value == 1.0
        assert figure("cases", code="A").value == 1.5
        assert figure("suggested", code="A").value == 2
        assert figure("recall", code="A").value == 1.0
        assert figure("empty_by_machine", facet="").value == pytest.approx(1 / 3)


def test_every_figure_of_a_share_has_its_interval_and_people_stand_beside_the_machine(app: Flask) -> None:
    with app.app_context():
        for number in range(12):
            make_coded(a=["A"], b=["A"] if number % 3 else ["B"], suggested=["A"] if number % 4 else [])
        for key in ("f1", "people_f1", "precision", "recall", "none_kept_empty"):
            line = figure(key)
            if line.value is not None:
                assert line.low is not None and line.high is not None
                assert line.low <= line.value <= line.high
        alpha, people = figure("alpha").value, figure("people_alpha").value
        assert alpha is not None and people is not None


def test_a_rare_code_has_no_interval_because_a_bootstrap_of_two_cases_is_sure_of_everything(
    app: Flask,
) -> None:
    with app.app_context():
        for number in range(12):
            code = ["B"] if number < 2 else ["A"]
            make_coded(a=code, b=code, suggested=code)
        rare, common = figure("f1", code="B"), figure("f1", code="A")
        assert (rare.value, rare.low, rare.high) == (1.0, None, None)
        assert (common.value, common.low, common.high) == (1.0, 1.0, 1.0)


def test_the_page_says_in_sentences_what_the_figures_mean(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["A"])
        make_coded(a=["A"], b=["A"], suggested=["B"])
        db.session.commit()
    page = Page(staff_client(Role.DRAFTER).get("/staff/analysis/tags"))
    assert (
        "政策パッケージ：候補10件のうち約5件は、人も付けました。"
        "人が付けた分類10件のうち約5件が、候補にありました。" in page.text
    )
    assert "適合率と再現率を一つにまとめた数字です。" in page.text
    assert ["機械が判断を控えた割合", "100％", "0％", "100％"] in page.rows("軸ごとの数字")
    assert "人が「どれにも当たらない」と答えた割合は 0％ です。" in page.text


def test_a_code_that_the_machine_gives_too_often_shifts_the_ranks(app: Flask) -> None:
    with app.app_context():
        for _ in range(3):
            make_coded(a=["A"], b=["A"], suggested=["B"])
        assert figure("rank_shift").value == 1


def test_only_open_complete_counting_opinions_of_the_newest_tagger_are_measured(app: Flask) -> None:
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["B"], version="old")
        good = make_coded(a=["A"], b=["A"], suggested=["A"])
        make_coded(suggested=["B"], a=["A"]).opens_at = clock.now() + timedelta(minutes=5)
        make_coded(suggested=["B"], a=["A"]).opinion.withdrawn_at = clock.now()
        half = make_coded(suggested=["B"], a=["A"])
        half.codes[1].undone_at = clock.now()
        released = factories.make_sampled_opinion(
            opens_at=factories.NOW, released_at=factories.NOW, release_reason="一人だけのため"
        )
        factories.make_blind_code(sampled=released, packages=["A"])
        db.session.commit()

        report = tag_report(plan_codes())

        assert [each.opinion_id for each in report.blind.measured] == [good.opinion_id]
        assert report.blind.outdated == 1
        assert figure("f1").value == 1.0


def test_what_was_released_is_told_with_its_reason_and_is_in_no_figure(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        admin = factories.make_staff_member(roles=[Role.ADMIN], name="架空 管理")
        for _ in range(2):
            factories.make_sampled_opinion(
                opens_at=factories.NOW,
                released_at=factories.NOW,
                released_by_id=admin.id,
                release_reason="締切まで一人しかいないため",
            )
        db.session.commit()
        assert tag_report(plan_codes()).measured == 0
    page = Page(staff_client(Role.APPROVER).get("/staff/analysis/tags"))
    assert page.rows("管理者が外した意見")[1][1:] == ["架空 管理", "2", "締切まで一人しかいないため"]


def test_remarks_of_one_hearing_and_copies_of_one_text_are_one_group(app: Flask) -> None:
    with app.app_context():
        hearing = factories.make_hearing()
        make_coded(hearing=hearing, wording="一つめの発言です。")
        make_coded(hearing=hearing, wording="二つめの発言です。")
        make_coded(wording="二つめの発言です。")
        make_coded(wording="別の意見です。")
        db.session.commit()
        groups = [label.group for label in blind_labels()]
        assert groups[0] == groups[1] == groups[2] != groups[3]


def test_blind_labels_keep_the_two_coders_apart_main_code_first_without_what_was_taken_back(
    app: Flask,
) -> None:
    with app.app_context():
        sampled = make_coded(a=["B", "A"], b=["A"])
        factories.make_blind_code(sampled=sampled, packages=["B"], undone_at=factories.NOW)
        (label,) = blind_labels()
        assert [coder[Facet.PACKAGE] for coder in label.coders] == [("B", "A"), ("A",)]


def make_reviewed(
    *, confirmed: str = "", rejected: str = "", added: str = "", seconds: int | None = None
) -> None:
    rows = [
        TagDecision(facet=Facet.PACKAGE, code=code, outcome=outcome, was_suggested=was_suggested)
        for code, outcome, was_suggested in (
            (confirmed, Outcome.CONFIRMED, True),
            (rejected, Outcome.REJECTED, True),
            (added, Outcome.CONFIRMED, False),
        )
        if code
    ]
    factories.make_review(opinion=factories.make_opinion(), decisions=rows, seconds_taken=seconds)


def test_figures_of_the_review_stand_apart_and_are_called_anchored(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        make_reviewed(confirmed="A")
        make_reviewed(confirmed="A", added="B")
        make_reviewed(rejected="A")
        published = factories.make_published_page()
        factories.make_review(
            opinion=factories.make_opinion(published_page=published),
            confirmed={Facet.PACKAGE: ["B"]},
            published_page=published,
        )
        db.session.commit()
        report = tag_report(plan_codes())
        whole = report.anchored.of(Facet.PACKAGE)
        assert (whole.confirmed, whole.rejected, whole.added) == (2, 1, 1)
        assert whole.precision == whole.recall == whole.f1 == pytest.approx(2 / 3)
        assert (
            report.anchored.reviews,
            report.anchored.empty_by_people,
            report.anchored.empty_by_machine,
        ) == (3, 1, 0)
        assert report.why_blank, "decisions of the review never fill the blind figures"
        assert report.rows[0].figures[Facet.PACKAGE].value is None
    page = Page(staff_client(Role.DRAFTER).get("/staff/analysis/tags"))
    assert "正しさの証拠にはなりません" in page.text
    assert ["政策パッケージの合計", "2", "1", "1", "67％", "67％", "0.67"] in page.rows("確認の結果")


def test_the_median_of_measured_seconds_is_shown_and_what_was_not_measured_is_left_out(app: Flask) -> None:
    with app.app_context():
        assert tag_report(plan_codes()).review_seconds.median is None
        for seconds in (10, 20, 40, 600, None):
            make_reviewed(confirmed="A", seconds=seconds)
        make_coded()
        db.session.execute(update(BlindCode).where(BlindCode.coder == "a").values(seconds_taken=25))
        report = tag_report(plan_codes())
        assert (report.review_seconds.median, report.review_seconds.acts, report.review_seconds.capped) == (
            30,
            4,
            1,
        )
        assert (report.blind_seconds.median, report.blind_seconds.acts) == (25, 1)


def test_a_review_is_timed_from_showing_to_deciding(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    client = staff_client(Role.DRAFTER)
    with app.app_context():
        number = factories.make_opinion().id
        db.session.commit()
    # Two still clocks: how long this machine takes to answer is not what is timed.
    shown_at = datetime.now(UTC)
    app.config["REHEARSAL_NOW"] = shown_at
    page = Page(client.get(f"/staff/review/{number}"))
    app.config["REHEARSAL_NOW"] = shown_at + timedelta(seconds=33)
    form = {name: page.hidden(name) for name in ("review_seen", "shown", "shown_at")}
    client.post(f"/staff/review/{number}", data=form | {"theme": ["machi"]})
    with app.app_context():
        assert tag_report(plan_codes()).review_seconds.median == 33


def test_a_handful_of_opinions_is_called_too_few_to_quote(app: Flask) -> None:
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["A"])
        assert "区間を出しません" in tag_report(plan_codes()).caution
        assert figure("f1").value == 1.0 and figure("f1").low is None, "one opinion has no interval"
        for number in range(FEW - 1):
            make_coded(a=["A"], b=["A"], suggested=["A"], wording=f"意見の{number}番です。")
            if number == ENOUGH_GROUPS:
                assert "件に満たない" in tag_report(plan_codes()).caution
        assert tag_report(plan_codes()).caution == ""


def test_the_page_shows_figures_with_intervals_a_chart_and_its_table(
    app: Flask, staff_client: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        for number in range(12):
            make_coded(a=["A"], b=["A"] if number % 4 else [], suggested=["A"] if number % 2 else ["B"])
        db.session.commit()
    page = Page(staff_client(Role.OFFICIAL).get("/staff/analysis/tags"))
    row = next(row for row in page.rows("軸ごとの数字") if row[0] == "F1（機械と人）")
    assert row[2].startswith("0.") and "〔" in row[2] and "–" in row[2]
    assert row[1] == "－まだ測れません", "a facet that nobody and nothing has tagged has no F1"
    assert [svg.attributes["role"] for svg in page.root.all("svg")] == ["img"]
    assert any(
        "80％〜90％" in " ".join(row) or "90％〜100％" in " ".join(row) for row in page.rows("確からしさ")
    )


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_report_leaves_as_a_file_and_leaves_a_trace(
    app: Flask, staff_client: Callable[..., FlaskClient], kind: str
) -> None:
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["A"], wording="ここだけの言い回し。")
        db.session.commit()
    answer = staff_client(Role.DRAFTER).post("/staff/analysis/tags/export", data={"format": kind})
    assert answer.status_code == 200
    content = answer.get_data()
    assert "ここだけ" not in content.decode()
    if kind == "csv":
        rows = read_own_csv(content)
        assert [*rows[0][:5]] == ["出どころ", "軸", "符号", "分類", "指標"]
        assert [BLIND, "package", "A", "移動しやすいまちPJ", "F1（機械と人）", "1.000", "", ""] in rows
        assert any(row[5] == "" for row in rows), "a blank stays blank"
    else:
        values = json.loads(content)
        assert (values["measured"], values["why_blank"]) == (1, "")
        assert any(each["key"] == "people_f1" and each["value"] == 1.0 for each in values["figures"])
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == AuditAction.EXPORTED)).one()
        assert event.details == {"report": "tags", "format": kind}


def test_no_other_kind_of_file_is_made(staff_client: Callable[..., FlaskClient]) -> None:
    answer = staff_client(Role.DRAFTER).post("/staff/analysis/tags/export", data={"format": "exe"})
    assert answer.status_code == 400


def test_flask_evaluate_prints_the_same_report(app: Flask) -> None:
    def printed() -> list[list[str]]:
        result = app.test_cli_runner().invoke(evaluate_command)
        assert result.exit_code == 0
        return [line.split() for line in result.output.splitlines()]

    blank = printed()
    assert ["F1（機械と人）", "－", "－", "－"] in blank
    assert any("推測では埋めません" in " ".join(line) for line in blank)
    assert ["意見の確認", "－", "0", "0"] in blank
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["A"])
        make_reviewed(confirmed="A", seconds=12)
        db.session.commit()
    filled = printed()
    assert ["F1（機械と人）", "－", "1.000", "－"] in filled
    assert ["A", "移動しやすいまちPJ", "1.0/1", "1.000", "1.000", "1.000", "1.000"] in filled
    assert ["A", "移動しやすいまちPJ", "1", "0", "0", "1.000", "1.000", "1.000"] in filled
    assert ["政策パッケージ", "90％〜100％", "1", "0.900", "1.000"] in filled
    assert ["意見の確認", "12", "1", "0"] in filled


def test_more_codes_and_reviews_ask_no_more_of_the_database(app: Flask) -> None:
    with app.app_context():
        make_coded(a=["A"], b=["A"], suggested=["A"])
        make_reviewed(confirmed="A", seconds=5)
        db.session.commit()
        with counted_queries() as few:
            tag_report(plan_codes())
        for _ in range(15):
            make_coded(a=["A"], b=["B"], suggested=["A", "B"])
            make_reviewed(confirmed="A", seconds=5)
        db.session.commit()
        db.session.expire_all()
        with counted_queries() as many:
            tag_report(plan_codes())
        assert len(many) == len(few)
        assert db.session.scalars(select(Opinion.id)).first()
