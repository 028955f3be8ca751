"""One coder's answer on one opinion, checked against the labelling guide's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.domain.errors import MainThemeUnclear, NothingDecided
from consult.domain.vocabulary import Facet


@dataclass(frozen=True)
class Answer:
    """What was ticked on each facet, and which of it was called the main one ("" where nothing was chosen)."""

    ticked: Mapping[Facet, Sequence[str]]
    main: Mapping[Facet, str]
    is_none: bool = False

    def codes(self, facet: Facet) -> list[str]:
        """Main first, then in the plan's order."""
        return sorted(self.ticked[facet], key=lambda code: code != self.main[facet])

    def check(self) -> None:
        """Raises NothingDecided or MainThemeUnclear, naming the field."""
        something = any(self.ticked.values())
        if not something and not self.is_none:
            raise NothingDecided(
                "当てはまる分類を選んでください。どれもないときは「どれにも当たらない」を選びます。",
                field="no_tag",
            )
        if something and self.is_none:
            raise NothingDecided(
                "「どれにも当たらない」と分類を同時に選べません。どちらかを外してください。", field="no_tag"
            )
        for facet in Facet:
            self._check_main(facet)

    def _check_main(self, facet: Facet) -> None:
        field, codes, main = f"main_{facet.value}", self.ticked[facet], self.main[facet]
        if main and main not in codes:
            raise MainThemeUnclear(
                f"主な{facet.label}は、選んだ{facet.label}の中から選んでください。", field=field
            )
        if len(codes) > 1 and not main:
            raise MainThemeUnclear(
                f"{facet.label}を二つ以上選ぶときは、主なものを一つ選んでください。", field=field
            )
