"""One row about a hearing, understood: what its words mean, what was read otherwise than it stands, what is missing."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from consult import clock
from consult.domain.claims import NOTES_LIMIT, Claims
from consult.domain.counterpart_name import match_key
from consult.domain.dates import wareki
from consult.domain.plain_text import is_blank
from consult.domain.same_text import text_digest
from consult.domain.table_dates import TableDate, read_column
from consult.domain.vocabulary import Consent, HearingKind, HearingMethod, Reach, Sector
from consult.domain.year_hint import YearHint, year_hint
from consult.imports import words
from consult.imports.rows import ReadRow, SheetRecords
from consult.spreadsheets.records import Notice, Record, whole_number
from consult.spreadsheets.register_table import PlacedFollowUp

COMMITTEE = "committee"
LINE, NAME, TYPED_DATE = 200, 200, 100
LARGEST_NUMBER = 99_999
# Said to a person, not a part of the name. Looked for from the first blank of a row of them alone (TU7).
HONORIFIC = re.compile(r"(?<!\s)\s*+(様|御中|さま)$")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TEXTS = ("place", "heard_by", "people_present", "agenda", "materials", "impression", "shared_with")
SHORT = ("place", "heard_by")
LABELS_OF_SHORT = {"place": "場所", "heard_by": "聴き手"}


@dataclass(frozen=True)
class HearingRow:
    """What becomes a hearing, or with `kind` None a committee member's opinion. `number` is the file's own."""

    number: int | None
    kind: HearingKind | None
    held_on: date | None
    held_on_typed: str
    name: str
    notes: str
    sector: Sector
    sector_word: str
    reach: Reach
    method: HearingMethod | None
    consent: Consent
    texts: dict[str, str]
    opinions_stated: int | None
    # Of our own export alone (own_rows): None is to be cut by the machine.
    claims: Claims | None = None
    follow_ups: tuple[PlacedFollowUp, ...] = ()
    district: str = ""
    is_invented: bool = False

    @property
    def is_committee(self) -> bool:
        return self.kind is None

    # Asked several times of every row, and dear for long notes.
    @cached_property
    def notes_digest(self) -> str:
        return text_digest(self.notes)

    @cached_property
    def body_key(self) -> str:
        return match_key(self.name)


def read_rows(sheets: Sequence[SheetRecords], *, fallback: str, counts_from_1904: bool) -> list[ReadRow]:
    """Every record of every sheet; dates are read column by column, since they lean on their neighbours."""
    found = []
    for sheet in sheets:
        hints = [_hint(sheet, record) for record in sheet.records]
        cells = [record.cells.get("held_on") for record in sheet.records]
        days = read_column(cells, hints, counts_from_1904=counts_from_1904)
        found += [
            _Reader(sheet.number, record, day, fallback).read()
            for record, day in zip(sheet.records, days, strict=True)
        ]
    return found


def _hint(sheet: SheetRecords, record: Record) -> YearHint:
    return year_hint(record.section, *sheet.titles, sheet.name)


class _Reader:
    """Collects what has to be said about one record while it is read."""

    def __init__(self, sheet: int, record: Record, day: TableDate, fallback: str) -> None:
        self.place = (sheet, record.row)
        self.record = record
        self.day = day
        self.fallback = fallback
        self.notices = [*record.notices, *(Notice("held_on", text) for text in day.notices)]
        self.to_check: list[Notice] = []
        self.to_mend: list[Notice] = []

    def read(self) -> ReadRow:
        kind = self._kind()
        sector, sector_word, reach = self._sector(kind)
        row = HearingRow(
            number=self._number(),
            kind=kind,
            held_on=self.day.day,
            held_on_typed=self.day.typed[:TYPED_DATE],
            name=self._name(),
            notes=self._notes(),
            sector=sector,
            sector_word=sector_word,
            reach=reach,
            method=self._method(),
            consent=self._consent(),
            texts=self._texts(),
            opinions_stated=whole_number(self.record.cells.get("opinions_stated")),
        )
        if self.day.day is None:
            self.to_check.append(Notice("held_on", f"{self.day.problem}{_left_open(row)}"))
        return ReadRow(
            place=self.place,
            content=row,
            fingerprint=fingerprint(row),
            shown=self._shown(row),
            notices=tuple(self.notices),
            to_check=tuple(self.to_check),
            to_mend=tuple(self.to_mend),
            question=_question(row),
        )

    def _text(self, key: str) -> str:
        return CONTROLS.sub("", self.record.text(key))

    def _notice(self, key: str, text: str) -> None:
        self.notices.append(Notice(key, text))

    def _number(self) -> int | None:
        typed = self._text("number")
        number = whole_number(self.record.cells.get("number"))
        if typed and (number is None or not 0 < number <= LARGEST_NUMBER):
            self._notice("number", f"番号「{typed[:20]}」を読み取れないため、次の番号にします。")
            return None
        return number

    def _kind(self) -> HearingKind | None:
        typed = self._text("kind")
        code = words.meaning("kinds", typed)
        if typed and not code:
            label = "委員意見" if self.fallback == COMMITTEE else HearingKind.of(self.fallback).label
            self._notice("kind", f"種別「{typed[:30]}」は知らないことばのため、「{label}」としました。")
        code = code or self.fallback
        return None if code == COMMITTEE else HearingKind.of(code)

    def _sector(self, kind: HearingKind | None) -> tuple[Sector, str, Reach]:
        typed = self._text("sector")
        code, reach = words.meaning("sectors", typed), words.exact("reaches", typed)
        if typed and not code:
            self._notice("sector", f"区分「{typed[:30]}」は知らないことばのため、「その他」としました。")
        sector = Sector.of(code or "other") if typed else Sector.UNKNOWN
        if kind is HearingKind.ASSEMBLY and sector in (Sector.OTHER, Sector.UNKNOWN):
            sector = Sector.GOVERNMENT
        return sector, typed, Reach.of(reach) if reach else Reach.UNKNOWN

    def _method(self) -> HearingMethod | None:
        typed = self._text("method")
        code = words.meaning("methods", typed)
        if typed and not code:
            self._notice("method", f"方法「{typed[:30]}」は知らないことばのため、空欄にしました。")
        return HearingMethod.of(code) if code else None

    def _consent(self) -> Consent:
        typed = self._text("consent")
        code = words.exact("consents", typed) or (words.meaning("consents", typed) if typed else "")
        if typed and not code:
            self._notice(
                "consent", f"公表の承諾「{typed[:30]}」は知らないことばのため、「未確認」としました。"
            )
        return Consent.of(code) if code else Consent.UNKNOWN

    def _name(self) -> str:
        typed = " ".join(self._text("counterpart").split("\n"))
        name = HONORIFIC.sub("", typed)
        if name != typed:
            self._notice("counterpart", "敬称を除きました。")
        if is_blank(name):
            self.to_mend.append(Notice("counterpart", "相手方がありません。"))
        elif len(name) > NAME:
            self.to_mend.append(Notice("counterpart", f"相手方は{NAME}字までです（いま{len(name):,}字）。"))
        return name

    def _notes(self) -> str:
        notes = self._text("notes")
        self.to_mend += problems_of_notes(notes)
        return notes

    def _texts(self) -> dict[str, str]:
        """What a field cannot hold goes whole into 所感・備考: nothing of the file is lost."""
        texts = {key: self._text(key) for key in TEXTS}
        for key in SHORT:
            if len(texts[key]) > LINE or "\n" in texts[key]:
                label = LABELS_OF_SHORT[key]
                whole = texts[key]
                texts[key] = " ".join(whole.split())[:LINE]
                if len(" ".join(whole.split())) > LINE:
                    texts["impression"] = f"{texts['impression']}\n（{label}の全文）{whole}".strip()
                    self._notice(key, f"{label}が長いため、全文を所感・備考に入れました。")
        return texts

    def _shown(self, row: HearingRow) -> dict[str, str]:
        shown = {key: self._text(key) for key in self.record.cells}
        return shown | {"held_on": row.held_on_typed}


def problems_of_notes(notes: str) -> list[Notice]:
    """What stops a row without notes, or with more of them than a hearing holds."""
    if is_blank(notes):
        return [Notice("notes", "記録がありません。")]
    if len(notes) <= NOTES_LIMIT:
        return []
    text = f"記録は{NOTES_LIMIT:,}字までです（いま{len(notes):,}字）。行を分けてください。"
    return [Notice("notes", text)]


def _left_open(row: HearingRow) -> str:
    if row.is_committee:
        return "このまま取り込むと、受け付けた日は取り込んだ日になります。"
    return "このまま取り込むと「日付要確認」になり、打たれた文字は残ります。"


def _question(row: HearingRow) -> str:
    if row.held_on is None or row.held_on <= clock.today():
        return ""
    return f"{wareki(row.held_on)}はまだ来ていません。この日付で取り込むか、直すかを選んでください。"


def fingerprint(row: HearingRow) -> str:
    """Knows the row again in any file: the day (or what was typed), the body, the notes as a reader sees them."""
    day = row.held_on.isoformat() if row.held_on else typed_day(row.held_on_typed)
    family = COMMITTEE if row.is_committee else "hearing"
    parts = [family, day, row.body_key, row.notes_digest]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def typed_day(typed: str) -> str:
    """An unreadable day to be compared with another."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
