"""Sequences of words that stand for another word, found in a sentence from left to right, the longest first."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence

Forms = tuple[str, ...]


class Synonyms:
    """Finding costs the same however many sequences begin with one word: they are looked up, not tried in turn."""

    def __init__(self) -> None:
        self._meanings: dict[Forms, str] = {}
        # By first word the lengths of the sequences that begin with it, as negative numbers: the longest come first.
        self._lengths: dict[str, list[int]] = {}

    def learn(self, forms: Forms, meant: str) -> None:
        """From now on a sequence stands for a word; of two words for one sequence the first by code points holds."""
        self._meanings[forms] = min(meant, self._meanings.get(forms, meant))
        lengths = self._lengths.setdefault(forms[0], [])
        if -len(forms) not in lengths:
            insort(lengths, -len(forms))

    def forget(self, forms: Forms) -> None:
        """A sequence stands for itself again."""
        self._meanings.pop(forms, None)

    def among(self, forms: Sequence[str]) -> list[tuple[int, int, str]]:
        """Every sequence in a sentence's words: from which word to before which, and the word it stands for."""
        if self._lengths.keys().isdisjoint(forms):
            return []
        return list(self._found(forms))

    def _found(self, forms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        done = 0
        for first, form in enumerate(forms):
            lengths = self._lengths.get(form)
            if lengths is None or first < done:
                continue
            for length in lengths:
                sequence = tuple(forms[first : first - length])
                meant = self._meanings.get(sequence)
                if meant is not None:
                    done = first + len(sequence)
                    yield first, done, meant
                    break
