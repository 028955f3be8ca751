"""A row of our own export of a case's opinions, back again: its words are ours, nothing is trimmed or guessed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from consult.domain.dates import read_date
from consult.domain.deadline import Arrival
from consult.domain.errors import UnreadableDate
from consult.domain.plain_text import is_blank
from consult.domain.submission_rules import MAX_ENTERED_CHARACTERS
from consult.domain.vocabulary import AgeBand, Channel, SubmitterClass, Vocabulary
from consult.draft_places import PlaceColumns
from consult.imports.rows import ReadRow
from consult.imports.submission_rows import Case, Own, SubmissionRow
from consult.imports.submission_schema import LIMITS, PERSONAL
from consult.spreadsheets import submission_table
from consult.spreadsheets.columns import folded
from consult.spreadsheets.records import Notice, Record
from consult.spreadsheets.tables import text_of

Code = TypeVar("Code", bound=Vocabulary)
SHOWN = ("submission", "opinion", "held_on", "channel", "about", "notes")
NOT_OURS = "書き出したときの形と違うため、読み取れません。"


def read_own_row(sheet: int, record: Record, case: Case) -> ReadRow:
    return _OwnReader(sheet, record, case).read()


class _OwnReader:
    def __init__(self, sheet: int, record: Record, case: Case) -> None:
        self.place, self.record, self.case = (sheet, record.row), record, case
        self.to_mend: list[Notice] = []

    def read(self) -> ReadRow:
        own = self._own()
        wording = self._text("notes")
        if is_blank(wording) or len(wording) > MAX_ENTERED_CHARACTERS:
            self.to_mend.append(Notice("notes", "意見がないか、長すぎます。"))
        row = SubmissionRow(
            group=own.receipt_hash if own else f"row {self.place}",
            held_on=self._day("held_on"),
            held_on_typed=self._text("held_on"),
            channel=self._code("channel", Channel) or Channel.POST,
            postmarked_on=self._day("postmarked_on"),
            submitter=self._submitter(),
            opinions=((self._place(), wording),),
            internal_note=self._text("internal_note"),
            own=own,
        )
        if row.held_on is None:
            self.to_mend.append(Notice("held_on", "届いた日がありません。"))
        return ReadRow(
            place=self.place,
            content=row,
            fingerprint="",
            shown={key: self._text(key) for key in SHOWN if key not in PERSONAL},
            notices=self._late_otherwise(row),
            to_mend=tuple(self.to_mend),
        )

    def _late_otherwise(self, row: SubmissionRow) -> tuple[Notice, ...]:
        """The mark is set anew by the days of the case that it comes to (R23); told where the file says otherwise."""
        verdict = None
        if row.held_on and row.own and row.own.is_on_paper:
            verdict = self.case.deadline.verdict(Arrival(row.channel, row.held_on, row.postmarked_on))
        is_late = verdict is not None and verdict.is_late
        if is_late is bool(self._text("is_late")):
            return ()
        told = "期限後" if is_late else "期限内"
        reason = verdict.reason if verdict else "電子フォームから期間中に届きました。"
        return (Notice("held_on", f"ファイルと違い、{told}として登録します。{reason}"),)

    def _text(self, key: str) -> str:
        """As it stands: nothing is trimmed."""
        return text_of(self.record.cells.get(key))

    def _own(self) -> Own | None:
        mark = self._text("receipt_hash")
        try:
            if len(mark) != 64 or set(mark) - set("0123456789abcdef"):
                raise ValueError(mark)
            received = submission_table.moment(self._text("received_at"))
        except ValueError:
            self.to_mend.append(Notice("receipt_hash", NOT_OURS))
            return None
        return Own(
            receipt_hash=mark,
            received_at=received,
            is_on_paper=bool(self._text("is_on_paper")),
            withdrawn_on=self._day("withdrawn_on"),
            is_set_aside=bool(self._text("set_aside")),
        )

    def _day(self, key: str) -> date | None:
        cell = self.record.cells.get(key)
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if not text_of(cell):
            return None
        try:
            return read_date(text_of(cell))
        except UnreadableDate as refused:
            self.to_mend.append(Notice(key, refused.message))
            return None

    def _code(self, key: str, words: type[Code]) -> Code | None:
        typed = self._text(key)
        known: Mapping[str, Code] = {member.label: member for member in words}
        if typed and typed not in known:
            self.to_mend.append(Notice(key, f"「{typed[:30]}」ということばはありません。"))
        return known.get(typed)

    def _place(self) -> PlaceColumns:
        """By its value, which every version of the draft knows; in another case by its words."""
        found = self.case.places.get(self._text("place")) or self.case.places.get(folded(self._text("about")))
        return found or PlaceColumns()

    def _submitter(self) -> dict[str, Any]:
        values: dict[str, Any] = {key: self._text(key) for key in LIMITS}
        for key, limit in LIMITS.items():
            if len(values[key]) > limit:
                self.to_mend.append(Notice(key, f"{limit}字までです。"))
        return values | {
            "age_band": self._code("age_band", AgeBand),
            "submitter_class": self._code("submitter_class", SubmitterClass),
            "class_detail": self._text("class_detail")[:200],
            "may_name_organisation": bool(self._text("may_name_organisation")),
        }
