"""What may be asked of the list of a case's opinions, and what the pages of sorting send."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SearchField, SelectField

from consult.asking_form import AskingForm
from consult.copies_listed import BY_TEXT
from consult.domain.vocabulary import Channel
from consult.form_fields import known_choice, offered, words_of
from consult.sorting.sorting_filter import SORTS, STATES, SortingFilter

LONGEST_SEARCH = 1_000
LONGEST_DIGEST = 32
EVERY = ("", "すべて")


class FilterForm(AskingForm):
    q = SearchField("ことば（原文・要旨）")
    state = SelectField(
        "状態",
        choices=offered([EVERY, *((code, label) for code, (label, _condition) in STATES.items())]),
        validate_choice=False,
    )
    channel = SelectField("提出方法", choices=offered([EVERY, *Channel.choices()]), validate_choice=False)
    by = SelectField(
        "並べる単位",
        choices=offered([("", "意見ごと"), (BY_TEXT, "同じ文章は1行に")]),
        validate_choice=False,
    )
    sort = SelectField("並び順", choices=offered(SORTS.items()), validate_choice=False)

    @classmethod
    def read(cls, args: "MultiDict[str, str]") -> "FilterForm":
        form = cls(formdata=args, prefix="")
        form.text = args.get("text", "")[:LONGEST_DIGEST]
        form.validate()
        return form

    def filter(self, consultation_id: int) -> SortingFilter:
        channel = known_choice(self["channel"])
        return SortingFilter(
            consultation_id,
            q=(self.q.data or "").strip()[:LONGEST_SEARCH],
            state=known_choice(self["state"]),
            channel=Channel.of(channel) if channel else None,
            text=self.text,
            by=known_choice(self["by"]),
            sort=known_choice(self["sort"]) or "number",
        )

    def in_force(self, asked: SortingFilter) -> list[tuple[str, str]]:
        """(name in the address, words on the chip) of what narrows the list."""
        args = asked.as_args()
        chips: list[tuple[str, str]] = [
            (name, f"{self[name].label.text}：{words_of(self[name])}")
            for name in ("q", "state", "channel")
            if name in args
        ]
        return [*chips, ("text", "同じ文章の意見だけ")] if asked.text else chips

    def say_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Choices that would leave nothing are not offered, unless one is in force."""
        for name, numbers in counts.items():
            field: Any = self[name]
            kept = [
                each
                for each in field.choices
                if not each.value or numbers.get(each.value) or each.value == field.data
            ]
            for choice in kept:
                if choice.value:
                    choice.label = f"{choice.label}（{numbers.get(choice.value, 0):,}件）"
            field.choices = kept
