"""The queue (Huey): work that a request does not wait for. Its own database file; nothing in it is of value.

An opinion without a run of the current tagger is waiting. The queue only says that now is a good moment to look:
without it, or without a worker, opinions wait and the next look finds them. So no request depends on it, and no
stage knows it: a committed opinion is noticed by the session itself.
"""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, has_app_context
from huey import SqliteHuey, crontab
from huey.api import TaskWrapper
from huey.consumer import Consumer
from sqlalchemy import event
from sqlalchemy.orm import Session

from consult import import_job, link_looks, nlp_gateway, outbox, refit_job, strategy_gateway
from consult.database import journal_mode, make_private, reading
from consult.extensions import db
from consult.heartbeat import beat, heartbeat_file, worker_is_running
from consult.models import (
    AddedSynonym,
    AddedWord,
    CodingRule,
    Counterpart,
    DraftSection,
    Hearing,
    ImportBatch,
    LearnedTagger,
    Measure,
    Opinion,
    OutboxMessage,
    Refit,
    TopicPlace,
)
from consult.personal_looks import look_at_waiting
from consult.search.indexing import index_waiting
from consult.tagging import queries, services

log = structlog.get_logger()
Told = Callable[[int], None]

BATCH = 250
# One task tags this many and then asks for the next one, so that a stop is seconds away, also in a flood.
OPINIONS_PER_TASK = 2_000
LEAVES_WORK = (
    Opinion,
    Hearing,
    Counterpart,
    ImportBatch,
    OutboxMessage,
    Refit,
    LearnedTagger,
    CodingRule,
    AddedWord,
    AddedSynonym,
    TopicPlace,
    DraftSection,
    Measure,
)
# Shorter than the patience of `flask serve`.
STOP_WITHIN_SECONDS = 15


def bind(app: Flask) -> None:
    """Staff pages say so when the worker is down; they ask by calling `worker_is_running()`."""
    app.jinja_env.globals["worker_is_running"] = worker_is_running


# --- the work ---


def tag_waiting(limit: int | None = None, *, told: Told = lambda done: None) -> int:
    """Tag the opinions that wait, at most `limit`, a batch per transaction; how many were tagged. Commits."""
    return _tag(queries.texts_waiting, limit=limit, told=told)


def tag_again(*, told: Told = lambda done: None) -> int:
    """Tag every opinion with the current tagger, also those that do not wait; decisions stay. Commits."""
    return _tag(lambda _version, **page: queries.texts(**page), limit=None, told=told)


def work_once() -> bool:
    """A share of all that waits: an import, a refit, mail, opinions, words for the search, personal passages,
    links, a second look. Whether more is likely to wait. Commits."""
    # Somebody waits before its page.
    has_imported = import_job.import_if_asked()
    has_refitted = refit_job.refit_if_asked()
    mailed = outbox.send_due()
    tagged = tag_waiting(OPINIONS_PER_TASK)
    indexed = index_waiting(OPINIONS_PER_TASK)
    searched = look_at_waiting(OPINIONS_PER_TASK, batch=BATCH) if tagged < OPINIONS_PER_TASK else 0
    linked = link_looks.look_at_waiting(OPINIONS_PER_TASK, batch=BATCH) if tagged < OPINIONS_PER_TASK else 0
    # What people see comes first; a tagger in shadow has time.
    looked = refit_job.look_with_shadow(OPINIONS_PER_TASK, batch=BATCH) if tagged < OPINIONS_PER_TASK else 0
    has_done_one = has_imported or has_refitted or mailed >= outbox.BATCH
    return (
        has_done_one
        or indexed >= OPINIONS_PER_TASK
        or OPINIONS_PER_TASK in (tagged, searched, linked, looked)
    )


