"""What narrows and orders the queue, read from the address: allow-listed values only, anything else is as if absent."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from consult.domain import counting
from consult.domain.vocabulary import Certainty, Facet, Vocabulary
from consult.plan_codes import PlanCodes


class Order(Vocabulary):
    """How the queue is sorted."""

    OLDEST = "oldest", "古い順"
    NEWEST = "newest", "新しい順"
    UNSURE = "unsure", "確からしさの低い順"


NO_SUGGESTION = "none"
WAITING = "waiting"


@dataclass(frozen=True)
class QueueFilter:
    """Empty strings and None mean: not narrowed. `arguments` are what a link to the same queue carries."""

    theme: str = ""
    package: str = ""
    model: str = ""
    certainty: str = ""
    way_in: str = ""
    consultation: int | None = None
    hearing: int | None = None
    # 個人情報の確認待ち: also opinions whose tags are decided.
    personal: str = ""
    sort: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str], codes: PlanCodes) -> "QueueFilter":
        named = {each: _code(typed.get(each.value, ""), codes, each) for each in Facet}
        way_in = typed.get("way_in", "")
        return cls(
            theme=named[Facet.THEME],
            package=named[Facet.PACKAGE],
            model=named[Facet.MODEL],
            certainty=_one_of(typed.get("certainty", ""), [*(c.value for c in Certainty), NO_SUGGESTION]),
            way_in=way_in if counting.way_in(way_in) else "",
            consultation=_number(typed.get("consultation", "")),
            hearing=_number(typed.get("hearing", "")),
            personal=_one_of(typed.get("personal", ""), [WAITING]),
            sort=_one_of(typed.get("sort", ""), [o.value for o in Order if o is not Order.OLDEST]),
        )

    @property
    def order(self) -> Order:
        return Order.of(self.sort) if self.sort else Order.OLDEST

    @property
    def arguments(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    @property
    def is_narrowed(self) -> bool:
        return bool(set(self.arguments) - {"sort"})

    def codes(self) -> list[tuple[Facet, str]]:
        """The suggested tags asked for."""
        asked = [(Facet.THEME, self.theme), (Facet.PACKAGE, self.package), (Facet.MODEL, self.model)]
        return [(facet, code) for facet, code in asked if code]

    def without(self, name: str) -> "QueueFilter":
        """The same queue, one condition wider."""
        wider: dict[str, Any] = {name: None if name in ("consultation", "hearing") else ""}
        return replace(self, **wider)


def _code(typed: str, codes: PlanCodes, facet: Facet) -> str:
    return typed if codes.find(facet, typed) else ""


def _one_of(typed: str, allowed: list[str]) -> str:
    return typed if typed in allowed else ""


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
