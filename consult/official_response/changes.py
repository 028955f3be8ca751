"""What differs between two states of an answer, field by field and word by word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consult.domain.word_diff import Part, has_changed, word_diff

FIELDS = {
    "summary": "意見の概要",
    "wording": "市の考え方",
    "class_label": "反映区分",
    "reason": "案のとおりとする理由",
    "revisions": "修正箇所",
    "opinions": "件数",
}


@dataclass(frozen=True)
class FieldChange:
    label: str
    parts: tuple[Part, ...]

    @property
    def has_changed(self) -> bool:
        return has_changed(self.parts)


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldChange]:
    """In the order of the form; a field that is empty in both is left out."""
    found = []
    for name, label in FIELDS.items():
        parts = tuple(word_diff(_text(name, old), _text(name, new)))
        if parts:
            found.append(FieldChange(label, parts))
    return found


def _text(name: str, content: Mapping[str, Any]) -> str:
    value = content.get(name)
    if name == "revisions":
        return "\n".join(_of_revision(each) for each in value or ())
    if name == "opinions":
        return "" if value is None else f"{value:,}件"
    return str(value or "")


def _of_revision(revision: Mapping[str, str]) -> str:
    return f"{revision['place']}\n修正前：{revision['before']}\n修正後：{revision['after']}"
