"""What differs between kinds of imports: the fields of a row, what its words mean, and what it becomes.

Another kind of opinion brings an `Importer` of its own; files, columns, dry run, progress and undo are the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from consult.domain.counterpart_name import match_key
from consult.domain.district_name import district_told
from consult.domain.errors import ImportRefused
from consult.domain.vocabulary import Channel, HearingKind, ImportKind, Reach
from consult.draft_places import PlaceColumns, Places
from consult.extensions import db
from consult.hearing_records import known_counterparts
from consult.imports import queries
from consult.imports.hearing_recording import record_rows
from consult.imports.hearing_rows import COMMITTEE, HearingRow, read_rows
from consult.imports.hearing_schema import HEARING_SCHEMA
from consult.imports.inquiry_recording import items_of, items_of_others
from consult.imports.inquiry_recording import record_rows as record_answers
from consult.imports.inquiry_rows import Asked
from consult.imports.inquiry_rows import already_there as answers_there
from consult.imports.inquiry_rows import read_rows as read_answers
from consult.imports.inquiry_schema import INQUIRY_SCHEMA
from consult.imports.known import already_there
from consult.imports.own_rows import read_own_row
from consult.imports.own_submissions import read_own_row as read_own_submission
from consult.imports.planning import Known
from consult.imports.recording import Recorded
from consult.imports.rows import ReadRow, SheetRecords
from consult.imports.submission_known import already_there as submissions_there
from consult.imports.submission_recording import record_rows as record_submissions
from consult.imports.submission_rows import Case, numbered
from consult.imports.submission_rows import read_rows as read_submissions
from consult.imports.submission_schema import SUBMISSION_SCHEMA
from consult.late_marks import deadline_of
from consult.models import Consultation, Inquiry
from consult.spreadsheets.columns import Schema, folded
from consult.spreadsheets.records import Notice


@dataclass(frozen=True)
class Importer:
    """`fallbacks` are the kinds (code, label) that rows may be whose kind is not told, the first by default.

    `read` understands records (fallback and the calendar of serial numbers by name), `known` finds what is registered
    already, `record` writes rows whose notes are cut.
    """

    schema: Schema
    fallback_label: str
    fallbacks: tuple[tuple[str, str], ...]
    read: Callable[..., list[ReadRow]]
    known: Known
    record: Callable[..., Recorded]
    # Whether what comes in can be marked as invented.
    marks_invented: bool = True


def _read_hearings(sheets: Sequence[SheetRecords], *, fallback: str, counts_from_1904: bool) -> list[ReadRow]:
    rows = read_rows(
        [each for each in sheets if not each.is_own], fallback=fallback, counts_from_1904=counts_from_1904
    )
    rows = _with_districts_told(rows)
    own = [read_own_row(each.number, record) for each in sheets if each.is_own for record in each.records]
    lists = queries.words_of_lists() if own else {}
    rows += [_with_lists_told(row, lists) for row in own]
    taken = queries.numbers_in_use()
    return [_with_number_told(row, taken) for row in rows]


def _with_number_told(row: ReadRow, taken: set[int]) -> ReadRow:
    content: HearingRow = row.content
    if content.number is None or content.is_committee:
        return row
    is_taken = content.number in taken
    taken.add(content.number)
    text = f"番号{content.number}はほかの記録が使っているため、次の番号にします。"
    return replace(row, notices=(*row.notices, Notice("number", text))) if is_taken else row


def _with_districts_told(rows: list[ReadRow]) -> list[ReadRow]:
    """A new body whose name tells its district gets it; what people noted of a registered one stays as it is.

    Not for our own export: there an empty district is what the register says.
    """
    districts = queries.districts_offered()
    told = {row.place: district_told(row.content.name, districts) for row in rows if _may_lie_here(row)}
    named = {row.content.name for row in rows if told.get(row.place)}
    registered = known_counterparts(named)
    return [
        _in_district(row, district)
        if (district := told.get(row.place)) and match_key(row.content.name) not in registered
        else row
        for row in rows
    ]


def _may_lie_here(row: ReadRow) -> bool:
    content: HearingRow = row.content
    return not content.is_committee and content.reach is not Reach.OUTSIDE


def _in_district(row: ReadRow, district: str) -> ReadRow:
    notice = Notice("counterpart", f"地区「{district}」を名称から付けました。")
    content = replace(row.content, district=district, reach=Reach.INSIDE)
    return replace(row, content=content, notices=(*row.notices, notice))


def _with_lists_told(row: ReadRow, known: Mapping[str, set[str]]) -> ReadRow:
    """What the city's lists do not hold is told, and made by nobody."""
    content: HearingRow = row.content
    told = [
        Notice(key, f"「{word}」は{label}の一覧にないため、付けません。設定で加えてから付けられます。")
        for key, label, word in (
            ("own_sector", "市独自の区分", content.sector_word),
            ("district", "地区", content.district),
        )
        if word and word not in known[key]
    ]
    return replace(row, notices=(*row.notices, *told))


