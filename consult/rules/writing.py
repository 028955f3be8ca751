"""Everything the tagger goes by as one table: for the file of a decision, for a successor, for another city."""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from consult.formatting import day_and_time
from consult.models import AddedSynonym, AddedWord, CodingRule, TopicPlace
from consult.plan_codes import PlanCodes
from consult.rule_gateway import ADDED, OF_PLAN, STANDING, RuleEntry
from consult.rules.catching import Catch, key_of
from consult.spreadsheets import csv_writing

HEADER = (
    "種類",
    "軸",
    "符号",
    "分類",
    "名前",
    "内容",
    "強さ",
    "登録した人",
    "登録日時",
    "当たる意見（件）",
)
KINDS = {STANDING: "はじめからある話題", OF_PLAN: "計画の言葉", ADDED: "登録した決まり"}
NOWHERE = "どこにも置かない"

Row = tuple[str | int | None, ...]


def as_csv(
    catch: Catch,
    plan: PlanCodes,
    rules: Sequence[CodingRule],
    places: Mapping[str, TopicPlace],
    words: Sequence[AddedWord],
    synonyms: Sequence[AddedSynonym],
    names: Mapping[int, str],
) -> BinaryIO:
    """A row for each code that a topic, a word of the plan or a rule speaks for; then words and synonyms."""

    def rows() -> Iterator[Row]:
        added = {key_of(position): rule for position, rule in enumerate(rules)}
        for entry in catch.entries:
            by = added.get(entry.key) or (places.get(entry.name) if entry.origin == STANDING else None)
            end = (*_who(by, names), catch.counts[entry.key])
            for of_code in _codes(entry, plan):
                yield KINDS[entry.origin], *of_code, *_said(entry, added.get(entry.key)), *end
        for word in words:
            yield "分けずに読む語", "", "", "", word.surface, word.reading, "", *_who(word, names), None
        for same in synonyms:
            yield "同じ意味の語", "", "", "", same.variant, same.stands_for, "", *_who(same, names), None

    return csv_writing.write_csv(HEADER, rows())


def _codes(entry: RuleEntry, plan: PlanCodes) -> list[tuple[str, str, str]]:
    found = [
        (code.facet.label, code.code, code.label)
        for facet_codes in (plan.themes, plan.packages, plan.models)
        for code in facet_codes
        if (code.facet.value, code.code) in entry.codes
    ]
    return found or [("", "", NOWHERE)]


def _said(entry: RuleEntry, rule: CodingRule | None) -> tuple[str, str, str]:
    """Name, content and strength."""
    if rule:
        return rule.label, rule.wording, rule.strength.label
    if entry.origin == OF_PLAN:
        return entry.name, entry.name, ""
    parts = (("強い", entry.words), ("弱い", entry.hints), ("除く", entry.hidden_by))
    return entry.label, "／".join(f"{name}：{'、'.join(some)}" for name, some in parts if some), ""


def _who(row: CodingRule | AddedWord | AddedSynonym | TopicPlace | None, names: Mapping[int, str]) -> Row:
    return (names[row.added_by_id], day_and_time(row.added_at)) if row else ("", "")
