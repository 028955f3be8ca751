"""The door of the search to `nlp`: the words of a text, in forms in which writings and synonyms of one word are one."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app

from consult import nlp_gateway
from consult.domain.folding import FOLDING, fold, hiragana
from nlp import normalise
from nlp.dictionary import is_built, versions
from nlp.segment import sentences_of
from nlp.tokenise import Tokeniser, names_of_bodies, standing_synonyms
from nlp.types import PlanWord

READERS_KEPT = 2
# How the words are made from what `nlp` says; part of the version.
FORMAT = "1"


@dataclass(frozen=True)
class FoundWord:
    """One word as the index has it, and where it stands in the text."""

    form: str
    start: int
    end: int


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
        self._tokeniser = Tokeniser(language.vocabulary, cache, language.synonyms, further=names_of_bodies())

    def words(self, text: str) -> Iterator[FoundWord]:
        """The words in their order; what is only blanks or signs that fold away is none."""
        normalised = normalise(text)
        for start, end in sentences_of(normalised.content):
            for word in self._tokeniser.words_of(normalised.content[start:end]):
                if form := _folded(word.form):
                    place = normalised.span(start + word.start, start + word.end)
                    yield FoundWord(form, place.start, place.end)

    def forms(self, expression: str) -> tuple[str, ...]:
        """An expression as the forms that it has in texts."""
        return tuple(word.form for word in self.words(expression))


@lru_cache(maxsize=65_536)
def _folded(form: str) -> str:
    """A few thousand words make nearly every text."""
    return hiragana(fold(form))


def language_in_force() -> Language:
    return Language(nlp_gateway.vocabulary_in_force(), nlp_gateway.synonyms_in_force())


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
