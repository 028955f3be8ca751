"""Opinions in the order of a list that knows equal texts: each text once, or most copies first."""

from sqlalchemy import Select, func, select

from consult.models import Opinion

# What such a list may be asked in its address.
BY_TEXT = "text"
MOST_COPIES_FIRST, NEWEST_FIRST = "same", "newest"


def listed_by_text(found: Select[tuple[int]], *, by: str, sort: str) -> Select[tuple[int]]:
    """The ids that `found` selects, in the order of the list. A text's place is that of its first opinion."""
    if by == BY_TEXT:
        return _each_text_once(found, sort)
    same = func.count().over(partition_by=Opinion.text_digest).label("same")
    first = func.min(Opinion.id).over(partition_by=Opinion.text_digest).label("first")
    rows = found.with_only_columns(Opinion.id.label("id"), same, first, maintain_column_froms=True).subquery()
    statement = select(rows.c.id)
    if sort == MOST_COPIES_FIRST:
        return statement.order_by(rows.c.same.desc(), rows.c.first, rows.c.id)
    return statement.order_by(rows.c.id.desc() if sort == NEWEST_FIRST else rows.c.id)


def _each_text_once(found: Select[tuple[int]], sort: str) -> Select[tuple[int]]:
    # Grouped, not windowed: of ten thousand copies the sorter holds one row for each text.
    first = func.min(Opinion.id)
    statement = found.with_only_columns(first, maintain_column_froms=True).group_by(Opinion.text_digest)
    if sort == MOST_COPIES_FIRST:
        return statement.order_by(func.count().desc(), first)
    return statement.order_by(first.desc() if sort == NEWEST_FIRST else first)
