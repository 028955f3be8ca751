"""Loading a strategy: everything is carried, twice changes nothing, ids stay, decisions are never touched."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import PlanRefused
from consult.domain.vocabulary import AuditAction, Facet, KpiDirection, Outcome
from consult.extensions import db
from consult.models import (
    AuditEvent,
    ChosenOpinion,
    Kpi,
    KpiValue,
    Measure,
    Opinion,
    PackageHeadline,
    PlanEdition,
    PolicyPackage,
    Review,
    TagDecision,
    Theme,
    ThemeHeadline,
    TimelineStep,
)
from consult.plan import SHIPPED_STRATEGY
from consult.plan.services import load_strategy
from tests.consult.plan import content
from tests.consult.plan.conftest import MINATO, Load
from tests.factories import NOW, make_opinion, make_review, make_staff_member

pytestmark = pytest.mark.usefixtures("database")
SHIPPED = SHIPPED_STRATEGY.read_text()


def package(code: str) -> PolicyPackage:
    return db.session.scalars(
        select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current, PolicyPackage.code == code)
    ).one()


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_every_value_of_the_file_stands_in_the_tables_and_no_note_does() -> None:
    load_strategy(SHIPPED_STRATEGY)
    stored = content.stored_values()
    given = content.shipped_content()
    said = {value for _, value in content.leaves(given)}
    # A theme's label stands for its code in the opinions; both are in the theme's row.
    assert {value for value in said if value not in stored} == set()
    only_notes = set(content.notes(given)) - {value for value in said if isinstance(value, str)}
    assert len(only_notes) > 20
    assert only_notes & {value for value in stored if isinstance(value, str)} == set()


def test_the_same_file_again_changes_nothing_and_leaves_no_event() -> None:
    first = load_strategy(SHIPPED_STRATEGY)
    before = content.rows_by_table()
    again = load_strategy(SHIPPED_STRATEGY)
    assert first.added > 200
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert content.rows_by_table() == before
    events = db.session.scalars(select(AuditEvent)).all()
    assert [event.action for event in events] == [AuditAction.LOADED]
    assert events[0].details["added"] == first.added


def test_a_path_and_its_text_are_the_same_strategy() -> None:
    load_strategy(SHIPPED_STRATEGY)
    assert not load_strategy(SHIPPED).changed_anything


def test_a_changed_file_changes_rows_in_place() -> None:
    load_strategy(SHIPPED_STRATEGY)
    old = package("2-4")
    old_id, kept, reworded = old.id, old.measures[1].id, old.measures[0].id
    changed = SHIPPED.replace('name: "地域ストック活用PJ"', 'name: "地域の宝活用PJ"').replace(
        "空き家・空き店舗等の利活用の更なる促進", "空き家・空き店舗の利活用"
    )
    report = load_strategy(changed)
    new = package("2-4")
    assert (report.added, report.changed, report.removed) == (0, 2, 0)
    assert (new.id, new.name) == (old_id, "地域の宝活用PJ")
    assert [(m.id, m.name) for m in new.measures][1][0] == kept
    assert (new.measures[0].id, new.measures[0].name) == (reworded, "空き家・空き店舗の利活用")


def test_measures_that_change_places_keep_their_ids() -> None:
    load_strategy(SHIPPED_STRATEGY)
    ids = {measure.name: measure.id for measure in package("3-2").measures}
    given = (
        '["稼げる仕組みの構築", "担い手の育成及び確保", "資源の保全・保護とブランディング", "域内消費拡大"]'
    )
    load_strategy(SHIPPED.replace(given, '["域内消費拡大", "稼げる仕組みの構築", "担い手の育成及び確保"]'))
    db.session.expire_all()
    assert [(m.name, m.id) for m in package("3-2").measures] == [
        (name, ids[name]) for name in ("域内消費拡大", "稼げる仕組みの構築", "担い手の育成及び確保")
    ]
    assert (
        count(Measure) == sum(len(p["measures"]) for p in content.shipped_content()["phase2"]["packages"]) - 1
    )


def test_numbers_are_numbers_and_a_blank_is_not_zero() -> None:
    load_strategy(SHIPPED.replace('"2018": {value: 1.52, ref: "H29"}', '"2018": {value: null, ref: "H29"}'))
    kpi = db.session.scalars(select(Kpi).where(Kpi.name == "合計特殊出生率")).one()
    assert (kpi.decimals, kpi.target_year, kpi.target_value, kpi.target_text) == (2, 2020, 1.71, "1.71")
    assert kpi.direction is KpiDirection.UP
    assert [(v.reporting_year, v.value, v.reference) for v in kpi.values][2:4] == [
        (2017, 1.5, "H28"),
        (2018, None, "H29"),
    ]
    counted = db.session.scalars(select(KpiValue).where(KpiValue.increment == 17)).one()
    assert (counted.value, counted.reference_text, counted.kpi.is_cumulative) == (24, "17件/H27", True)


def test_continued_names_lead_to_the_package_before() -> None:
    load_strategy(SHIPPED_STRATEGY)
    current = db.session.scalars(select(PolicyPackage).join(PlanEdition).where(PlanEdition.is_current)).all()
    assert len(current) == 12
    assert {p.code: p.predecessor.code for p in current if p.predecessor} == {
        "1-1": "1-1",
        "2-2": "2-2",
        "2-5": "2-3",
        "3-2": "3-4",
    }


def test_the_published_opinions_come_with_the_publications_own_decisions() -> None:
    load_strategy(SHIPPED_STRATEGY)
    opinions = db.session.scalars(select(Opinion).order_by(Opinion.position)).all()
    given = content.shipped_content()["main_opinions"]["themes"]
    assert [o.wording for o in opinions] == [each["text"] for band in given for each in band["opinions"]]
    reviews = db.session.scalars(select(Review)).all()
    assert {review.staff_member_id for review in reviews} == {None}
    decisions = db.session.scalars(select(TagDecision)).all()
    assert {(d.facet, d.outcome, d.is_main) for d in decisions} == {(Facet.THEME, Outcome.CONFIRMED, True)}
    assert sorted(d.code for d in decisions) == ["hito"] * 4 + ["machi"] * 5 + ["shigoto"] * 4
    headlines = {row.theme: row.text for row in db.session.scalars(select(ThemeHeadline))}
    labels = {theme.label: theme.code for theme in db.session.scalars(select(Theme))}
    assert headlines == {labels[band["theme"]]: band["headline"] for band in given}
    page = opinions[0].published_page
    assert page is not None and page.timeline_step is not None
    assert (page.page, page.timeline_step.code) == (19, "T3")
    assert count(ChosenOpinion) == 13


def test_a_reload_leaves_alone_what_staff_did() -> None:
    load_strategy(SHIPPED_STRATEGY)
    person = make_staff_member()
    first, second = db.session.scalars(select(Opinion).order_by(Opinion.position).limit(2)).all()
    db.session.delete(
        db.session.scalars(select(ChosenOpinion).where(ChosenOpinion.opinion_id == first.id)).one()
    )
    review = db.session.scalars(select(Review).where(Review.opinion_id == second.id)).one()
    review.is_current = False
    db.session.flush()
    make_review(opinion=second, confirmed={Facet.THEME: ["hito"]}, by=person)
    before = content.rows_by_table()
    assert not load_strategy(SHIPPED).changed_anything
    assert content.rows_by_table() == before


def test_a_headline_that_staff_wrote_goes_on_standing_over_the_publications() -> None:
    load_strategy(SHIPPED_STRATEGY)
    person = make_staff_member()
    own = ThemeHeadline(theme="machi", text="海を生かす", staff_member_id=person.id, saved_at=NOW, version=2)
    db.session.add(own)
    load_strategy(
        SHIPPED.replace('headline: "地域資源の有効活用', 'headline: "新しい見出し・地域資源の有効活用')
    )
    of_theme = select(ThemeHeadline).where(ThemeHeadline.theme == "machi").order_by(ThemeHeadline.version)
    published, standing = db.session.scalars(of_theme).all()
    assert (published.text[:6], published.version) == ("新しい見出し", 1)
    assert (standing.text, standing.version) == ("海を生かす", 2)


def test_a_headline_that_staff_wrote_before_the_page_came_goes_on_standing() -> None:
    person = make_staff_member()
    db.session.add(
        ThemeHeadline(theme="machi", text="海を生かす", staff_member_id=person.id, saved_at=NOW, version=1)
    )
    load_strategy(SHIPPED_STRATEGY)
    of_theme = select(ThemeHeadline).where(ThemeHeadline.theme == "machi").order_by(ThemeHeadline.version)
    assert [row.staff_member_id for row in db.session.scalars(of_theme)] == [None, person.id]


def test_a_headline_that_is_still_the_publications_follows_the_file() -> None:
    load_strategy(SHIPPED_STRATEGY)
    load_strategy(SHIPPED.replace('headline: "若い人における意欲の低さ', 'headline: "若者の意欲の低さ'))
    headline = db.session.scalars(select(ThemeHeadline).where(ThemeHeadline.theme == "hito")).one()
    assert (headline.text[:5], headline.version) == ("若者の意欲", 2)


def test_an_opinion_with_another_wording_is_another_opinion() -> None:
    load_strategy(SHIPPED_STRATEGY)
    old = db.session.scalars(select(Opinion.id).where(Opinion.source_code == "OP-S2")).one()
    report = load_strategy(
        SHIPPED.replace("人手不足と高齢化が経営上の課題である。", "人手不足が課題である。")
    )
    new = db.session.scalars(select(Opinion).where(Opinion.source_code == "OP-S2")).one()
    assert new.wording == "人手不足が課題である。"
    assert report.removed == 1
    assert db.session.get(Opinion, old) is new or db.session.get(Opinion, old) is None
    assert (count(Opinion), count(Review), count(ChosenOpinion)) == (13, 13, 13)


def test_the_wording_of_an_opinion_that_staff_reviewed_cannot_change() -> None:
    load_strategy(SHIPPED_STRATEGY)
    opinion = db.session.scalars(select(Opinion).where(Opinion.source_code == "OP-S2")).one()
    db.session.scalars(select(Review).where(Review.opinion_id == opinion.id)).one().is_current = False
    db.session.flush()
    make_review(opinion=opinion, confirmed={Facet.THEME: ["shigoto"]})
    before = content.rows_by_table()
    with pytest.raises(PlanRefused, match="OP-S2"):
        load_strategy(
            SHIPPED.replace("人手不足と高齢化が", "人手不足が").replace("いわき総活躍PJ", "別の名前PJ")
        )
    assert content.rows_by_table() == before


@pytest.mark.parametrize(
    ("facet", "code", "lost"),
    [(Facet.THEME, "umi", "umi"), (Facet.PACKAGE, "P7", "P7"), (Facet.MODEL, "ALL", "ALL")],
)
def test_a_code_that_a_decision_refers_to_cannot_vanish(facet: Facet, code: str, lost: str) -> None:
    load_strategy(MINATO)
    make_review(opinion=make_opinion(), confirmed={facet: [code]})
    text = re.sub(rf'^ *- {{.*code: "?{lost}"?,.*\n', "", MINATO.read_text(), flags=re.MULTILINE)
    text = text.replace("  promotion_models:\n  packages", "  packages")
    assert text != MINATO.read_text()
    before = content.rows_by_table()
    with pytest.raises(PlanRefused, match=f"{facet.label}「{lost}」"):
        load_strategy(text)
    assert content.rows_by_table() == before


@pytest.mark.parametrize("who", ["citizen", "drafter"])
def test_a_package_that_somebody_wrote_about_cannot_vanish(who: str) -> None:
    load_strategy(MINATO)
    if who == "citizen":
        make_opinion(about_package="P9")
    else:
        author = make_staff_member()
        headline = PackageHeadline(package="P9", text="海を守る", staff_member_id=author.id, saved_at=NOW)
        db.session.add(headline)
        db.session.flush()
    with pytest.raises(PlanRefused, match="P9"):
        load_strategy(MINATO.read_text().replace('"P9"', '"P8"'))


def test_a_part_of_a_step_can_become_a_step_and_go_back() -> None:
    load_strategy(SHIPPED_STRATEGY)
    start, end = SHIPPED.index("    parts:\n"), SHIPPED.index("\n# ----", SHIPPED.index("id: T8b"))
    alone = "  - {id: T8a, name: 市民意見募集, content: 募集, channel: public_comment}\n"
    load_strategy(SHIPPED[:start] + alone + SHIPPED[end:])
    steps = {step.code: step.parent_id for step in db.session.scalars(select(TimelineStep))}
    assert steps["T8a"] is None and "T8b" not in steps and len(steps) == 9
    load_strategy(SHIPPED_STRATEGY)
    db.session.expire_all()
    whole = db.session.scalars(select(TimelineStep).where(TimelineStep.code == "T8")).one()
    assert [part.code for part in whole.parts] == ["T8a", "T8b"]


def test_before_anybody_decides_another_citys_strategy_takes_the_place() -> None:
    load_strategy(SHIPPED_STRATEGY)
    load_strategy(MINATO)
    held = {value for value in content.stored_values() if isinstance(value, str)}
    assert not [value for value in held if "いわき" in value]
    assert [edition.code for edition in db.session.scalars(select(PlanEdition))] == ["phase2"]
    assert (count(Opinion), count(TimelineStep), count(KpiValue), count(PolicyPackage)) == (0, 0, 0, 5)
    load_strategy(SHIPPED_STRATEGY)
    assert (count(Opinion), count(PolicyPackage), count(Theme)) == (13, 29, 3)


def test_the_command_loads_and_says_what_it_did(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    loaded = runner.invoke(args=["plan", "load", str(MINATO)])
    assert loaded.exit_code == 0, loaded.output
    assert "読み込みました" in loaded.output
    assert "変わりはありません" in runner.invoke(args=["plan", "load", str(MINATO)]).output
    bad = tmp_path / "bad.yaml"
    bad.write_text(MINATO.read_text().replace("measures:", "mesures:", 1))
    refused = runner.invoke(args=["plan", "load", str(bad)])
    assert refused.exit_code == 1
    assert "phase2.packages[0].mesures（17行目）" in refused.stderr
    missing = runner.invoke(args=["plan", "load", str(tmp_path / "nothing.yaml")])
    assert missing.exit_code == 1 and "開けません" in missing.stderr
    assert count(PolicyPackage) == 5


def test_loading_in_a_test_client_leaves_nothing_uncommitted(load: Load) -> None:
    load(MINATO)
    assert count(PolicyPackage) == 5
