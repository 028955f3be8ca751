"""What every table shares: id, timestamps, constraint names, UTC moments, stored vocabulary."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKey, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from consult.domain.vocabulary import Vocabulary

# SQLite can alter a constraint only when it has a name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of every table: an integer `id` and the moment the row was made."""

    metadata = MetaData(naming_convention=NAMING)

    id: Mapped[int] = mapped_column(primary_key=True)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments in, aware UTC moments out; refuses naive ones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a timezone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Coded(TypeDecorator[Vocabulary]):
    """A vocabulary member, stored as its code: `mapped_column(Coded(Facet))`."""

    impl = String(32)
    cache_ok = True

    def __init__(self, vocabulary: type[Vocabulary]) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: Vocabulary | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Vocabulary | None:
        return None if value is None else self.vocabulary.of(value)


class Timestamped:
    """Mix-in: when the row was made. Services hand the moment in, so a rehearsal clock reaches it."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Removable:
    """Mix-in: taken out of every list and count by a person with a reason, never deleted, and can be brought back."""

    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    removal_reason: Mapped[str] = mapped_column(Text, default="")