HEARINGS = Importer(
    schema=HEARING_SCHEMA,
    fallback_label="種別の書かれていない行の種別",
    fallbacks=(*((kind.value, kind.label) for kind in HearingKind), (COMMITTEE, "委員意見")),
    read=_read_hearings,
    known=already_there,
    record=record_rows,
)
SUBMISSIONS = Importer(
    schema=SUBMISSION_SCHEMA,
    fallback_label="提出方法の書かれていない行の提出方法",
    fallbacks=tuple(
        (each.value, each.label)
        for each in (Channel.POST, *(each for each in Channel if each is not Channel.POST))
    ),
    read=lambda *_, **__: [],
    known=lambda *_, **__: {},
    record=record_submissions,
    marks_invented=False,
)
INQUIRY = Importer(
    schema=INQUIRY_SCHEMA,
    fallback_label="",
    fallbacks=(("answer", "照会の回答"),),
    read=lambda *_, **__: [],
    known=answers_there,
    record=record_answers,
    marks_invented=False,
)
IMPORTERS = {
    ImportKind.HEARINGS: HEARINGS,
    ImportKind.SUBMISSIONS: SUBMISSIONS,
    ImportKind.INQUIRY: INQUIRY,
}


def importer_for(kind: ImportKind, consultation_id: int | None, inquiry_id: int | None = None) -> Importer:
    """Submissions are read against the case that they were sent to: its deadline, its draft, what it has already.

    A returned sheet is read against its inquiry: what was asked, and of whom.
    """
    if kind is ImportKind.INQUIRY:
        return _for_inquiry(db.session.get(Inquiry, inquiry_id))
    if kind is not ImportKind.SUBMISSIONS:
        return IMPORTERS[kind]
    consultation = db.session.get(Consultation, consultation_id)
    if consultation is None:
        raise ImportRefused("取り込む先の案件がありません。", field="consultation")
    case = Case(consultation.id, deadline_of(consultation), _places_by_words(consultation))
    return replace(
        SUBMISSIONS,
        read=partial(_read_submissions, case=case),
        known=partial(submissions_there, consultation_id=consultation.id),
    )


def _for_inquiry(inquiry: Inquiry | None) -> Importer:
    if inquiry is None:
        raise ImportRefused("取り込む先の照会がありません。", field="consultation")
    asked = Asked(inquiry.fiscal_year, items_of(inquiry), items_of_others(inquiry))
    read = partial(_read_answers, asked=asked)
    return replace(INQUIRY, read=read)


def _read_answers(
    sheets: Sequence[SheetRecords],
    *,
    asked: Asked,
    fallback: str,
    counts_from_1904: bool,
) -> list[ReadRow]:
    return read_answers(sheets, asked=asked)


def _places_by_words(consultation: Consultation) -> dict[str, PlaceColumns]:
    """A place by its value, by its label, and a package by its code."""
    places = Places(consultation)
    found: dict[str, PlaceColumns] = {}
    for value, label in places.choices():
        columns = places.columns(value)
        for words in (value, folded(label), folded(value.removeprefix("p:"))):
            found.setdefault(words, columns)
    return {**found, folded("全体"): PlaceColumns(), folded("案全体"): PlaceColumns()}


def _read_submissions(
    sheets: Sequence[SheetRecords], *, case: Case, fallback: str, counts_from_1904: bool
) -> list[ReadRow]:
    strangers = [each for each in sheets if not each.is_own]
    rows = read_submissions(strangers, case=case, fallback=fallback, counts_from_1904=counts_from_1904)
    own = [
        read_own_submission(each.number, record, case)
        for each in sheets
        if each.is_own
        for record in each.records
    ]
    return rows + numbered(own, case)
