"""The door of search and readings to `nlp`: the words of a text, in forms in which writings and synonyms are one."""

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app

from consult import strategy_gateway
from consult.domain.folding import FOLDING, fold, hiragana, is_kana, katakana, morae
from consult.domain.shared_topics import TopicWords
from nlp import lexicon, normalise
from nlp.dictionary import is_built, versions
from nlp.readings import ReadingTokeniser
from nlp.rulebook import ordinary_words, words_of_every_plan, words_of_figures
from nlp.segment import sentences_of
from nlp.tokenise import names_of_bodies, standing_synonyms
from nlp.types import PlanWord

READERS_KEPT = 2
# How the words are made from what `nlp` says; part of the version.
FORMAT = "3"
# One mora stands for too many words: キ is 木, 気, 機 …
SHORTEST_READING = 2
# What the dictionary takes at once ends somewhere below 50,000 bytes.
_PIECE = re.compile(r"[^。\n]{0,3000}[。\n]?")


@dataclass(frozen=True)
class FoundWord:
    """One word as the index has it, and where it stands in the text; or how it is read, in katakana.

    `base` is the word as the dictionary writes it.
    """

    form: str
    start: int
    end: int
    is_reading: bool = False
    base: str = ""
    is_content: bool = False


@dataclass(frozen=True)
class Language:
    """What decides how words are read: the city's own words and synonyms. Equal ones read alike."""

    vocabulary: tuple[PlanWord, ...]
    synonyms: tuple[tuple[str, str], ...]

    @property
    def version(self) -> str:
        """Changes with whatever changes a word of the index. Made without opening the dictionary."""
        parts = [FORMAT, FOLDING, versions(), standing_synonyms(), names_of_bodies(), self.synonyms]
        parts.append([(word.surface, word.reading, word.same_as) for word in self.vocabulary])
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


class WordReader:
    """Reads texts in one language. Asks the database nothing."""

    def __init__(self, language: Language, cache: Path) -> None:
        self.version = language.version
        self._tokeniser = ReadingTokeniser(
            language.vocabulary, cache, language.synonyms, further=names_of_bodies()
        )

    def read(self, text: str) -> Iterator[FoundWord]:
        """Sentence by sentence the readings of its nouns, then its words in their order."""
        normalised = normalise(text)
        for start, end in sentences_of(normalised.content):
            sentence = normalised.content[start:end]
            words, readings = self._tokeniser.words_and_readings(sentence)
            for reading in readings:
                if kana := _read_aloud(reading.kana, sentence[reading.start : reading.end]):
                    place = normalised.span(start + reading.start, start + reading.end)
                    yield FoundWord(kana, place.start, place.end, is_reading=True)
            for word in words:
                if form := _folded(word.form):
                    place = normalised.span(start + word.start, start + word.end)
                    yield FoundWord(form, place.start, place.end, base=word.form, is_content=word.is_content)

    def read_aloud(self, line: str) -> list[tuple[str, str]]:
        """The line as words with their katakana, "" for what has none; put together they are the line."""
        pieces = _PIECE.findall(line)
        return [word for piece in pieces if piece for word in self._tokeniser.read_aloud(piece)]

    def words(self, text: str) -> Iterator[FoundWord]:
        """The words in their order; what is only blanks or signs that fold away is none."""
        return (word for word in self.read(text) if not word.is_reading)

    def telling_words(self, text: str) -> dict[str, str]:
        """Words that say what a text is about, form to how it is written there first; none that stand in every text."""
        normalised = normalise(text)
        found: dict[str, str] = {}
        for start, end in sentences_of(normalised.content):
            for word in self._tokeniser.words_of(normalised.content[start:end]):
                form = _folded(word.form)
                if not word.is_content or not form or form in _ordinary_forms():
                    continue
                place = normalised.span(start + word.start, start + word.end)
                found.setdefault(form, text[place.start : place.end])
        return found

    def forms(self, expression: str) -> tuple[str, ...]:
        """An expression as the forms that it has in texts."""
        return tuple(word.form for word in self.words(expression))


@lru_cache(maxsize=1)
def standing_topics() -> tuple[TopicWords, ...]:
    """The topics of municipal life that the tagger knows, too, as what they are called and what plans call them."""
    names = lexicon.plan_names()
    return tuple(
        TopicWords(names.get(each.code, each.under), each.words, each.hidden_by)
        for each in lexicon.standing_topics()
    )


@lru_cache(maxsize=1)
def topics_version() -> str:
    parts = [(each.names, each.expressions, each.hidden_by) for each in standing_topics()]
    figures = sorted(forms_of_figures())
    return hashlib.sha256(json.dumps([parts, figures]).encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def forms_of_figures() -> frozenset[str]:
    """Words, as the index has them, of an opinion that speaks of what is counted."""
    return frozenset(map(_folded, words_of_figures()))


@lru_cache(maxsize=1)
def _ordinary_forms() -> frozenset[str]:
    return frozenset(map(_folded, ordinary_words() | words_of_every_plan()))


@lru_cache(maxsize=65_536)
def _folded(form: str) -> str:
    """A few thousand words make nearly every text."""
    return hiragana(fold(form))


@lru_cache(maxsize=65_536)
def _read_aloud(kana: str, written: str) -> str:
    """A reading as the index has it; none of what is written in kana, has no reading, or is too short."""
    reading = katakana(fold(kana))
    is_found_by_letters = reading == katakana(fold(written))
    return "" if is_found_by_letters else as_reading(reading)


def as_reading(folded: str) -> str:
    """What is searched for, as a reading of the index; empty where it is none."""
    reading = katakana(folded)
    return reading if is_kana(reading) and morae(reading) >= SHORTEST_READING else ""


def language_in_force() -> Language:
    return Language(strategy_gateway.vocabulary_in_force(), strategy_gateway.synonyms_in_force())


def reader_for(language: Language) -> WordReader:
    """Built at most once per process and language. The first of a language compiles the city's words, for seconds."""
    with _building:
        if language not in _readers:
            while len(_readers) >= READERS_KEPT:
                _readers.pop(next(iter(_readers)))
            _readers[language] = WordReader(language, _cache())
        return _readers[language]


def reader_at_hand(language: Language) -> WordReader | None:
    """The reader, unless it had to compile first: a page never waits for that, the worker does it."""
    if language in _readers or is_built(language.vocabulary, _cache()):
        return reader_for(language)
    return None


def _cache() -> Path:
    return current_app.config["DATA_DIR"] / "dictionary"


_building = threading.Lock()
_readers: dict[Language, WordReader] = {}
