"""OpinionWords: the words of one opinion, as the worker read them."""

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base


class OpinionWords(Base):
    """Written and read by `consult.opinion_words` alone, which says how (docs/decisions/0164).

    `content` are the words that carry content. The wording is cut into pieces without a gap: `forms`, `kinds` and
    `lengths` have an entry for each. An opinion without a row is waiting for the worker; the wording never changes.
    """

    __tablename__ = "opinion_words"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    content: Mapped[str] = mapped_column(Text)
    forms: Mapped[str] = mapped_column(Text)
    kinds: Mapped[bytes] = mapped_column(LargeBinary)
    lengths: Mapped[bytes] = mapped_column(LargeBinary)
