"""What people type to search: words by blanks, "phrases", -exclusions. Every text is a query; none is an error."""

from dataclasses import dataclass

from consult.domain.folding import fold

_DOUBLE = '"＂“”〝〟'
_CLOSING = {**dict.fromkeys(_DOUBLE, _DOUBLE), "「": "」", "『": "』", "｢": "｣"}
# In kana input the key of the hyphen writes ー, with which no Japanese word begins.
_DASHES = "-－−‐‑–—ー"


@dataclass(frozen=True)
class Term:
    """One thing looked for. `is_exact` (a phrase in quotes): in these very letters, without other words of its meaning."""

    typed: str
    is_exact: bool = False

    @property
    def folded(self) -> str:
        return fold(self.typed)


@dataclass(frozen=True)
class SearchQuery:
    """All of `wanted` must be there, none of `unwanted`; without either it asks for nothing."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def read_query(typed: str) -> SearchQuery:
    """The query that was typed; blanks of any width part words, an unclosed quote goes to the end."""
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    at = 0
    while at < len(typed):
        if typed[at].isspace():
            at += 1
            continue
        is_unwanted = _excludes(typed, at)
        term, at = _term(typed, at + is_unwanted)
        if term.folded:
            (unwanted if is_unwanted else wanted)[term] = None
    return SearchQuery(tuple(wanted), tuple(unwanted))


def _excludes(typed: str, at: int) -> bool:
    """A dash before something; dashes alone are looked for as they are."""
    return typed[at] in _DASHES and bool(_word(typed, at).strip(_DASHES))


def _term(typed: str, at: int) -> tuple[Term, int]:
    closing = _CLOSING.get(typed[at], "")
    if not closing:
        word = _word(typed, at)
        return Term(word), at + len(word)
    ends = [found for mark in closing if (found := typed.find(mark, at + 1)) > at]
    end = min(ends, default=len(typed))
    phrase = Term(typed[at + 1 : end], is_exact=True)
    if ends or phrase.folded:
        return phrase, end + 1
    # A lone quote at the end is a character like any other.
    return Term(typed[at:]), len(typed)


def _word(typed: str, at: int) -> str:
    return typed[at:].split(maxsplit=1)[0]
