"""Writes: a refit from being asked for to its end, and which learned tagger is in use. Decisions are only read here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from consult import audit, clock, standing
from consult.domain.errors import LearningRefused, OvertakenByColleague
from consult.domain.refit_steps import MOST_ATTEMPTS
from consult.domain.vocabulary import AuditAction, RefitState, TaggerState
from consult.extensions import db
from consult.learning import queries
from consult.learning.lessons import Lessons
from consult.learning_gateway import Comparison, Condition
from consult.models import LearnedTagger, Opinion, Refit, ShadowLook, StaffMember, Tag
from consult.nlp_gateway import Suggested

Pair = tuple[str, str]

AGAIN_AND_AGAIN = "学習が途中で何度も止まりました。サーバーの記憶容量を確かめてから、もう一度始めてください。"


@dataclass(frozen=True)
class Learned:
    """What a refit made: the file's hash, what it was made from, and how it compares with the tagger at work.

    `beside_learned` is False when that was the cold one, also for want of a usable file.
    """

    digest: str
    lessons: Lessons
    comparison: Comparison
    beside_learned: bool


# --- a refit ---


def ask(*, by: StaffMember) -> Refit:
    """Ask for a refit; LearningRefused while another one is open (the earlier one goes on)."""
    earlier = queries.open_refit()
    if earlier is not None:
        raise LearningRefused(
            f"{earlier.asked_by.name}さんが始めた学習が進んでいます。終わるまでお待ちください。"
        )
    refit = Refit(state=RefitState.WAITING, asked_at=clock.now(), asked_by_id=by.id)
    db.session.add(refit)
    db.session.flush()
    audit.record(AuditAction.ASKED, refit, by=by)
    return refit


def begin(refit: Refit) -> bool:
    """The worker begins; also again, when an earlier worker died over it. False: too often, and it has failed."""
    if refit.attempts >= MOST_ATTEMPTS:
        fail(refit, AGAIN_AND_AGAIN)
        return False
    refit.state, refit.started_at = RefitState.RUNNING, clock.now()
    refit.attempts += 1
    refit.step = 0
    db.session.flush()
    return True


def advance(refit: Refit, step: int) -> None:
    refit.step = step
    db.session.flush()


def fail(refit: Refit, message: str) -> None:
    refit.message = message
    _end(refit, RefitState.FAILED)
    audit.record(AuditAction.ENDED, refit, outcome=RefitState.FAILED.value)


def stop(refit: Refit, *, by: StaffMember) -> None:
    """中止: what the worker has learned so far is thrown away. A refit that ended meanwhile stays as it is."""
    if not refit.is_open:
        raise LearningRefused("この学習は、すでに終わっています。")
    _end(refit, RefitState.STOPPED)
    audit.record(AuditAction.STOPPED, refit, by=by)


def finish(refit: Refit, learned: Learned) -> LearnedTagger:
    """Keep what was learned. It takes over only when the comparison shows no facet worse; else it is in shadow."""
    row = queries.tagger_of(learned.digest) or _added(refit, learned)
    current, shadow = queries.active(), queries.shadow()
    if row is not shadow:
        _retire(shadow)
    if row is not current:
        row.blind_labels = learned.comparison.labels
        row.figures = learned.comparison.figures
        row.compared_with_id = current.id if current and learned.beside_learned else None
        if learned.comparison.shows_no_facet_worse:
            _put_in_use(row, by=None, reason=None)
        else:
            row.state = TaggerState.SHADOW
    # The same decisions learned again, or a plan that came back: it has seen what there is.
    row.newest_review_id = max(row.newest_review_id, learned.lessons.newest_review_id)
    refit.learned_tagger_id = row.id
    _end(refit, RefitState.DONE)
    audit.record(
        AuditAction.ENDED,
        refit,
        outcome=RefitState.DONE.value,
        learned_tagger=row.id,
        lessons=len(learned.lessons.lessons),
        state=row.state.value,
    )
    db.session.flush()
    return row


def _added(refit: Refit, learned: Learned) -> LearnedTagger:
    row = LearnedTagger(
        digest=learned.digest,
        state=TaggerState.RETIRED,
        made_at=clock.now(),
        made_by_id=refit.asked_by_id,
        lessons=len(learned.lessons.lessons),
        decided_opinions=learned.lessons.opinions,
        newest_review_id=learned.lessons.newest_review_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _end(refit: Refit, state: RefitState) -> None:
    refit.state, refit.is_open, refit.ended_at = state, False, clock.now()
    db.session.flush()


# --- which one is in use ---


def roll_back(to: LearnedTagger | None, *, seen: int, by: StaffMember) -> None:
    """Use an earlier learned tagger again, or the cold one (None). The worker tags again; decisions stay."""
    _refuse_when_overtaken(seen)
    if to is not None:
        if to.activated_at is None:
            raise LearningRefused(
                "この学習結果は、使われたことがありません。先に比較か、管理者の判断が要ります。"
            )
        _refuse_unusable(to)
    _put_in_use(to, by=by, reason=None)


def promote_by_hand(row: LearnedTagger, *, reason: str, seen: int, by: StaffMember) -> None:
    """An administrator's own judgement, with a reason, where too few blind labels let nobody compare."""
    _refuse_when_overtaken(seen)
    if row.state is not TaggerState.SHADOW:
        raise LearningRefused("この学習結果は、もう試行中ではありません。")
    if queries.enough_blind_labels():
        raise LearningRefused(
            "候補を見ない分類が、比べられるだけあります。もう一度学ぶと、比較の結果で決まります。"
        )
    _refuse_unusable(row)
    _put_in_use(row, by=by, reason=reason)


