"""Files kept inside the database: a row and its bytes are one unit, in commits and in backups (TR20)."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from consult.models.base import Base, Timestamped


class StoredFile(Timestamped, Base):
    """An uploaded file. `name` is shown to people; nothing on disk is ever called so (TX9)."""

    __tablename__ = "stored_file"

    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    # Lists of files must not read the bytes.
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
