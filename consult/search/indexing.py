"""The worker's part: puts the words into the index, and whatever a request could not or a later program would not have.

What waits is what has no entry, or one made with another dictionary, other synonyms or another way of folding. So
rows that were written past the session, restored, or are older than the index are found by themselves.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select

from consult import opinion_words
from consult.database import reading
from consult.extensions import db
from consult.models import Hearing, Opinion, PublishedAnswer, SearchEntry
from consult.search.keeping import hearing_texts, texts_of_answer, texts_of_opinion
from consult.search.tables import ANSWERS, BREAK, HEARINGS, OPINIONS, Indexed, SearchTable, put
from consult.search_gateway import FoundWord, WordReader, language_in_force, reader_for

BATCH = 500
HEARINGS_AT_ONCE = 25
KINDS = {OPINIONS: Opinion, HEARINGS: Hearing, ANSWERS: PublishedAnswer}
Texts = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class _Read(Indexed):
    """`of_first`: the words of the first text, where they stand in it; of an opinion that is its wording."""

    of_first: Sequence[FoundWord] = ()


def index_waiting(limit: int | None = None) -> int:
    """Index what waits, at most about `limit` rows, a batch per transaction; how many were indexed. Commits."""
    with reading():
        language = language_in_force()
        db.session.commit()
    done = 0
    for index, size in ((OPINIONS, BATCH), (HEARINGS, HEARINGS_AT_ONCE), (ANSWERS, BATCH)):
        while limit is None or done < limit:
            with reading():
                texts = _waiting(index, language.version, size)
                db.session.commit()
            if not texts:
                break
            # Reading takes time; nobody waits for a lock meanwhile.
            rows = list(_read(texts, reader_for(language)))
            _keep_unchanged(index, rows, made_with=language.version)
            db.session.commit()
            done += len(rows)
    return done


def _keep_unchanged(index: SearchTable, rows: Collection[_Read], *, made_with: str) -> None:
    """What was changed or deleted while it was read waits for the next look."""
    now = _texts(index, [row.subject_id for row in rows])
    unchanged = [row for row in rows if now.get(row.subject_id) == row.texts]
    put(db.session.connection(), index, unchanged, made_with=made_with)
    if index is OPINIONS:
        opinion_words.keep(
            [opinion_words.row_of(row.subject_id, row.texts[0], row.of_first) for row in unchanged]
        )


def _waiting(index: SearchTable, version: str, size: int) -> Texts:
    return _texts(index, list(db.session.scalars(_waiting_ids(index, version).limit(size))))


def _waiting_ids(index: SearchTable, version: str) -> Select[tuple[int]]:
    kind = KINDS[index]
    entry = and_(SearchEntry.subject == index.subject, SearchEntry.subject_id == kind.id)
    # The newest first: what was just written is looked for soonest.
    return (
        select(kind.id)
        .outerjoin(SearchEntry, entry)
        .where(SearchEntry.made_with.is_distinct_from(version))
        .order_by(kind.id.desc())
    )


def _texts(index: SearchTable, ids: Collection[int]) -> Texts:
    if index is HEARINGS:
        return hearing_texts(db.session.connection(), ids)
    if index is ANSWERS:
        answers = select(PublishedAnswer).where(PublishedAnswer.id.in_(ids))
        return {each.id: texts_of_answer(each) for each in db.session.scalars(answers)}
    rows = select(Opinion.id, Opinion.wording, Opinion.gist).where(Opinion.id.in_(ids))
    return {number: texts_of_opinion(*texts) for number, *texts in db.session.execute(rows)}


def _read(texts: Texts, reader: WordReader) -> Iterator[_Read]:
    for number, each in texts.items():
        words: list[str] = []
        of_first: list[FoundWord] = []
        # A reading is one token, so its place and how often it is there say nothing.
        readings: dict[str, None] = {}
        for at, text in enumerate(each):
            words += [BREAK] * bool(words)
            for word in reader.read(text):
                if word.is_reading:
                    readings[word.form] = None
                else:
                    words.append(word.form)
                    if at == 0:
                        of_first.append(word)
        yield _Read(number, each, " ".join(words), " ".join(readings), of_first)
