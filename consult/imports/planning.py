"""The dry run: every row of a file with what would become of it. Writes nothing; the import does exactly this."""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from consult.domain.lost_characters import GETA
from consult.domain.vocabulary import RowOutcome
from consult.imports.choices import Choices, Place
from consult.imports.rows import PlannedRow, ReadRow, Registered, SheetRecords
from consult.spreadsheets.columns import Schema
from consult.spreadsheets.own_tables import is_own, own_records
from consult.spreadsheets.records import Found, Notice, Reading, find_records, whole_number
from consult.spreadsheets.tables import Workbook, text_of

ReadRows = Callable[[Sequence[SheetRecords]], list[ReadRow]]


class Known(Protocol):
    """What of these rows stands in the register already; `marks` stand for lost characters in their file."""

    def __call__(self, rows: Sequence[ReadRow], *, marks: str) -> Mapping[Place, Registered]: ...


@dataclass(frozen=True)
class Plan:
    """All rows in the order of the file; `warnings` are about a sheet as a whole."""

    rows: tuple[PlannedRow, ...]
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> Counter[RowOutcome]:
        """取込 holds those to be checked as well: both are imported."""
        counts = Counter(row.outcome for row in self.rows)
        counts[RowOutcome.IMPORTED] += counts[RowOutcome.TO_CHECK]
        return counts

    @property
    def imported(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.is_imported]

    @property
    def stops(self) -> bool:
        return any(row.outcome is RowOutcome.TO_MEND for row in self.rows)

    @property
    def sign(self) -> str:
        """Another one as soon as a row has another outcome, or is told to change what somebody registered meanwhile."""
        told = [(row.place, row.outcome.value, *(each.text for each in row.notices)) for row in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    @property
    def in_words(self) -> str:
        counts = self.counts
        words = [f"{outcome.label} {counts[outcome]:,}" for outcome in RowOutcome]
        return "・".join(words[:3] + (words[3:] if counts[RowOutcome.TO_MEND] else []))


@dataclass(frozen=True)
class Understood:
    """What a file says, by the choices made about it. The slow part, and nearly nothing of it asks the database."""

    book: Workbook
    choices: Choices
    schema: Schema
    found: Mapping[int, Found]
    rows: Sequence[ReadRow]


def understood(book: Workbook, choices: Choices, schema: Schema, *, read: ReadRows) -> Understood:
    found = _found(book, choices, schema)
    rows = read(_records(book, choices, found))
    rows = _known_by_the_file(rows, book, choices, schema, read)
    return Understood(book, choices, schema, found, rows)


def judged(file: Understood, *, known: Known) -> Plan:
    """Every row beside what the register holds now."""
    book = file.book
    rows = _judged(file.rows, book, file.choices, known)
    skipped = [
        PlannedRow((n, each.row), book.sheets[n].name, RowOutcome.LEFT_OUT, each.reason, {"": each.text})
        for n, sheet in file.found.items()
        for each in sheet.skipped
    ]
    ordered = sorted((*rows, *skipped), key=lambda row: row.place)
    warnings = _warnings(book, file.choices, file.found, file.schema)
    return Plan(tuple(ordered), (*warnings, *_maybe_known(ordered)))


def _found(book: Workbook, choices: Choices, schema: Schema) -> dict[int, Found]:
    found = {}
    for n, (sheet, choice) in enumerate(zip(book.sheets, choices.sheets, strict=True)):
        header = choice.header_of(sheet)
        if choice.is_taken and header is not None:
            reading = Reading(header, choice.columns, choices.of_sheet(n), choice.takes_hidden_rows)
            if is_own(sheet, schema):
                found[n] = Found(own_records(book, n, schema.own, reading), is_own=True)
            else:
                found[n] = find_records(sheet, schema, reading)
    return found


def _records(book: Workbook, choices: Choices, found: Mapping[int, Found]) -> list[SheetRecords]:
    taken = []
    for n, sheet in found.items():
        header = choices.sheets[n].header_of(book.sheets[n])
        assert header is not None  # only sheets with one are found
        taken.append(SheetRecords(n, book.sheets[n].name, header.titles, sheet.records, sheet.is_own))
    return taken


def _known_by_the_file(
    rows: list[ReadRow], book: Workbook, choices: Choices, schema: Schema, read: ReadRows
) -> list[ReadRow]:
    """A corrected row keeps the fingerprint of what stands in the file, so that the same file is known again."""
    if not choices.corrected:
        return rows
    untouched = replace(choices, corrected={})
    as_it_stands = read(_records(book, untouched, _found(book, untouched, schema)))
    fingerprints = {row.place: row.fingerprint for row in as_it_stands}
    return [replace(row, fingerprint=fingerprints.get(row.place, row.fingerprint)) for row in rows]


def _judged(rows: Sequence[ReadRow], book: Workbook, choices: Choices, known: Known) -> list[PlannedRow]:
    there = known(rows, marks=book.lost_marks)
    first: dict[str, Place] = {}
    judged = []
    for row in rows:
        earlier = first.setdefault(row.fingerprint, row.place)
        reason = ""
        if row.place in choices.left_out:
            reason = "取り込まないと決めた行"
        elif row.place in there and (there[row.place].is_sure or row.place not in choices.agreed):
            reason = there[row.place].in_words
        elif earlier != row.place:
            reason = f"同じ内容の行があります（{book.sheets[earlier[0]].name} {earlier[1] + 1}行目）"
        judged.append(
            _planned(row, book.sheets[row.place[0]].name, choices, reason=reason, there=there.get(row.place))
        )
    return judged


def _planned(
    row: ReadRow, sheet: str, choices: Choices, *, reason: str, there: Registered | None
) -> PlannedRow:
    is_agreed = row.place in choices.agreed
    told = (Notice("", there.notice),) if there and there.notice else ()
    maybe = there.words if there and not there.is_sure else ""
    if maybe and not reason:
        row = replace(row, to_check=(*row.to_check, Notice("", f"{maybe}と同じ記録かもしれません。")))
    return PlannedRow(
        place=row.place,
        sheet=sheet,
        outcome=_outcome(row, reason, is_agreed),
        reason=reason,
        shown=row.shown,
        notices=told if reason else row.notices,
        problems=() if reason else (*row.to_mend, *row.to_check),
        question="" if reason else row.question,
        maybe=maybe,
        is_agreed=is_agreed,
        is_left_out_by_hand=row.place in choices.left_out,
        content=row.content,
        fingerprint=row.fingerprint,
    )


def _outcome(row: ReadRow, reason: str, is_agreed: bool) -> RowOutcome:
    if reason:
        return RowOutcome.LEFT_OUT
    if row.to_mend or (row.question and not is_agreed):
        return RowOutcome.TO_MEND
    return RowOutcome.TO_CHECK if row.to_check else RowOutcome.IMPORTED


def _warnings(book: Workbook, choices: Choices, found: Mapping[int, Found], schema: Schema) -> list[str]:
    warnings = []
    for n, sheet in enumerate(book.sheets):
        if n not in found:
            warnings.append(_not_taken(sheet.name, sheet.is_hidden, choices.sheets[n].header is None))
            continue
        warnings += _wrong_totals(sheet.name, found[n], schema)
        lost = sum(text_of(cell).count(GETA) for row in sheet.rows for cell in row)
        if lost:
            warnings.append(
                f"シート「{sheet.name}」に「{GETA}」が{lost}か所あります。保存したときに失われた文字です。"
            )
    return warnings


def _maybe_known(rows: Sequence[PlannedRow]) -> list[str]:
    waiting = sum(bool(row.maybe) and not row.is_imported for row in rows)
    if not waiting:
        return []
    return [
        f"登録済みの記録と同じかもしれない行が{waiting:,}行あり、そのままでは取り込みません。"
        "別の記録なら、その行で「別の記録として取り込む」を選んでください。"
    ]


def _not_taken(name: str, is_hidden: bool, has_no_header: bool) -> str:
    if is_hidden:
        return f"シート「{name}」は隠れているため、対象にしていません。"
    if has_no_header:
        return f"シート「{name}」は見出しの行が見つからないため、対象にしていません。"
    return f"シート「{name}」は対象にしていません。"


def _wrong_totals(name: str, found: Found, schema: Schema) -> list[str]:
    """What a row states beside what its rows give: all above it, or those since the last total (小計)."""
    wrong = []
    rows = [record.row for record in found.records]
    # Of the first n records: thousands of totals are no reason to add thousands of rows anew for each.
    numbers = (whole_number(record.cells.get(schema.summed)) or 0 for record in found.records)
    sums = list(accumulate(numbers, initial=0))
    begun = 0
    for row, of_sum, of_records in found.totals:
        above, before = bisect_left(rows, row), bisect_left(rows, begun)
        if of_sum is not None and of_sum not in (sums[above], sums[above] - sums[before]):
            wrong.append(
                f"シート「{name}」{row + 1}行目の合計は{of_sum:,}ですが、各行を足すと{sums[above]:,}です。"
            )
        if of_records is not None and of_records not in (above, above - before):
            wrong.append(
                f"シート「{name}」{row + 1}行目に記録の数が{of_records:,}とありますが、記録は{above:,}行です。"
            )
        begun = row
    return wrong
