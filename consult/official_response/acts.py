"""The named steps of answers: to the check, to approval, approved, returned, taken back (R37)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult import audit, clock
from consult.domain.answering import Asked, check_step
from consult.domain.errors import OpinionsChanged, OwnWorkUnconfirmed, RuleViolation
from consult.domain.vocabulary import AuditAction, ResponseState, ResponseStep
from consult.extensions import db
from consult.models import ResponseAct, StaffMember
from consult.official_response.papers import Paper, written_by
from consult.official_response.services import check_unchanged, keep_versions
from consult.typed_number import typed_number


@dataclass(frozen=True)
class Seen:
    """What the person had on screen: the version of a paper, and how many opinions it stood for."""

    version: int = 0
    opinions: int = 0

    @classmethod
    def sent(cls, typed: str | None) -> "Seen":
        """Of `Paper.seen` as a page sends it back; what cannot be read was never seen."""
        version, _, opinions = (typed or "").partition("-")
        return cls(typed_number(version), typed_number(opinions))


@dataclass(frozen=True)
class Wanted:
    """A step for some papers. `seen` is what the person had on screen of each, by group."""

    step: ResponseStep
    by: StaffMember
    seen: Mapping[int, Seen]
    comment: str = ""
    owns_up: bool = False


@dataclass(frozen=True)
class Refused:
    paper: Paper
    message: str
    is_own_work: bool = False


@dataclass(frozen=True)
class Taken:
    done: tuple[Paper, ...]
    refused: tuple[Refused, ...]


def take_step(paper: Paper, wanted: Wanted) -> None:
    """Raises what stands in the way."""
    reached = _reached(paper, wanted, is_own_work=_is_own(paper, wanted))
    _carry_out([(paper, reached)], wanted)


def take_steps(papers: Sequence[Paper], wanted: Wanted) -> Taken:
    """Those that can take it do; each of the others is named with its reason.

    None does where opinions have moved meanwhile: what left one answer may stand in the next.
    """
    ready: list[tuple[Paper, ResponseState]] = []
    refused: list[Refused] = []
    have_moved = False
    own = written_by((paper.response for paper in papers), wanted.by)
    for paper in papers:
        try:
            ready.append((paper, _reached(paper, wanted, is_own_work=paper.response.id in own)))
        except RuleViolation as violation:
            refused.append(Refused(paper, violation.message, isinstance(violation, OwnWorkUnconfirmed)))
            have_moved |= isinstance(violation, OpinionsChanged)
    if have_moved:
        return Taken((), tuple(refused))
    _carry_out(ready, wanted)
    return Taken(tuple(paper for paper, _reached_state in ready), tuple(refused))


def _is_own(paper: Paper, wanted: Wanted) -> bool:
    return paper.response.id in written_by([paper.response], wanted.by)


def _reached(paper: Paper, wanted: Wanted, *, is_own_work: bool) -> ResponseState:
    # What is approved is what was read.
    seen = wanted.seen.get(paper.group.id, Seen())
    check_unchanged(paper, seen.version)
    if wanted.step is ResponseStep.APPROVED and seen.opinions != paper.opinions:
        raise OpinionsChanged(
            f"画面を開いたときは意見{seen.opinions:,}件への回答でしたが、いまは{paper.opinions:,}件です。"
            "いまの内容でよければ、もう一度決裁してください。"
        )
    asked = Asked(
        wanted.step, frozenset(wanted.by.granted_roles), wanted.comment, is_own_work, wanted.owns_up
    )
    return check_step(asked, paper.standing, paper.answer)


def _carry_out(ready: Sequence[tuple[Paper, ResponseState]], wanted: Wanted) -> None:
    for paper, _reached_state in ready:
        if paper.response.id is None:
            paper.response.created_at = clock.now()
            db.session.add(paper.response)
    db.session.flush()
    own = written_by((paper.response for paper, _reached_state in ready), wanted.by)
    numbers = keep_versions([paper for paper, _reached_state in ready], by=None)
    for paper, reached in ready:
        response = paper.response
        response.state = reached
        response.version += 1
        act = ResponseAct(
            official_response_id=response.id,
            step=wanted.step,
            version_number=numbers[paper.group.id],
            comment=wanted.comment.strip(),
            is_own_work=wanted.step is ResponseStep.APPROVED and response.id in own,
            at=clock.now(),
            staff_member_id=wanted.by.id,
        )
        db.session.add(act)
        step = wanted.step.value
        audit.record(AuditAction.ANSWERED, response, by=wanted.by, step=step, number=paper.group.number)
    db.session.flush()
