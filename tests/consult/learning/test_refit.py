"""The worker learns: in the background, in steps that can be seen and stopped, and whatever breaks leaves things as they were."""

import errno
import fcntl
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult import jobs, learning_gateway, nlp_gateway, refit_job, strategy_gateway
from consult.domain.errors import LearningRefused
from consult.domain.vocabulary import Facet, RefitState, Role, TaggerState
from consult.extensions import db
from consult.learning import services
from consult.learning_gateway import Condition
from consult.models import (
    AuditEvent,
    LearnedTagger,
    Opinion,
    PolicyPackage,
    Refit,
    Review,
    Tag,
    TagDecision,
    TaggerRun,
)
from tests import factories
from tests.consult.learning.conftest import Fit


def asked() -> int:
    refit = services.ask(by=factories.make_staff_member(roles=[Role.DRAFTER]))
    db.session.commit()
    return refit.id


def the_refit() -> Refit:
    return db.session.scalars(select(Refit).order_by(Refit.id.desc())).first()


def state_of_taggers() -> list[tuple[TaggerState, bool]]:
    rows = db.session.scalars(select(LearnedTagger).order_by(LearnedTagger.id))
    return [(row.state, row.activated_at is not None) for row in rows]


def files(app: Flask) -> list[str]:
    return sorted(path.name for path in (app.config["DATA_DIR"] / "models").glob("*.npz"))


def audited() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    return [
        (row.action.value, row.object_type) for row in rows if row.object_type in ("refit", "learned_tagger")
    ]


pytestmark = pytest.mark.usefixtures("city", "database")


def test_without_being_asked_nothing_is_learned(fit: Fit) -> None:
    assert not refit_job.refit_if_asked()
    assert fit.times == 0


def test_without_blind_labels_what_was_learned_stays_in_shadow(app: Flask, fit: Fit) -> None:
    asked()
    assert refit_job.refit_if_asked()
    assert the_refit().state is RefitState.DONE
    assert state_of_taggers() == [(TaggerState.SHADOW, False)]
    row = the_refit().learned_tagger
    assert (row.lessons, row.decided_opinions, row.made_by_id) == (1, 1, the_refit().asked_by_id)
    assert files(app) == [f"{row.digest}.npz"]
    assert nlp_gateway.learned_in_force() is None
    assert audited() == [("asked", "refit"), ("ended", "refit")]


def test_no_facet_worse_puts_it_in_use_and_the_earlier_one_steps_down(fit: Fit) -> None:
    for content in (b"first", b"second"):
        fit.content = content
        fit.shows(loss=0.0)
        asked()
        refit_job.refit_if_asked()
    assert state_of_taggers() == [(TaggerState.RETIRED, True), (TaggerState.ACTIVE, True)]
    newest = the_refit().learned_tagger
    assert newest.activated_by_id is None
    assert (newest.blind_labels, [row["facet"] for row in newest.figures]) == (60, ["theme", "package"])
    # 2つ目は、読めない1つ目ではなく、その代わりに働いた「はじめの付け方」と比べられている
    assert newest.compared_with_id is None
    assert audited()[-2:] == [("changed", "learned_tagger"), ("ended", "refit")]


def test_one_facet_worse_keeps_it_in_shadow_and_the_earlier_one_at_work(fit: Fit) -> None:
    fit.shows(loss=0.0)
    asked()
    refit_job.refit_if_asked()
    fit.content = b"worse on packages"
    fit.shows(loss=0.2)
    asked()
    refit_job.refit_if_asked()
    assert state_of_taggers() == [(TaggerState.ACTIVE, True), (TaggerState.SHADOW, False)]


def test_a_newer_shadow_takes_the_place_of_the_older(fit: Fit) -> None:
    for content in (b"first", b"second"):
        fit.content = content
        asked()
        refit_job.refit_if_asked()
    assert state_of_taggers() == [(TaggerState.RETIRED, False), (TaggerState.SHADOW, False)]


def test_the_same_decisions_learned_again_are_compared_again(fit: Fit) -> None:
    """People have coded blind meanwhile: the same file, and now it can be told to be no worse."""
    asked()
    refit_job.refit_if_asked()
    fit.shows(loss=0.0)
    asked()
    refit_job.refit_if_asked()
    assert state_of_taggers() == [(TaggerState.ACTIVE, True)]
    assert the_refit().state is RefitState.DONE


def test_two_people_ask_at_once_and_one_refit_is_made(fit: Fit) -> None:
    asked()
    with pytest.raises(LearningRefused, match="さんが始めた学習が進んでいます"):
        services.ask(by=factories.make_staff_member(roles=[Role.ADMIN]))
    assert db.session.scalar(select(func.count(Refit.id))) == 1


