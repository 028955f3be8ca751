"""The agenda of each kind of hearing: the city's own, or the strategy's."""

from collections.abc import Iterable

from sqlalchemy import select

from consult import audit, clock
from consult.domain.agenda import DEFAULTS, POINT_LIMIT, POINTS_LIMIT
from consult.domain.errors import EditConflict, HearingRefused
from consult.domain.vocabulary import AuditAction, HearingKind
from consult.extensions import db
from consult.models import AgendaTemplate, StaffMember


def agendas() -> dict[HearingKind, tuple[str, ...]]:
    """Of every kind; one query."""
    own = {row.kind: tuple(row.points) for row in db.session.scalars(select(AgendaTemplate))}
    return {kind: own.get(kind, DEFAULTS[kind]) for kind in HearingKind}


def of_kind(code: str) -> tuple[str, ...]:
    """Of the kind with that code; of a code that nobody offered, nothing."""
    return next((points for kind, points in agendas().items() if kind.value == code), ())


def own_agenda(kind: HearingKind) -> AgendaTemplate | None:
    return db.session.scalar(select(AgendaTemplate).where(AgendaTemplate.kind == kind))


def save(kind: HearingKind, points: Iterable[str], *, version: int, by: StaffMember) -> None:
    """EditConflict when somebody saved since `version`; 0 is the strategy's own agenda (TW1)."""
    points = list(points)
    if not points:
        raise HearingRefused("議題を1つ以上入力してください。", field="points")
    if len(points) > POINTS_LIMIT or any(len(point) > POINT_LIMIT for point in points):
        raise HearingRefused(f"議題は{POINTS_LIMIT}個まで、1つ{POINT_LIMIT}字までです。", field="points")
    row = own_agenda(kind)
    if (row.version if row else 0) != version:
        raise EditConflict()
    if row is None:
        row = AgendaTemplate(kind=kind, version=0, created_at=clock.now())
        db.session.add(row)
    row.points = points
    row.version += 1
    db.session.flush()
    audit.record(AuditAction.CHANGED, row, by=by, kind=kind.value, points=len(points))
