"""Voices chosen so that few of them say most of what many say: for a page, and for the minutes that somebody has.

Extractive: whole opinions, never a word changed. The rule is `RULE`; the same voices give the same choice. An opinion is
worth the words in it that nobody chosen has said yet, each the more the more texts hold it, and as much again when its
group has not been heard yet; divided by how long it takes to read.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import log2

from consult.domain.vocabulary import Stance

# Reading a Japanese text with attention: 500 characters a minute; and finding one's way into the next one takes as long as 40.
CHARACTERS_A_MINUTE = 500
CHARACTERS_BETWEEN = 40
MOST = 6
# A word of one text is no point that many share. Of very few texts every word is one.
SHARED_BY, FEW_TEXTS = 2, 8
# With fewer words in it nobody can say that an opinion stands apart.
FEWEST_POINTS = 3
FINENESS = 1_000
RULE = (
    "同じ文面の意見は1つと数えます。",
    "まだ選ばれていない言葉を多く含む意見から順に選びます。多くの意見に出る言葉ほど重く、1件だけに出る言葉は数えません。",
    "まだ選ばれていない相手（受け付けた方法、ヒアリングの相手方の区分）の意見は、重さを足して選ばれやすくします。",
    "同じ重さなら、短く読める意見を先にします。",
    "反対、賛成、条件つきの言い方の意見があれば、それぞれ1件は必ず入れます。",
    "ほかの意見と重なる言葉がいちばん少ない意見も、1件入れます。少数の意見を見落とさないためです。",
    "文は原文のままで、機械が書き換えたり、まとめたりすることはありません。",
)


class Reason(Enum):
    """Why a voice was chosen, in words."""

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


def distinct_texts(voices: Iterable[Voice]) -> list[Voice]:
    """One voice for each text, the earliest."""
    found: dict[str, Voice] = {}
    for voice in sorted(voices, key=lambda each: each.id):
        found.setdefault(voice.text, voice)
    return list(found.values())


def representatives(voices: Iterable[Voice], most: int = MOST) -> Choice:
    """At most so many voices: those that say most, one of each stance, and one that stands apart."""
    texts = distinct_texts(voices)
    choosing = _Choosing(texts)
    covering = choosing.try_out(most)
    seats = next(n for n in range(most, -1, -1) if not n or _fits(texts, covering[:n], most))
    choosing.cover(seats)
    choosing.seat(_stances_missing(texts, covering[:seats])[: most - len(choosing.picks)])
    if len(choosing.picks) < min(most, len(texts)):
        choosing.seat_apart()
    choosing.cover(most - len(choosing.picks))
    choosing.fill(most - len(choosing.picks))
    return choosing.choice()


def reading(voices: Iterable[Voice], minutes: int) -> Choice:
    """An ordered set that can be read in the minutes: the representatives first, then what says most that is new.

    Whatever does not fit any more is left out for what does. When nothing new is left, the rest fills the time.
    """
    texts = distinct_texts(voices)
    room = minutes * CHARACTERS_A_MINUTE
    first = representatives([voice for voice in texts if voice.cost <= room])
    choosing = _Choosing(texts, room=room)
    for pick in first.picks:
        choosing.take(pick.voice, pick.reason)
    choosing.cover(len(texts))
    choosing.fill(len(texts))
    return choosing.choice()


@dataclass
class _Choosing:
    """What was picked so far, and what it says. `room` are the characters that may be read."""

    texts: Sequence[Voice]
    room: float = float("inf")
    picks: list[Pick] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = _shared_words(self.texts)
        # Whole numbers: sets have no order, and a sum that depends on one would choose differently tomorrow.
        self.weights = {point: round(FINENESS * log2(1 + number)) for point, number in self.counts.items()}
        self.shared = {voice.id: voice.points & self.weights.keys() for voice in self.texts}
        typical = sum(map(self._whole, self.texts)) // len(self.texts) if self.texts else 0
        self.of_group = {voice.group: typical for voice in self.texts}
        self.said: set[str] = set()
        self.heard: set[str] = set()
        self.taken: set[int] = set()

    def take(self, voice: Voice, reason: Reason) -> None:
        if voice.cost > self.room or voice.id in self.taken:
            return
        new = self.shared[voice.id] - self.said
        self.picks.append(Pick(voice, reason, tuple(sorted(new, key=self._by_weight))))
        self.said |= new
        self.heard.add(voice.group)
        self.taken.add(voice.id)
        self.room -= voice.cost

    def cover(self, number: int) -> None:
        """So many more, as long as one says something new."""
        for voice in self._best_first(number):
            self.take(voice, Reason.COVERS)

    def try_out(self, number: int) -> list[Voice]:
        """Whom `cover` would pick, were nobody picked yet."""
        other = _Choosing(self.texts, self.room)
        other.cover(number)
        return [pick.voice for pick in other.picks]

    def seat(self, stances: Sequence[Stance]) -> None:
        for stance in stances:
            rest = [each for each in self.texts if each.stance is stance and each.id not in self.taken]
            if rest:
                self.take(max(rest, key=lambda each: (self._gain(each) / each.cost, -each.id)), Reason.STANCE)

    def seat_apart(self) -> None:
        rest = [
            each for each in self.texts if len(each.points) >= FEWEST_POINTS and each.id not in self.taken
        ]
        if rest:
            self.take(min(rest, key=lambda each: (self._shared(each), each.id)), Reason.APART)

    def fill(self, number: int) -> None:
        for voice in self.texts:
            before = len(self.picks)
            if number > 0:
                self.take(voice, Reason.FILLS)
                number -= len(self.picks) - before

    def choice(self) -> Choice:
        unsaid = sorted(self.weights.keys() - self.said, key=self._by_weight)
        return Choice(
            tuple(self.picks),
            len(self.texts),
            sum(map(self.weights.__getitem__, self.said)),
            sum(self.weights.values()),
            tuple((point, self.counts[point]) for point in unsaid),
        )

    def _by_weight(self, point: str) -> tuple[int, str]:
        return -self.counts[point], point

    def _best_first(self, number: int) -> Iterator[Voice]:
        """Greedy and lazy: what a voice adds only ever falls, so that its last value is a bound."""
        heap = [
            (-self._gain(each) / each.cost, each.id, each) for each in self.texts if each.id not in self.taken
        ]
        heapq.heapify(heap)
        while heap and number > 0:
            _bound, number_of, voice = heapq.heappop(heap)
            if voice.cost > self.room or voice.id in self.taken:
                continue
            worth = -self._gain(voice) / voice.cost
            if worth == 0:
                continue
            if heap and worth > heap[0][0]:
                heapq.heappush(heap, (worth, number_of, voice))
                continue
            number -= 1
            yield voice

    def _gain(self, voice: Voice) -> int:
        new = sum(map(self.weights.__getitem__, self.shared[voice.id] - self.said))
        return new if voice.group in self.heard else new + self.of_group[voice.group]

    def _whole(self, voice: Voice) -> int:
        return sum(map(self.weights.__getitem__, self.shared[voice.id]))

    def _shared(self, voice: Voice) -> float:
        return self._whole(voice) / len(voice.points)


def _fits(texts: Sequence[Voice], covering: Sequence[Voice], most: int) -> bool:
    """Whether there is room beside these for every stance that they miss, and for one that stands apart."""
    return len(covering) + len(_stances_missing(texts, covering)) + (len(texts) > most) <= most


def _shared_words(texts: Sequence[Voice]) -> dict[str, int]:
    """The words that many share, and how many texts hold each."""
    counts = Counter(point for voice in texts for point in voice.points)
    least = SHARED_BY if len(texts) >= FEW_TEXTS else 1
    return {point: number for point, number in counts.items() if number >= least}


def _stances_missing(texts: Sequence[Voice], chosen: Sequence[Voice]) -> list[Stance]:
    there = {voice.stance for voice in texts} - {voice.stance for voice in chosen} - {Stance.NEITHER}
    return [stance for stance in Stance if stance in there]
