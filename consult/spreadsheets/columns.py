"""Which column holds what: matched by its heading and by what stands below it, and by what people chose before."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from consult.spreadsheets.tables import Cell, Sheet, is_empty

# A heading alone is enough from here on; with fitting content less is enough.
ENOUGH = 0.5
CONTENT_COUNTS = 0.6
CONTRADICTED = 0.3
SAMPLE = 200
NOISE = re.compile(r"[\s・()\[\]【】<>「」『』※*＊:/／、,.。_-]")


@dataclass(frozen=True)
class Field:
    """One thing that a row tells. `names`: headings that mean it. `looks_like`: how well cells fit, from 0 to 1."""

    key: str
    label: str
    names: tuple[str, ...]
    looks_like: Callable[[Sequence[Cell]], float] | None = None


@dataclass(frozen=True)
class Schema:
    """What the rows of an import are made of; the importer of each kind of row brings its own.

    `anchor` is what makes a row a record of its own, `text` what may go on in the next row, `summed` what a total
    row adds up, `counter` the running number, `dated` the day (which has ditto words of its own: 同日). `own` is the
    header of the product's own export, heading to field: such a table is taken as it stands, also with its first
    `own_least` columns alone. Where no `text_goes_on`, a row with nothing but a text is a record of its own.
    """

    fields: tuple[Field, ...]
    anchor: str
    text: str
    summed: str
    counter: str
    dated: str
    own: Mapping[str, str] = field(default_factory=dict)
    own_least: int = 0
    text_goes_on: bool = True

    def field(self, key: str) -> Field:
        return next(each for each in self.fields if each.key == key)


@dataclass(frozen=True)
class Heading:
    """A column's heading from top to bottom, group first; `key` is its words, for matching only."""

    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(" ".join(part.split()) for part in self.parts)

    @property
    def key(self) -> str:
        return "/".join(folded(part) for part in self.parts)[:200]


# Headings and words of a list come again in every row.
@lru_cache(maxsize=4_096)
def folded(heading: str) -> str:
    """For matching only: width, case, blanks, brackets and marks do not count."""
    return NOISE.sub("", unicodedata.normalize("NFKC", heading).casefold())


def keys_of(headings: Sequence[Heading]) -> list[str]:
    """How choices for each column are remembered in a table of these headings; "" where none stands.

    The second column of a name is another one. A key holds no blanks, so that no heading can be called like it.
    """
    seen: Counter[str] = Counter()
    keys = []
    for heading in headings:
        seen[heading.key] += 1
        again = f" {seen[heading.key]}" if seen[heading.key] > 1 else ""
        keys.append(heading.key and heading.key[:190] + again)
    return keys


def layout_of(headings: Sequence[Heading]) -> str:
    """Equal for tables of the same set of headings, in whatever order, and for no others."""
    return hashlib.sha256("\n".join(sorted(filter(None, keys_of(headings)))).encode()).hexdigest()


def matched(
    sheet: Sheet,
    headings: Sequence[Heading],
    schema: Schema,
    *,
    first_row: int,
    remembered: Mapping[str, str],
) -> dict[str, int]:
    """Field key to column; each at most once. What a person chose for a key comes before any guess ("": unused).

    Hidden columns are left alone: somebody hid them.
    """
    keys = keys_of(headings)
    chosen = _remembered(keys, schema, remembered)
    free = [
        column
        for column, key in enumerate(keys)
        if column not in sheet.hidden_columns and key not in remembered
    ]
    scores = [
        # Of two readings that fit alike, the field that the schema names first.
        (score, -column, -place, field.key)
        for column in free
        for place, field in enumerate(schema.fields)
        if field.key not in chosen
        and (score := _score(field, headings[column], _below(sheet, column, first_row))) >= ENOUGH
    ]
    taken: set[int] = set()
    for _, left, _, key in sorted(scores, reverse=True):
        if key not in chosen and -left not in taken:
            chosen[key] = -left
            taken.add(-left)
    return chosen


def _remembered(keys: Sequence[str], schema: Schema, remembered: Mapping[str, str]) -> dict[str, int]:
    known = {field.key for field in schema.fields}
    found: dict[str, int] = {}
    for column, key in enumerate(keys):
        field_key = remembered.get(key, "")
        if field_key in known and field_key not in found:
            found[field_key] = column
    return found


def _below(sheet: Sheet, column: int, first_row: int) -> list[Cell]:
    cells = (sheet.cell(row, column) for row in range(first_row, min(len(sheet.rows), first_row + SAMPLE)))
    return [cell for cell in cells if not is_empty(cell)]


def _score(field: Field, heading: Heading, cells: Sequence[Cell]) -> float:
    name = name_score(field.names, heading.parts)
    if field.looks_like is None or not cells:
        return name
    content = field.looks_like(cells)
    # A heading is a promise; cells that all break it are not enough to call it a lie.
    return name + CONTENT_COUNTS * content - (CONTRADICTED if content < 0.1 else 0.0)


@lru_cache(maxsize=4_096)
def name_score(names: tuple[str, ...], parts: tuple[str, ...]) -> float:
    """1 for a heading that is one of the names; less where a name is a part of it."""
    if not parts or not any(parts):
        return 0.0
    keys = [folded(name) for name in names]
    last, whole = folded(parts[-1]), folded("".join(parts))
    if last in keys or whole in keys:
        return 1.0
    within = [len(key) / len(last) for key in keys if len(key) > 1 and key in last]
    return 0.5 + 0.4 * max(within) if within else 0.0
