"""Publication (結果公表): the frozen record that citizens see. Only released words and figures are copied here.

Public pages and files read these tables and nothing else of a case's results: nothing here leads to who wrote
(trust.md §1). `PublishedOpinion.opinion_id` is for the way back of somebody who holds a receipt.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.domain.vocabulary import Disposition, Facet, LinkKind, PublicationKind, PublishedOutcome
from consult.models.base import Base, Coded, UtcDateTime
from consult.models.consultation import Consultation


class Publication(Base):
    """One version of a case's results, never changed. `note` is the dated 正誤 note of a correction (R53)."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    kind: Mapped[PublicationKind] = mapped_column(Coded(PublicationKind))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    # The allow-listed facts of the case as they were: title, period, methods, units, division, contact (R50).
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    # SHA-256 of everything published, in a canonical form (TW2).
    digest: Mapped[str] = mapped_column(String(64))

    consultation: Mapped[Consultation] = relationship()
    answers: Mapped[list["PublishedAnswer"]] = relationship(order_by="PublishedAnswer.position")
    counts: Mapped[list["PublishedCount"]] = relationship(order_by="PublishedCount.position")


class PublishedAnswer(Base):
    """A row of the table: 意見の概要・件数・市の考え方・反映区分・修正箇所. `opinions` is how many it stands for (R34)."""

    __tablename__ = "published_answer"
    __table_args__ = (UniqueConstraint("publication_id", "position"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    position: Mapped[int]
    # The number of the answer group, by which a row keeps its name over corrections.
    group_number: Mapped[int]
    about: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text)
    opinions: Mapped[int]
    # What committee members gave is counted beside it (R43).
    committee_opinions: Mapped[int] = mapped_column(default=0)
    wording: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    class_label: Mapped[str] = mapped_column(String(100), default="")
    disposition: Mapped[Disposition | None] = mapped_column(Coded(Disposition))
    division: Mapped[str] = mapped_column(String(100), default="")
    # [{"place", "key", "before", "after"}]
    revisions: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)


class PublishedCount(Base):
    """One figure of one breakdown. Lines of an axis add up to the same total, zero lines stand there too (R41)."""

    __tablename__ = "published_count"
    __table_args__ = (UniqueConstraint("publication_id", "axis", "position"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    axis: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    # None: suppressed below the limit (TP10), or a unit that the axis does not have.
    opinions: Mapped[int | None]
    submitters: Mapped[int | None]


class PublishedOpinion(Base):
    """What became of one opinion in a publication, and its words as a person released them (masked)."""

    __tablename__ = "published_opinion"
    __table_args__ = (
        UniqueConstraint("publication_id", "opinion_id"),
        Index(None, "published_answer_id"),
        Index(None, "opinion_id"),
    )

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    published_answer_id: Mapped[int | None] = mapped_column(ForeignKey("published_answer.id"))
    outcome: Mapped[PublishedOutcome] = mapped_column(Coded(PublishedOutcome))
    # None: its words are not published.
    wording: Mapped[str | None] = mapped_column(Text)

    answer: Mapped[PublishedAnswer | None] = relationship()


class PublishedReading(Base):
    """A theme or package that was confirmed for an answered opinion when the version was released."""

    __tablename__ = "published_reading"
    __table_args__ = (Index(None, "publication_id", "facet", "code"), Index(None, "opinion_id"))

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    facet: Mapped[Facet] = mapped_column(Coded(Facet))
    code: Mapped[str] = mapped_column(String(32))
    is_main: Mapped[bool] = mapped_column(default=False)


class PublishedLink(Base):
    """A link of an answered opinion that was confirmed when the version was released, as its target read then."""

    __tablename__ = "published_link"
    __table_args__ = (Index(None, "publication_id", "kind"), Index(None, "opinion_id"))

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id"))
    kind: Mapped[LinkKind] = mapped_column(Coded(LinkKind))
    # Empty where the plan no longer has it: what it said then stays.
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id", ondelete="SET NULL"), index=True)
    kpi_id: Mapped[int | None] = mapped_column(ForeignKey("kpi.id", ondelete="SET NULL"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))
    section_key: Mapped[str] = mapped_column(String(32), default="")
    passage: Mapped[int] = mapped_column(default=0)
    target_text: Mapped[str] = mapped_column(Text)
    target_place: Mapped[str] = mapped_column(Text, default="")


class PublishedFlow(Base):
    """How many answered opinions lead from one place of the road to the next: counted once, at release.

    `step` 0 leads from the way they were sent to the theme, 1 on to the package, 2 to the class of the answer. Pairs
    alone: no combination of more facts about one opinion stands here.
    """

    __tablename__ = "published_flow"
    __table_args__ = (UniqueConstraint("publication_id", "step", "from_code", "to_code"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    step: Mapped[int]
    from_code: Mapped[str] = mapped_column(String(100))
    to_code: Mapped[str] = mapped_column(String(100))
    opinions: Mapped[int]
    # Senders behind them; of step 0 alone, where few may be told from the figure (TP10).
    people: Mapped[int | None]


class RoadCode(Base):
    """The name under which citizens open the road of one released opinion. Random: it tells no order of arrival (TP10)."""

    __tablename__ = "road_code"

    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"), unique=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
