"""Packages of the edition before beside those in force, where names continue, with the voices of now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consult.coverage.matrix import Matrix
from consult.coverage.matrix_axes import Value
from consult.extensions import db
from consult.models import PlanEdition, PolicyPackage


@dataclass(frozen=True)
class EditionLine:
    """A package of before, of now, or of both where the name continues. `now` is its line of the matrix."""

    before: PolicyPackage | None
    now: Value | None


@dataclass(frozen=True)
class Editions:
    before: PlanEdition
    now: PlanEdition
    lines: tuple[EditionLine, ...]

    @property
    def continued(self) -> int:
        return sum(bool(line.before and line.now) for line in self.lines)

    @property
    def packages_before(self) -> int:
        return len({line.before.id for line in self.lines if line.before})

    @property
    def packages_now(self) -> int:
        return len({line.now.code for line in self.lines if line.now})


def editions_beside(matrix: Matrix) -> Editions | None:
    """None while there is no edition before. The order is that of before; then what is new."""
    editions = {each.is_current: each for each in db.session.scalars(select(PlanEdition))}
    before, now = editions.get(False), editions.get(True)
    if before is None or now is None:
        return None
    values = {value.code: value for value in matrix.rows.kept}
    current = [each for each in _packages(now) if each.code in values]
    lines: list[EditionLine] = []
    for old in _packages(before):
        following = [values[each.code] for each in current if each.predecessor_id == old.id]
        lines += [EditionLine(old, value) for value in following] or [EditionLine(old, None)]
    new = [EditionLine(None, values[each.code]) for each in current if each.predecessor_id is None]
    return Editions(before, now, (*lines, *new))


def _packages(edition: PlanEdition) -> Sequence[PolicyPackage]:
    found = select(PolicyPackage).where(PolicyPackage.edition_id == edition.id)
    return db.session.scalars(found.order_by(PolicyPackage.position)).all()
