"""Which cases have results, for every page that leads to them: the newest version of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consult.domain.vocabulary import PublicationKind
from consult.extensions import db
from consult.models import Publication


@dataclass(frozen=True)
class ResultsAt:
    """The newest version of a case's results."""

    number: int
    kind: PublicationKind
    published_at: datetime

    @property
    def words(self) -> str:
        """What a link to it says."""
        return "策定しないことのお知らせを読む" if self.kind is PublicationKind.NOT_ADOPTED else "結果を読む"


def results_at(consultation_ids: Iterable[int]) -> dict[int, ResultsAt]:
    """By case; one query, a case without results is not in it."""
    newest = (
        select(Publication.consultation_id, func.max(Publication.number).label("number"))
        .where(Publication.consultation_id.in_(list(consultation_ids)))
        .group_by(Publication.consultation_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Publication.consultation_id, Publication.number, Publication.kind, Publication.published_at
        ).join(
            newest,
            (newest.c.consultation_id == Publication.consultation_id)
            & (newest.c.number == Publication.number),
        )
    )
    return {row.consultation_id: ResultsAt(row.number, row.kind, row.published_at) for row in rows}
