"""Files kept inside the database: a row and its bytes are one unit, in commits and in backups (TR20)."""

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from consult.models.base import Base, Timestamped


class StoredFile(Timestamped, Base):
    """An uploaded file. `name` is shown to people; nothing on disk is ever called so (TX9).

    `is_set_aside` marks a file whose form was refused: it waits for the next try, and is removed when none comes.
    """

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("length(content) = size", name="bytes_are_complete"),)

    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    is_set_aside: Mapped[bool] = mapped_column(default=False)
    # Lists of files must not read the bytes.
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
