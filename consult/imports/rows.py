"""Rows on their way through an import, whatever they become: found, understood, judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.domain.vocabulary import RowOutcome
from consult.imports.choices import Place
from consult.spreadsheets.records import Notice, Record


@dataclass(frozen=True)
class SheetRecords:
    """The records of one sheet, and the words around them."""

    number: int
    name: str
    titles: tuple[str, ...]
    records: Sequence[Record]
    # Written by the product itself.
    is_own: bool = False


@dataclass(frozen=True)
class ReadRow:
    """A record understood by the importer of its kind: `content` is that importer's own.

    `notices` tell what was read otherwise than it stands, `to_check` what a person should look at some time,
    `to_mend` what stops the import, `question` what needs a yes.
    """

    place: Place
    content: Any
    fingerprint: str
    shown: Mapping[str, str]
    notices: tuple[Notice, ...] = ()
    to_check: tuple[Notice, ...] = ()
    to_mend: tuple[Notice, ...] = ()
    question: str = ""


@dataclass(frozen=True)
class Registered:
    """What a row is in the register already ("第12号"), and what is to be said about how it was known.

    Not sure: a person says whether it is another record.
    """

    words: str
    notice: str = ""
    is_sure: bool = True
    # Said instead: the row is left out for another reason than that it is known.
    reason: str = ""

    @property
    def in_words(self) -> str:
        if self.reason:
            return self.reason
        return (
            f"登録済み（{self.words}）" if self.is_sure else f"要確認：{self.words}と同じ記録かもしれません"
        )


@dataclass(frozen=True)
class PlannedRow:
    """A row with its outcome. `reason` says why it is left out; `problems` what to look at, field by field.

    `maybe` is the record that it may be, and then it is left out until a person says that it is another one.
    """

    place: Place
    sheet: str
    outcome: RowOutcome
    reason: str = ""
    shown: Mapping[str, str] | None = None
    notices: tuple[Notice, ...] = ()
    problems: tuple[Notice, ...] = ()
    question: str = ""
    maybe: str = ""
    is_agreed: bool = False
    is_left_out_by_hand: bool = False
    content: Any = None
    fingerprint: str = ""

    @property
    def line(self) -> int:
        """As the spreadsheet counts."""
        return self.place[1] + 1

    @property
    def is_imported(self) -> bool:
        return self.outcome in (RowOutcome.IMPORTED, RowOutcome.TO_CHECK)
