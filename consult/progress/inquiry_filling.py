"""One division for many items of an inquiry's form at a press. Nothing is saved: the form comes back, with what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.form_fields import known_choice, words_of
from consult.progress.inquiries import Askable
from consult.progress.inquiry_forms import AskedLine, InquiryForm, place_of

EVERYWHERE, WHERE_EMPTY, KPIS_OF = "everywhere", "where-empty", "kpis-of-"


@dataclass(frozen=True)
class Filled:
    """What was done, told where it was asked for: in the line of a package (its id), or (None) above all lines."""

    text: str
    package_id: int | None = None


NOTHING = Filled("")


def filled(form: InquiryForm, act: str) -> Filled:
    """The form as the button asks; where a choice is missing, its field says so."""
    if act in (EVERYWHERE, WHERE_EMPTY):
        division = known_choice(form.everywhere)
        if not division:
            return _missing(form.everywhere, "入れる担当課を選んでください。")
        chosen = [_items(form, line, only_empty=act == WHERE_EMPTY) for line in form.lines]
        return _put(form, [name for names in chosen for name in names], form.everywhere)
    line = next((each for each in form.lines if act == f"{KPIS_OF}{each.package_id}"), None)
    if line is None:
        return NOTHING
    first = form[line.names[0]]
    if not known_choice(first):
        return _missing(first, "先に、効果検証の担当課を選んでください。")
    return _put(form, line.kpis, first, package_id=line.package_id)


def is_filling(act: str) -> bool:
    return act in (EVERYWHERE, WHERE_EMPTY) or act.startswith(KPIS_OF)


def _items(form: InquiryForm, line: AskedLine, *, only_empty: bool) -> list[str]:
    """The fields of a package that take the division: the first of its own, and those of its KPIs."""
    if not only_empty:
        # All the same: what was chosen beside the first is asked no more.
        for name in line.names[1:]:
            form[name].data = ""
        return [line.names[0], *line.kpis]
    own = [] if any(known_choice(form[name]) for name in line.names) else [line.names[0]]
    return [*own, *(name for name in line.kpis if not known_choice(form[name]))]


def _put(form: InquiryForm, names: Sequence[str], source: Any, *, package_id: int | None = None) -> Filled:
    for name in names:
        form[name].data = source.data
    if not names:
        return Filled("空いている項目はありません。")
    return Filled(f"{len(names)}項目に「{words_of(source)}」を入れました。まだ保存していません。", package_id)


def _missing(field: Any, message: str) -> Filled:
    field.errors = [message]
    return NOTHING


def of_last_check(askable: Sequence[Askable], judging: Mapping[int, Sequence[int]]) -> dict[str, str]:
    """Where there was no inquiry: each package's own divisions, by who judged it last; its KPIs go to the first of them."""
    found: dict[str, str] = {}
    for each in askable:
        own = judging.get(each.package.id, ())
        found |= {place_of(each.package.id, n): str(division) for n, division in enumerate(own, start=1)}
        found |= {f"kpi-{kpi.id}": str(own[0]) for kpi in each.kpis if own}
    return found
