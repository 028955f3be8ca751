"""What speaks for a code of a text: its words and topics by the label an official sees, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.columns import TextColumns
from nlp.features import Seen, Span
from nlp.types import Evidence, Text


class Causes:
    """The causes of all views of a text; those that go by one label have one number, in the order of coming."""

    def __init__(self, text: Text, topics: Sequence[str]) -> None:
        self._text = text
        self._topics = topics
        self._numbers: dict[str, int] = {}
        self._placed: dict[int, tuple[Evidence, ...]] = {}
        self._whole: ViewCauses | None = None

    def add(self, seen: Seen, columns: TextColumns) -> ViewCauses:
        """The causes of one more view: the whole of the text first, then sentences of it."""
        view = ViewCauses(seen, columns, self._labels_of(seen, columns), self._numbers)
        self._whole = self._whole or view
        return view

    @property
    def labels(self) -> list[str]:
        """The label of every number."""
        return list(self._numbers)

    def _labels_of(self, seen: Seen, columns: TextColumns) -> Sequence[str]:
        if not columns.codes.shares:
            return columns.labels
        topics = [topic for topic, _ in columns.codes.shares]
        return [
            *columns.labels,
            *(f"{self._quoted(seen, topic)}（{self._topics[topic]}）" for topic in topics),
        ]

    def _quoted(self, seen: Seen, topic: int) -> str:
        start, end = min(_places_of_topic(seen, topic))
        return f"「{self._text.content[start:end]}」"

    def places_of(self, number: int, sentence: ViewCauses | None) -> tuple[Evidence, ...]:
        """Every place of what has this number in the whole text or in a sentence of it."""
        whole = self._whole
        assert whole is not None
        own = whole.by_number.get(number, ())
        if sentence and (further := sentence.by_number.get(number)):
            # 全体の見方にもある語は、文の中の場所も数え終わっている
            known = [whole.names[at] for at in own]
            added = [at for at in further if sentence.names[at] not in known]
            if added:
                return self._placed_at([*whole.places(own), *sentence.places(added)])
        placed = self._placed.get(number)
        if placed is None:
            placed = self._placed[number] = self._placed_at(whole.places(own))
        return placed

    def _placed_at(self, spans: list[Span]) -> tuple[Evidence, ...]:
        # Many causes stand in one place.
        if len(spans) > 1:
            spans = sorted(set(spans))
        return tuple([self._text.span(start, end) for start, end in spans])


class ViewCauses:
    """The causes of one view: its words, then its topics, by name; `numbers` are those of their labels."""

    def __init__(
        self, seen: Seen, columns: TextColumns, labels: Sequence[str], numbers: dict[str, int]
    ) -> None:
        self._seen = seen
        self._sentences = columns.sentences
        topics = columns.codes.shares
        self.names: tuple[str | int, ...] = (
            (*columns.words, *(topic for topic, _ in topics)) if topics else columns.words
        )
        self.numbers = [numbers.setdefault(label, len(numbers)) for label in labels]
        self.by_number: dict[int, list[int]] = {}
        for at, number in enumerate(self.numbers):
            self.by_number.setdefault(number, []).append(at)
        self.repeated = (
            [number for number, causes in self.by_number.items() if len(causes) > 1]
            if len(self.by_number) < len(self.numbers)
            else []
        )

    def places(self, causes: Sequence[int]) -> list[Span]:
        """Every place of some causes, in the normalised content."""
        spans: list[Span] = []
        for at in causes:
            name = self.names[at]
            if isinstance(name, int):
                spans += _places_of_topic(self._seen, name)
                continue
            for (since, _), sentence in zip(self._seen.sentences, self._sentences, strict=True):
                if known := sentence.get(name):
                    for start, end in known.places:
                        spans.append((since + start, since + end))
        return spans


def _places_of_topic(seen: Seen, topic: int) -> list[Span]:
    return [
        (since + start, since + end)
        for since, sentence in seen.sentences
        for hit in sentence.hits
        if hit[0] == topic
        for start, end in hit[2]
    ]
