"""Loading a strategy file: all of it or nothing, and the same file twice changes nothing."""

from pathlib import Path

from consult import audit, clock
from consult.domain.vocabulary import AuditAction
from consult.extensions import db
from consult.models import StaffMember, Strategy
from consult.plan.decided_codes import refuse_lost_codes
from consult.plan.published_opinions import load_main_opinions
from consult.plan.reconciling import LoadReport, Reconciling
from consult.plan.record_rows import load_population, load_results, load_timeline
from consult.plan.strategy_file import read_strategy
from consult.plan.strategy_schema import StrategyContent
from consult.plan.structure_rows import drop_what_left, load_structure

__all__ = ["LoadReport", "load_content", "load_strategy"]


def load_strategy(given: Path | str, *, by: StaffMember | None = None) -> LoadReport:
    """Bring the tables in line with a file (`Path`) or a text. Codes are the keys: rows that stay keep their id.

    Raises PlanRefused, with nothing written, for a file that is not a strategy or drops a code that people's
    decisions refer to. The caller commits.
    """
    return load_content(read_strategy(given), by=by)


def load_content(content: StrategyContent, *, by: StaffMember | None = None) -> LoadReport:
    """The same for content that was read already."""
    refuse_lost_codes(content)
    with db.session.begin_nested():
        report = _bring_in_line(content)
        if report.changed_anything:
            strategy = db.session.get_one(Strategy, 1)
            strategy.loaded_at = clock.now()
            counts = {"added": report.added, "changed": report.changed, "removed": report.removed}
            audit.record(AuditAction.LOADED, strategy, by=by, tables=sorted(report.tables), **counts)
    return report


def _bring_in_line(content: StrategyContent) -> LoadReport:
    work, at = Reconciling(), clock.now()
    load_structure(work, content, at=at)
    load_results(work, content.phase1, at=at)
    load_population(work, content.population)
    load_timeline(work, content.consultation_timeline)
    load_main_opinions(work, content, at=at)
    drop_what_left(work, content)
    db.session.flush()
    return work.report
