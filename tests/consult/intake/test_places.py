"""Each opinion says which place of the draft it is about: the whole, a section, a passage, a package (C3)."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models import Consultation, DraftSection, Opinion
from tests import factories
from tests.consult.intake.citizen import Citizen, filled, receipt_shown, rows


@pytest.fixture
def reader(citizen: Citizen, app: Flask) -> Citizen:
    """A citizen in front of a case whose draft can be read as text."""
    release_text(app, citizen, 1)
    return citizen


def release_text(app: Flask, citizen: Citizen, number: int, **fields: object) -> None:
    with app.app_context():
        consultation = db.session.get_one(Consultation, citizen.consultation_id)
        factories.make_draft_text(consultation=consultation, number=number, **fields)
        db.session.commit()


def opinion(app: Flask) -> Opinion:
    with app.app_context():
        return db.session.scalars(select(Opinion)).one()


def test_the_form_offers_the_whole_and_the_sections_of_the_text(reader: Citizen) -> None:
    options = [each.text for each in reader.open().page.field("対象").all("option")]
    assert options == ["全体（案の全体について）", "第1章 移動", "第2章 学び"]


def test_a_link_from_a_passage_preselects_it_and_the_opinion_keeps_it(reader: Citizen, app: Flask) -> None:
    page = reader.open("?about=s:s1:1").page
    assert page.value("対象") == "s:s1:1"
    page = reader.press("confirm", wording="八本にしてほしい。").page
    assert "対象：第1章 移動 の1番目の段落「バスを一日六本にします。」" in page.main.text
    assert "第1章 移動 の1番目の段落" in reader.press("send").page.main.text
    kept = opinion(app)
    with app.app_context():
        assert db.session.get_one(DraftSection, kept.about_section_id).key == "s1"
    assert (kept.about_passage, kept.about_package) == (1, None)


@pytest.mark.parametrize("about", ["p:A", "A"])
def test_a_package_is_kept_as_a_package_however_an_older_page_names_it(
    reader: Citizen, app: Flask, about: str
) -> None:
    reader.open().press("confirm", wording="意見", about=about).press("send")
    assert (opinion(app).about_package, opinion(app).about_section_id) == ("A", None)


@pytest.mark.parametrize("about", ["s:s9", "s:s1:99", "p:Z9", "s:", "<b>", "あ" * 200, "x:y"])
def test_a_place_that_is_none_is_told_and_the_text_kept(reader: Citizen, app: Flask, about: str) -> None:
    page = reader.open().press("confirm", wording="残る意見", about=about).page
    assert page.errors == ["対象：対象を選び直してください。"]
    assert reader.cards == ["残る意見"]
    assert reader.open(f"?about={about}").page.value("対象") == ""
    assert rows(app) == (0, 0)


def test_an_opinion_that_was_taken_out_comes_back_with_its_passage(reader: Citizen) -> None:
    reader.open("?about=s:s2:1").press("add", wording="戻す意見").press("remove-0", wording_1="別の意見")
    page = reader.press("restore").page
    assert [value for name, value in filled(page).items() if name.endswith("-about")] == ["", "s:s2:1"]


def test_a_new_version_between_the_steps_loses_no_place(reader: Citizen, app: Flask) -> None:
    reader.open("?about=s:s1").press("confirm", wording="意見")
    release_text(app, reader, 2, released_at=factories.NOW + timedelta(days=1))
    assert receipt_shown(reader.press("send").page)
    with app.app_context():
        section = db.session.get_one(DraftSection, opinion(app).about_section_id)
        assert (section.key, section.document.number) == ("s1", 2)


def test_moving_an_opinion_to_another_place_is_another_content(reader: Citizen) -> None:
    """TR7."""
    data = filled(reader.open("?about=s:s1").press("confirm", wording="意見").page) | {"act": "send"}
    reader.client.post(reader.address, data=data)
    assert reader.client.post(reader.address, data=data | {"opinions-0-about": "s:s2"}).status_code == 409


def test_a_passage_that_became_another_is_shown_before_it_is_kept(reader: Citizen, app: Flask) -> None:
    """TU2: what is stored is what the confirmation showed."""
    reader.open("?about=s:s1:1").press("confirm", wording="意見")
    changed = DraftSection(position=1, key="s1", level=1, heading="第1章 移動", body="船の便を増やします。")
    release_text(app, reader, 2, released_at=factories.NOW + timedelta(days=1), sections=[changed])
    page = reader.press("send").page
    assert reader.last and reader.last.status_code == 409
    assert "案の文章が新しくなりました" in page.main.first(role="alert").text
    assert "船の便を増やします" in page.main.text
    assert rows(app) == (0, 0)
    assert receipt_shown(reader.press("send").page)
