"""The public search over what was published: the answers of the newest version of every case's results.

It reads the publication tables alone, so nothing that was not released can be found, and nothing that was corrected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select

from consult.domain.vocabulary import ConsultationStage, Disposition
from consult.extensions import db
from consult.models import Consultation, Publication, PublishedAnswer
from consult.paging import Page, paged
from consult.publication.result_page import ROWS
from consult.search.finding import Search, search_for
from consult.search.showing import Excerpt, Marker

SIZE, SHORT, LONGEST = 20, 200, 100
BEST_FIRST, NEWEST_FIRST = "match", "newest"
Columns = TypeVar("Columns", bound=tuple[Any, ...])
ORDERS = ((BEST_FIRST, "よく合う順"), (NEWEST_FIRST, "新しい順"))


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; the names are those of the address. What cannot be read is not asked for."""

    words: str = ""
    disposition: Disposition | None = None
    consultation_id: int | None = None
    order: str = BEST_FIRST

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Asked":
        code, case = args.get("class", ""), args.get("case", "")
        return cls(
            args.get("q", "").strip()[:LONGEST],
            next((each for each in Disposition if each.value == code), None),
            int(case) if case.isascii() and case.isdigit() and len(case) < 10 else None,
            NEWEST_FIRST if args.get("sort") == NEWEST_FIRST else BEST_FIRST,
        )

    def as_args(self) -> dict[str, str]:
        args = {
            "q": self.words,
            "class": self.disposition.value if self.disposition else "",
            "case": str(self.consultation_id or ""),
            "sort": self.order if self.order != BEST_FIRST else "",
        }
        return {name: value for name, value in args.items() if value}

    @cached_property
    def search(self) -> Search:
        return search_for(self.words)

    def conditions(self, *, leave_out: str = "") -> list[ColumnElement[bool]]:
        wanted = [self.search.in_answers()]
        if self.disposition and leave_out != "class":
            wanted.append(PublishedAnswer.disposition == self.disposition)
        if self.consultation_id and leave_out != "case":
            wanted.append(Publication.consultation_id == self.consultation_id)
        return wanted


@dataclass(frozen=True)
class Choice:
    """One choice of a filter, and how many answers it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class FoundAnswer:
    """An answer in the list; `page` is where it stands in its case's results."""

    answer: PublishedAnswer
    publication: Publication
    summary: Excerpt
    wording: Excerpt
    reason: Excerpt | None

    @property
    def page(self) -> int | None:
        number = (self.answer.position - 1) // ROWS + 1
        return number if number > 1 else None


def finds_something(asked: Asked) -> bool:
    return db.session.scalar(_ids(asked).limit(1)) is not None


def found_answers(asked: Asked, number: int) -> Page:
    """One page, its rows as found answers."""
    page = paged(_ordered(asked), number, size=SIZE)
    rows = db.session.execute(
        select(PublishedAnswer, Publication)
        .join(Publication, Publication.id == PublishedAnswer.publication_id)
        .where(PublishedAnswer.id.in_(page.rows))
    )
    marker = Marker(asked.search)
    by_id = {answer.id: _found(answer, publication, marker) for answer, publication in rows}
    return replace(page, rows=[by_id[each] for each in page.rows])


def _found(answer: PublishedAnswer, publication: Publication, marker: Marker) -> FoundAnswer:
    reason = marker.excerpt(answer.reason, most=SHORT) if answer.reason else None
    return FoundAnswer(
        answer,
        publication,
        marker.excerpt(answer.summary, most=SHORT),
        marker.excerpt(answer.wording, most=SHORT),
        # It is shown where it is why the answer was found.
        reason if reason and reason.spans else None,
    )


def class_choices(asked: Asked) -> Sequence[Choice]:
    counted = _counted(asked, PublishedAnswer.disposition, leave_out="class")
    return [Choice(each.value, each.label, counted.get(each, 0)) for each in Disposition]


def case_choices(asked: Asked) -> Sequence[Choice]:
    """Every case with results, the newest first."""
    counted = _counted(asked, Publication.consultation_id, leave_out="case")
    titles = db.session.execute(
        _newest(select(Publication.consultation_id, Publication.facts["title"].as_string())).order_by(
            Publication.published_at.desc(), Publication.id.desc()
        )
    )
    return [Choice(str(case), title, counted.get(case, 0)) for case, title in titles]


def _counted(asked: Asked, column: Any, *, leave_out: str) -> dict[Any, int]:
    statement = _answers(select(column, func.count())).where(*asked.conditions(leave_out=leave_out))
    return dict(db.session.execute(statement.group_by(column)).tuples().all())


def _ids(asked: Asked) -> Select[tuple[int]]:
    return _answers(select(PublishedAnswer.id)).where(*asked.conditions())


def _ordered(asked: Asked) -> Select[tuple[int]]:
    statement = _ids(asked)
    newest_first = (Publication.published_at.desc(), Publication.id.desc(), PublishedAnswer.position)
    if asked.search.ranks and asked.order == BEST_FIRST:
        ranked = asked.search.ranked_answers()
        return statement.join(ranked, ranked.c.id == PublishedAnswer.id).order_by(
            ranked.c.rank, *newest_first
        )
    return statement.order_by(*newest_first)


def _answers(statement: Select[Columns]) -> Select[Columns]:
    return _newest(
        statement.select_from(PublishedAnswer).join(
            Publication, Publication.id == PublishedAnswer.publication_id
        )
    )


def _newest(statement: Select[Columns]) -> Select[Columns]:
    """Of the newest version of each case that citizens may see (TP3)."""
    newest = select(func.max(Publication.id)).group_by(Publication.consultation_id)
    return statement.join(Consultation, Consultation.id == Publication.consultation_id).where(
        Consultation.stage == ConsultationStage.ANNOUNCED, Publication.id.in_(newest)
    )
