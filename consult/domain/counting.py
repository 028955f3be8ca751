"""What is counted, and in which unit: 件 (opinions), 名 (submitters), 延べ and 実 (hearings and bodies heard).

R40–R44. An opinion counts once per theme, by the way it came in. Submitters are counted in 名; hearings have no
submitters and are counted as 延べ (hearings) and 実 (bodies heard); for a published page 名 is 不明.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from consult.domain.vocabulary import Channel, HearingKind, OpinionSource


class Family(Enum):
    """Ways in that are reported together; committee members apart from citizens (R43)."""

    COMMENT = "意見募集"
    COMMITTEE = "委員意見"
    HEARING = "ヒアリング"
    PUBLISHED_PAGE = "公表資料"


@dataclass(frozen=True)
class WayIn:
    """How an opinion came in: a channel, a kind of hearing, or a page the city has published."""

    code: str
    label: str
    family: Family


WAYS_IN = (
    *(WayIn(c.value, c.label, Family.COMMENT) for c in Channel if c is not Channel.COMMITTEE),
    WayIn(Channel.COMMITTEE.value, Channel.COMMITTEE.label, Family.COMMITTEE),
    *(WayIn(kind.value, kind.label, Family.HEARING) for kind in HearingKind),
    WayIn(OpinionSource.PUBLISHED_PAGE.value, OpinionSource.PUBLISHED_PAGE.label, Family.PUBLISHED_PAGE),
)


def way_in(code: str) -> WayIn | None:
    """The way in with a code, or None for a code that does not exist."""
    return next((way for way in WAYS_IN if way.code == code), None)


@dataclass(frozen=True)
class Tally:
    """Opinions by how they stand, and who stands behind them."""

    confirmed: int = 0
    suggested: int = 0
    submitters: int = 0
    hearings: int = 0
    counterparts: int = 0

    @property
    def opinions(self) -> int:
        """件: every opinion that is confirmed or suggested."""
        return self.confirmed + self.suggested


def add_up(tallies: Iterable[Tally]) -> Tally:
    """件 of several lines. 名, 延べ and 実 are not added: one person or body may stand in several lines."""
    lines = list(tallies)
    return Tally(sum(t.confirmed for t in lines), sum(t.suggested for t in lines))


@dataclass(frozen=True)
class Received:
    """What one consultation has received, in force; what was taken back is kept and counted apart (R24, R40)."""

    submitters: int = 0
    opinions: int = 0
    withdrawn: int = 0
    set_aside: int = 0

    @property
    def all_opinions(self) -> int:
        """件 that ever arrived: in force, withdrawn and set aside add up to it."""
        return self.opinions + self.withdrawn + self.set_aside
