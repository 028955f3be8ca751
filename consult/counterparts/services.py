"""What happens to a body heard: its facts change, its older names stay known, a copy of the list leaves the house."""

from dataclasses import dataclass

from sqlalchemy import select

from consult import audit, clock
from consult.counterparts.body_filter import BodyFilter
from consult.domain.counterpart_name import match_key
from consult.domain.errors import CounterpartRefused, EditConflict
from consult.domain.vocabulary import AuditAction, Reach, Sector
from consult.extensions import db
from consult.models import Counterpart, CounterpartMerge, OwnSector, StaffMember

MERGED_NAME = (
    "この名称は、まとめた相手方「{name}」のものです。まとめるのを取り消してから、"
    "「{name}」のほうを残してまとめ直してください。"
)


@dataclass(frozen=True)
class BodyFacts:
    """What a person says about a body. Its own sector decides its sector, so that both axes add up."""

    name: str
    sector: Sector = Sector.UNKNOWN
    own_sector_id: int | None = None
    reach: Reach = Reach.UNKNOWN
    district_id: int | None = None


def change(body: Counterpart, facts: BodyFacts, *, version: int, by: StaffMember) -> None:
    """New facts. EditConflict when somebody saved since `version` (TW1)."""
    refuse_stale(body, version)
    own = db.session.get(OwnSector, facts.own_sector_id) if facts.own_sector_id else None
    if own is not None and facts.sector not in (own.sector, Sector.UNKNOWN):
        raise CounterpartRefused(
            f"市の区分「{own.name}」は「{own.sector.label}」の中の区分です。どちらかを選び直してください。",
            field="own_sector",
        )
    if facts.district_id and facts.reach is Reach.OUTSIDE:
        raise CounterpartRefused("市外の相手方に、市の地区は付けられません。", field="district")
    values = {
        "sector": own.sector if own else facts.sector,
        "own_sector_id": facts.own_sector_id,
        "reach": Reach.INSIDE if facts.district_id else facts.reach,
        "district_id": facts.district_id,
    }
    changed = [name for name, value in values.items() if getattr(body, name) != value]
    for name in changed:
        setattr(body, name, values[name])
    if facts.name != body.name:
        _rename(body, facts.name, by)
        changed.append("name")
    if changed:
        body.version += 1
        db.session.flush()
        audit.record(AuditAction.CHANGED, body, by=by, fields=changed)


def refuse_stale(body: Counterpart, version: int) -> None:
    if body.version != version or body.merged_into_id is not None:
        raise EditConflict()


def record_export(asked: BodyFilter, rows: int, *, by: StaffMember) -> None:
    """Filters by code only: what was searched for may be somebody's name (TS13)."""
    conditions = {name: value for name, value in asked.as_args().items() if name != "q"}
    audit.record(
        AuditAction.EXPORTED, Counterpart, by=by, rows=rows, conditions=conditions, has_search=bool(asked.q)
    )


def _rename(body: Counterpart, name: str, by: StaffMember) -> None:
    """The older spelling stays as a name under which the body is found."""
    key, older_name, older_key = match_key(name) or None, body.name, body.match_key
    if key is None and older_key is not None:
        raise CounterpartRefused("名称を入力してください。", field="name")
    if key == older_key:
        body.name = name
        return
    spelling = db.session.scalar(select(Counterpart).where(Counterpart.match_key == key)) if key else None
    if spelling is not None:
        _refuse_taken(spelling, body)
        # Free for a moment: a folded name belongs to one row.
        spelling.match_key = None
        db.session.flush()
    body.name, body.match_key = name, key
    db.session.flush()
    if older_key is None:
        return
    if spelling is None:
        _keep_spelling(body, older_name, older_key, by)
    else:
        spelling.name, spelling.match_key = older_name, older_key
        db.session.flush()


def _refuse_taken(other: Counterpart, body: Counterpart) -> None:
    if other.merged_into_id != body.id:
        raise CounterpartRefused(
            "この名称の相手方が、もう登録されています。同じ相手方なら「ほかの相手方とまとめる」でまとめてください。",
            field="name",
        )
    if not other.is_former_name:
        raise CounterpartRefused(MERGED_NAME.format(name=other.shown_name), field="name")


def _keep_spelling(body: Counterpart, name: str, key: str, by: StaffMember) -> None:
    """A row of its own that points to the body, as if a body without hearings had been merged."""
    spelling = Counterpart(
        name=name, match_key=key, sector=body.sector, merged_into_id=body.id, created_at=clock.now()
    )
    db.session.add(spelling)
    db.session.flush()
    db.session.add(
        CounterpartMerge(
            kept_id=body.id,
            merged_id=spelling.id,
            hearing_ids=[],
            staff_member_id=by.id,
            created_at=clock.now(),
        )
    )
    db.session.flush()
