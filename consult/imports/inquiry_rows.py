"""Rows of a returned sheet, understood: which item of the inquiry each answers, and what it says."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.claims import Claims
from consult.domain.errors import UnreadableFigure
from consult.domain.fiscal_years import read_year, refuse_wrong_reference, short_wareki
from consult.domain.plain_text import unix_newlines
from consult.domain.typed_figures import read_figure
from consult.domain.vocabulary import Pace
from consult.imports.choices import Place
from consult.imports.rows import ReadRow, Registered, SheetRecords
from consult.progress_records import last_assessment, last_entry, said
from consult.spreadsheets.columns import folded
from consult.spreadsheets.records import Notice, Record
from consult.typed_progress import NOTE_LIMIT, REFERENCE_LIMIT, TEXT_LIMIT, Assessed, Entry, Terms

NUMBER = re.compile(r"^(?:照会)?([0-9]{1,9})$")
OF_KPI, OF_PACKAGE = ("value", "reference", "preliminary", "note"), ("pace", "done", "notes", "next_step")
LIMITS = {"reference": REFERENCE_LIMIT, "note": NOTE_LIMIT} | dict.fromkeys(OF_PACKAGE[1:], TEXT_LIMIT)
PRELIMINARY = frozenset(map(folded, ("速報", "速報値", "○", "〇", "はい")))
FINAL = frozenset(map(folded, ("", "確定", "確定値", "×", "いいえ", "－", "-")))
NO_ANSWER = "回答が書かれていません"
PACES = {folded(each.label): each for each in Pace}


@dataclass(frozen=True)
class Item:
    """An item of the inquiry; `terms` are those of a KPI, None of a package."""

    item_id: int
    name: str
    division_id: int
    kpi_id: int | None = None
    package_id: int | None = None
    terms: Terms | None = None


@dataclass(frozen=True)
class InquiryRow:
    """`answer` None: nothing was written, or it cannot be read."""

    item: Item | None
    year: int
    answer: Entry | Assessed | None
    # In short, as the pages of imports show it.
    notes: str
    name: str
    held_on: None = None
    claims: Claims = ()

    @property
    def held_on_typed(self) -> str:
        return f"{self.year}年度"


@dataclass(frozen=True)
class Asked:
    """What one inquiry asks for, by number, and whose the numbers of all other inquiries are."""

    year: int
    items: Mapping[int, Item]
    others: Mapping[int, str]


def read_rows(sheets: Sequence[SheetRecords], *, asked: Asked) -> list[ReadRow]:
    rows = [_Reader(sheet.number, record, asked).read() for sheet in sheets for record in sheet.records]
    return _told_apart(rows)


def _told_apart(rows: list[ReadRow]) -> list[ReadRow]:
    """One item answered twice in different words stops the import: nobody can say which one counts."""
    told = {(row.content.item.item_id, row.fingerprint) for row in rows if _answers(row)}
    answers = Counter(item_id for item_id, _ in told)
    notice = Notice("counterpart", "同じ項目番号に、違う回答の行がほかにもあります。1つにしてください。")
    return [
        replace(row, to_mend=(*row.to_mend, notice))
        if _answers(row) and answers[row.content.item.item_id] > 1
        else row
        for row in rows
    ]


def _answers(row: ReadRow) -> bool:
    return row.content.item is not None and row.content.answer is not None


def already_there(rows: Sequence[ReadRow], *, marks: str) -> Mapping[Place, Registered]:
    """What says nothing, and what says just what stands already. `marks` are of no use here."""
    found = {}
    for row in rows:
        content: InquiryRow = row.content
        if content.answer is None and not row.to_mend:
            found[row.place] = Registered("", reason=NO_ANSWER)
        elif content.answer is not None and content.answer == standing_answer(content):
            found[row.place] = Registered("前と同じ内容")
    return found


def standing_answer(row: InquiryRow) -> Entry | Assessed | None:
    item = row.item
    if item is None:
        return None
    if item.kpi_id is not None:
        return said(last_entry(item.kpi_id, row.year))
    return said(last_assessment(item.package_id or 0, row.year, item.division_id))


class _Reader:
    def __init__(self, sheet: int, record: Record, asked: Asked) -> None:
        self.place, self.record, self.year = (sheet, record.row), record, asked.year
        self.to_mend: list[Notice] = []
        self.texts = {key: unix_newlines(record.text(key)) for key in (*OF_KPI, *OF_PACKAGE)}
        self.item = self._item(asked)

    def read(self) -> ReadRow:
        is_blank = not any(self.texts.values())
        answer = None if is_blank or self.item is None else self._answer(self.item)
        if is_blank:
            # Nothing is said: whatever else is wrong with the row changes nothing.
            self.to_mend.clear()
        else:
            self._check_year()
            self._check_lengths()
        row = InquiryRow(self.item, self.year, answer, _in_short(self.texts), self._name())
        shown = {"counterpart": self.record.text("counterpart"), **self.texts}
        return ReadRow(
            place=self.place,
            content=row,
            fingerprint=_fingerprint(shown),
            shown=shown,
            notices=(*self.record.notices, *self._changes(row)),
            to_mend=tuple(self.to_mend),
        )

    def _name(self) -> str:
        return self.item.name if self.item else self.record.text("counterpart")

    def _item(self, asked: Asked) -> Item | None:
        typed = unicodedata.normalize("NFKC", self.record.text("counterpart")).replace(" ", "")
        match = NUMBER.match(typed)
        number = int(match[1]) if match else 0
        found = asked.items.get(number)
        if found is None and number in asked.others:
            whose = asked.others[number]
            self._mend(
                "counterpart",
                f"「{typed[:20]}」は、別の照会{whose}の項目番号です。取り込む照会を確かめてください。",
            )
        elif found is None:
            text = (
                f"「{typed[:20]}」はこの照会の項目番号ではありません。" if typed else "項目番号がありません。"
            )
            self._mend("counterpart", f"{text}書き出した表の項目番号に直してください。")
        return found

    def _answer(self, item: Item) -> Entry | Assessed | None:
        before = len(self.to_mend)
        foreign = [key for key in (OF_PACKAGE if item.terms else OF_KPI) if self.texts[key]]
        if foreign:
            kind = "KPI" if item.terms else "効果検証"
            self._mend(foreign[0], f"この項目は{kind}のものです。項目番号か列を確かめてください。")
        answer = self._entry(item.terms) if item.terms else self._assessed()
        return answer if len(self.to_mend) == before else None

    def _entry(self, terms: Terms) -> Entry:
        figure = None
        try:
            figure = read_figure(self.texts["value"], unit=terms.unit, decimals=terms.places_allowed)
        except UnreadableFigure as refused:
            self._mend("value", refused.message)
        else:
            if figure is None and not self.texts["note"]:
                self._mend("value", "実績値がありません。値がないときは、理由を書いてください。")
        reference = self.texts["reference"]
        if reference:
            try:
                refuse_wrong_reference(reference, self.year)
            except UnreadableFigure as refused:
                self._mend("reference", refused.message)
        is_preliminary = self._is_preliminary()
        if figure is None:
            return Entry(self.year, None, "", self.texts["note"])
        return Entry(
            self.year,
            float(figure),
            reference or short_wareki(self.year),
            self.texts["note"],
            is_preliminary,
        )

    def _is_preliminary(self) -> bool:
        typed = self.texts["preliminary"]
        if folded(typed) not in PRELIMINARY | FINAL:
            self._mend(
                "preliminary",
                f"「{typed[:20]}」は読み取れません。速報値なら「速報」、確定値なら空欄にします。",
            )
        return folded(typed) in PRELIMINARY

    def _assessed(self) -> Assessed:
        pace = PACES.get(folded(self.texts["pace"]))
        if self.texts["pace"] and pace is None:
            words = "、".join(each.label for each in Pace)
            self._mend("pace", f"「{self.texts['pace'][:20]}」という区分はありません。{words}から選びます。")
        return Assessed(pace, self.texts["done"], self.texts["notes"], self.texts["next_step"])

    def _check_year(self) -> None:
        typed = self.record.text("held_on")
        if not typed:
            return
        try:
            is_same = read_year(typed) == self.year
        except UnreadableFigure as refused:
            self._mend("held_on", refused.message)
            return
        if not is_same:
            self._mend("held_on", f"この照会は{self.year}年度のものです。")

    def _check_lengths(self) -> None:
        for key, limit in LIMITS.items():
            if len(self.texts[key]) > limit:
                self._mend(key, f"{limit:,}字までです。{len(self.texts[key]) - limit:,}字減らしてください。")

    def _changes(self, row: InquiryRow) -> Sequence[Notice]:
        """What stands already is not overwritten in silence."""
        standing = standing_answer(row) if row.answer is not None else None
        if standing is None or standing == row.answer:
            return ()
        return (Notice("", "すでに登録されている内容から変わります。前の内容は履歴に残ります。"),)

    def _mend(self, key: str, text: str) -> None:
        self.to_mend.append(Notice(key, text))


def _in_short(texts: Mapping[str, str]) -> str:
    return " ／ ".join(text for text in texts.values() if text)


def _fingerprint(shown: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(shown), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
