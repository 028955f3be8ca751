"""Methods, asked items and result classes of a case become what its form says, row by row: rows keep their ids."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from consult.consultations.written import ClassLine, Details
from consult.domain.asked_items import Asked
from consult.domain.errors import ClassInUse
from consult.domain.standard_notice import OFFERED_CHANNELS
from consult.domain.vocabulary import Channel, ResponseState, SubmitterItem
from consult.extensions import db
from consult.models import (
    AcceptedMethod,
    AnswerGroup,
    AskedItem,
    Consultation,
    OfficialResponse,
    ResultClass,
)


def apply(consultation: Consultation, details: Details) -> list[str]:
    """The names of what changed; flushes. Raises ClassInUse for a class that answers stand in."""
    changed = [name for name, value in details.columns().items() if getattr(consultation, name) != value]
    for name in changed:
        setattr(consultation, name, details.columns()[name])
    if _put_methods(consultation, details.methods):
        changed.append("methods")
    if _put_asked(consultation, details.asked):
        changed.append("asked_items")
    if _put_classes(consultation, details.classes):
        changed.append("result_classes")
    return changed


def _put_methods(consultation: Consultation, methods: Mapping[Channel, str]) -> bool:
    before = {each.channel: (each.position, each.directions) for each in consultation.methods}
    known = {each.channel: each for each in consultation.methods}
    kept = [each for each in consultation.methods if each.channel not in OFFERED_CHANNELS]
    for position, channel in enumerate((each for each in OFFERED_CHANNELS if each in methods), start=1):
        row = known.get(channel) or AcceptedMethod(channel=channel)
        row.position, row.directions = position, methods[channel]
        kept.append(row)
    consultation.methods = kept
    return before != {each.channel: (each.position, each.directions) for each in kept}


def _put_asked(consultation: Consultation, asked: Iterable[Asked]) -> bool:
    def facts(rows: Iterable[AskedItem]) -> dict[SubmitterItem, Any]:
        return {each.item: (each.position, each.demand, each.reason) for each in rows}

    before, known = facts(consultation.asked_items), {each.item: each for each in consultation.asked_items}
    rows = []
    for position, line in enumerate(asked, start=1):
        row = known.get(line.item) or AskedItem(item=line.item)
        row.position, row.demand, row.reason = position, line.demand, line.reason
        rows.append(row)
    consultation.asked_items = rows
    return before != facts(rows)


def _put_classes(consultation: Consultation, lines: Iterable[ClassLine]) -> bool:
    lines = list(lines)
    before = [(each.id, each.label, each.disposition) for each in consultation.result_classes]
    known = {each.id: each for each in consultation.result_classes}
    same = {(each.label, each.disposition): each for each in consultation.result_classes}
    rows: list[ResultClass] = []
    for line in lines:
        # A set that is chosen again finds its own rows by what they say.
        row = known.get(line.class_id or 0) or same.get((line.label, line.disposition))
        rows.append(row if row is not None and row not in rows else ResultClass())
    _refuse_in_use(consultation, rows, lines)
    # No two rows may ever say the same, not even while their words are being exchanged.
    for row, line in zip(rows, lines, strict=True):
        if row.id and (row.label, row.disposition) != (line.label, line.disposition):
            row.label = f"\0{row.id}"
    gone = [each for each in consultation.result_classes if each not in rows]
    consultation.result_classes = [each for each in consultation.result_classes if each in rows]
    if gone or rows:
        db.session.flush()
    for position, (row, line) in enumerate(zip(rows, lines, strict=True), start=1):
        row.position, row.label, row.disposition = position, line.label, line.disposition
    consultation.result_classes = rows
    return before != [(each.id, each.label, each.disposition) for each in rows]


def _refuse_in_use(consultation: Consultation, rows: list[ResultClass], lines: list[ClassLine]) -> None:
    """A class that answers stand in stays, with its code; once one of them is approved, with its label, too (R37)."""
    uses = _uses_of(consultation)
    wanted = {row.id: line for row, line in zip(rows, lines, strict=True) if row.id}
    for each in consultation.result_classes:
        groups = uses.get(each.id, {})
        if not groups:
            continue
        line = wanted.get(each.id)
        where = "、".join(f"回答{number}" for number in sorted(groups))
        if line is None:
            raise ClassInUse(
                f"「{each.label}」は{where}で使われています。先に、その回答の反映区分を変えてください。",
                field="classes",
            )
        if line.disposition is not each.disposition:
            raise ClassInUse(
                f"「{each.label}」は{where}で使われています。共通の区分は変えられません。", field="classes"
            )
        if line.label != each.label and ResponseState.APPROVED in groups.values():
            raise ClassInUse(
                f"「{each.label}」は決裁済みの回答で使われています（{where}）。言葉は変えられません。",
                field="classes",
            )


def _uses_of(consultation: Consultation) -> dict[int, dict[int, ResponseState]]:
    """Of each class in use: the numbers of the answer groups, and how far their answers are."""
    rows = db.session.execute(
        select(OfficialResponse.result_class_id, AnswerGroup.number, OfficialResponse.state)
        .join(AnswerGroup, OfficialResponse.answer_group_id == AnswerGroup.id)
        .where(AnswerGroup.consultation_id == consultation.id, OfficialResponse.result_class_id.is_not(None))
    )
    uses: dict[int, dict[int, ResponseState]] = {}
    for class_id, group_number, state in rows:
        if class_id is not None:
            uses.setdefault(class_id, {})[group_number] = state
    return uses
