"""Links as tables to take along: one row a link, no contact data by construction."""

from consult.domain.period import JAPAN
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import Column
from consult.tracing.link_filter import STATES
from consult.tracing.passages import PassageRow
from consult.tracing.queries import ListedLink, TargetCount

COLUMNS = (
    Column("意見番号", 10),
    Column("意見", 60),
    Column("出典", 28),
    Column("状態", 8),
    Column("結びつく先の種類", 16),
    Column("結びつく先", 50),
    Column("政策パッケージ・案の箇所", 36),
    Column("共通のことば・話題", 24),
    Column("決めた日", 12),
    Column("決めたときの文", 40),
)
COUNT_COLUMNS = (
    Column("政策パッケージ", 30),
    Column("種類", 12),
    Column("施策・KPI", 50),
    Column("確定（件）", 10),
    Column("候補（件）", 10),
)


def link_cells(listed: ListedLink, state: str) -> list[Cell]:
    """The opinion stands there as the caller hands it over: as it may leave the house."""
    link, decision = listed.link, listed.link.decision
    return [
        link.opinion_id,
        listed.record.wording,
        listed.record.source.text,
        STATES[state],
        link.kind.label if link.kind else "",
        link.text,
        link.place,
        "、".join(link.words),
        decision.decided_at.astimezone(JAPAN).date() if decision else None,
        link.was[1] if link.was else "",
    ]


def count_cells(each: TargetCount) -> list[Cell]:
    target = each.target
    return [target.place, target.kind.label, target.text, each.confirmed, each.suggested]


PASSAGE_COLUMNS = (
    Column("案の箇所", 30),
    Column("段落", 8),
    Column("文", 70),
    Column("確定（件）", 10),
    Column("候補（件）", 10),
    Column("修正（か所）", 10),
)


def passage_cells(each: PassageRow) -> list[Cell]:
    """The section as a whole is its paragraph 0."""
    target = each.target
    return [target.place, target.passage, target.text, each.confirmed, each.suggested, each.changes]