def test_nothing_to_learn_from_is_said(fit: Fit) -> None:
    db.session.query(TagDecision).delete()
    db.session.query(Review).delete()
    db.session.commit()
    asked()
    assert refit_job.refit_if_asked()
    assert (the_refit().state, the_refit().message) == (RefitState.FAILED, refit_job.NO_DECISIONS)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, refit_job.NO_ROOM),
        (errno.EDQUOT, refit_job.NO_ROOM),
        (errno.EACCES, refit_job.NOT_WRITABLE),
    ],
)
def test_a_full_disk_is_told_and_leaves_no_file(app: Flask, fit: Fit, number: int, message: str) -> None:
    def breaks_off() -> None:
        raise OSError(number, "…")

    fit.during = breaks_off
    asked()
    assert refit_job.refit_if_asked()
    assert (the_refit().state, the_refit().message) == (RefitState.FAILED, message)
    assert files(app) == []
    assert state_of_taggers() == []
    assert jobs.tag_waiting() == 2, "opinions are tagged all the same"


def test_a_fault_that_nobody_foresaw_takes_neither_the_worker_nor_the_next_refit_down(fit: Fit) -> None:
    def breaks() -> None:
        raise ZeroDivisionError

    fit.during = breaks
    asked()
    assert refit_job.refit_if_asked()
    assert the_refit().message == refit_job.FAULT
    fit.during = lambda: None
    asked()
    assert refit_job.refit_if_asked()
    assert the_refit().state is RefitState.DONE


def test_a_worker_that_was_killed_in_the_middle_is_followed_by_one_that_begins_anew(
    app: Flask, fit: Fit
) -> None:
    class Killed(BaseException):
        pass

    def killed() -> None:
        raise Killed

    asked()
    fit.during = killed
    with pytest.raises(Killed):
        refit_job.refit_if_asked()
    db.session.rollback()
    assert (the_refit().state, the_refit().attempts, the_refit().step) == (RefitState.RUNNING, 1, 1)
    fit.during = lambda: None
    db.session.commit()
    assert refit_job.refit_if_asked()
    assert (the_refit().state, the_refit().attempts) == (RefitState.DONE, 2)
    assert len(files(app)) == 1


def test_a_refit_that_kills_each_worker_is_given_up(fit: Fit) -> None:
    asked()
    the_refit().state, the_refit().attempts = RefitState.RUNNING, 3
    db.session.commit()
    assert refit_job.refit_if_asked()
    assert (the_refit().state, the_refit().message) == (RefitState.FAILED, services.AGAIN_AND_AGAIN)
    assert fit.times == 0


