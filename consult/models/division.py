"""Division (担当課・所管課): the unit that is answerable for a measure or an answer."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, Timestamped, UtcDateTime


class Division(Timestamped, Base):
    """In the city's own words and order. A retired one stays where it stands, and is offered no more."""

    __tablename__ = "division"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    position: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
