"""Counterpart: a body heard, kept once. 実 (distinct bodies) derives from its rows, 延べ from the hearings (R44)."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import Reach, Sector
from consult.models.base import Base, Coded, Timestamped, UtcDateTime


class District(Timestamped, Base):
    """地区 of the city, in its own words and order. A retired one stays with those that have it, and is offered no more."""

    __tablename__ = "district"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    position: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OwnSector(Timestamped, Base):
    """市独自の区分: a finer word of the city. It lies within one sector of 産官学金労言士, so both axes add up."""

    __tablename__ = "own_sector"

    name: Mapped[str] = mapped_column(String(100), unique=True)
    sector: Mapped[Sector] = mapped_column(Coded(Sector))
    position: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Counterpart(Timestamped, Base):
    """A body and its sector; the name is shown as typed, `match_key` is it folded (domain.counterpart_name).

    A body whose name was not noted has neither: each such row counts as one of its own (R42). One that was merged
    stays, points to the one that stands for it (never further), and is heard no more.
    """

    __tablename__ = "counterpart"

    name: Mapped[str] = mapped_column(String(200))
    match_key: Mapped[str | None] = mapped_column(String(2000), unique=True)
    sector: Mapped[Sector] = mapped_column(Coded(Sector), index=True)
    own_sector_id: Mapped[int | None] = mapped_column(ForeignKey("own_sector.id"), index=True)
    reach: Mapped[Reach] = mapped_column(Coded(Reach), default=Reach.UNKNOWN)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("counterpart.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    own_sector: Mapped[OwnSector | None] = relationship()
    district: Mapped[District | None] = relationship()
    merged_into: Mapped["Counterpart | None"] = relationship(remote_side="Counterpart.id")

    @property
    def is_former_name(self) -> bool:
        """A row that only keeps a name its body had before; one that was merged has been changed at least once."""
        return self.merged_into_id is not None and self.version == 1

    @property
    def shown_name(self) -> str:
        return self.name or f"（名称の記入なし）{self.sector.label}"


class CounterpartMerge(Timestamped, Base):
    """One act of merging: `hearing_ids` moved from `merged` to `kept`; undone, they go back."""

    __tablename__ = "counterpart_merge"

    kept_id: Mapped[int] = mapped_column(ForeignKey("counterpart.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("counterpart.id"), index=True)
    hearing_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))

    kept: Mapped[Counterpart] = relationship(foreign_keys=kept_id)
    merged: Mapped[Counterpart] = relationship(foreign_keys=merged_id)


class DistinctCounterparts(Timestamped, Base):
    """Two bodies that were proposed as doubles, and that a person found to be two. `first_id` < `second_id`."""

    __tablename__ = "distinct_counterparts"

    first_id: Mapped[int] = mapped_column(ForeignKey("counterpart.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("counterpart.id"), index=True)
    staff_member_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
