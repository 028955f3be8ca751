"""意見の概要 is built from what was said: sentences offered, and words that nobody said shown as such. Nothing is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.domain.folding import fold
from consult.domain.redaction import MASK, redacted
from consult.domain.spans import Span, united
from consult.domain.word_diff import words_of

# Endings and particles stand in every text and prove nothing; marks are no words.
SAYS_NOTHING = frozenset(chr(code) for code in range(0x3041, 0x3097))


@dataclass(frozen=True)
class Sentence:
    """A sentence of an opinion: its place in the wording, and its words as they may leave the house."""

    start: int
    end: int
    text: str


def offered_sentences(wording: str, spans: Iterable[Span], withheld: Sequence[Span]) -> list[Sentence]:
    """Each sentence with 〔非公表〕 where something does not leave; one that is nothing else is not offered."""
    found = []
    for start, end in spans:
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in withheld if a < end and start < b]
        text = redacted(wording[start:end], inside)
        if text.replace(MASK, "").strip():
            found.append(Sentence(start, end, text))
    return found


def foreign_words(summary: str, said: Iterable[str]) -> list[Span]:
    """Where the summary has a word that stands in no opinion, whatever its width or script variant."""
    known = "\n".join(fold(text) for text in (*said, MASK))
    return united(
        (start, end)
        for start, end in words_of(summary)
        if _says_something(summary[start:end]) and fold(summary[start:end]) not in known
    )


def quoted(summary: str, sentences: Iterable[tuple[int, Sentence]]) -> list[tuple[int, Sentence]]:
    """Of (opinion id, sentence) those whose words stand in the summary, in its order; a repeated one once."""
    places = [(summary.find(sentence.text), opinion_id, sentence) for opinion_id, sentence in sentences]
    found = sorted((each for each in places if each[0] >= 0), key=lambda each: (each[0], each[1]))
    once = {sentence.text: (opinion_id, sentence) for _at, opinion_id, sentence in reversed(found)}
    return [once[text] for text in dict.fromkeys(sentence.text for _at, _id, sentence in found)]


def with_sentence(summary: str, sentence: str) -> str:
    """The summary with one more sentence at its end."""
    return f"{summary.rstrip()}{sentence}" if summary.strip() else sentence


def _says_something(word: str) -> bool:
    return any(char.isalnum() and char not in SAYS_NOTHING and char != "ー" for char in word)
