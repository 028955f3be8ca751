"""From what was typed to conditions and ranks: which rows hold it, and how well each fits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import ColumnElement, Select, Subquery, func, literal_column, select, true
from sqlalchemy.orm import InstrumentedAttribute

from consult import search_gateway
from consult.domain.folding import bigrams, hiragana, is_kana, katakana
from consult.domain.search_query import SearchQuery, Term, read_query
from consult.models import Hearing, Opinion, PublishedAnswer
from consult.search.tables import ANSWERS, HEARINGS, OPINIONS, SearchTable
from consult.search_gateway import WordReader

# A hit among the words weighs more than the same letters somewhere: バス is a word in 路線バス, not in バスケット.
# A reading weighs nothing, so that it stands behind whatever holds the letters: こうえん is 公園 and 講演.
WEIGHT_OF_WORDS, WEIGHT_OF_GRAMS, WEIGHT_OF_READINGS = 2.0, 1.0, 0.0
# So short, katakana written in hiragana stands inside of other words too often (バス in 飛ばす).
SHORTEST_IN_HIRAGANA = 3


@dataclass(frozen=True)
class Needle:
    """A term as it may stand in a text: in letters (`spellings`), as a row of words of the dictionary (`forms`), or in
    kanji that are read so (`reading`).
    """

    spellings: tuple[str, ...]
    forms: tuple[str, ...] = ()
    reading: str = ""

    @property
    def expression(self) -> str:
        """The term in the language of FTS5. Every token is quoted, and none can hold a quote: folding took them."""
        ways = [_gram_expression(spelling) for spelling in self.spellings]
        if self.forms:
            ways.insert(0, f"words : {_phrase(self.forms)}")
        if self.reading:
            ways.append(f"readings : {_phrase([self.reading])}")
        return f"({' OR '.join(ways)})"


@dataclass(frozen=True)
class Search:
    """What somebody looks for. False when it asks for nothing: then every row fits."""

    query: SearchQuery
    wanted: tuple[Needle, ...] = ()
    unwanted: tuple[Needle, ...] = ()
    # None where the city's words are not compiled yet: then letters alone are looked for.
    reader: WordReader | None = None

    def __bool__(self) -> bool:
        return bool(self.query)

    @property
    def ranks(self) -> bool:
        """Whether rows can be put in order of how well they fit: not by what they do not hold."""
        return bool(self.wanted)

    def in_opinions(self) -> ColumnElement[bool]:
        """Of an Opinion: its wording and gist hold it."""
        return self._holds(OPINIONS, Opinion.id)

    def in_hearings(self) -> ColumnElement[bool]:
        """Of a Hearing: its body's name, agenda, notes and gists hold it."""
        return self._holds(HEARINGS, Hearing.id)

    def in_answers(self) -> ColumnElement[bool]:
        """Of a PublishedAnswer: what was published of it holds it."""
        return self._holds(ANSWERS, PublishedAnswer.id)

    def ranked_opinions(self) -> Subquery:
        """(id, rank) of what `in_opinions` finds; the best has the lowest rank."""
        return self._ranked(OPINIONS)

    def ranked_hearings(self) -> Subquery:
        return self._ranked(HEARINGS)

    def ranked_answers(self) -> Subquery:
        return self._ranked(ANSWERS)

    def _holds(self, index: SearchTable, key: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        if not self.query:
            return true()
        if self.wanted:
            return key.in_(self._ids(index, self._expression))
        return key.not_in(self._ids(index, _any_of(self.unwanted)))

    @cached_property
    def _expression(self) -> str:
        wanted = " AND ".join(needle.expression for needle in self.wanted)
        return f"({wanted}) NOT {_any_of(self.unwanted)}" if self.unwanted else wanted

    def _ids(self, index: SearchTable, expression: str) -> Select[tuple[int]]:
        return select(index.clause.c.rowid).where(_matches(index, expression))

    def _ranked(self, index: SearchTable) -> Subquery:
        rank = func.bm25(literal_column(index.name), WEIGHT_OF_WORDS, WEIGHT_OF_GRAMS, WEIGHT_OF_READINGS)
        return (
            select(index.clause.c.rowid.label("id"), rank.label("rank"))
            .where(_matches(index, self._expression))
            .subquery()
        )


def search_for(typed: str) -> Search:
    """What was typed, in the words that this city knows (three queries, none when nothing was typed)."""
    query = read_query(typed)
    reader = search_gateway.reader_at_hand(search_gateway.language_in_force()) if query else None
    wanted = (_needle(term, reader, search_gateway.as_reading(term.folded)) for term in query.wanted)
    # By its reading nothing is left out: who wants no こうえん (公園) still wants 講演.
    unwanted = (_needle(term, reader) for term in query.unwanted)
    return Search(query, tuple(wanted), tuple(unwanted), reader)


def opinions_with_words(rows: Iterable[tuple[str, ...]]) -> ColumnElement[bool]:
    """Of an Opinion: one of these rows of words, as the index has them, stands in it; letters alone are not enough."""
    phrases = " OR ".join(_phrase(row) for row in rows)
    holding = select(OPINIONS.clause.c.rowid).where(_matches(OPINIONS, f"words : ({phrases})"))
    return Opinion.id.in_(holding)


def _needle(term: Term, reader: WordReader | None, reading: str = "") -> Needle:
    if term.is_exact:
        return Needle((term.folded,))
    forms = reader.forms(term.typed) if reader else ()
    return Needle(tuple(dict.fromkeys(_spellings(term.folded))), forms, reading)


def _spellings(folded: str) -> Iterator[str]:
    yield folded
    if is_kana(folded):
        yield katakana(folded)
    if not is_kana(folded) or len(folded) >= SHORTEST_IN_HIRAGANA:
        yield hiragana(folded)


def _gram_expression(spelling: str) -> str:
    """The letters in their order. Every character begins a piece of the index, so one letter is a beginning."""
    if len(spelling) == 1:
        return f"grams : {_phrase([spelling])} *"
    return f"grams : {_phrase(list(bigrams(spelling))[:-1])}"


def _any_of(needles: Iterable[Needle]) -> str:
    return f"({' OR '.join(needle.expression for needle in needles)})"


def _phrase(tokens: Iterable[str]) -> str:
    return f'"{" ".join(tokens)}"'


def _matches(index: SearchTable, expression: str) -> ColumnElement[bool]:
    return literal_column(index.name).op("MATCH")(expression)
