"""KeptWords: what somebody searched for, so that the address of the list need not say it."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base, UtcDateTime


class KeptWords(Base):
    """Words that may be a person's name. The address carries `sign` in their place; who searched is not kept.

    Gone some weeks after they were searched for last (consult.search.kept_words).
    """

    __tablename__ = "kept_words"

    sign: Mapped[str] = mapped_column(String(32), unique=True)
    words: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
