"""What may be asked of the list of opinions without a group, and what is done with those that were ticked."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SearchField, SelectField

from consult.asking_form import AskingForm
from consult.copies_listed import BY_TEXT
from consult.domain.vocabulary import Channel
from consult.form_fields import known_choice, offered, words_of
from consult.plan_codes import PlanCodes
from consult.summary.opinion_filter import REPEATED, SORTS, WHOLE, GroupingFilter
from consult.typed_number import typed_number

LONGEST_SEARCH = 1_000
LONGEST_DIGEST = 32
EVERY = ("", "すべて")


class FilterForm(AskingForm):
    q = SearchField("ことば（原文・要旨）")
    place = SelectField("対象の箇所", validate_choice=False)
    package = SelectField("政策パッケージ（候補を含む）", validate_choice=False)
    channel = SelectField("提出方法", validate_choice=False)
    repeated = SelectField(
        "同じ文", choices=offered([EVERY, (REPEATED, "同じ文がほかにもあるもの")]), validate_choice=False
    )
    by = SelectField(
        "並べる単位", choices=offered([("", "意見ごと"), (BY_TEXT, "同じ文は1行に")]), validate_choice=False
    )
    sort = SelectField("並び順", choices=offered(SORTS.items()), validate_choice=False)

    @classmethod
    def read(
        cls, args: "MultiDict[str, str]", *, places: Mapping[str, str], codes: PlanCodes
    ) -> "FilterForm":
        form = cls(formdata=args, prefix="")
        form.place.choices = offered([EVERY, (WHOLE, "全体"), *places.items()])
        packages = [(each.code, f"{each.code} {each.label}") for each in codes.packages]
        form.package.choices = offered([EVERY, *packages])
        form.channel.choices = offered([EVERY, *Channel.choices()])
        form.text = args.get("text", "")[:LONGEST_DIGEST]
        form.validate()
        return form

    def filter(self, consultation_id: int) -> GroupingFilter:
        channel = known_choice(self["channel"])
        return GroupingFilter(
            consultation_id,
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            place=known_choice(self["place"]),
            package=known_choice(self["package"]),
            channel=Channel.of(channel) if channel else None,
            text=self.text,
            repeated=known_choice(self["repeated"]),
            by=known_choice(self["by"]),
            sort=known_choice(self["sort"]) or "number",
        )

    def in_force(self, asked: GroupingFilter) -> list[tuple[str, str]]:
        """(name in the address, words on the chip) of what narrows the list."""
        args = asked.as_args()
        chips: list[tuple[str, str]] = [
            (name, f"{self[name].label.text}：{words_of(self[name])}")
            for name in ("q", "place", "package", "channel", "repeated")
            if name in args
        ]
        return [*chips, ("text", "同じ文の意見だけ")] if asked.text else chips

    def say_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        for name, numbers in counts.items():
            field: Any = self[name]
            for choice in field.choices:
                if choice.value:
                    choice.label = f"{choice.label}（{numbers.get(choice.value, 0):,}件）"


def ticked(form: "MultiDict[str, str]") -> list[int]:
    return list(dict.fromkeys(found for each in form.getlist("opinion") if (found := typed_number(each))))
