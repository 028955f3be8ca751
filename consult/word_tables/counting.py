"""How often each word stands in texts, however it is written: in how many opinions (件), and how many times (回)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.domain.folding import is_kana
from consult.opinion_words import ContentWord, read_content

# Written down as `content_of` gives it: a string per word, so that a million of them are counted in a moment.
Text = Sequence[str]
# (id of the opinion, its text) of many.
Texts = Iterable[tuple[int, Text]]

# Nouns and adverbs to the dictionary that say nothing by themselves; the page names some of them.
PASSED_OVER = frozenset(
    [
        "こと",
        "もの",
        "ところ",
        "とき",
        "時",
        "よう",
        "ため",
        "為",
        "方",
        "さ",
        "み",
        "達",
        "等",
        "など",
        "どう",
        "そう",
        "こう",
        "もっと",
        "とても",
        "大変",
        "中",
        "内",
        "うち",
        "後",
        "前",
        "上",
        "先",
        "間",
        "場合",
        "今",
        "また",
    ]
)


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


class Forms(dict[str, str]):
    """The form that a word is counted by; each word, as written down, is read once."""

    def __missing__(self, written_down: str) -> str:
        self[written_down] = form = read_content(written_down).form
        return form

    def among(self, text: Text) -> set[str]:
        return set(map(self.__getitem__, text))


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
        form, base, _label(base, [text for text, _ in written]), opinions, bases.total(), written
    )


def _label(base: str, writings: Sequence[str]) -> str:
    """The dictionary's writing, unless nobody writes so: 纏める is まとめる, 奇麗 is きれい, but 使う is never 使っ."""
    if base in writings or not writings:
        return base
    is_inflected = is_kana(base[-1:])
    whole = (text for text in writings if not is_inflected or text.endswith(base[-1]))
    return next(whole, base)


def _most_frequent_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))
