"""Counterpart: a body heard. 実 (distinct bodies) is the number of its rows, 延べ the number of hearings."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.vocabulary import Sector
from consult.models.base import Base, Coded, Timestamped


class Counterpart(Timestamped, Base):
    """A body and its sector; the name is shown as typed, `match_key` is it folded (domain.counterpart_name).

    A body whose name was not noted has neither: each such row counts as one of its own (R42).
    """

    __tablename__ = "counterpart"

    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str | None] = mapped_column(String(2000), unique=True)
    sector: Mapped[Sector] = mapped_column(Coded(Sector), index=True)

    @property
    def shown_name(self) -> str:
        return self.name or f"（名称の記入なし）{self.sector.label}"
