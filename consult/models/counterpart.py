"""Counterpart: a body heard. 実 (distinct bodies) is the number of its rows, 延べ the number of hearings."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from consult.domain.vocabulary import Sector
from consult.models.base import Base, Coded, Timestamped


class Counterpart(Timestamped, Base):
    """A body and its sector. `match_key` is the name folded for matching only (NFKC, no spaces); shown as typed."""

    __tablename__ = "counterpart"

    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str] = mapped_column(String(200), unique=True)
    sector: Mapped[Sector] = mapped_column(Coded(Sector), index=True)
