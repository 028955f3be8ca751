"""What a row about a submission tells. The three keys that every import's pages show keep their names: the day
(`held_on`), who (`counterpart`), what was said (`notes`)."""

from collections.abc import Callable, Sequence

from consult.domain.submission_rules import (
    MAX_ADDRESS_CHARACTERS,
    MAX_DISTRICT_CHARACTERS,
    MAX_EMAIL_CHARACTERS,
    MAX_NAME_CHARACTERS,
    MAX_NUMBER_CHARACTERS,
)
from consult.domain.table_dates import looks_like_day
from consult.imports import words
from consult.spreadsheets import submission_table
from consult.spreadsheets.columns import Field, Schema
from consult.spreadsheets.tables import Cell, text_of

# Further columns of opinions beside the first one.
MORE = tuple(f"notes_{n}" for n in range(2, 11))
OPINION_COLUMNS = ("notes", *MORE)
LONG_TEXT = 40
LABELS = {
    "number": "番号",
    "held_on": "受付日（届いた日）",
    "channel": "提出方法",
    "counterpart": "氏名",
    "kana": "ふりがな",
    "organisation": "団体・事業者の名称",
    "representative": "代表者の氏名",
    "postal_code": "郵便番号",
    "address": "住所",
    "phone": "電話番号",
    "email": "メールアドレス",
    "age_band": "年代",
    "district": "地区",
    "submitter_class": "提出者の区分（市との関わり）",
    "about": "対象（案の該当箇所）",
    "notes": "意見",
    **{key: f"意見{n}" for n, key in enumerate(MORE, start=2)},
    "postmarked_on": "消印の日",
    "internal_note": "備考（内部メモ）",
}
# Nothing of them goes into the log, nor into what a row is remembered by (ImportedRow.cells).
PERSONAL = frozenset(
    {
        *("counterpart", "name", "kana", "organisation", "representative", "postal_code", "address"),
        *("phone", "email", "age_band", "district", "submitter_class", "class_detail"),
        *("may_name_organisation", "internal_note"),
    }
)
LIMITS = {
    "name": MAX_NAME_CHARACTERS,
    "kana": MAX_NAME_CHARACTERS,
    "organisation": MAX_NAME_CHARACTERS,
    "representative": MAX_NAME_CHARACTERS,
    "postal_code": MAX_NUMBER_CHARACTERS,
    "address": MAX_ADDRESS_CHARACTERS,
    "phone": MAX_NUMBER_CHARACTERS,
    "email": MAX_EMAIL_CHARACTERS,
    "district": MAX_DISTRICT_CHARACTERS,
}


def _long_texts(cells: Sequence[Cell]) -> float:
    return min(1.0, sum(len(text_of(cell)) for cell in cells) / len(cells) / LONG_TEXT)


def _days(cells: Sequence[Cell]) -> float:
    return sum(looks_like_day(cell) for cell in cells) / len(cells)


def _words(group: str) -> Callable[[Sequence[Cell]], float]:
    return lambda cells: words.share(group, [text_of(cell) for cell in cells])


LOOKS_LIKE: dict[str, Callable[[Sequence[Cell]], float]] = {
    "held_on": _days,
    "channel": _words("channels"),
    "submitter_class": _words("submitter_classes"),
    "notes": _long_texts,
}


def _names(key: str) -> tuple[str, ...]:
    if key in MORE:
        number = key.removeprefix("notes_")
        return (f"意見{number}", f"ご意見{number}", f"意見内容{number}", f"意見（{number}）")
    return words.headings(key, "submission_headings")


SUBMISSION_SCHEMA = Schema(
    fields=tuple(Field(key, label, _names(key), LOOKS_LIKE.get(key)) for key, label in LABELS.items()),
    anchor="counterpart",
    text="notes",
    summed="",
    counter="number",
    dated="held_on",
    own={**submission_table.KEYS},
    own_least=submission_table.LEAST,
    text_goes_on=False,
)
