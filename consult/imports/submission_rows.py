"""One row about a submission, understood: when it came and how, who wrote it, its opinions, whether it is late."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from consult import clock
from consult.domain.claims import Claims
from consult.domain.dates import wareki
from consult.domain.deadline import Arrival, Deadline
from consult.domain.plain_text import is_blank
from consult.domain.same_text import text_digest
from consult.domain.submission_rules import MAX_ENTERED_CHARACTERS
from consult.domain.table_dates import TableDate, read_column
from consult.domain.vocabulary import AgeBand, Channel, SubmitterClass
from consult.domain.year_hint import YearHint, year_hint
from consult.draft_places import PlaceColumns
from consult.imports import words
from consult.imports.hearing_rows import CONTROLS
from consult.imports.rows import ReadRow, SheetRecords
from consult.imports.submission_schema import LABELS, LIMITS, OPINION_COLUMNS, PERSONAL
from consult.spreadsheets.columns import folded
from consult.spreadsheets.records import Notice, Record


@dataclass(frozen=True)
class Own:
    """What only our own export tells: the submission's mark, its moment, what had become of it."""

    receipt_hash: str
    received_at: datetime
    is_on_paper: bool
    withdrawn_on: date | None
    is_set_aside: bool


@dataclass(frozen=True)
class SubmissionRow:
    """`group`: rows of one group are one submission. Its opinions are told by the file: nothing is cut."""

    group: str
    held_on: date | None
    held_on_typed: str
    channel: Channel
    postmarked_on: date | None
    submitter: Mapping[str, Any]
    opinions: tuple[tuple[PlaceColumns, str], ...]
    internal_note: str = ""
    own: Own | None = None
    claims: Claims = field(default=())

    @property
    def name(self) -> str:
        return str(self.submitter.get("name") or self.submitter.get("organisation") or "")

    @property
    def notes(self) -> str:
        return "\n".join(wording for _, wording in self.opinions)

    @property
    def is_committee(self) -> bool:
        return self.channel is Channel.COMMITTEE

    @property
    def digests(self) -> tuple[str, ...]:
        return tuple(text_digest(wording) for _, wording in self.opinions)


@dataclass(frozen=True)
class Case:
    """What a row is read against: the case's id, its deadline, the places of its draft by their words."""

    consultation_id: int
    deadline: Deadline
    places: Mapping[str, PlaceColumns]


def read_rows(
    sheets: Sequence[SheetRecords], *, case: Case, fallback: str, counts_from_1904: bool
) -> list[ReadRow]:
    """Every record of every sheet but our own, in order: a row with nothing but an opinion is the sender's above."""
    found: list[ReadRow] = []
    for sheet in sheets:
        hints = [_hint(sheet, record) for record in sheet.records]
        days, postmarks = (
            read_column(
                [record.cells.get(key) for record in sheet.records], hints, counts_from_1904=counts_from_1904
            )
            for key in ("held_on", "postmarked_on")
        )
        above: ReadRow | None = None
        for record, day, postmark in zip(sheet.records, days, postmarks, strict=True):
            reader = _Reader(sheet.number, record, day, case=case, fallback=fallback)
            above = reader.further(above) if above and reader.is_further else reader.read(postmark)
            found.append(above)
    return numbered(found, case)


def _hint(sheet: SheetRecords, record: Record) -> YearHint:
    return year_hint(record.section, *sheet.titles, sheet.name)


def numbered(rows: Sequence[ReadRow], case: Case) -> list[ReadRow]:
    """Fingerprints. Equal rows of people who gave no name are different people: each has its number (R42)."""
    seen: Counter[str] = Counter()
    known = []
    for row in rows:
        content: SubmissionRow = row.content
        parts = [case.consultation_id, str(content.held_on), content.channel.value, content.name]
        same = json.dumps([*parts, content.own.receipt_hash if content.own else "", *content.digests])
        seen[same] += 1
        notices = row.notices
        if seen[same] > 1:
            text = "同じ日・同じ方法・同じ文章の行がほかにもあります。別の提出として数えます。"
            notices = (*notices, Notice("notes", text))
        mark = hashlib.sha256(f"{same}{seen[same]}".encode()).hexdigest()
        known.append(replace(row, fingerprint=mark, notices=notices))
    return known


