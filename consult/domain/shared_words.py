"""Which texts an opinion shares telling words with: the reason of a suggested link (D4).

The rarer a word is among the texts, the more it weighs. Two shared words are a reason, one alone is none (measured,
decision 0166). The same words give the same answer, in time linear in the opinion's words.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

# A word that more than this share of the texts have tells nothing; of a few texts every word does.
COMMON_SHARE, FEW_TEXTS = 0.25, 8
# What more texts have does not tell them apart.
RARE = 2
SHORTEST = 2
# Written in hiragana, so short a word is a part of speech more often than a thing (おけ, こと, やすい).
SHORTEST_IN_HIRAGANA = 4


@dataclass(frozen=True)
class Shared(Generic[Key]):
    """`words` as the text writes them, the rarest first."""

    key: Key
    words: tuple[str, ...]
    score: float


class SharedWords(Generic[Key]):
    """`texts`: by key the words of each text, form to how it is written."""

    def __init__(self, texts: Mapping[Key, Mapping[str, str]]) -> None:
        self._order = {key: n for n, key in enumerate(texts)}
        self._written: dict[Key, dict[str, str]] = {}
        self._having: dict[str, list[Key]] = defaultdict(list)
        for key, words in texts.items():
            self._written[key] = {form: shown for form, shown in words.items() if tells(form, shown)}
            for form in self._written[key]:
                self._having[form].append(key)
        most = len(texts) if len(texts) < FEW_TEXTS else len(texts) * COMMON_SHARE
        self._weights = {
            form: log(1 + len(texts) / len(keys))
            for form, keys in self._having.items()
            if len(keys) <= max(most, RARE)
        }

    def shared(self, forms: Collection[str]) -> list[Shared[Key]]:
        """The texts that share two and more with these words, in their order."""
        found: dict[Key, list[str]] = defaultdict(list)
        for form in sorted(self._weights.keys() & set(forms)):
            for key in self._having[form]:
                found[key].append(form)
        shared = [self._shared(key, common) for key, common in found.items() if len(common) > 1]
        return sorted(shared, key=lambda each: self._order[each.key])

    def _shared(self, key: Key, common: list[str]) -> Shared[Key]:
        written = self._written[key]
        common.sort(key=lambda form: (-self._weights[form], form))
        # A long text shares more words with everybody.
        score = sum(self._weights[form] for form in common) / sqrt(len(written))
        return Shared(key, tuple(dict.fromkeys(written[form] for form in common)), score)


def tells(form: str, shown: str) -> bool:
    """No single letter, no number and no short word in hiragana says what a text is about."""
    if len(form) < SHORTEST or form.isdigit():
        return False
    return len(shown) >= SHORTEST_IN_HIRAGANA or not all("ぁ" <= each <= "ゖ" for each in shown)
