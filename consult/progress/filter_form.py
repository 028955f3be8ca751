"""What the list of KPIs may be narrowed to."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SearchField, SelectField

from consult.asking_form import AskingForm
from consult.domain.vocabulary import Achievement
from consult.form_checks import stripped
from consult.form_fields import labels_offered, offered
from consult.kpi_standing import KpiStanding
from consult.progress.figure_fields import short
from consult.progress.kpi_filter import SORTS, KpiFilter, numbers_by_state


class KpiFilterForm(AskingForm):
    """What is not known is left out."""

    q = SearchField("KPIや政策パッケージの名称のことば", short(100), filters=[stripped])
    edition = SelectField("戦略の期", validate_choice=False, default="")
    package = SelectField("政策パッケージ", validate_choice=False, default="")
    state = SelectField("進み具合", validate_choice=False, default="")
    sort = HiddenField(default="place")

    def asked(self, standings: Sequence[KpiStanding]) -> KpiFilter:
        """The filter, and its choices with the numbers that each would leave, the other filters standing."""
        known = {each.value: each for each in Achievement}
        self.validate()
        sort = self.sort.data or ""
        asked = KpiFilter(
            q="" if self.q.errors else self.q.data,
            edition=(self.edition.data or "")[:32],
            package=(self.package.data or "")[:16],
            state=known.get(self.state.data or ""),
            sort=sort if sort.removeprefix("-") in SORTS else "place",
        )
        self._offer(asked, standings)
        return asked

    def _offer(self, asked: KpiFilter, standings: Sequence[KpiStanding]) -> None:
        editions, packages = {}, {}
        for each in standings:
            editions[each.kpi.edition.code] = each.kpi.edition.label
            if each.kpi.package is not None:
                packages[each.kpi.package.code] = each.place
        for field, labels, code_of in (
            (self.edition, editions, lambda each: each.kpi.edition.code),
            (self.package, packages, lambda each: each.kpi.package.code if each.kpi.package else ""),
        ):
            left = asked.picked(standings, without=field.short_name)
            counts = [
                (code, f"{label}（{sum(code_of(s) == code for s in left)}）")
                for code, label in labels.items()
            ]
            field.choices = offered([("", "すべて"), *counts])
        by_state = numbers_by_state(asked.picked(standings, without="state"))
        self.state.choices = offered(
            [("", "すべて"), *((state.value, f"{state.label}（{n}）") for state, n in by_state.items())]
        )

    def in_force(self, asked: KpiFilter) -> list[tuple[str, str]]:
        """(name in the address, words on the chip)."""
        chosen = [(self.q, asked.q), (self.edition, asked.edition), (self.package, asked.package)]
        words = [(f.short_name, f"{f.label.text}：{labels_of(f).get(v, v)}") for f, v in chosen if v]
        return words + ([("state", f"進み具合：{asked.state.label}")] if asked.state else [])


def labels_of(field: Any) -> dict[str, str]:
    """Without the numbers behind the words."""
    labels = labels_offered(field) if isinstance(field, SelectField) else {}
    return {code: label.rpartition("（")[0] or label for code, label in labels.items()}
