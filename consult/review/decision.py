"""One person's decision on one opinion, as typed into the form and checked against the rules."""

from dataclasses import dataclass

from consult.domain.errors import MainThemeUnclear, NothingDecided
from consult.domain.vocabulary import Facet

TagName = tuple[Facet, str]


@dataclass(frozen=True)
class Decision:
    """What was ticked, which suggestions stood on the page, and which review (0: none) the person saw.

    `seconds_taken` is None where the time between showing and deciding is not known.
    """

    confirmed: frozenset[TagName]
    shown: frozenset[TagName]
    main_theme: str = ""
    is_none: bool = False
    review_seen: int = 0
    seconds_taken: int | None = None

    @property
    def themes(self) -> set[str]:
        return {code for facet, code in self.confirmed if facet is Facet.THEME}

    @property
    def main(self) -> str:
        """The main theme: the one chosen, or the only one there is."""
        return self.main_theme or (next(iter(self.themes)) if len(self.themes) == 1 else "")

    def check(self) -> None:
        """Raises NothingDecided or MainThemeUnclear. How many tags are usual is a hint on the page, not a rule."""
        if not self.confirmed and not self.is_none:
            raise NothingDecided(
                "付ける分類を選んでください。どれにも当たらないときは「該当なし」を選びます。", field="no_tag"
            )
        if self.confirmed and self.is_none:
            raise NothingDecided(
                "「該当なし」と分類を同時に選べません。どちらかを外してください。", field="no_tag"
            )
        if self.main_theme and self.main_theme not in self.themes:
            raise MainThemeUnclear("主テーマは、付けるテーマの中から選んでください。", field="main_theme")
        if len(self.themes) > 1 and not self.main_theme:
            raise MainThemeUnclear(
                "テーマを二つ以上付けるときは、主テーマを一つ選んでください。", field="main_theme"
            )
