"""SearchEntry: what stands in the search index, and what its words were made with."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.models.base import Base


class SearchEntry(Base):
    """One row of a full-text table (consult.search.tables), whose rowid is `subject_id`.

    `made_with` names the dictionary, synonyms and folding of its words. Empty: only the characters are in yet, as a
    request wrote them; the worker puts the words in.
    """

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("subject", "subject_id"),)

    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
    made_with: Mapped[str] = mapped_column(String(64), default="")
