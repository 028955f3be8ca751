"""策定の経過: the steps in which the strategy was made, as published."""

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import ProcessChannel
from consult.models.base import Base, Coded


class TimelineStep(Base):
    """A step, or a part of one (`parent`). Months are ISO (2020-01); an open end is NULL, `period` is the source's.

    The counts are the published ones; the register's own stand beside them and never replace them (issue 2).
    """

    __tablename__ = "timeline_step"

    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("timeline_step.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(32), unique=True)
    position: Mapped[int]
    channel: Mapped[ProcessChannel] = mapped_column(Coded(ProcessChannel))
    name: Mapped[str | None] = mapped_column(Text)
    group_heading: Mapped[str | None] = mapped_column(Text)
    row_name: Mapped[str | None] = mapped_column(Text)
    period: Mapped[str | None] = mapped_column(String(100))
    start_month: Mapped[str | None] = mapped_column(String(7))
    end_month: Mapped[str | None] = mapped_column(String(7))
    content: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(String(100))
    body: Mapped[str | None] = mapped_column(String(200))
    targets: Mapped[list[str]] = mapped_column(JSON, default=list)
    agenda: Mapped[list[str]] = mapped_column(JSON, default=list)
    count_value: Mapped[int | None]
    count_qualifier: Mapped[str | None] = mapped_column(String(32))
    count_unit: Mapped[str | None] = mapped_column(String(32))
    count_basis: Mapped[str | None] = mapped_column(String(32))
    submitters_value: Mapped[int | None]
    submitters_unit: Mapped[str | None] = mapped_column(String(32))
    opinions_value: Mapped[int | None]
    opinions_unit: Mapped[str | None] = mapped_column(String(32))

    parts: Mapped[list["TimelineStep"]] = relationship(
        order_by="TimelineStep.position", cascade="all, delete-orphan"
    )
