"""What an answer must say, and who may take it which step: draft, division check, approval, frozen (R35, R36, R37)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from consult.domain.errors import OwnWorkUnconfirmed, ResponseFrozen, ResponseIncomplete, ResponseRefused
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import Disposition, FlagKind, ResponseState, ResponseStep, Role

# What asks for no answer (R33): it stays counted, in a line of its own.
NOT_ANSWERED = frozenset({FlagKind.OFF_TOPIC, FlagKind.BLANK, FlagKind.ILLEGIBLE})
WRITERS = frozenset({Role.OFFICIAL, Role.DRAFTER})
READERS = frozenset({*WRITERS, Role.APPROVER})
# Of paper that lies with the approver nothing changes under the approver's eyes: it is returned first.
WRITABLE = frozenset({ResponseState.DRAFTING, ResponseState.CHECKING})


@dataclass(frozen=True)
class Replaced:
    """One revised place of the draft: its words, and the text before and after."""

    place: str
    before: str
    after: str

    @property
    def is_complete(self) -> bool:
        return not any(map(is_blank, (self.place, self.before, self.after))) and self.before != self.after


@dataclass(frozen=True)
class Answer:
    """All that citizens read of one row. `asks_for_class`: the case prints result classes."""

    summary: str
    wording: str
    reason: str
    disposition: Disposition | None
    revisions: tuple[Replaced, ...]
    opinions: int
    asks_for_class: bool


@dataclass(frozen=True)
class Lack:
    """What is missing, and the field of the form that it belongs to."""

    field: str
    message: str


def lacks_of(answer: Answer) -> list[Lack]:
    """In the order of the form; empty when the answer can be sent on and published."""
    return list(_lacks(answer))


def _lacks(answer: Answer) -> Iterator[Lack]:
    if not answer.opinions:
        yield Lack("", "答える意見がありません。")
    if is_blank(answer.summary):
        yield Lack("summary", "意見の概要がありません。")
    if is_blank(answer.wording):
        yield Lack("wording", "市の考え方がありません。")
    if answer.asks_for_class and answer.disposition is None:
        yield Lack("result_class", "反映区分が選ばれていません。")
    if answer.disposition is Disposition.EXPLAINED and is_blank(answer.reason):
        yield Lack("reason", "案のとおりとする理由がありません。")
    if answer.disposition is Disposition.REVISED:
        yield from _lacks_of_revisions(answer.revisions)


def _lacks_of_revisions(revisions: Sequence[Replaced]) -> Iterator[Lack]:
    if not revisions:
        yield Lack("revisions", "案を修正する区分ですが、修正箇所がありません。")
    for each in revisions:
        if not each.is_complete:
            where = f"修正箇所「{each.place}」" if not is_blank(each.place) else "修正箇所"
            yield Lack("revisions", f"{where}には、箇所と、違いのある修正前・修正後の文が要ります。")


@dataclass(frozen=True)
class Way:
    """One step: the states that it leaves, the one it reaches, who may take it, and what it asks."""

    leaves: frozenset[ResponseState]
    reaches: ResponseState
    roles: frozenset[Role]
    needs_comment: bool = False
    needs_complete: bool = False


WAYS = {
    ResponseStep.SENT_TO_CHECK: Way(
        frozenset({ResponseState.DRAFTING}), ResponseState.CHECKING, WRITERS, needs_complete=True
    ),
    ResponseStep.SENT_TO_APPROVAL: Way(
        frozenset({ResponseState.DRAFTING, ResponseState.CHECKING}),
        ResponseState.AWAITING_APPROVAL,
        WRITERS,
        needs_complete=True,
    ),
    ResponseStep.APPROVED: Way(
        frozenset({ResponseState.AWAITING_APPROVAL}),
        ResponseState.APPROVED,
        frozenset({Role.APPROVER}),
        needs_complete=True,
    ),
    ResponseStep.RETURNED: Way(
        frozenset({ResponseState.CHECKING, ResponseState.AWAITING_APPROVAL}),
        ResponseState.DRAFTING,
        READERS,
        needs_comment=True,
    ),
    ResponseStep.REOPENED: Way(
        frozenset({ResponseState.APPROVED}),
        ResponseState.DRAFTING,
        frozenset({Role.APPROVER}),
        needs_comment=True,
    ),
}


@dataclass(frozen=True)
class Standing:
    """Where an answer stands: its state, and whether a division answers for it."""

    state: ResponseState
    has_division: bool = False

    def may_take(self, step: ResponseStep) -> bool:
        if step is ResponseStep.SENT_TO_APPROVAL and self.state is ResponseState.DRAFTING:
            # Where no division is named, nobody stands between whoever writes and whoever approves.
            return not self.has_division
        if step is ResponseStep.SENT_TO_CHECK and not self.has_division:
            return False
        return self.state in WAYS[step].leaves


def open_steps(standing: Standing, roles: Iterable[Role]) -> list[ResponseStep]:
    """The steps that a person with these roles may take now, in the order of the road."""
    mine = frozenset(roles)
    return [step for step, way in WAYS.items() if way.roles & mine and standing.may_take(step)]


@dataclass(frozen=True)
class Asked:
    """A step as somebody asks for it. `is_own_work`: that person has written on this answer."""

    step: ResponseStep
    roles: frozenset[Role]
    comment: str = ""
    is_own_work: bool = False
    owns_up: bool = False


def check_step(asked: Asked, standing: Standing, answer: Answer) -> ResponseState:
    """The state reached. Raises what stands in the way: ResponseRefused, ResponseIncomplete or OwnWorkUnconfirmed."""
    way = WAYS[asked.step]
    if not way.roles & asked.roles:
        raise ResponseRefused("この操作をする役割がありません。")
    if not standing.may_take(asked.step):
        raise ResponseRefused(_not_from_here(asked.step, standing))
    if way.needs_comment and is_blank(asked.comment):
        raise ResponseRefused("差し戻すとき、決裁を取り消すときは、理由を書いてください。", field="comment")
    lacks = lacks_of(answer) if way.needs_complete else []
    if lacks:
        raise ResponseIncomplete("".join(lack.message for lack in lacks), lacks=tuple(lacks))
    if asked.step is ResponseStep.APPROVED and asked.is_own_work and not asked.owns_up:
        raise OwnWorkUnconfirmed(
            "ご自分が書いた回答です。それでも決裁するか、確かめてください。", field="owns_up"
        )
    return way.reaches


def _not_from_here(step: ResponseStep, standing: Standing) -> str:
    if step is ResponseStep.SENT_TO_APPROVAL and standing.state is ResponseState.DRAFTING:
        return "担当課が決まっています。先に担当課の確認に回してください。"
    if step is ResponseStep.SENT_TO_CHECK and standing.state is ResponseState.DRAFTING:
        return "担当課が決まっていません。担当課を選ぶか、そのまま決裁に回してください。"
    return f"いまの状態（{standing.state.label}）からは、この操作はできません。"


def check_writable(state: ResponseState) -> None:
    """An approved answer is frozen, and one that waits for approval is returned before anybody writes on it."""
    if state is ResponseState.APPROVED:
        raise ResponseFrozen("決裁済みです。直すには、決裁を取り消してください。")
    if state not in WRITABLE:
        raise ResponseFrozen("決裁に回しています。直すには、差し戻してください。")


@dataclass(frozen=True)
class LeftOver:
    """What stands between a case and its results (R35): opinions without a group, answers without approval."""

    opinions: int
    answers: int

    def __bool__(self) -> bool:
        return bool(self.opinions or self.answers)
