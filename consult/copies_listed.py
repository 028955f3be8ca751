"""Opinions in the order of a list that knows equal texts: each text once, or most copies first."""

from sqlalchemy import Select, func, select

from consult.models import Opinion

# What such a list may be asked in its address.
BY_TEXT = "text"
MOST_COPIES_FIRST, NEWEST_FIRST = "same", "newest"


def listed_by_text(found: Select[tuple[int]], *, by: str, sort: str) -> Select[tuple[int]]:
    """The ids that `found` selects, in the order of the list. A text's place is that of its first opinion."""
    same = func.count().over(partition_by=Opinion.text_digest).label("same")
    first = func.min(Opinion.id).over(partition_by=Opinion.text_digest).label("first")
    rows = found.with_only_columns(Opinion.id.label("id"), same, first, maintain_column_froms=True).subquery()
    statement = select(rows.c.id)
    if by == BY_TEXT:
        statement = statement.where(rows.c.id == rows.c.first)
    if sort == MOST_COPIES_FIRST:
        return statement.order_by(rows.c.same.desc(), rows.c.first, rows.c.id)
    return statement.order_by(rows.c.id.desc() if sort == NEWEST_FIRST else rows.c.id)
