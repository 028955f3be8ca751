"""Writes: what people add to the tagger. Nothing is overwritten: a change withdraws a row and adds another."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult import audit, clock
from consult.domain.errors import EditConflict, RuleRefused, WordRefused
from consult.domain.vocabulary import AuditAction, Facet, RuleStrength
from consult.extensions import db
from consult.models import AddedSynonym, AddedWord, CodingRule, StaffMember, TopicPlace
from consult.rules import queries

# More than a city's officials will ever write; every one of them is looked for in every sentence.
MOST_ADDED = 1_000
GONE = "ほかの職員が先に変更したか、取りやめています。いまの内容を確かめてから、もう一度行ってください。"
OVERTAKEN = "ほかの職員が先にこの決まりを変更したか、取りやめています。入力はこの画面に残っています。"
SAID_ALREADY = "同じ決まりが、この分類にもう登録されています。"
TOO_MANY = "{what}は" + f"{MOST_ADDED:,}まで登録できます。使わないものを取りやめてから登録してください。"


@dataclass(frozen=True)
class TypedRule:
    """A rule as a person typed it; it was read without a fault."""

    label: str
    wording: str
    strength: RuleStrength


def add_rule(
    facet: Facet, code: str, typed: TypedRule, *, by: StaffMember, replaces: CodingRule | None = None
) -> CodingRule:
    if len(queries.rules_in_force()) >= MOST_ADDED:
        raise RuleRefused(TOO_MANY.format(what="決まり"), field="wording")
    rule = CodingRule(
        facet=facet,
        code=code,
        label=typed.label,
        wording=typed.wording,
        strength=typed.strength,
        replaces_id=replaces.id if replaces else None,
        added_by_id=by.id,
        added_at=clock.now(),
    )
    if any(_said(each) == _said(rule) for each in queries.rules_in_force()):
        raise RuleRefused(SAID_ALREADY, field="wording")
    _add(rule, by)
    return rule


def change_rule(rule: CodingRule, typed: TypedRule, *, by: StaffMember) -> CodingRule:
    """The new wording takes the rule's place; the old one stays as withdrawn."""
    if typed == TypedRule(rule.label, rule.wording, rule.strength):
        raise RuleRefused("前と同じ内容です。変えるところがなければ、登録は要りません。", field="wording")
    withdraw(rule, by=by)
    return add_rule(rule.facet, rule.code, typed, by=by, replaces=rule)


def put_back_rule(rule: CodingRule, *, by: StaffMember) -> CodingRule:
    if rule.is_in_force:
        raise EditConflict(GONE)
    typed = TypedRule(rule.label, rule.wording, rule.strength)
    try:
        return add_rule(rule.facet, rule.code, typed, by=by, replaces=rule)
    except RuleRefused as refused:
        # The page that asked has no field to show it beside.
        raise EditConflict(refused.message) from refused


def add_word(surface: str, reading: str, *, by: StaffMember) -> AddedWord:
    if queries.has_word(surface):
        raise WordRefused("この語は、もう辞書にあります。", field="surface")
    if len(queries.words()) >= MOST_ADDED:
        raise WordRefused(TOO_MANY.format(what="語"), field="surface")
    word = AddedWord(surface=surface, reading=reading, added_by_id=by.id, added_at=clock.now())
    _add(word, by)
    return word


def add_synonym(variant: str, stands_for: str, *, by: StaffMember) -> AddedSynonym:
    if variant == stands_for:
        raise WordRefused("二つの言い方が同じです。", field="variant")
    if queries.has_synonym(variant):
        raise WordRefused(
            "この言い方は、もう登録されています。変えるときは、前の登録を取りやめてください。",
            field="variant",
        )
    if len(queries.synonyms()) >= MOST_ADDED:
        raise WordRefused(TOO_MANY.format(what="言い方"), field="variant")
    row = AddedSynonym(variant=variant, stands_for=stands_for, added_by_id=by.id, added_at=clock.now())
    _add(row, by)
    return row


def file_topic(topic: str, codes: Sequence[tuple[str, str]], *, seen: int, by: StaffMember) -> TopicPlace:
    """File a topic under these codes (none: nowhere). `seen` is the place that the page showed, 0 for the plan's."""
    _withdraw_place(topic, seen=seen, by=by)
    place = TopicPlace(
        topic=topic,
        codes=[[facet, code] for facet, code in codes],
        added_by_id=by.id,
        added_at=clock.now(),
    )
    _add(place, by)
    return place


def reset_topic(topic: str, *, seen: int, by: StaffMember) -> None:
    """Back to where the plan's own words put it."""
    if not _withdraw_place(topic, seen=seen, by=by):
        raise EditConflict(GONE)


def withdraw(row: CodingRule | AddedWord | AddedSynonym | TopicPlace, *, by: StaffMember) -> None:
    if not row.is_in_force:
        raise EditConflict(GONE)
    row.withdrawn_by_id = by.id
    row.withdrawn_at = clock.now()
    db.session.flush()
    audit.record(AuditAction.WITHDREW, row, by=by)


def record_export(*, by: StaffMember) -> None:
    audit.record(AuditAction.EXPORTED, CodingRule, by=by)


def _withdraw_place(topic: str, *, seen: int, by: StaffMember) -> bool:
    place = queries.place_of(topic)
    if (place.id if place else 0) != seen:
        raise EditConflict(GONE)
    if place:
        withdraw(place, by=by)
    return place is not None


def _said(rule: CodingRule) -> tuple[object, ...]:
    return rule.facet, rule.code, rule.wording, rule.strength


def _add(row: CodingRule | AddedWord | AddedSynonym | TopicPlace, by: StaffMember) -> None:
    db.session.add(row)
    db.session.flush()
    audit.record(AuditAction.ADDED, row, by=by)
