"""DeskNote (国等の動向): what was read, not heard. It holds no opinions and counts as no hearing."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.models.base import Base, Removable, Timestamped


class DeskNote(Removable, Timestamped, Base):
    """A finding from a paper of the state, the prefecture or others, with where it stands and what it touches."""

    __tablename__ = "desk_note"

    title: Mapped[str] = mapped_column(String(200))
    # Who published it, and where it can be found.
    publisher: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    noted_on: Mapped[date | None] = mapped_column(Date, index=True)
    noted_on_typed: Mapped[str] = mapped_column(String(100), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    form_token: Mapped[str | None] = mapped_column(String(64), unique=True)
    is_invented: Mapped[bool] = mapped_column(default=False)

    links: Mapped[list["DeskNoteLink"]] = relationship(
        order_by="DeskNoteLink.id", cascade="all, delete-orphan"
    )


class DeskNoteLink(Base):
    """A package, or one of its measures, that a desk note touches: by code and name, so it outlives a reloaded plan."""

    __tablename__ = "desk_note_link"

    desk_note_id: Mapped[int] = mapped_column(ForeignKey("desk_note.id"), index=True)
    package_code: Mapped[str] = mapped_column(String(16), index=True)
    # The name of the measure; empty: the whole package.
    measure: Mapped[str] = mapped_column(Text, default="")
