"""Which KPIs somebody asks for, and in which order. They are dozens by construction, so they are picked here, not in SQL."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from consult.domain.vocabulary import Achievement
from consult.kpi_standing import KpiStanding

SORTS = ("place", "name", "progress")


@dataclass(frozen=True)
class KpiFilter:
    """An empty field asks for nothing; the names are those of the address: `?edition=…&state=met`."""

    q: str = ""
    edition: str = ""
    package: str = ""
    state: Achievement | None = None
    sort: str = "place"

    def as_args(self) -> dict[str, str]:
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        args = {name: value.value if name == "state" and value else value for name, value in given.items()}
        return {name: value for name, value in args.items() if value and (name, value) != ("sort", "place")}

    @property
    def order(self) -> str:
        return self.sort

    def sorted_by(self, name: str) -> "KpiFilter":
        """The same list by another column; a second press turns the order round."""
        return replace(self, sort=f"-{name}" if self.sort == name else name)

    def picked(self, standings: Sequence[KpiStanding], *, without: str = "") -> list[KpiStanding]:
        """Those asked for; `without`: one of the filters left aside, to count what it would leave."""
        changes: dict[str, Any] = {without: None if without == "state" else ""} if without else {}
        asked = replace(self, **changes)
        return [each for each in standings if asked._wants(each)]

    def _wants(self, standing: KpiStanding) -> bool:
        kpi = standing.kpi
        text = f"{kpi.name} {standing.place}"
        return (
            all(word in text for word in self.q.split())
            and self.edition in ("", kpi.edition.code)
            and (not self.package or (kpi.package is not None and kpi.package.code == self.package))
            and self.state in (None, standing.judged.outcome)
        )

    def ordered(self, standings: Sequence[KpiStanding]) -> list[KpiStanding]:
        """As the strategy orders them, or by a column; what has no figure stands last either way."""
        name, is_turned = self.sort.removeprefix("-"), self.sort.startswith("-")
        if name == "name":
            return sorted(standings, key=lambda each: each.kpi.name, reverse=is_turned)
        if name == "progress":
            known = [each for each in standings if each.judged.progress is not None]
            rest = [each for each in standings if each.judged.progress is None]
            return sorted(known, key=lambda each: each.judged.progress or 0, reverse=is_turned) + rest
        return list(reversed(standings)) if is_turned else list(standings)


def numbers_by_state(standings: Sequence[KpiStanding]) -> dict[Achievement, int]:
    counted = Counter(each.judged.outcome for each in standings)
    return {state: counted[state] for state in Achievement}
