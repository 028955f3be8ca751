"""What must be true before results go public (R35, R36, R52–R54, O14), and what became of each opinion (R40)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from consult.domain.answering import NOT_ANSWERED, Answer, lacks_of
from consult.domain.errors import NotPublishable
from consult.domain.plain_text import is_blank
from consult.domain.vocabulary import FlagKind, PublicationKind, PublishedOutcome

MAX_NOTE = 2_000
# Nothing can be read there, so nothing can be answered.
NOT_TO_BE_READ = NOT_ANSWERED - {FlagKind.OFF_TOPIC}


def outcome_of(
    *, is_withdrawn: bool, is_set_aside: bool, is_late: bool, flags: Collection[FlagKind]
) -> PublishedOutcome:
    """Exactly one for every opinion that arrived: what was taken back first, then what was not taken, what came late."""
    if is_withdrawn:
        return PublishedOutcome.WITHDRAWN
    if is_set_aside or not NOT_TO_BE_READ.isdisjoint(flags):
        return PublishedOutcome.SET_ASIDE
    if is_late:
        return PublishedOutcome.LATE
    return PublishedOutcome.OFF_TOPIC if FlagKind.OFF_TOPIC in flags else PublishedOutcome.ANSWERED


class Concern(Enum):
    """What stands in the way, and where it is mended."""

    PERIOD = "募集期間が終わっていません"
    LEFT_OVER = "どの回答にも入っていない意見"
    NOT_APPROVED = "決裁されていない回答"
    COUNT_CHANGED = "決裁のあとで意見の数が変わった回答"
    INCOMPLETE = "足りないものがある回答"
    UNDECIDED = "個人情報かどうか決めていない箇所"
    MASKED_WORDS = "伏せた言葉が残っている文"
    CONTACT = "提出者の連絡先が書かれている文"
    POSSIBLE = "個人情報かもしれない言葉"


# A person may look at it and decide that it is none; everything else is mended where it stands.
TICKABLE = frozenset({Concern.POSSIBLE})


# Nobody is owed an answer about a plan that will not be (R54); personal items stay out all the same.
OF_THE_ROUND = frozenset(
    {
        Concern.PERIOD,
        Concern.LEFT_OVER,
        Concern.NOT_APPROVED,
        Concern.COUNT_CHANGED,
        Concern.INCOMPLETE,
    }
)


@dataclass(frozen=True)
class Finding:
    """One thing to mend, named: where it is and what stands there. `key` says which one when a person ticks it."""

    concern: Concern
    where: str
    words: str = ""
    opinion_id: int | None = None
    group_id: int | None = None
    key: str = ""


@dataclass(frozen=True)
class Check:
    """What was found before release. `warnings` are facts to know; they stop nothing."""

    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def stopping(self) -> list[Finding]:
        return [each for each in self.findings if each.concern not in TICKABLE]

    @property
    def to_tick(self) -> list[Finding]:
        return [each for each in self.findings if each.concern in TICKABLE]

    @property
    def of_dropped_case(self) -> "Check":
        return replace(self, findings=tuple(f for f in self.findings if f.concern not in OF_THE_ROUND))

    def grouped(self) -> list[tuple[Concern, list[Finding]]]:
        """What stops, by what it is, in the order of the work."""
        by_concern = ((concern, [f for f in self.stopping if f.concern is concern]) for concern in Concern)
        return [(concern, found) for concern, found in by_concern if found]


@dataclass(frozen=True)
class AnswerState:
    """An answer group as the check sees it: whether it is approved, for how many opinions, and what it says."""

    where: str
    group_id: int
    is_approved: bool
    answer: Answer
    approved_for: int | None = None


def answer_findings(answers: Iterable[AnswerState]) -> list[Finding]:
    """What each answer still lacks, one by one. Approval asks the same (R35, R36); a class may have changed since."""
    found = []
    for each in answers:
        if not each.is_approved:
            found.append(Finding(Concern.NOT_APPROVED, each.where, group_id=each.group_id))
        elif each.approved_for not in (None, each.answer.opinions):
            # Withdrawn, put back or found late since: how many it stands for is part of what was approved (R37).
            where = f"{each.where}：決裁のとき{each.approved_for}件、いま{each.answer.opinions}件"
            found.append(Finding(Concern.COUNT_CHANGED, where, group_id=each.group_id))
        for lack in lacks_of(each.answer) if each.is_approved else []:
            found.append(Finding(Concern.INCOMPLETE, f"{each.where}：{lack.message}", group_id=each.group_id))
    return found


def check_release(check: Check, *, ticked: Collection[str]) -> None:
    """Raises NotPublishable and names what is left: nothing on-topic may be left over (R35), no personal item (R52)."""
    if check.stopping:
        names = "、".join(f"{concern.value}（{len(found)}）" for concern, found in check.grouped())
        raise NotPublishable(f"まだ公表できません。残っているもの：{names}。")
    unseen = [each for each in check.to_tick if each.key not in ticked]
    if unseen:
        raise NotPublishable(
            f"個人情報かもしれない言葉が{len(unseen)}か所あります。一つずつ確かめて、印を付けてください。",
            field="seen",
        )


def kind_of_next(earlier: Sequence[PublicationKind], *, is_dropped: bool) -> PublicationKind:
    """The first is the result; every further one corrects it. Of a case without a plan: that none is adopted (R54)."""
    if is_dropped and PublicationKind.NOT_ADOPTED not in earlier:
        return PublicationKind.NOT_ADOPTED
    return PublicationKind.CORRECTION if earlier else PublicationKind.RESULTS


def check_note(kind: PublicationKind, note: str) -> None:
    """A correction says what was wrong, and a case without a plan says why (R53, R54)."""
    if kind is PublicationKind.CORRECTION and is_blank(note):
        raise NotPublishable("何をどう訂正したかを書いてください（公表されます）。", field="note")
    if kind is PublicationKind.NOT_ADOPTED and is_blank(note):
        raise NotPublishable("策定しないこととした理由を書いてください（公表されます）。", field="note")
