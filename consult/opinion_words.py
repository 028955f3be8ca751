"""The words of each opinion, read once: any stage counts and compares words without reading a text again.

The worker writes them when it puts an opinion's words into the index of the search, from the same look at its wording
(consult.search.indexing). One row per opinion, gone with it: no list of all words stays behind when a text is erased.
How a row is written down is known here alone (docs/decisions/0164).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, insert, select

from consult.domain.concordance import CONTENT, END, GAP, WORD, CutText
from consult.domain.folding import fold, hiragana
from consult.extensions import db
from consult.models import Opinion, OpinionWords, SearchEntry
from consult.search.tables import OPINIONS
from consult.search_gateway import FoundWord, language_in_force

LONGEST = 255
# Rows in memory, however many are read.
AT_ONCE = 500
_ENDS = frozenset("。．！？!?\n\r")
_BETWEEN, _WRITTEN = "\n", "\t"


@dataclass(frozen=True)
class ContentWord:
    """A word that carries content: as the dictionary writes it, and as it stands in the text."""

    base: str
    written: str

    @property
    def form(self) -> str:
        """What it is counted by: the form that the search knows, in which writings are one."""
        return form_of(self.base)


def form_of(base: str) -> str:
    return hiragana(fold(base))


def row_of(opinion_id: int, wording: str, words: Iterable[FoundWord]) -> dict[str, object]:
    """What is kept of one opinion."""
    cut = _Pieces()
    content: list[str] = []
    done = 0
    for word in words:
        # Where one sign is several words (㍿), the later ones stand at its end.
        start, end = max(done, word.start), max(done, word.end)
        cut.gap(wording[done:start])
        cut.word(word.form, CONTENT if word.is_content else WORD, end - start)
        if word.is_content:
            content.append(_written(word.base, wording[word.start : word.end]))
        done = end
    cut.gap(wording[done:])
    return {
        "opinion_id": opinion_id,
        "content": _BETWEEN.join(content),
        "forms": _BETWEEN.join(cut.forms),
        "kinds": bytes(cut.kinds),
        "lengths": bytes(cut.lengths),
    }


def keep(rows: Collection[dict[str, object]]) -> None:
    """In the place of what was kept of the same opinions. A statement or two for any number."""
    if rows:
        ids = [row["opinion_id"] for row in rows]
        db.session.execute(delete(OpinionWords).where(OpinionWords.opinion_id.in_(ids)))
        db.session.execute(insert(OpinionWords), list(rows))


def content_of(opinions: Select[tuple[int]]) -> Iterator[tuple[int, list[str]]]:
    """(id, words that carry content, each as written down) of opinions; `read_content` reads what is written down.

    As written down, since a word that stands in ten thousand texts is read once.
    """
    kept = select(OpinionWords.opinion_id, OpinionWords.content).where(OpinionWords.opinion_id.in_(opinions))
    for opinion_id, content in db.session.execute(kept.execution_options(yield_per=AT_ONCE)):
        yield opinion_id, content.split(_BETWEEN) if content else []


def read_content(written_down: str) -> ContentWord:
    base, _, written = written_down.partition(_WRITTEN)
    return ContentWord(base, written or base)


@dataclass(frozen=True, slots=True)
class KeptText:
    """As it is written down. Cut when it is asked for: a text of a hundred words takes little room until then."""

    forms: str
    kinds: bytes
    lengths: bytes

    def cut(self) -> CutText:
        return CutText(self.forms.split(_BETWEEN), self.kinds, self.lengths)


def cut_texts(opinions: Select[tuple[int]]) -> Iterator[tuple[int, CutText]]:
    """(id, wording cut into words) of opinions, the newest first."""
    return ((opinion_id, kept.cut()) for opinion_id, kept in kept_texts(opinions))


def kept_texts(opinions: Select[tuple[int]]) -> Iterator[tuple[int, KeptText]]:
    """The same, for whoever looks at many and cuts few."""
    kept = (
        select(OpinionWords.opinion_id, OpinionWords.forms, OpinionWords.kinds, OpinionWords.lengths)
        .where(OpinionWords.opinion_id.in_(opinions))
        .order_by(OpinionWords.opinion_id.desc())
        .execution_options(yield_per=AT_ONCE)
    )
    for opinion_id, forms, kinds, lengths in db.session.execute(kept):
        yield opinion_id, KeptText(forms, kinds, lengths)


@dataclass(frozen=True)
class Unread:
    """Opinions that the worker has not read yet, and those whose words are of a dictionary or synonyms of before."""

    new: int
    again: int


def unread(opinions: Select[tuple[int]]) -> Unread:
    """How many of the opinions wait for the worker."""
    kept = select(OpinionWords.opinion_id)
    new = select(func.count()).where(Opinion.id.in_(opinions), Opinion.id.not_in(kept))
    # An entry without a version was written by a request: a gist has changed, the wording never does.
    again = select(func.count()).where(
        SearchEntry.subject == OPINIONS.subject,
        SearchEntry.made_with.not_in(["", language_in_force().version]),
        SearchEntry.subject_id.in_(opinions),
    )
    return Unread(db.session.scalar(new) or 0, db.session.scalar(again) or 0)


class _Pieces:
    """The pieces of one text. What is longer than a piece can be goes on in gaps."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.kinds: list[int] = []
        self.lengths: list[int] = []

    def gap(self, text: str) -> None:
        if text:
            self.word("", GAP if _ENDS.isdisjoint(text) else END, len(text))

    def word(self, form: str, kind: int, length: int) -> None:
        self._add(form, kind, min(length, LONGEST))
        for done in range(LONGEST, length, LONGEST):
            self._add("", GAP, min(length - done, LONGEST))

    def _add(self, form: str, kind: int, length: int) -> None:
        self.forms.append(form)
        self.kinds.append(kind)
        self.lengths.append(length)


def _written(base: str, as_in_text: str) -> str:
    written = "".join(as_in_text.split())
    return base if written == base else f"{base}{_WRITTEN}{written}"
