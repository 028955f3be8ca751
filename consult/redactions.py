"""Which passages of an opinion may not leave the house, said once for every page and file (docs/decisions/0140).

The finder proposes (`PersonalLook`), a person decides (`Redaction`). Until somebody has decided on a proposal, it is
masked in what leaves, as if it were personal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, delete, exists, insert, select, update

from consult import clock, finder_gateway
from consult.domain.counterpart_name import bare_name
from consult.domain.folding import fold
from consult.domain.redaction import MASK, is_covered, is_quotation, quoted, redacted, repeated, trimmed
from consult.domain.spans import Span, united
from consult.domain.vocabulary import Consent, OpinionSource, PassageOutcome, PersonalKind
from consult.extensions import db
from consult.models import Counterpart, Hearing, Opinion, PersonalLook, Redaction
from consult.opinion_records import OpinionRecord

BATCH = 250
NO_CONSENT = f"{MASK}（公表の承諾がありません）"


@dataclass(frozen=True)
class Passage:
    """A proposal of the finder."""

    start: int
    end: int
    kind: PersonalKind

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True)
class Passages:
    """What is proposed and what is decided on one opinion; `decided` are the decisions in force.

    `named`: where the text names the body heard, which agreed to its content alone (内容だけ公表してよい).
    """

    proposed: tuple[Passage, ...] = ()
    decided: tuple[Redaction, ...] = ()
    named: tuple[Span, ...] = ()

    @property
    def undecided(self) -> list[Passage]:
        spans = [row.span for row in self.decided]
        return [passage for passage in self.proposed if not is_covered(passage.span, spans)]

    @property
    def masked(self) -> list[Span]:
        """What people decided to mask."""
        return [row.span for row in self.decided if row.outcome is PassageOutcome.MASKED]

    @property
    def withheld(self) -> list[Span]:
        """What does not leave: the masked passages, and the proposals and names on which nobody has decided."""
        spans = [row.span for row in self.decided]
        names = [span for span in self.named if not is_covered(span, spans)]
        return [*self.masked, *(passage.span for passage in self.undecided), *names]


def passages_of(texts_by_id: Mapping[int, str]) -> dict[int, Passages]:
    """By opinion id. Four queries for any number; an opinion that the worker has not reached is looked at here.

    Nothing is proposed for what the city has published already: people may mask it all the same.
    """
    ids = list(texts_by_id)
    published = set(
        db.session.scalars(
            select(Opinion.id).where(Opinion.id.in_(ids), Opinion.published_page_id.is_not(None))
        )
    )
    looks = select(PersonalLook.opinion_id, PersonalLook.passages).where(PersonalLook.opinion_id.in_(ids))
    proposed = {opinion_id: _read(found) for opinion_id, found in db.session.execute(looks)}
    proposed |= dict.fromkeys(published, ())
    decided: dict[int, list[Redaction]] = {}
    in_force = select(Redaction).where(Redaction.opinion_id.in_(ids), Redaction.undone_at.is_(None))
    for row in db.session.scalars(in_force.order_by(Redaction.start_at, Redaction.id)):
        decided.setdefault(row.opinion_id, []).append(row)
    names = _names_withheld(ids)
    return {
        opinion_id: Passages(
            proposed[opinion_id] if opinion_id in proposed else _read(finder_gateway.personal_passages(text)),
            tuple(decided.get(opinion_id, ())),
            tuple(repeated(names[opinion_id], text)) if opinion_id in names else (),
        )
        for opinion_id, text in texts_by_id.items()
    }


def _names_withheld(opinion_ids: Sequence[int]) -> dict[int, list[str]]:
    """By opinion id: what the body is called that let its content out and not its name, also without 株式会社."""
    rows = (
        select(Opinion.id, Counterpart.name)
        .join(Hearing, Hearing.id == Opinion.hearing_id)
        .join(Counterpart, Counterpart.id == Hearing.counterpart_id)
        .where(Opinion.id.in_(opinion_ids), Hearing.consent == Consent.CONTENT)
    )
    # One character is no name of anybody.
    return {
        opinion_id: [each for each in (name, bare_name(name)) if len(each) > 1]
        for opinion_id, name in db.session.execute(rows)
    }


def masked_by_people(opinion_ids: Iterable[int]) -> dict[int, list[Span]]:
    """What people decided to mask, by opinion id; nothing that is only proposed."""
    rows = select(Redaction).where(
        Redaction.opinion_id.in_(list(opinion_ids)),
        Redaction.undone_at.is_(None),
        Redaction.outcome == PassageOutcome.MASKED,
    )
    found: dict[int, list[Span]] = {}
    for row in db.session.scalars(rows):
        found.setdefault(row.opinion_id, []).append(row.span)
    return found


def leaving(records: Iterable[OpinionRecord]) -> Iterator[OpinionRecord]:
    """The records as they may leave the house: wording and gist with 〔非公表〕, nothing without consent.

    In batches, so that a file of any length is made with constant memory.
    """
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        yield from leaving_together(batch)


def leaving_together(records: Sequence[OpinionRecord]) -> list[OpinionRecord]:
    """The same for a page: as many queries for any number of records."""
    found = passages_of({record.opinion_id: record.wording for record in records})
    return [_leaving(record, found[record.opinion_id]) for record in records]


def _leaving(record: OpinionRecord, passages: Passages) -> OpinionRecord:
    if not record.may_leave:
        return replace(record, wording=NO_CONSENT, gist="")
    is_published = record.source.kind is OpinionSource.PUBLISHED_PAGE
    of_gist = withheld_of_gist(record.gist, record.wording, passages, is_published=is_published)
    if not passages.withheld and not of_gist:
        return record
    return replace(
        record,
        wording=redacted(record.wording, passages.withheld),
        gist=redacted(record.gist, of_gist),
        awaits_check=bool(passages.undecided),
    )


def withheld_of_gist(gist: str, wording: str, passages: Passages, *, is_published: bool) -> list[Span]:
    """What of a gist does not leave: what is withheld of the wording, and what else looks personal in words of its own.

    The latter leaves when somebody decided that the same words of the wording may. Nothing is proposed for what the
    city has published.
    """
    if not gist:
        return []
    words = [wording[start:end] for start, end in passages.withheld]
    repeats = [*repeated(words, gist), *quoted(gist, wording, passages.withheld)]
    if is_published or is_quotation(gist, wording):
        return united(repeats)
    may_leave = {
        fold(wording[row.start_at : row.end_at])
        for row in passages.decided
        if row.outcome is not PassageOutcome.MASKED
    }
    own = (trimmed(gist, (start, end)) for start, end, _kind in finder_gateway.personal_passages(gist))
    return united([*repeats, *(span for span in own if fold(gist[slice(*span)]) not in may_leave)])


def awaits_decision() -> ColumnElement[bool]:
    """個人情報の確認待ち: the finder proposes something on which nobody has decided. For statements from Opinion."""
    return (
        exists().where(PersonalLook.opinion_id == Opinion.id, PersonalLook.undecided > 0).correlate(Opinion)
    )


def keep_looks(
    texts_by_id: Mapping[int, str], found: Mapping[int, Sequence[finder_gateway.PersonalPassage]]
) -> None:
    """The finder's looks, in the place of earlier ones; decisions stay. A few statements, whatever the number."""
    ids = list(db.session.scalars(select(Opinion.id).where(Opinion.id.in_(list(found)))))
    if not ids:
        return
    db.session.execute(delete(PersonalLook).where(PersonalLook.opinion_id.in_(ids)))
    now, version = clock.now(), finder_gateway.finder_version()
    rows = [
        {
            "opinion_id": opinion_id,
            "finder_version": version,
            "looked_at": now,
            "passages": [list(passage) for passage in found[opinion_id]],
            "undecided": 0,
        }
        for opinion_id in ids
    ]
    db.session.execute(insert(PersonalLook), rows)
    with_something = {opinion_id: texts_by_id[opinion_id] for opinion_id in ids if found[opinion_id]}
    _count(passages_of(with_something))


def count_again(opinion: Opinion) -> None:
    """After a decision: how many proposals still wait."""
    texts = {opinion.id: opinion.wording}
    if not db.session.scalar(select(exists().where(PersonalLook.opinion_id == opinion.id))):
        keep_looks(texts, {opinion.id: finder_gateway.personal_passages(opinion.wording)})
    _count(passages_of(texts))


def _count(found: Mapping[int, Passages]) -> None:
    rows = [{"of": opinion_id, "left": len(passages.undecided)} for opinion_id, passages in found.items()]
    if rows:
        table = cast(Table, PersonalLook.__table__)
        counted = (
            update(table).where(table.c.opinion_id == bindparam("of")).values(undecided=bindparam("left"))
        )
        db.session.connection().execute(counted, rows)
    db.session.flush()


def _read(found: Iterable[Sequence[int | str]]) -> tuple[Passage, ...]:
    return tuple(Passage(int(start), int(end), PersonalKind.of(str(kind))) for start, end, kind in found)
