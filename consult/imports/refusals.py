"""What keeps a staged file from being imported, or an import from being undone: each with its words."""

from consult.domain.errors import EditConflict, ImportRefused
from consult.domain.vocabulary import RowOutcome
from consult.imports.dry_run import importer_of
from consult.imports.planning import Plan
from consult.imports.taken_columns import has_header
from consult.imports.undoing import Undoing
from consult.models import ImportBatch


def refuse_without_header(batch: ImportBatch) -> None:
    """ImportRefused when no sheet can be taken."""
    if not has_header(batch):
        labels = "、".join(field.label for field in importer_of(batch).schema.fields[:7])
        raise ImportRefused(
            f"見出しの行が見つかりません。表の上に、{labels}などの見出しの行が要ります。", field="file"
        )


def refuse_unmended(plan: Plan) -> None:
    """ImportRefused while a row stops the import."""
    waiting = plan.counts[RowOutcome.TO_MEND]
    if waiting:
        raise ImportRefused(f"直す必要のある行が{waiting:,}行あります。直すか、対象から外してください。")


def refuse_unseen(plan: Plan, seen: str | None) -> None:
    """EditConflict when the rows come to something else than the page told: two returns of one sheet (TW1).

    `seen` is the sign of what the page showed (`Plan.sign`).
    """
    if seen is not None and plan.sign != seen:
        raise EditConflict(
            "開いている間に、ほかの人の登録で行の扱いが変わりました。まだ取り込んでいません。"
            "いまの内容を確かめて、もう一度押してください。"
        )


def refuse_undoing_unseen(found: Undoing, seen: str) -> None:
    """EditConflict when people worked on what an undo takes out, after the page that tells of it was opened (TW1)."""
    if found.sign != seen:
        raise EditConflict(
            "開いている間に、ほかの人が取り込んだ記録に手を入れました。まだ取り消していません。"
            "一緒に外れる記録を確かめて、もう一度押してください。"
        )
