"""What stands behind an answer: the opinions of its group, a text at a time, as they may leave the house."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from consult import draft_places, redactions, standing
from consult.domain.redaction import redacted
from consult.domain.spans import Span
from consult.domain.summaries import Sentence, foreign_words, offered_sentences, quoted
from consult.extensions import db
from consult.models import AnswerGroup, Opinion, SummaryQuotation
from consult.nlp_gateway import sentences_of

# Of a flood a person reads so many texts beside an answer; the page of the group lists them all.
MOST_TEXTS = 60


@dataclass(frozen=True)
class Voice:
    """One text that was sent, `copies` times. `text` and `sentences` hold 〔非公表〕 where something does not leave."""

    opinion_id: int
    text: str
    sentences: tuple[Sentence, ...]
    copies: int
    awaits_check: bool
    place: str


@dataclass(frozen=True)
class Voices:
    """`texts` is how many different ones there are; of more than are shown, the first."""

    shown: tuple[Voice, ...]
    texts: int
    opinions: int

    def foreign_words(self, summary: str) -> list[Span]:
        """Where the summary has words of nobody; unknown, so none, where not all texts were read."""
        if self.texts > len(self.shown):
            return []
        return foreign_words(summary, [voice.text for voice in self.shown])


def voices_of(group: AnswerGroup) -> Voices:
    """A dozen queries at most, whatever the number of opinions."""
    texts = (
        select(func.min(Opinion.id).label("first"), func.count().label("copies"))
        .where(Opinion.answer_group_id == group.id, standing.asks_for_answer())
        .group_by(Opinion.text_digest)
        .subquery()
    )
    numbers = select(func.count(), func.coalesce(func.sum(texts.c.copies), 0)).select_from(texts)
    distinct, opinions = db.session.execute(numbers).one()
    rows = db.session.execute(
        select(Opinion, texts.c.copies)
        .join(texts, texts.c.first == Opinion.id)
        .order_by(Opinion.id)
        .limit(MOST_TEXTS)
    ).all()
    passages = redactions.passages_of({opinion.id: opinion.wording for opinion, _copies in rows})
    places = draft_places.labels_of([opinion for opinion, _copies in rows])
    shown = tuple(_voice(each, copies, passages[each.id], places[each.id]) for each, copies in rows)
    return Voices(shown, distinct, opinions)


def _voice(opinion: Opinion, copies: int, passages: redactions.Passages, place: str) -> Voice:
    wording, withheld = opinion.wording, passages.withheld
    sentences = offered_sentences(wording, sentences_of(wording), withheld)
    text = redacted(wording, withheld)
    return Voice(opinion.id, text, tuple(sentences), copies, bool(passages.undecided), place)


def text_that_leaves(opinions: Sequence[tuple[int, str]]) -> dict[int, str]:
    """By id: the wording with 〔非公表〕 in the place of what does not leave."""
    passages = redactions.passages_of(dict(opinions))
    return {opinion_id: redacted(wording, passages[opinion_id].withheld) for opinion_id, wording in opinions}


def keep_quotations(group: AnswerGroup) -> None:
    """Which sentences the summary is made of, anew at each saving: a hand may have changed it."""
    voices = voices_of(group).shown
    sentences = [(voice.opinion_id, sentence) for voice in voices for sentence in voice.sentences]
    db.session.execute(delete(SummaryQuotation).where(SummaryQuotation.answer_group_id == group.id))
    rows = [
        {
            "answer_group_id": group.id,
            "opinion_id": opinion_id,
            "start_at": sentence.start,
            "end_at": sentence.end,
            "position": position,
        }
        for position, (opinion_id, sentence) in enumerate(quoted(group.summary, sentences), start=1)
    ]
    if rows:
        db.session.execute(insert(SummaryQuotation), rows)
