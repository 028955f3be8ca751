"""今日の仕事: at most five links for each role, with one figure each; only to pages that this person may open."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import Select, func, select

from consult import case_phases, clock, standing
from consult.access import allowed_roles
from consult.domain.vocabulary import CasePhase, Facet, Role
from consult.extensions import db
from consult.layout_context import address_of
from consult.models import (
    Consultation,
    Hearing,
    HearingDraft,
    Opinion,
    PlanEdition,
    PolicyPackage,
    StaffMember,
)

MOST_LINKS = 5


@dataclass(frozen=True)
class Task:
    """A page where a day's work happens. `figure` says in words and one number how much waits there."""

    endpoint: str
    text: str
    figure: Callable[[StaffMember], str]

    def is_for(self, roles: frozenset[Role]) -> bool:
        """False also for a page that this installation does not have."""
        if not address_of(self.endpoint):
            return False
        return self.endpoint.startswith("public.") or bool(allowed_roles(self.endpoint) & roles)


@dataclass(frozen=True)
class TaskLink:
    text: str
    href: str
    figure: str


def _count(statement: Select[tuple[int]]) -> int:
    return db.session.scalar(statement) or 0


def own_drafts(member: StaffMember) -> Select[tuple[HearingDraft]]:
    """A draft is its author's alone (TP3)."""
    return select(HearingDraft).where(
        HearingDraft.staff_member_id == member.id, HearingDraft.discarded_at.is_(None)
    )


def _drafts(member: StaffMember) -> str:
    return f"下書き{_count(own_drafts(member).with_only_columns(func.count())):,}件"


def _hearings(_member: StaffMember) -> str:
    return f"延べ{_count(select(func.count(Hearing.id)).where(Hearing.removed_at.is_(None))):,}回"


def _open_consultations(_member: StaffMember) -> str:
    is_open = case_phases.is_in(CasePhase.OPEN, clock.now())
    return f"募集中{_count(select(func.count()).select_from(Consultation).where(is_open)):,}件"


def _unreviewed(_member: StaffMember) -> str:
    waiting = select(func.count(Opinion.id)).where(standing.awaits_review())
    return f"未確認{_count(waiting):,}件"


def _opinions(_member: StaffMember) -> str:
    return f"{_count(select(func.count(Opinion.id)).where(standing.counts())):,}件"


def _confirmed(_member: StaffMember) -> str:
    themed = standing.confirmed_codes(Facet.THEME).with_only_columns(func.count(func.distinct(Opinion.id)))
    return f"確定{_count(themed):,}件"


def _packages(_member: StaffMember) -> str:
    packages = select(func.count(PolicyPackage.id)).join(PlanEdition).where(PlanEdition.is_current)
    return f"政策パッケージ{_count(packages):,}件"


def _members(_member: StaffMember) -> str:
    return f"{_count(select(func.count()).select_from(StaffMember).where(StaffMember.active)):,}名"


NEW_HEARING = Task("staff.hearings.new", "ヒアリングを登録", _drafts)
HEARINGS = Task("staff.hearings.index", "ヒアリング一覧", _hearings)
CONSULTATIONS = Task("staff.consultations.index", "意見募集", _open_consultations)
REVIEW = Task("staff.review.queue", "意見の確認", _unreviewed)
OPINIONS = Task("staff.opinions.index", "意見の台帳", _opinions)
THEME_BOARD = Task("staff.drafting.theme_board", "テーマ別ボード", _confirmed)
STRATEGY = Task("public.plan.strategy", "戦略の体系", _packages)
MEMBERS = Task("staff.accounts.index", "設定：職員", _members)

DAY = {
    Role.OFFICIAL: (NEW_HEARING, REVIEW, CONSULTATIONS, HEARINGS, OPINIONS),
    Role.DRAFTER: (THEME_BOARD, REVIEW, OPINIONS, STRATEGY, CONSULTATIONS),
    Role.APPROVER: (THEME_BOARD, OPINIONS, HEARINGS, CONSULTATIONS, STRATEGY),
    Role.ADMIN: (MEMBERS, OPINIONS, STRATEGY),
}


def links_of(member: StaffMember) -> list[TaskLink]:
    """The first five; whoever has several roles begins with the first task of each."""
    roles = frozenset(member.granted_roles)
    days = [[task for task in DAY[role] if task.is_for(roles)] for role in Role if role in roles]
    in_turn = [task for turn in zip_longest(*days) for task in turn if task is not None]
    tasks = list(dict.fromkeys(in_turn))[:MOST_LINKS]
    return [TaskLink(task.text, address_of(task.endpoint), task.figure(member)) for task in tasks]