def test_a_second_worker_leaves_a_refit_that_goes_on_alone(app: Flask, fit: Fit) -> None:
    asked()
    folder: Path = app.config["DATA_DIR"] / "models"
    folder.mkdir(exist_ok=True)
    with (folder / "refit.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert not refit_job.refit_if_asked()
    assert fit.times == 0
    assert refit_job.refit_if_asked()


def test_what_was_stopped_meanwhile_is_thrown_away(app: Flask, fit: Fit) -> None:
    person = factories.make_staff_member(roles=[Role.ADMIN])
    asked()

    def stopped() -> None:
        services.stop(the_refit(), by=person)
        db.session.commit()

    fit.during = stopped
    assert refit_job.refit_if_asked()
    assert the_refit().state is RefitState.STOPPED
    assert state_of_taggers() == []
    assert files(app) == []


def test_a_plan_that_changes_meanwhile_makes_the_refit_fail(fit: Fit) -> None:
    def replanned() -> None:
        db.session.scalars(select(PolicyPackage)).first().name = "別の名前のPJ"
        db.session.commit()

    fit.during = replanned
    asked()
    refit_job.refit_if_asked()
    assert the_refit().message == refit_job.PLAN_CHANGED
    assert state_of_taggers() == []


def test_a_rule_that_is_added_meanwhile_costs_nothing(fit: Fit) -> None:
    def ruled() -> None:
        factories.make_coding_rule()
        db.session.commit()

    fit.during = ruled
    asked()
    refit_job.refit_if_asked()
    assert the_refit().state is RefitState.DONE


def test_the_steps_can_be_seen_while_it_learns(fit: Fit) -> None:
    seen: list[int] = []
    fit.during = lambda: seen.append(the_refit().step)
    asked()
    refit_job.refit_if_asked()
    assert seen == [1]
    assert the_refit().step == 3


# --- the whole road, with a real fit ---

PLACE = "みずたまりの会"


@pytest.fixture
def lessons(city: None, database: None) -> None:
    """A city that files みずたまりの会 under A, which no standing knowledge could know."""
    for number in range(40):
        opinion = factories.make_opinion(wording=f"{PLACE}に{number}人で行きました。")
        factories.make_review(opinion=opinion, confirmed={Facet.PACKAGE: ["A"]})
        other = factories.make_opinion(wording=f"会議は{number}回ありました。ありがとう。")
        factories.make_review(opinion=other)
    db.session.commit()


@pytest.fixture
def blind(lessons: None) -> None:
    """Fifty opinions coded blind by two people."""
    people = [factories.make_staff_member(roles=[Role.OFFICIAL]) for _ in "ab"]
    for number in range(50):
        opinion = factories.make_opinion(wording=f"{PLACE}の寄り合いを月{number}回にしてほしい。")
        sampled = factories.make_sampled_opinion(opinion=opinion, opens_at=factories.NOW)
        for coder, person in zip("ab", people, strict=True):
            factories.make_blind_code(sampled=sampled, by=person, coder=coder, packages=["A"])
    db.session.commit()


def suggested(wording: str) -> set[tuple[str, str]]:
    rows = select(Tag.facet, Tag.code).join(Opinion).where(Opinion.wording == wording)
    return {(facet.value, code) for facet, code in db.session.execute(rows)}


def versions() -> set[str]:
    return set(db.session.scalars(select(TaggerRun.tagger_version)))


@pytest.mark.usefixtures("blind")
def test_what_officials_decided_is_suggested_next_time_and_can_be_taken_back(app: Flask) -> None:
    new = f"{PLACE}の場所を広くしてほしい。"
    factories.make_opinion(wording=new)
    db.session.commit()
    jobs.tag_waiting()
    cold = versions()
    assert ("package", "A") not in suggested(new)
    decisions = db.session.scalar(select(func.count(TagDecision.id)))

    asked()
    jobs.work_once()

    row = the_refit().learned_tagger
    assert row.state is TaggerState.ACTIVE, row.figures
    assert row.blind_labels == 50
    assert ("package", "A") in suggested(new)
    assert versions().isdisjoint(cold)
    assert len(versions()) == 1, "every opinion was tagged again"

    services.roll_back(None, seen=row.id, by=factories.make_staff_member(roles=[Role.DRAFTER]))
    db.session.commit()
    jobs.work_once()

    assert versions() == cold
    assert ("package", "A") not in suggested(new)
    assert db.session.scalar(select(func.count(TagDecision.id))) == decisions


@pytest.mark.usefixtures("lessons")
def test_retag_falls_back_to_the_cold_tagger_when_the_file_is_gone_or_strange(app: Flask) -> None:
    jobs.tag_waiting()
    cold = versions()
    asked()
    refit_job.refit_if_asked()
    row = the_refit().learned_tagger
    row.state, row.activated_at = TaggerState.ACTIVE, factories.NOW
    db.session.commit()
    jobs.tag_again()
    assert versions().isdisjoint(cold)

    file = nlp_gateway.learned_file(row.digest)
    content = file.path.read_bytes()
    for broken in (content[:-100], b"", None):
        file.path.unlink() if broken is None else file.path.write_bytes(broken)
        nlp_gateway._taggers.clear()
        answer = app.test_cli_runner().invoke(args=["retag"])
        assert answer.exit_code == 0, answer.output
        assert "はじめの付け方で候補を付けます" in answer.output
        assert versions() == cold

    file.path.write_bytes(content)
    answer = app.test_cli_runner().invoke(args=["retag"])
    assert "はじめの付け方" not in answer.output
    assert versions().isdisjoint(cold)


def test_another_learned_tagger_under_its_name_is_not_taken_for_it(app: Flask, tmp_path: Path) -> None:
    strategy, texts = strategy_gateway.strategy_in_force(), ("バスが少ない。", "道が暗い。")
    (app.config["DATA_DIR"] / "models").mkdir()
    digests = []
    for text in texts:
        lesson = learning_gateway.Lesson(text, "", frozenset({("theme", "machi")}))
        digests.append(learning_gateway.fit(strategy, [lesson], tmp_path / text))
        shutil.copy(tmp_path / text, nlp_gateway.learned_file(digests[-1]).path)
    one, other = map(nlp_gateway.learned_file, digests)
    assert one.digest != other.digest
    assert nlp_gateway.tagger_for(strategy, one).is_learned
    shutil.copy(one.path, other.path)
    assert learning_gateway.condition_of(other, strategy) is Condition.DAMAGED
    assert not nlp_gateway.tagger_for(strategy, other).is_learned


@pytest.mark.usefixtures("lessons")
def test_a_change_of_the_plan_makes_the_learned_tagger_unusable_until_it_learns_anew() -> None:
    asked()
    refit_job.refit_if_asked()
    row = the_refit().learned_tagger
    row.state, row.activated_at = TaggerState.ACTIVE, factories.NOW
    db.session.commit()
    file = nlp_gateway.learned_file(row.digest)
    assert learning_gateway.condition_of(file, strategy_gateway.strategy_in_force()) is Condition.USABLE

    db.session.scalars(select(PolicyPackage)).first().name = "船と港のPJ"
    db.session.commit()

    strategy = strategy_gateway.strategy_in_force()
    assert learning_gateway.condition_of(file, strategy) is Condition.OTHER_PLAN
    assert not nlp_gateway.tagger_for(strategy, file).is_learned
    assert jobs.tag_waiting() > 0


@pytest.mark.usefixtures("lessons")
def test_a_rule_that_is_added_leaves_the_learned_tagger_at_work() -> None:
    asked()
    refit_job.refit_if_asked()
    file = nlp_gateway.learned_file(the_refit().learned_tagger.digest)
    before = nlp_gateway.tagger_for(strategy_gateway.strategy_in_force(), file)

    factories.make_coding_rule()
    db.session.commit()

    after = nlp_gateway.tagger_for(strategy_gateway.strategy_in_force(), file)
    assert before.is_learned
    assert after.is_learned
    assert after.version != before.version, "so the worker tags again"
