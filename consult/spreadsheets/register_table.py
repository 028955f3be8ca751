"""The register as a table that can come back: one row a hearing, its opinions as places in its notes (0130)."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consult.domain.dates import wareki
from consult.domain.period import JAPAN
from consult.models import FollowUp, Hearing, Opinion
from consult.spreadsheets.csv_writing import Cell
from consult.spreadsheets.xlsx_writing import CELL_LIMIT, Column, first_units

INVENTED = "架空"
# Before the digest of the notes that the places belong to.
MARK = "#"
# A cell of Excel ends at 32,767 units of UTF-16; notes of 50,000 emoji are 100,000.
NOTES_GO_ON = ("メモ（続き）", "メモ（続き2）", "メモ（続き3）")
COLUMNS = (
    Column("番号", 7),
    Column("種別", 16),
    Column("実施日", 12),
    Column("実施日（和暦）", 16),
    Column("実施日（入力のまま）", 16),
    Column("相手方", 26),
    Column("区分", 18),
    Column("市独自の区分", 14),
    Column("市内・市外", 12),
    Column("地区", 12),
    Column("方法", 10),
    Column("場所", 18),
    Column("出席者", 22),
    Column("聴き手", 20),
    Column("議題", 22),
    Column("メモ", 70),
    *(Column(name, 12) for name in NOTES_GO_ON),
    Column("公表の承諾", 18),
    Column("資料", 18),
    Column("所感", 22),
    Column("共有先", 18),
    Column("宿題", 26),
    Column("意見の位置", 18),
    Column("意見の要旨", 40),
    Column("架空", 7),
)
HEADER = tuple(column.heading for column in COLUMNS)
SPAN = re.compile(r"(\d+)-(\d+)")
GIST = re.compile(r"(\d+) (.*)")
FOLLOW_UP = re.compile(
    r"(?:［済 (?P<done>\d{4}-\d\d-\d\d)］)?(?:［(?P<due>\d{4}-\d\d-\d\d)まで］)?(?:［］)?(?P<wording>.*)"
)


@dataclass(frozen=True)
class PlacedOpinion:
    """An opinion as a row brings it back: first and last edge in the notes (code points), and its gist."""

    start: int
    end: int
    gist: str = ""


@dataclass(frozen=True)
class PlacedFollowUp:
    wording: str
    due_on: date | None = None
    done_on: date | None = None


def cells(hearing: Hearing, opinions: Sequence[Opinion]) -> list[Cell]:
    """One row under HEADER; `opinions` are the standing ones in the order of the notes."""
    body = hearing.counterpart
    return [
        hearing.number,
        hearing.kind.label,
        hearing.held_on,
        wareki(hearing.held_on) if hearing.held_on else None,
        hearing.held_on_typed,
        body.name,
        body.sector.label,
        body.own_sector.name if body.own_sector else None,
        body.reach.label,
        body.district.name if body.district else None,
        hearing.method.label if hearing.method else None,
        hearing.place,
        hearing.people_present,
        hearing.heard_by,
        hearing.agenda,
        *_in_cells(hearing.notes, 1 + len(NOTES_GO_ON)),
        hearing.consent.label,
        hearing.materials,
        hearing.impression,
        hearing.shared_with,
        "\n".join(_follow_up(each) for each in hearing.follow_ups if each.removed_at is None),
        _places(hearing.notes, opinions),
        "\n".join(
            f"{number} {_one_line(opinion.gist)}"
            for number, opinion in enumerate(opinions, start=1)
            if opinion.gist
        ),
        INVENTED if hearing.is_invented else None,
    ]


def _in_cells(notes: str, number: int) -> list[str]:
    """The notes in so many pieces, each within a cell of Excel; joined they are the notes."""
    pieces, rest = [], notes
    for _ in range(number):
        piece = first_units(rest, CELL_LIMIT)
        pieces.append(piece)
        rest = rest[len(piece) :]
    return pieces


def placed_opinions(places: str, gists: str) -> list[PlacedOpinion]:
    """What 意見の位置 and 意見の要旨 say; ValueError for what no export of ours holds."""
    spans = [_edges(word) for word in places.split() if not word.startswith(MARK)]
    said = dict(_numbered(line) for line in gists.split("\n") if line)
    if not said.keys() <= set(range(1, len(spans) + 1)):
        raise ValueError("a gist without an opinion")
    return [
        PlacedOpinion(start, end, said.get(number, "")) for number, (start, end) in enumerate(spans, start=1)
    ]


def placed_follow_ups(lines: str) -> list[PlacedFollowUp]:
    """What 宿題 says; ValueError for a day that is none."""
    return [_placed_follow_up(line) for line in lines.split("\n") if line]


def is_of_notes(places: str, notes: str) -> bool:
    """Whether the places were written for these very notes; in notes that somebody rewrote they mean nothing."""
    return places.split()[-1:] == [_mark_of(notes)]


def _places(notes: str, opinions: Sequence[Opinion]) -> str:
    edges = (f"{opinion.note_start}-{opinion.note_end}" for opinion in opinions)
    return " ".join([*edges, _mark_of(notes)])


def _mark_of(notes: str) -> str:
    return MARK + hashlib.sha256(notes.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _edges(word: str) -> tuple[int, int]:
    match = SPAN.fullmatch(word)
    if match is None or int(match[1]) >= int(match[2]):
        raise ValueError(f"{word!r} is no place in the notes")
    return int(match[1]), int(match[2])


def _numbered(line: str) -> tuple[int, str]:
    match = GIST.fullmatch(line)
    if match is None:
        raise ValueError(f"{line!r} has no number")
    return int(match[1]), _lines_again(match[2])


def _follow_up(each: FollowUp) -> str:
    done = f"［済 {each.done_at.astimezone(JAPAN).date().isoformat()}］" if each.done_at else ""
    due = f"［{each.due_on.isoformat()}まで］" if each.due_on else ""
    # A wording that begins with a bracket is kept from being read as one of ours.
    guard = "［］" if each.wording.startswith("［") else ""
    return f"{done}{due}{guard}{_one_line(each.wording)}"


def _placed_follow_up(line: str) -> PlacedFollowUp:
    match = FOLLOW_UP.fullmatch(line)
    assert match is not None  # every part may be missing
    due, done = match["due"], match["done"]
    return PlacedFollowUp(
        _lines_again(match["wording"]),
        date.fromisoformat(due) if due else None,
        date.fromisoformat(done) if done else None,
    )


def _one_line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _lines_again(text: str) -> str:
    return re.sub(r"\\(n|\\)", lambda found: "\n" if found[1] == "n" else "\\", text)