def _tag(texts_of: Callable[..., dict[int, str]], *, limit: int | None, told: Told) -> int:
    tagger = _tagger_in_force()
    after = seen = done = 0
    while tagger and (limit is None or seen < limit):
        size = BATCH if limit is None else min(BATCH, limit - seen)
        with reading():
            texts = texts_of(tagger.version, after_id=after, limit=size)
            db.session.commit()
        if not texts:
            break
        # The text work takes seconds; nobody waits for a lock meanwhile.
        suggested = tagger.suggest(texts)
        done += services.replace_suggestions(suggested, tagger_version=tagger.version)
        db.session.commit()
        seen, after = seen + len(texts), max(texts)
        told(done)
    return done


def _tagger_in_force() -> nlp_gateway.PlanTagger | None:
    """Without a strategy there is nothing to tag to: opinions wait until one is loaded."""
    with reading():
        strategy, learned = strategy_gateway.strategy_in_force(), nlp_gateway.learned_in_force()
        db.session.commit()
    return nlp_gateway.tagger_for(strategy, learned) if strategy.themes else None


# --- the queue ---


@dataclass(frozen=True)
class Queue:
    """The queue of one data folder, and its one task."""

    huey: SqliteHuey
    work: TaskWrapper

    def ask_for_work(self) -> None:
        """Put the task in, unless it already stands there: one look finds everything that waits."""
        if self.huey.pending_count() == 0:
            self.work()


def queue() -> Queue:
    """The queue of this app, opened when first needed."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if "jobs" not in app.extensions:
        app.extensions["jobs"] = _open(app)
    return app.extensions["jobs"]


def _open(app: Flask) -> Queue:
    make_private(app.config["DATA_DIR"] / "jobs.sqlite3")
    huey = SqliteHuey(
        "consult",
        filename=str(app.config["DATA_DIR"] / "jobs.sqlite3"),
        results=False,
        # The same care as for the main database (stack.md): no WAL on an SQLite that may corrupt it.
        journal_mode=journal_mode(),
        fsync=True,
        # A citizen's request never waits longer than this for the queue.
        timeout=2,
    )

    def work() -> None:
        with app.app_context():
            if work_once():
                queue().ask_for_work()

    # Every minute too: for what a bulk import brought, and for what arrived while the queue was away.
    return Queue(huey, huey.periodic_task(crontab(minute="*"), name="work")(work))


@event.listens_for(db.session, "after_flush")
def _notice_work(session: Session, _context: object) -> None:
    """New opinions, a refit that was asked for, another tagger in use, or another rule: each leaves something to do."""
    if any(isinstance(row, LEAVES_WORK) for row in (*session.new, *session.dirty)):
        session.info["work_arrived"] = True


@event.listens_for(db.session, "after_rollback")
def _forget_work(session: Session) -> None:
    session.info.pop("work_arrived", None)


@event.listens_for(db.session, "after_commit")
def _ask_after_commit(session: Session) -> None:
    """Never fails: the row is stored, and the worker's next round finds it."""
    if session.in_nested_transaction() or not session.info.pop("work_arrived", False):
        return
    try:
        if has_app_context() and worker_is_running():
            queue().ask_for_work()
    except sqlite3.Error as error:
        log.warning("queue_unavailable", kind=type(error).__name__)


# --- the worker ---


def run_worker(*, parent: int | None = None) -> None:
    """Work until SIGTERM or SIGINT, then finish the task at hand; stop also when the process `parent` is gone."""
    jobs = queue()
    stopped = threading.Event()
    beating = threading.Thread(target=beat, args=(heartbeat_file(), stopped, parent), daemon=True)
    beating.start()
    try:
        jobs.ask_for_work()
        consumer = Consumer(
            jobs.huey,
            workers=1,
            max_delay=1.0,
            scheduler_interval=5,
            shutdown_timeout=STOP_WITHIN_SECONDS,
            graceful_signal="TERM",
        )
        consumer.run()
    finally:
        stopped.set()
        beating.join()
        heartbeat_file().unlink(missing_ok=True)
