"""PublishedPage: a page the city has published, as a source of opinions (名 不明) and an actor of decisions."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base, Timestamped
from consult.models.plan_timeline import TimelineStep


class PublishedPage(Timestamped, Base):
    __tablename__ = "published_page"

    code: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]
    # The step of the making of the strategy in which these opinions were heard.
    timeline_step_id: Mapped[int | None] = mapped_column(ForeignKey("timeline_step.id", ondelete="SET NULL"))

    timeline_step: Mapped[TimelineStep | None] = relationship()
