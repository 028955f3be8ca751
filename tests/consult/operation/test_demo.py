"""`flask demo`: invented data in a folder of its own, marked on every page."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from consult import create_app
from consult.config import Settings
from consult.domain.vocabulary import Consent
from consult.extensions import db
from consult.models import Hearing, KpiEntry, Opinion
from consult.progress import inquiries
from tests import factories
from tests.pages import Page, csrf_token


def test_the_invented_city_says_so_on_every_page(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path / "demo"))
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    assert "パスワード" in result.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Hearing)) == 87
        # What nobody outside agreed to could stand on no board and in no file.
        agreed = select(func.count()).where(Hearing.consent == Consent.CONTENT)
        assert 40 < db.session.scalars(agreed).one() < 87
    client = app.test_client()
    for address in ("/", "/consultations", "/consultations/1/draft/s1", "/strategy", "/nothing-here"):
        assert "架空のデータ" in Page(client.get(address)).text, address

    draft = Page(client.get("/consultations/1/draft"))
    chapters = [each.text for each in draft.main.all("h2")]
    assert len(chapters) == 4
    assert "つながる意見" not in draft.main.text
    assert chapters[0] == "第1章 この素案について"
    three_years_of_values_and_an_inquiry_with_one_sheet_back(app)


def three_years_of_values_and_an_inquiry_with_one_sheet_back(app: Flask) -> None:
    with app.app_context():
        inquiry = inquiries.standings_of([inquiries.last_inquiry()])[0]
        assert inquiry.is_overdue
        assert [(len(each.items), len(each.left)) for each in inquiry.divisions] == [
            (6, 0),
            (6, 3),
            (6, 6),
            (6, 6),
        ]
        typed = db.session.scalars(select(KpiEntry)).all()
        assert len(typed) == 27 and all("架空の値です" in each.note for each in typed)
        codes = [each.package.code for each in inquiries.askable()]
    client = app.test_client()
    public = Page(client.get(f"/strategy/packages/{codes[2]}"))
    assert "職員が入力したKPIの値は架空のもの" in public.text
    assert [row[1] for row in public.rows()[1:]] == ["905"]
    answered = [row[1] for row in Page(client.get(f"/strategy/packages/{codes[0]}")).rows()[1:]]
    assert answered == ["61.9", "62.4"], "nobody has published the newest value"


def test_a_visitor_of_the_demo_sees_a_round_answered_and_reads_what_became_of_its_opinions(
    tmp_path: Path,
) -> None:
    app = create_app(Settings(data_dir=tmp_path / "demo"))
    told = app.test_cli_runner().invoke(args=["demo"]).output
    receipts = re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}\b", told)
    client = app.test_client()

    results = Page(client.get("/consultations/2/results"))
    assert "2名" in results.text and "3件の意見が寄せられました" in results.text
    token = csrf_token(client.get("/receipt"))
    found = Page(client.post("/receipt", data={"receipt": receipts[0], "csrf_token": token}))
    assert "窓口と電話でも受け付けます" in found.text
    way = next(href for words, href in found.links.items() if "どの施策や案の段落につながったか" in words)
    assert "1件の意見の行方" in Page(client.get(way)).text
    assert client.get(results.links["案の段落ごとに、つながる意見を見る"]).status_code == 200
    assert len(receipts) == 2
    text = Page(client.get("/consultations/2/draft/s1"))
    road = Page(client.get(text.links["段落ごとに、つながる意見と変わったところを読む"]))
    assert "つながる意見 1件" in road.text
    address = next(href for words, href in road.links.items() if "インターネットが使えない" in words)
    opinion = Page(client.get(address))
    assert "まち" in opinion.main.text and "窓口と電話でも受け付けます" in opinion.main.text


def test_a_second_demo_adds_nothing(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        app = create_app(Settings(data_dir=tmp_path / "demo"))
        assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 0
        with app.app_context():
            counts.append(db.session.scalar(select(func.count()).select_from(Opinion)))
    assert counts[0] == counts[1] > 400


def test_a_folder_in_use_takes_no_invented_data(app: Flask) -> None:
    with app.app_context():
        factories.make_hearing()
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "使われています" in result.output
    assert app.config["IS_DEMO"] is False
