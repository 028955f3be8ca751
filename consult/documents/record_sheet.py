"""ヒアリング記録票: what the official form of one hearing says, whatever file it becomes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.domain.dates import wareki
from consult.domain.vocabulary import Facet
from consult.formatting import day
from consult.models import Hearing
from consult.opinion_records import OpinionRecord

# It says who was there and what nobody has masked.
TITLE = "ヒアリング記録票（庁内用）"
INVENTED = "架空のデータ"
NOTHING = "記入なし"


@dataclass(frozen=True)
class SheetOpinion:
    """One opinion of the form: its number, what was said, its 要旨 and confirmed tags."""

    number: int
    wording: str
    gist: str
    tags: str


@dataclass(frozen=True)
class RecordSheet:
    """The form in the order it is read. `facts` are label and text; `mark` is set for invented data."""

    heading: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    notes: str
    opinions: tuple[SheetOpinion, ...]
    follow_ups: tuple[str, ...]


def record_sheet(hearing: Hearing, records: Sequence[OpinionRecord]) -> RecordSheet:
    """The form of a hearing; `records` are its standing opinions in the order of the notes.

    Suggestions are no part of it: a paper says what people decided.
    """
    return RecordSheet(
        heading=f"第{hearing.number}号　{hearing.counterpart.shown_name}",
        mark=INVENTED if hearing.is_invented else "",
        facts=tuple((label, text or NOTHING) for label, text in _facts(hearing)),
        notes=hearing.notes,
        opinions=tuple(
            SheetOpinion(number, record.wording, record.gist, _tags(record))
            for number, record in enumerate(records, start=1)
        ),
        follow_ups=tuple(_follow_ups(hearing)),
    )


def _facts(hearing: Hearing) -> Iterable[tuple[str, str]]:
    body = hearing.counterpart
    yield "種別", hearing.kind.label
    yield "実施日", _day(hearing)
    yield "方法", hearing.method.label if hearing.method else ""
    yield "場所", hearing.place
    yield "相手方", body.shown_name
    yield "区分", "・".join([body.sector.label, *([body.own_sector.name] if body.own_sector else [])])
    yield "出席者", hearing.people_present
    yield "聴き手", hearing.heard_by
    yield "テーマ・議題", hearing.agenda
    yield "資料", hearing.materials
    yield "所感", hearing.impression
    yield "共有先", hearing.shared_with
    yield "公表の承諾", hearing.consent.label


def _day(hearing: Hearing) -> str:
    if hearing.held_on is None:
        return f"{hearing.held_on_typed}（日付要確認）"
    return f"{day(hearing.held_on)}　{hearing.held_on.isoformat()}"


def _tags(record: OpinionRecord) -> str:
    labels = (label for facet in Facet for label in record.confirmed_labels(facet))
    return "、".join(labels) or "未確定"


def _follow_ups(hearing: Hearing) -> Iterable[str]:
    for each in hearing.follow_ups:
        if each.removed_at is None:
            due = f"（{wareki(each.due_on)}まで）" if each.due_on else ""
            yield f"{'済　' if each.done_at else ''}{each.wording}{due}"
