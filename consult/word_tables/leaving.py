"""Which texts are counted, and which words of them may leave the house.

Nothing of a hearing without consent, and no word of which a withheld passage (`consult.redactions`) covers any part.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Select, func, or_, select

from consult import opinion_words, redactions
from consult.counted_words import Text
from consult.domain.concordance import CONTENT, CutText
from consult.domain.spans import Span, touches
from consult.domain.vocabulary import Consent
from consult.extensions import db
from consult.models import Hearing, Opinion
from consult.opinion_filter import OpinionFilter

BATCH = 500


def may_leave() -> ColumnElement[bool]:
    """For a statement that joins Hearing outside, as every filter does."""
    consents = [each for each in Consent if each.lets_content_out]
    return or_(Opinion.hearing_id.is_(None), Hearing.consent.in_(consents))


def chosen(asked: OpinionFilter, *, once: bool = False, leaving: bool = False) -> Select[tuple[int]]:
    """Ids of opinions; `once`: of copies of a text the first alone."""
    found = asked.ids().where(may_leave()) if leaving else asked.ids()
    if not once:
        return found
    first = found.with_only_columns(func.min(Opinion.id), maintain_column_froms=True)
    return first.group_by(Opinion.text_digest)


def texts_leaving(opinions: Select[tuple[int]]) -> Iterator[tuple[int, Text]]:
    """The words of opinions that may leave, without those that a withheld passage covers."""
    gone = dict(_words_withheld(opinions))
    for opinion_id, text in opinion_words.content_of(opinions):
        missing = gone.get(opinion_id, ())
        yield opinion_id, [word for at, word in enumerate(text) if at not in missing] if missing else text


def withheld(opinions: Select[tuple[int]]) -> Iterator[dict[int, list[Span]]]:
    """What does not leave, of the opinions that have any such passage, a batch of them at a time."""
    texts = select(Opinion.id, Opinion.wording).where(Opinion.id.in_(opinions)).order_by(Opinion.id)
    for batch in db.session.execute(texts).yield_per(BATCH).partitions():
        found = redactions.passages_of({row.id: row.wording for row in batch})
        yield {each: passages.withheld for each, passages in found.items() if passages.withheld}


def _words_withheld(opinions: Select[tuple[int]]) -> Iterator[tuple[int, set[int]]]:
    """(opinion id, which of its words of content) where a withheld passage holds some."""
    for spans in withheld(opinions):
        ids = select(Opinion.id).where(Opinion.id.in_(list(spans)))
        for opinion_id, cut in opinion_words.cut_texts(ids):
            yield opinion_id, _covered(cut, spans[opinion_id])


def _covered(cut: CutText, spans: Collection[Span]) -> set[int]:
    words = [at for at, kind in enumerate(cut.kinds) if kind == CONTENT]
    return {
        number
        for number, at in enumerate(words)
        if touches(spans, cut.ends[at] - cut.lengths[at], cut.ends[at])
    }
