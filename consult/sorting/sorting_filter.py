"""Which opinions of a case somebody asks for while sorting: allow-listed names only (TP7)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, func, not_, or_, select, type_coerce

from consult import standing
from consult.copies_listed import BY_TEXT, MOST_COPIES_FIRST, NEWEST_FIRST, listed_by_text
from consult.domain.vocabulary import Channel, FlagKind, PassageOutcome, RedactionReason
from consult.extensions import db
from consult.models import Opinion, OpinionFlag, PersonalLook, Redaction, Submission
from consult.search.finding import Search, search_for

SORTS = {"number": "届いた順", "newest": "新しい順", "same": "同じ文章の多い順"}
# A flag that says that words have to be masked, and the reason that they are then masked for.
MASKED_FOR = {
    FlagKind.DEFAMATION: RedactionReason.DEFAMATION,
    FlagKind.THIRD_PARTY: RedactionReason.THIRD_PARTY,
}


def is_flagged(*kinds: FlagKind) -> ColumnElement[bool]:
    # Listed once and looked up, not asked again for each opinion; the same below.
    flags = select(OpinionFlag.opinion_id).where(OpinionFlag.lifted_at.is_(None), OpinionFlag.kind.in_(kinds))
    return Opinion.id.in_(flags)


def waits_for_sorting() -> ColumnElement[bool]:
    """未整理: nobody has been through it, put it into a group or flagged it. It hinders nothing (O10)."""
    return and_(standing.counts_as_sent(), Opinion.sorted_at.is_(None), Opinion.answer_group_id.is_(None))


def waits_for_masking() -> ColumnElement[bool]:
    """伏せる候補あり: of the finder, or of a flag for which nothing is masked yet."""
    unmasked = [and_(is_flagged(kind), not_(_is_masked_for(reason))) for kind, reason in MASKED_FOR.items()]
    undecided = select(PersonalLook.opinion_id).where(PersonalLook.undecided > 0)
    return and_(standing.counts_as_sent(), or_(Opinion.id.in_(undecided), *unmasked))


def _is_masked_for(reason: RedactionReason) -> ColumnElement[bool]:
    masks = select(Redaction.opinion_id).where(
        Redaction.undone_at.is_(None),
        Redaction.outcome == PassageOutcome.MASKED,
        Redaction.reason == reason,
    )
    return Opinion.id.in_(masks)


def is_set_aside() -> ColumnElement[bool]:
    return and_(
        Opinion.withdrawn_at.is_(None),
        Submission.withdrawn_at.is_(None),
        Submission.set_aside_at.is_not(None),
    )


def _is_withdrawn() -> ColumnElement[bool]:
    return or_(Opinion.withdrawn_at.is_not(None), Submission.withdrawn_at.is_not(None))


def _counting(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(standing.counts_as_sent(), condition)


STATES: Mapping[str, tuple[str, Callable[[], ColumnElement[bool]]]] = {
    "left": ("未整理", waits_for_sorting),
    "mask": ("伏せる候補あり", waits_for_masking),
    **{
        kind.value: (kind.label, lambda kind=kind: _counting(is_flagged(kind)))  # type: ignore[misc]
        for kind in FlagKind
    },
    "parts": ("分けた意見", lambda: _counting(Opinion.part_start.is_not(None))),
    "late": ("期限後", lambda: _counting(Submission.is_late.is_(True))),
    "set_aside": ("受付の対象から外した", is_set_aside),
    "withdrawn": ("取下げ", _is_withdrawn),
}


@dataclass(frozen=True)
class SortingFilter:
    """`text` is a digest, `by` text lists each text once. Without a state: every opinion that counts."""

    consultation_id: int
    q: str = ""
    state: str = ""
    channel: Channel | None = None
    text: str = ""
    by: str = ""
    sort: str = "number"

    def as_args(self) -> dict[str, str]:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        given["channel"] = self.channel.value if self.channel else ""
        given["sort"] = "" if self.sort == "number" else self.sort
        return {name: str(value) for name, value in given.items() if value}

    @cached_property
    def search(self) -> Search:
        return search_for(self.q)

    def listed(self) -> Select[tuple[int]]:
        """The ids of the rows of the list, in its order."""
        if self.by == BY_TEXT or self.sort == MOST_COPIES_FIRST:
            return listed_by_text(self.found(), by=self.by, sort=self.sort)
        return self.found().order_by(Opinion.id.desc() if self.sort == NEWEST_FIRST else Opinion.id)

    def found(self) -> Select[tuple[int]]:
        """Every opinion that is asked for, each copy by itself."""
        return self._of(Opinion.id).where(*self.conditions())

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        yield Submission.consultation_id == self.consultation_id
        yield Opinion.superseded_at.is_(None)
        yield STATES[self.state][1]() if self.state else standing.counts_as_sent()
        yield from self._narrowed()

    def counts(self) -> dict[str, Mapping[str, int]]:
        """How many opinions each state and channel would leave, the other filters standing. Two queries."""
        states = {code: case((condition(), 1)) for code, (_label, condition) in STATES.items()}
        numbers = self._of(*(func.count(each) for each in states.values())).where(
            Submission.consultation_id == self.consultation_id,
            Opinion.superseded_at.is_(None),
            *self._narrowed(),
        )
        code: ColumnElement[str] = type_coerce(Submission.channel, String)
        by_channel = self._of(code, func.count())
        others = replace(self, channel=None)
        channels = by_channel.where(*others.conditions()).group_by(Submission.channel)
        return {
            "state": dict(zip(states, db.session.execute(numbers).one(), strict=True)),
            "channel": {row[0]: row[1] for row in db.session.execute(channels)},
        }

    def _narrowed(self) -> Iterator[ColumnElement[bool]]:
        if self.q:
            yield self.search.in_opinions()
        if self.channel:
            yield Submission.channel == self.channel
        if self.text:
            yield Opinion.text_digest == self.text

    @staticmethod
    def _of(*columns: Any) -> Select[Any]:
        return select(*columns).select_from(Opinion).join(Opinion.submission)