class _Reader:
    """Collects what has to be said about one record while it is read."""

    def __init__(self, sheet: int, record: Record, day: TableDate, *, case: Case, fallback: str) -> None:
        self.place = (sheet, record.row)
        self.record, self.day, self.case, self.fallback = record, day, case, fallback
        self.notices = [*record.notices, *(Notice("held_on", text) for text in day.notices)]
        self.to_mend: list[Notice] = []

    @property
    def is_further(self) -> bool:
        own = {key for key, cell in self.record.cells.items() if not is_blank(str(cell or ""))}
        return bool(own) and own <= {*OPINION_COLUMNS, "about", "number"}

    def further(self, above: ReadRow) -> ReadRow:
        """One more opinion of the sender above."""
        text = "上の行と同じ提出の意見としました。"
        content = replace(above.content, opinions=self._opinions())
        return self._row(content, Notice("notes", text))

    def read(self, postmark: TableDate) -> ReadRow:
        channel = self._channel()
        submitter = self._submitter()
        day = self._day()
        has_postmark = channel is Channel.POST and postmark.day is not None
        arrival = Arrival(channel, day or clock.today(), postmark.day if has_postmark else None)
        verdict = self.case.deadline.verdict(arrival)
        if channel is Channel.COMMITTEE and is_blank(submitter["name"]):
            self.to_mend.append(Notice("counterpart", "委員の氏名がありません。委員ごとに数えます。"))
        if day and verdict.is_late:
            self.notices.append(Notice("held_on", f"期限後として登録します。{verdict.reason}"))
        row = SubmissionRow(
            group=self._group(day, channel, submitter),
            held_on=day,
            held_on_typed=self.day.typed[:100],
            channel=channel,
            postmarked_on=arrival.postmarked_on,
            submitter=submitter,
            opinions=self._opinions(),
            internal_note=self._text("internal_note")[:2_000],
        )
        return self._row(row)

    def _row(self, content: SubmissionRow, *told: Notice) -> ReadRow:
        shown = {key: self._text(key) for key in self.record.cells if key not in PERSONAL}
        return ReadRow(
            place=self.place,
            content=content,
            fingerprint="",
            shown=shown,
            notices=(*self.notices, *told),
            to_mend=tuple(self.to_mend),
        )

    def _text(self, key: str) -> str:
        return CONTROLS.sub("", self.record.text(key))

    def _day(self) -> date | None:
        if self.day.day is None:
            self.to_mend.append(Notice("held_on", self.day.problem or "受付日がありません。"))
        elif self.day.day > clock.today():
            self.to_mend.append(Notice("held_on", f"{wareki(self.day.day)}はまだ来ていません。"))
        return self.day.day

    def _channel(self) -> Channel:
        typed = self._text("channel")
        code = words.meaning("channels", typed)
        if typed and not code:
            label = Channel.of(self.fallback).label
            text = f"提出方法「{typed[:30]}」は知らないことばのため、「{label}」としました。"
            self.notices.append(Notice("channel", text))
        return Channel.of(code or self.fallback)

    def _submitter(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, limit in LIMITS.items():
            column = "counterpart" if key == "name" else key
            values[key] = " ".join(self._text(column).split("\n"))
            if len(values[key]) > limit:
                self.to_mend.append(Notice(column, f"{LABELS[column]}は{limit}字までです。"))
        band = words.meaning("age_bands", self._text("age_band"))
        values["age_band"] = AgeBand.of(band) if band else None
        typed = self._text("submitter_class")
        code = words.meaning("submitter_classes", typed) or ("other" if typed else "")
        values["submitter_class"] = SubmitterClass.of(code) if code else None
        values["class_detail"] = typed[:200] if code == "other" else ""
        return values

    def _group(self, day: date | None, channel: Channel, submitter: Mapping[str, Any]) -> str:
        who = [submitter[key] for key in ("name", "organisation", "address", "email", "phone")]
        if not (submitter["name"] or submitter["organisation"]):
            return f"row {self.place[0]} {self.place[1]}"
        return json.dumps([str(day), channel.value, *who])

    def _opinions(self) -> tuple[tuple[PlaceColumns, str], ...]:
        place = self._place()
        found = []
        for key in OPINION_COLUMNS:
            wording = self._text(key)
            if is_blank(wording):
                continue
            if len(wording) > MAX_ENTERED_CHARACTERS:
                text = f"意見は{MAX_ENTERED_CHARACTERS:,}字までです。行か列を分けてください。"
                self.to_mend.append(Notice(key, text))
            found.append((place, wording))
        if not found:
            self.to_mend.append(Notice("notes", "意見がありません。"))
        return tuple(found)

    def _place(self) -> PlaceColumns:
        typed = self._text("about")
        place = self.case.places.get(folded(typed)) if typed else PlaceColumns()
        if place is None:
            text = f"対象「{typed[:30]}」は案の見出しにも政策パッケージにもないため、「全体」としました。"
            self.notices.append(Notice("about", text))
        return place or PlaceColumns()
