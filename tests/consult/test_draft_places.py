"""Where in a draft an opinion points: offered, sent, named, kept."""

import pytest

from consult.domain.vocabulary import OfferedPlaces
from consult.draft_places import WHOLE_DRAFT, Place, Places, labels_of, place_choices, read_place, value_of
from consult.models import DraftSection
from tests import factories
from tests.query_counting import counted_queries

pytestmark = pytest.mark.usefixtures("database")


def section(key: str, heading: str, body: str, position: int = 1, level: int = 1) -> DraftSection:
    return DraftSection(key=key, heading=heading, body=body, position=position, level=level)


@pytest.mark.parametrize("value", ["", "s:s3", "s:s3:12", "p:1-1"])
def test_a_place_is_sent_and_read_again(value: str) -> None:
    place = read_place(value)
    assert place is not None
    assert place.value == value


@pytest.mark.parametrize(
    "value", ["s:", "s:x", "s:s0", "s:s1:0", "s:s1:1:1", "1-1", "p:", "p:a b", "s:s1\n", "s:s１"]
)
def test_what_no_form_sends_is_no_place(value: str) -> None:
    assert read_place(value) is None


def test_a_form_offers_the_whole_and_the_sections_of_what_citizens_read() -> None:
    factories.make_plan()
    consultation = factories.make_consultation()
    factories.make_draft_text(consultation=consultation)
    factories.make_draft_text(consultation=consultation, number=2, released_at=None, sections=[])
    assert place_choices(consultation) == [WHOLE_DRAFT, ("s:s1", "第1章 移動"), ("s:s2", "第2章 学び")]


@pytest.mark.parametrize(
    ("setting", "has_text", "offers"),
    [
        (OfferedPlaces.BY_DRAFT, False, True),
        (OfferedPlaces.BY_DRAFT, True, False),
        (OfferedPlaces.WITH_PACKAGES, True, True),
        (OfferedPlaces.WITHOUT_PACKAGES, False, False),
    ],
)
def test_the_packages_of_the_strategy_are_offered_as_the_case_says(
    setting: OfferedPlaces, has_text: bool, offers: bool
) -> None:
    factories.make_plan()
    consultation = factories.make_consultation(offered_places=setting)
    if has_text:
        factories.make_draft_text(consultation=consultation)
    assert any(value.startswith("p:") for value, _ in place_choices(consultation)) is offers


def test_a_package_that_is_no_longer_offered_stays_where_it_was_chosen() -> None:
    """A page that was opened before the setting changed loses nothing."""
    factories.make_plan()
    places = Places(factories.make_consultation(offered_places=OfferedPlaces.WITHOUT_PACKAGES))
    assert [value for value, _ in places.choices(["p:A"])] == ["", "p:A"]
    assert places.columns("p:A").about_package == "A"


def test_a_passage_is_offered_once_somebody_chose_it_and_only_if_it_is_there() -> None:
    consultation = factories.make_consultation()
    long = "あ" * 40
    sections = [section("s1", "第1章", f"はじめ。\n\n{long}"), section("s2", "", "本文。", 2, 2)]
    factories.make_draft_text(consultation=consultation, sections=sections)
    places = Places(consultation)
    offered = dict(places.choices(["s:s1:2", "s:s1:9", "s:s8:1", None, "…"]))
    assert offered["s:s1:2"] == f"　第1章 の2番目の段落「{'あ' * 30}…」"
    assert offered["s:s2"] == "　（前文）"
    assert "s:s1:9" not in offered
    assert not places.holds("s:s1:9")
    assert places.holds("s:s1:2")
    assert places.columns("s:s1:2").about_section_id == sections[0].id
    assert places.columns("s:s1:9") == places.columns("")


def test_a_case_without_a_text_offers_the_whole() -> None:
    assert place_choices(factories.make_consultation()) == [WHOLE_DRAFT]


def test_opinions_keep_the_place_of_the_version_they_were_sent_about() -> None:
    consultation = factories.make_consultation()
    first = factories.make_draft_text(consultation=consultation)
    submission = factories.make_submission(consultation=consultation)
    about = factories.make_opinion(
        submission=submission, about_section_id=first.sections[0].id, about_passage=1
    )
    whole = factories.make_opinion(submission=submission, position=2)
    factories.make_draft_text(
        consultation=consultation, number=2, sections=[section("s1", "第1章 暮らし", "書き直した。")]
    )
    assert labels_of([about, whole]) == {
        about.id: "第1章 移動 の1番目の段落「バスを一日六本にします。」",
        whole.id: WHOLE_DRAFT[1],
    }
    assert value_of(about) == Place("s1", 1).value


def test_labels_cost_the_same_for_many_opinions() -> None:
    consultation = factories.make_consultation()
    draft = factories.make_draft_text(consultation=consultation)
    submission = factories.make_submission(consultation=consultation)
    opinions = [
        factories.make_opinion(submission=submission, position=n, about_section_id=draft.sections[n % 2].id)
        for n in range(6)
    ]
    with counted_queries() as queries:
        labels_of(opinions)
    assert len(queries) <= 1
