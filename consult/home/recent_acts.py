"""What changed last, in plain words, from the audit log: kinds, numbers and titles, never what a citizen gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from consult.access import allowed_roles
from consult.domain.vocabulary import AuditAction, Role
from consult.extensions import db
from consult.layout_context import address_of
from consult.models import AuditEvent, Consultation, Hearing, StaffMember

SHOWN = 8
# So many are read, because equal neighbours are told once.
READ = 80
# Looking, exporting and signing in change nothing; suggestions are the machine's.
NO_CHANGES = (
    AuditAction.VIEWED,
    AuditAction.EXPORTED,
    AuditAction.SIGNED_IN,
    AuditAction.SIGNED_OUT,
    AuditAction.SUGGESTED,
)

# What follows the subject where 「を」 and the act's own words would say a thing twice.
ENDINGS = {
    AuditAction.GROUPED: "の意見をまとめた",
    AuditAction.ANSWERED: "の手続を進めた",
    AuditAction.FLAGGED: "に印を付けた",
    AuditAction.IMPORTED: "を行った",
    AuditAction.ISSUED: "のパスワード設定用リンクを発行した",
}


@dataclass(frozen=True)
class Kind:
    """What an audited table is called, and the page whose readers may hear of changes to it (TP3)."""

    noun: str
    endpoint: str
    argument: str = ""
    # Fewer than those of the page, where some of its readers find only a part of it there.
    readers: frozenset[Role] = frozenset(Role)


KINDS = {
    "hearing": Kind("ヒアリング", "staff.hearings.show", "hearing_id"),
    "counterpart_merge": Kind("相手方", "staff.counterparts.index"),
    "division": Kind("担当課の一覧", "staff.divisions.divisions"),
    "district": Kind("地区の一覧", "staff.counterparts.districts"),
    "own_sector": Kind("市の区分の一覧", "staff.counterparts.own_sectors"),
    "desk_note": Kind("国等の動向", "staff.hearings.desk_note_list"),
    "agenda_template": Kind("ヒアリングの議題", "staff.hearings.agenda_list"),
    "hearing_attachment": Kind("ヒアリングの添付", "staff.hearings.index"),
    "follow_up": Kind("ヒアリングの宿題", "staff.hearings.follow_ups_index"),
    "import_batch": Kind("取込", "staff.imports.show", "batch_id", frozenset({Role.OFFICIAL})),
    "opinion": Kind("意見", "staff.opinions.show", "opinion_id"),
    "consultation": Kind("意見募集", "staff.consultations.show", "consultation_id"),
    "submission": Kind("市民からの提出", "staff.consultations.index"),
    "theme_headline": Kind("テーマ別ボードの見出し", "staff.drafting.theme_board"),
    "chosen_opinion": Kind("テーマ別ボードの代表意見", "staff.drafting.theme_board"),
    "coding_rule": Kind("分類の決まり", "staff.rules.index"),
    "topic_place": Kind("話題の置き場所", "staff.rules.topics"),
    "added_word": Kind("辞書の語", "staff.rules.words"),
    "added_synonym": Kind("同じ意味の語", "staff.rules.words"),
    "staff_member": Kind("職員の情報", "staff.accounts.index"),
    "blind_sampling": Kind("候補を見ない分類の割合", "staff.blind_coding.share"),
    "refit": Kind("候補の付け方の学習", "staff.learning.index"),
    "learned_tagger": Kind("候補の付け方", "staff.learning.index"),
    "answer_group": Kind("回答", "staff.consultations.index"),
    "official_response": Kind("回答", "staff.consultations.index"),
    "link_decision": Kind("意見の結びつき", "staff.tracing.index"),
    "revision": Kind("修正箇所", "staff.consultations.index"),
    "strategy": Kind("戦略", "staff.home.show"),
}


@dataclass(frozen=True)
class RecentAct:
    """「職員1」が「ヒアリング第3号」「を登録した」. `href` is empty where there is no page of its own."""

    at: datetime
    actor: str
    subject: str
    href: str
    ending: str
    times: int = 1

    def says_what(self, other: "RecentAct") -> bool:
        """Whether both tell of the same person, object and deed."""
        return replace(self, at=other.at, times=other.times) == other


def acts_seen_by(reader: StaffMember) -> list[RecentAct]:
    """The newest changes to what this reader may open; four queries, whatever happened."""
    roles = frozenset(reader.granted_roles)
    kinds = [name for name, kind in KINDS.items() if allowed_roles(kind.endpoint) & kind.readers & roles]
    rows = db.session.execute(
        select(AuditEvent, StaffMember.name)
        .outerjoin(StaffMember, AuditEvent.staff_member_id == StaffMember.id)
        .where(AuditEvent.object_type.in_(kinds), AuditEvent.action.not_in(NO_CHANGES))
        .order_by(AuditEvent.id.desc())
        .limit(READ)
    ).all()
    names = _names_of([event for event, _ in rows])
    return _folded(_act(event, name, names, reader) for event, name in rows)[:SHOWN]


def _folded(acts: Iterable[RecentAct]) -> list[RecentAct]:
    """Neighbours that say the same as one, with the time of the newest and how often."""
    told: list[RecentAct] = []
    for act in acts:
        if told and told[-1].says_what(act):
            told[-1] = replace(told[-1], times=told[-1].times + 1)
        else:
            told.append(act)
    return told


def _act(
    event: AuditEvent, name: str | None, names: dict[tuple[str, int], str], reader: StaffMember
) -> RecentAct:
    kind = KINDS[event.object_type]
    known = event.object_id is not None and (
        not kind.argument or (event.object_type, event.object_id) in names
    )
    href = address_of(kind.endpoint, **{kind.argument: event.object_id}) if kind.argument and known else ""
    own_name = names.get((event.object_type, event.object_id or 0), "")
    return RecentAct(
        event.at,
        _actor(event, name, reader),
        f"{kind.noun}{own_name}",
        href,
        ENDINGS.get(event.action, f"を{event.action.label}"),
    )


def _actor(event: AuditEvent, name: str | None, reader: StaffMember) -> str:
    if event.staff_member_id == reader.id:
        return "あなた"
    if event.staff_member_id is not None:
        return name or "職員"
    return "市民" if event.actor == "citizen" else "システム"


def _names_of(events: Sequence[AuditEvent]) -> dict[tuple[str, int], str]:
    """What tells one object from another: a number or a title, for those that still exist."""
    ids: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for event in events:
        if event.object_id is not None:
            ids[event.object_type].add(event.object_id)
    hearings = select(Hearing.id, Hearing.number).where(Hearing.id.in_(ids["hearing"]))
    titles = select(Consultation.id, Consultation.title).where(Consultation.id.in_(ids["consultation"]))
    names = {("opinion", number): f" {number}" for number in ids["opinion"]}
    names |= {("hearing", key): f"第{number}号" for key, number in db.session.execute(hearings)}
    return names | {("consultation", key): f"「{title}」" for key, title in db.session.execute(titles)}
