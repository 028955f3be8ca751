"""The list of topics: what is looked for in it, which places, in which order."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from flask import url_for
from wtforms import Form, SelectField, StringField

from consult.domain.vocabulary import Vocabulary
from consult.form_fields import offered
from consult.rule_gateway import RuleEntry

LONGEST_SOUGHT = 100


class Where(Vocabulary):
    """Topics by where they are filed."""

    BY_STAFF = "by_staff", "職員が置き場所を決めた話題"
    NOWHERE = "nowhere", "どこにも置かない話題"


class TopicOrder(Vocabulary):
    STANDING = "standing", "はじめの並び"
    CAUGHT = "caught", "当たる意見の多い順"


@dataclass(frozen=True)
class TopicFilter:
    """Empty strings: not narrowed. Anything that is no known value is as if absent."""

    q: str = ""
    where: str = ""
    sort: str = ""

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> "TopicFilter":
        where, sort = typed.get("where", ""), typed.get("sort", "")
        return cls(
            " ".join(typed.get("q", "").split())[:LONGEST_SOUGHT],
            where if where in {each.value for each in Where} else "",
            sort if sort == TopicOrder.CAUGHT.value else "",
        )

    @property
    def arguments(self) -> dict[str, Any]:
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.where)

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """(words, address of the list without it) for each condition."""
        words = {
            "q": f"「{self.q}」" if self.q else "",
            "where": Where.of(self.where).label if self.where else "",
        }
        return [
            (text, url_for("staff.rules.topics", **replace(self, **{name: ""}).arguments))
            for name, text in words.items()
            if text
        ]

    def chosen_from(
        self, entries: Sequence[RuleEntry], by_staff: Collection[str], counts: Mapping[str, int]
    ) -> list[RuleEntry]:
        found = [entry for entry in entries if self._is_there(entry, by_staff) and self._holds(entry)]
        if self.sort:
            found.sort(key=lambda entry: -counts[entry.key])
        return found

    def _is_there(self, entry: RuleEntry, by_staff: Collection[str]) -> bool:
        if self.where == Where.BY_STAFF.value:
            return entry.name in by_staff
        return not entry.codes if self.where == Where.NOWHERE.value else True

    def _holds(self, entry: RuleEntry) -> bool:
        """In the topic's name or in one of its words: who reads 「バス」 in an opinion asks which topics have it."""
        sought = _folded(self.q)
        return any(
            sought in _folded(text) for text in (entry.label, *entry.words, *entry.hints, *entry.hidden_by)
        )


class TopicFilterForm(Form):
    """Sent by GET; what it may ask for is decided by TopicFilter.read."""

    q = StringField("話題の名前か、言葉")
    where = SelectField("置き場所", choices=offered([("", "すべて"), *Where.choices()]))
    sort = SelectField(
        "並び順", choices=offered([("", TopicOrder.STANDING.label), ("caught", TopicOrder.CAUGHT.label)])
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
