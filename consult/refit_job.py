"""The worker's part of a refit: outside of any transaction while it works, one transaction per step that people see.

A worker that dies in the middle leaves a running refit and perhaps a half-written file under another name; the next
look begins it anew. A lock that the system drops with the process tells a dead worker from a slow one.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from flask import current_app

from consult import learning_gateway, nlp_gateway, strategy_gateway
from consult.database import reading
from consult.extensions import db
from consult.learning import lessons, queries, services
from consult.learning.services import Learned
from consult.learning_gateway import Labelled
from consult.models import Refit
from consult.nlp_gateway import PlanTagger
from consult.strategy_gateway import Strategy

log = structlog.get_logger()

NO_DECISIONS = "学べる決定がまだありません。「意見の確認」で分類を決めてから、もう一度始めてください。"
NO_PLAN = "戦略がまだ読み込まれていません。"
PLAN_CHANGED = "学んでいる間に、戦略が変わりました。もう一度始めてください。"
NO_ROOM = (
    "保存する場所に空きがありません。空きを作ってから、もう一度始めてください。いまの付け方はそのままです。"
)
NOT_WRITABLE = (
    "学習結果のファイルを書けません。データフォルダーの権限を確かめてください。いまの付け方はそのままです。"
)
FAULT = (
    "思わぬ誤りで学習が止まりました。いまの付け方はそのままです。続くときは、運用の担当者に知らせてください。"
)


class Stopped(Exception):
    """Somebody pressed 中止, or the refit ended otherwise: what was learned is thrown away."""


class NotLearnable(Exception):
    """The refit fails for a reason that its page tells."""


def refit_if_asked() -> bool:
    """Do the refit that was asked for, if any; whether one ended. Commits."""
    with reading():
        is_asked = queries.open_refit() is not None
        db.session.commit()
    if not is_asked:
        return False
    with _alone() as is_alone:
        return is_alone and _refit()


def look_with_shadow(limit: int, *, batch: int) -> int:
    """Let the tagger in shadow look at opinions that wait, at most `limit`; how many it looked at. Commits."""
    with reading():
        row = queries.shadow()
        strategy, in_force = strategy_gateway.strategy_in_force(), nlp_gateway.learned_in_force()
        file = nlp_gateway.learned_file(row.digest) if row else None
        db.session.commit()
    if row is None or file is None:
        return 0
    tagger, at_work = nlp_gateway.tagger_for(strategy, file), nlp_gateway.tagger_for(strategy, in_force)
    looked = 0
    # One whose file is gone, or that was made for another plan, has nothing to say.
    while tagger.is_learned and looked < limit:
        with reading():
            texts = queries.texts_to_look_at(row, tagger_version=at_work.version, limit=batch)
            db.session.commit()
        if not texts:
            break
        said = tagger.suggest(texts)
        if queries.shadow() is not row:
            db.session.rollback()
            break
        services.keep_looks(said, row)
        db.session.commit()
        looked += len(texts)
    return looked


def _refit() -> bool:
    refit = queries.open_refit()
    if refit is None:
        db.session.commit()
        return False
    refit_id, may_begin = refit.id, services.begin(refit)
    db.session.commit()
    if not may_begin:
        return True
    try:
        _learn(refit_id)
    except Stopped:
        db.session.rollback()
    except NotLearnable as reason:
        _fail(refit_id, str(reason))
    except OSError as error:
        log.warning("refit_not_saved", number=error.errno)
        _fail(refit_id, NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else NOT_WRITABLE)
    except Exception as error:
        # One refit that nobody foresaw must not take the worker, and with it all tagging, down.
        log.error("refit_failed", kind=type(error).__name__)
        _fail(refit_id, FAULT)
    return True


def _learn(refit_id: int) -> None:
    with reading():
        strategy, learned_file = strategy_gateway.strategy_in_force(), nlp_gateway.learned_in_force()
        taught, labels = lessons.gather(), queries.labels()
        db.session.commit()
    if not strategy.themes:
        raise NotLearnable(NO_PLAN)
    if not taught.lessons:
        raise NotLearnable(NO_DECISIONS)
    _advance(refit_id, 1)
    with _new_file() as path:
        digest = learning_gateway.fit(strategy, taught.lessons, path)
        _advance(refit_id, 2)
        current = nlp_gateway.tagger_for(strategy, learned_file)
        comparison = _compared(strategy, current, path, digest, labels)
        _advance(refit_id, 3)
        _keep(path, nlp_gateway.learned_file(digest).path)
    refit = _still_running(refit_id)
    if not learning_gateway.is_same_plan(strategy, strategy_gateway.strategy_in_force()):
        raise NotLearnable(PLAN_CHANGED)
    services.finish(refit, Learned(digest, taught, comparison, beside_learned=current.is_learned))
    db.session.commit()


def _keep(path: Path, target: Path) -> None:
    """Whole and on the disk before a row speaks of it."""
    with path.open("rb") as written:
        os.fsync(written.fileno())
    path.replace(target)


def _compared(
    strategy: Strategy, current: PlanTagger, path: Path, digest: str, labels: list[Labelled]
) -> learning_gateway.Comparison:
    new = nlp_gateway.tagger_for(strategy, nlp_gateway.LearnedFile(path, digest))
    return learning_gateway.compared(labels, current, new)


def _advance(refit_id: int, step: int) -> None:
    services.advance(_still_running(refit_id), step)
    db.session.commit()


def _still_running(refit_id: int) -> Refit:
    refit = db.session.get(Refit, refit_id, populate_existing=True)
    if refit is None or not refit.is_open:
        raise Stopped
    return refit


def _fail(refit_id: int, message: str) -> None:
    db.session.rollback()
    refit = db.session.get(Refit, refit_id, populate_existing=True)
    if refit is not None and refit.is_open:
        services.fail(refit, message)
    db.session.commit()


@contextmanager
def _new_file() -> Iterator[Path]:
    """A name in the folder of learned taggers; whatever stands under it goes when the work ends or fails."""
    path = _folder() / "unfinished.npz"
    try:
        path.touch(mode=0o600)
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[bool]:
    """True for one process at a time; the system lets go when the process dies."""
    with (_folder() / "refit.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"] / "models"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
