"""The opinions of a case as a table that can come back: one row an opinion, who sent it last or not at all.

Without its last columns it is the table for those who may not read the submitter; both are known again.
"""

from datetime import datetime
from typing import Any

from consult.domain.period import JAPAN
from consult.domain.vocabulary import SubmitterItem, Vocabulary
from consult.models import Opinion, Submission
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column

PLAIN = (
    ("submission", Column("提出番号", 9)),
    ("receipt_hash", Column("照合番号", 14)),
    ("opinion", Column("意見番号", 9)),
    ("channel", Column("提出方法", 12)),
    ("held_on", Column("届いた日", 12)),
    ("received_at", Column("受付日時", 20)),
    ("is_on_paper", Column("職員が入力", 9)),
    ("postmarked_on", Column("消印の日", 12)),
    ("is_late", Column("期限後", 8)),
    ("withdrawn_on", Column("取下げ日", 12)),
    ("set_aside", Column("受付対象外", 10)),
    ("place", Column("対象の番号", 10)),
    ("about", Column("対象", 22)),
    ("notes", Column("意見", 70)),
)
# Who sent it: only for those who may read that, and each such file is on record (TP2, TP17).
PERSONAL = (
    *((item.value, Column(item.label, 16)) for item in SubmitterItem),
    ("class_detail", Column("市との関わり（くわしく）", 18)),
    ("may_name_organisation", Column("団体名の公表", 10)),
    ("internal_note", Column("内部メモ", 24)),
)
KEYS = {column.heading: key for key, column in (*PLAIN, *PERSONAL)}
# As many columns has the table without names.
LEAST = len(PLAIN)
YES = "○"


def columns(*, with_submitters: bool) -> list[Column]:
    return [column for _, column in (*PLAIN, *(PERSONAL if with_submitters else ()))]


def cells(opinion: Opinion, submission: Submission, *, place: str, about: str) -> list[Cell]:
    """The columns without names."""
    withdrawn = submission.withdrawn_at or opinion.withdrawn_at
    return [
        submission.id,
        submission.receipt_hash,
        opinion.id,
        submission.channel.label,
        submission.arrived_on or submission.received_at.astimezone(JAPAN).date(),
        submission.received_at.astimezone(JAPAN).isoformat(),
        YES if submission.arrived_on else None,
        submission.postmarked_on,
        YES if submission.is_late else None,
        withdrawn.astimezone(JAPAN).date() if withdrawn else None,
        YES if submission.set_aside_at else None,
        place,
        about,
        opinion.wording,
    ]


def personal_cells(submission: Submission) -> list[Cell]:
    submitter = submission.submitter
    items: list[Any] = [getattr(submitter, item.value) for item in SubmitterItem]
    return [
        *(each.label if isinstance(each, Vocabulary) else each for each in items),
        submitter.class_detail,
        YES if submitter.may_name_organisation else None,
        submission.internal_note,
    ]


def moment(text: str) -> datetime:
    """What `cells` wrote; ValueError for anything else."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment without its timezone")
    return found
