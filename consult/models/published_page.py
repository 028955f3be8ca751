"""PublishedPage: a page the city has published, as a source of opinions (名 不明) and an actor of decisions."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, Timestamped


class PublishedPage(Timestamped, Base):
    __tablename__ = "published_page"

    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]
