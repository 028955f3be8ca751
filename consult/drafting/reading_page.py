"""読む時間: the opinions to read in the minutes that somebody has, in their order, and what then stays unread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.domain.representatives import CHARACTERS_A_MINUTE, Choice, distinct_texts, reading
from consult.drafting.voices import Group, Said, Voices
from consult.drafting.voices_page import ShownPick, shown_picks
from consult.plan_codes import PlanCodes
from consult.spreadsheets import opinion_table
from consult.spreadsheets.csv_writing import Cell

UNSAID_SHOWN = 12
HEADER = ("読む順", "選んだ理由", "言い方の目安", "相手", "同じ文面（件）", *opinion_table.HEADER)


@dataclass(frozen=True)
class GroupLine:
    """Different texts of a group: all, and those that are read."""

    group: Group
    texts: int
    read: int

    @property
    def unread(self) -> int:
        return self.texts - self.read


@dataclass(frozen=True)
class ReadingList:
    """`read` and `opinions` are 件 with all copies; `too_long` are texts that take more than all the time."""

    minutes: int
    picks: Sequence[ShownPick]
    choice: Choice
    read: int
    opinions: int
    groups: Sequence[GroupLine]
    unsaid: Sequence[tuple[str, int]]
    too_long: Sequence[int]

    @property
    def minutes_needed(self) -> int:
        return -(-self.choice.characters // CHARACTERS_A_MINUTE)

    @property
    def unread_texts(self) -> int:
        return self.choice.distinct - len(self.picks)


def reading_list(voices: Voices, minutes: int, codes: PlanCodes, *, as_written: bool) -> ReadingList:
    """A fixed number of queries. `as_written` on the page, for reading inside of the house; never in a file."""
    choice = reading((each.voice for each in voices.said), minutes, voices.pinned)
    read = {pick.voice.id for pick in choice.picks}
    texts = [
        voices.by_id[voice.id]
        for voice in distinct_texts((each.voice for each in voices.said), voices.pinned)
    ]
    room = minutes * CHARACTERS_A_MINUTE
    return ReadingList(
        minutes,
        tuple(shown_picks(choice.picks, voices, codes, as_written=as_written)),
        choice,
        sum(voices.copies[pick.voice.text] for pick in choice.picks),
        len(voices.said),
        _group_lines(texts, read),
        list(_unsaid(choice, texts)),
        [said.id for said in texts if said.voice.cost > room],
    )


def rows(found: ReadingList) -> Iterator[list[Cell]]:
    for number, pick in enumerate(found.picks, start=1):
        yield [number, pick.reason, pick.stance, pick.group, pick.copies, *opinion_table.cells(pick.record)]


def _group_lines(texts: Sequence[Said], read: set[int]) -> list[GroupLine]:
    """The largest group first."""
    by_group: dict[Group, list[int]] = {}
    for said in texts:
        by_group.setdefault(said.group, []).append(said.id)
    lines = [GroupLine(group, len(ids), len(read.intersection(ids))) for group, ids in by_group.items()]
    return sorted(lines, key=lambda line: (-line.texts, line.group.label))


def _unsaid(choice: Choice, texts: Sequence[Said]) -> Iterator[tuple[str, int]]:
    """Words of several texts that are in none of those read, as they are written."""
    shown = 0
    for form, number in choice.unsaid:
        holding = next(said for said in texts if form in said.points)
        if name := holding.name_in(form):
            shown += 1
            yield name, number
        if shown == UNSAID_SHOWN:
            return
