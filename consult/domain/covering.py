"""Picking voices one by one for what they add to what was said already: the work behind `representatives`.

Greedy, and lazy: what a voice adds only ever falls, so that the last value of each is a bound, and few are looked at again.
Weights are whole numbers: sets have no order, and a sum that depends on one would choose differently tomorrow.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import chain
from math import log2

from consult.domain.vocabulary import Stance

# Finding one's way into the next opinion takes as long as reading 40 characters.
CHARACTERS_BETWEEN = 40
# A word of one text is no point that many share. Of very few texts every word is one.
SHARED_BY, FEW_TEXTS = 2, 8
# With fewer words in it nobody can say that an opinion stands apart.
FEWEST_POINTS = 3
FINENESS = 1_000
ENDLESS = 10**12


class Reason(Enum):
    """Why a voice was chosen, in words."""

    PINNED = "担当者が選んだ意見"
    COVERS = "多くの意見に出る言葉を含む"
    STANCE = "言い方が異なる"
    APART = "ほかの意見と重なりが少ない"
    FILLS = "新しい言葉はない"


@dataclass(frozen=True)
class Voice:
    """One opinion as it is chosen by. Copies share their `text`; `points` are the forms of its words; `group` is who spoke."""

    id: int
    text: str
    points: frozenset[str]
    group: str
    stance: Stance
    length: int

    @property
    def cost(self) -> int:
        return self.length + CHARACTERS_BETWEEN


@dataclass(frozen=True)
class Pick:
    """A chosen voice. `new` are the shared words that it is the first to say, those of the most texts first."""

    voice: Voice
    reason: Reason
    new: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The picks in their order; `covered` of `weight`: how much of all shared words they say.

    `unsaid` are the shared words that none of them says, those of the most texts first, with the number of texts.
    """

    picks: tuple[Pick, ...]
    distinct: int
    covered: int
    weight: int
    unsaid: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> float:
        return self.covered / self.weight if self.weight else 0.0

    @property
    def characters(self) -> int:
        return sum(pick.voice.cost for pick in self.picks)


class Texts:
    """Voices of different texts, and what the words weigh that they share. Picks nothing; several may pick from it."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self.voices = voices
        counts = Counter(chain.from_iterable(voice.points for voice in voices))
        least = SHARED_BY if len(voices) >= FEW_TEXTS else 1
        self.counts = {point: number for point, number in counts.items() if number >= least}
        self.weights = {point: round(FINENESS * log2(1 + number)) for point, number in self.counts.items()}
        rare = counts.keys() - self.counts.keys()
        self.shared = {voice.id: _without(voice.points, rare) for voice in voices}

    @cached_property
    def whole(self) -> dict[int, int]:
        """What each voice says in all."""
        return {number: self.weigh(points) for number, points in self.shared.items()}

    @cached_property
    def typical(self) -> int:
        """What a voice says on the average: so much a group is worth that was not heard yet."""
        return sum(self.whole.values()) // len(self.voices) if self.voices else 0

    def weigh(self, points: frozenset[str] | set[str]) -> int:
        return sum(map(self.weights.__getitem__, points))

    def by_weight(self, point: str) -> tuple[int, str]:
        return -self.counts[point], point

    def stances_missing(self, chosen: Sequence[Voice]) -> list[Stance]:
        there = {voice.stance for voice in self.voices} - {voice.stance for voice in chosen}
        return [stance for stance in Stance if stance in there and stance is not Stance.NEITHER]


def _without(points: frozenset[str], rare: set[str]) -> frozenset[str]:
    """The set itself where nothing of it goes: there are as many of them as opinions."""
    return points if points.isdisjoint(rare) else points - rare


@dataclass
class Picking:
    """What was picked so far, and what it says. `room` are the characters that may still be read."""

    texts: Texts
    room: int = ENDLESS
    picks: list[Pick] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)

    def take(self, voice: Voice, reason: Reason) -> bool:
        """False where it does not fit any more, or is there already."""
        if not self._may_take(voice):
            return False
        new = self.texts.shared[voice.id] - self.said
        self.picks.append(Pick(voice, reason, tuple(sorted(new, key=self.texts.by_weight))))
        self.said |= new
        self.heard.add(voice.group)
        self.taken.add(voice.id)
        self.room -= voice.cost
        return True

    def copied(self) -> "Picking":
        """To try something out."""
        return Picking(
            self.texts, self.room, list(self.picks), set(self.said), set(self.heard), set(self.taken)
        )

    def cover(self, number: int) -> None:
        """So many more, as long as one says something new."""
        for voice in self._best_first(number):
            self.take(voice, Reason.COVERS)

    def seat(self, stances: Sequence[Stance]) -> None:
        """The best voice of each stance."""
        for stance in stances:
            rest = [each for each in self._rest() if each.stance is stance]
            if rest:
                self.take(max(rest, key=lambda each: (self._gain(each) / each.cost, -each.id)), Reason.STANCE)

    def seat_apart(self) -> None:
        """The voice whose words are shared least."""
        rest = [each for each in self._rest() if len(each.points) >= FEWEST_POINTS]
        if rest:
            whole = self.texts.whole
            apart = min(rest, key=lambda each: (whole[each.id] / len(each.points), each.id))
            self.take(apart, Reason.APART)

    def fill(self, number: int) -> None:
        """So many more in their order, whatever they say."""
        for voice in self.texts.voices:
            if number > 0 and self.take(voice, Reason.FILLS):
                number -= 1

    def choice(self) -> Choice:
        texts = self.texts
        unsaid = sorted(texts.weights.keys() - self.said, key=texts.by_weight)
        return Choice(
            tuple(self.picks),
            len(texts.voices),
            texts.weigh(self.said),
            sum(texts.weights.values()),
            tuple((point, texts.counts[point]) for point in unsaid),
        )

    def _may_take(self, voice: Voice) -> bool:
        return voice.cost <= self.room and voice.id not in self.taken

    def _rest(self) -> Iterator[Voice]:
        return filter(self._may_take, self.texts.voices)

    def _best_first(self, number: int) -> Iterator[Voice]:
        most, typical = self.texts.whole, self.texts.typical
        heap = [(-(most[each.id] + typical) / each.cost, each.id, each) for each in self._rest()]
        heapq.heapify(heap)
        while heap and number > 0:
            _bound, number_of, voice = heapq.heappop(heap)
            worth = -self._gain(voice) / voice.cost
            if worth == 0 or not self._may_take(voice):
                continue
            if heap and worth > heap[0][0]:
                heapq.heappush(heap, (worth, number_of, voice))
                continue
            number -= 1
            yield voice

    def _gain(self, voice: Voice) -> int:
        new = self.texts.weigh(self.texts.shared[voice.id] - self.said)
        return new if voice.group in self.heard else new + self.texts.typical
