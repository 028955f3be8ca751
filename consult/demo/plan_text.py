"""The invented draft of `flask demo`: the strategy's own packages, put into the chapters of a plan."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from consult.extensions import db
from consult.models import BasicGoal, PlanEdition, PolicyPackage

# A short text shows what a long one would.
MEASURES = 4


def text_of_plan(beginning: str) -> str:
    """Markdown: `beginning`, a chapter for each basic goal, a section for each of its packages."""
    packages = db.session.scalars(
        select(PolicyPackage)
        .join(PlanEdition)
        .where(PlanEdition.is_current, PolicyPackage.goal_id.is_not(None))
        .options(selectinload(PolicyPackage.goal), selectinload(PolicyPackage.measures))
        .order_by(PolicyPackage.position)
    ).all()
    lines = [beginning.strip()]
    for at, (goal, group) in enumerate(groupby(packages, key=lambda each: each.goal), start=2):
        lines += _chapter(at, goal, list(group))
    return "\n\n".join(lines)


def _chapter(number: int, goal: BasicGoal | None, packages: Sequence[PolicyPackage]) -> Iterator[str]:
    assert goal is not None
    yield f"# 第{number}章　{goal.title}"
    yield "\n\n".join(goal.statements)
    yield "\n".join(
        [
            "| 政策パッケージ | 主な施策の数 |",
            "|---|---|",
            *(f"| {each.name} | {len(each.measures)} |" for each in packages),
        ]
    )
    for at, each in enumerate(packages, start=1):
        yield f"## 第{at}節　{each.name}"
        yield "\n\n".join(each.descriptions)
        yield "\n".join(f"・{measure.name}" for measure in each.measures[:MEASURES])
