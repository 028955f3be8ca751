"""Lists of the city's own words: districts, own sectors, divisions, in the city's order.

A word in use is never deleted: it is retired, stays with those that have it, and is offered no more.
"""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import func, select

from consult import audit, clock
from consult.domain.errors import EditConflict, ListRefused
from consult.domain.vocabulary import AuditAction, Sector
from consult.extensions import db
from consult.models import District, Division, OwnSector, StaffMember

Entry = District | OwnSector | Division
Kind = type[District] | type[OwnSector] | type[Division]
MOST = 200
OVERTAKEN = "ほかの職員が先に変更しました。いまの内容を確かめてから、もう一度行ってください。"
TAKEN = "「{name}」は、もう登録されています。{hint}"


def entries(kind: Kind) -> Sequence[Any]:
    """In the city's order, the retired ones last."""
    return db.session.scalars(
        select(kind).order_by(kind.retired_at.is_not(None), kind.position, kind.id)
    ).all()


def offered(kind: Kind, own_id: int | None = None) -> Sequence[Any]:
    """What may be chosen, in the city's order; a retired word only where it stands already."""
    may_be = kind.retired_at.is_(None) | (kind.id == (own_id or 0))
    return db.session.scalars(select(kind).where(may_be).order_by(kind.position, kind.id)).all()


def entry_or_404(kind: Kind, entry_id: int) -> Any:
    return db.session.get(kind, entry_id) or abort(404)


def add(kind: Kind, name: str, *, sector: Sector | None = None, by: StaffMember) -> Entry:
    if len(entries(kind)) >= MOST:
        raise ListRefused(f"{MOST}まで登録できます。", field="name")
    _refuse_taken(kind, name)
    last = db.session.scalar(select(func.max(kind.position))) or 0
    values: dict[str, Any] = {"name": name, "position": last + 1, "created_at": clock.now()}
    if kind is OwnSector:
        values["sector"] = sector
    entry = kind(**values)
    db.session.add(entry)
    db.session.flush()
    audit.record(AuditAction.ADDED, entry, by=by)
    return entry


def rename(entry: Entry, name: str, *, seen: str, by: StaffMember) -> None:
    """`seen` is the name that the page showed: a colleague's newer one is not overwritten unseen (TW1)."""
    if entry.name != seen:
        raise EditConflict(f"{OVERTAKEN}いまの名称は「{entry.name}」、入力した名称は「{name}」です。")
    if name == entry.name:
        return
    _refuse_taken(type(entry), name)
    entry.name = name
    db.session.flush()
    audit.record(AuditAction.CHANGED, entry, by=by, fields=["name"])


def move(entry: Entry, *, up: bool, by: StaffMember) -> None:
    """One place up or down among those that are offered; at the end it stays."""
    order = [each for each in entries(type(entry)) if each.retired_at is None]
    if entry not in order:
        raise EditConflict(OVERTAKEN)
    place = order.index(entry)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, start=1):
        each.position = position
    db.session.flush()
    audit.record(AuditAction.CHANGED, entry, by=by, fields=["position"])


def retire(entry: Entry, *, by: StaffMember) -> None:
    if entry.retired_at is not None:
        raise EditConflict(OVERTAKEN)
    entry.retired_at = clock.now()
    db.session.flush()
    audit.record(AuditAction.WITHDREW, entry, by=by)


def put_back(entry: Entry, *, by: StaffMember) -> None:
    if entry.retired_at is None:
        raise EditConflict(OVERTAKEN)
    entry.retired_at = None
    db.session.flush()
    audit.record(AuditAction.UNDID, entry, by=by)


def _refuse_taken(kind: Kind, name: str) -> None:
    known: Any = db.session.scalar(select(kind).where(kind.name == name))
    if known is not None:
        hint = "使わないことにした一覧から戻せます。" if known.retired_at else ""
        raise ListRefused(TAKEN.format(name=name, hint=hint), field="name")
