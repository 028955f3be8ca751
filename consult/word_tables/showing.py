"""Lines as they are shown: what stands left and right of the word, as on screen or as it may leave the house."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from consult import opinion_records
from consult.domain.redaction import redacted
from consult.domain.spans import Span
from consult.extensions import db
from consult.models import Opinion
from consult.word_tables.lines import Line, batches

# Characters on each side.
ON_SCREEN, IN_A_FILE = 20, 60
BATCH = 500


@dataclass(frozen=True)
class ShownLine:
    opinion_id: int
    before: str
    word: str
    after: str
    source: str


def shown(lines: Sequence[Line], *, width: int = ON_SCREEN) -> list[ShownLine]:
    """With 〔非公表〕 for what is hidden of a line. One query for any number of lines."""
    return list(_shown(lines, width))


def in_a_file(lines: list[Line]) -> Iterator[ShownLine]:
    for batch in batches(lines, BATCH):
        yield from _shown(batch, IN_A_FILE)


def _shown(lines: Sequence[Line], width: int) -> Iterator[ShownLine]:
    ids = {line.opinion_id for line in lines}
    found = db.session.scalars(opinion_records.with_sources().where(Opinion.id.in_(ids)))
    opinions = {opinion.id: opinion for opinion in found}
    for line in lines:
        opinion = opinions[line.opinion_id]
        first, last = max(0, line.start - width), min(len(opinion.wording), line.end + width)
        before = _piece(opinion.wording, (first, line.start), line.hidden)
        after = _piece(opinion.wording, (line.end, last), line.hidden)
        yield ShownLine(
            line.opinion_id,
            f"…{before}" if first else before,
            _piece(opinion.wording, (line.start, line.end), ()),
            f"{after}…" if last < len(opinion.wording) else after,
            opinion_records.source_of(opinion).text,
        )


def _piece(wording: str, piece: Span, hidden: Iterable[Span]) -> str:
    """On one line, for a line is what it is."""
    start, end = piece
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in hidden if a < end and start < b]
    return " ".join(redacted(wording[start:end], inside).split())