def _refuse_when_overtaken(seen: int) -> None:
    current = queries.active()
    if (current.id if current else 0) != seen:
        raise OvertakenByColleague(
            "この画面を開いている間に、使う学習結果が替わりました。いまの状態を確かめて、もう一度選んでください。"
        )


def _refuse_unusable(row: LearnedTagger) -> None:
    condition = queries.condition_of(row)
    if condition is not Condition.USABLE:
        raise LearningRefused(f"この学習結果は使えません。{condition.label}")


def _put_in_use(row: LearnedTagger | None, *, by: StaffMember | None, reason: str | None) -> None:
    current = queries.active()
    if row is current:
        return
    _retire(current)
    if row is not None:
        row.state, row.activated_at = TaggerState.ACTIVE, clock.now()
        row.activated_by_id, row.activation_reason = by.id if by else None, reason
        db.session.flush()
    # What one in shadow said was said beside suggestions that are about to be replaced.
    db.session.execute(delete(ShadowLook))
    audit.record(
        AuditAction.CHANGED,
        row or LearnedTagger,
        by=by,
        before=current.id if current else None,
        after=row.id if row else None,
    )
    db.session.flush()


def _retire(row: LearnedTagger | None) -> None:
    """One active and one in shadow at most are unique indexes: the old one steps down first."""
    if row is not None:
        was = row.state
        row.state = TaggerState.RETIRED
        db.session.flush()
        if was is TaggerState.SHADOW:
            db.session.execute(delete(ShadowLook))


# --- what one in shadow says beside the one at work ---


def keep_looks(said: Sequence[Suggested], tagger: LearnedTagger) -> int:
    """Keep where the shadow differs from the suggestions shown now; how many do. Four statements for a batch."""
    ids = [each.opinion_id for each in said]
    present = set(db.session.scalars(select(Opinion.id).where(Opinion.id.in_(ids), standing.awaits_review())))
    shown: dict[int, set[Pair]] = defaultdict(set)
    for opinion_id, facet, code in db.session.execute(
        select(Tag.opinion_id, Tag.facet, Tag.code).where(Tag.opinion_id.in_(present))
    ):
        shown[opinion_id].add((facet.value, code))
    rows = [_row(each, shown[each.opinion_id], tagger.id) for each in said if each.opinion_id in present]
    db.session.execute(delete(ShadowLook).where(ShadowLook.opinion_id.in_(present)))
    if rows:
        db.session.execute(insert(ShadowLook), rows)
    return sum(bool(row["is_different"]) for row in rows)


def _row(said: Suggested, shown: set[Pair], tagger_id: int) -> dict[str, object]:
    given = {(tag.facet.value, tag.code) for tag in said.tags}
    return {
        "opinion_id": said.opinion_id,
        "learned_tagger_id": tagger_id,
        "is_different": given != shown,
        "adds": sorted(map(list, given - shown)),
        "drops": sorted(map(list, shown - given)),
    }
