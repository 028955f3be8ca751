"""How often each word stands in texts, however it is written: in how many opinions (件), and how many times (回)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from consult.counted_words import PASSED_OVER, Forms, Text, label_of
from consult.opinion_words import ContentWord, read_content

# (id of the opinion, its text) of many.
Texts = Iterable[tuple[int, Text]]


@dataclass(frozen=True)
class CountedWord:
    """`base`: as the dictionary writes it, by which it is found again; `label`: as people write it, to be read.

    `writings`: each way in which it was written, the most frequent first, with 回.
    """

    form: str
    base: str
    label: str
    opinions: int
    times: int
    writings: tuple[tuple[str, int], ...]


class Counting:
    """Counts text by text."""

    def __init__(self) -> None:
        self.texts = 0
        self._forms = Forms()
        self._times: Counter[str] = Counter()
        self._opinions: Counter[str] = Counter()

    def count(self, texts: Texts) -> "Counting":
        for _, text in texts:
            self.add(text)
        return self

    def add(self, text: Text) -> set[str]:
        """One text more; the forms of its words."""
        forms = self._forms.among(text)
        self.texts += 1
        self._times.update(text)
        self._opinions.update(forms)
        return forms

    def words(self) -> list[CountedWord]:
        """Every word that says something, in no order."""
        by_form: dict[str, list[tuple[ContentWord, int]]] = {}
        for written_down, times in self._times.items():
            by_form.setdefault(self._forms[written_down], []).append((read_content(written_down), times))
        told = ((form, found) for form, found in by_form.items() if form not in PASSED_OVER)
        return [_counted(form, self._opinions[form], found) for form, found in told]


def _counted(form: str, opinions: int, found: Iterable[tuple[ContentWord, int]]) -> CountedWord:
    bases: Counter[str] = Counter()
    writings: Counter[str] = Counter()
    for word, times in found:
        bases[word.base] += times
        writings[word.written] += times
    base = _most_frequent_first(bases)[0][0]
    written = tuple(_most_frequent_first(writings))
    return CountedWord(
        form, base, label_of(base, [text for text, _ in written]), opinions, bases.total(), written
    )


def _most_frequent_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
