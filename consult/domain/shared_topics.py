"""Which texts a plan files the topic of an opinion under: the reason of a link where the words differ (バス, 公共交通).

A topic knows expressions that people use, and names, the narrowest first, under which plans speak of it. The narrowest
name that stands in any text leads to the texts that have it; a name of more than two texts tells nothing. Of a name
`A+B` the last part stands in the text itself, the others there or where it is placed (農林水産業+担い手).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Generic, TypeVar

from consult.domain.shared_words import RARE

Key = TypeVar("Key", bound=Hashable)
Forms = tuple[str, ...]
# How an expression is cut into words; only of topics that lead somewhere is it asked.
Cut = Callable[[str], Forms]
BOTH = "+"


@dataclass(frozen=True)
class TopicWords:
    """As they are typed, `A+B` where both must stand; no expression counts where one of `hidden_by` stands."""

    names: tuple[str, ...]
    expressions: tuple[str, ...]
    hidden_by: tuple[str, ...]


@dataclass(frozen=True)
class Led(Generic[Key]):
    """`said` stands in the opinion, `name` in the text."""

    key: Key
    said: str
    name: str
    weight: float


@dataclass(frozen=True)
class _Leading(Generic[Key]):
    """A topic that leads to texts."""

    name: str
    keys: tuple[tuple[Key, float], ...]
    hidden_by: tuple[tuple[Forms, ...], ...]


@dataclass(frozen=True)
class Placed:
    """The words of a text in their order, and those of where it is placed: its package, its section."""

    words: Sequence[str]
    place: Sequence[str] = ()


class SharedTopics(Generic[Key]):
    """Reads `placed`, by key, once."""

    def __init__(self, placed: Mapping[Key, Placed], topics: Iterable[TopicWords], cut: Cut) -> None:
        texts = _Texts(placed)
        # First word of each expression, so that an opinion asks only for those that can stand in it.
        self._beginning: dict[str, list[tuple[tuple[Forms, ...], str, _Leading[Key]]]] = defaultdict(list)
        for topic in topics:
            name, keys = _home(topic, texts, cut)
            if not keys:
                continue
            weight = log(1 + len(placed) / len(keys))
            hidden = tuple(parts for each in topic.hidden_by if all(parts := _parts(each, cut)))
            leading = _Leading(name, tuple((key, weight / texts.sizes[key]) for key in keys), hidden)
            for expression in topic.expressions:
                parts = _parts(expression, cut)
                if all(parts):
                    self._beginning[parts[0][0]].append((parts, _shown(expression), leading))

    def led_to(self, words: Sequence[str]) -> Iterator[Led[Key]]:
        """Each text once for a topic; the expression is the first of the topic's list that stands."""
        row = _row(words)
        done: set[int] = set()
        for word in dict.fromkeys(words):
            for parts, said, leading in self._beginning.get(word, ()):
                if id(leading) in done or not _stand(parts, row):
                    continue
                done.add(id(leading))
                if not any(_stand(hidden, row) for hidden in leading.hidden_by):
                    yield from (Led(key, said, leading.name, weight) for key, weight in leading.keys)


class _Texts(Generic[Key]):
    """Texts by their words, so that a name asks only for those that have a word of it."""

    def __init__(self, placed: Mapping[Key, Placed]) -> None:
        self.sizes = {key: sqrt(max(1, len(set(each.words)))) for key, each in placed.items()}
        self._rows = {key: (_row(each.words), _row(each.place)) for key, each in placed.items()}
        self._having: dict[str, list[Key]] = defaultdict(list)
        for key, each in placed.items():
            for word in dict.fromkeys(each.words):
                self._having[word].append(key)

    def called(self, name: Sequence[Forms]) -> list[Key]:
        """Those that have the last part of the name, and the others in themselves or where they are placed."""
        *others, last = name
        return [
            key
            for key in self._having.get(last[0], ())
            if _stand([last], self._rows[key][0])
            and all(any(_stand([part], row) for row in self._rows[key]) for part in others)
        ]


def _home(topic: TopicWords, texts: _Texts[Key], cut: Cut) -> tuple[str, list[Key]]:
    for name in topic.names:
        parts = _parts(name, cut)
        found = texts.called(parts) if all(parts) else []
        if found:
            return _shown(name), found if len(found) <= RARE else []
    return "", []


def _parts(expression: str, cut: Cut) -> tuple[Forms, ...]:
    return tuple(map(cut, expression.split(BOTH)))


def _shown(expression: str) -> str:
    return expression.replace(BOTH, "・")


def _stand(parts: Iterable[Forms], row: str) -> bool:
    return all(_row(part) in row for part in parts)


def _row(words: Iterable[str]) -> str:
    # Words hold no blanks, so a row of them stands in another one as it stands here.
    return f" {' '.join(words)} "
