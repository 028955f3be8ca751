"""The door to `nlp`: texts and ids go out, nothing else; suggestions come back with evidence only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

import nlp
import nlp.types
from consult import jobs, nlp_gateway, strategy_gateway
from consult.domain.vocabulary import Facet, SubmitterKind
from consult.extensions import db
from consult.models import PolicyPackage, PriorityModel, Submitter, VocabularyTerm
from tests import factories

pytestmark = pytest.mark.usefixtures("database")

CANARIES = {
    "name": "架空名前カナリア",
    "address": "架空市カナリア町一丁目",
    "email": "kanaria@example.jp",
    "phone": "0000-12-3456",
}


@dataclass
class Listening:
    """A tagger that suggests what it is told to and remembers what it was given."""

    suggestions: tuple[nlp.TagSuggestion, ...] = ()
    heard: list[str] = field(default_factory=list)
    version: str = "listening"

    def tag(self, texts: Sequence[str]) -> list[nlp.TagResult]:
        self.heard += texts
        return [nlp.TagResult(self.suggestions, ("B", "A")) for _ in texts]


def suggestion(*spans: tuple[int, int], code: str = "machi") -> nlp.TagSuggestion:
    evidence = tuple(nlp.Evidence(*span) for span in spans)
    reason = nlp.types.Reason("交通の言葉", 2.0, evidence)
    return nlp.TagSuggestion("theme", code, 0.7, evidence, (reason,), score=0.85, bias=-1.15)


def suggested(text: str, *suggestions: nlp.TagSuggestion) -> nlp_gateway.Suggested:
    return nlp_gateway.PlanTagger(Listening(suggestions)).suggest({7: text})[0]  # type: ignore[arg-type]


def test_contact_details_never_reach_the_tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    """TP1, style.md: contact details stay in Submitter."""
    factories.make_plan()
    submitter = Submitter(kind=SubmitterKind.PERSON, **CANARIES)
    submission = factories.make_submission(submitter=submitter)
    hearing = factories.make_hearing(people_present=CANARIES["name"], heard_by=CANARIES["name"])
    factories.make_opinion(submission=submission, wording="バスが少ない。")
    factories.make_opinion(hearing=hearing, wording="道が暗い。", gist=CANARIES["name"])
    listening = Listening()
    monkeypatch.setattr(nlp_gateway.Tagger, "for_strategy", lambda *_args, **_kwargs: listening)
    monkeypatch.setattr(nlp_gateway, "_taggers", {})

    jobs.tag_waiting()

    assert listening.heard == ["バスが少ない。", "道が暗い。"]


def test_a_suggestion_comes_back_under_its_opinions_id() -> None:
    found = suggested("バスが少ない。", suggestion((0, 2)))

    assert (found.opinion_id, found.ranked_packages) == (7, ["B", "A"])
    row = found.tags[0]
    assert (row.facet, row.code, row.probability, row.evidence) == (Facet.THEME, "machi", 0.7, [[0, 2]])


def test_the_contributions_include_what_the_tagger_thought_before_the_words() -> None:
    row = suggested("バスが少ない。", suggestion((0, 2))).tags[0]

    assert sum(reason["weight"] for reason in row.reasons) == pytest.approx(0.85)
    assert [reason["spans"] for reason in row.reasons] == [[], [[0, 2]]]


def test_no_evidence_no_suggestion() -> None:
    assert suggested("バスが少ない。", suggestion()).tags == ()


@pytest.mark.parametrize("span", [(0, 0), (5, 2), (-1, 2), (6, 99)])
def test_a_span_outside_of_the_text_is_no_evidence(span: tuple[int, int]) -> None:
    assert suggested("バスが少ない。", suggestion(span)).tags == ()
    assert suggested("バスが少ない。", suggestion(span, (0, 2))).tags[0].evidence == [[0, 2]]


def test_one_tagger_per_state_of_the_plan() -> None:
    edition = factories.make_plan()
    first = nlp_gateway.tagger_for(strategy_gateway.strategy_in_force())
    assert nlp_gateway.tagger_for(strategy_gateway.strategy_in_force()).tagger is first.tagger

    db.session.add(PolicyPackage(edition=edition, code="C", name="海と魚のPJ", position=3))
    db.session.flush()

    second = nlp_gateway.tagger_for(strategy_gateway.strategy_in_force())
    assert second.tagger is not first.tagger
    assert second.version != first.version
    assert nlp_gateway.current_tagger_version() == second.version


def test_taggers_of_earlier_plans_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp_gateway.Tagger, "for_strategy", lambda *_args, **_kwargs: Listening())
    monkeypatch.setattr(nlp_gateway, "_taggers", {})
    for number in range(nlp_gateway.TAGGERS_KEPT + 3):
        nlp_gateway.tagger_for(
            nlp.Strategy(themes=(strategy_gateway.PlanTheme(f"t{number}", "x"),), packages=())
        )

    assert len(nlp_gateway._taggers) == nlp_gateway.TAGGERS_KEPT


def test_the_strategy_is_the_plan_in_force() -> None:
    edition = factories.make_plan()
    old = factories._kept(type(edition)(code="phase1", label="第1期"))
    factories._kept(PolicyPackage(edition=old, code="Z", name="終わったPJ", position=1))
    db.session.add(VocabularyTerm(surface="架空フェス", reading=""))
    db.session.flush()

    strategy = strategy_gateway.strategy_in_force()

    assert [theme.code for theme in strategy.themes] == ["hito", "machi", "shigoto"]
    assert [package.code for package in strategy.packages] == ["A", "B"]
    assert [model.code for model in strategy.models] == [
        model.code for model in db.session.query(PriorityModel).all()
    ]
    assert [word.surface for word in strategy.vocabulary] == ["架空フェス"]


def test_a_note_is_cut_into_claims_that_slice_out_of_it() -> None:
    note = "・バスの本数が少ない。\n・空き家を若い人に貸してほしい。\n本日はありがとうございました。"

    claims = nlp_gateway.claims_of(note)

    assert [note[claim.start : claim.end] for claim in claims if claim.is_opinion] == [
        "バスの本数が少ない。",
        "空き家を若い人に貸してほしい。",
    ]
