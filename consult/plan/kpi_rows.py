"""KPIs of a strategy file as rows. What people typed about a KPI is never eaten by a load (decision 0170)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select, union

from consult.extensions import db
from consult.models import InquiryItem, Kpi, KpiEntry, KpiSetting
from consult.plan.reconciling import Reconciling, Values

# As alike as this, a new name is the old one reworded; less alike it is another indicator.
REWORDED = 0.6


def typed_about() -> set[int]:
    """Ids of the KPIs for which people typed anything, or asked a division."""
    asked = select(InquiryItem.kpi_id).where(InquiryItem.kpi_id.is_not(None))
    return set(db.session.scalars(union(select(KpiEntry.kpi_id), select(KpiSetting.kpi_id), asked)))


def bring_kpis(
    work: Reconciling, existing: Iterable[Kpi], wanted: Sequence[Values], *, at: datetime
) -> list[Kpi]:
    """Rows in the order of `wanted`, known by their name, also retired ones.

    A reworded KPI keeps its row. One that people typed about gives its row to an alike name alone; else it is
    retired with its values, and a new row begins empty.
    """
    left = {row.name: row for row in sorted(existing, key=lambda row: row.position)}
    rows: dict[str, Kpi] = {v["name"]: left.pop(v["name"]) for v in wanted if v["name"] in left}
    kept = typed_about()
    new = [values["name"] for values in wanted if values["name"] not in rows]
    free = []
    for row in left.values():
        if row.id not in kept:
            free.append(row)
        elif row.retired_at is None:
            if alike := _most_alike(row.name, new):
                rows[alike] = row
                new.remove(alike)
            else:
                work.one(row, {"retired_at": at})
    for name in new[: len(free)]:
        rows[name] = free.pop(0)
    found = [_row(work, rows.get(values["name"]), {**values, "retired_at": None}) for values in wanted]
    for row in free:
        work.remove(row)
    return found


def _row(work: Reconciling, row: Kpi | None, values: dict[str, Any]) -> Kpi:
    return work.one(row, values) if row is not None else work.add(Kpi(**values))


def _most_alike(name: str, others: Sequence[str]) -> str:
    shares = [(SequenceMatcher(None, name, other, autojunk=False).ratio(), other) for other in others]
    share, other = max(shares, default=(0.0, ""))
    return other if share >= REWORDED else ""
