"""What may be asked of the list of links, and which of its rows an act is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SearchField, SelectField

from consult.asking_form import AskingForm
from consult.domain.vocabulary import LinkKind
from consult.form_fields import known_choice, offered, words_of
from consult.link_targets import Targets, read_target
from consult.plan_codes import PlanCodes
from consult.tracing.link_filter import SORTS, STATES, SUGGESTED, LinkFilter
from consult.typed_number import typed_number

LONGEST_SEARCH = 1_000
EVERY = ("", "すべて")


class LinkFilterForm(AskingForm):
    q = SearchField("ことば（原文・要旨）")
    state = SelectField("状態", default=SUGGESTED, validate_choice=False)
    kind = SelectField("結びつく先", validate_choice=False)
    package = SelectField("政策パッケージ", validate_choice=False)
    case = SelectField("案のある案件", validate_choice=False)
    sort = SelectField("並び順", choices=offered([("", "いつもの順"), *SORTS.items()]), validate_choice=False)
    target = HiddenField()
    opinion = HiddenField()

    @classmethod
    def read(
        cls, args: "MultiDict[str, str]", codes: PlanCodes, cases: Iterable[tuple[int, str]]
    ) -> "LinkFilterForm":
        form = cls(formdata=args, prefix="")
        # Not in the class: the numbers beside them are this list's alone.
        form.state.choices = offered(STATES.items())
        form.kind.choices = offered([EVERY, *LinkKind.choices()])
        form.package.choices = offered(
            [EVERY, *((each.code, f"{each.code} {each.label}") for each in codes.packages)]
        )
        form.case.choices = offered([EVERY, *((str(number), title) for number, title in cases)])
        form.validate()
        return form

    def filter(self) -> LinkFilter:
        """What cannot be read is not asked for."""
        kind = known_choice(self.kind)
        return LinkFilter(
            state=known_choice(self.state) or SUGGESTED,
            kind=LinkKind.of(kind) if kind else None,
            package=known_choice(self.package),
            case=typed_number(known_choice(self.case)) or None,
            target=read_target(self.target.data),
            opinion=typed_number(self.opinion.data) or None,
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            sort=known_choice(self.sort),
        )

    def in_force(self, asked: LinkFilter, targets: Targets) -> list[tuple[str, str]]:
        """(name in the address, words on the chip) of what narrows the list."""
        args = asked.as_args()
        names = ("q", "state", "kind", "package", "case")
        chips: list[tuple[str, str]] = [
            (name, f"{self[name].label.text}：{words_of(self[name])}") for name in names if name in args
        ]
        if asked.target:
            known = targets.known(asked.target)
            chips.append(("target", f"結びつく先：{known.text if known else 'いまはないもの'}"))
        return [*chips, ("opinion", f"意見{asked.opinion}")] if asked.opinion else chips

    def show_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        for name, numbers in counts.items():
            field: Any = self[name]
            for choice in field.choices:
                if choice.value:
                    choice.label = f"{choice.label}（{numbers.get(choice.value, 0):,}件）"
