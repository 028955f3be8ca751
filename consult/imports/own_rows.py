"""A row of our own export, back again (0130): its words are ours, and its opinions are places in its notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from consult.domain.claims import Claim
from consult.domain.dates import read_date
from consult.domain.echo import echoed
from consult.domain.errors import UnreadableDate
from consult.domain.vocabulary import Consent, HearingKind, HearingMethod, Reach, Sector, Vocabulary
from consult.imports.hearing_rows import TEXTS, HearingRow, fingerprint, problems_of_notes
from consult.imports.rows import ReadRow
from consult.spreadsheets import register_table
from consult.spreadsheets.records import Notice, Record, whole_number
from consult.spreadsheets.register_table import PlacedOpinion
from consult.spreadsheets.tables import text_of

KEYS = {
    "番号": "number",
    "種別": "kind",
    "実施日": "held_on",
    "実施日（和暦）": "held_on_in_words",
    "実施日（入力のまま）": "held_on_typed",
    "相手方": "counterpart",
    "区分": "sector",
    "市独自の区分": "own_sector",
    "市内・市外": "reach",
    "地区": "district",
    "方法": "method",
    "場所": "place",
    "出席者": "people_present",
    "聴き手": "heard_by",
    "議題": "agenda",
    "メモ": "notes",
    **{name: f"notes_{n}" for n, name in enumerate(register_table.NOTES_GO_ON, start=2)},
    "公表の承諾": "consent",
    "資料": "materials",
    "所感": "impression",
    "共有先": "shared_with",
    "宿題": "follow_ups",
    "意見の位置": "places",
    "意見の要旨": "gists",
    "架空": "invented",
}
assert tuple(KEYS) == register_table.HEADER
NOTES = ("notes", *(f"notes_{n}" for n, _ in enumerate(register_table.NOTES_GO_ON, start=2)))
SHOWN = ("number", "kind", "held_on", "counterpart", "sector", "notes")
REWRITTEN = "メモが書き換えられているため、意見に分け直します。"

Code = TypeVar("Code", bound=Vocabulary)
Part = TypeVar("Part")


def read_own_row(sheet: int, record: Record) -> ReadRow:
    return _OwnReader(sheet, record).read()


@dataclass
class _OwnReader:
    sheet: int
    record: Record

    def __post_init__(self) -> None:
        self.notices: list[Notice] = []
        self.to_check: list[Notice] = []
        self.to_mend: list[Notice] = []

    def read(self) -> ReadRow:
        notes = self._notes()
        row = HearingRow(
            number=whole_number(self.record.cells.get("number")),
            kind=self._code("kind", HearingKind, HearingKind.EXTERNAL),
            held_on=self._day(),
            held_on_typed=self._text("held_on_typed"),
            name=self._text("counterpart"),
            notes=notes,
            sector=self._code("sector", Sector, Sector.UNKNOWN),
            sector_word=self._text("own_sector"),
            reach=self._code("reach", Reach, Reach.UNKNOWN),
            district=self._text("district"),
            method=self._code("method", HearingMethod, HearingMethod.VISIT) if self._text("method") else None,
            consent=self._code("consent", Consent, Consent.UNKNOWN),
            texts={key: self._text(key) for key in TEXTS},
            opinions_stated=None,
            claims=self._claims(notes),
            follow_ups=tuple(self._tried("follow_ups", register_table.placed_follow_ups) or ()),
            is_invented=bool(self._text("invented")),
        )
        if not row.name and row.sector is Sector.UNKNOWN:
            self.to_mend.append(Notice("counterpart", "相手方がありません。"))
        return ReadRow(
            place=(self.sheet, self.record.row),
            content=row,
            fingerprint=fingerprint(row),
            shown={key: self._text(key) for key in SHOWN} | {"held_on": row.held_on_typed},
            notices=tuple(self.notices),
            to_check=tuple(self.to_check),
            to_mend=tuple(self.to_mend),
        )

    def _text(self, key: str) -> str:
        """As it stands: nothing is trimmed."""
        return text_of(self.record.cells.get(key))

    def _notes(self) -> str:
        notes = "".join(self._text(key) for key in NOTES)
        self.to_mend += problems_of_notes(notes)
        return notes

    def _code(self, key: str, words: type[Code], otherwise: Code) -> Code:
        typed = self._text(key)
        known: Mapping[str, Code] = {member.label: member for member in words}
        if typed and typed not in known:
            self.to_mend.append(Notice(key, f"「{typed[:30]}」ということばは台帳にありません。"))
        return known.get(typed, otherwise)

    def _day(self) -> date | None:
        cell = self.record.cells.get("held_on")
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        typed = text_of(cell)
        if not typed:
            text = f"「{echoed(self._text('held_on_typed'))}」は日付として読み取れていません。日付要確認のままにします。"
            self.to_check.append(Notice("held_on", text))
            return None
        try:
            return read_date(typed)
        except UnreadableDate as refused:
            self.to_mend.append(Notice("held_on", refused.message))
            return None

    def _claims(self, notes: str) -> tuple[Claim, ...] | None:
        """The opinions as they were; None where the notes are others now: they are cut anew."""
        places = self._text("places")
        if not register_table.is_of_notes(places, notes):
            self.notices.append(Notice("notes", REWRITTEN))
            return None
        placed = self._tried(
            "places", lambda words: register_table.placed_opinions(words, self._text("gists"))
        )
        return tuple(_claim(each) for each in placed or ())

    def _tried(self, key: str, read: Callable[[str], list[Part]]) -> list[Part] | None:
        try:
            return read(self._text(key))
        except ValueError:
            self.to_mend.append(Notice(key, "書き出したときの形と違うため、読み取れません。"))
            return None


def _claim(opinion: PlacedOpinion) -> Claim:
    return Claim(opinion.start, opinion.end, True, opinion.gist)
